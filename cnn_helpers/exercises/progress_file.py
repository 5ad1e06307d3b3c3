"""The small file that remembers passed exercises: where it lies, and how it stays whole.

It is read and written under a lock, so that two notebooks that are open at once lose nothing; a new
version is written beside the old one and put in its place in one step; a damaged one is kept aside.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, and Python in a browser
    fcntl = None
try:
    import msvcrt
except ImportError:
    msvcrt = None

__all__ = ["VARIABLE", "ProgressError", "ProgressFile", "parse", "place", "write_whole"]

VARIABLE = "CNN_COURSE_PROGRESS"
"""Environment variable: ``off``, or the path of another file."""

FORMAT = 1
LOCK_SECONDS = 2.0
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class ProgressError(Exception):
    """Progress can't be kept or read; the message says why, and what to do."""


def place():
    """Return the path of the file, or None where the environment variable says ``off``."""
    setting = os.environ.get(VARIABLE, "").strip()
    if setting.lower() == "off":
        return None
    if setting:
        return Path(setting).expanduser()
    from platformdirs import user_data_path

    return user_data_path("cnn-course", appauthor=False) / "progress.json"


def parse(text):
    """Return what a progress file holds.

    Parameters
    ----------
    text : str
        Its content.

    Returns
    -------
    dict
        ``"recording"``, a bool, and ``"passed"``, a dict from exercise id to a date.

    Raises
    ------
    ValueError
        If it is no progress file.

    Examples
    --------
    >>> parse('{"format": 1, "recording": true, "passed": {"flatten": "2026-11-24"}}')["passed"]
    {'flatten': '2026-11-24'}
    """
    content = json.loads(text)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"it must be a table with format {FORMAT}")
    passed, recording = content.get("passed"), content.get("recording")
    if not isinstance(recording, bool) or not isinstance(passed, dict):
        raise ValueError("it must hold 'recording' and 'passed'")
    for id, date in passed.items():
        if not isinstance(date, str) or not _DATE.fullmatch(date):
            raise ValueError(f"{id!r} must have a date like 2026-11-24, but has {date!r}")
    return {"recording": recording, "passed": dict(passed)}


class ProgressFile:
    """One progress file.

    Parameters
    ----------
    path : pathlib.Path
        Where it lies, or would lie: it is made with the first exercise that passes.
    """

    def __init__(self, path):
        self.path = path

    def read(self):
        """Return what the file holds; an absent one is empty, a damaged one is put aside."""
        if not self.path.exists():
            return _empty()
        with self._locked():
            return self._read()

    @contextmanager
    def changing(self):
        """Give what the file holds, and write it back if it was changed."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._locked():
                content = self._read()
                before = json.dumps(content, sort_keys=True)
                yield content
                if json.dumps(content, sort_keys=True) != before:
                    write_whole(self.path, content)
        except OSError as error:
            raise ProgressError(f"{self.path} can't be written: {_reason(error)}") from error

    def _read(self):
        try:
            return parse(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return _empty()
        except OSError as error:
            raise ProgressError(f"{self.path} can't be read: {_reason(error)}") from error
        except ValueError as error:
            self._put_aside(error)
            return _empty()

    def _put_aside(self, error):
        number = 1
        while (aside := self._aside(number)).exists():
            number += 1
        try:
            os.replace(self.path, aside)
        except OSError:
            raise ProgressError(f"{self.path} is damaged ({error}), and can't be moved") from error
        warnings.warn(
            f"The file with your passed exercises was damaged ({error}). It is kept as {aside}, "
            "and a new one was begun.",
            stacklevel=2,
        )

    def _aside(self, number):
        return self.path.with_name(f"{self.path.stem}.damaged-{number}.json")

    @contextmanager
    def _locked(self):
        """Hold the lock, or go on without it where that can't be: a lost tick does less harm."""
        try:
            handle = open(self.path.with_suffix(".lock"), "a+b")  # noqa: SIM115
        except OSError:
            yield
            return
        with handle:  # closing it opens the lock
            deadline = time.monotonic() + LOCK_SECONDS
            while _is_taken(handle) and time.monotonic() < deadline:
                time.sleep(0.01)
            yield


def _is_taken(handle):
    """Take the lock unless another process has it; where there are no locks, nobody has it."""
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt:
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    return False


def write_whole(path, content):
    """Write a progress file so that an interruption leaves the old one or the new one.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    content : dict
        As ``parse`` returns it.
    """
    text = json.dumps({"format": FORMAT, **content}, indent=1, sort_keys=True) + "\n"
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _empty():
    return {"recording": True, "passed": {}}


def _reason(error):
    return error.strerror or str(error)
