"""Run a student's function on one call, whatever it does."""

from __future__ import annotations

import io
import linecache
import sys
import traceback
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass

import numpy as np

from cnn_helpers.exercises.calls import changed_names
from cnn_helpers.exercises.plain import UnusableError, plain_results
from cnn_helpers.exercises.remote import RemoteFunction
from cnn_helpers.exercises.time_limit import TimeLimitError, call_within

__all__ = ["Outcome", "run", "run_known"]

PRINT_LIMIT = 600
ERROR_LIMIT = 300


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call gave.

    Attributes
    ----------
    kind : str
        ``"value"``, ``"raised"``, ``"time"``, or why there are no numbers (see ``plain``).
    values : tuple of numpy.ndarray
        The results, if there are any.
    detail : str
        The error's text, or the type that came back.
    place : str
        The line of the student's function that raised the error.
    printed : str
        What the function printed, shortened.
    changed : tuple of str
        Names of arguments that the function changed.
    """

    kind: str
    values: tuple = ()
    detail: str = ""
    place: str = ""
    printed: str = ""
    changed: tuple = ()


class _Notepad(io.TextIOBase):
    """Keeps the start of what is printed and forgets the rest, however much it is."""

    def __init__(self):
        self.text, self.full = "", False

    def writable(self):
        return True

    def write(self, text):
        text = str(text)
        room = PRINT_LIMIT - len(self.text)
        if len(text) > room:
            self.full = True
        self.text += text[:room]
        return len(text)

    def read_back(self):
        return self.text.rstrip() + (" ..." if self.full else "")


@contextmanager
def _quiet(notepad):
    """Warnings don't matter, and neither do numpy's complaints about dividing by zero."""
    with redirect_stdout(notepad), redirect_stderr(notepad), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with np.errstate(all="ignore"):
            yield


@contextmanager
def _staying(function):
    """Let ``exit()`` raise SystemExit: in a notebook IPython's own would end the whole kernel."""
    names = getattr(function, "__globals__", {})
    own = {
        name: names[name]
        for name in ("exit", "quit")
        if type(names.get(name)).__module__.startswith("IPython.")
    }
    names.update(dict.fromkeys(own, sys.exit))
    try:
        yield
    finally:
        names.update(own)


def run(function, call, seconds, *, gaps=False):
    """Return the ``Outcome`` of calling ``function`` on fresh copies of the call's values.

    Only ``KeyboardInterrupt`` comes through: the stop button must stop.

    Parameters
    ----------
    function : callable
        The student's.
    call : Call
        What to call it with.
    seconds : float
        How long it may take.
    gaps : bool
        Whether None may stand for a result that isn't written yet.
    """
    if isinstance(function, RemoteFunction):
        return function.outcome(call, seconds, gaps=gaps)
    positional, keywords = call.fresh()
    notepad = _Notepad()
    kind, values, detail, place = "value", (), "", ""
    try:
        with _quiet(notepad), _staying(function):
            values = call_within(
                seconds,
                lambda: plain_results(function(*positional, **keywords), call.count, gaps=gaps),
            )
    except KeyboardInterrupt:
        raise
    except TimeLimitError:
        kind = "time"
    except UnusableError as error:
        kind, detail = error.kind, error.detail
    except BaseException as error:
        kind, detail, place = "raised", _error_text(error), _error_place(error, function)
    return Outcome(
        kind, values, detail, place, notepad.read_back(), changed_names(call, positional, keywords)
    )


def run_known(function, call):
    """Return the ``Outcome`` of one of our own functions, which needs no guard against hanging."""
    positional, keywords = call.fresh()
    try:
        with _quiet(_Notepad()):
            return Outcome("value", plain_results(function(*positional, **keywords), call.count))
    except UnusableError as error:
        return Outcome(error.kind, detail=error.detail)
    except Exception as error:
        return Outcome("raised", detail=_error_text(error))


def _error_text(error):
    name = type(error).__name__
    try:
        words = " ".join(str(error)[: 4 * ERROR_LIMIT].split())
    except Exception:
        words = ""
    text = f"{name}: {words}" if words else name
    return text if len(text) <= ERROR_LIMIT else text[:ERROR_LIMIT] + " ..."


def _error_place(error, function):
    """Return the line of the student's own code where the error arose, or ""."""
    code = getattr(function, "__code__", None)
    if code is None:
        return ""
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        if frame.f_code.co_filename == code.co_filename:
            return linecache.getline(code.co_filename, line).strip()[:120]
    return ""
