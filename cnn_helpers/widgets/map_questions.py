"""What the kernel explorer's predict mode asks, and which answers count as right."""

from __future__ import annotations

import numpy as np

from cnn_helpers.widgets.settings import as_cell, bounded_number

__all__ = ["ASKS", "TOLERANCE", "as_prediction", "is_right", "strong_enough"]

ASKS = ("number", "largest")

TOLERANCE = 0.01
"""A prediction this close counts as right, so that 0.33 is right for a third."""


def as_prediction(prediction):
    """Return a checked answer: None, a number, or a cell (row, column).

    Examples
    --------
    >>> as_prediction([1, 2]), as_prediction(0.5)
    ((1, 2), 0.5)
    """
    if isinstance(prediction, (tuple, list)):
        return as_cell(prediction)
    return bounded_number("prediction", 1e9, optional=True)(prediction)


def strong_enough(feature_map):
    """Return the smallest number that still counts as the map's largest.

    That is the largest itself, less the tolerance; of 200 cells and more the strongest hundredth
    counts, for nobody can click one certain pixel of a photograph.

    Examples
    --------
    >>> strong_enough(np.array([[1.0, 3.0]]))
    2.99
    >>> strong_enough(np.arange(1000.0).reshape(20, 50))
    989.99
    """
    rank = max(1, feature_map.size // 100)
    return float(np.partition(feature_map, -rank, axis=None)[-rank]) - TOLERANCE


def is_right(prediction, feature_map, cell):
    """Return whether a number is the cell's, or a cell holds the largest number.

    Examples
    --------
    >>> feature_map = np.array([[1 / 3, 2.0]])
    >>> is_right(0.33, feature_map, (0, 0)), is_right((0, 0), feature_map, (0, 0))
    (True, False)
    """
    if not isinstance(prediction, tuple):
        return bool(abs(prediction - feature_map[cell]) <= TOLERANCE)
    rows, columns = feature_map.shape
    inside = prediction[0] < rows and prediction[1] < columns
    return bool(inside and feature_map[prediction] >= strong_enough(feature_map))
