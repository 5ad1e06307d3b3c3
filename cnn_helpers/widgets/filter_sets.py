"""The filters that the stepper offers by name, for one input channel or several."""

from __future__ import annotations

import numpy as np

from cnn_helpers.kernels import (
    DIAGONAL,
    PRESETS,
    SOBEL_HORIZONTAL_EDGES,
    SOBEL_VERTICAL_EDGES,
)
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.settings import LARGEST_WEIGHT

__all__ = ["as_kernels", "default_filters", "filter_set_names", "filters_name", "named_filters"]

MOST_FILTERS = 8
LARGEST_KERNEL = 7
OWN = "own filters"

_DIAGONALS = "two diagonals"
_BY_COLOR = "strokes by colour"
_RED_AGAINST_BLUE = "red against blue, 1 × 1"
_SOBEL_PAIR = "Sobel, both directions"
_ORDER = "1 2 3 4, 2 × 2"

# What only pictures of so many channels have.
_SPECIAL = {
    1: {
        _DIAGONALS: [[DIAGONAL], [DIAGONAL[:, ::-1]]],
        _ORDER: [[[[1, 2], [3, 4]]]],
    },
    3: {
        _BY_COLOR: [
            [DIAGONAL, np.zeros((3, 3)), DIAGONAL[:, ::-1]],
            [DIAGONAL[:, ::-1], np.zeros((3, 3)), DIAGONAL],
        ],
        _RED_AGAINST_BLUE: [[[[1]], [[0]], [[-1]]]],
    },
}


def filter_set_names(channels):
    """Return the names of the filters on offer for pictures of so many channels, the first default.

    Examples
    --------
    >>> filter_set_names(3)[:3]
    ['strokes by colour', 'red against blue, 1 × 1', 'Sobel, both directions']
    """
    return [*_SPECIAL.get(channels, {}), _SOBEL_PAIR, *PRESETS]


def default_filters(channels):
    """Return the name of the filters that a picture of so many channels starts with."""
    return filter_set_names(channels)[0]


def named_filters(name, channels):
    """Return filters by their name, for pictures of so many channels.

    Parameters
    ----------
    name : str
        One of ``filter_set_names(channels)``. A preset of ``cnn_helpers.kernels`` has the same
        weights in each channel.
    channels : int
        Input channels.

    Returns
    -------
    numpy.ndarray, shape (F, channels, KH, KW), float64, read-only

    Raises
    ------
    ValueError
        If there are no such filters for so many channels.

    Examples
    --------
    >>> named_filters("two diagonals", 1)[1, 0].astype(int).tolist()
    [[-1, -1, 1], [-1, 1, -1], [1, -1, -1]]
    """
    if name in _SPECIAL.get(channels, {}):
        return frozen(_SPECIAL[channels][name])
    if name == _SOBEL_PAIR:
        pair = np.stack([SOBEL_VERTICAL_EDGES, SOBEL_HORIZONTAL_EDGES])
    elif name in PRESETS:
        pair = PRESETS[name][np.newaxis]
    else:
        plural = "" if channels == 1 else "s"
        raise ValueError(
            f"kernels for {channels} channel{plural} must be one of "
            f"{', '.join(map(repr, filter_set_names(channels)))}, or an array, but are {name!r}"
        )
    return frozen(np.repeat(pair[:, np.newaxis], channels, axis=1))


def filters_name(kernels):
    """Return the name of filters (F, C, KH, KW), or ``"own filters"``."""
    channels = kernels.shape[1]
    for name in filter_set_names(channels):
        if np.array_equal(named_filters(name, channels), kernels):
            return name
    return OWN


def as_kernels(kernels):
    """Return a checked read-only copy of filters, with all four axes (F, C, KH, KW).

    Parameters
    ----------
    kernels : array_like, shape (KH, KW), (C, KH, KW) or (F, C, KH, KW)
        One kernel, one filter of several channels, or several filters: at most 8 filters, 8
        channels, 7 rows and columns.

    Examples
    --------
    >>> as_kernels([[1, 0], [0, -1]]).shape
    (1, 1, 2, 2)
    >>> as_kernels([1, 2])
    Traceback (most recent call last):
        ...
    ValueError: kernels must have shape (KH, KW), (C, KH, KW) or (F, C, KH, KW), but have (2,)
    """
    array = check_array(kernels, "kernels")
    if array.ndim not in (2, 3, 4):
        raise ValueError(
            "kernels must have shape (KH, KW), (C, KH, KW) or (F, C, KH, KW), "
            f"but have {array.shape}"
        )
    array = array[(np.newaxis,) * (4 - array.ndim)]
    filters, channels, *sides = array.shape
    if not (1 <= filters <= MOST_FILTERS and channels >= 1):
        raise ValueError(f"kernels must be from 1 to {MOST_FILTERS} filters, but are {filters}")
    if min(sides) < 1 or max(sides) > LARGEST_KERNEL:
        raise ValueError(
            f"kernels must have from 1 to {LARGEST_KERNEL} rows and columns, "
            f"but have {sides[0]} x {sides[1]}"
        )
    array = check_finite(array, "kernels")
    if np.abs(array).max() > LARGEST_WEIGHT:
        raise ValueError(
            f"kernels must hold numbers from -{LARGEST_WEIGHT} to {LARGEST_WEIGHT}, "
            f"but reach from {array.min():g} to {array.max():g}"
        )
    return frozen(array)
