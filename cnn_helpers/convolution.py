"""Convolution of a batch of images, forward and backward, by matrix products.

Read :mod:`cnn_helpers.convolution_loops` first: it says what is computed, one window at a time.
:func:`conv2d` and :func:`conv2d_backward` compute the same numbers a few hundred times faster. The
picture below shows how.
"""

from __future__ import annotations

import math

import numpy as np

from cnn_helpers.batch_last import computing_dtype, from_rows, to_rows
from cnn_helpers.convolution_loops import conv2d_backward_loops, conv2d_loops
from cnn_helpers.geometry import check_convolution, check_grad_output, output_size

__all__ = ["conv2d", "conv2d_backward", "conv2d_backward_loops", "conv2d_loops", "output_size"]


# A feature-map cell is a sum of products over its window. All cells of one output row, of all
# filters and all images, are one matrix product:
#
#     kernels (filters, window size)  @  columns (window size, output columns x images)
#
# Each column holds the numbers under one window. Copying every window would take KH x KW times the
# memory of the images. Two thoughts make it cheap. Here for rows of five pixels, KH = 2 and KW = 3:
#
#     1. Stack each image row KW times, each time one pixel further. Each line is a plain copy of a
#        long stretch of memory, since the rows lie in batch-last order (cnn_helpers/batch_last.py).
#
#            image row 0:  a b c d e      stacked:  a b c     image row 1 likewise:  f g h
#                                                   b c d                            g h i
#                                                   c d e                            h i j
#
#     2. Stacks of successive rows follow each other in memory, so KH of them are the columns of one
#        output row. The next output row begins one stack later: a view of the same memory, no copy.
#
#            stack of row 0  \  columns of output row 0: the first column is a b c f g h,
#            stack of row 1  /  \                        the window at the top left
#            stack of row 2     /  columns of output row 1
#
# A few output rows are done at a time: their stacks stay in the processor's cache, and the extra
# memory stays small however large the images are.

_BLOCK_BYTES = 2**20


