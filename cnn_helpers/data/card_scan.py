"""The scan of an order card: turned, shifted, grey and noisy."""

from __future__ import annotations

import numpy as np

from cnn_helpers.data.card_form import CARD_LAYOUT
from cnn_helpers.resampling import sample_bilinear

__all__ = ["SCAN_SHAPE", "cup_stain", "scan_card"]

SCAN_SHAPE = 312, 280


def scan_card(card, *, angle=0.0, shift=(0.0, 0.0), scale=1.0, noise=0.0, generator=None):
    """Return the scan of a card that was not laid down straight.

    Parameters
    ----------
    card : array_like, shape ``CARD_LAYOUT.shape``
        0 paper, 1 ink.
    angle : float
        How far it is turned about its middle, in degrees, counter-clockwise as one looks at it.
    shift : (float, float)
        Rows down and columns to the right, in pixels.
    scale : float
        1 keeps its size.
    noise : float
        Strength of the scanner's noise; the paper is then a little grey too.
    generator : numpy.random.Generator, optional
        For the noise.

    Returns
    -------
    scan : numpy.ndarray of float64, shape ``SCAN_SHAPE``
        0 paper, 1 ink.
    corners : numpy.ndarray of float64, shape (3, 2)
        Where the middles of the corner marks lie in it.

    Examples
    --------
    >>> scan, corners = scan_card(np.eye(256, 208), shift=(4, -2))
    >>> corners.round(1).tolist()[0]
    [47.0, 49.0]
    """
    card = np.asarray(card, np.float64)
    turn, offset = _placement(angle, shift, scale)
    places = np.indices(SCAN_SHAPE).reshape(2, -1).T
    rows, columns = ((places - offset) @ np.linalg.inv(turn).T).T
    scan = sample_bilinear(card, rows, columns).reshape(SCAN_SHAPE)
    if noise:
        generator = np.random.default_rng(0) if generator is None else generator
        slope = np.linspace(-1, 1, SCAN_SHAPE[0])[:, np.newaxis] * generator.uniform(-1, 1)
        grey = noise * (1.2 + 0.6 * slope)
        scan = grey + (1 - grey) * scan + noise * generator.standard_normal(SCAN_SHAPE)
    return np.clip(scan, 0, 1), CARD_LAYOUT.corners @ turn.T + offset


def _placement(angle, shift, scale):
    """Return matrix and offset that lead from (row, column) on the card to those in the scan."""
    radians = np.deg2rad(angle)
    # Rows run down: counter-clockwise to the eye means that a point at the right moves up.
    turn = scale * np.array(
        [[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]]
    )
    middle_of_card = (np.array(CARD_LAYOUT.shape) - 1) / 2
    middle_of_scan = (np.array(SCAN_SHAPE) - 1) / 2
    return turn, middle_of_scan + np.asarray(shift, float) - turn @ middle_of_card


def cup_stain(generator):
    """Return the mark of a wet cup, a ring of weak coffee, shape ``SCAN_SHAPE``.

    Parameters
    ----------
    generator : numpy.random.Generator
        Decides where, how large and how dark.

    Examples
    --------
    >>> stain = cup_stain(np.random.default_rng(0))
    >>> stain.shape, bool(0.3 < stain.max() < 0.55)
    ((312, 280), True)
    """
    middle = generator.uniform(0.25, 0.75, 2) * SCAN_SHAPE
    row, column = np.indices(SCAN_SHAPE) - middle[:, np.newaxis, np.newaxis]
    from_ring = abs(np.hypot(row, column) - generator.uniform(28, 44))
    cover = np.clip(generator.uniform(2, 3.5) - from_ring, 0, 1)
    return generator.uniform(0.3, 0.55) * cover
