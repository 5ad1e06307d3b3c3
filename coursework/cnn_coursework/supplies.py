"""What sandboxes are furnished with: redacted copies of the course, and what is bound."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from cnn_coursework.inside.quiet import QUIET_PACKAGES
from cnn_coursework.redaction import build_course, withheld_names
from cnn_helpers.data.files import data_folder

__all__ = ["Supplies", "bound_files"]

PREFIX = "coursework-supplies-"
# With what they are made of; numpy for answers, the others for the course's own modules.
PACKAGES = ("numpy", "numpy.libs", "PIL", "pillow.libs")
_NEVER_NEEDED = re.compile(r"_tkinter|_curses|readline|_dbm|_gdbm|_test|xxlimited")


class Supplies:
    """A folder with all that sandboxes share, read-only for them.

    Parameters
    ----------
    folder : path-like, optional
        One that another process has begun. Without it, a new temporary one is made, which goes when
        the process ends; what killed processes left behind is cleared away then.
    """

    def __init__(self, folder=None):
        if folder is None:
            _clear_up()
            folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
            os.chmod(folder, 0o755)
            atexit.register(_remove, folder, os.getpid())
        self.folder = Path(folder)

    def course(self, exercises):
        """Return the folder of a course without the answers to these exercises."""
        names = withheld_names(exercises)
        key = hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()[:12]
        place = self.folder / f"course-{key}"
        if not place.is_dir():
            draft = Path(tempfile.mkdtemp(prefix="draft-", dir=self.folder))
            build_course(draft, names)
            draft.chmod(0o755)
            try:
                draft.rename(place)
            except OSError:  # another process was faster
                shutil.rmtree(draft)
        return place

    def bound(self, packages=()):
        """Return what is bound into a sandbox, as a list of (file or folder, where).

        Parameters
        ----------
        packages : iterable of str
            What an assignment allows; what of it isn't installed is left out.
        """
        wanted = tuple(sorted({*PACKAGES, *_installed(packages)}))
        key = hashlib.sha256(" ".join(wanted).encode()).hexdigest()[:12]
        listed = self.folder / f"bound-{key}.json"
        if not listed.is_file():
            draft = listed.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(bound_files(wanted)), encoding="utf-8")
            draft.rename(listed)
        return json.loads(listed.read_text(encoding="utf-8"))


def _remove(folder, owner):
    # A forked child inherits the exit handler, and must not clear away its parent's folder.
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_up():
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def _installed(packages):
    """Yield the folders of packages that are neither the course's own nor stood in for."""
    for name in packages:
        if name == "cnn_helpers" or name in QUIET_PACKAGES or name in sys.stdlib_module_names:
            continue
        if name != "stdlib" and find_spec(name) is not None:
            yield from (name, f"{name}.libs")


@lru_cache(maxsize=8)
def bound_files(packages=PACKAGES):
    """Return what Python and its packages need in a sandbox, as a list of (source, destination).

    Python itself lies under ``/python`` there, packages under ``/packages``; system libraries,
    only those that are linked to, keep their place.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    interpreter = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    library = Path(sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix}))
    binds = [(interpreter, f"/python/bin/{version}"), (str(library), f"/python/lib/{version}")]
    programs = [interpreter, *_extensions(library / "lib-dynload")]
    for name in packages:
        folder = _package_folder(name)
        if folder is not None:
            binds.append((str(folder), f"/packages/{name}"))
            programs += _extensions(folder)
    binds.append((str(data_folder()), "/course/data"))
    bound = tuple(source for source, _ in binds[2:])
    for path in _linked_to(programs):
        if path.startswith(bound):
            continue
        system = path.startswith(("/lib", "/usr/lib"))
        binds.append((os.path.realpath(path), path if system else f"/python/lib/{Path(path).name}"))
    return binds


def _package_folder(name):
    if not name.endswith(".libs"):
        return Path(find_spec(name).origin).parent
    folder = Path(find_spec("numpy").origin).parents[1] / name
    return folder if folder.is_dir() else None


def _extensions(folder):
    return [str(path) for path in folder.rglob("*.so*") if not _NEVER_NEEDED.search(path.name)]


def _linked_to(programs):
    found = subprocess.run(["ldd", *programs], capture_output=True, text=True, check=False).stdout
    return sorted(set(re.findall(r"(/\S+) \(0x", found)))
