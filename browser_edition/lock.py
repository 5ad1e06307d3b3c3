"""Pyodide's lock file, cut down to what the site has: nothing is looked up elsewhere."""

from __future__ import annotations

import hashlib
import json
import re

# A mock for an older ipywidgets, which the site doesn't have.
_UNUSED = ("widgetsnbextension-3.6.999-py3-none-any.whl",)


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
        "file_name": file_name,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": [name],
        "depends": [],
        "unvendored_tests": False,
    }


def trim(lock, compiled, wheels):
    """Return the lock file of the site.

    Parameters
    ----------
    lock : dict
        Pyodide's own.
    compiled : iterable of str
        Names of the compiled packages, which keep their entries.
    wheels : dict of str to bytes
        Pure-Python wheels by file name: another SHA-256 than Pyodide's repacked ones.

    Returns
    -------
    dict
        Each package depends only on others of these.
    """
    packages = {name: dict(lock["packages"][name]) for name in compiled}
    for file_name, content in wheels.items():
        if file_name not in _UNUSED:
            entry = entry_of(file_name, content)
            packages[entry["name"]] = entry
    for entry in packages.values():
        entry["depends"] = [name for name in entry["depends"] if name in packages]
    return {"info": lock["info"], "packages": dict(sorted(packages.items()))}


def write(lock):
    """Return the lock file as text."""
    return json.dumps(lock, separators=(",", ":"))
