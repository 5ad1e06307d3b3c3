"""Image, feature map, ReLU and pooled map in one go, and which cells a pooling uses."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.convolution import conv2d
from cnn_helpers.neurons import relu
from cnn_helpers.pooling import avg_pool2d, max_pool2d

__all__ = ["Maps", "Operation", "layers", "unused_cells", "windows", "winners"]


class Operation(NamedTuple):
    """What is done to the image.

    Attributes
    ----------
    kernel : numpy.ndarray, shape (3, 3), or None
        None pools the image itself.
    padding : int
        Rings of zeros before the convolution.
    relu : bool
    pooling : {"max", "average"}
    kernel_size, stride : int
        Of the pooling.
    """

    kernel: np.ndarray | None
    padding: int
    relu: bool
    pooling: str
    kernel_size: int
    stride: int


class Maps(NamedTuple):
    """An image and what each layer makes of it, all (rows, columns) float64.

    Attributes
    ----------
    image, feature_map, activated, pooled : numpy.ndarray
        Without a kernel ``feature_map`` is the image; without ReLU ``activated`` is the map.
    """

    image: np.ndarray
    feature_map: np.ndarray
    activated: np.ndarray
    pooled: np.ndarray


def layers(image, operation):
    """Return all maps of an image (H, W).

    Examples
    --------
    >>> operation = Operation(None, 0, False, "max", 2, 2)
    >>> layers(np.array([[1.0, 2.0], [4.0, 3.0]]), operation).pooled
    array([[4.]])
    """
    feature_map = image
    if operation.kernel is not None:
        kernels = operation.kernel[None, None]
        feature_map = conv2d(image[None, None], kernels, padding=operation.padding)[0, 0]
    activated = relu(feature_map) if operation.relu else feature_map
    pool = max_pool2d if operation.pooling == "max" else avg_pool2d
    pooled = pool(activated[None, None], operation.kernel_size, operation.stride)[0, 0]
    return Maps(image, feature_map, activated, pooled)


def windows(array, operation):
    """Return the pooling's windows on an array, a view (OH, OW, kernel_size, kernel_size)."""
    size = (operation.kernel_size, operation.kernel_size)
    step = operation.stride
    return np.lib.stride_tricks.sliding_window_view(array, size)[::step, ::step]


def winners(activated, operation):
    """Return the cell that gave each maximum, the first in row order where several are equal.

    Returns
    -------
    numpy.ndarray of int, shape (OH, OW, 2)
        Row and column in ``activated``.

    Examples
    --------
    >>> operation = Operation(None, 0, False, "max", 2, 2)
    >>> winners(np.array([[0.0, 5.0], [5.0, 1.0]]), operation)[0, 0].tolist()
    [0, 1]
    """
    cells = windows(activated, operation)
    first = cells.reshape(*cells.shape[:2], -1).argmax(axis=-1)
    within = np.stack(np.divmod(first, operation.kernel_size), axis=-1)
    corners = np.stack(np.indices(first.shape), axis=-1) * operation.stride
    return corners + within


def unused_cells(shape, operation):
    """Return a mask, True for cells that no window covers: leftovers, or gaps of a long stride.

    Examples
    --------
    >>> unused_cells((3, 3), Operation(None, 0, False, "max", 2, 2)).astype(int).tolist()
    [[0, 0, 1], [0, 0, 1], [1, 1, 1]]
    """
    used = []
    for size in shape:
        index = np.arange(size)
        last_start = (size - operation.kernel_size) // operation.stride * operation.stride
        within = index % operation.stride < operation.kernel_size
        used.append(within & (index < last_start + operation.kernel_size))
    return ~np.logical_and.outer(*used)
