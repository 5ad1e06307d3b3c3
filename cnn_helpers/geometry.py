"""How many positions a window has, and what may go into a convolution or a pooling.

Complaints name the shapes that came beside those that would fit.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cnn_helpers.validation import (
    check_array,
    check_non_negative_int,
    check_pair,
    check_positive_int,
    check_shape,
)

__all__ = [
    "ConvolutionGeometry",
    "check_convolution",
    "check_grad_output",
    "check_pooling",
    "convolution_geometry",
    "output_size",
    "pooled_shape",
]


def output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Return how many positions a kernel has along one axis: rows, or columns.

    Parameters
    ----------
    input_size, kernel_size : int
        Pixels along this axis, at least 1.
    stride : int
        Step between positions. Pixels that no full step reaches are left over and not used.
    padding : int
        Zeros added at each of the two ends.
    dilation : int
        Step between the pixels under the kernel.

    Returns
    -------
    int
        ``(input_size + 2 * padding - reach) // stride + 1``, where a kernel reaches over
        ``(kernel_size - 1) * dilation + 1`` pixels.

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
    reach = (kernel_size - 1) * check_positive_int(dilation, "dilation") + 1
    if reach > input_size + 2 * padding:
        spread = "" if dilation == 1 else f" with dilation {dilation}"
        raise ValueError(
            f"kernel_size {kernel_size}{spread} is larger than the padded input: "
            f"input_size {input_size}, padding {padding} on both sides"
        )
    return (input_size + 2 * padding - reach) // stride + 1


class ConvolutionGeometry(NamedTuple):
    """The sizes that a convolution works with; each pair is for rows and columns."""

    images_shape: tuple
    kernels_shape: tuple
    kernel_size: tuple
    stride: tuple
    padding: tuple
    dilation: tuple
    output_size: tuple
    output_shape: tuple


def check_convolution(images, kernels, bias, stride, padding, dilation):
    """Check what goes into a convolution.

    Returns
    -------
    images, kernels, bias : numpy.ndarray of floats
        The bias may be None.
    geometry : ConvolutionGeometry

    Examples
    --------
    >>> import numpy as np
    >>> kernels = np.ones((2, 1, 3, 3))
    >>> check_convolution(np.ones((1, 3, 4, 4)), kernels, None, 1, 0, 1)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: kernels expect 1 input channel, but images have 3: images (1, 3, 4, 4), ...
    """
    images = check_array(images, "images", axes="NCHW")
    kernels = check_array(kernels, "kernels", axes=("C_out", "C_in", "KH", "KW"))
    geometry = convolution_geometry(
        images.shape,
        kernels.shape,
        check_pair(stride, "stride", minimum=1),
        check_pair(padding, "padding", minimum=0),
        check_pair(dilation, "dilation", minimum=1),
    )
    if bias is not None:
        bias = check_shape(check_array(bias, "bias"), kernels.shape[:1], "bias")
    return images, kernels, bias, geometry


# A network asks the same again and again: the answers are remembered.
@lru_cache(maxsize=1024)
def convolution_geometry(images_shape, kernels_shape, stride, padding, dilation):
    """Return the geometry of a convolution, or say which shapes don't fit; settings are pairs.

    Examples
    --------
    >>> convolution_geometry((9, 1, 28, 28), (6, 1, 5, 5), (1, 1), (0, 0), (1, 1)).output_shape
    (9, 6, 24, 24)
    """
    for shape, name in ((images_shape, "images"), (kernels_shape, "kernels")):
        if 0 in shape:
            raise ValueError(f"{name} must not be empty, but have shape {shape}")
    count, channels, *image_size = images_shape
    filters, kernel_channels, *kernel_size = kernels_shape
    shapes = f"images {images_shape}, kernels {kernels_shape}"
    if channels != kernel_channels:
        plural = "" if kernel_channels == 1 else "s"
        raise ValueError(
            f"kernels expect {kernel_channels} input channel{plural}, but images have {channels}: "
            f"{shapes}"
        )
    padded = [size + 2 * pad for size, pad in zip(image_size, padding, strict=True)]
    reach = [(size - 1) * step + 1 for size, step in zip(kernel_size, dilation, strict=True)]
    if reach[0] > padded[0] or reach[1] > padded[1]:
        spread = "" if dilation == (1, 1) else f", dilation {dilation}"
        raise ValueError(
            f"kernels of {reach[0]}x{reach[1]} are larger than the padded images of "
            f"{padded[0]}x{padded[1]}: {shapes}, padding {padding}{spread}"
        )
    rows, columns = ((padded[axis] - reach[axis]) // stride[axis] + 1 for axis in (0, 1))
    return ConvolutionGeometry(
        images_shape=images_shape,
        kernels_shape=kernels_shape,
        kernel_size=tuple(kernel_size),
        stride=stride,
        padding=padding,
        dilation=dilation,
        output_size=(rows, columns),
        output_shape=(count, filters, rows, columns),
    )


def check_grad_output(grad_output, output_shape):
    """Return ``grad_output`` as a float array if it has the shape of the forward's result.

    Examples
    --------
    >>> import numpy as np
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
    >>> import numpy as np
    >>> check_pooling(np.ones((1, 1, 2, 5)), 3, None)
    Traceback (most recent call last):
        ...
    ValueError: windows of 3x3 are larger than the feature maps of 2x5: feature_maps (1, 1, 2, 5)
    """
    feature_maps = check_array(feature_maps, "feature_maps", axes="NCHW")
    kernel_size = check_pair(kernel_size, "kernel_size", minimum=1)
    stride = kernel_size if stride is None else check_pair(stride, "stride", minimum=1)
    return feature_maps, kernel_size, stride, pooled_shape(feature_maps.shape, kernel_size, stride)


@lru_cache(maxsize=1024)
def pooled_shape(maps_shape, kernel_size, stride):
    """Return the shape of pooled maps, or say what doesn't fit; settings are pairs.

    Examples
    --------
    >>> pooled_shape((9, 6, 28, 28), (2, 2), (2, 2))
    (9, 6, 14, 14)
    """
    if 0 in maps_shape:
        raise ValueError(f"feature_maps must not be empty, but have shape {maps_shape}")
    count, channels, height, width = maps_shape
    if kernel_size[0] > height or kernel_size[1] > width:
        raise ValueError(
            f"windows of {kernel_size[0]}x{kernel_size[1]} are larger than the feature maps of "
            f"{height}x{width}: feature_maps {maps_shape}"
        )
    rows = (height - kernel_size[0]) // stride[0] + 1
    columns = (width - kernel_size[1]) // stride[1] + 1
    return count, channels, rows, columns
