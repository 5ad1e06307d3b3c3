"""The one memory order that the package computes in: batch last.

What you see, everywhere, is a batch of images with the shape ``(N, C, H, W)``: image, channel,
row, column. The shape does not say how the numbers lie in memory. NumPy's own choice puts whole
images one after another. This package puts *the same pixel of all images* side by side instead:

    axes of the memory: row, column, channel, image  (H, W, C, N)

    row 0                                                  row 1
    column 0                    column 1                   column 0
    channel 0 channel 1   ...   channel 0 channel 1  ...   channel 0 ...
    [a b c d] [a b c d]   ...   [a b c d] [a b c d]  ...   [a b c d] ...
     a, b, c, d: this pixel of the four images of the batch

Whatever a convolution or a pooling does to a pixel, it does to that pixel of every image. So each
step runs along one long stretch of memory, and that is what processors are fast at. All channels of
a pixel are one stretch too, and so is a row: moving them about is a plain copy.

``transpose`` makes the two orders meet: it changes the order of the axes and moves no number.
PyTorch's ``channels_last`` hides another memory order behind (N, C, H, W) in the same way.
"""

from __future__ import annotations

import numpy as np

# Layers make and free arrays of some megabytes all the time. Linux' C library first gives them back
# to the system each time, and asks for them anew, page by page. It keeps them once it has seen a
# larger block being freed. This one is never filled, so it costs nothing.
np.empty(31 * 2**20, np.uint8)

__all__ = ["batch_last", "computing_dtype", "from_pixels", "to_pixels"]


_FLOAT32 = np.dtype(np.float32)


def to_pixels(images, dtype=None):
    """Return images (N, C, H, W) as pixels: axes (H, W, C, N), the images of a batch side by side.

    Parameters
    ----------
    images : numpy.ndarray, shape (N, C, H, W)
        In any memory order.
    dtype : numpy dtype, optional
        Asked for in the result; None keeps the dtype.

    Returns
    -------
    numpy.ndarray, shape (H, W, C, N)
        A view where the numbers lie in this order already, a copy where they don't. Only to be
        read.

    Examples
    --------
    >>> images = np.arange(12).reshape(2, 1, 2, 3)
    >>> to_pixels(images)[0, :, 0]
    array([[0, 6],
           [1, 7],
           [2, 8]])
    """
    pixels = images.transpose(2, 3, 1, 0)
    if dtype is not None and pixels.dtype != dtype:
        return pixels.astype(dtype, order="C")
    if pixels.shape[3] > 1 and pixels.strides[3] != pixels.itemsize:
        return pixels.copy(order="C")
    return pixels


def from_pixels(pixels):
    """Return pixels (H, W, C, N) as what the reader of an image expects: a view (N, C, H, W).

    Examples
    --------
    >>> from_pixels(np.zeros((4, 5, 3, 2))).shape
    (2, 3, 4, 5)
    """
    return pixels.transpose(3, 2, 0, 1)


def batch_last(images):
    """Return the same images (N, C, H, W) in batch-last memory; a view where they are already.

    Examples
    --------
    >>> images = np.ones((8, 3, 4, 5))
    >>> batch_last(images).shape, batch_last(images).strides[0]
    ((8, 3, 4, 5), 8)
    """
    return from_pixels(to_pixels(images))


def computing_dtype(*arrays):
    """Return the dtype to compute with and the dtype of the result, for float arrays.

    Several dtypes give the widest. Half precision (float16) is computed in float32 and rounded
    once at the end, as processors without half-precision arithmetic do; every other dtype
    computes in itself.

    Examples
    --------
    >>> computing_dtype(np.zeros(2, np.float32), np.zeros(3, np.float64))
    (dtype('float64'), dtype('float64'))
    >>> computing_dtype(np.zeros(2, np.float16))
    (dtype('float32'), dtype('float16'))
    """
    for array in arrays:
        if array.dtype is not _FLOAT32:  # nearly always it is, and nothing is left to ask
            break
    else:
        return _FLOAT32, _FLOAT32
    result = np.result_type(*(array.dtype for array in arrays)).newbyteorder("=")
    return (_FLOAT32 if result == np.float16 else result), result
