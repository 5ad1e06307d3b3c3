"""ReLU and linear layers of neurons, with their gradients and loop twins."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_cases import memory_orders, numerical_gradient

from cnn_helpers import neurons

SUFFIXES = pytest.mark.parametrize("suffix", ["", "_loops"], ids=["fast", "loops"])


def function(name, suffix):
    return getattr(neurons, name + suffix)


@SUFFIXES
def test_relu_by_hand(suffix):
    inputs = np.array([[-2.0, 0.0], [3.0, np.nan]])
    np.testing.assert_array_equal(function("relu", suffix)(inputs), [[0, 0], [3, np.nan]])
    grad = function("relu_backward", suffix)([[5, 6], [7, 8]], inputs)
    np.testing.assert_array_equal(grad[:, 0], [0, 7])
    assert grad[0, 1] == 0  # no slope at 0


@SUFFIXES
@pytest.mark.parametrize("infinite", [np.inf, -np.inf])
def test_relu_of_infinity_is_no_nan(suffix, infinite):
    assert function("relu", suffix)([infinite]).item() == max(infinite, 0)


@SUFFIXES
def test_linear_by_hand(suffix):
    inputs, weights = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 0.0, -1.0], [2.0, 2.0, 2.0]])
    answer = function("linear", suffix)(inputs, weights, np.array([10.0, 0.0]))
    np.testing.assert_array_equal(answer, [[8, 12]])
    np.testing.assert_array_equal(function("linear", suffix)(inputs, weights), [[-2, 12]])
    grads = function("linear_backward", suffix)([[1.0, 10.0]], inputs, weights)
    np.testing.assert_array_equal(grads[0], [[21, 20, 19]])
    np.testing.assert_array_equal(grads[1], [[1, 2, 3], [10, 20, 30]])
    np.testing.assert_array_equal(grads[2], [1, 10])


@SUFFIXES
def test_square_weights_are_transposed_and_bias_goes_by_neuron(suffix):
    # With N = D = K, a forgotten transpose or a bias for each sample would fit just as well.
    answer = function("linear", suffix)(np.eye(2), [[1, 2], [3, 4]], [10, 20])
    np.testing.assert_array_equal(answer, [[11, 23], [12, 24]])
    grads = function("linear_backward", suffix)(
        [[1, 2], [3, 4]], [[1, 0], [0, 2]], [[5, 6], [7, 8]]
    )
    np.testing.assert_array_equal(grads[0], [[19, 22], [43, 50]])
    np.testing.assert_array_equal(grads[1], [[1, 6], [2, 8]])
    np.testing.assert_array_equal(grads[2], [4, 6])


@SUFFIXES
def test_gradients_equal_measured_slopes(suffix):
    random = np.random.default_rng(4)
    inputs, weights = random.standard_normal((3, 4)), random.standard_normal((2, 4))
    bias, weights_of_loss = random.standard_normal(2), random.standard_normal((3, 2))
    linear = function("linear", suffix)

    def loss(inputs=inputs, weights=weights, bias=bias):
        return (linear(inputs, weights, bias) * weights_of_loss).sum()

    grads = function("linear_backward", suffix)(weights_of_loss, inputs, weights)
    slopes = (
        numerical_gradient(lambda array: loss(inputs=array), inputs),
        numerical_gradient(lambda array: loss(weights=array), weights),
        numerical_gradient(lambda array: loss(bias=array), bias),
    )
    for gradient, slope in zip(grads, slopes, strict=True):
        np.testing.assert_allclose(gradient, slope, atol=1e-8)
    relu = function("relu", suffix)
    grad = function("relu_backward", suffix)(weights_of_loss.ravel(), inputs.ravel()[:6])
    slope = numerical_gradient(
        lambda array: (relu(array) * weights_of_loss.ravel()).sum(), inputs.ravel()[:6]
    )
    np.testing.assert_allclose(grad, slope, atol=1e-8)


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_fast_equals_loops(count, features, outputs, seed):
    random = np.random.default_rng(seed)
    inputs, weights = (
        random.standard_normal((count, features)),
        random.standard_normal((outputs, features)),
    )
    bias, grad_output = random.standard_normal(outputs), random.standard_normal((count, outputs))
    np.testing.assert_allclose(
        neurons.linear(inputs, weights, bias),
        neurons.linear_loops(inputs, weights, bias),
        atol=1e-13,
    )
    for fast, loops in zip(
        neurons.linear_backward(grad_output, inputs, weights),
        neurons.linear_backward_loops(grad_output, inputs, weights),
        strict=True,
    ):
        np.testing.assert_allclose(fast, loops, atol=1e-13)
    np.testing.assert_array_equal(neurons.relu(inputs), neurons.relu_loops(inputs))
    np.testing.assert_array_equal(
        neurons.relu_backward(inputs[::-1], inputs),
        neurons.relu_backward_loops(inputs[::-1], inputs),
    )


@SUFFIXES
@pytest.mark.parametrize(
    ("given_dtype", "result"), [("f4", "f4"), ("f8", "f8"), ("f2", "f2"), ("u1", "f8")]
)
def test_dtypes(suffix, given_dtype, result):
    inputs = np.array([[1, 2], [3, 0]], given_dtype)
    outputs = function("linear", suffix)(inputs, inputs)
    results = [outputs, *function("linear_backward", suffix)(outputs, inputs, inputs)]
    results += [function("relu", suffix)(inputs), function("relu_backward", suffix)(inputs, inputs)]
    assert {array.dtype for array in results} == {np.dtype(result)}


@SUFFIXES
def test_every_memory_order_gives_the_same_and_is_left_unchanged(suffix):
    random = np.random.default_rng(5)
    originals = [random.standard_normal(shape) for shape in ((3, 2), (3, 4), (2, 4))]
    expected = function("linear_backward", suffix)(*originals)
    outputs = function("linear", suffix)(*originals[1:])
    for order in memory_orders(originals[0]):
        arguments = [memory_orders(array)[order] for array in originals]
        for argument in arguments:
            argument.flags.writeable = False
        grads = function("linear_backward", suffix)(*arguments)
        for gradient, wanted in zip(grads, expected, strict=True):
            np.testing.assert_allclose(gradient, wanted, atol=1e-14)
            assert not any(np.shares_memory(gradient, argument) for argument in arguments)
        np.testing.assert_allclose(function("linear", suffix)(*arguments[1:]), outputs, atol=1e-14)
        active = function("relu", suffix)(arguments[0])
        np.testing.assert_array_equal(active, np.where(originals[0] > 0, originals[0], 0))
        assert not np.shares_memory(active, arguments[0])


@SUFFIXES
@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        (
            "linear",
            (np.ones((5, 3)), np.ones((2, 4))),
            "weights expect 4 input features, but inputs have 3: inputs (5, 3), weights (2, 4)",
        ),
        (
            "linear",
            (np.ones((5, 3, 1)), np.ones((2, 3))),
            "inputs must have 2 dimensions (N, D), but has 3: shape (5, 3, 1)",
        ),
        (
            "linear",
            (np.ones((5, 3)), np.ones((2, 3)), np.ones((2, 1))),
            "bias must have shape (2,), but has shape (2, 1)",
        ),
        (
            "linear",
            (np.ones((0, 3)), np.ones((2, 3))),
            "inputs must not be empty, but have shape (0, 3)",
        ),
        (
            "linear_backward",
            (np.ones((2, 5)), np.ones((5, 3)), np.ones((2, 3))),
            "grad_output must have shape (5, 2), but has shape (2, 5)",
        ),
        (
            "relu_backward",
            (np.ones(3), np.ones((3, 1))),
            "grad_output must have shape (3, 1), but has shape (3,)",
        ),
    ],
)
def test_what_does_not_fit_is_named_in_one_line(suffix, name, arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(name, suffix)(*arguments)


def test_without_the_input_gradient_the_other_two_are_the_same():
    arguments = np.ones((2, 3)), np.ones((2, 4)), np.ones((3, 4))
    nothing, grad_weights, grad_bias = neurons.linear_backward(*arguments, input_gradient=False)
    assert nothing is None
    _, *expected = neurons.linear_backward(*arguments)
    np.testing.assert_array_equal(grad_weights, expected[0])
    np.testing.assert_array_equal(grad_bias, expected[1])
