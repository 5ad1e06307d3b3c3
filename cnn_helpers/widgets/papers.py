"""Sheets of paper with room to move on: what is laid under the shift lab."""

from __future__ import annotations

import numpy as np

from cnn_helpers import data
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import DIGITS, frozen, named_picture
from cnn_helpers.widgets.settings import SettingError, bounded_int

__all__ = ["as_paper", "named_papers", "on_paper"]

MARKS = ("X", "O", "tick", "scribble", "V")
PAPER = 12
LARGEST_SIDE = 32
OWN = "own array"


def named_papers():
    """Return the names on offer, as ``[[group, [name, ...]], ...]``.

    Examples
    --------
    >>> named_papers()[0]
    ['Marks on 12 × 12 paper', ['X', 'O', 'tick', 'scribble', 'V']]
    """
    return [["Marks on 12 × 12 paper", list(MARKS)], ["Digits, 28 × 28", list(DIGITS)]]


def as_paper(image):
    """Return a checked read-only copy: float64 from 0 to 1, 3 to 32 rows and columns.

    Examples
    --------
    >>> as_paper([[0, 1]])
    Traceback (most recent call last):
        ...
    ValueError: image must have from 3 to 32 rows and columns, but has shape (1, 2)
    """
    array = check_array(image, "image", axes="HW", floating=False)
    if min(array.shape) < 3 or max(array.shape) > LARGEST_SIDE:
        raise ValueError(
            f"image must have from 3 to {LARGEST_SIDE} rows and columns, "
            f"but has shape {array.shape}"
        )
    values = check_finite(array.astype(np.float64), "image")
    values /= 255 if array.dtype == np.uint8 else 1
    if values.min() < 0 or values.max() > 1:
        raise ValueError(
            f"image must lie between 0 and 1, but reaches from {values.min():g} to {values.max():g}"
        )
    return frozen(values)


def on_paper(image, paper=None):
    """Return an image's name and its pixels, in the middle of empty paper if it is smaller.

    Parameters
    ----------
    image : str or array_like
        A name, or numbers (H, W) as ``as_paper`` takes them.
    paper : int, optional
        Rows and columns of the paper, 3 to 32; None means 12. An image that is larger in one
        direction keeps its own size there.

    Returns
    -------
    name : str
    pixels : numpy.ndarray of float64

    Raises
    ------
    SettingError
        If the name is unknown, or a number is out of range.

    Examples
    --------
    >>> name, pixels = on_paper("X")
    >>> name, pixels.shape, int(pixels[3:8, 3:8].sum()), int(pixels.sum())
    ('X', (12, 12), 9, 9)
    >>> on_paper("X", 5)[1].shape
    (5, 5)
    """
    names = (*MARKS, *DIGITS)
    try:
        if isinstance(image, str) and image not in names:
            raise ValueError(
                f"image must be one of {', '.join(names)}, or an array, but is {image!r}"
            )
        size = PAPER if paper is None else bounded_int("paper", 3, LARGEST_SIDE)(paper)
        name = image if isinstance(image, str) else OWN
        if name in MARKS:
            pixels = data.mark_template(name)
        elif name in DIGITS:
            pixels = named_picture(name).values
        else:
            pixels = as_paper(image)
    except (TypeError, ValueError) as error:
        raise SettingError(str(error)) from None
    room = [max(size - side, 0) for side in pixels.shape]
    return name, np.pad(pixels, [(space // 2, space - space // 2) for space in room])
