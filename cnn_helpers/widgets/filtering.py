"""What the kernel explorer computes: feature maps, windows, kernels made anew.

An image is grey (H, W) or red, green and blue (H, W, 3); its kernel is (3, 3), or (3, 3, 3) with
one plane a channel, as PyTorch has it.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.convolution import conv2d, output_size
from cnn_helpers.kernels import COLOR_PRESETS, PRESETS
from cnn_helpers.neurons import relu as apply_relu
from cnn_helpers.validation import check_array
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.settings import LARGEST_WEIGHT, SettingError, as_kernel

__all__ = [
    "as_filter",
    "feature_map",
    "filter_name",
    "for_channels",
    "largest_dilation",
    "map_shape",
    "normalised",
    "random_kernel",
    "window_at",
]

SIDE = 3
LARGEST_DILATION = 8


def as_filter(kernel):
    """Return a preset by its name, or a checked copy of 9 or 27 numbers; read-only float64.

    Returns
    -------
    numpy.ndarray, shape (3, 3) or (3, 3, 3)
        With three axes one plane for red, green and blue each.

    Examples
    --------
    >>> as_filter("red against green")[:, 1, 1].tolist()
    [1.0, -1.0, 0.0]
    """
    if isinstance(kernel, str) and kernel.lower() in COLOR_PRESETS:
        return frozen(COLOR_PRESETS[kernel.lower()])
    if isinstance(kernel, str) or np.ndim(kernel) != 3:
        return as_kernel(kernel)
    array = check_array(kernel, "kernel", axes=("channels", "rows", "columns"))
    if array.shape != (3, SIDE, SIDE):
        raise ValueError(f"kernel must have shape (3, 3) or (3, 3, 3), but has {array.shape}")
    return frozen([as_kernel(plane) for plane in array])


def for_channels(kernel, channels):
    """Return a kernel in the shape that an image of these channels needs.

    Raises
    ------
    SettingError
        If it has three planes and the image has one.

    Examples
    --------
    >>> for_channels(np.eye(3), "rgb").shape  # the same for red, green and blue
    (3, 3, 3)
    """
    if kernel is None or (kernel.ndim == 3) == (channels == "rgb"):
        return kernel
    if channels == "rgb":
        return frozen([kernel] * 3)
    raise SettingError(
        f'kernel must have shape (3, 3) for a grey image, but has {kernel.shape}: channels="rgb"'
        " keeps red, green and blue apart"
    )


def filter_name(kernel):
    """Return the preset's name, or ``"own kernel"``.

    Examples
    --------
    >>> filter_name(np.array([PRESETS["sharpen"]] * 3)), filter_name(np.eye(3))
    ('sharpen', 'own kernel')
    """
    for name, values in (*PRESETS.items(), *COLOR_PRESETS.items()):
        if np.shape(values) <= np.shape(kernel) and (kernel == values).all():
            return name
    return "own kernel"


def normalised(kernel, by):
    """Divide a kernel by the sum of its weights, or by the sum of their absolute values.

    Divided by their sum the weights add up to 1: flat areas keep their grey. Divided by the sum of
    absolute values no answer to an image from 0 to 1 is larger than 1 in size.

    Parameters
    ----------
    kernel : numpy.ndarray
        The weights.
    by : {"sum", "absolute"}
        What to divide by.

    Returns
    -------
    numpy.ndarray
        As large as the kernel, float64.

    Raises
    ------
    SettingError
        If the sum is 0, or a weight becomes larger than 1000.

    Examples
    --------
    >>> normalised(np.ones((3, 3)), "sum")[0, 0].item() * 9
    1.0
    >>> normalised(PRESETS["edge"], "sum")
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: the weights add up to 0, and nothing can be divided \
by 0: divide by the sum of their absolute values
    """
    if by not in ("sum", "absolute"):
        raise SettingError(f"by must be 'sum' or 'absolute', but is {by!r}")
    sizes = np.abs(kernel)
    divisor = kernel.sum() if by == "sum" else sizes.sum()
    if abs(divisor) <= 1e-9 * sizes.sum():
        zero = sizes.sum() == 0
        raise SettingError(
            "all weights are 0: there is nothing to divide"
            if zero
            else "the weights add up to 0, and nothing can be divided by 0: "
            "divide by the sum of their absolute values"
        )
    if sizes.max() > LARGEST_WEIGHT * abs(divisor):
        raise SettingError(
            f"divided by {divisor:g} a weight would be larger than {LARGEST_WEIGHT} in size"
        )
    return kernel / divisor


def random_kernel(shape, seed=None):
    """Return weights from -1 to 1 with two decimals, all equally likely.

    Examples
    --------
    >>> random_kernel((3, 3), seed=0)[0].tolist()
    [0.27, -0.46, -0.92]
    """
    return np.round(np.random.default_rng(seed).uniform(-1, 1, shape), 2)


def largest_dilation(image_shape, padding):
    """Return the largest dilation whose window still fits into the padded image, at most 8.

    Examples
    --------
    >>> largest_dilation((5, 9), padding=0), largest_dilation((28, 28), padding=0)
    (2, 8)
    """
    return min(LARGEST_DILATION, (min(image_shape[:2]) + 2 * padding - 1) // (SIDE - 1))


def map_shape(image_shape, stride, padding, dilation):
    """Return rows and columns of the feature map.

    Raises
    ------
    SettingError
        If the window is larger than the padded image.

    Examples
    --------
    >>> map_shape((5, 5), 1, 0, 3)
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: dilation must be at most 2 for an image of 5 x 5 \
with padding 0, but is 3: its window spans 7 x 7
    """
    largest = largest_dilation(image_shape, padding)
    if dilation > largest:
        reach = (SIDE - 1) * dilation + 1
        raise SettingError(
            f"dilation must be at most {largest} for an image of {image_shape[0]} x "
            f"{image_shape[1]} with padding {padding}, but is {dilation}: "
            f"its window spans {reach} x {reach}"
        )
    return tuple(output_size(size, SIDE, stride, padding, dilation) for size in image_shape[:2])


def _planes(image):
    """Return the image with its channels first."""
    return image[np.newaxis] if image.ndim == 2 else image.transpose(2, 0, 1)


def feature_map(image, kernel, *, bias, relu, **geometry):
    """Return the feature map (rows, columns), float64, of one image and one kernel.

    Examples
    --------
    >>> red = np.zeros((3, 3, 3)); red[..., 0] = 1
    >>> feature_map(red, COLOR_PRESETS["red against green"], bias=0.5, relu=False)
    array([[1.5]])
    """
    kernels = kernel.reshape(1, -1, SIDE, SIDE)
    result = conv2d(_planes(image)[np.newaxis], kernels, np.array([bias]), **geometry)[0, 0]
    return apply_relu(result) if relu else result


def window_at(image, cell, *, stride, padding, dilation):
    """Return the pixels under the kernel at a cell of the map, as large as the kernel.

    Padding counts as 0.

    Examples
    --------
    >>> window_at(np.arange(25.0).reshape(5, 5), (0, 0), stride=1, padding=0, dilation=2)
    array([[ 0.,  2.,  4.],
           [10., 12., 14.],
           [20., 22., 24.]])
    """
    around = [(padding, padding)] * 2
    padded = np.pad(image, around + [(0, 0)] * (image.ndim - 2))
    rows, columns = (
        slice(index * stride, index * stride + (SIDE - 1) * dilation + 1, dilation)
        for index in cell
    )
    window = padded[rows, columns]
    return window if image.ndim == 2 else window.transpose(2, 0, 1)
