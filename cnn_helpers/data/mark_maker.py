"""The maker of the order-card marks: pen strokes with jitter, drawn in anti-aliased ink."""

from __future__ import annotations

import numpy as np

from cnn_helpers.data.marks import MARK_NAMES, MARK_SIZES, Marks
from cnn_helpers.data.pen import bent, draw_mark, jittered
from cnn_helpers.validation import check_positive_int

__all__ = ["make_marks", "mark_strokes"]


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
    images = np.stack(
        [draw_mark(_STROKES[MARK_NAMES[label]], size, wander, generator) for label in labels]
    )
    return images, labels


# Each kind of mark: a list of strokes, points (row, column) within -1 to 1, row 1 at the bottom.


def _x_strokes(generator, shake):
    ends = [((-1, -1), (1, 1)), ((-1, 1), (1, -1))]
    return [
        bent(jittered(start, generator, shake), jittered(end, generator, shake), generator, shake)
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
        jittered(point, generator, shake) for point in ((0.3, -0.95), (0.9, -0.45), (-0.9, 0.95))
    )
    return [bent(start, corner, generator, shake), bent(corner, end, generator, shake)]


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


def mark_strokes(name):
    """Return the function that draws a kind of mark: generator and shake to a list of strokes.

    Parameters
    ----------
    name : {"X", "O", "tick", "scribble", "empty"}

    Examples
    --------
    >>> len(mark_strokes("X")(np.random.default_rng(0), 1.0))
    2
    """
    return _STROKES[name]
