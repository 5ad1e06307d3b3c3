"""Convolution of one image, or of few: some rows of the output at a time.

:mod:`cnn_helpers.convolution` multiplies pixel by pixel, which pays where a pixel is that of many
images. Here the columns of a row take the images' place: a row of the output is one product,

    kernels (filters, lines)  @  lines (lines, output columns)

where a line is an image row, shifted to meet one column of the kernel. With few filters, several
rows of the output are one product. For that the kernels are written below each other, each time one
row later, with zeros around. Here for one filter whose rows are 1, 2 and 3:

    output row 0     1 2 3 0 0 0
    output row 1     0 1 2 3 0 0      @  the lines of six image rows
    output row 2     0 0 1 2 3 0
    output row 3     0 0 0 1 2 3
"""

from __future__ import annotations

import numpy as np

__all__ = ["convolve_rows", "rows_pay"]

_BLOCK_BYTES = 2**19
_HEIGHT_THAT_PAYS = 4  # of the matrix of kernels


def rows_pay(geometry):
    """Return whether the columns of the output outnumber the images by far."""
    count, _, _, output_width = geometry.output_shape
    return output_width >= 4 * count and geometry.dilation[0] == 1


def convolve_rows(images, kernels, bias, geometry):
    """Return the feature maps (N, filters, OH, OW) of images (N, C, H, W)."""
    _, filters, output_height, _ = geometry.output_shape
    together = min(-(-_HEIGHT_THAT_PAYS // filters), output_height)
    maps = _convolve(images, kernels, geometry, together)
    # Zero times NaN or infinity is NaN: then each row has to be done for itself.
    if together > 1 and not np.isfinite(np.vdot(maps, maps)):
        maps = _convolve(images, kernels, geometry, 1)
    if bias is not None:
        maps += bias[:, np.newaxis]
    return maps.transpose(0, 2, 1, 3)


def _convolve(images, kernels, geometry, together):
    count, filters, output_height, output_width = geometry.output_shape
    channels, kernel_height, kernel_width = kernels.shape[1:]
    stride, padding = geometry.stride, geometry.padding
    if padding != (0, 0):
        images = np.pad(images, [(0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2])
    reach = (together - 1) * stride[0] + kernel_height  # image rows for this many output rows
    matrix = np.zeros((together, filters, reach, kernel_width, channels), kernels.dtype)
    for row in range(together):
        first = row * stride[0]
        matrix[row, :, first : first + kernel_height] = kernels.transpose(0, 2, 3, 1)
    matrix = matrix.reshape(together * filters, -1)

    maps = np.empty((count, output_height, filters, output_width), kernels.dtype)
    row_bytes = kernel_width * channels * output_width * kernels.itemsize * stride[0]
    for rows in _blocks(output_height, together, row_bytes):
        groups = (rows.stop - rows.start) // together
        top, height = rows.start * stride[0], (groups - 1) * together * stride[0] + reach
        lines = np.empty((height, kernel_width, channels, output_width), kernels.dtype)
        row, _, line, item = lines.strides
        shape = groups, matrix.shape[1], output_width
        windows = np.ndarray(shape, lines.dtype, lines, 0, (together * stride[0] * row, line, item))
        for image, answer in zip(images, maps, strict=True):
            for column in range(kernel_width):
                left = column * geometry.dilation[1]
                columns = slice(left, left + (output_width - 1) * stride[1] + 1, stride[1])
                lines[:, column] = image[:, top : top + height, columns].swapaxes(0, 1)
            answers = answer[rows].reshape(groups, len(matrix), output_width)
            np.matmul(matrix, windows, out=answers)
    return maps


def _blocks(output_height, together, row_bytes):
    """Yield slices of output rows, multiples of ``together``; the last ones may be done twice."""
    step = max(1, _BLOCK_BYTES // (together * row_bytes)) * together
    end = output_height // together * together
    for first in range(0, end, step):
        yield slice(first, min(first + step, end))
    if end < output_height:
        yield slice(output_height - together, output_height)
