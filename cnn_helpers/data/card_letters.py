"""The printed words of the order card: capitals made of straight strokes, so no font is needed."""

from __future__ import annotations

import numpy as np

from cnn_helpers.data.pen import draw_line

__all__ = ["draw_word"]

# Each stroke is a way through points "row column", 0 to 6 downwards and 0 to 4 to the right.
_LETTERS = {
    "A": ("60 02 64", "41 43"),
    "B": ("00 60 63 54 44 33 30", "33 24 14 03 00"),
    "C": ("14 03 01 10 50 61 63 54",),
    "D": ("00 60 62 44 24 02 00",),
    "E": ("04 00 60 64", "30 33"),
    "H": ("00 60", "04 64", "30 34"),
    "I": ("02 62",),
    "L": ("00 60 64",),
    "M": ("60 00 32 04 64",),
    "N": ("60 00 64 04",),
    "O": ("01 10 50 61 63 54 14 03 01",),
    "R": ("60 00 03 14 24 33 30", "32 64"),
    "S": ("14 03 01 10 20 31 33 44 54 63 61 50",),
    "T": ("00 04", "02 62"),
    "V": ("00 62 04",),
    "W": ("00 61 32 63 04",),
    "Y": ("00 32 04", "32 62"),
}


def draw_word(word, height=9.0, *, thickness=1.2):
    """Return a word as a picture.

    Parameters
    ----------
    word : str
        In the capitals that the card needs: A to E, H, I, L to O, R to T, V, W, Y.
    height : float
        Of a capital, in pixels.
    thickness : float
        Of its strokes, in pixels.

    Returns
    -------
    numpy.ndarray of float64, shape (height + 3, width)
        0 paper, 1 ink.

    Raises
    ------
    ValueError
        If a letter is missing.

    Examples
    --------
    >>> draw_word("I", 6).round(1).max(axis=0)
    array([0.1, 1. , 0.1, 0. ])
    """
    missing = sorted(set(word) - set(_LETTERS))
    if missing or not word:
        raise ValueError(f"word must be made of {''.join(_LETTERS)}, but is {word!r}")
    unit = height / 6
    left, strokes = 1.0, []
    for letter in word:
        narrow = 2 if letter == "I" else 0
        for way in _LETTERS[letter]:
            points = np.array([[int(row), int(column)] for row, column in way.split()], float)
            points[:, 1] -= narrow
            strokes.append(1 + points * unit + (0, left - 1))
        left += (5.6 - 2 * narrow) * unit
    shape = int(np.ceil(height)) + 3, int(np.ceil(left)) + 1
    picture = np.zeros(shape)
    for points in strokes:
        picture = np.maximum(picture, draw_line(points, thickness, shape))
    return picture
