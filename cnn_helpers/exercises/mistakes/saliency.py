"""Known wrong saliency maps."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["SALIENCY"]


def _one_hot(label, num_classes):
    grad_logits = np.zeros(num_classes)
    grad_logits[label] = 1
    return grad_logits


def _saliency(reduce=lambda slopes, image: np.abs(slopes).max(axis=0), start=_one_hot):
    """Return a form that starts from other numbers, or makes something else of the slopes."""

    def saliency_map(gradient, image, label, *, num_classes):
        return reduce(gradient(image, start(label, num_classes)), image)

    return saliency_map


def _with_batch_axis(gradient, image, label, *, num_classes):
    return np.abs(gradient(image[None], _one_hot(label, num_classes)[None])).max(axis=(0, 1))


def _label_itself(gradient, image, label, *, num_classes):
    return np.abs(gradient(image, label)).max(axis=0)


SALIENCY = (
    Misconception(
        "ones",
        "You ask all logits at once. Only the label's logit matters: what should stand in the "
        "places of the others?",
        (_saliency(start=lambda label, num_classes: np.ones(num_classes)),),
    ),
    Misconception(
        "label_off_by_one",
        "The 1 stands in another class's place. Labels count from 0: label 0 is the first logit.",
        (
            _saliency(start=lambda label, num_classes: _one_hot(label - 1, num_classes)),
            _saliency(start=lambda label, num_classes: _one_hot(0, num_classes)),
            _saliency(start=lambda label, num_classes: _one_hot(-1, num_classes)),
            _saliency(
                start=lambda label, num_classes: _one_hot((label + 1) % num_classes, num_classes)
            ),
        ),
    ),
    Misconception(
        "label_as_amount",
        "The label goes in as an amount. Class 3 is a place in grad_logits, not a number to "
        "multiply with: put a 1 there.",
        (
            _saliency(start=lambda label, num_classes: label * _one_hot(label, num_classes)),
            _saliency(start=lambda label, num_classes: np.full(num_classes, float(label))),
            _label_itself,
        ),
    ),
    Misconception(
        "no_absolute_value",
        "You take the largest slope with its sign, so that a strong negative one loses against a "
        "weak positive one. Both say that the pixel matters: what makes them equal?",
        (
            _saliency(lambda slopes, image: slopes.max(axis=0)),
            _saliency(lambda slopes, image: np.abs(slopes.max(axis=0))),
            _saliency(lambda slopes, image: np.maximum(slopes, 0).max(axis=0)),
        ),
    ),
    Misconception(
        "channels_added",
        "You add the channels up, or average them. The strongest channel of each pixel decides.",
        (
            _saliency(lambda slopes, image: np.abs(slopes).sum(axis=0)),
            _saliency(lambda slopes, image: np.abs(slopes).mean(axis=0)),
            _saliency(lambda slopes, image: np.abs(slopes.sum(axis=0))),
            _saliency(lambda slopes, image: np.abs(slopes.mean(axis=0))),
            _saliency(lambda slopes, image: slopes.sum(axis=0)),
            _saliency(lambda slopes, image: slopes.mean(axis=0)),
        ),
    ),
    Misconception(
        "length_over_channels",
        "You square the slopes. That is another way to forget the sign; here we take the absolute "
        "value.",
        (
            _saliency(lambda slopes, image: np.sqrt((slopes**2).sum(axis=0))),
            _saliency(lambda slopes, image: (slopes**2).sum(axis=0)),
            _saliency(lambda slopes, image: (slopes**2).max(axis=0)),
        ),
    ),
    Misconception(
        "gradient_times_image",
        "You multiply with the image. That shows what a pixel contributed; saliency asks how "
        "strongly the logit would react, whatever the pixel's value is now.",
        (
            _saliency(lambda slopes, image: np.abs(slopes * image).max(axis=0)),
            _saliency(lambda slopes, image: np.abs((slopes * image).sum(axis=0))),
            _saliency(lambda slopes, image: (slopes * image).sum(axis=0)),
            _saliency(lambda slopes, image: (slopes * image).max(axis=0)),
        ),
    ),
    Misconception(
        "rescaled",
        "You stretch the map to the range from 0 to 1. Leave it as it is: otherwise two maps can't "
        "be compared.",
        (
            _saliency(lambda slopes, image: _largest(slopes) / _largest(slopes).max()),
            _saliency(
                lambda slopes, image: (
                    (_largest(slopes) - _largest(slopes).min()) / np.ptp(_largest(slopes))
                )
            ),
            _saliency(lambda slopes, image: _largest(slopes) / _largest(slopes).sum()),
        ),
    ),
    Misconception(
        "first_channel_only",
        "You look at one channel only. Each pixel has as many slopes as the image has channels: "
        "the strongest decides.",
        (
            _saliency(lambda slopes, image: np.abs(slopes[0])),
            _saliency(lambda slopes, image: np.abs(slopes[-1])),
        ),
    ),
    Misconception(
        "channels_kept",
        "Your map still has channels. We want one number for each pixel: which of its slopes?",
        (_saliency(lambda slopes, image: np.abs(slopes)), _saliency(lambda slopes, image: slopes)),
    ),
    Misconception(
        "wrong_axis",
        "You take the maximum over rows or columns. Which axis of (C, H, W) are the channels?",
        (
            _saliency(lambda slopes, image: np.abs(slopes).max(axis=1)),
            _saliency(lambda slopes, image: np.abs(slopes).max(axis=2)),
            _saliency(lambda slopes, image: np.abs(slopes).max()),
        ),
    ),
    Misconception(
        "batch_axis",
        "You hand over a batch of one. This gradient function takes a single image (C, H, W) and "
        "one row of grad_logits (num_classes,).",
        (
            _with_batch_axis,
            lambda gradient, image, label, *, num_classes: np.abs(
                gradient(image, _one_hot(label, num_classes)[None])
            ).max(axis=0),
        ),
    ),
    Misconception(
        "rows_and_columns_swapped",
        "Your map lies on its side: rows and columns have changed places.",
        (_saliency(lambda slopes, image: _largest(slopes).T),),
    ),
)


def _largest(slopes):
    return np.abs(slopes).max(axis=0)
