"""What the pooling explorer's settings may be, alone and together."""

from __future__ import annotations

from numbers import Real

import numpy as np

from cnn_helpers.geometry import output_size
from cnn_helpers.widgets.settings import SettingError, as_cell, as_kernel, bounded_int

__all__ = [
    "LARGEST_PADDING",
    "LARGEST_SHIFT",
    "LARGEST_WINDOW",
    "QUESTIONS",
    "as_optional_kernel",
    "as_prediction",
    "as_shift",
    "pooled_shape",
]

LARGEST_WINDOW = 4
LARGEST_PADDING = 2
LARGEST_SHIFT = 31
QUESTIONS = ("value", "winner", "changes")


def as_optional_kernel(kernel):
    """Return a kernel as ``as_kernel`` does, or None for None and ``"none"``."""
    none = kernel is None or (isinstance(kernel, str) and kernel == "none")
    return None if none else as_kernel(kernel)


def as_shift(shift):
    """Return a move (rows, columns) as a tuple of ints."""
    if not isinstance(shift, (tuple, list)) or len(shift) != 2:
        raise ValueError(f"shift must be a pair (rows, columns), but is {shift!r}")
    check = bounded_int("shift", -LARGEST_SHIFT, LARGEST_SHIFT)
    return check(shift[0]), check(shift[1])


def as_prediction(prediction):
    """Return None, a number, or a cell as (row, column)."""
    if prediction is None:
        return None
    if isinstance(prediction, (tuple, list)):
        return as_cell(prediction)
    real = isinstance(prediction, Real) and not isinstance(prediction, (bool, np.bool_))
    if not real or not abs(prediction) <= 1e9:
        raise ValueError(
            f"prediction must be None, a number or a cell (row, column), but is {prediction!r}"
        )
    return float(prediction)


def pooled_shape(made_by):
    """Return the pooled map's shape, or complain that the window is larger than its map."""
    size, stride = made_by["kernel_size"], made_by["stride"]
    maps = made_by["image"].shape
    if made_by["kernel"] is not None:
        maps = tuple(output_size(side, 3, padding=made_by["padding"]) for side in maps)
    if size > min(maps):
        raise SettingError(
            f"kernel_size must fit into the map of {maps[0]} x {maps[1]}, but is {size}"
        )
    return tuple(output_size(side, size, stride) for side in maps)
