"""A pen in an unsteady hand: strokes with jitter become anti-aliased ink on a grid of pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Pen", "bent", "draw_line", "draw_mark", "jittered"]


class Pen(NamedTuple):
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


PENS = {
    5: Pen(radius=(1.8, 2.05), thickness=(0.95, 1.2), shake=0.4, specks=0.03),
    12: Pen(radius=(2.1, 2.8), thickness=(1.0, 1.2), shake=0.8, specks=0.02),
    28: Pen(radius=(7.5, 11.0), thickness=(1.8, 3.0), shake=1.0, specks=0.008),
}
_LARGEST_ANGLE = np.deg2rad(12)


def draw_mark(strokes, size, wander, generator, *, pen=None):
    """Return one picture, uint8 (size, size).

    Parameters
    ----------
    strokes : callable
        Takes a generator and the hand's shake (0 to 1), and returns a list of lines: points (P, 2)
        as (row, column) within -1 to 1, row 1 at the bottom.
    size : int
        Rows and columns: 5, 12 or 28, or any number with a pen of one's own.
    wander : float
        How far the mark may lie from the middle, as a share of the room that there is.
    generator : numpy.random.Generator
    pen : Pen, optional
        None takes the pen of this size.

    Examples
    --------
    >>> stroke = lambda generator, shake: [np.array([[-1, 0], [1, 0]])]
    >>> picture = draw_mark(stroke, 12, 0.0, np.random.default_rng(0))
    >>> picture.shape, int(picture.sum(axis=0).argmax()) in (5, 6)
    ((12, 12), True)
    """
    pen = PENS[size] if pen is None else pen
    radius = generator.uniform(*pen.radius)
    thickness = generator.uniform(*pen.thickness)
    angle = pen.shake * generator.uniform(-_LARGEST_ANGLE, _LARGEST_ANGLE)
    room = (size - 1) / 2 - radius
    centre = (size - 1) / 2 + wander * room * generator.uniform(-1, 1, size=2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    picture = np.zeros((size, size))
    for stroke in strokes(generator, pen.shake):
        points = centre + radius * stroke @ turn.T
        picture = np.maximum(picture, draw_line(points, thickness, (size, size)))
    picture *= generator.uniform(0.8, 1.0) * generator.uniform(0.85, 1.0, size=(size, size))
    specks = generator.random((size, size)) < pen.specks
    picture = np.maximum(picture, specks * generator.uniform(0.1, 0.5, size=(size, size)))
    return np.rint(255 * picture).astype(np.uint8)


def draw_line(points, thickness, shape):
    """Return the cover (0 to 1) of each pixel by a pen that moves along ``points``.

    Parameters
    ----------
    points : numpy.ndarray, shape (P, 2)
        Row and column of the corners of its way.
    thickness : float
        Of the line, in pixels.
    shape : (int, int)
        Of the picture.

    Examples
    --------
    >>> draw_line(np.array([[0.0, 0.0], [0.0, 3.0]]), 1.0, (2, 4))
    array([[1., 1., 1., 1.],
           [0., 0., 0., 0.]])
    """
    pixels = np.indices(shape).reshape(2, -1).T
    starts, ways = points[:-1, np.newaxis], np.diff(points, axis=0)[:, np.newaxis]
    # The nearest point of each piece of the line: where the pixel's shadow on it falls.
    share = ((pixels - starts) * ways).sum(-1) / (ways**2).sum(-1)
    nearest = starts + np.clip(share, 0, 1)[..., np.newaxis] * ways
    distance = np.sqrt(((pixels - nearest) ** 2).sum(-1)).min(axis=0)
    # A pixel is one wide: its cover falls from 1 to 0 within one pixel around the line's edge.
    return np.clip((thickness + 1) / 2 - distance, 0, 1).reshape(shape)


def jittered(point, generator, shake):
    """Return a point (row, column) that a hand has missed by a little."""
    return np.array(point) + 0.12 * shake * generator.uniform(-1, 1, size=2)


def bent(start, end, generator, shake):
    """Return the points of a stroke that bows a little to one side."""
    way = end - start
    side = np.array([-way[1], way[0]]) * 0.12 * shake * generator.uniform(-1, 1)
    share = np.linspace(0, 1, 7)[:, np.newaxis]
    return start + share * way + 2 * share * (1 - share) * side
