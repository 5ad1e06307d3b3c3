"""Known wrong answers to the exercises of notebook 08."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes.networks import NETWORK

__all__ = ["MISTAKES"]


def _field(*, seen=lambda size: size - 1, start=1, step=lambda strides, layer: None, order=1):
    """Return a form that adds up what each layer sees; each mistake changes one thing."""

    def field(kernel_sizes, strides):
        sizes, strides = list(kernel_sizes)[::order], list(strides)[::order]
        total = start
        for layer, size in enumerate(sizes):
            width = step(strides, layer)
            total += seen(size) * (np.prod(strides[:layer]) if width is None else width)
        return int(total)

    return field


_FIELD = (
    Misconception(
        "kernel_sizes_added",
        "You add whole kernel sizes. A second kernel of 3 lies on three neighbours that share most "
        "of what they see: by how many cells does the view get wider?",
        (
            lambda kernel_sizes, strides: int(sum(kernel_sizes)),
            _field(seen=lambda size: size),
            _field(seen=lambda size: size, start=0),
        ),
    ),
    Misconception(
        "kernel_sizes_multiplied",
        "You multiply the kernel sizes, as if the windows of a layer lay side by side. They "
        "overlap: draw two layers of kernel size 3 and count.",
        (lambda kernel_sizes, strides: int(np.prod(kernel_sizes)),),
    ),
    Misconception(
        "strides_ignored",
        "Your answer doesn't depend on the strides. After a layer with stride 2, how many input "
        "cells lie between two neighbouring cells?",
        (_field(step=lambda strides, layer: 1),),
    ),
    Misconception(
        "own_stride_included",
        "A layer's own stride already counts for its own kernel. The stride says how far apart the "
        "results of this layer lie: whom does that concern first?",
        (_field(step=lambda strides, layer: np.prod(strides[: layer + 1])),),
    ),
    Misconception(
        "own_stride_only",
        "Each layer counts with its own stride alone. How wide a step is was decided by the layers "
        "before it, all of them together.",
        (_field(step=lambda strides, layer: strides[layer]),),
    ),
    Misconception(
        "last_stride_only",
        "Each layer counts with the stride of the one layer before it. What about the strides "
        "before that one?",
        (_field(step=lambda strides, layer: strides[layer - 1] if layer else 1),),
    ),
    Misconception(
        "strides_added",
        "You add the strides of the earlier layers. Stride 2 after stride 2 takes every second of "
        "every second cell: how far apart are those?",
        (
            _field(step=lambda strides, layer: sum(strides[:layer]) if layer else 1),
            _field(step=lambda strides, layer: 1 + sum(strides[:layer])),
        ),
    ),
    Misconception(
        "reversed",
        "You walk through the lists the wrong way round: they run from input to output, and it is "
        "the earlier strides that widen a step.",
        (_field(order=-1), _field(step=lambda strides, layer: np.prod(strides[layer + 1 :]))),
    ),
    Misconception(
        "one_forgotten",
        "You are one short: before any layer, a cell sees itself. What should the count start "
        "with?",
        (_field(start=0),),
    ),
    Misconception(
        "area",
        "You return an area. We ask along one axis: how many cells wide is the view?",
        (lambda kernel_sizes, strides: _field()(kernel_sizes, strides) ** 2,),
    ),
    Misconception(
        "step_of_the_last_layer",
        "You return how far apart the last cells lie on the input, the product of the strides. We "
        "ask how wide one of them sees.",
        (lambda kernel_sizes, strides: int(np.prod(strides)),),
    ),
)


def _count(formula):
    def count(in_channels, out_channels, kernel_size, output_height, output_width):
        return formula(in_channels, out_channels, kernel_size, output_height, output_width)

    return count


_COST = (
    Misconception(
        "in_channels_forgotten",
        "Your count doesn't grow with in_channels. Each kernel is as deep as its input: how many "
        "cells does a 3 × 3 kernel have for a picture with 3 channels?",
        (_count(lambda c, f, k, h, w: f * k * k * h * w),),
    ),
    Misconception(
        "out_channels_forgotten",
        "You count a single filter. Every filter slides over the whole image.",
        (_count(lambda c, f, k, h, w: c * k * k * h * w),),
    ),
    Misconception(
        "parameter_count",
        "You count the parameters. A weight is stored once but used at every place of the output.",
        (
            _count(lambda c, f, k, h, w: c * f * k * k),
            _count(lambda c, f, k, h, w: c * f * k * k + f),
            _count(lambda c, f, k, h, w: (c * k * k + 1) * f),
        ),
    ),
    Misconception(
        "bias_counted",
        "You count the biases as well. A bias is added but multiplies nothing: here only products "
        "count.",
        (
            _count(lambda c, f, k, h, w: (c * k * k + 1) * f * h * w),
            _count(lambda c, f, k, h, w: c * f * k * k * h * w + f),
            _count(lambda c, f, k, h, w: c * f * (k * k + 1) * h * w),
        ),
    ),
    Misconception(
        "counted_twice",
        "You count multiplications and additions apart. A multiply-add is the two together, as "
        "processors do them in one go.",
        (
            _count(lambda c, f, k, h, w: 2 * c * f * k * k * h * w),
            _count(lambda c, f, k, h, w: (2 * c * k * k - 1) * f * h * w),
            _count(lambda c, f, k, h, w: 2 * c * f * k * k * h * w + f * h * w),
        ),
    ),
    Misconception(
        "kernel_not_squared",
        "You count one row of the kernel. A kernel of size 3 has 3 rows and 3 columns.",
        (
            _count(lambda c, f, k, h, w: c * f * k * h * w),
            _count(lambda c, f, k, h, w: 2 * c * f * k * h * w),
        ),
    ),
    Misconception(
        "one_output_axis",
        "You count along one axis of the output only, or take it for a square. It has "
        "output_height rows of output_width numbers.",
        (
            _count(lambda c, f, k, h, w: c * f * k * k * h),
            _count(lambda c, f, k, h, w: c * f * k * k * w),
            _count(lambda c, f, k, h, w: c * f * k * k * h * h),
            _count(lambda c, f, k, h, w: c * f * k * k * w * w),
            _count(lambda c, f, k, h, w: c * f * k * k * (h + w)),
        ),
    ),
    Misconception(
        "kernel_forgotten",
        "Your count doesn't grow with the kernel. Every number of the output is a sum: how many "
        "products does a 3 × 3 kernel bring into it?",
        (
            _count(lambda c, f, k, h, w: c * f * h * w),
            _count(lambda c, f, k, h, w: f * h * w),
        ),
    ),
    Misconception(
        "channels_added",
        "You add in_channels and out_channels. Every filter looks at every channel: how many pairs "
        "are there?",
        (_count(lambda c, f, k, h, w: (c + f) * k * k * h * w),),
    ),
    Misconception(
        "windows_of_the_input",
        "You take output_height and output_width for the size of the input. They already say how "
        "many places the kernel stops at.",
        (_count(lambda c, f, k, h, w: c * f * k * k * (h - k + 1) * (w - k + 1)),),
    ),
)

MISTAKES = {"receptive_field": _FIELD, "count_multiply_adds": _COST, "forward_pass": NETWORK}
