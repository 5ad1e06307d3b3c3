"""Pooling, its gradients and their loop twins: by hand, against PyTorch's numbers, by laws."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_cases import memory_orders, numerical_gradient, pair, reference_cases

from cnn_helpers import pooling

KINDS = ["max", "avg"]
SUFFIXES = pytest.mark.parametrize("suffix", ["", "_loops"], ids=["fast", "loops"])
EACH_KIND = pytest.mark.parametrize("kind", KINDS)


def functions(kind, suffix):
    """Return forward and backward of a kind of pooling, fast or with loops."""
    forward = getattr(pooling, f"{kind}_pool2d{suffix}")
    return forward, getattr(pooling, f"{kind}_pool2d_backward{suffix}")


# ------------------------------------------------------------------------------------- by hand

MAP = np.array([[[[1.0, 5.0, 2.0], [7.0, 3.0, 4.0], [0.0, 6.0, 9.0]]]])


@SUFFIXES
def test_maximum_and_mean_of_each_window(suffix):
    max_pool2d, _ = functions("max", suffix)
    avg_pool2d, _ = functions("avg", suffix)
    np.testing.assert_array_equal(max_pool2d(MAP, 2, stride=1)[0, 0], [[7, 5], [7, 9]])
    np.testing.assert_array_equal(avg_pool2d(MAP, 2, stride=1)[0, 0], [[4, 3.5], [4, 5.5]])


@SUFFIXES
def test_leftovers_are_dropped_and_the_stride_is_the_window_unless_given(suffix):
    max_pool2d, max_pool2d_backward = functions("max", suffix)
    np.testing.assert_array_equal(max_pool2d(MAP, 2), [[[[7]]]])
    grad = max_pool2d_backward([[[[1.0]]]], MAP, 2)
    np.testing.assert_array_equal(grad[0, 0], [[0, 0, 0], [1, 0, 0], [0, 0, 0]])


@SUFFIXES
def test_windows_of_negative_numbers_have_a_negative_maximum(suffix):
    max_pool2d, _ = functions("max", suffix)
    np.testing.assert_array_equal(max_pool2d(-MAP, (1, 3))[0, 0], [[-1], [-3], [0]])


@SUFFIXES
def test_a_cell_that_wins_two_windows_gets_both_gradients(suffix):
    _, max_pool2d_backward = functions("max", suffix)
    grad = max_pool2d_backward([[[[1.0, 10.0], [100.0, 1000.0]]]], MAP, 2, stride=1)
    np.testing.assert_array_equal(grad[0, 0], [[0, 10, 0], [101, 0, 0], [0, 0, 1000]])


@SUFFIXES
def test_the_story_networks_centre_wins_two_windows(suffix):
    max_pool2d, max_pool2d_backward = functions("max", suffix)
    maps = np.diag([3.0, 1.0, 3.0])[np.newaxis, np.newaxis]
    np.testing.assert_array_equal(max_pool2d(maps, 2, stride=1)[0, 0], [[3, 1], [1, 3]])
    grad = max_pool2d_backward([[[[1.0, 10.0], [100.0, 1000.0]]]], maps, 2, stride=1)
    np.testing.assert_array_equal(grad[0, 0], [[1, 0, 0], [0, 110, 0], [0, 0, 1000]])


@SUFFIXES
def test_of_equal_maxima_the_first_in_row_order_gets_the_gradient(suffix):
    _, max_pool2d_backward = functions("max", suffix)
    # Row order meets (0, 2) first, column order (1, 0).
    maps = np.array([[[[1.0, 0.0, 4.0], [4.0, 2.0, 4.0]]]])
    grad = max_pool2d_backward([[[[5.0]]]], maps, (2, 3))
    np.testing.assert_array_equal(grad[0, 0], [[0, 0, 5], [0, 0, 0]])
    flat = max_pool2d_backward(np.ones((1, 1, 2, 2)), np.zeros((1, 1, 4, 4)), 2)
    expected = np.zeros((4, 4))
    expected[::2, ::2] = 1
    np.testing.assert_array_equal(flat[0, 0], expected)


@SUFFIXES
def test_the_mean_shares_its_gradient_and_overlaps_add_up(suffix):
    _, avg_pool2d_backward = functions("avg", suffix)
    grad = avg_pool2d_backward([[[[4.0, 8.0]]]], np.zeros((1, 1, 2, 3)), 2, stride=1)
    np.testing.assert_array_equal(grad[0, 0], [[1, 3, 2], [1, 3, 2]])


@SUFFIXES
def test_nan_wins_and_the_first_nan_gets_the_gradient(suffix):
    max_pool2d, max_pool2d_backward = functions("max", suffix)
    maps = np.array([[[[9.0, np.nan, 1.0, 2.0], [np.nan, 3.0, 4.0, 0.0]]]])
    np.testing.assert_array_equal(max_pool2d(maps, 2)[0, 0], [[np.nan, 4]])
    grad = max_pool2d_backward([[[[5.0, 6.0]]]], maps, 2)
    np.testing.assert_array_equal(grad[0, 0], [[0, 5, 0, 0], [0, 0, 6, 0]])


# ----------------------------------------------------------------------------- against PyTorch


@SUFFIXES
@pytest.mark.parametrize(("settings", "arrays"), reference_cases("pooling"))
def test_values_and_gradients_equal_pytorch(suffix, settings, arrays):
    forward, backward = functions(settings["kind"], suffix)
    geometry = pair(settings["kernel_size"]), pair(settings["stride"])
    maps = arrays["feature_maps"]
    tolerance = 1e-6 if maps.dtype == np.float32 else 1e-14
    pairs = [
        (forward(maps, *geometry), arrays["output"]),
        (backward(arrays["grad_output"], maps, *geometry), arrays["grad_feature_maps"]),
    ]
    for actual, expected in pairs:
        assert actual.dtype == expected.dtype
        np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)


# ------------------------------------------------------------------------------------- by laws


@st.composite
def poolings(draw):
    """Draw feature maps with many ties, a geometry, and a source of random numbers."""
    kernel_size = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    stride = draw(st.none() | st.tuples(st.integers(1, 4), st.integers(1, 4)))
    height, width = (draw(st.integers(size, 9)) for size in kernel_size)
    count, channels = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    maps = random.integers(-2, 3, (count, channels, height, width)).astype(float)
    return maps, kernel_size, stride, random


@EACH_KIND
@given(case=poolings(), share_of_nan=st.sampled_from([0, 0.05, 0.5]))
def test_fast_equals_loops(kind, case, share_of_nan):
    maps, kernel_size, stride, random = case
    maps[random.random(maps.shape) < share_of_nan] = np.nan
    (fast, fast_backward), (loops, loops_backward) = functions(kind, ""), functions(kind, "_loops")
    expected = loops(maps, kernel_size, stride)
    np.testing.assert_allclose(fast(maps, kernel_size, stride), expected, atol=1e-14)
    grad_output = random.standard_normal(expected.shape)
    np.testing.assert_allclose(
        fast_backward(grad_output, maps, kernel_size, stride),
        loops_backward(grad_output, maps, kernel_size, stride),
        atol=1e-13,
    )


@EACH_KIND
@given(case=poolings())
def test_no_gradient_is_lost_or_invented(kind, case):
    maps, kernel_size, stride, random = case
    forward, backward = functions(kind, "")
    grad_output = random.standard_normal(forward(maps, kernel_size, stride).shape)
    total = backward(grad_output, maps, kernel_size, stride).sum(axis=(2, 3))
    np.testing.assert_allclose(total, grad_output.sum(axis=(2, 3)), atol=1e-12)


@EACH_KIND
@pytest.mark.parametrize(("kernel_size", "stride"), [(2, None), (3, 1), ((1, 2), (2, 1)), (2, 3)])
def test_gradients_equal_measured_slopes(kind, kernel_size, stride):
    forward, backward = functions(kind, "")
    random = np.random.default_rng(2)
    # A shuffled range: no ties, and gaps much larger than the step that measures the slope.
    maps = random.permutation(2 * 2 * 6 * 7).reshape(2, 2, 6, 7) / 10
    weights_of_loss = random.standard_normal(forward(maps, kernel_size, stride).shape)
    slopes = numerical_gradient(
        lambda array: (forward(array, kernel_size, stride) * weights_of_loss).sum(), maps
    )
    grad = backward(weights_of_loss, maps, kernel_size, stride)
    np.testing.assert_allclose(grad, slopes, atol=1e-7)


# ----------------------------------------------------------------------- arrays left in peace


@EACH_KIND
@SUFFIXES
def test_every_memory_order_gives_the_same_and_is_left_unchanged(kind, suffix):
    forward, backward = functions(kind, suffix)
    random = np.random.default_rng(3)
    maps = random.integers(0, 3, (3, 2, 6, 5)).astype(float)
    expected = forward(maps, 2, 1)
    grad_output = random.standard_normal(expected.shape)
    expected_grad = backward(grad_output, maps, 2, 1)
    for order in memory_orders(maps):
        arguments = [memory_orders(array)[order] for array in (grad_output, maps)]
        for argument in arguments:
            argument.flags.writeable = False
        np.testing.assert_array_equal(forward(arguments[1], 2, 1), expected)
        np.testing.assert_array_equal(backward(*arguments, 2, 1), expected_grad)
        np.testing.assert_array_equal(arguments[0], grad_output)
        np.testing.assert_array_equal(arguments[1], maps)


@EACH_KIND
@SUFFIXES
@pytest.mark.parametrize("kernel_size", [1, 2])
def test_results_are_new_memory(kind, suffix, kernel_size):
    forward, backward = functions(kind, suffix)
    maps = np.arange(16.0).reshape(1, 1, 4, 4)
    output = forward(maps, kernel_size)
    grad = backward(output, maps, kernel_size)
    assert not np.shares_memory(output, maps)
    assert not np.shares_memory(grad, output)
    copy = output.copy()
    forward(-maps, kernel_size)
    np.testing.assert_array_equal(output, copy)


@EACH_KIND
@SUFFIXES
@pytest.mark.parametrize(
    ("given_dtype", "result"), [("f4", "f4"), ("f8", "f8"), ("f2", "f2"), ("u1", "f8"), ("?", "f8")]
)
def test_dtypes(kind, suffix, given_dtype, result):
    forward, backward = functions(kind, suffix)
    maps = np.eye(4)[np.newaxis, np.newaxis].astype(given_dtype)
    output = forward(maps, 2)
    assert output.dtype == np.dtype(result)
    assert backward(output, maps, 2).dtype == np.dtype(result)


# ----------------------------------------------------------------------------------- bad input

MAPS = np.ones((1, 2, 4, 5))


@EACH_KIND
@SUFFIXES
@pytest.mark.parametrize(
    ("maps", "kernel_size", "stride", "message"),
    [
        (
            MAPS,
            (5, 2),
            None,
            "windows of 5x2 are larger than the feature maps of 4x5: feature_maps (1, 2, 4, 5)",
        ),
        (MAPS, 0, None, "kernel_size must be a whole number of at least 1, but is 0"),
        (MAPS, 2, 0, "stride must be a whole number of at least 1, but is 0"),
        (MAPS, 2, (1, -1), "stride[1] must be a whole number of at least 1, but is -1"),
        (
            MAPS[0],
            2,
            None,
            "feature_maps must have 4 dimensions (N, C, H, W), but has 3: shape (2, 4, 5)",
        ),
        (MAPS[:0], 2, None, "feature_maps must not be empty, but have shape (0, 2, 4, 5)"),
    ],
)
def test_what_does_not_fit_is_named_in_one_line(kind, suffix, maps, kernel_size, stride, message):
    forward, backward = functions(kind, suffix)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        forward(maps, kernel_size, stride)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        backward(np.ones((1, 2, 2, 2)), maps, kernel_size, stride)


@EACH_KIND
@SUFFIXES
def test_a_gradient_of_another_shape_is_named(kind, suffix):
    _, backward = functions(kind, suffix)
    message = "grad_output must have shape (1, 2, 2, 2), but has shape (1, 2, 4, 5)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        backward(MAPS, MAPS, 2)


def test_a_tie_in_one_window_does_not_hide_nan_in_another():
    maps = np.array([[[[np.nan, 1.0, 5.0, 5.0]]]])
    gradient = pooling.max_pool2d_backward(np.array([[[[2.0, 3.0]]]]), maps, (1, 2))
    np.testing.assert_array_equal(gradient, [[[[2, 0, 3, 0]]]])
    maps = np.array([[[[1.0, np.nan, np.nan, np.nan]]]])
    gradient = pooling.max_pool2d_backward(np.array([[[[2.0, 3.0]]]]), maps, (1, 2))
    np.testing.assert_array_equal(gradient, [[[[0, 2, 3, 0]]]])
