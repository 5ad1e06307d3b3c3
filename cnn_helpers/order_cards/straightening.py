"""Lay a crooked scan straight: find the three printed dots, and undo turn, shift and size."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import numpy as np

from cnn_helpers.convolution import conv2d
from cnn_helpers.data import CARD_LAYOUT
from cnn_helpers.resampling import sample_bilinear
from cnn_helpers.validation import check_array, check_finite

__all__ = ["CardError", "StraightCard", "dot_kernel", "find_dots", "straighten_card"]

_MOST_DOTS = 12
_DARK_ENOUGH = 0.4  # ink in the dot minus ink around it
_SCALES = 0.85, 1.15
_FAR = 2.5  # pixels that a dot may lie off its place on the card


class CardError(ValueError):
    """A card that can't be laid straight; one line that says what was and what wasn't found."""


class StraightCard(NamedTuple):
    """A card laid straight, and how it had lain.

    Attributes
    ----------
    image : numpy.ndarray of float, shape ``layout.shape``
        0 paper, 1 ink.
    corners : numpy.ndarray of float64, shape (3, 2)
        Row and column of the upper left, upper right and lower left dot in the scan.
    angle : float
        How far the card was turned, in degrees, counter-clockwise as one looks at it.
    scale : float
        Its size in the scan, 1 for that of the layout.
    residual : float
        How far, in pixels, the three dots lie from where the others expect them (mean square root).
    """

    image: np.ndarray
    corners: np.ndarray
    angle: float
    scale: float
    residual: float


def find_dots(scan, radius):
    """Find round black dots with one filter: ink wanted inside, no ink wanted around.

    Parameters
    ----------
    scan : array_like, shape (H, W)
        0 paper, 1 ink.
    radius : float
        Of a dot, in pixels.

    Returns
    -------
    places : numpy.ndarray of float64, shape (D, 2)
        Row and column of at most twelve dots, the clearest first; between pixels too.
    contrasts : numpy.ndarray of float64, shape (D,)
        Mean ink inside minus mean ink around, at least 0.4.

    Examples
    --------
    >>> row, column = np.indices((40, 40))
    >>> places, contrasts = find_dots(np.hypot(row - 14, column - 22) < 6, 6)
    >>> places.tolist()
    [[14.0, 22.0]]
    """
    kernel = dot_kernel(radius)
    reach = len(kernel) // 2
    scan = np.asarray(scan, np.float32)
    response = conv2d(scan[np.newaxis, np.newaxis], kernel[np.newaxis, np.newaxis], padding=reach)
    response = response[0, 0]
    # A dot that the picture's edge cuts has its middle elsewhere than it seems.
    whole = int(np.ceil(radius))
    left, places, contrasts = np.full_like(response, -1), [], []
    left[whole:-whole, whole:-whole] = response[whole:-whole, whole:-whole]
    while len(places) < _MOST_DOTS:
        row, column = np.unravel_index(left.argmax(), left.shape)
        if left[row, column] < _DARK_ENOUGH:
            break
        if response[row, column] == response[row - 1 : row + 2, column - 1 : column + 2].max():
            places.append((_summit(response[:, column], row), _summit(response[row], column)))
            contrasts.append(float(response[row, column]))
        left[max(row - reach, 0) : row + reach, max(column - reach, 0) : column + reach] = 0
    return np.array(places).reshape(-1, 2), np.array(contrasts)


def dot_kernel(radius):
    """Return the filter that answers to a dot: mean ink inside minus mean ink around.

    Parameters
    ----------
    radius : float
        Of the dot, in pixels.

    Returns
    -------
    numpy.ndarray of float32, shape (2 * reach + 1, 2 * reach + 1)
        A disc of 1/n, paper's 0, and a ring of -1/m that reaches 4 pixels further than the dot.

    Examples
    --------
    >>> kernel = dot_kernel(6)
    >>> kernel.shape, round(float(kernel[kernel > 0].sum()), 3), round(float(kernel.sum()), 3)
    ((21, 21), 1.0, 0.0)
    """
    reach = int(np.ceil(radius + 4))
    row, column = np.indices((2 * reach + 1, 2 * reach + 1)) - reach
    distance = np.hypot(row, column)
    inside, around = distance <= radius - 0.5, (distance > radius + 1) & (distance <= radius + 4)
    return (inside / inside.sum() - around / around.sum()).astype(np.float32)


def _summit(values, index):
    """Where the parabola through three neighbours is highest: finer than a pixel."""
    before, here, after = (float(value) for value in values[index - 1 : index + 2])
    bend = before - 2 * here + after
    return index + (0.5 * (before - after) / bend if bend < 0 else 0.0)


def straighten_card(scan, layout=CARD_LAYOUT):
    """Find the printed dots of a scanned card, and lay it straight.

    Three dots, as on a QR code, tell which side is up. Of all triples of dots that the scan shows,
    the one is taken that fits the layout best after a turn, a shift and a change of size. A card
    that is bent, or photographed from aside, is not made flat.

    Parameters
    ----------
    scan : array_like, shape (H, W)
        Grey values, 0 paper to 1 ink, or uint8 from 0 to 255.
    layout : CardLayout
        Where the dots and boxes lie on a straight card.

    Returns
    -------
    StraightCard

    Raises
    ------
    CardError
        If fewer than three dots are found, or no three of them fit the layout.
    ValueError
        If the scan is no picture (H, W) of finite numbers.

    Notes
    -----
    Row and column of a point are written as one complex number, column + i row. Turning and
    enlarging is then one multiplication, and the best fit that of a line, as in notebook 01 [1]_.

    References
    ----------
    .. [1] S. Umeyama, *Least-squares estimation of transformation parameters between two point
       patterns*, IEEE Transactions on Pattern Analysis and Machine Intelligence 13 (1991).

    Examples
    --------
    >>> from cnn_helpers.data import card_form, scan_card
    >>> scan, corners = scan_card(card_form(), angle=20, shift=(3, -5))
    >>> straight = straighten_card(scan)
    >>> round(straight.angle, 1), bool(abs(straight.corners - corners).max() < 0.2)
    (20.0, True)
    """
    scan = check_array(scan, "scan", axes="HW", floating=False)
    scan = scan / 255 if scan.dtype == np.uint8 else check_finite(scan.astype(float), "scan")
    places, contrasts = find_dots(scan, layout.radius)
    if len(places) < 3:
        raise CardError(
            f"a card has 3 corner dots, but {len(places)} can be seen{_where(places)}: "
            "is a corner covered, or outside of the picture?"
        )
    chosen, turn, shift, residual = _best_triple(places, contrasts, layout)
    row, column = np.indices(layout.shape)
    source = turn * (column + 1j * row) + shift
    image = sample_bilinear(scan, source.imag, source.real)
    # Rows run down, so a turn by a positive angle of the complex plane is one clockwise to the eye.
    angle = -float(np.degrees(np.angle(turn)))
    return StraightCard(image, places[chosen], angle, float(abs(turn)), residual)


def _best_triple(places, contrasts, layout):
    """Return indices, turn, shift and residual of the three dots that fit best."""
    triples = np.array(list(permutations(range(len(places)), 3)))
    goal = _complex(layout.corners)
    found = _complex(places)[triples]
    goal_middle, found_middles = goal.mean(), found.mean(axis=1, keepdims=True)
    spread = goal - goal_middle
    turns = ((found - found_middles) @ spread.conj()) / (abs(spread) ** 2).sum()
    shifts = found_middles[:, 0] - turns * goal_middle
    off = abs(turns[:, np.newaxis] * goal + shifts[:, np.newaxis] - found)
    residuals = np.sqrt((off**2).mean(axis=1))
    fits = (residuals < _FAR) & (abs(turns) > _SCALES[0]) & (abs(turns) < _SCALES[1])
    if not fits.any():
        raise CardError(
            f"no 3 of the {len(places)} dots{_where(places)} lie as the card's corner dots do: "
            "is one covered, or the card bent or larger than the scan?"
        )
    # Printed dots are blacker than what a pen fills in.
    quality = np.where(fits, contrasts[triples].min(axis=1) - 0.1 * residuals, -np.inf)
    best = quality.argmax()
    return triples[best], turns[best], shifts[best], float(residuals[best])


def _complex(points):
    return points[..., 1] + 1j * points[..., 0]


def _where(places):
    shown = ", ".join(f"({row:.0f}, {column:.0f})" for row, column in places[:4])
    return f" at (row, column) {shown}" if shown else ""
