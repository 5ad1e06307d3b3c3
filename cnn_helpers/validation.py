"""Readable complaints about shapes, types and ranges.

Every message names what came beside what was expected, so that the reader never has to dig through
a traceback from numpy. Each function returns the value in the form that the caller computes with.
"""

from __future__ import annotations

from numbers import Integral, Real

import numpy as np

__all__ = [
    "check_array",
    "check_finite",
    "check_labels",
    "check_non_negative_int",
    "check_not_empty",
    "check_pair",
    "check_positive_int",
    "check_positive_number",
    "check_shape",
]


_UNSIGNED = {size: np.dtype(f"u{size}") for size in (1, 2, 4, 8)}


def check_array(value, name, *, axes=None, floating=True):
    """Return ``value`` as a numeric array, or say what is wrong with it.

    Parameters
    ----------
    value : array_like
        Numbers in any nesting of lists, or an array.
    name : str
        How the message calls it, for example ``"images"``.
    axes : str or sequence of str, optional
        Names of the axes, for example ``"NCHW"`` or ``("C_out", "C_in", "KH", "KW")``. Their count
        is the number of dimensions asked for. None means any number.
    floating : bool
        True (the default) turns booleans and integers into float64; floats keep their dtype.

    Returns
    -------
    numpy.ndarray
        The same memory where nothing had to be converted.

    Raises
    ------
    TypeError
        If ``value`` does not hold real numbers.
    ValueError
        If the number of dimensions differs, or rows have unequal lengths.

    Examples
    --------
    >>> check_array([[1, 2]], "image", axes="HW").dtype
    dtype('float64')
    >>> check_array([1, 2], "image", axes="HW")
    Traceback (most recent call last):
        ...
    ValueError: image must have 2 dimensions (H, W), but has 1: shape (2,)
    """
    is_float_array = type(value) is np.ndarray and value.dtype.kind == "f"
    if is_float_array and (axes is None or value.ndim == len(axes)):
        return value  # nearly always, and without the questions below
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a full grid of numbers: rows differ in length") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, but holds {array.dtype}")
    if axes is not None and array.ndim != len(axes):
        words = "dimension" if len(axes) == 1 else "dimensions"
        raise ValueError(
            f"{name} must have {len(axes)} {words} ({', '.join(axes)}), "
            f"but has {array.ndim}: shape {array.shape}"
        )
    if floating and array.dtype.kind != "f":
        array = array.astype(np.float64)
    return array


def _is_integer(value):
    if type(value) is int:  # nearly always, and ten times faster to ask
        return True
    return isinstance(value, Integral) and not isinstance(value, (bool, np.bool_))


def check_positive_int(value, name):
    """Return ``value`` as an int of at least 1.

    Examples
    --------
    >>> check_positive_int(0, "stride")
    Traceback (most recent call last):
        ...
    ValueError: stride must be a whole number of at least 1, but is 0
    """
    if not _is_integer(value) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1, but is {value!r}")
    return int(value)


def check_non_negative_int(value, name):
    """Return ``value`` as an int of at least 0.

    Examples
    --------
    >>> check_non_negative_int(-1, "padding")
    Traceback (most recent call last):
        ...
    ValueError: padding must be a whole number of at least 0, but is -1
    """
    if not _is_integer(value) or value < 0:
        raise ValueError(f"{name} must be a whole number of at least 0, but is {value!r}")
    return int(value)


