"""Submissions as files: which are read at all, and the copy that a sandbox gets."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile

from cnn_coursework.inside.notebook import source_of

__all__ = [
    "TooLargeError",
    "open_submission",
    "private_copy",
    "sha256_of_file",
    "sources_to_show",
    "too_large_to_show",
]

_PART = 2**20
# What is taken in outside the sandbox: a list of two characters takes thirty times its bytes.
SHOWN_BYTES, SHOWN_PARTS = 10_000_000, 500_000


class TooLargeError(Exception):
    """The file is larger than is taken in; ``size`` is in bytes."""

    def __init__(self, size):
        super().__init__(f"{size} bytes")
        self.size = size


def open_submission(path):
    """Return a descriptor of a regular file; links and devices are not followed.

    Raises
    ------
    OSError
        If it can't be opened, or is none.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return descriptor


def sha256_of_file(path, most=None):
    """Return the SHA-256 of a regular file, or of its first ``most`` bytes.

    Raises
    ------
    OSError
        As ``open_submission``.
    """
    digest = hashlib.sha256()
    with open(open_submission(path), "rb") as file:
        for part in _parts(file, most):
            digest.update(part)
    return digest.hexdigest()


def _parts(file, most):
    while most is None or most > 0:
        part = file.read(_PART if most is None else min(_PART, most))
        if not part:
            return
        yield part
        most = None if most is None else most - len(part)


def sources_to_show(path):
    """Return (type, nbgrader's metadata, source) of a notebook's cells, for people to look at.

    Empty for what is no notebook. This is read outside the sandbox, and no mark depends on it.

    Raises
    ------
    TooLargeError
        If it would take much memory.
    """
    try:
        cells = json.loads(_content_to_show(path).decode("utf-8-sig"))["cells"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    found = []
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict):
            metadata = cell.get("metadata")
            about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
            about = about if isinstance(about, dict) else {}
            found.append((cell.get("cell_type"), about, source_of(cell)))
    return found


def too_large_to_show(path):
    """Return whether ``sources_to_show`` refuses a file for its size, though it may be graded."""
    try:
        _content_to_show(path)
    except TooLargeError:
        return True
    except OSError:
        pass
    return False


def _content_to_show(path):
    with open(open_submission(path), "rb") as file:
        content = file.read(SHOWN_BYTES + 1)
    if len(content) > SHOWN_BYTES or sum(map(content.count, (b"[", b"{"))) > SHOWN_PARTS:
        raise TooLargeError(len(content))
    return content


def private_copy(path, most):
    """Return a descriptor of a copy that nobody can change, and its SHA-256.

    What a sandbox holds open it may open again for writing, if the file belongs to whoever grades:
    so it gets a sealed copy in memory, never the file itself.

    Parameters
    ----------
    path : path-like
        The submission.
    most : int
        Largest size in bytes.

    Raises
    ------
    OSError
        As ``open_submission``.
    TooLargeError
        If it is larger than that; nothing is copied then.
    """
    with open(open_submission(path), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise TooLargeError(size)
        copy, digest = _in_memory(), hashlib.sha256()
        try:
            for part in _parts(file, most):
                digest.update(part)
                while part:
                    part = part[os.write(copy, part) :]
            _seal(copy)
        except BaseException:
            os.close(copy)
            raise
    return copy, digest.hexdigest()


def _in_memory():
    if hasattr(os, "memfd_create"):
        return os.memfd_create("submission", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _seal(descriptor):
    if hasattr(os, "memfd_create"):
        import fcntl

        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
