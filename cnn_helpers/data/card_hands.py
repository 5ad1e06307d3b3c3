"""The hands that fill in order cards: each has its pen, its slant, its size, its steadiness."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.data.mark_maker import mark_strokes
from cnn_helpers.data.pen import Pen, bent, draw_mark, jittered
from cnn_helpers.resampling import sample_bilinear

__all__ = ["CARD_MARKS", "HANDS", "Hand", "write_digit", "write_mark"]

CARD_MARKS = ("X", "O", "tick", "scribble", "empty", "V", "crossed out")
"""What may stand in a tick box; the first five are the classes of the mark classifier."""

_SHEET = 44  # a mark may leave its box of 28 by 8 pixels on each side
_DIGIT_SHEET = 44
_BOX = 28


class Hand(NamedTuple):
    """How one customer writes.

    Attributes
    ----------
    size : (float, float)
        Smallest and largest half height of a mark, in pixels; a box is 28 high.
    thickness : (float, float)
        Of the pen's line, in pixels.
    ink : (float, float)
        How dark it writes, 0 to 1.
    shake : float
        How unsteady: 1 is the hand of `make_marks`.
    slant : float
        How far the top leans to the right, as a share of the height.
    astray : float
        How far from the middle of a box, in pixels, at most.
    digit_size : (float, float)
        Size of a digit, 1 for that of MNIST.
    weight : float
        Exponent of a digit's grey values: below 1 fatter strokes, above 1 thinner ones.
    """

    size: tuple
    thickness: tuple
    ink: tuple
    shake: float
    slant: float
    astray: float
    digit_size: tuple
    weight: float


HANDS = {
    "train": {
        "calm": Hand((8.5, 11), (1.8, 2.6), (0.8, 1.0), 0.8, 0.05, 2.0, (0.9, 1.1), 1.0),
        "hasty": Hand((9, 13), (1.6, 2.4), (0.7, 0.95), 1.5, 0.3, 3.5, (0.9, 1.25), 1.2),
        "firm": Hand((8, 11), (2.8, 3.8), (0.9, 1.0), 0.9, -0.1, 2.0, (0.85, 1.1), 0.6),
        "small": Hand((6, 8.5), (1.4, 2.0), (0.75, 0.95), 0.9, 0.0, 4.0, (0.65, 0.85), 1.1),
    },
    "test": {
        "ballpoint": Hand((8, 12), (1.2, 1.7), (0.6, 0.85), 1.2, 0.2, 3.0, (0.8, 1.15), 1.6),
        "felt pen": Hand((8, 11.5), (3.4, 4.6), (0.9, 1.0), 1.0, 0.0, 2.5, (0.9, 1.2), 0.45),
        "leaning back": Hand((8, 11), (1.8, 2.6), (0.75, 1.0), 1.1, -0.4, 3.0, (0.8, 1.1), 1.0),
        "in a hurry": Hand((9, 14), (1.7, 2.6), (0.65, 0.95), 1.9, 0.35, 5.0, (0.75, 1.3), 1.1),
    },
}
"""Two groups who never meet: ``"train"`` wrote the cards to practise on, ``"test"`` the others."""


def write_mark(kind, hand, generator):
    """Return a mark on a sheet of 44 x 44 whose middle is the box's, 0 paper to 1 ink.

    Parameters
    ----------
    kind : str
        Out of ``CARD_MARKS``.
    hand : Hand
        Who writes.
    generator : numpy.random.Generator

    Examples
    --------
    >>> ink = write_mark("X", HANDS["train"]["calm"], np.random.default_rng(0))
    >>> ink.shape, bool(ink.max() > 0.5)
    ((44, 44), True)
    """
    lean = np.array([[1.0, -hand.slant], [0.0, 1.0]])
    pen = Pen(hand.size, hand.thickness, hand.shake, 0.0)
    # A mark wanders within the room that the sheet leaves around it.
    wander = hand.astray / ((_SHEET - 1) / 2 - np.mean(hand.size))

    def strokes(generator, shake):
        return [points @ lean for point_lists in _WAYS[kind] for points in
                point_lists(generator, shake)]  # fmt: skip

    picture = draw_mark(strokes, _SHEET, wander, generator, pen=pen) / 255
    return picture * generator.uniform(*hand.ink)


def _v_strokes(generator, shake):
    left, foot, right = (
        jittered(point, generator, shake) for point in ((-0.9, -0.8), (0.9, 0.0), (-0.9, 0.8))
    )
    return [bent(left, foot, generator, shake), bent(foot, right, generator, shake)]


_WAYS = {kind: (mark_strokes(kind),) for kind in ("X", "O", "tick", "scribble", "empty")}
_WAYS |= {"V": (_v_strokes,), "crossed out": (mark_strokes("X"), mark_strokes("scribble"))}


def write_digit(image, hand, generator):
    """Return a digit as this hand would write it, on a sheet of 44 x 44; MNIST lends the shape.

    Parameters
    ----------
    image : numpy.ndarray of uint8, shape (28, 28)
        A digit of MNIST.
    hand : Hand
        Its size, slant, weight and ink.
    generator : numpy.random.Generator

    Examples
    --------
    >>> image = np.zeros((28, 28), np.uint8)
    >>> image[4:24, 13:15] = 255
    >>> ink = write_digit(image, HANDS["train"]["small"], np.random.default_rng(0))
    >>> ink.shape, bool(ink.sum() < image.sum() / 255)
    ((44, 44), True)
    """
    size = generator.uniform(*hand.digit_size)
    angle = np.deg2rad(4 * hand.shake * generator.uniform(-1, 1))
    row, column = np.indices((_DIGIT_SHEET, _DIGIT_SHEET)) - (_DIGIT_SHEET - 1) / 2
    row = row - hand.astray * generator.uniform(-1, 1)
    column = column - hand.astray * generator.uniform(-1, 1)
    # From the sheet back to MNIST's picture: undo size, turn and half of the slant, for MNIST's
    # digits lean already.
    row, column = row / size, column / size
    row, column = (
        row * np.cos(angle) - column * np.sin(angle),
        row * np.sin(angle) + column * np.cos(angle) + 0.5 * hand.slant * row,
    )
    middle = (_BOX - 1) / 2
    ink = sample_bilinear(image / 255, row + middle, column + middle) ** hand.weight
    return ink * generator.uniform(*hand.ink)
