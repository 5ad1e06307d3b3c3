"""The three gradients of a convolution, each part apart, with one thing to change in each."""

from __future__ import annotations

import numpy as np

__all__ = ["by_bias", "by_images", "by_kernels", "gradients"]


def gradients(images=None, kernels=None, bias=None):
    """Return a whole answer from three parts; None stands for the right one.

    Each part is called with ``grad_output, images, kernels, stride, padding``.
    """
    parts = (images or by_images(), kernels or by_kernels(), bias or by_bias)

    def conv2d_backward(grad_output, images, kernels, *, stride=1, padding=0):
        return tuple(part(grad_output, images, kernels, stride, padding) for part in parts)

    return conv2d_backward


def _pad(images, padding):
    # np.pad would do; but shrinking runs this hundreds of times, and np.pad takes its time.
    count, channels, height, width = images.shape
    padded = np.zeros((count, channels, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = images
    return padded


def _places(grad_output, kernels, stride):
    """Yield the place in the output, and the rows and columns of its window."""
    height, width = kernels.shape[2:]
    steps = stride if isinstance(stride, tuple) else (stride, stride)
    for row, column in np.ndindex(grad_output.shape[2:]):
        top, left = row * steps[0], column * steps[1]
        yield (row, column), slice(top, top + height), slice(left, left + width)


def _cut(padded, images, padding):
    height, width = images.shape[2:]
    return padded[:, :, padding : padding + height, padding : padding + width]


def by_images(*, kernel=lambda kernels: kernels, add=True, filters=None, step=None, cut=_cut):
    """Return the part that scatters gradient back over the images.

    ``kernel`` turns the kernels, ``add`` says whether overlaps add up, ``filters`` chooses some of
    the filters, ``step`` says how far windows are apart, ``cut`` takes the padding off.
    """

    def part(grad_output, images, kernels, stride, padding):
        padded = np.zeros(_pad(images, padding).shape)
        turned = kernel(kernels)
        chosen = filters or slice(None)
        for place, rows, columns in _places(grad_output, kernels, step(stride) if step else stride):
            gradient = grad_output[:, chosen, place[0], place[1]]
            share = np.einsum("nf,fchw->nchw", gradient, turned[chosen])
            window = padded[:, :, rows, columns]
            share = share[:, :, : window.shape[2], : window.shape[3]]
            window[...] = window + share if add else share
        return cut(padded, images, padding)

    return part


def by_kernels(*, window=lambda window: window, add=True, step=None):
    """Return the part that adds up what every window passes to the kernels.

    ``window`` turns the window, ``add`` says whether places add up, ``step`` how far windows are
    apart.
    """

    def part(grad_output, images, kernels, stride, padding):
        padded = _pad(images, padding)
        grad_kernels = np.zeros(kernels.shape)
        for place, rows, columns in _places(grad_output, kernels, step(stride) if step else stride):
            gradient = grad_output[:, :, place[0], place[1]]
            share = np.einsum("nf,nchw->fchw", gradient, window(padded[:, :, rows, columns]))
            grad_kernels = grad_kernels + share if add else share
        return grad_kernels

    return part


def by_bias(grad_output, images, kernels, stride, padding):
    """Return the part that adds up what every place passes to the bias."""
    return grad_output.sum(axis=(0, 2, 3))
