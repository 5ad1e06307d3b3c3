"""Convolution with a loop for every axis: slow, and easy to follow.

"Convolution" here is what every deep-learning library calls so: the kernel slides over the image
as it is printed (mathematicians call it cross-correlation and flip the kernel for a convolution).

These two functions say what is computed. :mod:`cnn_helpers.convolution` computes the same numbers
hundreds of times faster, and tests hold the two equal.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.batch_last import computing_dtype
from cnn_helpers.geometry import check_convolution, check_grad_output

__all__ = ["conv2d_backward_loops", "conv2d_loops"]


def _pad(images, padding):
    return np.pad(images, [(0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2])


def _window(row, column, geometry):
    """Return which rows and columns of the padded image lie under the kernel for a cell."""
    under = []
    for axis, position in enumerate((row, column)):
        first, step = position * geometry.stride[axis], geometry.dilation[axis]
        under.append(slice(first, first + (geometry.kernel_size[axis] - 1) * step + 1, step))
    return under


def conv2d_loops(images, kernels, bias=None, *, stride=1, padding=0, dilation=1):
    """Compute :func:`~cnn_helpers.convolution.conv2d` with a loop for every axis of the result.

    Examples
    --------
    >>> conv2d_loops(np.ones((1, 1, 2, 3)), np.ones((1, 1, 2, 2)))
    array([[[[4., 4.]]]])
    """
    images, kernels, bias, geometry = check_convolution(
        images, kernels, bias, stride, padding, dilation
    )
    if bias is None:
        bias = np.zeros(len(kernels), kernels.dtype)
    dtype, result_dtype = computing_dtype(images, kernels, bias)
    padded = _pad(images.astype(dtype), geometry.padding)
    output_shape = geometry.output_shape
    feature_maps = np.empty(output_shape, dtype)
    for image in range(output_shape[0]):
        for filter_ in range(output_shape[1]):
            for row in range(output_shape[2]):
                for column in range(output_shape[3]):
                    rows, columns = _window(row, column, geometry)
                    window = padded[image, :, rows, columns]
                    value = (window * kernels[filter_]).sum() + bias[filter_]
                    feature_maps[image, filter_, row, column] = value
    return feature_maps.astype(result_dtype, copy=False)


def conv2d_backward_loops(grad_output, images, kernels, *, stride=1, padding=0, dilation=1):
    """Compute :func:`~cnn_helpers.convolution.conv2d_backward`, window by window.

    Each cell of a feature map was the sum of window x kernel, plus the bias. So it passes its
    gradient on three times: to the kernel, times the window; to the window, times the kernel; to
    the bias as it is. Windows overlap and a kernel serves every window, so all of it is added up.

    Examples
    --------
    >>> images, kernels = np.array([[[[5.0, 7.0, 9.0]]]]), np.array([[[[2.0, 3.0]]]])
    >>> conv2d_backward_loops(np.ones((1, 1, 1, 2)), images, kernels)
    (array([[[[2., 5., 3.]]]]), array([[[[12., 16.]]]]), array([2.]))
    """
    images, kernels, _, geometry = check_convolution(
        images, kernels, None, stride, padding, dilation
    )
    output_shape = geometry.output_shape
    grad_output = check_grad_output(grad_output, output_shape)
    dtype, result_dtype = computing_dtype(grad_output, images, kernels)
    padded = _pad(images.astype(dtype), geometry.padding)
    grad_padded, grad_kernels = np.zeros(padded.shape, dtype), np.zeros(kernels.shape, dtype)
    grad_bias = np.zeros(len(kernels), dtype)
    for image in range(output_shape[0]):
        for filter_ in range(output_shape[1]):
            for row in range(output_shape[2]):
                for column in range(output_shape[3]):
                    rows, columns = _window(row, column, geometry)
                    gradient = grad_output[image, filter_, row, column].astype(dtype)
                    grad_kernels[filter_] += gradient * padded[image, :, rows, columns]
                    grad_padded[image, :, rows, columns] += gradient * kernels[filter_]
                    grad_bias[filter_] += gradient
    # The padding was no input, so its gradient is cut off, counting from the top left: [p:-p]
    # would be empty for p = 0.
    top, left = geometry.padding
    grad_images = grad_padded[:, :, top : top + images.shape[2], left : left + images.shape[3]]
    gradients = grad_images, grad_kernels, grad_bias
    return tuple(gradient.astype(result_dtype) for gradient in gradients)
