"""Move a kernel over images with stride and padding, and the ways in which that goes wrong.

One routine serves ``correlate_strided``, on one image and one kernel, and ``conv2d``, on batches.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.mistakes.result_sizes import counted

__all__ = ["frame", "sum_of_products", "sweep"]


def sweep(
    image,
    kernel,
    *,
    stride=1,
    padding=0,
    framed=None,
    outputs=None,
    steps=None,
    gaps=1,
    answer=None,
    window_size=None,
    crossed=False,
    turned=False,
):
    """Compute feature maps as the references do; each mistake changes one thing.

    ``framed(image, padding, kernel)`` pads, ``outputs(image, padded, kernel, stride, padding)``
    tells the lengths of the result, ``steps(stride, kernel)`` how far windows are apart,
    ``gaps`` how far the pixels of one window, ``window_size(kernel)`` how large it is, and
    ``answer(window, kernel)`` works out its number. ``crossed`` takes the row for the column when
    it cuts windows out, ``turned`` when it makes room for the result.
    """
    padded = (framed or frame(1, 1))(image, padding, kernel)
    height, width = (outputs or counted)(image, padded, kernel, stride, padding)
    down, across = steps(stride, kernel) if steps else (stride, stride)
    rows, columns = window_size(kernel) if window_size else kernel.shape[-2:]
    gap = stride if gaps == "stride" else gaps
    batch = () if image.ndim == 2 else (len(padded), len(kernel))
    room = (width, height) if turned else (height, width)
    maps = np.zeros((*batch, *room))
    for row in range(height):
        for column in range(width):
            top, left = row * down, column * across
            top, left = (left, top) if crossed else (top, left)
            bottom, right = top + rows * gap, left + columns * gap
            window = padded[..., top:bottom:gap, left:right:gap]
            maps[..., row, column] = (answer or sum_of_products)(window, kernel)
    return maps


def sum_of_products(window, kernel):
    """Return the sum for each image and each filter, or the one of a single image and kernel."""
    if window.ndim == 2:
        return (window * kernel).sum()
    # Complains about shapes in the words of a loop over images and filters.
    _ = window[0] * kernel[0]
    return (window[:, np.newaxis] * kernel).sum(axis=(2, 3, 4))


def frame(before, after, *, axes=(1, 1), fixed=None, **mode):
    """Return how to pad: ``before`` and ``after`` times the padding, on rows and on columns.

    Each is a number for both axes, or one for each.
    """
    before, after = np.broadcast_to(before, 2), np.broadcast_to(after, 2)

    def padded(image, padding, kernel):
        by_axis = [fixed if fixed is not None else padding] * 2
        if fixed == "kernel":
            by_axis = [size // 2 for size in kernel.shape[-2:]]
        widths = [
            (first * amount * used, last * amount * used)
            for first, last, amount, used in zip(before, after, by_axis, axes, strict=True)
        ]
        return np.pad(image, [(0, 0)] * (image.ndim - 2) + widths, **mode)

    return padded
