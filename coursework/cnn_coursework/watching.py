"""How much memory a sandbox's processes hold together, looked at from outside."""

from __future__ import annotations

import os
import time
from pathlib import Path

__all__ = ["MemoryWatch", "OverMemoryError", "descendants"]

INTERVAL = 0.1
# What the kernel keeps for a file in memory, and for its name.
BYTES_PER_FILE = 1024


class OverMemoryError(Exception):
    """The processes hold more memory than they may."""


class MemoryWatch:
    """Looks now and then; a limit for each process alone is no limit for many of them.

    Parameters
    ----------
    process : int
        The first one.
    most : int
        Bytes in RAM for it and all below it.
    folders : tuple of str
        Temporary folders of theirs, which are memory too, in their own view of the file system.
    """

    def __init__(self, process, most, folders=()):
        self.process, self.most, self.folders = process, most, folders
        self.next = time.monotonic() + INTERVAL

    def look(self):
        """Raise ``OverMemoryError`` if it is too much; cheap if a look was taken just before."""
        now = time.monotonic()
        if now < self.next:
            return
        self.next = now + INTERVAL
        processes = descendants(self.process)
        held = sum(map(_resident, processes))
        # The first process stays outside; the next is inside once its folders are its own.
        held += sum(_in_files(processes[1], folder) for folder in self.folders if processes[1:])
        if held > self.most:
            raise OverMemoryError


def descendants(process):
    """Return the numbers of a process and of all below it."""
    found = [process]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:  # it has just ended
                continue
    return found


def _resident(process):
    try:
        text = Path(f"/proc/{process}/statm").read_text()
    except OSError:
        return 0
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _in_files(process, folder):
    """Return the bytes that a process's temporary folder takes: many empty files are some, too."""
    try:
        place = f"/proc/{process}/root{folder}"
        if os.stat(place).st_dev == os.stat(folder).st_dev:
            return 0
        about = os.statvfs(place)
    except OSError:
        return 0
    blocks = (about.f_blocks - about.f_bfree) * about.f_frsize
    return blocks + (about.f_files - about.f_ffree) * BYTES_PER_FILE
