"""Python in a browser: are we there, and texts that the browser keeps until the next visit.

In the browser edition the page gives Python a small memory (``browser_edition/page/``). Elsewhere
nothing is kept here: a file or nothing serves there.
"""

from __future__ import annotations

import importlib
import json
import sys

__all__ = ["forget", "in_browser", "keep", "names", "read"]


def in_browser():
    """Return whether this Python runs in a browser.

    Examples
    --------
    >>> in_browser()
    False
    """
    return sys.platform == "emscripten"


def _memory():
    """Return the page's memory, or None where there is none."""
    if not in_browser():
        return None
    return getattr(importlib.import_module("js"), "cnnCourse", None)


def names(prefix=""):
    """Return the names of all kept texts that begin so, in alphabetical order.

    Examples
    --------
    >>> names("quiz/")
    []
    """
    memory = _memory()
    every = [] if memory is None else json.loads(memory.names())
    return sorted(name for name in every if name.startswith(prefix))


def read(name):
    """Return a kept text, or None if there is none of this name."""
    memory = _memory()
    text = None if memory is None else memory.read(name)
    return text if isinstance(text, str) else None


def keep(name, text):
    """Keep a text under a name; an older one is replaced."""
    memory = _memory()
    if memory is not None:
        memory.keep(name, text)


def forget(name):
    """Keep the text of this name no longer."""
    memory = _memory()
    if memory is not None:
        memory.forget(name)
