"""Convolution of a batch of images, forward and backward, by matrix products.

Read :mod:`cnn_helpers.convolution_loops` first: it says what is computed, one window at a time.
:func:`conv2d` and :func:`conv2d_backward` compute the same numbers hundreds of times faster. This
is how.

The images lie in memory as pixels (H, W, C, N): each pixel is a small matrix, its channels by the
images of the batch (:mod:`cnn_helpers.batch_last` shows it). A pixel of the feature maps is the sum
of products over its window, for each filter and each image, so it is one matrix product:

    kernels (filters, window size)  @  window (window size, N)  =  pixel (filters, N)

NumPy's ``matmul`` does it for all pixels in one call, if it is handed all the windows. Copying each
window would take KH x KW times the memory of the images. Two thoughts make it cheap. Here for
images of four columns, KH = 2 and KW = 3:

    1. Stack the KH image rows that an output row looks at: pixel on pixel, column by column. This
       is a copy, of long stretches of memory.

           row 0:  a b c d       stack:  a b c d      in memory:  a e | b f | c g | d h
           row 1:  e f g h               e f g h

    2. Now a window lies in memory in one piece, and the next window begins one column later. They
       overlap, so all of them together are a view of the stack (NumPy lets us say how far apart
       things lie): nothing is copied.

           first window:   a e | b f | c g          second window:   b f | c g | d h

Backward goes the same way in reverse. A few output rows and a few images are done at a time: what
they need stays in the processor's cache, and the extra memory stays small.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.batch_last import computing_dtype, from_pixels, to_pixels
from cnn_helpers.convolution_loops import conv2d_backward_loops, conv2d_loops
from cnn_helpers.geometry import check_convolution, check_grad_output, output_size
from cnn_helpers.large_images import convolve_rows, rows_pay

__all__ = ["conv2d", "conv2d_backward", "conv2d_backward_loops", "conv2d_loops", "output_size"]

_BLOCK_BYTES = 2**19
_IMAGES_AT_A_TIME = 64


def _blocks(geometry, count, row_bytes):
    """Yield slices of output rows and of images; an output row needs ``row_bytes`` an image."""
    parts = -(-count // _IMAGES_AT_A_TIME)
    for part in range(parts):
        images = slice(part * count // parts, (part + 1) * count // parts)
        step = max(1, _BLOCK_BYTES // (row_bytes * (images.stop - images.start)))
        for first in range(0, geometry.output_size[0], step):
            yield slice(first, min(first + step, geometry.output_size[0])), images


def _pad(pixels, padding):
    if padding == (0, 0):
        return pixels
    (top, left), (height, width, channels, count) = padding, pixels.shape
    padded = np.zeros((height + 2 * top, width + 2 * left, channels, count), pixels.dtype)
    padded[top : top + height, left : left + width] = pixels
    return padded


def _slide(stacks, length, step, dilation, positions, first=0):
    """Return windows of ``length`` columns, ``step`` columns apart: the view of thought 2.

    ``stacks`` has the axes (rows, columns, lines, images) and is contiguous; the windows have the
    axes (rows, positions, length * lines, images).
    """
    if dilation > 1:  # the columns of a window don't lie side by side: now each window is copied
        columns = first + step * np.arange(positions)[:, np.newaxis] + dilation * np.arange(length)
        stacks, step, first = stacks.take(columns.ravel(), axis=1), length, 0
    rows, _, lines, images = stacks.shape
    row_bytes, column_bytes, line_bytes, item_bytes = stacks.strides
    return np.ndarray(
        (rows, positions, length * lines, images),
        stacks.dtype,
        buffer=stacks,
        offset=first * column_bytes,
        strides=(row_bytes, step * column_bytes, line_bytes, item_bytes),
    )


def _windows(pixels, geometry):
    """Yield a block of the output and its windows (rows, columns, KW * KH * C, images)."""
    pixels = np.ascontiguousarray(_pad(pixels, geometry.padding))
    kernel_height, kernel_width = geometry.kernel_size
    _, width, channels, count = pixels.shape
    row, column, channel, item = pixels.strides
    stacked = np.ndarray(  # thought 1, still as a view
        (geometry.output_size[0], width, kernel_height, channels, count),
        pixels.dtype,
        buffer=pixels,
        strides=(geometry.stride[0] * row, column, geometry.dilation[0] * row, channel, item),
    )
    settings = kernel_width, geometry.stride[1], geometry.dilation[1], geometry.output_size[1]
    for rows, images in _blocks(geometry, count, kernel_height * row // count):
        stacks = stacked[rows, ..., images].copy()
        stacks = stacks.reshape(len(stacks), width, kernel_height * channels, -1)
        yield (rows, ..., images), _slide(stacks, *settings)


def _convolve(pixels, kernels, bias, geometry):
    """Return the feature maps (OH, OW, filters, N) of pixels (H, W, C, N).

    And what :func:`_windows` yields, if that is one block: a small layer keeps it for backward.
    """
    maps = np.empty((*geometry.output_size, len(kernels), pixels.shape[3]), pixels.dtype)
    matrix = kernels.transpose(0, 3, 2, 1).reshape(len(kernels), -1)
    if bias is not None:  # written out for each image: then the sum runs along whole pixels
        biases = np.empty(maps.shape[2:], maps.dtype)
        biases[...] = bias[:, np.newaxis]
    the_only_block = None
    for block, windows in _windows(pixels, geometry):
        some_maps = np.matmul(matrix, windows, out=maps[block])
        if bias is not None:
            some_maps += biases[:, block[-1]]
        if some_maps.shape == maps.shape:
            the_only_block = [(block, windows)]
    return maps, the_only_block


def _kernel_gradient(grad_maps, windows_of_blocks, channels, geometry):
    """Return the kernels' gradient: each weight met many pixels; each has its cell's gradient."""
    (height, width), filters = geometry.kernel_size, grad_maps.shape[2]
    gradient = 0
    for block, windows in windows_of_blocks:
        grad_pixels = grad_maps[block].swapaxes(2, 3)
        if filters >= 16:  # then the product gains more by it than the copy costs
            grad_pixels = np.ascontiguousarray(grad_pixels)
        of_each_pixel = np.matmul(windows, grad_pixels)
        gradient = gradient + np.add.reduce(of_each_pixel.reshape(-1, windows.shape[2] * filters))
    gradient = gradient.reshape(width, height, channels, filters)
    return np.ascontiguousarray(gradient.transpose(3, 2, 1, 0))


def _bias_gradient(grad_maps):
    """Return the sum over all pixels, and then over the images."""
    of_each_image = np.add.reduce(grad_maps.reshape(-1, *grad_maps.shape[2:]))
    return np.add.reduce(of_each_image, axis=1)


def _rows_under(kernel_row, output_rows, geometry):
    """Return the rows of the padded image that lie under one row of the kernel."""
    stride = geometry.stride[0]
    first = output_rows.start * stride + kernel_row * geometry.dilation[0]
    last = first + (output_rows.stop - output_rows.start - 1) * stride
    return slice(first, last + 1, stride)


def _pixel_gradient(grad_maps, kernels, image_size, geometry):
    """Return the gradient by the pixels (H, W, C, N): the same way in reverse.

    An image column was under the kernels' first column for one output column, under their second
    one for the output column before, and so on. So KW successive columns of the gradient, times the
    kernels with their columns in reverse, give the gradient of a column of the stack. Unstacking
    adds its rows up where they came from.
    """
    filters, channels, kernel_height, kernel_width = kernels.shape
    (output_height, output_width), count = geometry.output_size, grad_maps.shape[3]
    (height, width), (top, left) = image_size, geometry.padding
    # Zero columns stand in where a kernel hangs over the border, and where a stride left some out.
    border = (kernel_width - 1) * geometry.dilation[1]
    spread_shape = output_height, width + 2 * left + border, filters, count
    spread = np.zeros(spread_shape, grad_maps.dtype)
    last = border + (output_width - 1) * geometry.stride[1]
    spread[:, border : last + 1 : geometry.stride[1]] = grad_maps
    reverse = kernels[:, :, :, ::-1].transpose(2, 1, 3, 0)
    matrix = reverse.reshape(kernel_height * channels, kernel_width * filters)

    grad_pixels = np.zeros((height + 2 * top, width, channels, count), grad_maps.dtype)
    row_bytes = width * kernel_height * channels * grad_maps.itemsize
    for rows, images in _blocks(geometry, count, row_bytes):
        block = np.ascontiguousarray(spread[rows, :, :, images])
        windows = _slide(block, kernel_width, 1, geometry.dilation[1], width, first=left)
        stacks = np.matmul(matrix, windows)
        stacks = stacks.reshape(*stacks.shape[:2], kernel_height, channels, -1)
        for row in range(kernel_height):
            grad_pixels[_rows_under(row, rows, geometry), :, :, images] += stacks[:, :, row]
    return grad_pixels[top : top + height]


def convolve(images, kernels, bias, geometry):
    """Compute :func:`conv2d` of float arrays that were checked; layers begin here.

    Returns the feature maps, and what ``convolve_backward`` may take as ``windows``.
    """
    arrays = (images, kernels) if bias is None else (images, kernels, bias)
    dtype, result_dtype = computing_dtype(*arrays)
    kernels = kernels.astype(dtype, copy=False)
    bias = None if bias is None else bias.astype(dtype, copy=False)
    if rows_pay(geometry):
        maps = convolve_rows(images.astype(dtype, copy=False), kernels, bias, geometry)
        windows = None
    else:
        maps, windows = _convolve(to_pixels(images, dtype), kernels, bias, geometry)
        maps = from_pixels(maps)
    return maps.astype(result_dtype, copy=False), windows


def convolve_backward(grad_output, images, kernels, geometry, input_gradient, windows=None):
    """Compute :func:`conv2d_backward` where all but ``grad_output`` was checked."""
    grad_output = check_grad_output(grad_output, geometry.output_shape)
    dtype, result_dtype = computing_dtype(grad_output, images, kernels)
    grad_maps = np.ascontiguousarray(to_pixels(grad_output, dtype))
    grad_images = None
    if input_gradient:
        kernels = kernels.astype(dtype, copy=False)
        grad_pixels = _pixel_gradient(grad_maps, kernels, images.shape[2:], geometry)
        grad_images = from_pixels(grad_pixels).astype(result_dtype, copy=False)
    if windows is None:
        windows = _windows(to_pixels(images, dtype), geometry)
    grad_kernels = _kernel_gradient(grad_maps, windows, images.shape[1], geometry)
    grad_bias = _bias_gradient(grad_maps).astype(result_dtype, copy=False)
    return grad_images, grad_kernels.astype(result_dtype, copy=False), grad_bias


def conv2d(images, kernels, bias=None, *, stride=1, padding=0, dilation=1):
    """Slide each kernel over each image: the feature maps.

    Parameters
    ----------
    images : array_like, shape (N, C_in, H, W)
        A batch of images, any values.
    kernels : array_like, shape (C_out, C_in, KH, KW)
        One kernel a filter; it spans all input channels.
    bias : array_like, shape (C_out,), optional
        Added once to each cell of the filter's feature map.
    stride : int or (rows, columns)
        Step between windows. Pixels that no full step reaches are not used.
    padding : int or (rows, columns)
        Zeros added on both sides.
    dilation : int or (rows, columns)
        Step between the pixels of a window: 2 leaves out every second one.

    Returns
    -------
    numpy.ndarray, shape (N, C_out, OH, OW)
        New memory. :func:`output_size` tells OH and OW. The dtype is the widest of the arguments;
        integers count as float64. NaN passes through.

    Raises
    ------
    ValueError
        If shapes don't fit, the batch is empty, or a setting is out of range.

    Examples
    --------
    >>> step = np.array([[[[0, 0, 1, 1]]]])
    >>> conv2d(step, [[[[-1, 1]]]], bias=[10])
    array([[[[10., 11., 10.]]]])
    >>> conv2d(step, [[[[-1, 1]]]], dilation=2)
    array([[[[1., 1.]]]])
    """
    return convolve(*check_convolution(images, kernels, bias, stride, padding, dilation))[0]


def conv2d_backward(
    grad_output, images, kernels, *, stride=1, padding=0, dilation=1, input_gradient=True
):
    """Return the gradients of a convolution by its images, its kernels and its bias.

    Parameters
    ----------
    grad_output : array_like, shape (N, C_out, OH, OW)
        Derivative of the loss by each cell that :func:`conv2d` gave.
    images, kernels, stride, padding, dilation
        As they went into :func:`conv2d`.
    input_gradient : bool
        False saves the work for ``grad_images`` and gives None for it: a network's first layer has
        nobody to hand it to.

    Returns
    -------
    grad_images, grad_kernels, grad_bias : numpy.ndarray
        New memory, with the shapes of images, kernels and bias. Sums, not means, over the batch.

    Raises
    ------
    ValueError
        As :func:`conv2d`, and if ``grad_output`` has not the shape of its result.

    Examples
    --------
    >>> images, kernels = np.array([[[[5.0, 7.0, 9.0]]]]), np.array([[[[2.0, 3.0]]]])
    >>> conv2d_backward(np.ones((1, 1, 1, 2)), images, kernels)
    (array([[[[2., 5., 3.]]]]), array([[[[12., 16.]]]]), array([2.]))
    """
    images, kernels, _, geometry = check_convolution(
        images, kernels, None, stride, padding, dilation
    )
    return convolve_backward(grad_output, images, kernels, geometry, input_gradient)
