"""Checks of the microscope's settings, in the course's words."""

from __future__ import annotations

import numpy as np

from cnn_helpers.training import STORY_NAMES
from cnn_helpers.widgets.arrays import ArraySetting
from cnn_helpers.widgets.settings import bounded_int, bounded_number
from cnn_helpers.widgets.story_arrays import ARRAYS

__all__ = ["as_chosen", "as_epsilon", "as_label", "as_prediction", "as_rate", "parameter"]

LARGEST_PARAMETER = 100
LARGEST_RATE = 10
SMALLEST_EPSILON = 1e-12


def parameter(name):
    """Return a trait for one of the network's parameter arrays."""
    limits = {"low": -LARGEST_PARAMETER, "high": LARGEST_PARAMETER}
    return ArraySetting(np.zeros(ARRAYS[name]), name, ARRAYS[name], **limits)


def as_label(label):
    """Return 0 for ``"X"`` and 1 for ``"not X"``; the number itself is taken too."""
    if isinstance(label, str) and label in STORY_NAMES:
        return STORY_NAMES.index(label)
    whole = isinstance(label, (int, np.integer)) and not isinstance(label, bool)
    if not whole or label not in (0, 1):
        raise ValueError(f"label must be 'X' or 0, 'not X' or 1, but is {label!r}")
    return int(label)


def as_chosen(cell):
    """Return a cell as (array name, index, ...), which lies in its array."""
    if isinstance(cell, str):
        cell = (cell,)
    if not isinstance(cell, (tuple, list)) or not cell or cell[0] not in ARRAYS:
        raise ValueError(
            f"chosen must be the name of an array and an index, as ('image', 2, 2), with one of "
            f"{', '.join(ARRAYS)}, but is {cell!r}"
        )
    shape = ARRAYS[cell[0]]
    index = cell[1:]
    check = bounded_int("an index of chosen", 0, 8)
    index = tuple(map(check, index))
    if len(index) != len(shape) or any(at >= size for at, size in zip(index, shape, strict=True)):
        raise ValueError(f"chosen must lie inside {cell[0]} {shape}, but is {tuple(cell)!r}")
    return (cell[0], *index)


def as_prediction(guess):
    """Return None, a number, or the (row, column) of a cell of a map."""
    if isinstance(guess, (tuple, list)) and len(guess) == 2:
        return tuple(map(bounded_int("an index of prediction", 0, 2), guess))
    return bounded_number("prediction", 1e9, optional=True)(guess)


def as_epsilon(epsilon):
    """Return a number from 1e-12 to 1."""
    epsilon = bounded_number("epsilon", 1)(epsilon)
    if not epsilon >= SMALLEST_EPSILON:
        raise ValueError(f"epsilon must be a number from 1e-12 to 1, but is {epsilon:g}")
    return epsilon


def as_rate(rate):
    """Return a number from 0 to 10."""
    rate = bounded_number("learning_rate", LARGEST_RATE)(rate)
    if rate < 0:
        raise ValueError(f"learning_rate must be a number from 0 to {LARGEST_RATE}, but is {rate}")
    return rate
