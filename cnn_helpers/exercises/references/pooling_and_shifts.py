"""Right answers to the exercises of notebook 07."""

import numpy as np

__all__ = ["avg_pool2d", "max_pool2d"]


def max_pool2d(feature_maps, kernel_size, stride=None):
    """Return the largest number of each window, channel by channel."""
    if stride is None:
        stride = kernel_size
    count, channels, height, width = feature_maps.shape
    rows = (height - kernel_size) // stride + 1
    columns = (width - kernel_size) // stride + 1
    pooled = np.zeros((count, channels, rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            window = feature_maps[:, :, top : top + kernel_size, left : left + kernel_size]
            pooled[:, :, row, column] = window.max(axis=(2, 3))
    return pooled


def avg_pool2d(feature_maps, kernel_size, stride=None):
    """Return the mean of each window, channel by channel."""
    if stride is None:
        stride = kernel_size
    count, channels, height, width = feature_maps.shape
    rows = (height - kernel_size) // stride + 1
    columns = (width - kernel_size) // stride + 1
    pooled = np.zeros((count, channels, rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            window = feature_maps[:, :, top : top + kernel_size, left : left + kernel_size]
            pooled[:, :, row, column] = window.mean(axis=(2, 3))
    return pooled