def check_pair(value, name, *, minimum):
    """Return ``value`` as a tuple ``(rows, columns)`` of ints; one number stands for both.

    Parameters
    ----------
    value : int or pair of int
        For example a stride of ``2`` or ``(2, 1)``.
    name : str
        How the message calls it.
    minimum : {0, 1}
        The smallest value allowed.

    Examples
    --------
    >>> check_pair(2, "stride", minimum=1)
    (2, 2)
    >>> check_pair((1, 2, 3), "stride", minimum=1)
    Traceback (most recent call last):
        ...
    ValueError: stride must be one whole number or a pair (rows, columns), but is (1, 2, 3)
    """
    is_pair = type(value) is tuple and [type(number) for number in value] == [int, int]
    if is_pair and min(value) >= minimum:  # nearly always, and no message to prepare
        return value
    check = check_positive_int if minimum == 1 else check_non_negative_int
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise ValueError(
                f"{name} must be one whole number or a pair (rows, columns), but is {value!r}"
            )
        return check(value[0], f"{name}[0]"), check(value[1], f"{name}[1]")
    return (check(value, name),) * 2


def check_labels(labels, num_classes, *, count=None):
    """Return ``labels`` as an integer array (N,) with values from 0 to ``num_classes - 1``.

    Parameters
    ----------
    labels : array_like of int, shape (N,)
        Class numbers.
    num_classes : int
        How many classes there are, K.
    count : int, optional
        How many labels are expected, N.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If shape, count or range is wrong.

    Examples
    --------
    >>> check_labels([0, 3], 3)
    Traceback (most recent call last):
        ...
    ValueError: labels must lie between 0 and 2, but hold 3 at position 1
    """
    array = np.asarray(labels)
    if array.dtype.kind not in "iu":
        raise TypeError(f"labels must be whole numbers, but hold {array.dtype}")
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    if array.ndim != 1:
        raise ValueError(f"labels must have 1 dimension (N,), but have shape {array.shape}")
    if count is not None and len(array) != count:
        raise ValueError(f"expected {count} labels, one for each row, but got {len(array)}")
    # One pass without a temporary: read without its sign, a negative number is a huge one.
    if array.size and np.maximum.reduce(array.view(_UNSIGNED[array.itemsize])) >= num_classes:
        first = int(np.flatnonzero((array < 0) | (array >= num_classes))[0])
        raise ValueError(
            f"labels must lie between 0 and {num_classes - 1}, "
            f"but hold {array[first]} at position {first}"
        )
    return array


def check_not_empty(array, name):
    """Return ``array`` unless one of its axes has length 0.

    Examples
    --------
    >>> check_not_empty(np.zeros((0, 1, 4, 4)), "images")
    Traceback (most recent call last):
        ...
    ValueError: images must not be empty, but have shape (0, 1, 4, 4)
    """
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, but have shape {array.shape}")
    return array


def check_shape(array, shape, name):
    """Return ``array`` if its shape is ``shape``.

    Examples
    --------
    >>> check_shape(np.zeros((2, 3)), (3, 2), "grad_output")
    Traceback (most recent call last):
        ...
    ValueError: grad_output must have shape (3, 2), but has shape (2, 3)
    """
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, but has shape {array.shape}")
    return array


def check_positive_number(value, name):
    """Return ``value`` as a finite float above 0.

    Examples
    --------
    >>> check_positive_number(-0.1, "lr")
    Traceback (most recent call last):
        ...
    ValueError: lr must be a number above 0, but is -0.1
    """
    if not isinstance(value, Real) or isinstance(value, bool) or not 0 < value < np.inf:
        raise ValueError(f"{name} must be a number above 0, but is {value!r}")
    return float(value)


def check_finite(array, name):
    """Return ``array`` unless it holds NaN or infinity.

    Examples
    --------
    >>> check_finite(np.array([1.0, np.nan]), "images")
    Traceback (most recent call last):
        ...
    ValueError: images must be finite, but hold nan at position (1,)
    """
    array = np.asarray(array)
    # A sum is one pass without a temporary; only a bad or overflowing array pays for the search.
    with np.errstate(over="ignore", invalid="ignore"):
        total = array.sum() if array.dtype.kind == "f" else 0
    if not np.isfinite(total):
        wrong = np.argwhere(~np.isfinite(array))
        if wrong.size:
            where = tuple(int(index) for index in wrong[0])
            raise ValueError(f"{name} must be finite, but hold {array[where]} at position {where}")
    return array
