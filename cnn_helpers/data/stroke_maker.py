"""The maker of single strokes and corners: what a small filter can be asked to find."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cnn_helpers.data.pen import bent, draw_mark, jittered
from cnn_helpers.validation import check_positive_int

__all__ = ["STROKE_NAMES", "make_strokes"]

# Ends and corner points (row, column) within -1 to 1, row 1 at the bottom; a corner is named after
# where it lies: the upper left one opens to the right and down.
_POINTS = {
    "vertical": ((-1, 0), (1, 0)),
    "horizontal": ((0, -1), (0, 1)),
    "falling": ((-0.8, -0.8), (0.8, 0.8)),
    "rising": ((0.8, -0.8), (-0.8, 0.8)),
    "upper left": ((0.8, -0.8), (-0.8, -0.8), (-0.8, 0.8)),
    "upper right": ((-0.8, -0.8), (-0.8, 0.8), (0.8, 0.8)),
    "lower left": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8)),
    "lower right": ((-0.8, 0.8), (0.8, 0.8), (0.8, -0.8)),
    "empty": (),
}

STROKE_NAMES = tuple(_POINTS)


def make_strokes(names, count, *, size=12, seed=2026, wander=1.0):
    """Draw strokes and corners with the pen of the order-card marks.

    Ends, bend, angle, length, thickness and ink vary as those of `make_marks` do, and the paper has
    specks. Made-up data: no customer drew them.

    Parameters
    ----------
    names : sequence of str
        Out of ``STROKE_NAMES``: ``"vertical"``, ``"horizontal"``, ``"falling"``, ``"rising"``; the
        corners ``"upper left"``, ``"upper right"``, ``"lower left"``, ``"lower right"``; and
        ``"empty"``.
    count : int
        How many of each.
    size : {5, 12, 28}
        Height and width of a picture in pixels.
    seed : int
        The same seed gives the same strokes.
    wander : float
        How far a stroke may lie from the middle, as a share of the room that there is, 0 to 1.

    Returns
    -------
    images : numpy.ndarray of uint8, shape (len(names) * count, size, size)
        0 is paper, 255 is full ink; all of the first name come first, then those of the second.
    labels : numpy.ndarray of uint8, shape (len(names) * count,)
        Position in ``names``.

    Raises
    ------
    ValueError
        If a name is unknown, there is no pen for this size, ``count`` is below 1, or ``wander``
        lies outside 0 to 1.

    Examples
    --------
    >>> images, labels = make_strokes(["vertical", "upper left"], 3, seed=0)
    >>> images.shape, labels.tolist()
    ((6, 12, 12), [0, 0, 0, 1, 1, 1])
    """
    count = check_positive_int(count, "count")
    if size not in (5, 12, 28):
        raise ValueError(f"size must be 5, 12 or 28, but is {size!r}")
    if not 0 <= wander <= 1:
        raise ValueError(f"wander must lie between 0 and 1, but is {wander!r}")
    unknown = [name for name in names if name not in _POINTS]
    if unknown or not names:
        raise ValueError(f"names must be out of {', '.join(STROKE_NAMES)}, but are {list(names)!r}")
    generator = np.random.default_rng([seed, size])
    images = [
        draw_mark(_strokes_of(name), size, wander, generator)
        for name in names
        for _ in range(count)
    ]
    return np.stack(images), np.repeat(np.arange(len(names), dtype=np.uint8), count)


def _strokes_of(name):
    def strokes(generator, shake):
        points = [jittered(point, generator, shake) for point in _POINTS[name]]
        return [bent(start, end, generator, shake) for start, end in pairwise(points)]

    return strokes
