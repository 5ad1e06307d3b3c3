"""Make the course's virtual environment, and mend it when it is stale, half made or broken.

Standard library only: this runs before anything is installed. A stamp in the environment says what
was installed from what, so that a second start finds everything in place and installs nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = ("pyproject.toml", "constraints.txt")
STAMP = "course-stamp.json"
UNFINISHED = "course-unfinished"


class EnvironmentMakingError(Exception):
    """The environment cannot be made; the message tells the reader what to do."""


def python_of(folder):
    """Return the path of the Python in the environment ``folder``."""
    if folder == Path(sys.prefix):
        return Path(sys.executable)
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def clean_variables(folder=None):
    """Return the process's environment variables without those that lead Python or pip astray.

    A PYTHONPATH (some robotics and science set-ups export one) would shadow the pinned packages; a
    user-wide pip setting "install --user" fails in an environment. With ``folder``, its programs
    come first on PATH.
    """
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX")
    }
    variables |= {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
    if folder is not None:
        programs = str(python_of(folder).parent)
        variables["PATH"] = os.pathsep.join([programs, variables.get("PATH", os.defpath)])
        if (folder / "pyvenv.cfg").exists():
            variables["VIRTUAL_ENV"] = str(folder)
    return variables


def fingerprint(repository=REPOSITORY):
    """Return a hash of the files that say what must be installed."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((repository / name).read_bytes())
    return digest.hexdigest()


