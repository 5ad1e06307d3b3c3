"""Convolution of one image, or of few: one product for each row of the output.

:mod:`cnn_helpers.convolution` multiplies pixel by pixel, which pays where a pixel is that of many
images. Here the columns of a row take the images' place:

    kernels (filters, lines)  @  lines (lines, output columns)  =  a row of the feature maps

A line is an image row, shifted to meet one column of the kernels. The lines of one image row are
copied below each other; those of KH successive rows then lie in memory in one piece, and the next
output row's begin one image row later: again a view, nothing is copied twice.
"""

from __future__ import annotations

import numpy as np

__all__ = ["convolve_rows", "rows_pay"]

_BLOCK_BYTES = 2**18


def rows_pay(geometry):
    """Return whether the columns of the output outnumber the images by far."""
    count, _, _, output_width = geometry.output_shape
    return output_width >= 4 * count and geometry.dilation[0] == 1


def convolve_rows(images, kernels, bias, geometry):
    """Return the feature maps (N, filters, OH, OW) of images (N, C, H, W)."""
    count, filters, output_height, output_width = geometry.output_shape
    channels, kernel_height, kernel_width = kernels.shape[1:]
    stride, padding = geometry.stride, geometry.padding
    if padding != (0, 0):
        images = np.pad(images, [(0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2])
    images = np.ascontiguousarray(images)
    _, plane, row, item = images.strides
    line_shape = images.shape[2], kernel_width, channels, output_width
    line_strides = row, geometry.dilation[1] * item, plane, stride[1] * item

    matrix = kernels.transpose(0, 2, 3, 1).reshape(filters, -1)
    maps = np.empty((count, output_height, filters, output_width), images.dtype)
    step = max(1, _BLOCK_BYTES // (kernel_width * channels * output_width * item * stride[0]))
    step = min(step, output_height)
    # One piece of memory for all copies: it is still in the processor's cache for the next ones.
    copied = np.empty(((step - 1) * stride[0] + kernel_height, *line_shape[1:]), images.dtype)
    joined = _join(copied, kernel_height, stride[0], step)
    for image, answer in zip(images, maps, strict=True):
        lines = np.ndarray(line_shape, images.dtype, image, 0, line_strides)
        for first in range(0, output_height, step):
            answers = answer[first : first + step]
            top, rows = first * stride[0], (len(answers) - 1) * stride[0] + kernel_height
            copied[:rows] = lines[top : top + rows]
            np.matmul(matrix, joined[: len(answers)], out=answers)
    if bias is not None:
        maps += bias[:, np.newaxis]
    return maps.transpose(0, 2, 1, 3)


def _join(lines, height, step, count):
    """Return the lines of ``height`` rows as one matrix, for ``count`` output rows: a view."""
    _, kernel_width, channels, length = lines.shape
    row, _, line, item = lines.strides
    shape, strides = (count, height * kernel_width * channels, length), (step * row, line, item)
    return np.ndarray(shape, lines.dtype, lines, 0, strides)
