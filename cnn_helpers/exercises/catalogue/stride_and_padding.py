"""Exercises of notebook 05, ``05_stride_and_padding``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import byte_values, distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_SIZES = (
    Argument("input_size"),
    Argument("kernel_size"),
    Argument("stride"),
    Argument("padding"),
)
_STRIDED = (
    Argument("image", ("H", "W")),
    Argument("kernel", ("KH", "KW")),
    Argument("stride", keyword_only=True),
    Argument("padding", keyword_only=True),
)


def _size_calls(random):
    def size(*values):
        names = [argument.name for argument in _SIZES]
        return Call(_SIZES, dict(zip(names, map(int, values), strict=False)))

    def some(stride, padding, leftover):
        """Return a call in which the last step leaves over so many cells."""
        kernel_size = random.integers(padding + 1, padding + 6)
        steps = random.integers(2, 9)
        length = kernel_size + steps * stride + leftover
        return size(length - 2 * padding, kernel_size, stride, padding)

    return [
        some(1, 0, 0),
        some(2, 0, 1),
        some(3, 1, 2),
        some(3, 2, 1),
        some(2, 1, 0),
        some(4, 1, 3),
        some(4, 3, 2),
        some(5, 2, 1),
        some(1, 2, 0),
        # Left out: stride 1 and padding 0.
        size(random.integers(6, 12), random.integers(2, 6)),
        size(random.integers(10, 16), 3, 2),
        # The kernel just fits, once; it is larger than the row; a single cell; a real layer.
        size(4, 4, 3, 0),
        size(2, 4, 1, 1),
        size(1, 1, 1, 0),
        # The frame is wider than the kernel, or than the row.
        size(1, 1, 1, 3),
        size(random.integers(5, 9), 1, 1, 3),
        size(random.integers(5, 9), 2, 2, 5),
        size(28, 5, 1, 2),
        size(224, 7, 2, 3),
    ]


def _size_fits(call):
    values = {"stride": 1, "padding": 0, **call.values}
    if min(values["input_size"], values["kernel_size"], values["stride"]) < 1:
        return False
    length = values["input_size"] + 2 * values["padding"]
    return values["padding"] >= 0 and length >= values["kernel_size"]


def _strided_calls(random):
    def call(image, kernel, **settings):
        return Call(_STRIDED, {"image": image, "kernel": kernel, **settings})

    def floats(image_shape, kernel_shape, layout=np.asarray, kind=float, **settings):
        image, kernel = distinct(random, image_shape), distinct(random, kernel_shape)
        return call(layout(image.astype(kind)), layout(kernel.astype(kind)), **settings)

    whole = random.permutation(np.arange(-9, 11)).reshape(4, 5)
    return [
        floats((3, 4), (2, 2)),
        # Every kind of leftover: none, one, two rows or columns.
        floats((5, 6), (2, 3), stride=2),
        floats((6, 5), (3, 2), stride=2, padding=0),
        floats((3, 4), (2, 3), padding=1),
        floats((4, 3), (3, 2), stride=1, padding=2),
        floats((4, 5), (3, 2), stride=2, padding=1),
        floats((5, 7), (2, 3), stride=3, padding=1),
        floats((7, 6), (3, 3), stride=3, padding=2),
        floats((8, 7), (2, 2), stride=3),
        floats((4, 4), (3, 3), stride=2, padding=1),
        floats((5, 5), (2, 2), stride=2, padding=2),
        # The kernel fits only once, or only on the frame; the frame is wider than the image.
        floats((3, 2), (3, 2), stride=2),
        floats((1, 2), (3, 3), padding=1),
        floats((1, 1), (2, 3), stride=2, padding=3),
        floats((2, 6), (1, 1), stride=2),
        floats((3, 2), (1, 2), padding=3),
        floats((5, 4), (2, 3), fortran_ordered, stride=2, padding=1),
        floats((4, 6), (3, 2), with_gaps, stride=2, padding=1),
        floats((4, 5), (2, 2), kind=np.float32, stride=2, padding=1),
        # Bytes: sums that fit into a byte but for their fraction, and others that don't.
        call(
            byte_values(random, (4, 5), highest=40),
            distinct(random, (2, 2), step=0.25, lowest=0.25),
            stride=2,
            padding=1,
        ),
        call(byte_values(random, (4, 6)), distinct(random, (2, 3)), stride=2, padding=0),
        call(whole, distinct(random, (3, 2)), stride=1, padding=1),
    ]


def _kernel_fits(call):
    sizes, padding = call.sizes(), call.values.get("padding", 0)
    rows, columns = sizes["H"] + 2 * padding, sizes["W"] + 2 * padding
    fits = rows >= sizes["KH"] and columns >= sizes["KW"]
    return fits and padding >= 0 and call.values.get("stride", 1) >= 1


EXERCISES = (
    Exercise(
        id="output_size",
        title="at how many places does it fit?",
        notebook="05_stride_and_padding",
        points=1,
        signature="output_size(input_size, kernel_size, stride=1, padding=0) -> int (one axis)",
        statement=(
            "Along one axis: a row of input_size pixels gets padding zeros at each of its two "
            "ends, and a kernel of kernel_size moves along it in steps of stride. At how many "
            "places does it lie wholly on the row? Pixels that no full step reaches are left over."
        ),
        stub=(
            "def output_size(input_size, kernel_size, stride=1, padding=0):\n"
            '    """Return at how many places a kernel fits along one axis."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Draw a row of 7 squares and move a kernel of 3 along it in steps of 2, then one of 2. "
            "Count the places, and what is left over.",
            "How long is the row with its zeros? The kernel covers the first cells at once: how "
            "many cells are left for its steps, and how many whole steps do they allow?",
            "The row is input_size + 2 * padding long. What is left after the kernel's first place "
            "gives as many steps as stride fits into it (// leaves the rest out). And the first "
            "place counts too.",
        ),
        arguments=_SIZES,
        results=(Result("the number of places", whole=True),),
        make_calls=_size_calls,
        is_valid=_size_fits,
        part="stride_and_padding",
        withheld=(
            "cnn_helpers.geometry.output_size",
            "cnn_helpers.convolution.output_size",
        ),
    ),
    Exercise(
        id="correlate_strided",
        title="longer steps, and a frame of zeros",
        notebook="05_stride_and_padding",
        points=3,
        signature=(
            "correlate_strided(image (H, W), kernel (KH, KW), *, stride=1, padding=0) -> (OH, OW)"
        ),
        statement=(
            "Slide a kernel over an image as in the last notebook, with two settings more. First "
            "padding rows and columns of zeros go around the image, on all four sides. Then the "
            "kernel moves on by stride cells, down and across; what no full step reaches is left "
            "over."
        ),
        stub=(
            "def correlate_strided(image, kernel, *, stride=1, padding=0):\n"
            '    """Return the feature map (OH, OW), with stride and zero padding."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Do the frame first, and then forget about it: from there on it is simply a larger "
            "image. np.pad(image, padding) makes it. What shape has it?",
            "Your loops run over the cells of the result, as before. Result cell (row, column) now "
            "belongs to the window that starts at row * stride, column * stride.",
            "padded = np.pad(image, padding); height = (padded.shape[0] - KH) // stride + 1, width "
            "likewise. In two loops, top = row * stride and left = column * stride; the window is "
            "padded[top : top + KH, left : left + KW].",
        ),
        arguments=_STRIDED,
        results=(Result("the feature map"),),
        make_calls=_strided_calls,
        is_valid=_kernel_fits,
        part="stride_and_padding",
        withheld=(
            "cnn_helpers.convolution.conv2d",
            "cnn_helpers.convolution.conv2d_loops",
            "cnn_helpers.layers.Conv2d",
        ),
    ),
)
