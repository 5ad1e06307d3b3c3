"""Pooling of a batch of feature maps, one window at a time.

Read these functions: they say what is computed. :mod:`cnn_helpers.pooling` computes the same for
all windows at once.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.batch_last import computing_dtype
from cnn_helpers.geometry import check_grad_output, check_pooling

__all__ = [
    "avg_pool2d_backward_loops",
    "avg_pool2d_loops",
    "max_pool2d_backward_loops",
    "max_pool2d_loops",
]


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
    """Compute ``max_pool2d`` with a loop for every axis of the result.

    Examples
    --------
    >>> max_pool2d_loops([[[[1, 2, 5], [4, 3, 6]]]], 2)
    array([[[[4.]]]])
    """
    return _pool_loops(np.max, feature_maps, kernel_size, stride)


def avg_pool2d_loops(feature_maps, kernel_size, stride=None):
    """Compute ``avg_pool2d`` with a loop for every axis of the result.

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
    """Compute ``max_pool2d_backward`` with a loop for every axis of ``grad_output``.

    Examples
    --------
    >>> max_pool2d_backward_loops([[[[10]]]], [[[[4, 2], [3, 4]]]], 2)
    array([[[[10.,  0.],
             [ 0.,  0.]]]])
    """
    return _pool_backward_loops(_to_first_maximum, grad_output, feature_maps, kernel_size, stride)


def avg_pool2d_backward_loops(grad_output, feature_maps, kernel_size, stride=None):
    """Compute ``avg_pool2d_backward`` with a loop for every axis of ``grad_output``.

    Examples
    --------
    >>> avg_pool2d_backward_loops([[[[10]]]], [[[[4, 2], [3, 4]]]], 2)
    array([[[[2.5, 2.5],
             [2.5, 2.5]]]])
    """
    return _pool_backward_loops(_equal_shares, grad_output, feature_maps, kernel_size, stride)
