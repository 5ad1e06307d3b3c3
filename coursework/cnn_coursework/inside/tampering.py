"""Notice when a function evades the counting of its steps.

Counting happens in the same interpreter as the student's code, so it can't be beyond its reach.
What is noticed here are the ways that come to mind: tracing switched off, other threads, other
processes, code that is no Python. Python's audit hooks can't be taken away from within Python.
"""

from __future__ import annotations

import _thread
import functools
import os
import sys
import threading
from pathlib import Path

__all__ = ["Watched", "announce_threads"]

_EVASIONS = (
    *("sys.settrace", "sys.setprofile", "sys.monitoring.", "gc.", "ctypes.", "code.__new__"),
    *("_thread.start_", "os.fork", "os.exec", "os.posix_spawn", "os.system"),
    "subprocess.",
)


def announce_threads():
    """Let the start of a thread be an audit event; Python has that itself from 3.12 on."""
    start = _thread.start_new_thread
    if sys.version_info >= (3, 12) or hasattr(start, "__wrapped__"):
        return

    @functools.wraps(start)
    def announced(*arguments, **settings):
        sys.audit("_thread.start_new_thread")
        return start(*arguments, **settings)

    _thread.start_new_thread = _thread.start_new = threading._start_new_thread = announced


class Watched:
    """A function that notes what it does against its being watched.

    Parameters
    ----------
    function : callable
        The student's.

    Attributes
    ----------
    evasions : list of str
        Names of Python's audit events during its calls; ``"helpers"`` for threads or processes
        that were there before or after one.

    Examples
    --------
    >>> def in_a_thread():
    ...     thread = threading.Thread(target=len, args=("",))
    ...     thread.start()
    ...     thread.join()
    >>> watched = Watched(in_a_thread)
    >>> watched()
    >>> any(event.startswith("_thread.start_") for event in watched.evasions)
    True
    """

    def __init__(self, function):
        self.function, self.evasions, self._on = function, [], False
        announce_threads()
        sys.addaudithook(self._note)  # for good: one for each counted call, and these are few

    def __call__(self, *arguments, **keywords):
        """Call the function and return what it returns."""
        self._look_for_helpers()
        self._on = True
        try:
            return self.function(*arguments, **keywords)
        finally:
            self._on = False
            self._look_for_helpers()

    def _note(self, event, arguments):
        if self._on and event.startswith(_EVASIONS):
            self.evasions.append(event)

    def _look_for_helpers(self):
        children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
        if threading.active_count() > 1 or any(path.read_text().strip() for path in children):
            self.evasions.append("helpers")
