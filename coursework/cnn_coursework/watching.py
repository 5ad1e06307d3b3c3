"""How much memory a sandbox's processes hold together, looked at from outside."""

from __future__ import annotations

import os
import time
from pathlib import Path

__all__ = ["MemoryWatch", "OverMemoryError", "descendants"]

INTERVAL = 0.1


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
    """

    def __init__(self, process, most):
        self.process, self.most = process, most
        self.next = time.monotonic() + INTERVAL

    def look(self):
        """Raise ``OverMemoryError`` if it is too much; cheap if a look was taken just before."""
        now = time.monotonic()
        if now < self.next:
            return
        self.next = now + INTERVAL
        if sum(map(_resident, descendants(self.process))) > self.most:
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
