"""Known wrong gradients of a convolution: what the batch and the bias have to do with."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes.scattering import by_bias, by_images, by_kernels, gradients

__all__ = ["BATCH", "of_image"]


def _divided(part):
    return lambda g, *rest: part(g, *rest) / len(g)


def of_image(part, image):
    """Return a part that sees one image of the batch only."""

    def one_image(g, images, *rest):
        return part(g[[image]], images[[image]], *rest)

    return one_image


def _only_image_filled(image):
    """Return grad_images in which all images but one stay 0."""

    def part(*arguments):
        right = by_images()(*arguments)
        filled = np.zeros_like(right)
        filled[image] = right[image]
        return filled

    return part


def _bias(reduce):
    return gradients(bias=lambda g, *rest: reduce(g))


def _images_added_up(*arguments):
    return np.broadcast_to(by_images()(*arguments).sum(axis=0), arguments[1].shape)


BATCH = (
    Misconception(
        "divided_again",
        "You divide by the number of images. grad_output already holds the 1/N of the mean loss: "
        "whoever divides again makes the steps N times too small.",
        (
            gradients(kernels=_divided(by_kernels())),
            gradients(bias=_divided(by_bias)),
            gradients(images=_divided(by_images())),
            gradients(kernels=_divided(by_kernels()), bias=_divided(by_bias)),
            gradients(_divided(by_images()), _divided(by_kernels()), _divided(by_bias)),
        ),
    ),
    Misconception(
        "one_image_only",
        "One image alone decides, the others are overwritten or never looked at. All images use "
        "the same kernels and biases, and each has a gradient of its own.",
        tuple(
            form
            for image in (0, -1)
            for form in (
                gradients(kernels=of_image(by_kernels(), image)),
                gradients(bias=of_image(by_bias, image)),
                gradients(kernels=of_image(by_kernels(), image), bias=of_image(by_bias, image)),
                gradients(images=_only_image_filled(image)),
                gradients(
                    _only_image_filled(image),
                    of_image(by_kernels(), image),
                    of_image(by_bias, image),
                ),
            )
        ),
    ),
    Misconception(
        "bias_mean",
        "You average for the bias. One bias serves all places of all images, and each of them "
        "passes its share on: what happens to shares?",
        (
            _bias(lambda g: g.mean(axis=(0, 2, 3))),
            _bias(lambda g: g.mean(axis=(2, 3)).sum(axis=0)),
        ),
    ),
    Misconception(
        "bias_over_images_only",
        "Your grad_bias still has a number for each place. One bias serves all rows and columns of "
        "its map: over which axes do you add up?",
        (_bias(lambda g: g.sum(axis=0)), _bias(lambda g: g.mean(axis=0))),
    ),
    Misconception(
        "bias_over_places_only",
        "Your grad_bias still has a row for each image. One bias serves all images of the batch: "
        "over which axes do you add up?",
        (_bias(lambda g: g.sum(axis=(2, 3))), _bias(lambda g: g.mean(axis=(2, 3)))),
    ),
    Misconception(
        "bias_over_channels",
        "You add up over the output's channels. Each channel has a bias of its own: its axis is "
        "the one that stays.",
        (
            _bias(lambda g: g.sum(axis=(1, 2, 3))),
            _bias(lambda g: g.sum()),
            _bias(lambda g: np.full(g.shape[1], g.sum())),
        ),
    ),
    Misconception(
        "bias_as_table",
        "Your grad_bias holds the right numbers with axes too many. The bias is (C_out,), and so "
        "is its gradient.",
        (
            _bias(lambda g: g.sum(axis=(0, 2, 3), keepdims=True)),
            _bias(lambda g: g.sum(axis=(0, 2, 3))[:, None]),
        ),
    ),
    Misconception(
        "images_added_up",
        "Your grad_images is the same for all images. Each image has its own windows, and so its "
        "own gradient.",
        (
            gradients(images=_images_added_up),
            gradients(images=lambda *arguments: by_images()(*arguments).sum(axis=0)),
        ),
    ),
    Misconception(
        "averaged_over_places",
        "You average over the places of the output. Every place passes its share on: what happens "
        "to shares?",
        (
            gradients(kernels=lambda g, *rest: by_kernels()(g, *rest) / g[0, 0].size),
            gradients(
                kernels=lambda g, *rest: by_kernels()(g, *rest) / g[0, 0].size,
                bias=lambda g, *rest: g.mean(axis=(2, 3)).sum(axis=0),
            ),
        ),
    ),
)
