"""Make a handwritten digit look as MNIST's do: its size, and its place."""

from __future__ import annotations

import numpy as np

from cnn_helpers.resampling import sample_bilinear
from cnn_helpers.validation import check_array, check_finite

__all__ = ["center_digit"]

_INK_FROM = 0.3
_FAINTEST = 0.2  # ink minus paper: less is taken for an empty box
_FEW = 1.8  # ink of a pixel and its eight neighbours: less is a speck
_MIDDLE = 14  # MNIST's centre of mass, in rows and columns counted from 0
_INSIDE = 20
_SIDE = 28


def center_digit(window, *, clean=True):
    """Return the digit in a window as MNIST has its digits: 20 pixels large, centred in 28 x 28.

    MNIST's makers scaled each digit, its proportions kept, until it fitted into 20 x 20 pixels, and
    put its centre of mass into the middle of 28 x 28 [1]_. What a network has learned from such
    pictures it can't read in others.

    Parameters
    ----------
    window : array_like, shape (H, W)
        0 paper, 1 ink, or uint8 from 0 to 255.
    clean : bool
        Whether to take off the paper's grey and single specks first. Digits of MNIST need none
        of it.

    Returns
    -------
    numpy.ndarray of float64, shape (28, 28)
        0 paper, 1 ink; all paper if the window holds no ink.

    Raises
    ------
    ValueError
        If the window is no picture (H, W) of finite numbers.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document
       recognition*, Proceedings of the IEEE 86 (1998), section III.A.

    Examples
    --------
    >>> window = np.zeros((60, 40))
    >>> window[5:45, 30:34] = 1  # a 1, ten times as high as wide, near the right edge
    >>> digit = center_digit(window)
    >>> rows, columns = (np.flatnonzero(digit.any(axis=axis)).tolist() for axis in (1, 0))
    >>> rows[0], rows[-1], columns
    (4, 23, [13, 14])
    """
    window = check_array(window, "window", axes="HW", floating=False)
    window = window / 255 if window.dtype == np.uint8 else check_finite(
        window.astype(float), "window"
    )  # fmt: skip
    if clean:
        window = _without_specks(window)
    rows = np.flatnonzero((window > _INK_FROM).any(axis=1))
    columns = np.flatnonzero((window > _INK_FROM).any(axis=0))
    if len(rows) == 0:
        return np.zeros((_SIDE, _SIDE))
    longest = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    step = longest / _INSIDE  # how many pixels of the window go into one of the result
    row = _places(window.sum(axis=1), rows[0], step)
    column = _places(window.sum(axis=0), columns[0], step)
    sampled = sample_bilinear(window, *np.meshgrid(row, column, indexing="ij"))
    per_pixel = len(row) // _SIDE
    return sampled.reshape(_SIDE, per_pixel, _SIDE, per_pixel).mean(axis=(1, 3))


def _places(ink, first, step):
    """Return where to look along one axis: a place for each new pixel, or several of them.

    ``ink`` (L,) is the window's ink by row or column, ``first`` the first one of the digit.
    """
    mass = (ink @ np.arange(len(ink))) / ink.sum()
    # The digit moves by whole pixels, so that what has the right size already stays as it is.
    start = round(_MIDDLE - (mass - first) / step)
    several = int(np.ceil(step))
    fine = (np.arange(_SIDE * several) + 0.5) / several - 0.5
    return first + step * (fine - start) + (step - 1) / 2


def _without_specks(window):
    """Paper to 0, the darkest ink to 1, and nothing where the surroundings are paper too."""
    paper, ink = np.median(window), np.quantile(window, 0.995)
    if ink - paper < _FAINTEST:
        return np.zeros_like(window)
    window = np.clip((window - paper) / (ink - paper), 0, 1)
    around = np.pad(window, 1)
    around = sum(
        around[row : row + window.shape[0], column : column + window.shape[1]]
        for row in range(3)
        for column in range(3)
    )
    return np.where(around > _FEW, window, 0)
