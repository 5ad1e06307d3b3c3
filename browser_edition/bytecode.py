"""Compile what Python reads at every start: its own library, and the modules in wheels.

:func:`pack` runs in Pyodide itself, under Node.js (``compile.mjs``), since bytecode belongs to one
version of Python. A browser that had to compile the sources would do so at every visit, for
seconds. :func:`compiled_archives` has it done, once for each content.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import marshal
import re
import zipfile
from pathlib import Path

SITE_PACKAGES = "/lib/python3.14/site-packages/"
LIBRARY = "/lib/python314.zip/"
OURS = "cnn_helpers-"
# Pure-Python packages that open files of their own by a path.
LOOSE = (OURS, "jedi-", "parso-")
UNCHECKED = (1).to_bytes(4, "little")  # a pyc that isn't compared with its source (PEP 552)
DATE = (2020, 2, 2, 0, 0, 0)
# Each file costs time at every start. These are for type checkers, compilers, tests, the page
# (whose half of the widgets has a place of its own), and jedi's words on packages not there.
UNUSED = re.compile(
    r"^(?!jedi/).*\.pyi$|\.(h|pxd|a)$"
    r"|^jedi/third_party/(django-stubs|typeshed/(third_party|stdlib/2))/"
    r"|^(ipywidgets|ipywidgets/widgets|IPython/testing/plugin)/tests?/"
    r"|^anywidget/(lab|nb)extension/|^[^/]*\.data/data/(share|etc)/"
)


def compiled(source, path):
    """Return the bytecode of a module as a ``.pyc`` file's content; the same source gives the same.

    Parameters
    ----------
    source : bytes
    path : str
        Where the module will stand: tracebacks name it.

    Returns
    -------
    bytes or None
        None if it isn't Python: some packages carry templates and tests of bad syntax.

    Examples
    --------
    >>> file = compiled(b"ink = 1 + 1", "/ink.py")
    >>> exec(marshal.loads(file[16:]))
    >>> ink
    2
    >>> compiled(b"ink =", "/ink.py") is None
    True
    """
    try:
        code = compile(source, path, "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError):
        return None
    mark = importlib.util.source_hash(source)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + mark + marshal.dumps(code)


def beside(name):
    """Return where Python looks for the bytecode of a module whose source is there, too.

    Examples
    --------
    >>> beside("ink/pen.py").startswith("ink/__pycache__/pen.cpython-")
    True
    """
    return importlib.util.cache_from_source(name).replace("\\", "/")


def members(name, content, place, keep_source):
    """Return names and contents of what stands for a file of an archive: none if unused.

    Examples
    --------
    >>> [name for name, _ in members("ink/pen.py", b"", "/", keep_source=False)]
    ['ink/pen.pyc']
    >>> members("ink/pen.pyi", b"", "/", keep_source=False)
    []
    """
    if UNUSED.search(name):
        return []
    bytecode = compiled(content, place + name) if name.endswith(".py") else None
    if bytecode is None:
        return [(name, content)]
    if keep_source:
        return [(name, content), (beside(name), bytecode)]
    return [(f"{name}c", bytecode)]


def pack(content, place, keep_sources=False):
    """Return an archive with bytecode instead of sources, or beside them.

    Parameters
    ----------
    content : bytes
        A wheel, or Python's library as a zip file.
    place : str
        Folder in which its files will stand, with a slash at its end.
    keep_sources : bool
        Whether a traceback can show the lines.

    Returns
    -------
    bytes
        A wheel's RECORD names what is in it.
    """
    packed, record, record_name = io.BytesIO(), [], None
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(packed, "w") as target:

        def write(name, data):
            target.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED, 9)

        for entry in whole.infolist():
            if entry.filename.endswith(".dist-info/RECORD"):
                record_name = entry.filename
            elif not entry.is_dir():
                data = whole.read(entry)
                for name, part in members(entry.filename, data, place, keep_sources):
                    write(name, part)
                    digest = base64.urlsafe_b64encode(hashlib.sha256(part).digest())
                    record.append(f"{name},sha256={digest.decode().rstrip('=')},{len(part)}\n")
        if record_name:
            write(record_name, "".join([*record, f"{record_name},,\n"]))
    return packed.getvalue()


def in_library(name):
    """Return whether an archive's modules lie in the library's, from which Python reads them.

    A package that has to be unpacked costs a file system's work for each file at every start.

    Examples
    --------
    >>> in_library("ink-1.0-py3-none-any.whl"), in_library("jedi-0.19-py3-none-any.whl")
    (True, False)
    >>> in_library("numpy-2.4-cp314-wasm32.whl"), in_library("python_stdlib.zip")
    (False, True)
    """
    pure = name.endswith(("-none-any.whl", ".zip"))
    return pure and not name.startswith(LOOSE)


def joined(archives):
    """Return one archive with the files of several; of two with one name the first stays."""
    packed, seen = io.BytesIO(), set()
    with zipfile.ZipFile(packed, "w") as target:
        for content in archives:
            with zipfile.ZipFile(io.BytesIO(content)) as part:
                for name in part.namelist():
                    if name not in seen:
                        seen.add(name)
                        about = zipfile.ZipInfo(name, DATE)
                        target.writestr(about, part.read(name), zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def pack_folder(source, target):
    """Compile every archive of a folder into another one; the course keeps its sources."""
    for path in sorted(Path(source).iterdir()):
        place = LIBRARY if in_library(path.name) else SITE_PACKAGES
        content = pack(path.read_bytes(), place, path.name.startswith(OURS))
        (Path(target) / path.name).write_bytes(content)


def renamed(name, content):
    """Return an archive's name with a mark of its content, so that no browser keeps an old one.

    Examples
    --------
    >>> renamed("ink-1.0-py3-none-any.whl", b"")
    'ink-1.0-1e3b0c442-py3-none-any.whl'
    >>> renamed("python_stdlib.zip", b"")
    'python_stdlib-1e3b0c442.zip'
    """
    tag = f"1{hashlib.sha256(content).hexdigest()[:8]}"
    if name.endswith(".whl"):
        package, version, rest = name.split("-", 2)
        return f"{package}-{version}-{tag}-{rest}"
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{tag}.{ending}"
