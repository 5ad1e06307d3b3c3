"""Convolution of a batch of images, forward and backward, by matrix products.

Read :mod:`cnn_helpers.convolution_loops` first: it says what is computed, one window at a time.
:func:`conv2d` and :func:`conv2d_backward` compute the same numbers hundreds of times faster. This
is how.

The images lie in memory as pixels (H, W, C, N): each pixel is a small matrix, its channels by the
images of the batch (:mod:`cnn_helpers.batch_last` shows it). A pixel of the feature maps is the sum
of products over its window, for each filter and each image, so it is one matrix product:

    kernels (filters, window size)  @  window (window size, N)  =  pixel (filters, N)

NumPy's ``matmul`` does it for all pixels in one call, if it is handed all the windows. Copying each
window would take KH x KW times the memory of the images. Three thoughts make it cheap. Here for
images of four columns, KH = 2 and KW = 3:

    1. Stack the KH image rows that an output row looks at: pixel on pixel, column by column. This
       is a copy, of long stretches of memory.

           row 0:  a b c d       stack:  a b c d      in memory:  a e | b f | c g | d h
           row 1:  e f g h               e f g h

    2. Now a window lies in memory in one piece, and the next window begins one column later. They
       overlap, so all of them together are a view of the stack (NumPy lets us say how far apart
       things lie): nothing is copied.

           first window:   a e | b f | c g          second window:   b f | c g | d h

    3. The bias is one more line in each column of the stack, of ones: its weight is the bias.

Backward takes the same windows for the kernels' gradient, and the same way in reverse for that of
the images. A few output rows and a few images are done at a time: what they need stays in the
processor's cache, and the extra memory stays small. :mod:`cnn_helpers.workspace` keeps it.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.batch_last import computing_dtype, from_pixels, to_pixels
from cnn_helpers.convolution_loops import conv2d_backward_loops, conv2d_loops
from cnn_helpers.geometry import check_convolution, check_grad_output, output_size
from cnn_helpers.large_images import convolve_rows, rows_pay
from cnn_helpers.workspace import MANY_FILTERS, Workspace

__all__ = ["conv2d", "conv2d_backward", "conv2d_backward_loops", "conv2d_loops", "output_size"]


def _convolve(kernels, bias, workspace):
    """Return the feature maps (OH, OW, filters, N) of the pixels in the workspace."""
    workspace.kernels_place[...] = kernels
    if bias is not None:
        workspace.bias_place[...] = bias
    count, filters, height, width = workspace.geometry.output_shape
    maps = np.empty((height, width, filters, count), workspace.dtype)
    for place, windows in workspace.windows():
        np.matmul(workspace.matrix, windows, out=maps[place])
    return maps


def _kernel_gradient(grad_maps, workspace):
    """Return the gradients by kernels and bias.

    Each weight met one line of each window, and has its part in that window's gradient. So one
    product for each pixel gives all weights their parts, and the parts are added up:

        window (window size, N)  @  gradient of its pixel (N, filters)  =  parts (size, filters)

    Its sums run over the images of the batch. Few images would make them short, and short sums are
    slow, so the workspace may put several rows of the images side by side as more "images".
    """
    filters, gradient = workspace.matrix.shape[0], workspace.gradient
    gradient.fill(0)
    for grad_pixels, windows in workspace.windows_in_bands(grad_maps):
        grad_pixels = grad_pixels.swapaxes(2, 3)
        if filters >= MANY_FILTERS:  # then the product gains more by a copy than that costs
            grad_pixels = np.ascontiguousarray(grad_pixels)
        gradient += np.add.reduce(np.matmul(windows, grad_pixels), axis=(0, 1))
    return workspace.kernels_gradient.copy(), workspace.bias_gradient.copy()


def _pixel_gradient(grad_maps, kernels, workspace):
    """Return the gradient by the pixels (H, W, C, N): the same way in reverse.

    An image column was under the kernels' first column for one output column, under their second
    one for the output column before, and so on. So KW successive columns of the gradient, times the
    kernels with their columns in reverse, give the gradient of a column of the stack. Unstacking
    adds its rows up where they came from.
    """
    geometry = workspace.geometry
    (count, channels, height, width), top = geometry.images_shape, geometry.padding[0]
    workspace.reverse_place[...] = kernels
    grad_pixels = np.zeros((height + 2 * top, width, channels, count), workspace.dtype)
    for windows, products, kernel_rows in workspace.gradient_windows(grad_maps):
        np.matmul(workspace.reverse, windows, out=products)
        # An image row lies under several kernel rows, but only once under each of them.
        for place, product in kernel_rows:
            image_rows = grad_pixels[place]
            image_rows += product
    return grad_pixels[top : top + height]


def convolve(images, kernels, bias, geometry, workspace=None):
    """Compute :func:`conv2d` of float arrays that were checked; layers begin here.

    Takes the workspace of an earlier call, if there is one. Returns the feature maps and the
    workspace that ``convolve_backward`` may take: None for the few large images that need none.
    """
    arrays = (images, kernels) if bias is None else (images, kernels, bias)
    dtype, result_dtype = computing_dtype(*arrays)
    if workspace is None or not workspace.fits(geometry, dtype):
        if rows_pay(geometry):
            kernels = kernels.astype(dtype, copy=False)
            bias = None if bias is None else bias.astype(dtype, copy=False)
            maps = convolve_rows(images.astype(dtype, copy=False), kernels, bias, geometry)
            return maps.astype(result_dtype, copy=False), None
        workspace = Workspace(geometry, dtype)
    workspace.take_in(images)
    maps = from_pixels(_convolve(kernels, bias, workspace))
    return (maps if dtype is result_dtype else maps.astype(result_dtype)), workspace


def convolve_backward(grad_output, images, kernels, geometry, input_gradient, workspace=None):
    """Compute :func:`conv2d_backward` where all but ``grad_output`` was checked."""
    grad_output = check_grad_output(grad_output, geometry.output_shape)
    dtype, result_dtype = computing_dtype(grad_output, images, kernels)
    grad_maps = np.ascontiguousarray(to_pixels(grad_output, dtype))
    if workspace is None or not workspace.fits(geometry, dtype):
        workspace = Workspace(geometry, dtype)
        workspace.take_in(images)
    gradients = [None, *_kernel_gradient(grad_maps, workspace)]
    if input_gradient:
        gradients[0] = from_pixels(_pixel_gradient(grad_maps, kernels, workspace))
    if dtype is not result_dtype:
        gradients = [None if grad is None else grad.astype(result_dtype) for grad in gradients]
    return tuple(gradients)


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

    Notes
    -----
    With an infinite weight ``grad_images`` may be NaN where the loops give a finite number: the
    matrix products meet the zeros around and between the gradients, and 0 times infinity is NaN.

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
