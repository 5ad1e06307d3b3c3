"""Values for probing calls: random, all different, and easy to calculate with.

Halves and quarters add and multiply without rounding even in float32, so the comparison can be
strict; all numbers of an array differ, so that no flip and no swap goes unnoticed.
"""

from __future__ import annotations

import numpy as np

__all__ = ["byte_values", "distinct", "fortran_ordered", "with_gaps"]


def distinct(random, shape, *, step=0.5, lowest=None):
    """Return different non-zero multiples of ``step``, some of them fractions, in random order.

    Parameters
    ----------
    random : numpy.random.Generator
        Where the order comes from.
    shape : tuple of int
        Shape of the array.
    step : float
        What all values are multiples of.
    lowest : float, optional
        The smallest value allowed; None means that about half are negative.

    Returns
    -------
    numpy.ndarray of float64

    Examples
    --------
    >>> values = distinct(np.random.default_rng(0), (2, 3))
    >>> len(set(values.ravel().tolist()))
    6
    """
    size = int(np.prod(shape))
    if lowest is None:
        halves = np.arange(1, size // 2 + 2) * step
        values = np.concatenate([halves, -halves])
        # Random signs for pairs: which of the two is dropped is left to chance.
    else:
        values = lowest + np.arange(size + 2) * step
        values = values[values != 0]
    return random.permutation(values)[:size].reshape(shape)


def byte_values(random, shape, *, highest=255):
    """Return uint8 values that are all different (as far as 256 allow), none of them 0.

    Examples
    --------
    >>> byte_values(np.random.default_rng(0), (2, 2)).dtype
    dtype('uint8')
    """
    size = int(np.prod(shape))
    values = np.tile(np.arange(1, highest + 1), size // highest + 1)
    first = random.permutation(highest)[:size]
    values = values[first] if size <= highest else random.permutation(values)[:size]
    return values.astype(np.uint8).reshape(shape)


def fortran_ordered(array):
    """Return the same array with its first axis closest in memory."""
    return np.asfortranarray(array)


def with_gaps(array):
    """Return the same array as a view that skips every other number in memory."""
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    view = wide[..., ::2]
    view[...] = array
    return view