def probe(folder):
    """Return what ``probe_environment.py`` found in the environment, or None if it fails."""
    script = Path(__file__).with_name("probe_environment.py")
    try:
        result = subprocess.run(
            [python_of(folder), "-I", script], capture_output=True, text=True, check=True
        )
        return json.loads(result.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def conda_environment(repository=REPOSITORY):
    """Return the active conda environment if the course is installed in it, else None.

    Someone who used environment.yml has an environment already and needs no second one.
    """
    folder = Path(sys.prefix)
    specification = importlib.util.find_spec("cnn_helpers")
    if not (folder / "conda-meta").is_dir() or specification is None:
        return None
    installed_from = Path(specification.origin).resolve().parent.parent
    # A script in tools/ does not see the repository's packages by itself, so this one is installed.
    return folder if installed_from == repository else None


def read_stamp(folder):
    """Return what the stamp in ``folder`` says, or an empty dict."""
    try:
        return json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def reason_to_rebuild(folder, state, minor_version=None):
    """Say why the environment must be made anew, or return None.

    Parameters
    ----------
    folder : pathlib.Path
        The environment.
    state : dict or None
        What ``probe`` found in it.
    minor_version : str, optional
        The Python that the reader asked for, for example ``"3.12"``. None takes the one that is
        there.
    """
    if (folder / UNFINISHED).exists():
        return "its installation was interrupted"
    if state is None:
        return "its Python does not run"
    if state["missing_files"]:
        return f"files are missing from it, such as {state['missing_files'][0]}"
    if minor_version is not None and not state["python"].startswith(minor_version + "."):
        return f"it has Python {state['python']}, and {minor_version} was asked for"
    stamp = read_stamp(folder)
    if stamp and stamp["folder"] != str(folder):
        return f"it was moved here from {stamp['folder']}"
    if stamp and stamp["python"] != state["python"]:
        return f"it was made for Python {stamp['python']}, now {state['python']}"
    return None


def reason_to_install(folder, state, repository, extras):
    """Say why pip must run in the environment, or return None.

    Parameters
    ----------
    folder : pathlib.Path
        The environment.
    state : dict
        What ``probe`` found in it.
    repository : pathlib.Path
        The course.
    extras : set of str
        The optional parts of the package that are needed, for example ``{"test"}``.
    """
    stamp = read_stamp(folder)
    if not stamp:
        return "the course is not installed in it"
    if stamp["fingerprint"] != fingerprint(repository):
        return f"{' or '.join(SOURCES)} changed"
    if not extras <= set(stamp["extras"]):
        return f"{', '.join(sorted(extras - set(stamp['extras'])))} is to be added"
    for name, version in stamp["installed"].items():
        found = state["installed"].get(name, "nothing")
        if found != version:
            return f"{name} should be {version}, but is {found}"
    return None


def create(folder):
    """Make an empty environment with pip in it, also where Debian's python3-venv is missing."""
    # From inside the environment that is to be replaced, its own Python could not build it anew.
    inside = Path(sys.prefix).resolve() == folder.resolve()
    python = sys._base_executable if inside else sys.executable
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    (folder / UNFINISHED).touch()
    result = subprocess.run(
        [python, "-m", "venv", folder], env=clean_variables(), capture_output=True, text=True
    )
    if result.returncode == 0:
        return
    print("This Python lacks ensurepip; its own pip sets the environment up instead.", flush=True)
    without_pip = [python, "-m", "venv", "--without-pip", "--clear", folder]
    own_pip = [python, "-m", "pip", "--python", python_of(folder), "install", "--quiet", "pip"]
    for command in (without_pip, own_pip):
        result = subprocess.run(command, env=clean_variables(), capture_output=True, text=True)
        (folder / UNFINISHED).touch()
        if result.returncode:
            last_line = (result.stderr.strip().splitlines() or ["no message"])[-1]
            raise EnvironmentMakingError(
                f"{python} can make no environment ({last_line}). On Debian or Ubuntu: "
                "sudo apt install python3-venv. Or name another Python: PYTHON=/path/to/python3.12"
            )


def run_pip(command, repository, folder):
    """Run pip, showing in one line (on a terminal) what it is busy with; return its exit code."""
    terminal = sys.stdout.isatty()
    with subprocess.Popen(
        command, cwd=repository, env=clean_variables(folder), stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout:
            if terminal:
                print("\r" + line.strip()[:78].ljust(78), end="", flush=True)
    if terminal:
        print("\r" + " " * 78, end="\r", flush=True)
    return process.returncode


def install(folder, repository, extras):
    """Install the course with its pinned dependencies, and leave the stamp."""
    (folder / STAMP).unlink(missing_ok=True)
    (folder / UNFINISHED).touch()  # stays if the process is killed
    target = f".[{','.join(sorted(extras))}]" if extras else "."
    pip = [python_of(folder), "-m", "pip", "install", "--progress-bar", "off"]
    code = run_pip([*pip, "-c", "constraints.txt", "-e", target], repository, folder)
    (folder / UNFINISHED).unlink()
    state = probe(folder)
    if code or state is None:
        raise EnvironmentMakingError(
            "The packages could not be installed; pip's message above says why. "
            "The first start needs the internet; run the command again when that is mended."
        )
    stamp = {
        "folder": str(folder),
        "python": state["python"],
        "fingerprint": fingerprint(repository),
        "extras": sorted(extras),
        "installed": state["installed"],
    }
    (folder / STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")


@contextlib.contextmanager
def one_at_a_time(repository):
    """Let a second installation into the same folder wait until the first is done."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(repository, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network folders know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def prepare(extras=(), *, repository=REPOSITORY, minor_version=None):
    """Return the folder of an environment that holds the course and ``extras``.

    Parameters
    ----------
    extras : iterable of str
        Optional parts of the package, for example ``["test"]``. Those installed earlier stay.
    repository : pathlib.Path
        The course. The environment is its ``.venv``, or the active conda environment if the course
        is installed there.
    minor_version : str, optional
        Make the environment anew if it has another Python than this, for example ``"3.12"``.

    Raises
    ------
    EnvironmentMakingError
        If it cannot be made.
    """
    conda = conda_environment(repository)
    folder = conda or repository / ".venv"
    with one_at_a_time(repository):
        state = probe(folder)
        if conda is None and not folder.exists():
            create(folder)
        elif conda is None and (reason := reason_to_rebuild(folder, state, minor_version)):
            print(f"Making .venv anew: {reason}.", flush=True)
            extras = {*extras, *read_stamp(folder).get("extras", [])}
            create(folder)
        elif reason := reason_to_install(folder, state, repository, set(extras)):
            print(f"Bringing {folder.name} up to date: {reason}.", flush=True)
            extras = {*extras, *read_stamp(folder).get("extras", [])}
        else:
            return folder
        print("Installing the course (the first time takes a few minutes).", flush=True)
        install(folder, repository, set(extras))
    return folder
