"""Known wrong answers to ``conv2d``; those on where windows lie are in ``misplaced_kernels``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes import convolving
from cnn_helpers.exercises.mistakes.misplaced_kernels import misplaced
from cnn_helpers.exercises.mistakes.sweeping import sum_of_products

__all__ = ["CONV2D"]


def _matrix_product(window, kernels):
    return (window[:, np.newaxis] @ kernels).sum(axis=(2, 3, 4))


_CHANNELS = (
    Misconception(
        "channel_mean",
        "You take the mean over the input channels. A filter adds up what it finds in all of them: "
        "two channels that agree count double.",
        (convolving.form(answer=lambda w, k: sum_of_products(w, k) / k.shape[1]),),
    ),
    Misconception(
        "one_channel_only",
        "Only one of the input channels counts. Each filter has a kernel for every channel: does a "
        "later channel write over what came before, or do you index channel 0?",
        (
            convolving.form(answer=convolving.channel_by_channel(lambda sums: sums[..., 0])),
            convolving.form(answer=convolving.channel_by_channel(lambda sums: sums[..., -1])),
        ),
    ),
    Misconception(
        "first_kernel_for_all_channels",
        "All input channels meet the same kernel. A filter has one for each channel: "
        "kernels[filter, channel].",
        (
            convolving.form(kernel=lambda k: np.repeat(k[:, :1], k.shape[1], axis=1)),
            convolving.form(
                kernel=lambda k: np.repeat(k.sum(axis=1, keepdims=True), k.shape[1], axis=1)
            ),
        ),
    ),
    Misconception(
        "max_over_channels",
        "You keep the strongest channel. A filter adds up what it finds in all of them.",
        (convolving.form(answer=convolving.channel_by_channel(lambda sums: sums.max(axis=2))),),
    ),
    Misconception(
        "channels_not_summed",
        "You return a map for each input channel. A filter makes one map of all of them together: "
        "over which axes do you add?",
        (
            convolving.by_channel(side_by_side=True),
            convolving.by_channel(side_by_side=False),
        ),
    ),
    Misconception(
        "in_and_out_swapped",
        "Filters and input channels have changed places: kernels has the axes (C_out, C_in, KH, "
        "KW), filters first. The shapes complain only where the two numbers differ.",
        (
            convolving.form(kernel=lambda kernels: kernels.swapaxes(0, 1)),
            convolving.form(
                kernel=lambda kernels: kernels.swapaxes(0, 1),
                add=lambda maps, bias, kernels: (
                    maps if bias is None else maps + bias[: maps.shape[1], None, None]
                ),
            ),
            convolving.form(
                kernel=lambda kernels: np.stack([kernels[:, f] for f in range(len(kernels))])
            ),
        ),
    ),
    Misconception(
        "channels_reversed",
        "The channels meet each other's kernels: the first one gets the last kernel. [::-1] on "
        "kernels[f] turns the channels round, not the rows.",
        (convolving.form(kernel=lambda kernels: kernels[:, ::-1]),),
    ),
    Misconception(
        "matrix_product",
        "You multiply matrices (@ or dot): rows meet columns. Here each kernel cell meets the one "
        "pixel below it: the * of numpy does that.",
        (
            convolving.form(answer=_matrix_product),
            convolving.form(answer=lambda w, k: _matrix_product(w, k.swapaxes(2, 3))),
        ),
    ),
)


_BIASES = (
    Misconception(
        "bias_per_product",
        "The bias has been added several times: once for each product, or for each channel. It "
        "belongs to the finished sum: is it inside a loop or a sum where it shouldn't be?",
        (
            convolving.bias_times(lambda channels, height, width: channels * height * width),
            convolving.bias_times(lambda channels, height, width: channels),
            convolving.bias_times(lambda channels, height, width: height * width),
            convolving.bias_times(lambda channels, height, width: height),
            convolving.bias_times(lambda channels, height, width: channels * height),
            convolving.bias_times(lambda channels, height, width: 2),
        ),
    ),
    Misconception(
        "one_bias_for_all",
        "All filters get the same bias. bias[f] belongs to filter f and its map: does the number "
        "of the filter stand in your code?",
        (
            convolving.added(lambda bias: bias[0]),
            convolving.added(lambda bias: bias[-1]),
            convolving.added(np.sum),
            convolving.added(np.mean),
        ),
    ),
    Misconception(
        "bias_on_wrong_axis",
        "The bias meets the wrong axis of the maps: numpy lines the last axes up. Which shape must "
        "it have to belong to axis 1, the filters? (Where lengths happen to agree, numpy can't "
        "notice.)",
        (
            convolving.added(lambda bias: bias),
            convolving.added(lambda bias: bias[:, np.newaxis]),
            convolving.added(lambda bias: bias[:, np.newaxis, np.newaxis, np.newaxis]),
        ),
    ),
    Misconception(
        "bias_forgotten",
        "The bias has no effect on your maps. Each filter adds its own, once, to every cell.",
        (convolving.form(add=lambda maps, bias, kernels: maps),),
    ),
    Misconception(
        "bias_subtracted",
        "Your bias is taken away. A positive bias should lift the map of its filter.",
        (convolving.added(lambda bias: -bias[:, np.newaxis, np.newaxis]),),
    ),
    Misconception(
        "bias_multiplied",
        "Your bias multiplies the maps. It is a number to be added: a bias of 0 should change "
        "nothing.",
        (
            convolving.form(
                add=lambda maps, bias, kernels: (
                    maps if bias is None else maps * bias[:, np.newaxis, np.newaxis]
                )
            ),
        ),
    ),
    Misconception(
        "bias_required",
        "Your function can't do without a bias. Called without one, bias is None: what should "
        "happen then?",
        (
            convolving.form(add=lambda maps, bias, kernels: maps + bias[:, np.newaxis, np.newaxis]),
            convolving.form(add=lambda maps, bias, kernels: maps + bias.reshape(-1, 1, 1)),
        ),
    ),
    Misconception(
        "truth_of_an_array",
        "if bias: asks whether an array is true, and Python doesn't know: some of its numbers may "
        "be 0. Ask whether there is a bias at all: what is it when there is none?",
        (convolving.form(add=convolving.if_bias),),
    ),
    Misconception(
        "relu",
        "Negative numbers have become 0. A convolution layer alone has no ReLU: that is a step of "
        "its own, after it.",
        (
            convolving.form(last=lambda maps: np.maximum(maps, 0)),
            convolving.form(last=np.abs),
        ),
    ),
)

_BATCHES = (
    Misconception(
        "all_axes_padded",
        "np.pad(images, padding) puts zeros around all four axes: empty images and empty channels "
        "too. Only rows and columns should grow: np.pad takes one pair for each axis.",
        (
            convolving.form(framed=convolving.all_axes_padded),
            convolving.batch_of_images(framed=convolving.all_axes_padded),
            convolving.form(framed=convolving.all_axes_but_batch),
            convolving.form(framed=convolving.channels_padded),
        ),
    ),
    Misconception(
        "first_image_only",
        "Only one image has an answer, or all images run together in one. Every image of the batch "
        "gets its own maps.",
        (
            convolving.part(slice(0, 1)),
            convolving.part(0),
            convolving.only(0),
            convolving.only(-1),
            convolving.form(last=lambda maps: np.repeat(maps[:1], len(maps), axis=0)),
            convolving.form(image=lambda images: images.sum(axis=0, keepdims=True)),
            convolving.form(image=lambda images: images.mean(axis=0, keepdims=True)),
        ),
    ),
    Misconception(
        "first_filter_only",
        "Only one filter has an answer, or all filters run together in one. Every filter makes a "
        "map of its own.",
        (
            convolving.part(slice(None), slice(0, 1)),
            convolving.part(slice(None), 0),
            convolving.only(slice(None), 0),
            convolving.only(slice(None), -1),
            convolving.form(last=lambda maps: np.repeat(maps[:, :1], maps.shape[1], axis=1)),
            convolving.form(kernel=lambda kernels: np.repeat(kernels[:1], len(kernels), axis=0)),
            convolving.form(last=lambda maps: maps.sum(axis=1, keepdims=True)),
            convolving.form(last=lambda maps: maps.sum(axis=1)),
        ),
    ),
    Misconception(
        "return_inside_loop",
        "Your function returns from inside its loops, before all cells are done: return ends the "
        "function at once. How far in must that line stand?",
        (
            convolving.only(0, 0, 0, 0),
            convolving.only(0, 0, 0),
            convolving.only(0, 0),
            convolving.only(0, 0, 0, 0, add=lambda maps, bias, kernels: maps),
            convolving.only(0, 0, 0, add=lambda maps, bias, kernels: maps),
            convolving.only(0, 0, add=lambda maps, bias, kernels: maps),
            convolving.part(0, 0, 0, 0),
            convolving.part(0, 0),
        ),
    ),
    Misconception(
        "axes_exchanged",
        "The numbers are right, but the axes of your result stand in another order: images, "
        "filters, rows, columns.",
        (
            convolving.form(last=lambda maps: maps.transpose(1, 0, 2, 3)),
            convolving.form(last=lambda maps: maps.transpose(0, 2, 3, 1)),
            convolving.form(last=lambda maps: maps.transpose(2, 3, 0, 1)),
        ),
    ),
    Misconception(
        "mean",
        "You take the mean of the products, in each channel or over the whole window. Add them up "
        "and leave the sum as it is.",
        (
            convolving.form(kernel=lambda kernels: kernels / kernels[0, 0].size),
            convolving.form(kernel=lambda kernels: kernels / kernels[0].size),
        ),
    ),
    Misconception(
        "one_product_only",
        "Only one product of each window has stayed: every round of the inner loops writes over "
        "the one before. How do you add to a cell instead of replacing it?",
        (
            convolving.form(answer=lambda w, k: (w[:, np.newaxis] * k)[..., -1, -1, -1]),
            convolving.form(answer=lambda w, k: (w[:, np.newaxis] * k)[..., 0, 0, 0]),
            convolving.form(answer=lambda w, k: (w[:, np.newaxis] * k).max(axis=(2, 3, 4))),
            convolving.form(answer=lambda w, k: (w[:, np.newaxis] * k)[..., -1, -1].sum(axis=2)),
        ),
    ),
    Misconception(
        "uint8_buffer",
        "Your maps have the images' type, or hold bytes: whole numbers, some of them only from 0 "
        "to 255. Sums can be negative, large or fractions: what type should the maps have?",
        (*convolving.cut(), *convolving.cut(np.uint8)),
    ),
)

_FLIPS = (
    convolving.form(kernel=lambda kernels: kernels[:, ::-1, ::-1, ::-1]),
    convolving.form(kernel=lambda kernels: kernels[::-1, ::-1, ::-1, ::-1]),
)

CONV2D = (*misplaced(convolving.form, _FLIPS), *_CHANNELS, *_BIASES, *_BATCHES)
