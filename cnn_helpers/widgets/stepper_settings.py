"""How the stepper's settings are checked: each alone, and all of them together."""

from __future__ import annotations

from numbers import Real

import numpy as np

from cnn_helpers.geometry import convolution_geometry
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.settings import (
    LARGEST_PADDING,
    LARGEST_WEIGHT,
    SettingError,
    bounded_int,
    bounded_number,
    check_inside,
)

__all__ = ["as_bias", "as_prediction", "check_fit", "window_from"]


def as_bias(bias):
    """Return one number, or one for each filter, as a read-only vector.

    Examples
    --------
    >>> as_bias(0.5)
    array([0.5])
    """
    bias = check_finite(check_array(bias, "bias"), "bias")
    if bias.ndim > 1 or bias.size == 0 or np.abs(bias).max() > LARGEST_WEIGHT:
        raise ValueError(
            f"bias must be a number, or one for each filter, from -{LARGEST_WEIGHT} to "
            f"{LARGEST_WEIGHT}, but is {bias.tolist()}"
        )
    return frozen(bias.reshape(-1))


def as_prediction(value):
    """Return None, a number, or a pair (row, column) of whole numbers, as it was given.

    Examples
    --------
    >>> as_prediction(3), as_prediction([-1, 0])
    (3.0, (-1, 0))
    """
    if value is None:
        return None
    if isinstance(value, (tuple, list)) and len(value) == 2:
        check = bounded_int("prediction", -LARGEST_PADDING, 1000)
        return check(value[0]), check(value[1])
    if isinstance(value, Real):
        return bounded_number("prediction", 1e9)(value)
    raise ValueError(f"prediction must be a number or a pair (row, column), but is {value!r}")


def check_fit(
    image, kernels, bias, stride, padding, dilation, *, position=None, filter=None, channel=None
):
    """Raise unless the settings fit each other; what is chosen inside may be left out.

    Examples
    --------
    >>> check_fit(np.ones((1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0, 1, position=(2, 0))
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: cell must lie inside the feature map of 2 x 2, \
but is (2, 0)
    """
    try:
        geometry = convolution_geometry(
            (1, *image.shape),
            kernels.shape,
            *((setting, setting) for setting in (stride, padding, dilation)),
        )
    except ValueError as error:
        raise SettingError(str(error)) from None
    if len(bias) != len(kernels):
        raise SettingError(
            f"bias must be a number, or {len(kernels)} numbers as there are filters, "
            f"but has {len(bias)}"
        )
    if position is not None:
        check_inside(position, geometry.output_size)
    for name, index, count in (("filter", filter, len(kernels)), ("channel", channel, len(image))):
        if index is not None and index >= count:
            raise SettingError(
                f"{name} must be a whole number from 0 to {count - 1}, but is {index}"
            )


def window_from(image, corner, kernel_size, dilation):
    """Return what lies under a kernel whose top left weight lies on ``corner``; outside is 0.

    Parameters
    ----------
    image : numpy.ndarray, shape (C, H, W)
    corner : (int, int)
        Row and column in the image; negative on the padding.
    kernel_size : (int, int)
        Rows and columns of the kernel.
    dilation : int
        Pixels from weight to weight.

    Returns
    -------
    numpy.ndarray, shape (C, KH, KW)

    Examples
    --------
    >>> window_from(np.arange(9.0).reshape(1, 3, 3), (-1, 0), (2, 2), 2).tolist()
    [[[0.0, 0.0], [3.0, 5.0]]]
    """
    rows, columns = (
        start + dilation * np.arange(size) for start, size in zip(corner, kernel_size, strict=True)
    )
    inside = np.outer(
        (rows >= 0) & (rows < image.shape[1]), (columns >= 0) & (columns < image.shape[2])
    )
    clipped = image[:, rows.clip(0, image.shape[1] - 1)][..., columns.clip(0, image.shape[2] - 1)]
    return np.where(inside, clipped, 0.0)
