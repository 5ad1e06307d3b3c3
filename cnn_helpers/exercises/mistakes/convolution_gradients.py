"""Known wrong gradients of a convolution."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes.batch_gradients import BATCH, of_image
from cnn_helpers.exercises.mistakes.scattering import by_images, by_kernels, gradients

__all__ = ["CONVOLUTION"]


def _flip(array):
    return array[..., ::-1, ::-1]


def _then(change, part):
    """Return a part whose right result is changed in the end."""
    return lambda *arguments: change(part(*arguments))


def _bias(reduce):
    return gradients(bias=lambda g, *rest: reduce(g))


def _in_order(order):
    def ordered(*arguments, **keywords):
        return tuple(gradients()(*arguments, **keywords)[index] for index in order)

    return ordered


def _negative_slice(padded, images, padding):
    return padded[:, :, padding:-padding, padding:-padding]


def _not_cut(padded, images, padding):
    return padded


def _cut_at_the_end(padded, images, padding):
    return padded[:, :, : images.shape[2], : images.shape[3]]


def _swapped_channels(g, images, kernels, stride, padding):
    """Let the output's channels meet the kernels' input channels; an error unless equally many."""
    return by_images()(g, images, kernels.transpose(1, 0, 2, 3), stride, padding)


def _unpadded_windows(g, images, kernels, stride, padding):
    return by_kernels()(g, images, kernels, stride, 0)


def _last_place_only(g, images, kernels, stride, padding):
    return of_image(by_kernels(add=False), -1)(g, images, kernels, stride, padding)


def _window_sums(g, images, kernels, stride, padding):
    """Leave grad_output out: add up the windows alone."""
    return by_kernels()(np.ones_like(g), images, kernels, stride, padding)


def _kernel_sums(g, images, kernels, stride, padding):
    return by_images()(np.ones_like(g), images, kernels, stride, padding)


def _loops_without_padding(kernels_first):
    """Return a form with four loops, which ends in an error where a window sticks out."""

    def conv2d_backward(grad_output, images, kernels, *, stride=1, padding=0):
        height, width = kernels.shape[2:]
        grad_images, grad_kernels = np.zeros(images.shape), np.zeros(kernels.shape)
        for image, place, row, column in np.ndindex(grad_output.shape):
            gradient = grad_output[image, place, row, column]
            rows = slice(row * stride, row * stride + height)
            columns = slice(column * stride, column * stride + width)
            if kernels_first:
                grad_kernels[place] += gradient * images[image, :, rows, columns]
            grad_images[image, :, rows, columns] += gradient * kernels[place]
            if not kernels_first:
                grad_kernels[place] += gradient * images[image, :, rows, columns]
        return grad_images, grad_kernels, grad_output.sum(axis=(0, 2, 3))

    return conv2d_backward


CONVOLUTION = (
    Misconception(
        "scatter_flipped",
        "In grad_images you lay the kernel on flipped. Forward, window[0, 0] met kernel[0, 0]: "
        "which cell of the kernel do they pass their gradient through? (The flip belongs to "
        "another way of doing it, that slides the kernel over a padded grad_output.)",
        (
            gradients(images=by_images(kernel=_flip)),
            gradients(images=by_images(kernel=lambda kernels: kernels[:, :, ::-1])),
            gradients(images=by_images(kernel=lambda kernels: kernels[..., ::-1])),
        ),
    ),
    Misconception(
        "overwritten",
        "Where windows overlap, your grad_images keeps the last share only. A pixel that was seen "
        "by several windows, or by several filters, gets a share from each: what do they do?",
        (
            gradients(images=by_images(add=False)),
            gradients(images=by_images(add=False, filters=[-1])),
        ),
    ),
    Misconception(
        "kernel_gradient_flipped",
        "Your grad_kernels is flipped. The kernel's first cell met the first pixel of each window: "
        "which pixels belong into grad_kernels[..., 0, 0]?",
        (
            gradients(kernels=_then(_flip, by_kernels())),
            gradients(kernels=_then(lambda array: array[..., ::-1, :], by_kernels())),
            gradients(kernels=_then(lambda array: array[..., ::-1], by_kernels())),
        ),
    ),
    Misconception(
        "everything_flipped",
        "Both grad_images and grad_kernels are flipped. Forward, the kernel was laid on as it is "
        "printed; the way back goes through the same pairs of cells.",
        (gradients(by_images(kernel=_flip), _then(_flip, by_kernels())),),
    ),
    Misconception(
        "channels_swapped",
        "Input and output channels have changed places: kernels are (C_out, C_in, KH, KW). With "
        "equally many of both no error tells you.",
        (
            gradients(images=_swapped_channels),
            gradients(kernels=_then(lambda array: array.transpose(1, 0, 2, 3), by_kernels())),
            gradients(
                images=_swapped_channels,
                kernels=_then(lambda array: array.transpose(1, 0, 2, 3), by_kernels()),
            ),
        ),
    ),
    Misconception(
        "rows_and_columns_swapped",
        "Rows and columns of the kernel have changed places on the way back. It raises no error "
        "where the kernel is square.",
        (
            gradients(kernels=_then(lambda array: array.swapaxes(2, 3), by_kernels())),
            gradients(images=by_images(kernel=lambda kernels: kernels.swapaxes(2, 3))),
        ),
    ),
    Misconception(
        "last_place_only",
        "Your grad_kernels comes from the last place alone: each place writes over the one before. "
        "A kernel serves all places: what do their shares do?",
        (gradients(kernels=by_kernels(add=False)), gradients(kernels=_last_place_only)),
    ),
    Misconception(
        "stride_ignored",
        "On the way back your windows start at row and column themselves, as if stride were 1. "
        "Which window did the output's cell (1, 1) look at with stride 2?",
        (
            gradients(images=by_images(step=lambda stride: 1)),
            gradients(kernels=by_kernels(step=lambda stride: 1)),
            gradients(by_images(step=lambda stride: 1), by_kernels(step=lambda stride: 1)),
        ),
    ),
    Misconception(
        "stride_on_one_axis",
        "On the way back stride counts along one axis only. Down and across, windows are equally "
        "far apart.",
        tuple(
            gradients(by_images(step=step), by_kernels(step=step))
            for step in (lambda stride: (stride, 1), lambda stride: (1, stride))
        ),
    ),
    Misconception(
        "padding_left_on",
        "Your grad_images is as large as the padded images. The padding was no input: its gradient "
        "is cut off in the end.",
        (gradients(images=by_images(cut=_not_cut)),),
    ),
    Misconception(
        "negative_slice",
        "Without padding your grad_images is empty: [0:-0] means [0:0]. Up to which row do you cut "
        "if you count from the front?",
        (gradients(images=by_images(cut=_negative_slice)),),
    ),
    Misconception(
        "padding_cut_at_the_end",
        "You cut the padding off at the bottom and at the right only, so that your grad_images is "
        "shifted. There is padding on both sides: where does the image begin?",
        (gradients(images=by_images(cut=_cut_at_the_end)),),
    ),
    Misconception(
        "padding_ignored",
        "On the way back you forget the padding: windows are cut from the bare images, or their "
        "gradient lands there. Where did the first window start in the forward pass?",
        (gradients(kernels=_unpadded_windows), *map(_loops_without_padding, (False, True))),
    ),
    Misconception(
        "swapped_results",
        "All three gradients are there, in another order: images first, then kernels, then bias.",
        tuple(map(_in_order, list(permutations(range(3)))[1:])),
    ),
    Misconception(
        "one_filter_only",
        "Your grad_images hears of one filter only. Every filter looked at the images: what do "
        "their shares do?",
        (gradients(images=by_images(filters=[0])), gradients(images=by_images(filters=[-1]))),
    ),
    Misconception(
        "grad_output_left_out",
        "grad_output is missing from a product. The chain rule multiplies what comes from above "
        "with the window, or with the kernel.",
        (
            gradients(kernels=_window_sums),
            gradients(images=_kernel_sums),
            gradients(_kernel_sums, _window_sums),
            _bias(lambda g: np.full(g.shape[1], g[:, 0].size)),
        ),
    ),
    Misconception(
        "wrong_sign",
        "Your gradients have the opposite sign. Backward asks how the loss grows; the minus comes "
        "later, in the update.",
        (
            lambda g, images, kernels, **geometry: gradients()(-g, images, kernels, **geometry),
            gradients(kernels=_then(np.negative, by_kernels())),
            gradients(images=_then(np.negative, by_images())),
        ),
    ),
    *BATCH,
)
