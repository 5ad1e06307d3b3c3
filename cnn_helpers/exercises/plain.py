"""Turn whatever a student's function returned into plain numeric arrays, or say why not."""

from __future__ import annotations

import inspect

import numpy as np

__all__ = ["UnusableError", "plain_results"]

LARGEST = 1_000_000


class UnusableError(Exception):
    """What came back holds no numbers to compare; ``kind`` says why."""

    def __init__(self, kind, detail=""):
        super().__init__(kind, detail)
        self.kind, self.detail = kind, detail


def plain_results(value, count, *, gaps=False):
    """Return the results as a tuple of new numeric arrays.

    Parameters
    ----------
    value : object
        What the function returned.
    count : int
        How many results the exercise asks for. With more than one, a tuple, a list or an array with
        one row for each is taken apart; anything else counts as a single result.
    gaps : bool
        Whether None or ... may stand for a result that isn't written yet; it becomes None.

    Raises
    ------
    UnusableError
        If it holds no numbers.

    Examples
    --------
    >>> plain_results([1, 2.5], 1)
    (array([1. , 2.5]),)
    >>> plain_results((3, [4]), 2)
    (array(3), array([4]))
    """
    if count > 1 and type(value) in (list, tuple) and len(value) != count:
        raise UnusableError("count", f"{len(value)}")
    if count > 1 and (isinstance(value, (list, tuple)) or _rows(value) == count):
        return tuple(
            None if gaps and (part is None or part is Ellipsis) else _plain_array(part)
            for part in value
        )
    return (_plain_array(value),)


def _rows(value):
    return len(value) if isinstance(value, np.ndarray) and value.ndim else None


def _plain_array(value):
    _reject_empty_handed(value)
    known = isinstance(value, (np.ndarray, np.generic, int, float, complex, list, tuple, range))
    if not known and not hasattr(value, "__array__"):
        raise UnusableError("type", type(value).__name__)
    try:
        array = np.asarray(value)
    except ValueError:
        raise UnusableError("ragged") from None
    if array.size > LARGEST:
        raise UnusableError("huge", str(array.shape))
    if array.dtype == object:
        array = _from_objects(array)
    if array.dtype.kind == "c":
        raise UnusableError("complex")
    if array.dtype.kind not in "biuf":
        raise UnusableError("type", f"{type(value).__name__} of {array.dtype.name}")
    # A plain copy: what the student keeps or overwrites later no longer matters.
    return np.array(array, subok=False, copy=True)


def _reject_empty_handed(value):
    if value is None:
        raise UnusableError("none")
    if value is Ellipsis:
        raise UnusableError("ellipsis")
    if inspect.iscoroutine(value):
        value.close()
        raise UnusableError("type", "coroutine (from async def)")
    if inspect.isfunction(value) or inspect.isbuiltin(value) or inspect.ismethod(value):
        raise UnusableError("function")
    if hasattr(value, "__next__"):
        raise UnusableError("generator", type(value).__name__)


def _from_objects(array):
    """Return an object array as numbers: Python's own large or exact numbers end up in one."""
    for part in array.ravel():
        if part is None or part is Ellipsis or isinstance(part, (str, bytes)):
            raise UnusableError("type", f"list that holds {type(part).__name__}")
    try:
        return np.array([float(part) for part in array.ravel()]).reshape(array.shape)
    except (TypeError, ValueError):
        kinds = sorted({type(part).__name__ for part in array.ravel()})
        raise UnusableError("type", f"array of {', '.join(kinds)}") from None
