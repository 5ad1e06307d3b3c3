"""Exercises of notebook 14, ``14_making_it_fast``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import byte_values, distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_DESIGNS = (
    *("by_batch_last", "by_im2col", "by_loops", "by_slices", "by_windows"),
    *("overlapping_windows", "stack_rows", "window_rows"),
)
_CONVOLUTION = (
    Argument("images", ("N", "C", "H", "W")),
    Argument("kernels", ("F", "C", "KH", "KW")),
    Argument("bias", ("F",)),
    Argument("stride", keyword_only=True),
    Argument("padding", keyword_only=True),
)


def _fits(call):
    sizes, values = call.sizes(), call.values
    padding = values.get("padding", 0)
    inside = all(sizes[a] + 2 * padding >= sizes["K" + a] >= 1 for a in "HW")
    return inside and values.get("stride", 1) >= 1


def _call(random, image_shape, kernel_shape, *, bias=True, layout=np.asarray, images=None, **rest):
    filters, *kernel_size = kernel_shape
    kernels = distinct(random, (filters, image_shape[1], *kernel_size))
    values = {
        "images": layout(distinct(random, image_shape) if images is None else images),
        "kernels": layout(kernels),
    }
    if bias:
        values["bias"] = distinct(random, (filters,))
    return Call(_CONVOLUTION, {**values, **rest})


def _convolution_calls(random):
    def call(*arguments, **rest):
        return _call(random, *arguments, **rest)

    return [
        call((1, 1, 2, 3), (1, 2, 2), bias=False),
        call((2, 1, 1, 2), (1, 1, 1)),
        call((1, 2, 1, 2), (1, 1, 1), bias=False),
        call((1, 1, 1, 2), (2, 1, 1)),
        call((1, 2, 1, 2), (1, 1, 2)),
        call((1, 1, 3, 3), (1, 1, 1), stride=2, bias=False),
        call((1, 1, 1, 2), (1, 1, 1), padding=1),
        call((2, 2, 4, 5), (3, 2, 3), stride=1, padding=0),
        call((2, 3, 4, 3), (2, 3, 2), padding=1),
        call((1, 2, 4, 7), (2, 3, 2), stride=2, padding=1),
        call((3, 1, 6, 5), (2, 2, 2), stride=2),
        call((2, 1, 5, 8), (1, 2, 3), stride=3, padding=2),
        # Equal lengths: exchanged axes raise no error.
        call((2, 2, 3, 3), (2, 2, 2)),
        call((3, 3, 3, 3), (3, 3, 3), padding=1),
        call((2, 3, 4, 4), (3, 2, 2), bias=False),
        call((2, 2, 3, 4), (2, 2, 3), layout=fortran_ordered, padding=1),
        call((2, 1, 4, 4), (2, 3, 2), layout=with_gaps, stride=2, padding=1),
        call((2, 2, 3, 4), (2, 2, 2), images=byte_values(random, (2, 2, 3, 4))),
    ]


def _loop_calls(random):
    """Make pairs of calls in which one number grows, and no work of Python's should."""
    return [
        (name, *(_call(random, *shapes(size)) for size in (2, 42)))
        for name, shapes in (
            ("images", lambda size: ((size, 1, 2, 2), (1, 2, 2))),
            ("input channels", lambda size: ((1, size, 2, 2), (1, 2, 2))),
            ("filters", lambda size: ((1, 1, 2, 2), (size, 2, 2))),
            ("rows", lambda size: ((1, 1, size, 2), (1, 2, 2))),
            ("columns", lambda size: ((1, 1, 2, size), (1, 2, 2))),
        )
    ]


EXERCISES = (
    Exercise(
        id="conv2d_vectorized",
        title="a convolution without loops",
        notebook="14_making_it_fast",
        points=4,
        signature=(
            "conv2d_vectorized(images (N, C_in, H, W), kernels (C_out, C_in, KH, KW), bias=None, "
            "*, stride=1, padding=0) -> (N, C_out, OH, OW)"
        ),
        statement=(
            "The same convolution as before, but numpy does the walking: no Python loop over "
            "images, channels, filters, rows or columns. (Loops over the cells of the kernel are "
            "fine.) We count the steps that Python takes: they must not grow with the batch."
        ),
        stub=(
            "def conv2d_vectorized(images, kernels, bias=None, *, stride=1, padding=0):\n"
            '    """Return the feature maps (N, C_out, OH, OW), without loops over them."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Every output number is a window times a kernel. If each window were one row of a "
            "matrix, and each kernel one column of another, what would their product hold?",
            "sliding_window_view(padded, (KH, KW), axis=(2, 3)) gives all windows as an array (N, "
            "C_in, rows, columns, KH, KW); [:, :, ::stride, ::stride] keeps those you want. In "
            "which order do the numbers of one kernel lie in kernels.reshape(C_out, -1)?",
            "windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * OH * OW, -1) has a window in each "
            "row, channels first. Multiply it with kernels.reshape(C_out, -1).T; shape the "
            "product as (N, OH, OW, C_out); move the last axis to its place; add the bias along "
            "that axis.",
        ),
        arguments=_CONVOLUTION,
        results=(Result("the feature maps"),),
        make_calls=_convolution_calls,
        is_valid=_fits,
        part="making_it_fast",
        withheld=(
            "cnn_helpers.convolution.conv2d",
            "cnn_helpers.convolution.conv2d_loops",
            *(f"cnn_helpers.convolution_designs.{name}" for name in _DESIGNS),
            "cnn_helpers.layers.Conv2d",
        ),
        loop_calls=_loop_calls,
    ),
)