def _blocks(row_count, row_bytes, at_least=1):
    """Cut ``row_count`` rows into slices that need about ``_BLOCK_BYTES`` each."""
    step = max(at_least, _BLOCK_BYTES // row_bytes)
    return [slice(first, min(first + step, row_count)) for first in range(0, row_count, step)]


def _join_rows(stacks, height, step, count):
    """Return ``count`` windows of ``height`` successive rows, ``step`` rows apart, without a copy.

    ``stacks`` is contiguous and has the axes (rows, lines, length); the view has the axes
    (count, height * lines, length).
    """
    row_bytes, line_bytes, item_bytes = stacks.strides
    shape = (count, height * stacks.shape[1], stacks.shape[2])
    strides = (step * row_bytes, line_bytes, item_bytes)
    return np.ndarray(shape, stacks.dtype, buffer=stacks, strides=strides)


def _columns(rows, kernel_size, stride, padding, output_size):
    """Yield a few output rows as a slice, and their columns (output rows, KH * KW * C, OW * N)."""
    (kernel_height, kernel_width), (output_height, output_width) = kernel_size, output_size
    height, channels, width, count = rows.shape
    if padding != (0, 0):
        top, left = padding
        padded = np.zeros((height + 2 * top, channels, width + 2 * left, count), rows.dtype)
        padded[top : top + height, :, left : left + width] = rows
        rows = padded
    stack_shape = (kernel_width, channels, output_width, count)
    row_bytes = math.prod(stack_shape) * rows.itemsize * stride[0]
    for block in _blocks(output_height, row_bytes, at_least=kernel_height):
        top, bottom = block.start * stride[0], (block.stop - 1) * stride[0] + kernel_height
        stacks = np.empty((bottom - top, *stack_shape), rows.dtype)
        for shift in range(kernel_width):
            last = shift + (output_width - 1) * stride[1]
            stacks[:, shift] = rows[top:bottom, :, shift : last + 1 : stride[1]]
        stacks = stacks.reshape(bottom - top, kernel_width * channels, output_width * count)
        yield block, _join_rows(stacks, kernel_height, stride[0], block.stop - block.start)


def _forward(rows, kernels, bias, stride, padding, output_size):
    """Convolve rows (H, C_in, W, N) to feature maps (OH, C_out, OW, N)."""
    filters, _, *kernel_size = kernels.shape
    matrix = kernels.transpose(0, 2, 3, 1).reshape(filters, -1)
    maps = np.empty((output_size[0], filters, output_size[1] * rows.shape[3]), rows.dtype)
    for block, columns in _columns(rows, kernel_size, stride, padding, output_size):
        np.matmul(matrix, columns, out=maps[block])
        maps[block] += bias[:, np.newaxis]
    return maps.reshape(output_size[0], filters, output_size[1], rows.shape[3])


def _kernel_gradient(grad_maps, rows, kernel_size, stride, padding):
    """Return the kernels' gradient: to each weight, its pixels times their cells' gradients."""
    output_height, filters, output_width, count = grad_maps.shape
    grad_lines = grad_maps.reshape(output_height, filters, output_width * count)
    grad_matrix = np.zeros((math.prod(kernel_size) * rows.shape[1], filters), rows.dtype)
    output_size = output_height, output_width
    for block, columns in _columns(rows, kernel_size, stride, padding, output_size):
        grad_matrix += np.matmul(columns, grad_lines[block].transpose(0, 2, 1)).sum(axis=0)
    grad_kernels = grad_matrix.reshape(*kernel_size, rows.shape[1], filters)
    return np.ascontiguousarray(grad_kernels.transpose(3, 2, 0, 1))


def _image_gradient(grad_maps, kernels, image_size, stride, padding):
    """Return the gradient by the rows (H, C_in, W, N): the same trick, the other way round.

    Image row ``r`` was under the last kernel row for one output row, under the last but one for
    the next, and so on. So KH successive gradient rows, times the kernels with their rows in
    reverse, give the gradient of row ``r``'s stack. Unstacking adds the shifted copies up where
    they came from.
    """
    output_height, filters, output_width, count = grad_maps.shape
    _, channels, kernel_height, kernel_width = kernels.shape
    (height, width), length = image_size, output_width * count
    # Zero rows stand in where a kernel hangs over the border, and where a stride left rows out.
    spread_height = height + 2 * padding[0] + kernel_height - 1
    spread = np.zeros((spread_height, filters, length), grad_maps.dtype)
    last = kernel_height - 1 + (output_height - 1) * stride[0]
    grad_lines = grad_maps.reshape(output_height, filters, length)
    spread[kernel_height - 1 : last + 1 : stride[0]] = grad_lines
    windows = _join_rows(spread[padding[0] :], kernel_height, 1, height)
    reverse = kernels[:, :, ::-1].transpose(3, 1, 2, 0)
    matrix = reverse.reshape(kernel_width * channels, kernel_height * filters)

    stack_shape = (kernel_width, channels, output_width, count)
    grad_rows = np.zeros((height, channels, width + 2 * padding[1], count), grad_maps.dtype)
    for block in _blocks(height, math.prod(stack_shape) * grad_maps.itemsize):
        grad_stacks = np.matmul(matrix, windows[block]).reshape(-1, *stack_shape)
        for shift in range(kernel_width):
            last = shift + (output_width - 1) * stride[1]
            grad_rows[block, :, shift : last + 1 : stride[1]] += grad_stacks[:, shift]
    return grad_rows[:, :, padding[1] : padding[1] + width]


def conv2d(images, kernels, bias=None, *, stride=1, padding=0):
    """Slide each kernel over each image: the feature maps.

    Parameters
    ----------
    images : array_like, shape (N, C_in, H, W)
        A batch of images, any values.
    kernels : array_like, shape (C_out, C_in, KH, KW)
        One kernel a filter; it spans all input channels.
    bias : array_like, shape (C_out,), optional
        Added once to each cell of the filter's feature map.
    stride : int or (rows, columns)
        Step between windows. Pixels that no full step reaches are not used.
    padding : int or (rows, columns)
        Zeros added on both sides.

    Returns
    -------
    numpy.ndarray, shape (N, C_out, OH, OW)
        New memory. :func:`output_size` tells OH and OW. The dtype is the widest of the arguments;
        integers count as float64. NaN passes through.

    Raises
    ------
    ValueError
        If shapes don't fit, the batch is empty, or stride or padding is out of range.

    Examples
    --------
    >>> step = np.array([[[[0, 0, 1, 1]]]])
    >>> conv2d(step, [[[[-1, 1]]]], bias=[10])
    array([[[[10., 11., 10.]]]])
    """
    images, kernels, bias, stride, padding, output_shape = check_convolution(
        images, kernels, bias, stride, padding
    )
    dtype, result_dtype = computing_dtype(images, kernels, bias)
    rows, kernels = to_rows(images, dtype), kernels.astype(dtype, copy=False)
    maps = _forward(rows, kernels, bias.astype(dtype), stride, padding, output_shape[2:])
    return from_rows(maps).astype(result_dtype, copy=False)


def conv2d_backward(grad_output, images, kernels, *, stride=1, padding=0, input_gradient=True):
    """Return the gradients of a convolution by its images, its kernels and its bias.

    Parameters
    ----------
    grad_output : array_like, shape (N, C_out, OH, OW)
        Derivative of the loss by each cell that :func:`conv2d` gave.
    images, kernels, stride, padding
        As they went into :func:`conv2d`.
    input_gradient : bool
        False saves the work for ``grad_images`` and gives None for it: a network's first layer has
        nobody to hand it to.

    Returns
    -------
    grad_images, grad_kernels, grad_bias : numpy.ndarray
        New memory, with the shapes of images, kernels and bias. Sums, not means, over the batch.

    Raises
    ------
    ValueError
        As :func:`conv2d`, and if ``grad_output`` has not the shape of its result.

    Examples
    --------
    >>> images, kernels = np.array([[[[5.0, 7.0, 9.0]]]]), np.array([[[[2.0, 3.0]]]])
    >>> conv2d_backward(np.ones((1, 1, 1, 2)), images, kernels)
    (array([[[[2., 5., 3.]]]]), array([[[[12., 16.]]]]), array([2.]))
    """
    images, kernels, _, stride, padding, output_shape = check_convolution(
        images, kernels, None, stride, padding
    )
    grad_output = check_grad_output(grad_output, output_shape)
    dtype, result_dtype = computing_dtype(grad_output, images, kernels)
    grad_maps, rows = to_rows(grad_output, dtype), to_rows(images, dtype)
    kernels = kernels.astype(dtype, copy=False)
    grad_images = None
    if input_gradient:
        grad_rows = _image_gradient(grad_maps, kernels, images.shape[2:], stride, padding)
        grad_images = from_rows(grad_rows).astype(result_dtype, copy=False)
    grad_kernels = _kernel_gradient(grad_maps, rows, kernels.shape[2:], stride, padding)
    grad_bias = np.einsum("hfwn->f", grad_maps)
    return grad_images, grad_kernels.astype(result_dtype), grad_bias.astype(result_dtype)
