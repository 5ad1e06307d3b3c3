"""Exercises of notebook 08, ``08_forward_pass``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import byte_values, distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_LAYERS = tuple(Argument(name, ("L",), listed=True) for name in ("kernel_sizes", "strides"))
_COST = tuple(
    Argument(name)
    for name in ("in_channels", "out_channels", "kernel_size", "output_height", "output_width")
)
_NETWORK = (
    Argument("images", ("N", "C", "H", "W")),
    Argument("kernels", ("F", "C", "KH", "KW")),
    Argument("conv_bias", ("F",)),
    Argument("weights", ("K", "D")),
    Argument("linear_bias", ("K",)),
)


def _layer_calls(random):
    def layers(kernel_sizes, strides):
        values = {"kernel_sizes": np.array(kernel_sizes), "strides": np.array(strides)}
        return Call(_LAYERS, values)

    def some(count, sizes, steps):
        return layers(random.permutation(sizes)[:count], random.permutation(steps)[:count])

    return [
        some(1, (2, 3, 4, 5), (2, 3)),
        some(2, (2, 3, 5), (1, 1)),
        some(2, (2, 3, 5), (2, 3)),
        # The story network; then two rounds of convolution and pooling.
        layers([3, 2], [1, 1]),
        layers([5, 2, 5, 2], [1, 2, 1, 2]),
        some(3, (2, 3, 5), (1, 2, 3)),
        some(4, (2, 3, 4, 5), (1, 2, 3, 4)),
        some(5, (1, 1, 2, 3, 7), (1, 2, 2, 3, 5)),
        some(3, (2, 3, 3), (4, 4, 2)),
    ]


def _cost_calls(random):
    def cost(*numbers):
        names = [argument.name for argument in _COST]
        return Call(_COST, dict(zip(names, map(int, numbers), strict=True)))

    return [
        cost(1, 1, *random.permutation([2, 3, 5])),
        cost(1, 2, 3, 3, 3),
        cost(2, 2, 2, 2, 2),
        *(cost(*random.permutation([2, 3, 4, 5, 7])) for _ in range(4)),
        cost(3, 64, 1, *random.permutation([10, 20])),
        cost(*random.integers(10, 40, 5)),
    ]


class _NetworkCall(Call):
    """A call in which the weights go with the shape of the pooled maps."""

    def replaced(self, **values):
        return _NetworkCall(self.arguments, {**self.values, **values}, self.count)

    def without(self, axis, index):
        changed = super().without(axis, index)
        old, new = _pooled_shape(self), _pooled_shape(changed)
        if axis not in ("F", "H", "W", "KH", "KW") or not _network_fits(self) or min(new) < 1:
            return changed
        weights = self.values["weights"].reshape(-1, *old)
        if axis == "F":
            weights = np.delete(weights, index, 1)
        # A smaller kernel makes larger maps: their new cells get copies of the last weights.
        rows, columns = (np.minimum(np.arange(new[i]), old[i] - 1) for i in (1, 2))
        weights = weights[:, :, rows][:, :, :, columns]
        return changed.replaced(weights=weights.reshape(len(weights), -1))


def _pooled_shape(call):
    sizes = call.sizes()
    rows, columns = sizes["H"] - sizes["KH"], sizes["W"] - sizes["KW"]
    return sizes["F"], max(rows, 0), max(columns, 0)


def _network_fits(call):
    pooled = _pooled_shape(call)
    sizes = call.sizes()
    # With a single class every probability is 1, and nothing can be seen.
    return min(pooled) >= 1 and sizes["D"] == int(np.prod(pooled)) and sizes["K"] >= 2


def _network_calls(random):
    def network(image_shape, kernel_shape, classes, layout=np.asarray, step=1 / 16, images=None):
        _, channels, height, width = image_shape
        filters, kernel_height, kernel_width = kernel_shape
        size = filters * (height - kernel_height) * (width - kernel_width)
        if images is None:
            images = distinct(random, image_shape, step=0.25)
        kernels = distinct(random, (filters, channels, kernel_height, kernel_width), step=0.25)
        values = {
            "images": layout(images),
            "kernels": layout(kernels),
            "conv_bias": distinct(random, (filters,)),
            "weights": layout(distinct(random, (classes, size), step=step)),
            "linear_bias": distinct(random, (classes,), step=0.25),
        }
        return _NetworkCall(_NETWORK, values)

    bytes_ = byte_values(random, (2, 1, 4, 5), highest=60)
    return [
        network((1, 1, 3, 4), (1, 2, 2), 2),
        network((2, 1, 4, 4), (2, 3, 2), 3),
        # The story network's shape.
        network((2, 1, 5, 5), (2, 3, 3), 2, step=1 / 32),
        network((2, 2, 4, 5), (3, 2, 3), 4, step=1 / 64),
        network((3, 2, 5, 4), (2, 3, 2), 3, step=1 / 64),
        # As many weights for a class as classes: forgetting to transpose raises no error.
        network((1, 1, 4, 4), (1, 2, 2), 4),
        network((3, 1, 3, 4), (1, 2, 1), 3),
        # More rows of the maps than columns of the image.
        network((2, 1, 6, 3), (2, 2, 2), 3, step=1 / 64),
        network((2, 1, 3, 5), (2, 1, 2), 3, fortran_ordered),
        network((2, 1, 4, 4), (2, 2, 2), 3, with_gaps, step=1 / 32),
        # Logits beyond what exp can take.
        network((3, 1, 4, 5), (2, 2, 3), 3, step=60),
        network((2, 1, 4, 5), (2, 2, 3), 3, step=1 / 512, images=bytes_),
    ]


EXERCISES = (
    Exercise(
        id="receptive_field",
        title="how far does one cell see?",
        notebook="08_forward_pass",
        points=2,
        signature="receptive_field(kernel_sizes, strides) -> int (lists from input to output)",
        statement=(
            "How many input cells, along one axis, can one cell of the last layer see? Both lists "
            "run from input to output and count pooling as a layer. Every layer adds its "
            "kernel_size - 1 steps, and one step is as wide as the product of the strides of all "
            "earlier layers. One cell alone sees 1."
        ),
        stub=(
            "def receptive_field(kernel_sizes, strides):\n"
            '    """Return how many input cells, along one axis, the last layer\'s cells see."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Draw a row of input cells, and below it two layers with kernel size 3 and stride 1. "
            "Colour what the last cell sees: why 5, and neither 6 nor 9?",
            "Keep two numbers: what one cell sees so far, and how many input cells lie between two "
            "neighbours of the current layer. Both start at 1. Which of the two does a stride "
            "change, and from which layer on?",
            "For each layer, in order: field += (kernel_size - 1) * step, and only after that "
            "step *= stride. Return the field.",
        ),
        arguments=_LAYERS,
        results=(Result("the receptive field", whole=True),),
        make_calls=_layer_calls,
        is_valid=lambda call: min(map(np.min, call.values.values())) >= 1,
        part="forward_pass",
    ),
    Exercise(
        id="count_multiply_adds",
        title="what does a convolution cost?",
        notebook="08_forward_pass",
        points=1,
        signature=(
            "count_multiply_adds(in_channels, out_channels, kernel_size, output_height, "
            "output_width) -> int"
        ),
        statement=(
            "Count the multiply-adds of a convolution for one image: one for every product that is "
            "worked out and added up. Each number of each feature map takes one product for every "
            "cell of its kernel, in all input channels. The biases don't count."
        ),
        stub=(
            "def count_multiply_adds("
            "in_channels, out_channels, kernel_size, output_height, output_width):\n"
            '    """Return how many products a convolution adds up for one image."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Start with a single number of a single feature map, 1 input channel and a 3 × 3 "
            "kernel: how many products stand in its sum?",
            "With more input channels the kernel gets deeper. And how many such numbers does the "
            "convolution have to work out in all?",
            "Products for one number: in_channels * kernel_size * kernel_size. Numbers: one for "
            "each filter, row and column of the output.",
        ),
        arguments=_COST,
        results=(Result("the number of multiply-adds", whole=True),),
        make_calls=_cost_calls,
        is_valid=lambda call: min(call.values.values()) >= 1,
        part="forward_pass",
    ),
    Exercise(
        id="forward_pass",
        title="from an image to its probabilities",
        notebook="08_forward_pass",
        points=3,
        signature=(
            "forward_pass(images (N, C, H, W), kernels (F, C, KH, KW), conv_bias (F,), "
            "weights (K, D), linear_bias (K,)) -> probabilities (N, K)"
        ),
        statement=(
            "Put the whole network together: convolution (stride 1, no padding), ReLU, max pooling "
            "with windows of 2 and stride 1, flatten to one row of D = F*OH*OW numbers an image, "
            "linear layer, softmax over the classes. You may call conv2d, relu, max_pool2d, linear "
            "and softmax, your own or the package's: what counts here is the order."
        ),
        stub=(
            "def forward_pass(images, kernels, conv_bias, weights, linear_bias):\n"
            '    """Return the probabilities (N, K) that the network gives to each class."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Write the six steps down in order, and beside each the shape that comes out. For the "
            "story network it begins with (N, 1, 5, 5) and (N, 2, 3, 3).",
            "One line a step, each using what the line before gave. Pooling moves on by 1 here, "
            "not by 2. Flatten keeps the order channel, row, column, and one row for each image.",
            "feature_maps = relu(conv2d(images, kernels, conv_bias)); pool these with "
            "max_pool2d(..., 2, stride=1); .reshape(len(images), -1) makes rows; linear(rows, "
            "weights, linear_bias) makes logits. One step is left.",
        ),
        arguments=_NETWORK,
        results=(Result("the probabilities"),),
        make_calls=_network_calls,
        is_valid=_network_fits,
        part="forward_pass",
    ),
)
