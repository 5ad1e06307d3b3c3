"""Exercises of notebook 10, ``10_backpropagation_through_convolution``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_CONVOLUTION = (
    Argument("grad_output", ("N", "F", "OH", "OW")),
    Argument("images", ("N", "C", "H", "W")),
    Argument("kernels", ("F", "C", "KH", "KW")),
    Argument("stride", keyword_only=True),
    Argument("padding", keyword_only=True),
)
_POOLING = (
    Argument("grad_output", ("N", "C", "OH", "OW")),
    Argument("feature_maps", ("N", "C", "H", "W")),
    Argument("kernel_size"),
    Argument("stride"),
)


class _BackwardCall(Call):
    """A call whose grad_output changes its size together with what it is the gradient of."""

    def replaced(self, **values):
        values = {**self.values, **values}
        lengths = _output_lengths(_BackwardCall(self.arguments, values, self.count))
        before = values["grad_output"].shape[2:]
        if lengths and lengths != before:
            rows, columns = (
                np.minimum(np.arange(new), old - 1)
                for new, old in zip(lengths, before, strict=True)
            )
            fitted = values["grad_output"][:, :, rows][:, :, :, columns]
            turned = np.isfortran(values["grad_output"])
            values["grad_output"] = np.array(fitted, order="F" if turned else "C")
        return _BackwardCall(self.arguments, values, self.count)


def _output_lengths(call):
    """Return how many rows and columns the forward pass gives, or None if it can't be."""
    sizes, values = call.sizes(), call.values
    padding = values.get("padding", 0)
    heights = sizes.get("KH", values.get("kernel_size")), sizes.get("KW", values.get("kernel_size"))
    stride = values.get("stride", heights[0] if "kernel_size" in values else 1)
    if stride is None:
        stride = heights[0]
    if stride < 1 or padding < 0 or min(heights) < 1:
        return None
    lengths = tuple(
        (length + 2 * padding - size) // stride + 1
        for length, size in zip((sizes["H"], sizes["W"]), heights, strict=True)
    )
    return lengths if min(lengths) >= 1 else None


def _fits(call):
    return call.values["grad_output"].shape[2:] == _output_lengths(call)


def _convolution_calls(random):
    def call(image_shape, kernel_shape, layout=np.asarray, **geometry):
        filters, *kernel_size = kernel_shape
        values = {
            "images": layout(distinct(random, image_shape)),
            "kernels": layout(distinct(random, (filters, image_shape[1], *kernel_size))),
            "grad_output": np.zeros((image_shape[0], filters, 1, 1)),
            **geometry,
        }
        lengths = _output_lengths(_BackwardCall(_CONVOLUTION, values))
        shape = (image_shape[0], filters, *lengths)
        # A few numbers of both signs may have the sum 0, which hides what is left out of it.
        grad_output = distinct(random, shape, lowest=0.5 if np.prod(shape) <= 4 else None)
        values["grad_output"] = layout(grad_output)
        return _BackwardCall(_CONVOLUTION, values, count=3)

    return [
        call((1, 1, 2, 3), (1, 2, 2)),
        # Small ones in which two images, filters or channels, a step or padding show.
        call((2, 1, 1, 2), (1, 1, 1)),
        call((1, 1, 1, 3), (2, 1, 2)),
        call((1, 2, 2, 1), (1, 1, 1)),
        call((1, 2, 1, 1), (2, 1, 1)),
        call((1, 1, 3, 3), (1, 1, 1), stride=2),
        call((1, 1, 1, 2), (1, 1, 1), padding=1),
        call((1, 1, 2, 2), (1, 2, 2), padding=1),
        call((1, 2, 3, 4), (1, 2, 1), stride=1, padding=0),
        call((2, 2, 4, 5), (3, 2, 3), stride=1, padding=0),
        call((2, 3, 4, 3), (2, 3, 2), stride=1, padding=1),
        # Steps of 2 and 3: gaps between windows, and leftovers that no window has seen.
        call((1, 2, 4, 7), (2, 3, 2), stride=2, padding=1),
        call((3, 1, 6, 5), (2, 2, 2), stride=2, padding=0),
        call((2, 1, 5, 8), (1, 2, 3), stride=3, padding=2),
        call((1, 1, 7, 4), (2, 2, 1), stride=3),
        # Padding that is more than any other number; fewer places along one axis than steps.
        call((1, 1, 1, 1), (1, 1, 1), padding=2),
        call((1, 1, 1, 1), (1, 1, 1), stride=3, padding=1),
        call((1, 1, 4, 2), (1, 2, 2), stride=2),
        call((1, 1, 2, 4), (1, 2, 2), stride=2),
        # Equal lengths: exchanged axes raise no error.
        call((2, 2, 4, 3), (2, 2, 2)),
        call((3, 3, 3, 3), (3, 3, 3), padding=1),
        call((3, 2, 4, 4), (3, 2, 2), stride=2, padding=0),
        call((2, 2, 2, 3), (3, 1, 1)),
        call((2, 1, 3, 2), (1, 3, 2)),
        call((2, 2, 3, 4), (2, 2, 3), fortran_ordered, stride=1, padding=1),
        call((2, 1, 4, 4), (2, 3, 2), with_gaps, stride=2, padding=1),
    ]


