"""Questions to be worked out by hand, with other numbers for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnn_helpers.convolution import conv2d, output_size
from cnn_helpers.pooling import max_pool2d

__all__ = ["MAKERS", "Question", "questions_for"]


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    id : str
        For example ``"cell_of_a_map"``.
    text : str
        What is asked, plain text.
    arrays : tuple of (str, numpy.ndarray)
        What is shown, each with its name.
    answer : float
        Exact, a whole number.
    """

    id: str
    text: str
    arrays: tuple
    answer: float


def _cell_of_a_map(random):
    image = random.integers(0, 4, (5, 6)).astype(float)
    kernel = random.integers(-2, 3, (3, 3)).astype(float)
    row, column = random.integers(0, 3), random.integers(0, 4)
    answer = conv2d(image[None, None], kernel[None, None])[0, 0, row, column]
    text = (
        "The kernel slides over the image without padding, one pixel at a time, and is not turned. "
        f"Which number stands in row {row}, column {column} of the feature map? Rows and columns "
        "count from 0."
    )
    return Question("cell_of_a_map", text, (("image", image), ("kernel", kernel)), float(answer))


def _size_of_a_map(random):
    size, kernel = int(random.integers(17, 40)), int(random.choice([3, 5, 7]))
    stride, padding = int(random.integers(2, 4)), int(random.integers(0, 3))
    text = (
        f"An image has {size} rows. A kernel of {kernel} × {kernel} moves {stride} pixels at a "
        f"time; {padding} rows of zeros are added above and {padding} below. How many rows has the "
        "feature map?"
    )
    answer = output_size(size, kernel, stride=stride, padding=padding)
    return Question("size_of_a_map", text, (), float(answer))


def _bias_and_relu(random):
    image = random.integers(0, 3, (2, 3, 3)).astype(float)
    kernels = random.integers(-1, 2, (2, 3, 3)).astype(float)
    # A quarter of the class meets a 0.
    total = float(random.integers(-3, 13))
    bias = int(total - (image * kernels).sum())
    text = (
        "An image of two channels meets one filter, a kernel for each channel, just once. Its bias "
        f"is {bias}. Which number is there after ReLU?"
    )
    shown = tuple(
        (f"{name}, channel {channel}", array[channel])
        for channel in range(2)
        for name, array in (("image", image), ("kernel", kernels))
    )
    return Question("bias_and_relu", text, shown, max(0.0, total))


def _parameters(random):
    given, wanted = int(random.integers(2, 9)), int(random.integers(3, 17))
    size = int(random.choice([1, 3, 5]))
    text = (
        f"A convolution layer takes {given} channels and gives {wanted}, with kernels of "
        f"{size} × {size} and a bias for each filter. How many numbers does it learn?"
    )
    return Question("parameters", text, (), float(wanted * (given * size * size + 1)))


def _sum_of_maxima(random):
    maps = random.permutation(np.arange(-12, 13))[:20].reshape(4, 5).astype(float)
    pooled = max_pool2d(maps[None, None], 2, stride=1)[0, 0]
    text = (
        "Max pooling with a window of 2 × 2 that moves by 1, then all that comes out is added up. "
        "What is the sum?"
    )
    return Question("sum_of_maxima", text, (("feature map", maps),), float(pooled.sum()))


def _gradient_of_a_cell(random):
    image = random.integers(0, 4, (4, 4)).astype(float)
    grad = random.integers(-2, 3, (2, 2)).astype(float)
    row, column = int(random.integers(0, 3)), int(random.integers(0, 3))
    answer = float((image[row : row + 2, column : column + 2] * grad).sum())
    text = (
        "A kernel of 3 × 3 gave a feature map of 2 × 2 of this image (stride 1, no padding). You "
        "see the derivative of the loss by each cell of the map. What is the derivative of the "
        f"loss by the kernel's weight in row {row}, column {column}?"
    )
    shown = (("image", image), ("gradient by the map", grad))
    return Question("gradient_of_a_cell", text, shown, answer)


# What a notebook teaches to work out by hand.
MAKERS: dict[str, tuple[Callable, ...]] = {
    "04_filters": (_cell_of_a_map,),
    "05_stride_and_padding": (_cell_of_a_map, _size_of_a_map),
    "06_channels_bias_relu": (_bias_and_relu, _parameters),
    "07_pooling_and_shifts": (_sum_of_maxima, _size_of_a_map),
    "08_forward_pass": (_cell_of_a_map, _bias_and_relu, _sum_of_maxima),
    "10_backpropagation_through_convolution": (_gradient_of_a_cell,),
}


def questions_for(notebook, seed):
    """Return the questions of one student.

    Parameters
    ----------
    notebook : str
        One of ``MAKERS``.
    seed : int
        The same seed gives the same questions.

    Examples
    --------
    >>> [question.id for question in questions_for("06_channels_bias_relu", 1)]
    ['bias_and_relu', 'parameters']
    """
    random = np.random.default_rng(seed)
    return [make(random) for make in MAKERS[notebook]]
