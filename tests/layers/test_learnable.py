"""Conv2d and Linear: PyTorch's names and shapes, initial weights, memory of the last call."""

import copy
import pickle
import re

import numpy as np
import pytest

from cnn_helpers.convolution import conv2d, conv2d_backward
from cnn_helpers.layers import Conv2d, Linear
from cnn_helpers.neurons import linear, linear_backward

RANDOM = np.random.default_rng(11)
IMAGES = RANDOM.standard_normal((3, 2, 7, 6)).astype(np.float32)
INPUTS = RANDOM.standard_normal((3, 5)).astype(np.float32)


def make(kind, **settings):
    if kind == "Conv2d":
        return Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(1, 0), **settings), IMAGES
    return Linear(5, 4, **settings), INPUTS


EACH = pytest.mark.parametrize("kind", ["Conv2d", "Linear"])


@EACH
def test_names_and_shapes_are_pytorchs(kind):
    layer, _ = make(kind)
    shape = (4, 2, 3, 2) if kind == "Conv2d" else (4, 5)
    assert [(name, array.shape) for name, array in layer.named_parameters()] == [
        ("weight", shape),
        ("bias", (4,)),
    ]
    assert layer.weight.dtype == layer.bias.dtype == np.float32


def test_printed_as_in_pytorch():
    assert repr(Conv2d(1, 8, 5, padding=2)) == (
        "Conv2d(1, 8, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2))"
    )
    assert repr(Conv2d(1, 8, (5, 3), stride=2, bias=False)) == (
        "Conv2d(1, 8, kernel_size=(5, 3), stride=(2, 2), bias=False)"
    )
    assert repr(Linear(8, 2, bias=False)) == "Linear(in_features=8, out_features=2, bias=False)"


def test_a_layer_computes_what_its_function_computes():
    layer, images = make("Conv2d", seed=1)
    geometry = {"stride": (2, 1), "padding": (1, 0)}
    output = layer(images)
    np.testing.assert_array_equal(output, conv2d(images, layer.weight, layer.bias, **geometry))
    grads = conv2d_backward(output, images, layer.weight, **geometry)
    np.testing.assert_array_equal(layer.backward(output), grads[0])
    np.testing.assert_array_equal(layer.grad_weight, grads[1])
    np.testing.assert_array_equal(layer.grad_bias, grads[2])

    layer, inputs = make("Linear", seed=1)
    output = layer(inputs)
    np.testing.assert_array_equal(output, linear(inputs, layer.weight, layer.bias))
    grads = linear_backward(output, inputs, layer.weight)
    np.testing.assert_array_equal(layer.backward(output), grads[0])
    np.testing.assert_array_equal(layer.grad_weight, grads[1])
    np.testing.assert_array_equal(layer.grad_bias, grads[2])


@EACH
def test_backward_belongs_to_the_last_forward(kind):
    layer, inputs = make(kind, seed=2)
    first = layer(inputs)
    layer.backward(first)
    of_first = layer.grad_weight
    copy = of_first.copy()
    second = layer(2 * inputs)
    layer.backward(second)
    assert not np.allclose(layer.grad_weight, copy)
    np.testing.assert_array_equal(of_first, copy)  # what a caller kept is not overwritten


@EACH
def test_backward_without_forward_says_so(kind):
    layer, _ = make(kind)
    message = f"{kind}.backward needs a forward call first: there is none yet"
    with pytest.raises(RuntimeError, match=f"^{re.escape(message)}$"):
        layer.backward(np.ones((3, 4)))


@EACH
def test_the_input_gradient_can_be_saved(kind):
    layer, inputs = make(kind, seed=3)
    output = layer(inputs)
    layer.backward(output)
    expected = layer.grad_weight
    assert layer.backward(output, input_gradient=False) is None
    np.testing.assert_array_equal(layer.grad_weight, expected)


@EACH
def test_a_seed_makes_initial_weights_reproducible(kind):
    same, again, other = (make(kind, seed=seed)[0] for seed in (5, 5, 6))
    np.testing.assert_array_equal(same.weight, again.weight)
    assert not np.array_equal(same.weight, other.weight)
    assert not np.array_equal(make(kind)[0].weight, make(kind)[0].weight)


@pytest.mark.parametrize(
    ("layer", "inputs"), [(Conv2d(20, 50, 5, seed=0), 500), (Linear(500, 100, seed=0), 500)]
)
def test_initial_weights_are_he_normal_and_biases_zero(layer, inputs):
    count = layer.weight.size
    # Five standard errors of a mean and of a standard deviation.
    assert abs(layer.weight.mean()) < 5 * np.sqrt(2 / inputs / count)
    assert layer.weight.std() == pytest.approx(np.sqrt(2 / inputs), rel=5 / np.sqrt(2 * count))
    assert np.abs(layer.weight).max() > 3 * np.sqrt(2 / inputs)  # normal, not uniform
    assert not layer.bias.any()


@EACH
def test_without_bias(kind):
    layer, inputs = make(kind, bias=False, seed=4)
    assert layer.bias is None
    assert [name for name, _ in layer.named_parameters()] == ["weight"]
    output = layer(inputs)
    layer.backward(output)
    assert layer.grad_bias is None
    assert [name for name, _ in layer.named_gradients()] == ["weight"]
    with pytest.raises(ValueError, match=r"has no bias: it was made with bias=False$"):
        layer.bias = np.zeros(4)


