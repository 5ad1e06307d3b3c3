"""What has been graded so far: one line of JSON a mark, safe against being killed at any moment."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

__all__ = ["Journal", "JournalBusyError", "JournalError"]


# Raise it with every change by which the same work may get another mark.
GRADER = 2


class JournalError(Exception):
    """The file can't be a journal; the text says why."""


class JournalBusyError(JournalError):
    """Another command is grading into this journal."""


class Journal:
    """The finished marks of one class, in a file.

    A mark counts as finished once its whole line is on the disk; what a killed command left half
    written is cut off. A mark belongs to a student, to the very bytes of the submission, to all
    that the assignment says, to the seed, and to the grader (``GRADER``): whatever of these
    changes is graded anew.

    Parameters
    ----------
    path : path-like
        The file; it is made if it isn't there.
    assignment : Assignment
        What is graded.
    seed : int
        Of the hidden inputs; the file holds a fingerprint of it only.
    sandbox : str
        ``"bubblewrap"`` or ``"none"``; marks made without a sandbox don't count with one.

    Raises
    ------
    JournalBusyError
        If another process has it open.
    JournalError
        If the file holds something else.
    """

    def __init__(self, path, assignment, seed, sandbox="bubblewrap"):
        self.path = Path(path)
        fingerprint = hashlib.sha256(f"journal/{seed}".encode()).hexdigest()[:16]
        self._about = {"assignment": assignment.digest, "seed": fingerprint, "sandbox": sandbox}
        self._about["grader"] = GRADER
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = open(self.path, "a+b")  # noqa: SIM115 (closed by close())
        try:
            _lock(self._file, self.path)
            self._marks = self._read()
        except BaseException:
            self._file.close()
            raise

    def _read(self):
        self._file.seek(0)
        marks, whole = {}, 0
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            try:
                entry = json.loads(line)
                key, mark = self._key(entry["student"], entry["sha256"], entry), entry["mark"]
            except (ValueError, KeyError, TypeError):
                raise JournalError(f"{self.path} is no journal of marks: {line[:60]!r}") from None
            marks[key] = mark
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)
        return marks

    def _key(self, student, sha256, about):
        by = about["sandbox"], about.get("grader", 1)  # the first grader didn't sign
        return student, sha256, about["assignment"], about["seed"], *by

    def find(self, student, sha256):
        """Return the finished mark of a student's work, or None."""
        return self._marks.get(self._key(student, sha256, self._about))

    def add(self, student, sha256, mark):
        """Write a mark down; on return it is on the disk."""
        entry = {"student": student, "sha256": sha256, **self._about, "mark": mark}
        self._file.write(json.dumps(entry).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._marks[self._key(student, sha256, self._about)] = mark

    def close(self):
        """Let others write to it."""
        self._file.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def _lock(file, path):
    try:
        import fcntl
    except ImportError:  # Windows, where there is no sandbox either
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise JournalBusyError(
            f"another command is grading into {path}; wait for its end"
        ) from None
