"""The memory order inside, and the dtypes that are computed with."""

import numpy as np
import pytest
from reference_cases import memory_orders

from cnn_helpers.batch_last import batch_last, computing_dtype, from_pixels, to_pixels

IMAGES = np.arange(2 * 3 * 4 * 5.0).reshape(2, 3, 4, 5)


@pytest.mark.parametrize("order", memory_orders(IMAGES))
def test_pixels_hold_the_same_numbers_with_the_batch_side_by_side(order):
    pixels = to_pixels(memory_orders(IMAGES)[order])
    assert pixels.shape == (4, 5, 3, 2)
    assert pixels.strides[-1] == pixels.itemsize
    for row, column, channel, image in np.ndindex(pixels.shape):
        assert pixels[row, column, channel, image] == IMAGES[image, channel, row, column]
    np.testing.assert_array_equal(from_pixels(pixels), IMAGES)


def test_what_is_batch_last_already_is_not_copied():
    once = batch_last(IMAGES)
    assert once.shape == IMAGES.shape
    assert not np.shares_memory(once, IMAGES)
    assert np.shares_memory(batch_last(once), once)
    assert np.shares_memory(to_pixels(once, once.dtype), once)
    np.testing.assert_array_equal(once, IMAGES)


def test_one_image_needs_no_copy_in_any_order():
    assert np.shares_memory(to_pixels(IMAGES[:1]), IMAGES)


def test_a_dtype_asked_for_is_given():
    assert to_pixels(batch_last(IMAGES), np.float32).dtype == np.float32
    assert to_pixels(IMAGES[:1], np.float32).flags.c_contiguous


@pytest.mark.parametrize(
    ("dtypes", "computed", "result"),
    [
        (["f4", "f4"], "f4", "f4"),
        (["f4", "f8"], "f8", "f8"),
        (["f2", "f2"], "f4", "f2"),
        (["f2", "f4"], "f4", "f4"),
        ([">f4"], "f4", "f4"),
    ],
)
def test_computing_dtype(dtypes, computed, result):
    found = computing_dtype(*(np.zeros(1, dtype) for dtype in dtypes))
    assert found == (np.dtype(computed), np.dtype(result))
    assert found[1].isnative
