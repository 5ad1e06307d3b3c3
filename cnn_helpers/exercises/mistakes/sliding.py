"""Ways to slide a kernel over an image, each with one thing wrong; see ``filters``."""

from __future__ import annotations

import numpy as np

__all__ = [
    "counts_swapped",
    "first_cell_only",
    "first_row_only",
    "fixed_sizes",
    "full",
    "kernel_steps",
    "kernel_steps_in_a_full_map",
    "kernel_steps_in_place",
    "kernel_steps_off_the_image",
    "last_places_left_at_zero",
    "last_product",
    "on_a_sheet",
    "one_short",
    "padded_at_the_end",
    "same_size",
    "same_window_everywhere",
    "shape_swapped",
    "sizes_swapped",
    "slide",
    "sum_of_products",
    "too_small_a_map",
    "window_crossed",
    "window_swapped",
]


def slide(image, kernel, *, answer=None, shape=None, steps=(1, 1), dtype=float):
    """Slide as the reference does; each mistake changes one thing."""
    kernel_height, kernel_width = kernel.shape
    if shape is None:
        shape = (image.shape[0] - kernel_height + 1, image.shape[1] - kernel_width + 1)
    if answer is None:
        answer = sum_of_products
    feature_map = np.zeros(shape, dtype=dtype)
    for row in range(shape[0]):
        for column in range(shape[1]):
            top, left = row * steps[0], column * steps[1]
            window = image[top : top + kernel_height, left : left + kernel_width]
            feature_map[row, column] = answer(window, kernel)
    return feature_map


def sum_of_products(window, kernel):
    """Return the right number of one window."""
    return (window * kernel).sum()


def same_window_everywhere(image, kernel):
    """Answer to the first window in every cell."""
    return slide(image, kernel, steps=(0, 0))


def window_crossed(image, kernel):
    """Start the window of cell (row, column) at row ``column``, column ``row``."""
    feature_map = slide(image, kernel)
    height, width = kernel.shape
    for row, column in np.ndindex(feature_map.shape):
        window = image[column : column + height, row : row + width]
        feature_map[row, column] = (window * kernel).sum()
    return feature_map


def fixed_sizes(image, kernel, *, map_size=0, window=0):
    """Make a map of ``map_size`` cells a side, look through windows of ``window`` pixels a side."""
    height, width = (window, window) if window else kernel.shape
    shape = [length - size + 1 for length, size in zip(image.shape, kernel.shape, strict=True)]
    feature_map = np.zeros((map_size, map_size) if map_size else shape)
    for row, column in np.ndindex(feature_map.shape):
        part = image[row : row + height, column : column + width]
        feature_map[row, column] = (part * kernel).sum()
    return feature_map


def one_short(image, kernel, rows=1, columns=1):
    """Leave out the last places, and their cells in the map too."""
    height, width = image.shape[0] - kernel.shape[0], image.shape[1] - kernel.shape[1]
    return slide(image, kernel, shape=(height + 1 - rows, width + 1 - columns))


def first_cell_only(image, kernel):
    """Stop after one cell of a map that is otherwise 0."""
    feature_map = slide(image, kernel)
    feature_map.ravel()[1:] = 0
    return feature_map


def first_row_only(image, kernel):
    """Stop after one row of a map that is otherwise 0."""
    feature_map = slide(image, kernel)
    feature_map[1:] = 0
    return feature_map


def last_places_left_at_zero(image, kernel, rows=1, columns=1):
    """Leave out the last places; their cells in the map stay 0."""
    feature_map = slide(image, kernel)
    feature_map[feature_map.shape[0] - rows :] = 0
    feature_map[:, feature_map.shape[1] - columns :] = 0
    return feature_map


def too_small_a_map(image, kernel):
    """Visit all places, but make the map one row and column too small, which raises an error."""
    right = slide(image, kernel)
    feature_map = np.zeros((right.shape[0] - 1, right.shape[1] - 1))
    for row, column in np.ndindex(right.shape):
        feature_map[row, column] = right[row, column]
    return feature_map


