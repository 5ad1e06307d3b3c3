"""Pooling: each window of a feature map becomes one number, its maximum or its mean.

Read the ``_loops`` functions first: they say what is computed. The others compute the same, for all
windows at once.

Windows are never padded, and never partial: leftover rows and columns at the bottom and at the
right are dropped. Where windows overlap, a cell collects gradient from each window that it counts
in.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.batch_last import computing_dtype, from_pixels, to_pixels
from cnn_helpers.geometry import check_grad_output, check_pooling

__all__ = [
    "avg_pool2d",
    "avg_pool2d_backward",
    "avg_pool2d_backward_loops",
    "avg_pool2d_loops",
    "max_pool2d",
    "max_pool2d_backward",
    "max_pool2d_backward_loops",
    "max_pool2d_loops",
]


# ------------------------------------------------------------------------- to read: plain loops


def _windows(output_shape, kernel_size, stride):
    """Yield the position of each result, and the position of the window that it comes from."""
    for image in range(output_shape[0]):
        for channel in range(output_shape[1]):
            for row in range(output_shape[2]):
                for column in range(output_shape[3]):
                    top, left = row * stride[0], column * stride[1]
                    rows = slice(top, top + kernel_size[0])
                    columns = slice(left, left + kernel_size[1])
                    yield (image, channel, row, column), (image, channel, rows, columns)


def _pool_loops(pool, feature_maps, kernel_size, stride):
    maps, kernel_size, stride, output_shape = check_pooling(feature_maps, kernel_size, stride)
    pooled = np.empty(output_shape, maps.dtype)
    for position, window in _windows(output_shape, kernel_size, stride):
        pooled[position] = pool(maps[window])
    return pooled


def max_pool2d_loops(feature_maps, kernel_size, stride=None):
    """Compute :func:`max_pool2d` with a loop for every axis of the result.

    Examples
    --------
    >>> max_pool2d_loops([[[[1, 2, 5], [4, 3, 6]]]], 2)
    array([[[[4.]]]])
    """
    return _pool_loops(np.max, feature_maps, kernel_size, stride)


def avg_pool2d_loops(feature_maps, kernel_size, stride=None):
    """Compute :func:`avg_pool2d` with a loop for every axis of the result.

    Examples
    --------
    >>> avg_pool2d_loops([[[[1, 2, 5], [4, 3, 6]]]], 2)
    array([[[[2.5]]]])
    """
    return _pool_loops(np.mean, feature_maps, kernel_size, stride)


def _pool_backward_loops(shares, grad_output, feature_maps, kernel_size, stride):
    maps, kernel_size, stride, output_shape = check_pooling(feature_maps, kernel_size, stride)
    grad_output = check_grad_output(grad_output, output_shape)
    dtype, result_dtype = computing_dtype(grad_output, maps)
    grad_maps = np.zeros(maps.shape, dtype)
    for position, window in _windows(output_shape, kernel_size, stride):
        grad_maps[window] += grad_output[position] * shares(maps[window])
    return grad_maps.astype(result_dtype, copy=False)


def _to_first_maximum(window):
    shares = np.zeros(window.shape)
    shares.flat[window.argmax()] = 1  # argmax counts in row order and takes the first
    return shares


def _equal_shares(window):
    return np.full(window.shape, 1 / window.size)


def max_pool2d_backward_loops(grad_output, feature_maps, kernel_size, stride=None):
    """Compute :func:`max_pool2d_backward` with a loop for every axis of ``grad_output``.

    Examples
    --------
    >>> max_pool2d_backward_loops([[[[10]]]], [[[[4, 2], [3, 4]]]], 2)
    array([[[[10.,  0.],
             [ 0.,  0.]]]])
    """
    return _pool_backward_loops(_to_first_maximum, grad_output, feature_maps, kernel_size, stride)


def avg_pool2d_backward_loops(grad_output, feature_maps, kernel_size, stride=None):
    """Compute :func:`avg_pool2d_backward` with a loop for every axis of ``grad_output``.

    Examples
    --------
    >>> avg_pool2d_backward_loops([[[[10]]]], [[[[4, 2], [3, 4]]]], 2)
    array([[[[2.5, 2.5],
             [2.5, 2.5]]]])
    """
    return _pool_backward_loops(_equal_shares, grad_output, feature_maps, kernel_size, stride)


# ---------------------------------------------------------------- to use: all windows at once

# Instead of going from window to window, we go from cell to cell of the window: the top left
# cells of all windows at once, then their right neighbours, and so on in row order. Each is a
# slice with steps. The axes are (H, W, C, N) here: see cnn_helpers/batch_last.py.


def _cells(pixels, kernel_size, stride, output_shape):
    """Return a view for each cell of the window, in row order: that cell in all windows."""
    height = (output_shape[2] - 1) * stride[0] + 1
    width = (output_shape[3] - 1) * stride[1] + 1
    return [
        pixels[top : top + height : stride[0], left : left + width : stride[1]]
        for top in range(kernel_size[0])
        for left in range(kernel_size[1])
    ]


def _combine(function, cells):
    result = function(cells[0], cells[1]) if len(cells) > 1 else cells[0].copy()
    for cell in cells[2:]:
        function(result, cell, out=result)
    return result


def max_pool2d(feature_maps, kernel_size, stride=None):
    """Return the maximum of each window.

    Parameters
    ----------
    feature_maps : array_like, shape (N, C, H, W)
        Any values. NaN wins over every number.
    kernel_size : int or (rows, columns)
        Size of the window.
    stride : int or (rows, columns), optional
        Step between windows; None means ``kernel_size``, so that windows lie side by side.

    Returns
    -------
    numpy.ndarray, shape (N, C, OH, OW)
        New memory, OH = (H - rows) // stride + 1 and OW likewise. Floats keep their dtype, integers
        become float64.

    Raises
    ------
    ValueError
        If a window is larger than the feature maps, the batch is empty or a number is out of range.

    Examples
    --------
    >>> max_pool2d([[[[1, 2, 5], [4, 3, 6]]]], 2)
    array([[[[4.]]]])
    >>> max_pool2d([[[[1, 2, 5], [4, 3, 6]]]], 2, stride=1)
    array([[[[4., 6.]]]])
    """
    maps, kernel_size, stride, output_shape = check_pooling(feature_maps, kernel_size, stride)
    cells = _cells(to_pixels(maps), kernel_size, stride, output_shape)
    return from_pixels(_combine(np.maximum, cells))


def max_pool2d_backward(grad_output, feature_maps, kernel_size, stride=None, *, pooled=None):
    """Return the gradient of max pooling: each window's gradient goes to the cell that won.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, OH, OW)
        Derivative of the loss by each pooled number.
    feature_maps, kernel_size, stride
        As they went into :func:`max_pool2d`.
    pooled : numpy.ndarray, optional
        What :func:`max_pool2d` gave for them, if it is at hand: saves finding the maxima again.

    Returns
    -------
    numpy.ndarray, shape (N, C, H, W)
        New memory. Of several equal maxima the first in row order has the whole gradient; where
        there is NaN, the first NaN.

    Raises
    ------
    ValueError
        As :func:`max_pool2d`, and if ``grad_output`` has not the shape of its result.

    Examples
    --------
    >>> max_pool2d_backward([[[[10]]]], [[[[4, 2], [3, 4]]]], 2)
    array([[[[10.,  0.],
             [ 0.,  0.]]]])
    """
    maps, kernel_size, stride, output_shape = check_pooling(feature_maps, kernel_size, stride)
    grad_output = check_grad_output(grad_output, output_shape)
    _, result_dtype = computing_dtype(grad_output, maps)
    pixels, grad_output = to_pixels(maps), to_pixels(grad_output, result_dtype)
    cells = _cells(pixels, kernel_size, stride, output_shape)
    best = _combine(np.maximum, cells) if pooled is None else to_pixels(pooled)
    some_nan = np.isnan(np.vdot(best, best))  # one fast pass
    overlap = stride[0] < kernel_size[0] or stride[1] < kernel_size[1]
    grad_pixels = np.zeros(pixels.shape, result_dtype)
    grad_cells = _cells(grad_pixels, kernel_size, stride, output_shape)
    still_open = True  # later an array: the windows whose winner is not found yet
    for cell, grad_cell in zip(cells, grad_cells, strict=True):
        wins = cell == best
        if some_nan:
            wins |= np.isnan(cell)
        if still_open is not True:
            wins &= still_open
        still_open = still_open ^ wins
        # Multiplying by the mask is many times faster than selecting with it.
        if overlap:
            grad_cell += grad_output * wins
        else:
            np.multiply(grad_output, wins, out=grad_cell)
    return from_pixels(grad_pixels)


def avg_pool2d(feature_maps, kernel_size, stride=None):
    """Return the mean of each window.

    Parameters
    ----------
    feature_maps : array_like, shape (N, C, H, W)
        Any values; NaN passes through.
    kernel_size, stride
        As for :func:`max_pool2d`.

    Returns
    -------
    numpy.ndarray, shape (N, C, OH, OW)
        New memory, size and dtype as for :func:`max_pool2d`.

    Raises
    ------
    ValueError
        As :func:`max_pool2d`.

    Examples
    --------
    >>> avg_pool2d([[[[1, 2, 5], [4, 3, 6]]]], 2, stride=1)
    array([[[[2.5, 4. ]]]])
    """
    maps, kernel_size, stride, output_shape = check_pooling(feature_maps, kernel_size, stride)
    dtype, result_dtype = computing_dtype(maps)
    cells = _cells(to_pixels(maps, dtype), kernel_size, stride, output_shape)
    return from_pixels(_combine(np.add, cells) / len(cells)).astype(result_dtype, copy=False)


def avg_pool2d_backward(grad_output, feature_maps, kernel_size, stride=None):
    """Return the gradient of average pooling: each window's gradient in equal shares.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, OH, OW)
        Derivative of the loss by each pooled number.
    feature_maps, kernel_size, stride
        As they went into :func:`avg_pool2d`. Only the shape of ``feature_maps`` matters.

    Returns
    -------
    numpy.ndarray, shape (N, C, H, W)
        New memory.

    Raises
    ------
    ValueError
        As :func:`avg_pool2d`, and if ``grad_output`` has not the shape of its result.

    Examples
    --------
    >>> avg_pool2d_backward([[[[10]]]], [[[[4, 2], [3, 4]]]], 2)
    array([[[[2.5, 2.5],
             [2.5, 2.5]]]])
    """
    maps, kernel_size, stride, output_shape = check_pooling(feature_maps, kernel_size, stride)
    grad_output = check_grad_output(grad_output, output_shape)
    dtype, result_dtype = computing_dtype(grad_output, maps)
    share = to_pixels(grad_output, dtype) / (kernel_size[0] * kernel_size[1])
    grad_pixels = np.zeros(maps.transpose(2, 3, 1, 0).shape, dtype)
    for grad_cell in _cells(grad_pixels, kernel_size, stride, output_shape):
        grad_cell += share
    return from_pixels(grad_pixels).astype(result_dtype, copy=False)
