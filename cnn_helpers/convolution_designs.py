"""One convolution in five designs, from plain loops to what this package does inside.

Each takes images (N, C, H, W) and kernels (F, C, KH, KW) and returns the feature maps (N, F, OH,
OW): stride 1, no padding, no bias, nothing checked. They compute the same numbers. Only the order
of the work and the way of the numbers through memory differ, and with them the time. Notebook 14
tells their story; :func:`cnn_helpers.convolution.conv2d` is the one to use.

Examples
--------
>>> images, kernels = np.array([[[[0.0, 0, 1, 1]]]]), np.array([[[[-1.0, 1]]]])
>>> by_loops(images, kernels), by_batch_last(images, kernels)
(array([[[[0., 1., 0.]]]]), array([[[[0., 1., 0.]]]]))
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

__all__ = [
    "DESIGNS",
    "by_batch_last",
    "by_im2col",
    "by_loops",
    "by_slices",
    "by_windows",
    "maps_shape",
    "overlapping_windows",
    "stack_rows",
    "window_rows",
]


def maps_shape(images, kernels):
    """Return the shape of the feature maps, (N, F, OH, OW).

    Examples
    --------
    >>> maps_shape(np.zeros((2, 3, 6, 7)), np.zeros((4, 3, 3, 2)))
    (2, 4, 4, 6)
    """
    count, _, height, width = images.shape
    filters, _, kernel_height, kernel_width = kernels.shape
    return count, filters, height - kernel_height + 1, width - kernel_width + 1


def by_loops(images, kernels):
    """Loop over everything: one multiplication at a time."""
    maps = np.zeros(maps_shape(images, kernels), images.dtype)
    for image, filter_, row, column in np.ndindex(maps.shape):
        for channel, i, j in np.ndindex(kernels.shape[1:]):
            pixel = images[image, channel, row + i, column + j]
            maps[image, filter_, row, column] += pixel * kernels[filter_, channel, i, j]
    return maps


def by_windows(images, kernels):
    """Loop over the cells of a map: the windows there, of all images, meet all kernels at once."""
    maps = np.empty(maps_shape(images, kernels), images.dtype)
    windows = sliding_window_view(images, kernels.shape[2:], axis=(2, 3))
    weights = kernels.reshape(len(kernels), -1).T
    for row, column in np.ndindex(maps.shape[2:]):
        window = windows[:, :, row, column].reshape(len(images), -1)
        maps[:, :, row, column] = window @ weights
    return maps


def by_slices(images, kernels):
    """Loop over the cells of the kernel: each meets one slice of the images, shifted."""
    maps = np.zeros(maps_shape(images, kernels), images.dtype)
    height, width = maps.shape[2:]
    for i, j in np.ndindex(kernels.shape[2:]):
        pixels = images[:, :, i : i + height, j : j + width].reshape(*images.shape[:2], -1)
        maps += (kernels[:, :, i, j] @ pixels).reshape(maps.shape)
    return maps


def window_rows(images, kernel_shape):
    """Copy every window into a row of one matrix: (N * OH * OW, C * KH * KW).

    Examples
    --------
    >>> window_rows(np.arange(4.0).reshape(1, 1, 1, 4), (1, 2)).tolist()
    [[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]]
    """
    windows = sliding_window_view(images, kernel_shape, axis=(2, 3))
    count, _, height, width, _, _ = windows.shape
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(count * height * width, -1)


def by_im2col(images, kernels):
    """Copy every window into a row, and multiply all rows with all kernels at once."""
    count, filters, height, width = maps_shape(images, kernels)
    rows = window_rows(images, kernels.shape[2:])
    products = rows @ kernels.reshape(filters, -1).T
    return products.reshape(count, height, width, filters).transpose(0, 3, 1, 2)


def stack_rows(images, kernel_height):
    """Copy the KH image rows under each output row onto one stack: (OH, W, KH, C, N).

    Examples
    --------
    >>> images = np.arange(8).reshape(1, 1, 2, 4)
    >>> stack_rows(images, 2).ravel().tolist()
    [0, 4, 1, 5, 2, 6, 3, 7]
    """
    pixels = images.transpose(2, 3, 1, 0)  # (H, W, C, N)
    rows = sliding_window_view(pixels, kernel_height, axis=0)  # (OH, W, C, N, KH)
    return np.ascontiguousarray(rows.transpose(0, 1, 4, 2, 3))


def overlapping_windows(stacks, kernel_width):
    """Look at KW columns of the stacks at a time: (OH, OW, KW * KH * C, N), and copy nothing."""
    windows = sliding_window_view(stacks, kernel_width, axis=1)  # (OH, OW, KH, C, N, KW)
    height, width, _, _, count, _ = windows.shape
    return windows.transpose(0, 1, 5, 2, 3, 4).reshape(height, width, -1, count)


def by_batch_last(images, kernels):
    """Multiply the kernels with the window at each pixel, for all images of the batch at once."""
    _, _, kernel_height, kernel_width = kernels.shape
    windows = overlapping_windows(stack_rows(images, kernel_height), kernel_width)
    matrix = kernels.transpose(0, 3, 2, 1).reshape(len(kernels), -1)
    return (matrix @ windows).transpose(3, 2, 0, 1)


DESIGNS = {
    "loops": "by_loops",
    "windows": "by_windows",
    "slices": "by_slices",
    "im2col": "by_im2col",
    "batch last": "by_batch_last",
}
"""Name of each design's function, so that grading can withhold it. The first is the slowest."""
