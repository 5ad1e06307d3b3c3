"""Pyodide's lock file, cut down to what the site has: nothing is looked up elsewhere."""

from __future__ import annotations

import hashlib
import json
import re

from bytecode import renamed

# A mock for an older ipywidgets, which the site doesn't have.
UNUSED = ("widgetsnbextension-3.6.999-py3-none-any.whl",)


def compiled_files(lock, names):
    """Return file name and SHA-256 of the compiled packages, as Pyodide's own lock file has them.

    Examples
    --------
    >>> lock = {"packages": {"numpy": {"file_name": "numpy.whl", "sha256": "ab", "depends": []}}}
    >>> compiled_files(lock, ["numpy"])
    {'numpy.whl': 'ab'}
    """
    entries = [lock["packages"][name] for name in names]
    return {entry["file_name"]: entry["sha256"] for entry in entries}


def entry_of(file_name, content):
    """Return the entry of a pure-Python wheel.

    Examples
    --------
    >>> entry_of("jupyterlab_widgets-3.0.17-py3-none-any.whl", b"")["name"]
    'jupyterlab-widgets'
    """
    name, version = file_name.split("-")[:2]
    return {
        "name": re.sub(r"[-_.]+", "-", name).lower(),
        "version": version,
        "file_name": renamed(file_name, content),
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": [name],
        "depends": [],
        "unvendored_tests": False,
    }


def trim(lock, archives, inside=()):
    """Return the lock file of the site.

    Parameters
    ----------
    lock : dict
        Pyodide's own.
    archives : dict of str to bytes
        The site's wheels, and Python's library, by the file names that they had where they come
        from. A package that Pyodide compiled keeps its entry, but for the file's name and SHA-256:
        there is bytecode in it now.
    inside : iterable of str
        File names of the wheels whose modules lie in the library's archive.

    Returns
    -------
    dict
        Each package depends only on others of these.
    """
    compiled = {entry["file_name"]: name for name, entry in lock["packages"].items()}
    packages = {}
    course = {"inside": sorted(entry_of(name, b"")["name"] for name in inside)}
    for file_name, content in archives.items():
        if not file_name.endswith(".whl"):
            course["library"] = renamed(file_name, content)
            continue
        entry = entry_of(file_name, content)
        name = compiled.get(file_name, entry["name"])
        if file_name in compiled:
            about = {key: entry[key] for key in ("file_name", "sha256")}
            entry = {**lock["packages"][name], **about}
        packages[name] = entry
    for entry in packages.values():
        entry["depends"] = [name for name in entry["depends"] if name in packages]
    return {"info": lock["info"], "packages": dict(sorted(packages.items())), "course": course}


def write(lock):
    """Return the lock file as text."""
    return json.dumps(lock, separators=(",", ":"))
