"""How many positions a window has, and what may go into a convolution or a pooling.

Complaints name the shapes that came beside those that would fit.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.validation import (
    check_array,
    check_non_negative_int,
    check_not_empty,
    check_pair,
    check_positive_int,
    check_shape,
)

__all__ = ["check_convolution", "check_grad_output", "check_pooling", "output_size"]


def output_size(input_size, kernel_size, stride=1, padding=0):
    """Return how many positions a kernel has along one axis: rows, or columns.

    Parameters
    ----------
    input_size, kernel_size : int
        Pixels along this axis, at least 1.
    stride : int
        Step between positions. Pixels that no full step reaches are left over and not used.
    padding : int
        Zeros added at each of the two ends.

    Returns
    -------
    int
        ``(input_size + 2 * padding - kernel_size) // stride + 1``

    Raises
    ------
    ValueError
        If the kernel is larger than the padded input, or a number is out of range.

    Examples
    --------
    >>> output_size(28, 5), output_size(28, 5, padding=2), output_size(7, 2, stride=2)
    (24, 28, 3)
    """
    input_size = check_positive_int(input_size, "input_size")
    kernel_size = check_positive_int(kernel_size, "kernel_size")
    stride = check_positive_int(stride, "stride")
    padding = check_non_negative_int(padding, "padding")
    if kernel_size > input_size + 2 * padding:
        raise ValueError(
            f"kernel_size {kernel_size} is larger than the padded input: "
            f"input_size {input_size}, padding {padding} on both sides"
        )
    return (input_size + 2 * padding - kernel_size) // stride + 1


def check_convolution(images, kernels, bias, stride, padding):
    """Check what goes into a convolution, and complete it.

    Returns
    -------
    images, kernels, bias : numpy.ndarray of floats
        No bias becomes zeros.
    stride, padding : (int, int)
        For rows and columns.
    output_shape : (int, int, int, int)
        Shape (N, C_out, OH, OW) of the feature maps.

    Examples
    --------
    >>> kernels = np.ones((2, 1, 3, 3))
    >>> check_convolution(np.ones((1, 3, 4, 4)), kernels, None, 1, 0)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: kernels expect 1 input channel, but images have 3: images (1, 3, 4, 4), ...
    """
    images = check_not_empty(check_array(images, "images", axes="NCHW"), "images")
    axes = ("C_out", "C_in", "KH", "KW")
    kernels = check_not_empty(check_array(kernels, "kernels", axes=axes), "kernels")
    if bias is None:
        bias = np.zeros(len(kernels), kernels.dtype)
    bias = check_shape(check_array(bias, "bias"), (len(kernels),), "bias")
    stride = check_pair(stride, "stride", minimum=1)
    padding = check_pair(padding, "padding", minimum=0)
    count, channels, height, width = images.shape
    filters, kernel_channels, kernel_height, kernel_width = kernels.shape
    if channels != kernel_channels:
        plural = "" if kernel_channels == 1 else "s"
        raise ValueError(
            f"kernels expect {kernel_channels} input channel{plural}, but images have {channels}: "
            f"images {images.shape}, kernels {kernels.shape}"
        )
    padded = (height + 2 * padding[0], width + 2 * padding[1])
    if kernel_height > padded[0] or kernel_width > padded[1]:
        raise ValueError(
            f"kernels of {kernel_height}x{kernel_width} are larger than the padded images of "
            f"{padded[0]}x{padded[1]}: images {images.shape}, kernels {kernels.shape}, "
            f"padding {padding}"
        )
    rows = (padded[0] - kernel_height) // stride[0] + 1
    columns = (padded[1] - kernel_width) // stride[1] + 1
    return images, kernels, bias, stride, padding, (count, filters, rows, columns)


def check_grad_output(grad_output, output_shape):
    """Return ``grad_output`` as a float array if it has the shape of the forward's result.

    Examples
    --------
    >>> check_grad_output(np.ones((1, 2, 3, 3)), (1, 2, 4, 4))
    Traceback (most recent call last):
        ...
    ValueError: grad_output must have shape (1, 2, 4, 4), but has shape (1, 2, 3, 3)
    """
    return check_shape(check_array(grad_output, "grad_output"), output_shape, "grad_output")


def check_pooling(feature_maps, kernel_size, stride):
    """Check what goes into a pooling, and complete it; a stride of None is the kernel size.

    Returns
    -------
    feature_maps : numpy.ndarray of floats
    kernel_size, stride : (int, int)
        For rows and columns.
    output_shape : (int, int, int, int)
        Shape (N, C, OH, OW) of the pooled maps.

    Examples
    --------
    >>> check_pooling(np.ones((1, 1, 2, 5)), 3, None)
    Traceback (most recent call last):
        ...
    ValueError: windows of 3x3 are larger than the feature maps of 2x5: feature_maps (1, 1, 2, 5)
    """
    feature_maps = check_array(feature_maps, "feature_maps", axes="NCHW")
    check_not_empty(feature_maps, "feature_maps")
    kernel_size = check_pair(kernel_size, "kernel_size", minimum=1)
    stride = kernel_size if stride is None else check_pair(stride, "stride", minimum=1)
    count, channels, height, width = feature_maps.shape
    if kernel_size[0] > height or kernel_size[1] > width:
        raise ValueError(
            f"windows of {kernel_size[0]}x{kernel_size[1]} are larger than the feature maps of "
            f"{height}x{width}: feature_maps {feature_maps.shape}"
        )
    rows = (height - kernel_size[0]) // stride[0] + 1
    columns = (width - kernel_size[1]) // stride[1] + 1
    return feature_maps, kernel_size, stride, (count, channels, rows, columns)
