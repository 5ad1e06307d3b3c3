"""Exercises of notebook 04, ``04_filters``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import byte_values, distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_CORRELATE = (Argument("image", ("H", "W")), Argument("kernel", ("KH", "KW")))


def _fits(call):
    sizes = call.sizes()
    return sizes["H"] >= sizes["KH"] and sizes["W"] >= sizes["KW"]


def _correlate_calls(random):
    def call(image, kernel):
        return Call(_CORRELATE, {"image": image, "kernel": kernel})

    def floats(image_shape, kernel_shape, layout=np.asarray):
        return call(layout(distinct(random, image_shape)), layout(distinct(random, kernel_shape)))

    small_bytes = byte_values(random, (4, 5), highest=40)
    return [
        floats((3, 3), (2, 2)),
        floats((4, 5), (2, 3)),
        floats((5, 4), (3, 2)),
        floats((6, 5), (3, 3)),
        # A square kernel on a square image lets matrix products through in silence.
        floats((4, 4), (4, 4)),
        floats((6, 6), (2, 2)),
        floats((3, 4), (3, 4)),
        floats((2, 5), (1, 3)),
        floats((5, 3), (2, 1)),
        floats((3, 4), (1, 1)),
        floats((1, 5), (1, 2)),
        floats((4, 1), (3, 1)),
        floats((5, 7), (3, 2), fortran_ordered),
        floats((6, 4), (2, 3), with_gaps),
        # Bytes: results that fit into a byte but for their fraction, and others that don't.
        call(small_bytes, distinct(random, (2, 2), step=0.25, lowest=0.25)),
        call(byte_values(random, (4, 6)), distinct(random, (2, 3))),
        call(byte_values(random, (5, 4)), random.permutation(np.arange(-4, 5)).reshape(3, 3)),
        call(random.permutation(np.arange(-9, 11)).reshape(4, 5), distinct(random, (3, 2))),
    ]


EXERCISES = (
    Exercise(
        id="correlate",
        title="slide a kernel over an image",
        notebook="04_filters",
        points=3,
        signature="correlate(image (H, W), kernel (KH, KW)) -> (H-KH+1, W-KW+1)",
        statement=(
            "Slide the kernel over the image, one cell at a time, as it is printed: no flip. At "
            "every place where the kernel lies wholly on the image, multiply each of its cells "
            "with the pixel below it and add the products up. Return the array of these sums."
        ),
        stub=(
            "def correlate(image, kernel):\n"
            '    """Return the feature map (H-KH+1, W-KW+1) of a kernel on an image."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Write down one cell first: which pixels lie below the kernel when its top left corner "
            "stands at row 0, column 0? And at row 1, column 2?",
            "The window at (row, column) is image[row : row + KH, column : column + KW]. Multiply "
            "it with the kernel cell by cell and add everything. How many places are there, down "
            "and across?",
            "Make feature_map = np.zeros((H - KH + 1, W - KW + 1)); let row and column run over "
            "its two lengths in two nested for loops; put the sum of window * kernel into "
            "feature_map[row, column]; return it after the loops.",
        ),
        arguments=_CORRELATE,
        results=(Result("the feature map"),),
        make_calls=_correlate_calls,
        is_valid=_fits,
        part="filters",
        withheld=(
            "cnn_helpers.convolution.conv2d",
            "cnn_helpers.convolution.conv2d_loops",
            "cnn_helpers.layers.Conv2d",
        ),
    ),
)
