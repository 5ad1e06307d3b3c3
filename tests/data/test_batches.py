import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn_helpers import data

GREY = np.array([[0, 51, 102], [153, 204, 255]], np.uint8)
AS_FLOATS = np.array([[0, 0.2, 0.4], [0.6, 0.8, 1]], np.float32)


@pytest.mark.parametrize(
    ("pictures", "expected"),
    [
        (GREY, AS_FLOATS[None, None]),
        (np.stack([GREY, 255 - GREY]), np.stack([AS_FLOATS, 1 - AS_FLOATS])[:, None]),
        (GREY[None, :, :, None], AS_FLOATS[None, None]),
        (GREY[:, ::-1], AS_FLOATS[None, None, :, ::-1]),
        (np.asfortranarray(GREY), AS_FLOATS[None, None]),
        (GREY > 100, (GREY > 100)[None, None]),
        (AS_FLOATS, AS_FLOATS[None, None]),
        (AS_FLOATS.astype(np.float64), AS_FLOATS[None, None]),
        (AS_FLOATS[None].tolist(), AS_FLOATS[None, None]),
    ],
    ids=["HW", "NHW", "NHWC", "a view", "columns first", "bool", "float32", "float64", "lists"],
)
def test_every_form(pictures, expected):
    batch = data.as_batch(pictures)
    assert batch.dtype == np.float32
    assert batch.flags.c_contiguous
    assert batch.shape == expected.shape
    np.testing.assert_allclose(batch, expected, rtol=0, atol=1e-7)


def test_colour_moves_the_channels_and_keeps_rows_and_columns():
    # Every size differs, and each value says where it came from.
    pictures = np.zeros((2, 4, 5, 3), np.uint8)
    number, row, column, channel = np.indices(pictures.shape)
    pictures[...] = 100 * number + 20 * row + 4 * column + channel
    batch = data.as_batch(pictures)
    assert batch.shape == (2, 3, 4, 5)
    for position in np.ndindex(*batch.shape):
        n, c, r, k = position
        assert batch[position] == np.float32(pictures[n, r, k, c]) / np.float32(255)


def test_all_256_values():
    values = np.arange(256, dtype=np.uint8).reshape(16, 16)
    batch = data.as_batch(values)
    assert batch.min() == 0
    assert batch.max() == 1
    np.testing.assert_array_equal(np.rint(batch * 255).ravel(), np.arange(256))


@pytest.mark.parametrize("pictures", [GREY, AS_FLOATS])
def test_the_result_is_new_memory_and_the_input_unchanged(pictures):
    before = pictures.copy()
    data.as_batch(pictures)[...] = 0.5
    np.testing.assert_array_equal(pictures, before)


def test_no_picture_at_all_is_an_empty_batch():
    assert data.as_batch(np.zeros((0, 28, 28), np.uint8)).shape == (0, 1, 28, 28)


@pytest.mark.parametrize(
    ("pictures", "message"),
    [
        (np.zeros(28, np.uint8), r"\(H, W\), \(N, H, W\) or \(N, H, W, C\), but have \(28,\)"),
        (np.uint8(3), r"but have \(\)"),
        (np.zeros((1, 2, 5, 5, 3), np.uint8), r"but have \(1, 2, 5, 5, 3\)"),
        (np.zeros((2, 1, 28, 28), np.uint8), "1 or 3 channels on their last axis, but have 28"),
        (np.zeros((2, 8, 8, 4), np.uint8), "1 or 3 channels on their last axis, but have 4"),
        (np.zeros((3, 0, 28), np.uint8), r"at least 1 pixel .* shape \(3, 0, 28\)"),
        (np.zeros((64, 48, 3), np.uint8), r"\(64, 48, 3\) looks like one colour picture"),
        (np.array([[0.0, 1.5]]), "between 0 and 1, but reach from 0 to 1.5"),
        (np.array([[-0.25, 1.0]]), "between 0 and 1, but reach from -0.25 to 1"),
        (np.array([[0.5, np.nan]]), r"pictures must be finite, but hold nan at position \(0, 1\)"),
    ],
)
def test_wrong_shapes_and_values(pictures, message):
    with pytest.raises(ValueError, match=message):
        data.as_batch(pictures)


@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.uint16])
def test_other_whole_numbers_are_refused(dtype):
    # 0 to 1 or 0 to 255? The type doesn't say.
    with pytest.raises(TypeError, match=f"must be uint8 .* but hold {np.dtype(dtype)}"):
        data.as_batch(np.ones((2, 3), dtype))


def test_small_pictures_three_wide_are_pictures():
    assert data.as_batch(np.zeros((7, 3, 3), np.uint8)).shape == (7, 1, 3, 3)


@given(
    count=st.integers(2, 60), share=st.floats(0, 1, exclude_max=True), seed=st.integers(0, 2**32)
)
def test_split_is_disjoint_complete_and_keeps_pairs(count, share, seed):
    validation_size = 1 + int(share * (count - 1))
    images = np.arange(count)[:, None, None] * np.ones((1, 2, 3), int)
    labels = 1000 + np.arange(count)
    parts = data.train_validation_split(images, labels, validation_size=validation_size, seed=seed)
    train_images, train_labels, validation_images, validation_labels = parts
    assert train_images.shape == (count - validation_size, 2, 3)
    assert validation_images.shape == (validation_size, 2, 3)
    np.testing.assert_array_equal(train_images[:, 1, 2] + 1000, train_labels)
    np.testing.assert_array_equal(validation_images[:, 1, 2] + 1000, validation_labels)
    assert sorted([*train_labels, *validation_labels]) == labels.tolist()


def test_split_is_seeded_and_shuffled():
    def labels_aside(seed):
        labels = np.arange(100)
        return data.train_validation_split(labels, labels, validation_size=20, seed=seed)[3]

    np.testing.assert_array_equal(labels_aside(5), labels_aside(5))
    assert set(labels_aside(5)) != set(labels_aside(6))
    assert (np.diff(labels_aside(5)) < 0).any()


def test_split_gives_copies():
    images, labels = np.zeros((4, 2)), np.zeros(4)
    for part in data.train_validation_split(images, labels, validation_size=1, seed=0):
        part += 1
    assert not images.any()
    assert not labels.any()


@pytest.mark.parametrize(
    ("count", "labels", "size", "message"),
    [
        (5, 4, 2, "expected 5 labels, one for each image, but got 4"),
        (5, 5, 5, "must be smaller than the 5 examples, but is 5"),
        (5, 5, 0, "validation_size must be a whole number of at least 1, but is 0"),
        (5, 5, 0.2, "validation_size must be a whole number of at least 1, but is 0.2"),
    ],
)
def test_split_refuses(count, labels, size, message):
    with pytest.raises(ValueError, match=message):
        data.train_validation_split(
            np.zeros((count, 3)), np.zeros(labels), validation_size=size, seed=0
        )
