"""Known wrong ways to turn a convolution into one matrix product."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["COLUMNS"]


def _pad(images, padding):
    return np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _windows(padded, kernels, stride):
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernels.shape[2:], axis=(2, 3))
    return windows[:, :, ::stride, ::stride]


def _in_rows(windows):
    return windows.transpose(0, 2, 3, 1, 4, 5)


def _channels_second(products, shape):
    return products.reshape(shape).transpose(0, 3, 1, 2)


def _matrix(*, windows=_windows, order=_in_rows, finish=_channels_second):
    """Return a form in which one step of the matrix product is another."""

    def conv2d(images, kernels, bias=None, *, stride=1, padding=0):
        found = windows(_pad(images, padding), kernels, stride)
        height, width = found.shape[2:4]
        rows = order(found).reshape(len(images) * height * width, -1)
        products = rows @ kernels.reshape(len(kernels), -1).T
        shape = (len(images), height, width, len(kernels))
        return _with_bias(finish(products, shape), bias)

    return conv2d


def _with_bias(maps, bias):
    if bias is None:
        return maps
    # Maps whose channels came last get their bias there: that is not the mistake shown here.
    return maps + (bias[:, None, None] if maps.shape[1] == len(bias) else bias)


def _channels_last(images, kernels, bias=None, *, stride=1, padding=0):
    """Leave the axes as tensordot gives them."""
    maps = np.tensordot(
        _windows(_pad(images, padding), kernels, stride), kernels, axes=((1, 4, 5), (1, 2, 3))
    )
    return maps if bias is None else maps + bias


def _channels_last_bias_second(images, kernels, bias=None, *, stride=1, padding=0):
    maps = _channels_last(images, kernels, stride=stride, padding=padding)
    return maps if bias is None else maps + bias[:, None, None]


def _reshaped(products, shape):
    count, height, width, filters = shape
    return products.reshape(count, filters, height, width)


def _filters_first(products, shape):
    """Take filters @ columns, with the filters in front, for images first."""
    count, height, width, filters = shape
    return products.T.reshape(count, filters, height, width)


def _images_inside(products, shape):
    """Take the order (OH, OW, N) for (N, OH, OW)."""
    count, height, width, filters = shape
    return products.reshape(height, width, count, filters).transpose(2, 3, 0, 1)


def _axes(*axes):
    """Return windows that are cut along other axes than rows and columns."""

    def windows(padded, kernels, stride):
        found = np.lib.stride_tricks.sliding_window_view(padded, kernels.shape[2:], axis=axes)
        return found[:, :, ::stride, ::stride]

    return windows


def _tiled(padded, kernels, stride):
    """Cut the image into pieces side by side in place of windows that slide."""
    height, width = kernels.shape[2:]
    found = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(2, 3))
    return found[:, :, ::height, ::width]


def _stride_first(padded, kernels, stride):
    """Take every stride-th pixel, and only then windows."""
    return _windows(padded[:, :, ::stride, ::stride], kernels, 1)


def _loops(images, kernels, bias=None, *, stride=1, padding=0):
    """Give the right numbers, image by image."""
    one_by_one = [
        _matrix()(image[None], kernels, bias, stride=stride, padding=padding)[0] for image in images
    ]
    return np.array(one_by_one)


def _vectorized(images, kernels, bias=None, *, stride=1, padding=0):
    """Give the right numbers through np.vectorize, which is a loop in disguise."""
    windows = _windows(_pad(images, padding), kernels, stride)

    def cell(image, filter_, row, column):
        return float((windows[image, :, row, column] * kernels[filter_]).sum())

    shape = (len(images), len(kernels), *windows.shape[2:4])
    maps = np.vectorize(cell, otypes=[float])(*np.indices(shape))
    return maps if bias is None else maps + bias[:, None, None]


COLUMNS = (
    Misconception(
        "columns_in_another_order",
        "A window's row holds its numbers in another order than a kernel's. "
        "kernels.reshape(C_out, -1) runs channel, row, column: which axes of your windows come "
        "last, and in which order?",
        (
            _matrix(order=lambda windows: windows.transpose(0, 2, 3, 4, 5, 1)),
            _matrix(order=lambda windows: windows.transpose(0, 2, 3, 5, 4, 1)),
            _matrix(order=lambda windows: windows.transpose(0, 2, 3, 1, 5, 4)),
        ),
    ),
    Misconception(
        "reshape_without_transpose",
        "You reshape the windows without moving their axes first. reshape never exchanges axes: "
        "each row of your matrix should hold one window, so those axes belong at the end.",
        (
            _matrix(order=lambda windows: windows),
            _matrix(order=lambda windows: windows.transpose(0, 1, 2, 3, 5, 4)),
        ),
    ),
    Misconception(
        "not_transposed_back",
        "The product's axes stand in the order (images, rows, columns, filters), or filters first. "
        "The feature maps want the filters right after the images: which function moves an axis?",
        (
            _channels_last,
            _channels_last_bias_second,
            _matrix(finish=_reshaped),
            _matrix(finish=_filters_first),
            _matrix(finish=lambda products, shape: products.reshape(shape)),
            _matrix(finish=lambda products, shape: products.reshape(shape).transpose(1, 2, 0, 3)),
            _matrix(finish=lambda products, shape: products.reshape(shape).transpose(3, 0, 1, 2)),
            _matrix(finish=lambda products, shape: products.reshape(shape).transpose(1, 2, 3, 0)),
        ),
    ),
    Misconception(
        "images_and_places_mixed",
        "Numbers of different images have got mixed up: the rows of your product run through all "
        "places of the first image, then of the second. Shape them in that order.",
        (_matrix(finish=_images_inside),),
    ),
    Misconception(
        "windows_over_wrong_axes",
        "Your windows are cut along other axes than rows and columns. Which two numbers in (N, C, "
        "H, W) stand for those?",
        (
            _matrix(windows=_axes(1, 2)),
            _matrix(windows=_axes(0, 1)),
            _matrix(windows=_axes(1, 3)),
            _matrix(windows=_axes(3, 2)),
        ),
    ),
    Misconception(
        "tiles",
        "Your windows lie side by side like tiles. They should slide on by stride, and overlap "
        "where that is less than their size.",
        (_matrix(windows=_tiled),),
    ),
    Misconception(
        "stride_before_windows",
        "You drop pixels first and cut windows then, so that a window no longer holds neighbours. "
        "Cut all windows, and keep every stride-th of them.",
        (_matrix(windows=_stride_first),),
    ),
    Misconception(
        "python_loop",
        "A loop in Python is still at work: for, while, or a comprehension. Which axis does it run "
        "over, and which of numpy's functions could take that axis along?",
        (_loops,),
    ),
    Misconception(
        "np_vectorize",
        "np.vectorize makes a loop look like none: it calls your Python function for every single "
        "number. Its own documentation says that it is for convenience, not for speed.",
        (_vectorized,),
    ),
)
