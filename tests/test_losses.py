"""Softmax, cross-entropy, mean squared error: by hand, against PyTorch's numbers, by laws."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as any_array
from reference_cases import memory_orders, numerical_gradient, reference_cases

from cnn_helpers import losses

SUFFIXES = pytest.mark.parametrize("suffix", ["", "_loops"], ids=["fast", "loops"])
CLASSES, REGRESSION = (case.values[1] for case in reference_cases("losses"))


def function(name, suffix):
    return getattr(losses, name + suffix)


@SUFFIXES
def test_by_hand(suffix):
    logits, labels = np.log([[1.0, 3.0], [5.0, 5.0]]), [0, 1]
    np.testing.assert_allclose(function("softmax", suffix)(logits), [[0.25, 0.75], [0.5, 0.5]])
    loss = function("cross_entropy", suffix)(logits, labels)
    assert loss == pytest.approx((math.log(4) + math.log(2)) / 2)
    np.testing.assert_allclose(
        function("cross_entropy_backward", suffix)(logits, labels),
        [[-0.375, 0.375], [0.25, -0.25]],
        atol=1e-16,
    )
    assert function("mse", suffix)([[1, 2], [3, 4]], [[1, 0], [3, 0]]) == 5
    grad = function("mse_backward", suffix)([[1, 2], [3, 4]], [[1, 0], [3, 0]])
    np.testing.assert_array_equal(grad, [[0, 1], [0, 2]])


@SUFFIXES
def test_equal_logits_of_ten_classes_cost_the_logarithm_of_ten(suffix):
    loss = function("cross_entropy", suffix)(np.full((3, 10), 7.0), [0, 5, 9])
    assert loss == pytest.approx(math.log(10))
    assert isinstance(loss, float)


@SUFFIXES
def test_values_and_gradients_equal_pytorch(suffix):
    logits, labels = CLASSES["logits"], CLASSES["labels"]
    assert function("cross_entropy", suffix)(logits, labels) == pytest.approx(CLASSES["loss"])
    pairs = [
        ("cross_entropy_backward", (logits, labels), CLASSES["grad_logits"]),
        ("softmax", (logits,), CLASSES["probabilities"]),
        ("softmax_backward", (CLASSES["grad_output"], logits), CLASSES["softmax_grad_logits"]),
        (
            "mse_backward",
            (REGRESSION["predictions"], REGRESSION["targets"]),
            REGRESSION["grad_predictions"],
        ),
    ]
    for name, arguments, expected in pairs:
        np.testing.assert_allclose(function(name, suffix)(*arguments), expected, atol=1e-15)
    loss = function("mse", suffix)(REGRESSION["predictions"], REGRESSION["targets"])
    assert loss == pytest.approx(REGRESSION["loss"])


@SUFFIXES
def test_gradients_equal_measured_slopes(suffix):
    random = np.random.default_rng(6)
    logits, labels = random.standard_normal((3, 4)), np.array([1, 3, 3])
    weights = random.standard_normal((3, 4))
    slopes = {
        "cross_entropy_backward": numerical_gradient(
            lambda array: function("cross_entropy", suffix)(array, labels), logits
        ),
        "softmax_backward": numerical_gradient(
            lambda array: (function("softmax", suffix)(array) * weights).sum(), logits
        ),
        "mse_backward": numerical_gradient(
            lambda array: function("mse", suffix)(array, weights), logits
        ),
    }
    arguments = {
        "cross_entropy_backward": (logits, labels),
        "softmax_backward": (weights, logits),
        "mse_backward": (logits, weights),
    }
    for name, slope in slopes.items():
        np.testing.assert_allclose(function(name, suffix)(*arguments[name]), slope, atol=1e-8)


LOGITS = any_array(
    np.float64, st.tuples(st.integers(1, 4), st.integers(1, 5)), elements=st.floats(-1e5, 1e5)
)


@given(LOGITS, st.floats(-1e3, 1e3), st.integers(0, 2**32 - 1))
def test_laws_of_softmax_and_cross_entropy(logits, shift, seed):
    labels = np.random.default_rng(seed).integers(0, logits.shape[1], len(logits))
    probabilities = losses.softmax(logits)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    np.testing.assert_allclose(losses.softmax(logits + shift), probabilities, atol=1e-9)
    loss = losses.cross_entropy(logits, labels)
    assert loss >= 0
    np.testing.assert_allclose(probabilities, losses.softmax_loops(logits), atol=1e-14)
    assert loss == pytest.approx(losses.cross_entropy_loops(logits, labels), abs=1e-9)
    grad = losses.cross_entropy_backward(logits, labels)
    np.testing.assert_allclose(grad.sum(axis=1), 0, atol=1e-14)
    np.testing.assert_allclose(
        grad, losses.cross_entropy_backward_loops(logits, labels), atol=1e-14
    )


@SUFFIXES
def test_huge_and_tiny_logits_in_one_batch(suffix):
    logits = np.array([[1000.0, 1000.0, 0.0], [-1000.0, -1000.0, -2000.0]])
    np.testing.assert_array_equal(function("softmax", suffix)(logits), [[0.5, 0.5, 0]] * 2)
    loss = function("cross_entropy", suffix)(logits, [2, 2])
    assert loss == pytest.approx(1000 + math.log(2))


@SUFFIXES
def test_nan_stays_in_its_row(suffix):
    logits = np.array([[np.nan, 0.0], [0.0, 0.0]])
    expected = [[np.nan, np.nan], [0.5, 0.5]]
    np.testing.assert_array_equal(function("softmax", suffix)(logits), expected)
    assert math.isnan(function("cross_entropy", suffix)(logits, [0, 0]))
    assert math.isnan(function("mse", suffix)([np.nan, 1], [1, 1]))


@SUFFIXES
@pytest.mark.parametrize(
    ("given_dtype", "result"), [("f4", "f4"), ("f8", "f8"), ("f2", "f2"), ("i4", "f8")]
)
def test_dtypes(suffix, given_dtype, result):
    logits = np.array([[1, 2], [3, 0]], given_dtype)
    found = [
        function("softmax", suffix)(logits),
        function("softmax_backward", suffix)(logits, logits),
        function("cross_entropy_backward", suffix)(logits, np.array([0, 1], np.uint8)),
        function("mse_backward", suffix)(logits, logits),
    ]
    assert {array.dtype for array in found} == {np.dtype(result)}


@SUFFIXES
def test_every_memory_order_gives_the_same_and_is_left_unchanged(suffix):
    random = np.random.default_rng(7)
    logits, grad_output = random.standard_normal((3, 4)), random.standard_normal((3, 4))
    labels = np.array([3, 0, 1])
    labels.flags.writeable = False
    expected = function("cross_entropy_backward", suffix)(logits, labels)
    softmax_expected = function("softmax_backward", suffix)(grad_output, logits)
    for order, array in memory_orders(logits).items():
        array.flags.writeable = False
        other = memory_orders(grad_output)[order]
        other.flags.writeable = False
        for gradient, wanted in (
            (function("cross_entropy_backward", suffix)(array, labels), expected),
            (function("softmax_backward", suffix)(other, array), softmax_expected),
        ):
            np.testing.assert_allclose(gradient, wanted, atol=1e-15)
            assert not np.shares_memory(gradient, array)


ONES = np.ones((3, 4))


@SUFFIXES
@pytest.mark.parametrize(
    ("name", "arguments", "error", "message"),
    [
        (
            "cross_entropy",
            (ONES, [0, 4, 1]),
            ValueError,
            "labels must lie between 0 and 3, but hold 4 at position 1",
        ),
        (
            "cross_entropy",
            (ONES, [0, 1, -1]),
            ValueError,
            "labels must lie between 0 and 3, but hold -1 at position 2",
        ),
        (
            "cross_entropy_backward",
            (ONES, [0, 1]),
            ValueError,
            "expected 3 labels, one for each row, but got 2",
        ),
        (
            "cross_entropy",
            (ONES, [0.0, 1.0, 2.0]),
            TypeError,
            "labels must be whole numbers, but hold float64",
        ),
        (
            "cross_entropy",
            (ONES[0], [0]),
            ValueError,
            "logits must have 2 dimensions (N, K), but has 1: shape (4,)",
        ),
        ("softmax", (ONES[:0],), ValueError, "logits must not be empty, but have shape (0, 4)"),
        (
            "softmax_backward",
            (ONES.T, ONES),
            ValueError,
            "grad_output must have shape (3, 4), but has shape (4, 3)",
        ),
        (
            "mse",
            (np.ones((3, 1)), np.ones(3)),
            ValueError,
            "targets must have shape (3, 1), but has shape (3,)",
        ),
        (
            "mse_backward",
            ([], []),
            ValueError,
            "predictions must not be empty, but have shape (0,)",
        ),
    ],
)
def test_what_does_not_fit_is_named_in_one_line(suffix, name, arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        function(name, suffix)(*arguments)
