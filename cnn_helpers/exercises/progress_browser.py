"""Passed exercises in a browser: kept by the page, one text an exercise, until its data is cleared.

One text each, so that two notebooks open at once lose nothing: each adds and takes away its own.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

from cnn_helpers import browser
from cnn_helpers.exercises.progress_file import VARIABLE, ProgressFile

__all__ = ["BrowserProgress", "progress_at"]

_PASSED = "passed/"
_PAUSED = "recording is off"


def progress_at(path):
    """Return what keeps the progress: a file, or in a browser the page, unless a file is named."""
    if browser.in_browser() and not os.environ.get(VARIABLE, "").strip():
        return BrowserProgress()
    return ProgressFile(path)


class BrowserProgress:
    """Passed exercises that the page keeps; used as a :class:`ProgressFile`."""

    def read(self):
        """Return what is kept, as ``progress_file.parse`` does for a file."""
        kept = {name: browser.read(name) for name in browser.names(_PASSED)}
        passed = {name.removeprefix(_PASSED): date for name, date in kept.items() if date}
        return {"recording": browser.read(_PAUSED) is None, "passed": passed}

    @contextmanager
    def changing(self):
        """Give what is kept, and keep what was changed in it."""
        content = self.read()
        before = dict(content["passed"])
        yield content
        after = content["passed"]
        for id in before.keys() - after.keys():
            browser.forget(_PASSED + id)
        for id in after:
            if after[id] != before.get(id):
                browser.keep(_PASSED + id, after[id])
        if content["recording"]:
            browser.forget(_PAUSED)
        else:
            browser.keep(_PAUSED, "yes")
