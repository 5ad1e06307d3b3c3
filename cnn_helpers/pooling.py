"""Pooling: each window of a feature map becomes one number, its maximum or its mean.

Read :mod:`cnn_helpers.pooling_loops` first: it says what is computed, one window at a time. The
functions here compute the same for all windows at once.

Windows are never padded, and never partial: leftover rows and columns at the bottom and at the
right are dropped. Where windows overlap, a cell collects gradient from each window that it counts
in.
"""

from __future__ import annotations

import math

import numpy as np

from cnn_helpers.batch_last import computing_dtype, from_pixels, to_pixels
from cnn_helpers.geometry import check_grad_output, check_pooling
from cnn_helpers.pooling_loops import (
    avg_pool2d_backward_loops,
    avg_pool2d_loops,
    max_pool2d_backward_loops,
    max_pool2d_loops,
)

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


_LONG_STRETCH = 256  # numbers of a pixel

# Instead of going from window to window, we go from cell to cell of the window: the top left
# cells of all windows at once, then their right neighbours, and so on in row order. Each is a
# view with steps. The axes are (H, W, C, N) here: see cnn_helpers/batch_last.py.


def _all_cells(pixels, kernel_size, stride, output_shape):
    """Return the cells of all windows, one view: (OH, rows, OW, columns, C, N)."""
    (rows, columns), (height, width) = kernel_size, output_shape[2:]
    if stride == kernel_size:  # side by side
        if pixels.shape[:2] != (height * rows, width * columns):  # leftovers
            pixels = pixels[: height * rows, : width * columns]
        return pixels.reshape(height, rows, width, columns, *pixels.shape[2:])
    windows = np.lib.stride_tricks.sliding_window_view(
        pixels, kernel_size, axis=(0, 1), writeable=pixels.flags.writeable
    )
    return windows[:: stride[0], :: stride[1]].transpose(0, 4, 1, 5, 2, 3)


def _cell_by_cell(cells):
    rows, columns = cells.shape[1], cells.shape[3]
    return [cells[:, row, :, column] for row in range(rows) for column in range(columns)]


def _combine(function, cells):
    first, *others = _cell_by_cell(cells)
    result = function(first, others[0]) if others else first.copy()
    for cell in others[1:]:
        function(result, cell, out=result)
    return result


def _largest(cells):
    """Return the largest cell of each window."""
    # Measured: one call for all cells pays for long stretches, unless windows move by one column.
    if math.prod(cells.shape[4:]) >= _LONG_STRETCH and cells.strides[2] > cells.strides[3]:
        return np.maximum.reduce(cells, axis=(1, 3))
    return _combine(np.maximum, cells)


def _find_winners(cells, best):
    """Return for each cell of each window whether it is the first of the largest."""
    wins = cells >= best[:, np.newaxis, :, np.newaxis]
    has_nan = math.isnan(np.vdot(best, best))  # one fast pass
    if has_nan:  # not equal to itself
        wins |= np.isnan(cells)
    if has_nan or np.count_nonzero(wins) > best.size:  # a window may have several winners
        first, *others = _cell_by_cell(wins)
        taken = first.copy()
        for cell in others:
            np.greater(cell, taken, out=cell)  # stays True where no cell before was
            taken |= cell
    return wins


def find_maxima(maps, kernel_size, stride, output_shape):
    """Return what :func:`max_pool2d` gives for checked arguments, and which cells it came from.

    The latter is what ``pass_to_winners`` needs: one byte a cell, so a layer need not keep the
    feature maps.
    """
    cells = _all_cells(to_pixels(maps), kernel_size, stride, output_shape)
    best = _largest(cells)
    return from_pixels(best), _find_winners(cells, best)


def pass_to_winners(grad_output, wins, maps_shape, stride, dtype):
    """Return the gradient of max pooling, given which cells won.

    Multiplying by ones and zeros is many times faster than selecting with True and False.
    """
    grad_output = to_pixels(grad_output, dtype)
    count, channels, height, width = maps_shape
    output_height, rows, output_width, columns = wins.shape[:4]
    side_by_side = stride == (rows, columns)
    if side_by_side and (output_height * rows, output_width * columns) == (height, width):
        grad_cells = wins.astype(dtype)
        grad_cells *= grad_output[:, np.newaxis, :, np.newaxis]
        return from_pixels(grad_cells.reshape(height, width, channels, count))
    grad_pixels = np.zeros((height, width, channels, count), dtype)
    output_shape = count, channels, output_height, output_width
    grad_cells = _all_cells(grad_pixels, (rows, columns), stride, output_shape)
    for grad_cell, win in zip(*map(_cell_by_cell, (grad_cells, wins)), strict=True):
        grad_cell += grad_output * win
    return from_pixels(grad_pixels)


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
    cells = _all_cells(to_pixels(maps), kernel_size, stride, output_shape)
    return from_pixels(_largest(cells))


def max_pool2d_backward(grad_output, feature_maps, kernel_size, stride=None):
    """Return the gradient of max pooling: each window's gradient goes to the cell that won.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, OH, OW)
        Derivative of the loss by each pooled number.
    feature_maps, kernel_size, stride
        As they went into :func:`max_pool2d`.

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
    _, dtype = computing_dtype(grad_output, maps)
    _, wins = find_maxima(maps, kernel_size, stride, output_shape)
    return pass_to_winners(grad_output, wins, maps.shape, stride, dtype)


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
    cells = _all_cells(to_pixels(maps, dtype), kernel_size, stride, output_shape)
    means = _combine(np.add, cells) / math.prod(kernel_size)
    return from_pixels(means).astype(result_dtype, copy=False)


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
    share = to_pixels(grad_output, dtype) / math.prod(kernel_size)
    grad_pixels = np.zeros(maps.transpose(2, 3, 1, 0).shape, dtype)
    grad_cells = _all_cells(grad_pixels, kernel_size, stride, output_shape)
    for grad_cell in _cell_by_cell(grad_cells):
        grad_cell += share
    return from_pixels(grad_pixels).astype(result_dtype, copy=False)
