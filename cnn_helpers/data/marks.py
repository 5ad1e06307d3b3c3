"""Box marks of order cards: what customers put into a box, and crisp ones to compute by hand."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cnn_helpers.data.idx import load_idx_folder
from cnn_helpers.validation import check_positive_int

__all__ = ["MARK_NAMES", "MARK_SIZES", "Marks", "load_marks", "mark_template"]

MARK_NAMES = ("X", "O", "tick", "scribble", "empty")
MARK_SIZES = (5, 12, 28)


class Marks(NamedTuple):
    """Marks of five kinds, in two parts: one to learn from, one to be tested on once.

    Attributes
    ----------
    train_images : numpy.ndarray of uint8, shape (N, size, size)
        0 is paper, 255 is full ink.
    train_labels : numpy.ndarray of uint8, shape (N,)
        Position in ``names``; 0 is the X.
    test_images : numpy.ndarray of uint8, shape (M, size, size)
    test_labels : numpy.ndarray of uint8, shape (M,)
    names : tuple of str
        ``("X", "O", "tick", "scribble", "empty")``.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    names: tuple = MARK_NAMES


def load_marks(size=5):
    """Return the stored box marks, made by `make_marks`: 2,000 to learn from and 500 to test on.

    Parameters
    ----------
    size : {5, 12, 28}
        Height and width of a picture in pixels. At 5 a mark fills the picture; at 12 a mark of
        about that size lies anywhere on the paper; at 28 it is as large as an MNIST digit.

    Returns
    -------
    Marks
        Read-only uint8 arrays, the same ones at each call; as many of each kind.

    Raises
    ------
    DataError
        If a file is missing or damaged.
    ValueError
        If there are no marks of this size.

    Examples
    --------
    >>> marks = load_marks(5)
    >>> marks.train_images.shape, marks.names[0]
    ((2000, 5, 5), 'X')
    """
    if size not in MARK_SIZES:
        raise ValueError(f"size must be 5, 12 or 28, but is {size!r}")
    return _load(int(size))


@lru_cache
def _load(size):
    return Marks(*load_idx_folder(f"marks/{size}x{size}"))


def mark_template(name, size=5):
    """Return one mark drawn crisply, in cells that are either paper or ink.

    Parameters
    ----------
    name : {"X", "O", "tick", "scribble", "empty", "V"}
        The V is no order-card mark: it is half an X, for comparisons.
    size : int
        Height and width, at least 5.

    Returns
    -------
    numpy.ndarray of float64, shape (size, size)
        0 is paper, 1 is ink. A new array.

    Raises
    ------
    ValueError
        If there is no such mark, or the size is below 5.

    Examples
    --------
    >>> mark_template("X")
    array([[1., 0., 0., 0., 1.],
           [0., 1., 0., 1., 0.],
           [0., 0., 1., 0., 0.],
           [0., 1., 0., 1., 0.],
           [1., 0., 0., 0., 1.]])
    """
    if name not in _TEMPLATES:
        raise ValueError(f"name must be one of {', '.join(_TEMPLATES)}, but is {name!r}")
    size = check_positive_int(size, "size")
    if size < 5:
        raise ValueError(f"size must be at least 5, but is {size}")
    # Row and column of every cell: what each template is defined by.
    row, column = np.indices((size, size))
    return _TEMPLATES[name](row, column, size - 1).astype(np.float64)


def _x(row, column, last):
    return (row == column) | (row + column == last)


def _o(row, column, last):
    distance = np.hypot(row - last / 2, column - last / 2)
    return abs(distance - last / 2) < 0.5


def _tick(row, column, last):
    corner = round(last / 4)
    short_arm = (row - column == last - corner) & (column <= corner)
    long_arm = (row + column == last + corner) & (column >= corner)
    return short_arm | long_arm


def _scribble(row, column, last):
    # Lines close together, each beginning one cell further right, then left again.
    return np.where(row % 2 == 0, column < last, column > 0)


def _empty(row, column, last):
    return np.zeros(row.shape, bool)


def _v(row, column, last):
    half = last // 2
    left_arm = (row - column == last - half) & (column <= half)
    right_arm = (row + column == last + half) & (column >= half)
    return left_arm | right_arm


_TEMPLATES = {"X": _x, "O": _o, "tick": _tick, "scribble": _scribble, "empty": _empty, "V": _v}
