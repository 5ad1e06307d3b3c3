"""The shared complaints: exact words, and what passes untouched."""

import re

import numpy as np
import pytest

from cnn_helpers import validation


def test_what_fits_is_given_back_as_it_is():
    array = np.ones((2, 3), np.float32)
    assert validation.check_array(array, "images", axes="HW") is array
    assert validation.check_not_empty(array, "images") is array
    assert validation.check_shape(array, (2, 3), "images") is array
    assert validation.check_finite(array, "images") is array
    assert validation.check_pair(2, "stride", minimum=1) == (2, 2)
    assert validation.check_pair([2, 0], "padding", minimum=0) == (2, 0)
    assert validation.check_pair((np.int64(3), 1), "stride", minimum=1) == (3, 1)
    assert validation.check_positive_number(np.float32(0.5), "lr") == 0.5
    labels = np.array([0, 2, 1], np.uint8)
    np.testing.assert_array_equal(validation.check_labels(labels, 3, count=3), labels)


@pytest.mark.parametrize(
    ("dtype", "kept"), [("?", "f8"), ("u1", "f8"), ("i8", "f8"), ("f2", "f2"), ("f4", "f4")]
)
def test_whole_numbers_become_float64_unless_they_may_stay(dtype, kept):
    array = np.ones(2, dtype)
    assert validation.check_array(array, "images").dtype == np.dtype(kept)
    assert validation.check_array(array, "images", floating=False) is array


def test_a_finite_array_may_have_an_infinite_sum():
    huge = np.full(4, 3e38, np.float32)
    with np.errstate(all="raise"):
        assert validation.check_finite(huge, "images") is huge


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: validation.check_array([[1, 2], [3]], "images"),
            ValueError,
            "images must be a full grid of numbers: rows differ in length",
        ),
        (
            lambda: validation.check_array(["a"], "images"),
            TypeError,
            "images must hold real numbers, but holds <U1",
        ),
        (
            lambda: validation.check_array(None, "images"),
            TypeError,
            "images must hold real numbers, but holds object",
        ),
        (
            lambda: validation.check_array(5, "image", axes="HW"),
            ValueError,
            "image must have 2 dimensions (H, W), but has 0: shape ()",
        ),
        (
            lambda: validation.check_positive_int(True, "epochs"),
            ValueError,
            "epochs must be a whole number of at least 1, but is True",
        ),
        (
            lambda: validation.check_pair((1, 2, 3), "stride", minimum=1),
            ValueError,
            "stride must be one whole number or a pair (rows, columns), but is (1, 2, 3)",
        ),
        (
            lambda: validation.check_positive_number(float("inf"), "lr"),
            ValueError,
            "lr must be a number above 0, but is inf",
        ),
        (
            lambda: validation.check_positive_number(True, "lr"),
            ValueError,
            "lr must be a number above 0, but is True",
        ),
        (
            lambda: validation.check_labels([[0], [1]], 2),
            ValueError,
            "labels must have 1 dimension (N,), but have shape (2, 1)",
        ),
        (
            lambda: validation.check_finite(np.array([[0, np.inf]]), "images"),
            ValueError,
            "images must be finite, but hold inf at position (0, 1)",
        ),
    ],
)
def test_complaints(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize("dtype", ["i1", "u2", "<i4", ">i8", ">u4"])
def test_labels_of_any_whole_dtype_are_looked_at(dtype):
    labels = np.array([0, 2, 1], dtype)
    np.testing.assert_array_equal(validation.check_labels(labels[::-1], 3), [1, 2, 0])
    with pytest.raises(ValueError, match="but hold 2 at position 1"):
        validation.check_labels(labels, 2)
    if "i" in dtype:
        with pytest.raises(ValueError, match="but hold -2 at position 1"):
            validation.check_labels(-labels, 3)
