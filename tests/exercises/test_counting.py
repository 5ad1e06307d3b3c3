"""Python's steps are counted: loops over the data show, whatever they are written with."""

import sys
from contextlib import suppress

import numpy as np
import pytest

from cnn_helpers import convolution
from cnn_helpers.exercises.counting import StepCounter, TooManyStepsError, mentions


def windows_of(images, kernels):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[2:], axis=(2, 3))
    return np.einsum("ncrqhw,fchw->nfrq", windows, kernels)


def one_product(images, kernels):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[2:], axis=(2, 3))
    return np.tensordot(windows, kernels, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)


def kernel_cell_by_kernel_cell(images, kernels):
    height, width = (images.shape[axis] - kernels.shape[axis] + 1 for axis in (2, 3))
    total = 0
    for row, column in np.ndindex(kernels.shape[2:]):
        window = images[:, :, row : row + height, column : column + width]
        total = total + np.einsum("nchw,fc->nfhw", window, kernels[:, :, row, column])
    return total


def optimized_einsum(images, kernels):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[2:], axis=(2, 3))
    return np.einsum("ncrqhw,fchw->nfrq", windows, kernels, optimize=True)


def image_by_image(images, kernels):
    return np.concatenate([windows_of(image[None], kernels) for image in images])


def filter_by_filter(images, kernels):
    return np.stack([windows_of(images, kernel[None])[:, 0] for kernel in kernels], axis=1)


def channel_by_channel(images, kernels):
    total = 0
    for channel in range(images.shape[1]):
        total = total + windows_of(images[:, channel, None], kernels[:, channel, None])
    return total


def row_by_row(images, kernels):
    rows = images.shape[2] - kernels.shape[2] + 1
    parts = [windows_of(images[:, :, row : row + kernels.shape[2]], kernels) for row in range(rows)]
    return np.concatenate(parts, axis=2)


def hidden_in_a_library(images, kernels):
    return np.apply_along_axis(
        lambda image: windows_of(image.reshape(1, *images.shape[1:]), kernels)[0].ravel(),
        1,
        images.reshape(len(images), -1),
    ).reshape(windows_of(images, kernels).shape)


SMALL = (2, 2, 2, 3)
AXES = ("images", "channels", "filters", "rows")


def steps(function, axis=None):
    """Return the steps for a small call, or for one with 40 more along an axis."""
    images, channels, filters, rows = (
        size + 40 * (name == axis) for name, size in zip(AXES, SMALL, strict=True)
    )
    shapes = (images, channels, rows + 2, 4), (filters, channels, 3, 3)
    arrays = [np.arange(np.prod(shape)).reshape(shape) % 7.0 for shape in shapes]
    function(*arrays)
    counter = StepCounter(function, 20_000)
    with suppress(TooManyStepsError):
        assert np.allclose(counter(*arrays), convolution.conv2d(*arrays))
    return counter.steps


@pytest.mark.parametrize(
    "function", [windows_of, one_product, kernel_cell_by_kernel_cell, optimized_einsum]
)
def test_numpys_own_loops_cost_no_steps(function):
    assert all(steps(function, axis) < steps(function) + 60 for axis in AXES)


@pytest.mark.parametrize(
    ("function", "axis"),
    [
        (image_by_image, "images"),
        (filter_by_filter, "filters"),
        (channel_by_channel, "channels"),
        (row_by_row, "rows"),
        (hidden_in_a_library, "images"),
    ],
)
def test_python_loops_show(function, axis):
    assert steps(function, axis) > steps(function) + 150


def test_the_shortest_loop_shows():
    def loop(images):
        return [image for image in images]

    counter, counts = StepCounter(loop, 20_000), []
    for count in (2, 42):
        counter(np.zeros((count, 2)))
        counts.append(counter.steps)
    assert counts[1] >= counts[0] + 120


def test_the_count_stops_at_its_limit_and_leaves_no_trace():
    before = sys.gettrace()
    counter = StepCounter(lambda: [number for number in range(10_000)], 1000)
    with pytest.raises(TooManyStepsError):
        counter()
    assert counter.steps == 1001
    assert sys.gettrace() is before


def test_the_same_work_takes_the_same_steps():
    counter = StepCounter(one_product, 20_000)
    arrays = np.ones((2, 3, 5, 5)), np.ones((2, 3, 2, 2))
    counts = set()
    for _ in range(3):
        counter(*arrays)
        counts.add(counter.steps)
    assert len(counts) == 1


def test_names_are_found_in_a_function_and_in_its_helpers():
    assert mentions(helped, "vectorize")
    assert not mentions(image_by_image, "vectorize")
    assert not mentions(np.add, "vectorize")


def helper(values):
    return np.vectorize(abs)(values)


def helped(values):
    return [helper(value) for value in values]
