"""The maker of the order-card marks: pen strokes with jitter, drawn in anti-aliased ink."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.data.marks import MARK_NAMES, MARK_SIZES, Marks
from cnn_helpers.validation import check_positive_int

__all__ = ["make_marks"]


class _Pen(NamedTuple):
    """How marks of one size vary.

    Attributes
    ----------
    radius, thickness : tuple of float
        Smallest and largest value in pixels.
    shake : float
        How unsteady the hand is: 1 for full jitter, less where few pixels show the mark.
    specks : float
        Share of the paper's pixels with a speck.
    """

    radius: tuple
    thickness: tuple
    shake: float
    specks: float


_PENS = {
    5: _Pen(radius=(1.8, 2.05), thickness=(0.95, 1.2), shake=0.4, specks=0.03),
    12: _Pen(radius=(2.1, 2.8), thickness=(1.0, 1.2), shake=0.8, specks=0.02),
    28: _Pen(radius=(7.5, 11.0), thickness=(1.8, 3.0), shake=1.0, specks=0.008),
}
_LARGEST_ANGLE = np.deg2rad(12)


def make_marks(size, *, train_per_class=400, test_per_class=100, seed=2026, wander=1.0):
    """Draw box marks of all five kinds; the defaults give what `load_marks` has stored.

    Each mark is made of strokes whose ends, bend, angle, length and thickness vary; the ink varies
    from pen to pen and pixel to pixel, and the paper has specks.

    Parameters
    ----------
    size : {5, 12, 28}
        Height and width of a picture in pixels.
    train_per_class, test_per_class : int
        How many marks of each kind the two parts hold.
    seed : int
        The same seed gives the same marks.
    wander : float
        How far a mark may lie from the middle, as a share of the room that there is: 0 keeps all in
        the middle, 1 lets them go up to the edge.

    Returns
    -------
    Marks
        Shuffled.

    Raises
    ------
    ValueError
        If there is no pen for this size, a count is below 1, or ``wander`` lies outside 0 to 1.

    Examples
    --------
    >>> marks = make_marks(12, train_per_class=2, test_per_class=1, seed=0)
    >>> marks.train_images.shape, sorted(marks.test_labels.tolist())
    ((10, 12, 12), [0, 1, 2, 3, 4])
    """
    if size not in MARK_SIZES:
        raise ValueError(f"size must be 5, 12 or 28, but is {size!r}")
    train_per_class = check_positive_int(train_per_class, "train_per_class")
    test_per_class = check_positive_int(test_per_class, "test_per_class")
    if not 0 <= wander <= 1:
        raise ValueError(f"wander must lie between 0 and 1, but is {wander!r}")
    generator = np.random.default_rng([seed, size])
    train = _make_part(size, train_per_class, wander, generator)
    test = _make_part(size, test_per_class, wander, generator)
    return Marks(*train, *test)


def _make_part(size, per_class, wander, generator):
    """Images and labels of ``per_class`` marks of each kind, shuffled."""
    labels = np.repeat(np.arange(len(MARK_NAMES), dtype=np.uint8), per_class)
    labels = generator.permutation(labels)
    images = np.stack([_make_mark(MARK_NAMES[label], size, wander, generator) for label in labels])
    return images, labels


def _make_mark(name, size, wander, generator):
    """One picture, uint8 (size, size)."""
    pen = _PENS[size]
    radius = generator.uniform(*pen.radius)
    thickness = generator.uniform(*pen.thickness)
    angle = pen.shake * generator.uniform(-_LARGEST_ANGLE, _LARGEST_ANGLE)
    room = (size - 1) / 2 - radius
    centre = (size - 1) / 2 + wander * room * generator.uniform(-1, 1, size=2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    picture = np.zeros((size, size))
    for stroke in _STROKES[name](generator, pen.shake):
        points = centre + radius * stroke @ turn.T
        picture = np.maximum(picture, _draw_line(points, thickness, size))
    picture *= generator.uniform(0.8, 1.0) * generator.uniform(0.85, 1.0, size=(size, size))
    specks = generator.random((size, size)) < pen.specks
    picture = np.maximum(picture, specks * generator.uniform(0.1, 0.5, size=(size, size)))
    return np.rint(255 * picture).astype(np.uint8)


def _draw_line(points, thickness, size):
    """Cover (0 to 1) of each pixel by a pen that moves along ``points`` (P, 2) = (row, column)."""
    pixels = np.indices((size, size)).reshape(2, -1).T
    starts, ways = points[:-1, np.newaxis], np.diff(points, axis=0)[:, np.newaxis]
    # The nearest point of each piece of the line: where the pixel's shadow on it falls.
    share = ((pixels - starts) * ways).sum(-1) / (ways**2).sum(-1)
    nearest = starts + np.clip(share, 0, 1)[..., np.newaxis] * ways
    distance = np.sqrt(((pixels - nearest) ** 2).sum(-1)).min(axis=0)
    # A pixel is one wide: its cover falls from 1 to 0 within one pixel around the line's edge.
    return np.clip((thickness + 1) / 2 - distance, 0, 1).reshape(size, size)


# Each kind of mark: a list of strokes, points (row, column) within -1 to 1, row 1 at the bottom.


def _jittered(point, generator, shake):
    return np.array(point) + 0.12 * shake * generator.uniform(-1, 1, size=2)


def _bent(start, end, generator, shake):
    """Points of a stroke that bows a little to one side."""
    way = end - start
    side = np.array([-way[1], way[0]]) * 0.12 * shake * generator.uniform(-1, 1)
    share = np.linspace(0, 1, 7)[:, np.newaxis]
    return start + share * way + 2 * share * (1 - share) * side


def _x_strokes(generator, shake):
    ends = [((-1, -1), (1, 1)), ((-1, 1), (1, -1))]
    return [
        _bent(
            _jittered(start, generator, shake), _jittered(end, generator, shake), generator, shake
        )
        for start, end in ends
    ]


def _o_strokes(generator, shake):
    begin = generator.uniform(0, 2 * np.pi)
    # A hand rarely closes the ring exactly: it stops a little early or goes a little too far.
    angle = begin + np.linspace(0, 2 * np.pi + shake * generator.uniform(-0.3, 0.4), 25)
    height, width = 1 - 0.15 * shake * generator.random(2)
    drift = 1 + np.linspace(0, shake * generator.uniform(-0.1, 0.05), 25)
    return [np.stack([height * drift * np.sin(angle), width * drift * np.cos(angle)], axis=1)]


def _tick_strokes(generator, shake):
    start, corner, end = (
        _jittered(point, generator, shake) for point in ((0.3, -0.95), (0.9, -0.45), (-0.9, 0.95))
    )
    return [_bent(start, corner, generator, shake), _bent(corner, end, generator, shake)]


def _scribble_strokes(generator, shake):
    turns = int(generator.integers(8, 13))
    column = np.linspace(-0.9, 0.9, turns) + 0.1 * shake * generator.uniform(-1, 1, turns)
    row = np.where(np.arange(turns) % 2 == 0, 1, -1) * generator.uniform(0.7, 1.0, turns)
    points = np.stack([row, column], axis=1)
    return [points[:, ::-1] if generator.random() < 0.5 else points]


def _no_strokes(generator, shake):
    return []


_STROKES = {
    "X": _x_strokes,
    "O": _o_strokes,
    "tick": _tick_strokes,
    "scribble": _scribble_strokes,
    "empty": _no_strokes,
}