@EACH
def test_parameters_can_be_set_and_are_copied(kind):
    layer, inputs = make(kind)
    mine = np.arange(float(layer.weight.size)).reshape(layer.weight.shape)
    layer.weight = mine
    layer.bias = [1, 2, 3, 4]
    assert layer.weight.dtype == layer.bias.dtype == np.float64
    assert not np.shares_memory(layer.weight, mine)
    before = layer(inputs)
    layer.bias += 1
    np.testing.assert_allclose(layer(inputs), before + 1)
    shape = layer.weight.shape
    message = f"weight must have shape {shape}, but has shape (2, 2)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        layer.weight = np.ones((2, 2))


@EACH
@pytest.mark.parametrize(("given_dtype", "result"), [("f4", "f4"), ("f8", "f8"), ("u1", "f8")])
def test_dtype_of_the_answer(kind, given_dtype, result):
    layer, inputs = make(kind)
    assert layer(np.abs(inputs).astype(given_dtype)).dtype == np.dtype(result)


@EACH
def test_inputs_are_left_unchanged(kind):
    layer, inputs = make(kind)
    inputs = inputs.copy()
    inputs.flags.writeable = False
    output = layer(inputs)
    output.flags.writeable = False
    layer.backward(output)


@pytest.mark.parametrize(
    ("make_layer", "message"),
    [
        (lambda: Conv2d(0, 1, 3), "in_channels must be a whole number of at least 1, but is 0"),
        (
            lambda: Conv2d(1, 1.5, 3),
            "out_channels must be a whole number of at least 1, but is 1.5",
        ),
        (lambda: Conv2d(1, 1, 0), "kernel_size must be a whole number of at least 1, but is 0"),
        (lambda: Conv2d(1, 1, 3, 0), "stride must be a whole number of at least 1, but is 0"),
        (
            lambda: Conv2d(1, 1, 3, padding=(1, -1)),
            "padding[1] must be a whole number of at least 0, but is -1",
        ),
        (lambda: Linear(3, -1), "out_features must be a whole number of at least 1, but is -1"),
    ],
)
def test_settings_that_make_no_sense(make_layer, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make_layer()


def test_images_that_do_not_fit():
    layer, _ = make("Conv2d")
    with pytest.raises(ValueError, match=r"^kernels expect 2 input channels, but images have 3: "):
        layer(np.ones((1, 3, 7, 6)))
    layer, _ = make("Linear")
    with pytest.raises(ValueError, match=r"^inputs must have 2 dimensions \(N, D\), but has 4"):
        layer(np.ones((1, 3, 7, 6)))
    layer(INPUTS)
    with pytest.raises(ValueError, match=r"^grad_output must have shape \(3, 4\), but has shape"):
        layer.backward(np.ones((4, 3)))


def test_a_copy_shares_no_memory_with_the_layer_nor_within_itself():
    layer = Conv2d(2, 4, 3, seed=7)
    layer(IMAGES)
    for twin in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
        with pytest.raises(RuntimeError, match="needs a forward call first"):
            twin.backward(np.ones((3, 4, 5, 4)))
        for images in (IMAGES, 2 * IMAGES):
            np.testing.assert_array_equal(twin(images), conv2d(images, layer.weight, layer.bias))


def test_batches_of_other_sizes_and_dtypes_may_come_in_between():
    layer = Conv2d(2, 4, 3, padding=1, seed=8)
    for images in (IMAGES, IMAGES[:1], IMAGES.astype(np.float64), IMAGES, -IMAGES):
        output = layer(images)
        np.testing.assert_array_equal(output, conv2d(images, layer.weight, layer.bias, padding=1))
        expected = conv2d_backward(output, images, layer.weight, padding=1)
        np.testing.assert_array_equal(layer.backward(output), expected[0])
        np.testing.assert_array_equal(
            layer.backward(output.astype(np.float64)),
            conv2d_backward(output.astype(np.float64), images, layer.weight, padding=1)[0],
        )
        np.testing.assert_array_equal(layer.backward(output), expected[0])
        np.testing.assert_array_equal(layer.grad_weight, expected[1])


def test_what_was_returned_stays_as_it_was():
    layer = Conv2d(2, 4, 3, padding=1, seed=9)
    output = layer(IMAGES)
    results = [output, layer.backward(output), layer.grad_weight, layer.grad_bias]
    before = [array.copy() for array in results]
    layer.backward(2 * layer(IMAGES + 1))
    for array, copied in zip(results, before, strict=True):
        np.testing.assert_array_equal(array, copied)


@pytest.mark.parametrize(
    "layer",
    [
        Conv2d(2, 4, 3, seed=10),
        Conv2d(2, 4, 3, stride=(2, 1), padding=1, seed=10),
        Conv2d(2, 17, (2, 3), dilation=(1, 2), padding=(0, 2), seed=10),
        Conv2d(2, 3, 1, stride=2, bias=False, seed=10),
    ],
    ids=repr,
)
@pytest.mark.parametrize("count", [3, 65])
def test_nan_in_one_batch_leaves_no_trace_in_the_next(layer, count):
    images = RANDOM.standard_normal((count, 2, 12, 10)).astype(np.float32)
    output = layer(images)
    clean = [output, layer.backward(output), layer.grad_weight]
    spoiled = layer(np.full_like(images, np.nan))
    assert np.isnan(spoiled).any(axis=(1, 2, 3)).all()
    layer.backward(np.full_like(output, np.nan))
    again = [layer(images), layer.backward(output), layer.grad_weight]
    for array, before in zip(again, clean, strict=True):
        np.testing.assert_array_equal(array, before)
