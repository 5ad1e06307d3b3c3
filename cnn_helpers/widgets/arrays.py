"""Array traits of any number of axes, and the form in which arrays travel to and from the page."""

from __future__ import annotations

import numpy as np

from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.settings import Setting

__all__ = ["ArraySetting", "array_from_page", "array_to_page", "as_array"]


def array_to_page(array, _=None):
    """Return an array in the form that the page reads: its shape and its float64 bytes."""
    data = np.ascontiguousarray(array, dtype="<f8").tobytes()
    return {"shape": list(np.shape(array)), "data": data}


def array_from_page(packet, _=None):
    """Return the array that a packet of the page holds, float64.

    Raises
    ------
    ValueError
        If the bytes don't fit the shape.

    Examples
    --------
    >>> array_from_page(array_to_page(np.eye(2))).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    return np.frombuffer(packet["data"], "<f8").reshape(packet["shape"])


def as_array(name, shape, *, low=-np.inf, high=np.inf):
    """Return a check for a finite array of a certain shape and range.

    Parameters
    ----------
    name : str
        What the complaint calls it.
    shape : tuple of (int or str)
        A number for an axis that must have this size, a name for one of any size from 1.
    low, high : float
        The smallest and largest number that is allowed.

    Returns
    -------
    callable
        Takes numbers and returns them as a read-only float64 array.

    Examples
    --------
    >>> check = as_array("maps", ("channels", 2, 2), low=0, high=1)
    >>> check([[[0, 1], [1, 0]]]).shape
    (1, 2, 2)
    >>> check([[0, 1], [1, 0]])
    Traceback (most recent call last):
        ...
    ValueError: maps must have shape (channels, 2, 2), but has (2, 2)
    >>> check([[[0, 1], [1, 7]]])
    Traceback (most recent call last):
        ...
    ValueError: maps must lie between 0 and 1, but reaches from 0 to 7
    """
    wanted = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"

    def fits(size, axis):
        return size == axis if isinstance(axis, int) else size >= 1

    def check(value):
        array = check_finite(check_array(value, name), name)
        if array.ndim != len(shape) or not all(map(fits, array.shape, shape)):
            raise ValueError(f"{name} must have shape {wanted}, but has {array.shape}")
        if array.min() < low or array.max() > high:
            raise ValueError(
                f"{name} must lie between {low:g} and {high:g}, "
                f"but reaches from {array.min():g} to {array.max():g}"
            )
        return frozen(array)

    return check


class ArraySetting(Setting):
    """A synced array of any number of axes, read-only float64.

    Parameters
    ----------
    default : array_like
        The first value.
    name : str
        What a complaint calls it.
    shape : tuple of (int or str)
        As in ``as_array``.
    low, high : float
        The smallest and largest number that is allowed.
    **keywords
        Passed on, for example ``read_only=True`` for what Python computes.
    """

    def __init__(self, default, name, shape, *, low=-np.inf, high=np.inf, **keywords):
        super().__init__(frozen(default), as_array(name, shape, low=low, high=high), **keywords)
        self.tag(sync=True, to_json=array_to_page, from_json=array_from_page)