def on_a_sheet(image, kernel, dtype):
    """Put the right numbers into a map that is as large as the image."""
    feature_map = np.zeros(image.shape, dtype)
    for place, number in np.ndenumerate(slide(image, kernel)):
        feature_map[place] = number
    return feature_map


def sizes_swapped(image, kernel):
    """Everywhere KH for KW: the shape of the map, and the window."""
    kernel_width, kernel_height = kernel.shape
    shape = (image.shape[0] - kernel_height + 1, image.shape[1] - kernel_width + 1)
    feature_map = np.zeros(shape)
    for row in range(shape[0]):
        for column in range(shape[1]):
            window = image[row : row + kernel_height, column : column + kernel_width]
            feature_map[row, column] = (window * kernel).sum()
    return feature_map


def shape_swapped(image, kernel):
    """KH for KW in the shape only: some windows stick out and get cut off."""
    shape = (image.shape[0] - kernel.shape[1] + 1, image.shape[1] - kernel.shape[0] + 1)
    return slide(image, kernel, shape=shape)


def window_swapped(image, kernel):
    """KH for KW in the window only."""
    shape = (image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1)
    feature_map = np.zeros(shape)
    for row in range(shape[0]):
        for column in range(shape[1]):
            window = image[row : row + kernel.shape[1], column : column + kernel.shape[0]]
            feature_map[row, column] = (window * kernel).sum()
    return feature_map


def counts_swapped(image, kernel):
    """Fill a map of the right shape with loops that run KH and KW the wrong way round."""
    feature_map = slide(image, kernel)
    filled = np.zeros_like(feature_map)
    height, width = image.shape[0] - kernel.shape[1] + 1, image.shape[1] - kernel.shape[0] + 1
    for row in range(height):
        for column in range(width):
            filled[row, column] = feature_map[row, column]
    return filled


def kernel_steps(image, kernel):
    """Let the window jump by the size of the kernel."""
    shape = (image.shape[0] // kernel.shape[0], image.shape[1] // kernel.shape[1])
    return slide(image, kernel, shape=shape, steps=kernel.shape)


def kernel_steps_in_a_full_map(image, kernel):
    """As above, but the map has room for every place, and the rest of it stays 0."""
    feature_map = slide(image, kernel)
    found = kernel_steps(image, kernel)
    filled = np.zeros_like(feature_map)
    filled[: found.shape[0], : found.shape[1]] = found
    return filled


def kernel_steps_in_place(image, kernel):
    """range(0, height, KH): the windows in between are left out, their cells stay 0."""
    feature_map = slide(image, kernel)
    filled = np.zeros_like(feature_map)
    filled[:: kernel.shape[0], :: kernel.shape[1]] = feature_map[
        :: kernel.shape[0], :: kernel.shape[1]
    ]
    return filled


def kernel_steps_off_the_image(image, kernel):
    """Make room for every place, and jump by the size of the kernel, off the image at last."""
    return slide(image, kernel, shape=slide(image, kernel).shape, steps=kernel.shape)


def same_size(image, kernel):
    """Pad the image so that the map has its size."""
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    padded = np.pad(
        image,
        ((rows, kernel.shape[0] - 1 - rows), (columns, kernel.shape[1] - 1 - columns)),
    )
    return slide(padded, kernel)


def padded_at_the_end(image, kernel):
    """Pad the image at the right and below only."""
    padded = np.pad(image, ((0, kernel.shape[0] - 1), (0, kernel.shape[1] - 1)))
    return slide(padded, kernel)


def full(image, kernel):
    """Pad the image so far that the kernel touches it with a single cell."""
    rows, columns = kernel.shape[0] - 1, kernel.shape[1] - 1
    return slide(np.pad(image, ((rows, rows), (columns, columns))), kernel)


def last_product(window, kernel):
    """Return the last product of one window."""
    return (window * kernel)[-1, -1]
