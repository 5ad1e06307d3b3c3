"""Exercises of notebook 07, ``07_pooling_and_shifts``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import byte_values, distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_POOL = (
    Argument("feature_maps", ("N", "C", "H", "W")),
    Argument("kernel_size"),
    Argument("stride"),
)


def _fits(call):
    sizes, kernel_size = call.sizes(), call.values["kernel_size"]
    stride = call.values.get("stride")
    return 1 <= kernel_size <= min(sizes["H"], sizes["W"]) and (stride is None or stride >= 1)


def _pool_calls(random):
    def call(feature_maps, kernel_size, *stride):
        values = {"feature_maps": feature_maps, "kernel_size": kernel_size}
        return Call(_POOL, {**values, "stride": stride[0]} if stride else values)

    def floats(shape, kernel_size, *stride, layout=np.asarray):
        return call(layout(distinct(random, shape)), kernel_size, *stride)

    def negative(shape, kernel_size, *stride):
        return call(-distinct(random, shape, lowest=0.5), kernel_size, *stride)

    integers = random.permutation(np.arange(-40, 40)).reshape(2, 2, 4, 5)
    return [
        floats((1, 1, 2, 4), 2),
        # Leftovers on both sides, and all-negative windows: what is put beyond the border shows.
        negative((1, 1, 3, 5), 2),
        floats((1, 2, 4, 6), 2, None),
        # Overlapping windows; and windows with gaps between them.
        floats((2, 3, 4, 5), 2, 1),
        negative((2, 1, 7, 6), 3, 2),
        floats((1, 2, 8, 5), 2, 3),
        floats((1, 2, 3, 5), 1, 2),
        floats((2, 1, 7, 9), 3),
        floats((1, 1, 3, 4), 3, 1),
        floats((1, 1, 1, 4), 1, 3),
        floats((2, 1, 4, 1), 1),
        # Equal lengths let a maximum over the wrong axis through in silence.
        floats((3, 3, 3, 3), 2, 1),
        floats((2, 4, 6, 4), 2, 2),
        floats((2, 2, 5, 4), 3, 1, layout=fortran_ordered),
        floats((1, 2, 5, 6), 2, layout=with_gaps),
        call(byte_values(random, (2, 2, 4, 6)), 2),
        call(integers, 3, 1),
    ]


EXERCISES = (
    Exercise(
        id="max_pool2d",
        title="keep the strongest answer of each window",
        notebook="07_pooling_and_shifts",
        points=2,
        signature=(
            "max_pool2d(feature_maps (N, C, H, W), kernel_size, stride=None) -> (N, C, OH, OW)"
        ),
        statement=(
            "Let a square window of kernel_size × kernel_size cells step over every feature map, "
            "stride cells at a time, and keep the largest number of each window. stride=None means "
            "stride = kernel_size, so that windows lie side by side. Windows stay wholly on the "
            "map: leftover rows and columns are not used."
        ),
        stub=(
            "def max_pool2d(feature_maps, kernel_size, stride=None):\n"
            '    """Return the largest number of each window: (N, C, OH, OW)."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Take a row of 5 cells and a window of 2. With stride 2, where do the windows start, "
            "and how many fit wholly? And with stride 1? Find a formula that gives both counts.",
            "The window of result (row, column) starts at row * stride, column * stride. Cut it "
            "out of all images and channels at once with feature_maps[:, :, ..., ...]: which two "
            "axes of that cut-out belong to the window?",
            "Replace stride if it is None. OH = (H - kernel_size) // stride + 1, OW likewise; make "
            "zeros of (N, C, OH, OW); in two loops over row and column put window.max(axis=(2, 3)) "
            "into pooled[:, :, row, column].",
        ),
        arguments=_POOL,
        results=(Result("the pooled maps"),),
        make_calls=_pool_calls,
        is_valid=_fits,
        part="pooling_and_shifts",
        withheld=(
            "cnn_helpers.pooling.max_pool2d",
            "cnn_helpers.pooling.max_pool2d_loops",
            "cnn_helpers.layers.MaxPool2d",
        ),
    ),
    Exercise(
        id="avg_pool2d",
        title="the mean answer of each window",
        notebook="07_pooling_and_shifts",
        points=1,
        signature=(
            "avg_pool2d(feature_maps (N, C, H, W), kernel_size, stride=None) -> (N, C, OH, OW)"
        ),
        statement=(
            "Pool with the mean: each window of kernel_size × kernel_size cells becomes the mean "
            "of its numbers. Windows step by stride (None means kernel_size) and stay wholly on "
            "the map, as for max pooling."
        ),
        stub=(
            "def avg_pool2d(feature_maps, kernel_size, stride=None):\n"
            '    """Return the mean of each window: (N, C, OH, OW)."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Only one thing differs from max pooling: what becomes of a window. How many cells "
            "does a window of kernel_size 3 have?",
            "The windows are where those of max pooling are: from row * stride to "
            "row * stride + kernel_size. The mean runs over the two axes of the window, so that "
            "images and channels stay apart.",
            "Copy your max_pool2d and put window.mean(axis=(2, 3)) in place of the maximum. The "
            "result needs room for fractions: np.zeros gives floats.",
        ),
        arguments=_POOL,
        results=(Result("the pooled maps"),),
        make_calls=_pool_calls,
        is_valid=_fits,
        part="pooling_and_shifts",
        withheld=(
            "cnn_helpers.pooling.avg_pool2d",
            "cnn_helpers.pooling.avg_pool2d_loops",
            "cnn_helpers.layers.AvgPool2d",
        ),
    ),
)
