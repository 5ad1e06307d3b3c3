"""A process that student code can't get out of: bubblewrap on Linux.

No network, private process numbers, nothing of the machine but Python, numpy and the redacted
course, all read-only; temporary files in memory; an unprivileged user; limits for memory,
processes, processor time and files. Killing it kills all that it has started.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from cnn_coursework.inside.protocol import Connection
from cnn_coursework.seccomp import filter_program
from cnn_coursework.watching import MemoryWatch

__all__ = ["Sandbox", "SandboxUnavailableError", "sandbox_user", "way_in"]

_HERE = Path(__file__).parent
_START = "cnn_coursework/inside/start.py"
# Of the standard library: other packages, and its own tests.
_HIDDEN = ("site-packages", "dist-packages", "test")
_IN_MEMORY = ("/tmp", "/dev/shm")
FIRST_USER, USERS = 60100, 5000
_INSTALL = "Install bubblewrap (on Debian and Ubuntu: sudo apt-get install bubblewrap)"
_UNSAFE = "or grade with --unsafe-no-sandbox, on a machine that holds nothing of value"


class SandboxUnavailableError(Exception):
    """There is no sandbox on this machine; the text says why, and what to do."""


def sandbox_user():
    """Return the number of the user whom this process's sandboxes run as, when root starts them.

    Each grading process has its own, so that limits count for one submission alone.
    """
    for shift in range(USERS):
        user = FIRST_USER + (os.getpid() + shift) % USERS
        with contextlib.suppress(KeyError):
            pwd.getpwuid(user)
            continue
        return user
    raise SandboxUnavailableError("every user number from 60100 to 65099 is taken")


@lru_cache(maxsize=1)
def way_in():
    """Return how sandboxes are made here: ``"root"`` or ``"user"``.

    Root makes the namespaces itself and becomes an unprivileged user inside; anybody else needs the
    user namespaces that most systems allow.

    Raises
    ------
    SandboxUnavailableError
        If there is no bubblewrap, or if it isn't allowed to work.
    """
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailableError(f"The sandbox needs Linux. Grade there, {_UNSAFE}.")
    if shutil.which("bwrap") is None:
        raise SandboxUnavailableError(f"bubblewrap is not installed. {_INSTALL}, {_UNSAFE}.")
    way = "root" if os.geteuid() == 0 else "user"
    command = ["bwrap", *_namespaces(way), "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    if tried.returncode:
        said = " ".join(tried.stderr.split()) or f"exit code {tried.returncode}"
        raise SandboxUnavailableError(
            "bubblewrap is installed but may not make its namespaces here (it says: "
            f"{said}). Allow user namespaces (in a container: run it with them), {_UNSAFE}."
        )
    return way


def _namespaces(way):
    shared = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    shared += ["--unshare-cgroup-try", "--new-session", "--die-with-parent"]
    if way == "user":
        return [*shared, "--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
    # What start.py needs to become somebody else; gone once it has.
    return [*shared, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]


class Sandbox:
    """One running process for one submission.

    Parameters
    ----------
    supplies : Supplies
        What it is furnished with.
    exercises : tuple of str
        Whose answers are withheld in it.
    submission : int
        Descriptor of a copy of the file, at its start.
    assignment : Assignment
        What it may use up, and import.
    unsafe : bool
        Start a plain process instead: for machines without bubblewrap and code that one trusts.

    Attributes
    ----------
    connection : Connection
        To the worker inside.
    """

    def __init__(self, supplies, exercises, submission, assignment, *, unsafe=False):
        limits, course = assignment.limits, supplies.course(exercises)
        here, there = socket.socketpair()
        with here, there:
            arguments, variables = (
                _plain(course)
                if unsafe
                else _wrapped(supplies.bound(assignment.allowed_imports), course, limits)
            )
            settings = {
                "memory": limits.memory_mb * 2**20,
                "cpu": int(limits.cpu_seconds),
                "file": limits.file_mb * 2**20,
                "processes": None if unsafe else limits.processes,
                "user": None if unsafe or way_in() == "user" else sandbox_user(),
            }
            command, paths = arguments
            with _filter(unsafe) as (options, descriptors):
                self.process = subprocess.Popen(
                    [
                        *(command[0], *options, *command[1:]),
                        *(str(there.fileno()), json.dumps(settings), *paths),
                    ],
                    stdin=submission,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=variables,
                    pass_fds=(there.fileno(), *descriptors),
                    start_new_session=True,
                )
            end = here.dup()
        self.watch = MemoryWatch(
            self.process.pid, limits.memory_mb * 2**20, () if unsafe else _IN_MEMORY
        )
        self.connection = Connection(
            end, array_bytes=limits.result_mb * 2**20, watch=self.watch.look
        )

    def kill(self):
        """End it with all that it has started, and return its exit code."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.connection.end.close()
        return self.process.wait()


@contextlib.contextmanager
def _filter(unsafe):
    """Give bubblewrap's options for the filter of kernel calls, and the descriptors to pass."""
    program = None if unsafe else filter_program()
    if program is None:
        yield (), ()
        return
    reading, writing = os.pipe()
    try:
        with open(writing, "wb") as pipe:  # far less than a pipe holds
            pipe.write(program)
        yield ("--seccomp", str(reading)), (reading,)
    finally:
        os.close(reading)


def _plain(course):
    numpy = str(Path(sys.modules["numpy"].__file__).parents[1])
    command = [sys.executable, "-I", "-S", str(course / _START)]
    return (command, [str(course), numpy]), _variables()


def _variables():
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "HOME": "/tmp", "LANG": "C.UTF-8"}


def _wrapped(bound, course, limits):
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    variables = _variables() | {"LD_LIBRARY_PATH": "/python/lib", "PATH": "/python/bin"}
    arguments = ["bwrap", *_namespaces(way_in()), "--clearenv"]
    for name, value in variables.items():
        arguments += ["--setenv", name, value]
    bound = [*bound, (str(course / "cnn_helpers"), "/course/cnn_helpers")]
    bound.append((str(course / "cnn_coursework"), "/course/cnn_coursework"))
    folders = {str(parent) for _, where in bound for parent in Path(where).parents} - {"/"}
    for folder in sorted(folders):  # else bubblewrap makes them readable for root alone
        arguments += ["--perms", "0755", "--dir", folder]
    for source, where in bound:
        arguments += ["--ro-bind", source, where]
    library = Path(bound[1][0])
    for hidden in _HIDDEN:
        if (library / hidden).is_dir():
            empty = f"/python/lib/{version}/{hidden}"
            arguments += ["--tmpfs", empty, "--remount-ro", empty]
    size = str(limits.file_mb * 2**20)
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    for folder in _IN_MEMORY:
        arguments += ["--perms", "1777", "--size", size, "--tmpfs", folder]
    arguments += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"]
    arguments += [f"/python/bin/{version}", "-I", "-S", f"/course/{_START}"]
    return (arguments, ["/course", "/packages"]), {"PATH": os.environ.get("PATH", os.defpath)}
