"""Layers without parameters: pooling, ReLU, flatten."""

import re

import numpy as np
import pytest

from cnn_helpers.layers import AvgPool2d, Flatten, MaxPool2d, ReLU
from cnn_helpers.neurons import relu, relu_backward
from cnn_helpers.pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward

MAPS = np.random.default_rng(12).integers(-2, 3, (3, 2, 6, 5)).astype(float)
POOLINGS = pytest.mark.parametrize(
    ("layer_class", "forward", "backward"),
    [
        (MaxPool2d, max_pool2d, max_pool2d_backward),
        (AvgPool2d, avg_pool2d, avg_pool2d_backward),
    ],
)


@POOLINGS
@pytest.mark.parametrize(("kernel_size", "stride"), [(2, None), (3, 1), ((2, 3), (1, 2))])
def test_pooling_layers_compute_what_their_functions_compute(
    layer_class, forward, backward, kernel_size, stride
):
    layer = layer_class(kernel_size, stride)
    output = layer(MAPS)
    np.testing.assert_array_equal(output, forward(MAPS, kernel_size, stride))
    grad_output = np.random.default_rng(13).standard_normal(output.shape)
    expected = backward(grad_output, MAPS, kernel_size, stride)
    np.testing.assert_array_equal(layer.backward(grad_output), expected)


def test_relu_computes_what_its_function_computes():
    layer = ReLU()
    np.testing.assert_array_equal(layer(MAPS), relu(MAPS))
    np.testing.assert_array_equal(layer.backward(MAPS), relu_backward(MAPS, MAPS))


def test_flatten_writes_channel_by_channel_and_row_by_row():
    layer = Flatten()
    rows = layer(MAPS)
    assert rows.shape == (3, 60)
    for image, channel, row, column in np.ndindex(MAPS.shape):
        position = (channel * 6 + row) * 5 + column
        assert rows[image, position] == MAPS[image, channel, row, column]
    np.testing.assert_array_equal(rows, MAPS.reshape(3, -1))
    np.testing.assert_array_equal(layer.backward(rows), MAPS)
    np.testing.assert_array_equal(layer.backward(MAPS.reshape(3, -1)), MAPS)


EACH = pytest.mark.parametrize("layer", [MaxPool2d(2), AvgPool2d(2), ReLU(), Flatten()], ids=repr)


def test_printed_form():
    assert repr(MaxPool2d(2)) == "MaxPool2d(kernel_size=(2, 2), stride=(2, 2))"
    assert repr(AvgPool2d((2, 3), 1)) == "AvgPool2d(kernel_size=(2, 3), stride=(1, 1))"
    assert [repr(ReLU()), repr(Flatten())] == ["ReLU()", "Flatten()"]


@EACH
def test_backward_without_forward_says_so(layer):
    fresh = type(layer)(2) if isinstance(layer, MaxPool2d | AvgPool2d) else type(layer)()
    message = f"{type(layer).__name__}.backward needs a forward call first: there is none yet"
    with pytest.raises(RuntimeError, match=f"^{re.escape(message)}$"):
        fresh.backward(MAPS)


@EACH
def test_inputs_are_left_unchanged_and_dtypes_kept(layer):
    for dtype, result in ((np.float32, np.float32), (float, float), (np.int8, float)):
        maps = MAPS.astype(dtype)
        maps.flags.writeable = False
        output = layer(maps)
        assert output.dtype == result
        output.flags.writeable = False
        grad = layer.backward(output)
        assert grad.shape == MAPS.shape
        assert grad.dtype == result


@EACH
def test_no_parameters(layer):
    assert layer.named_parameters() == layer.named_gradients() == []


@EACH
def test_a_gradient_of_another_shape_is_named(layer):
    layer(MAPS)
    with pytest.raises(
        ValueError, match=r"^grad_output must have shape \(3, .*has shape \(2, 7\)$"
    ):
        layer.backward(np.ones((2, 7)))


def test_what_does_not_fit():
    with pytest.raises(ValueError, match=r"^feature_maps must have 4 dimensions \(N, C, H, W\)"):
        Flatten()(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"^kernel_size must be a whole number"):
        MaxPool2d(0)
    with pytest.raises(
        ValueError, match=r"^stride must be a whole number of at least 1, but is 0$"
    ):
        AvgPool2d(2, 0)
