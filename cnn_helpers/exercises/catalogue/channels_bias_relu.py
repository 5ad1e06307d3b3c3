"""Exercises of notebook 06, ``06_channels_bias_relu``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import byte_values, distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_BIAS_RELU = (Argument("feature_maps", ("N", "C", "H", "W")), Argument("bias", ("C",)))
_COUNT = tuple(Argument(name) for name in ("in_channels", "out_channels", "kernel_size", "bias"))
_CONV2D = (
    Argument("images", ("N", "C", "H", "W")),
    Argument("kernels", ("F", "C", "KH", "KW")),
    Argument("bias", ("F",)),
    Argument("stride", keyword_only=True),
    Argument("padding", keyword_only=True),
)


def _bias_relu_calls(random):
    def call(feature_maps, bias):
        return Call(_BIAS_RELU, {"feature_maps": feature_maps, "bias": bias})

    def maps(shape, layout=np.asarray, kind=float, bias=None):
        if bias is None:
            bias = distinct(random, (shape[1],), step=1.5)
        return call(layout(distinct(random, shape).astype(kind)), bias.astype(kind))

    fractions = distinct(random, (3,), step=1.0) + 0.5
    return [
        maps((1, 2, 2, 3)),
        maps((2, 3, 4, 2)),
        # As many channels as columns, rows, images, or all: silent broadcasting shows.
        maps((2, 3, 2, 3)),
        maps((2, 3, 3, 2)),
        maps((3, 3, 2, 1)),
        maps((2, 2, 2, 2)),
        maps((3, 3, 3, 3)),
        maps((2, 1, 3, 4)),
        maps((4, 2, 1, 5)),
        # Biases that silence every cell, and that lift every cell, of their channel.
        maps((2, 2, 2, 3), bias=random.permutation([-20.0, 20.0])),
        maps((2, 3, 2, 4), fortran_ordered),
        maps((2, 2, 3, 2), with_gaps),
        maps((2, 3, 2, 2), kind=np.float32),
        call(random.permutation(np.arange(-9, 9)).reshape(1, 3, 2, 3), fractions),
        call(byte_values(random, (2, 3, 2, 2), highest=60), random.permutation([-30.5, 1.5, 40.5])),
        # Sums beyond what a byte can hold, and sums between 0 and 1.
        call(byte_values(random, (2, 2, 3, 2)), random.permutation([-100.5, 1000.5])),
        maps((2, 2, 2, 2), bias=distinct(random, (2,), step=0.125, lowest=0.125)),
    ]


def _count_calls(random):
    def count(in_channels, out_channels, kernel_size, *bias):
        names = [argument.name for argument in _COUNT]
        sizes = (int(in_channels), int(out_channels), int(kernel_size))
        return Call(_COUNT, dict(zip(names, (*sizes, *bias), strict=False)))

    return [
        count(1, 2, 3),
        count(*random.permutation([2, 3, 4]), True),
        count(*random.permutation([2, 3, 5]), False),
        count(*random.permutation([3, 4, 5])),
        count(1, 1, 1, False),
        count(1, *random.permutation([3, 6]), True),
        count(*random.permutation([4, 1]), 3, False),
        count(3, 64, 7),
        count(*random.integers(10, 100, 2), 5, True),
        count(*random.integers(10, 100, 2), 1, False),
        count(2, 2, 2, True),
    ]


def _count_fits(call):
    sizes = [value for name, value in call.values.items() if name != "bias"]
    return min(sizes) >= 1 and isinstance(call.values.get("bias", True), bool)


def _conv2d_calls(random):
    def call(images, kernels, bias=(), **settings):
        """``bias`` is an array, None, or left out."""
        given = {} if isinstance(bias, tuple) else {"bias": bias}
        return Call(_CONV2D, {"images": images, "kernels": kernels, **given, **settings})

    def floats(image_shape, kernel_shape, layout=np.asarray, kind=float, bias=True, **settings):
        """``kernel_shape`` is (C_out, KH, KW): the channels are those of the images."""
        filters, *kernel_size = kernel_shape
        images = layout(distinct(random, image_shape).astype(kind))
        kernels = distinct(random, (filters, image_shape[1], *kernel_size))
        kernels = layout(kernels.astype(kind))
        if bias is True:
            bias = distinct(random, (filters,), step=1.5).astype(kind)
        return call(images, kernels, bias, **settings)

    whole = random.permutation(np.arange(-20, 20)).reshape(2, 1, 4, 5)
    return [
        floats((1, 1, 3, 4), (1, 2, 2), bias=()),
        floats((2, 2, 4, 3), (3, 2, 2)),
        floats((2, 3, 4, 5), (2, 3, 2), bias=()),
        # Strides with every kind of leftover, with and without a frame.
        floats((2, 3, 5, 6), (2, 2, 3), stride=2),
        floats((2, 2, 6, 5), (3, 3, 2), bias=(), stride=2, padding=0),
        floats((2, 1, 3, 4), (3, 2, 3), padding=1),
        floats((1, 2, 4, 3), (3, 3, 2), stride=1, padding=2),
        floats((2, 3, 4, 5), (2, 3, 2), stride=2, padding=1),
        floats((2, 2, 5, 7), (3, 2, 3), stride=3, padding=1),
        floats((1, 2, 8, 7), (3, 2, 2), bias=None, stride=3),
        floats((2, 1, 4, 4), (2, 3, 3), stride=2, padding=1),
        # As many filters as columns, rows or images of the result, and as many as channels.
        floats((2, 2, 3, 4), (3, 2, 2)),
        floats((2, 1, 4, 3), (3, 2, 2)),
        floats((3, 2, 3, 4), (3, 3, 3)),
        floats((3, 3, 4, 4), (3, 2, 2)),
        floats((2, 2, 4, 5), (2, 2, 3), stride=2, padding=1),
        # The kernel is one pixel, just fits, or fits only thanks to the frame.
        floats((2, 3, 2, 3), (2, 1, 1), stride=2),
        floats((2, 2, 2, 3), (3, 2, 3)),
        floats((2, 1, 1, 2), (2, 3, 3), padding=1),
        floats((1, 2, 2, 1), (2, 1, 2), padding=3),
        floats((2, 2, 4, 5), (3, 3, 2), fortran_ordered, stride=2, padding=1),
        floats((2, 3, 3, 4), (2, 2, 3), with_gaps, padding=1),
        floats((2, 2, 3, 4), (3, 2, 2), kind=np.float32, stride=2, padding=1),
        # Bytes: sums that fit into a byte but for their fraction, and others that don't.
        call(
            byte_values(random, (2, 2, 3, 4), highest=30),
            distinct(random, (2, 2, 2, 2), step=0.125, lowest=0.125),
            np.array([1.5, 2.25]),
        ),
        call(byte_values(random, (2, 3, 4, 3)), distinct(random, (2, 3, 3, 2)), padding=1),
        call(whole, distinct(random, (2, 1, 2, 3)), np.array([3, -4]), stride=2),
    ]


def _kernels_fit(call):
    sizes, padding = call.sizes(), call.values.get("padding", 0)
    rows, columns = sizes["H"] + 2 * padding, sizes["W"] + 2 * padding
    fits = rows >= sizes["KH"] and columns >= sizes["KW"]
    return fits and padding >= 0 and call.values.get("stride", 1) >= 1


EXERCISES = (
    Exercise(
        id="bias_relu",
        title="one bias a channel, then ReLU",
        notebook="06_channels_bias_relu",
        points=1,
        signature="bias_relu(feature_maps (N, C, H, W), bias (C,)) -> (N, C, H, W)",
        statement=(
            "Add to every cell of every map the bias of its channel: bias[c] for channel c, the "
            "same one in all images. Then set everything below 0 to 0. The result has the shape of "
            "feature_maps, which stay as they are."
        ),
        stub=(
            "def bias_relu(feature_maps, bias):\n"
            '    """Return ReLU(feature_maps + bias), with one bias for each channel."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Take two channels of 1 x 2 cells, [[1, -2]] and [[3, 4]], with biases 1 and -5. What "
            "comes out, cell by cell?",
            "numpy lines shapes up from the right: bias has shape (C,), so it would meet the "
            "columns. How many axes must it get behind its own, to meet channels instead?",
            "bias[:, np.newaxis, np.newaxis] has shape (C, 1, 1): one number for a whole map. And "
            "np.maximum(a, b) keeps the larger of two numbers, cell by cell.",
        ),
        arguments=_BIAS_RELU,
        results=(Result("the maps"),),
        make_calls=_bias_relu_calls,
        is_valid=lambda call: True,
        part="channels_bias_relu",
        withheld=(
            "cnn_helpers.neurons.relu",
            "cnn_helpers.neurons.relu_loops",
            "cnn_helpers.layers.ReLU",
        ),
    ),
    Exercise(
        id="count_parameters",
        title="how many numbers does a layer learn?",
        notebook="06_channels_bias_relu",
        points=1,
        signature=("count_parameters(in_channels, out_channels, kernel_size, bias=True) -> int"),
        statement=(
            "A convolution layer has out_channels filters. Each has a kernel of kernel_size × "
            "kernel_size numbers for every input channel, and, unless bias is False, one bias. "
            "Return how many numbers these are in all."
        ),
        stub=(
            "def count_parameters(in_channels, out_channels, kernel_size, bias=True):\n"
            '    """Return how many numbers a convolution layer learns."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Start with one filter of size 3 on a colour picture with 3 channels. Draw its three "
            "kernels: how many squares are there?",
            "Count for one filter first: its weights, and its bias if it has one. How many such "
            "filters are there?",
            "A filter has in_channels * kernel_size * kernel_size weights, plus 1 if bias is True. "
            "Multiply that by out_channels.",
        ),
        arguments=_COUNT,
        results=(Result("the number of parameters", whole=True),),
        make_calls=_count_calls,
        is_valid=_count_fits,
        part="channels_bias_relu",
    ),
    Exercise(
        id="conv2d",
        title="a whole convolution layer",
        notebook="06_channels_bias_relu",
        points=4,
        signature=(
            "conv2d(images (N, C_in, H, W), kernels (C_out, C_in, KH, KW), bias=None (C_out,), *, "
            "stride=1, padding=0) -> (N, C_out, OH, OW)"
        ),
        statement=(
            "Slide every filter over every image: frame the images with padding zeros on all four "
            "sides, move by stride, and at each place multiply the window with the filter's "
            "kernels, one for each input channel, and add all products up. Then add the filter's "
            "bias once, if there is one. Row n, channel f of the result is the map of filter f on "
            "image n."
        ),
        stub=(
            "def conv2d(images, kernels, bias=None, *, stride=1, padding=0):\n"
            '    """Return the feature maps (N, C_out, OH, OW) of all filters on all images."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "You have written the hard part already: correlate_strided. What is new: a window is "
            "(C_in, KH, KW) deep now, and so is kernels[f]. How does a sum over all of it look?",
            "Only the last two axes get zeros: np.pad takes one pair (before, after) for each "
            "axis. Then four loops: images, filters, rows, columns of the result.",
            "padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding))). "
            "The window is padded[n, :, top : top + KH, left : left + KW] with top = row * stride; "
            "its number is (window * kernels[f]).sum(), plus bias[f] if bias is not None.",
        ),
        arguments=_CONV2D,
        results=(Result("the feature maps"),),
        make_calls=_conv2d_calls,
        is_valid=_kernels_fit,
        part="channels_bias_relu",
        withheld=(
            "cnn_helpers.convolution.conv2d",
            "cnn_helpers.convolution.conv2d_loops",
            "cnn_helpers.layers.Conv2d",
        ),
    ),
)
