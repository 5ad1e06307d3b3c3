"""Right answers to the exercises of notebook 10."""

import numpy as np

__all__ = ["conv2d_backward", "max_pool2d_backward"]


def conv2d_backward(grad_output, images, kernels, *, stride=1, padding=0):
    """Return the gradients of a convolution by its images, its kernels and its bias."""
    kernel_height, kernel_width = kernels.shape[2:]
    padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_padded = np.zeros(padded.shape)
    grad_kernels = np.zeros(kernels.shape)
    for row in range(grad_output.shape[2]):
        for column in range(grad_output.shape[3]):
            top, left = row * stride, column * stride
            rows = slice(top, top + kernel_height)
            columns = slice(left, left + kernel_width)
            gradient = grad_output[:, :, row, column]  # (N, C_out): one place in all feature maps
            # What window and kernel were multiplied with each other, they pass on to each other.
            grad_kernels += np.einsum("nf,nchw->fchw", gradient, padded[:, :, rows, columns])
            grad_padded[:, :, rows, columns] += np.einsum("nf,fchw->nchw", gradient, kernels)
    height, width = images.shape[2:]
    grad_images = grad_padded[:, :, padding : padding + height, padding : padding + width]
    return grad_images, grad_kernels, grad_output.sum(axis=(0, 2, 3))


def max_pool2d_backward(grad_output, feature_maps, kernel_size, stride=None):
    """Return the gradient of max pooling: each window's winner has all of its gradient."""
    if stride is None:
        stride = kernel_size
    grad_maps = np.zeros(feature_maps.shape)
    for image, channel, row, column in np.ndindex(grad_output.shape):
        top, left = row * stride, column * stride
        window = feature_maps[image, channel, top : top + kernel_size, left : left + kernel_size]
        # argmax counts in row order, and of equal numbers it takes the first.
        down, across = divmod(window.argmax(), kernel_size)
        grad_maps[image, channel, top + down, left + across] += grad_output[
            image, channel, row, column
        ]
    return grad_maps