def _pooling_calls(random):
    def call(maps, kernel_size, *stride, layout=np.asarray):
        values = {"feature_maps": layout(maps), "kernel_size": kernel_size}
        if stride:
            values["stride"] = stride[0]
        values["grad_output"] = np.zeros((*maps.shape[:2], 1, 1))
        lengths = _output_lengths(_BackwardCall(_POOLING, values))
        values["grad_output"] = layout(distinct(random, (*maps.shape[:2], *lengths)))
        return _BackwardCall(_POOLING, values)

    def different(shape, *geometry, layout=np.asarray):
        return call(distinct(random, shape), *geometry, layout=layout)

    def equal(shape, *geometry):
        """Make maps with many ties, some among zeros."""
        return call(random.integers(0, 3, shape).astype(float), *geometry)

    # The cell in the middle wins both windows.
    twice = distinct(random, (1, 1, 2, 3))
    twice[0, 0, random.integers(2), 1] = 9
    low, high = sorted(random.permutation(np.arange(-4.0, 5.0))[:2])
    return [
        different((1, 1, 2, 2), 2),
        different((1, 1, 3, 3), 1, 2),
        different((1, 1, 2, 4), 2, None),
        different((1, 2, 1, 2), 1),
        different((2, 1, 2, 2), 2),
        call(twice, 2, 1),
        different((1, 1, 3, 5), 2, 1),
        # Of equal numbers the first in row order wins, which is not the first down a column.
        call(np.array([[[[low, high], [high, low]]]]), 2),
        call(np.full((1, 2, 2, 4), low), 2, None),
        different((2, 2, 4, 6), 2),
        different((2, 3, 5, 4), 3, 1),
        different((1, 2, 7, 5), 3, 2),
        different((2, 1, 5, 8), 2, 3),
        equal((2, 2, 4, 5), 2, 1),
        equal((1, 3, 6, 4), 3),
        call(-distinct(random, (2, 2, 3, 4), lowest=0.5), 2),
        different((3, 3, 3, 3), 2, 1),
        different((2, 2, 4, 3), 1),
        different((2, 1, 4, 6), 2, 2, layout=fortran_ordered),
        different((1, 2, 5, 6), 3, 1, layout=with_gaps),
    ]


EXERCISES = (
    Exercise(
        id="conv2d_backward",
        title="back through a convolution",
        notebook="10_backpropagation_through_convolution",
        points=6,
        signature=(
            "conv2d_backward(grad_output (N, C_out, OH, OW), images (N, C_in, H, W), "
            "kernels (C_out, C_in, KH, KW), *, stride=1, padding=0) "
            "-> (grad_images, grad_kernels, grad_bias)"
        ),
        statement=(
            "A convolution made feature maps of images; grad_output is the derivative of the loss "
            "by them. Return its derivatives by the images, the kernels and the bias, in this "
            "order, each in the shape of its array. grad_output already holds the 1/N. Each part "
            "counts a third of the points: None stands for one that isn't written yet."
        ),
        stub=(
            "def conv2d_backward(grad_output, images, kernels, *, stride=1, padding=0):\n"
            '    """Return grad_images, grad_kernels and grad_bias, shaped as their arrays."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Take one cell of one feature map: the sum of window × kernel, plus the bias. How does "
            "it change with one pixel of its window, with one cell of the kernel, with the bias?",
            "Go through the output's cells as in the forward pass. Each passes its gradient to the "
            "kernel (times the window), to the window (times the kernel) and to the bias. Windows "
            "overlap, and all images share the kernels: what do you do with several shares?",
            "Pad the images, and keep a grad_padded of zeros in that shape. For each image, "
            "filter, row and column: grad_padded[window] += gradient * kernel, "
            "grad_kernels[filter] += gradient * window. At the end cut the padding off: rows from "
            "padding to padding + H. The bias's gradient is a sum over all axes but one.",
        ),
        arguments=_CONVOLUTION,
        results=(Result("grad_images"), Result("grad_kernels"), Result("grad_bias")),
        make_calls=_convolution_calls,
        is_valid=_fits,
        part="backpropagation_through_convolution",
        withheld=(
            "cnn_helpers.convolution.conv2d_backward",
            "cnn_helpers.convolution.conv2d_backward_loops",
            "cnn_helpers.layers.Conv2d",
        ),
        partial=True,
    ),
    Exercise(
        id="max_pool2d_backward",
        title="back through max pooling",
        notebook="10_backpropagation_through_convolution",
        points=2,
        signature=(
            "max_pool2d_backward(grad_output (N, C, OH, OW), feature_maps (N, C, H, W), "
            "kernel_size, stride=None) -> (N, C, H, W)"
        ),
        statement=(
            "Max pooling kept the largest number of each window; grad_output is the derivative of "
            "the loss by what it kept. Return the derivative by the feature maps. Of equal numbers "
            "in a window the first in row order counts as the winner."
        ),
        stub=(
            "def max_pool2d_backward(grad_output, feature_maps, kernel_size, stride=None):\n"
            '    """Return the derivative of the loss by the feature maps, in their shape."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Nudge a number that did not win its window: does the result move? And the winner?",
            "Go through the windows as in the forward pass. Find the winner's place in its window, "
            "turn it into a place on the map, and let the window's gradient go there. A cell can "
            "win several windows: what becomes of their gradients?",
            "window.argmax() counts in row order and takes the first of equals; "
            "divmod(place, kernel_size) gives its row and column in the window. Add the gradient "
            "with += at [top + row, left + column].",
        ),
        arguments=_POOLING,
        results=(Result("grad_feature_maps"),),
        make_calls=_pooling_calls,
        is_valid=_fits,
        part="backpropagation_through_convolution",
        withheld=(
            "cnn_helpers.pooling.max_pool2d_backward",
            "cnn_helpers.pooling.max_pool2d_backward_loops",
            "cnn_helpers.layers.MaxPool2d",
        ),
    ),
)
