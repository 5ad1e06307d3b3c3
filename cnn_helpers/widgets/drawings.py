"""Drawings for the painter: the sheets on offer, and how an array of one's own is taken."""

from __future__ import annotations

import numpy as np

from cnn_helpers import data
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import DIGITS, frozen, named_picture
from cnn_helpers.widgets.settings import bounded_int

__all__ = ["OWN", "SIZES", "as_drawing", "as_pixel", "drawing_names", "named_drawing"]

SIZES = (5, 12, 28)
MARKS = ("empty", "X", "O", "tick", "scribble", "V")
OWN = "own drawing"


def drawing_names(size):
    """Return the names of the drawings on offer for paper of this size.

    Examples
    --------
    >>> drawing_names(5)
    ['empty', 'X', 'O', 'tick', 'scribble', 'V']
    >>> drawing_names(28)[-1]
    'digit 9'
    """
    return [*MARKS, *(DIGITS if size == 28 else ())]


def named_drawing(name, size=None):
    """Return a drawing by its name, 0 paper to 1 ink.

    Parameters
    ----------
    name : str
        One of ``drawing_names(size)``.
    size : {5, 12, 28}, optional
        Pixels on each side; None means 28 for a digit and 5 for anything else.

    Returns
    -------
    numpy.ndarray of float64, shape (size, size)

    Raises
    ------
    ValueError
        If there is no such drawing at this size.

    Examples
    --------
    >>> named_drawing("tick").shape, named_drawing("digit 3").shape
    ((5, 5), (28, 28))
    """
    size = size or (28 if name in DIGITS else 5)
    if name not in drawing_names(size):
        raise ValueError(
            f"image must be one of {', '.join(drawing_names(size))} at size {size}, "
            f"or an array, but is {name!r}"
        )
    return named_picture(name).values if name in DIGITS else data.mark_template(name, size)


def as_drawing(image):
    """Return a checked read-only copy of an array: float64, 0 to 1, 5, 12 or 28 pixels square.

    Examples
    --------
    >>> as_drawing([[0, 1]])
    Traceback (most recent call last):
        ...
    ValueError: image must have 5 x 5, 12 x 12 or 28 x 28 pixels, but has (1, 2)
    """
    array = check_array(image, "image", axes="HW", floating=False)
    if array.shape not in {(size, size) for size in SIZES}:
        raise ValueError(f"image must have 5 x 5, 12 x 12 or 28 x 28 pixels, but has {array.shape}")
    values = check_finite(array.astype(np.float64), "image")
    values /= 255 if array.dtype == np.uint8 else 1
    if values.min() < 0 or values.max() > 1:
        raise ValueError(
            f"image must lie between 0 and 1, but reaches from {values.min():g} to {values.max():g}"
        )
    return frozen(values)


def as_pixel(name, *, optional=False):
    """Return a check for a pixel's address (row, column); None too, if ``optional``.

    Examples
    --------
    >>> as_pixel("pixel")([1, 3])
    (1, 3)
    """
    check = bounded_int(name, 0, max(SIZES) - 1)

    def check_pixel(value):
        if value is None and optional:
            return None
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            raise ValueError(f"{name} must be a pair (row, column), but is {value!r}")
        return check(value[0]), check(value[1])

    return check_pixel
