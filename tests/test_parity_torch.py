"""Live cross-checks against PyTorch, on random shapes and settings. Skipped where it is absent.

Install the package's "parity" extra to run them. The arrays in tests/reference/ need no PyTorch.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn_helpers import layers
from cnn_helpers.batch_last import batch_last
from cnn_helpers.convolution import conv2d, conv2d_backward
from cnn_helpers.losses import (
    cross_entropy,
    cross_entropy_backward,
    mse,
    mse_backward,
    softmax,
    softmax_backward,
)
from cnn_helpers.neurons import linear, linear_backward, relu, relu_backward
from cnn_helpers.pooling import (
    avg_pool2d,
    avg_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from cnn_helpers.training import SGD, Adam, Sequential

torch = pytest.importorskip("torch")
torch.set_num_threads(1)  # threads only get into each other's way on arrays this small
functional = torch.nn.functional

DTYPES = st.sampled_from([np.float32, np.float64])
SEEDS = st.integers(0, 2**32 - 1)
SMALL = st.integers(1, 4)


def tensors(*arrays):
    return [torch.from_numpy(np.ascontiguousarray(array)).requires_grad_() for array in arrays]


def assert_close(actual, expected):
    expected = expected.detach().numpy()
    assert actual.dtype == expected.dtype
    assert actual.shape == expected.shape
    tolerance = 1e-4 if expected.dtype == np.float32 else 1e-8
    scale = max(1, np.abs(expected).max())
    np.testing.assert_allclose(actual, expected, rtol=0, atol=tolerance * scale)


def size_for(draw, kernel_size, padding=0, dilation=1):
    reach = (kernel_size - 1) * dilation + 1
    return max(1, reach - 2 * padding) + draw(st.integers(0, 11))


@given(st.data(), SEEDS, DTYPES, st.booleans())
def test_convolution(data, seed, dtype, in_batch_last_memory):
    draw, random = data.draw, np.random.default_rng(seed)
    kernel_size = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    stride = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    padding = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    dilation = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    axes = zip(kernel_size, padding, dilation, strict=True)
    height, width = (size_for(draw, *axis) for axis in axes)
    count, channels, filters = draw(st.integers(1, 70)), draw(SMALL), draw(st.integers(1, 18))
    images = random.standard_normal((count, channels, height, width)).astype(dtype)
    kernels = random.standard_normal((filters, channels, *kernel_size)).astype(dtype)
    bias = random.standard_normal(filters).astype(dtype)
    theirs = tensors(images, kernels, bias)
    geometry = {"stride": stride, "padding": padding, "dilation": dilation}
    expected = functional.conv2d(*theirs, **geometry)
    if in_batch_last_memory:
        images = batch_last(images)
    assert_close(conv2d(images, kernels, bias, **geometry), expected)
    grad_output = random.standard_normal(expected.shape).astype(dtype)
    expected.backward(torch.from_numpy(grad_output))
    for gradient, tensor in zip(
        conv2d_backward(grad_output, images, kernels, **geometry), theirs, strict=True
    ):
        assert_close(gradient, tensor.grad)


@pytest.mark.parametrize(
    ("forward", "backward", "their_name"),
    [
        (max_pool2d, max_pool2d_backward, "max_pool2d"),
        (avg_pool2d, avg_pool2d_backward, "avg_pool2d"),
    ],
)
@given(data=st.data(), seed=SEEDS, dtype=DTYPES, ties=st.booleans())
def test_pooling(forward, backward, their_name, data, seed, dtype, ties):
    draw, random = data.draw, np.random.default_rng(seed)
    kernel_size = draw(SMALL), draw(SMALL)
    stride = draw(st.none() | st.tuples(SMALL, SMALL))
    shape = draw(SMALL), draw(SMALL), *(size_for(draw, size) for size in kernel_size)
    maps = random.standard_normal(shape).astype(dtype)
    if ties:
        maps = maps.round()
    (theirs,) = tensors(maps)
    expected = getattr(functional, their_name)(theirs, kernel_size, stride)
    assert_close(forward(maps, kernel_size, stride), expected)
    grad_output = random.standard_normal(expected.shape).astype(dtype)
    expected.backward(torch.from_numpy(grad_output))
    assert_close(backward(grad_output, maps, kernel_size, stride), theirs.grad)


@given(SMALL, st.integers(1, 30), SMALL, SEEDS, DTYPES)
def test_linear(count, features, outputs, seed, dtype):
    random = np.random.default_rng(seed)
    shapes = (count, features), (outputs, features), (outputs,)
    arrays = [random.standard_normal(shape).astype(dtype) for shape in shapes]
    theirs = tensors(*arrays)
    expected = functional.linear(*theirs)
    assert_close(linear(*arrays), expected)
    grad_output = random.standard_normal(expected.shape).astype(dtype)
    expected.backward(torch.from_numpy(grad_output))
    for gradient, tensor in zip(linear_backward(grad_output, *arrays[:2]), theirs, strict=True):
        assert_close(gradient, tensor.grad)


@given(st.integers(1, 6), st.integers(1, 6), st.floats(0, 1000), SEEDS, DTYPES)
def test_cross_entropy(count, classes, spread, seed, dtype):
    random = np.random.default_rng(seed)
    logits = (spread * random.standard_normal((count, classes))).astype(dtype)
    labels = random.integers(0, classes, count)
    (theirs,) = tensors(logits)
    expected = functional.cross_entropy(theirs, torch.from_numpy(labels))
    expected.backward()
    assert cross_entropy(logits, labels) == pytest.approx(expected.item(), rel=1e-5, abs=1e-6)
    assert_close(cross_entropy_backward(logits, labels), theirs.grad)
    assert_close(softmax(logits), functional.softmax(theirs, dim=1))


@given(st.lists(SMALL, min_size=1, max_size=4), SEEDS, DTYPES)
def test_relu(shape, seed, dtype):
    random = np.random.default_rng(seed)
    inputs = random.standard_normal(shape).astype(dtype).round(1)  # some are 0
    grad_output = random.standard_normal(shape).astype(dtype)
    (theirs,) = tensors(inputs)
    expected = functional.relu(theirs)
    expected.backward(torch.from_numpy(grad_output))
    assert_close(relu(inputs), expected)
    assert_close(relu_backward(grad_output, inputs), theirs.grad)
    layer = layers.ReLU()
    assert_close(layer(inputs), expected)
    assert_close(layer.backward(grad_output), theirs.grad)


@given(st.lists(SMALL, min_size=1, max_size=3), SEEDS, DTYPES)
def test_mse(shape, seed, dtype):
    random = np.random.default_rng(seed)
    predictions, targets = (random.standard_normal(shape).astype(dtype) for _ in range(2))
    (theirs,) = tensors(predictions)
    expected = functional.mse_loss(theirs, torch.from_numpy(targets))
    expected.backward()
    assert mse(predictions, targets) == pytest.approx(expected.item(), rel=1e-5)
    assert_close(mse_backward(predictions, targets), theirs.grad)


@given(st.integers(1, 6), st.integers(1, 6), SEEDS, DTYPES)
def test_softmax_backward(count, classes, seed, dtype):
    random = np.random.default_rng(seed)
    logits, grad_output = (random.standard_normal((count, classes)).astype(dtype) for _ in range(2))
    (theirs,) = tensors(logits)
    functional.softmax(theirs, dim=1).backward(torch.from_numpy(grad_output))
    assert_close(softmax_backward(grad_output, logits), theirs.grad)


@given(st.data(), SEEDS, DTYPES)
def test_a_convolution_layer_over_several_steps(data, seed, dtype):
    """A layer keeps its memory from batch to batch: other sizes come between, and again."""
    draw, random = data.draw, np.random.default_rng(seed)
    settings = {
        "stride": draw(st.integers(1, 2)),
        "padding": draw(st.integers(0, 2)),
        "dilation": draw(st.integers(1, 2)),
    }
    size = draw(st.integers(1, 3))
    ours = layers.Conv2d(2, 3, size, **settings, seed=0)
    ours.weight, ours.bias = (
        random.standard_normal(shape).astype(dtype) for shape in (ours.weight.shape, (3,))
    )
    for count in draw(st.lists(st.sampled_from([1, 5, 66]), min_size=1, max_size=4)):
        images = random.standard_normal((count, 2, 7, 6)).astype(dtype)
        theirs = tensors(images, ours.weight, ours.bias)
        expected = functional.conv2d(*theirs, **settings)
        grad_output = random.standard_normal(expected.shape).astype(dtype)
        expected.backward(torch.from_numpy(grad_output))
        assert_close(ours(images), expected)
        gradients = ours.backward(grad_output), ours.grad_weight, ours.grad_bias
        for gradient, tensor in zip(gradients, theirs, strict=True):
            assert_close(gradient, tensor.grad)


@pytest.mark.parametrize(
    ("make_ours", "make_theirs"),
    [
        (lambda m: SGD(m, 0.05, momentum=0.9), lambda p: torch.optim.SGD(p, 0.05, momentum=0.9)),
        (lambda m: Adam(m, 0.003), lambda p: torch.optim.Adam(p, 0.003)),
    ],
    ids=["SGD", "Adam"],
)
def test_a_lenet_trains_alike(make_ours, make_theirs):
    """Names, shapes, order of parameters and twenty steps in float32 agree."""
    settings = [
        ("Conv2d", (1, 6, 5), {"padding": 2}),
        ("ReLU", (), {}),
        ("MaxPool2d", (2,), {}),
        ("Conv2d", (6, 16, 5), {}),
        ("ReLU", (), {}),
        ("AvgPool2d", (2,), {}),
        ("Flatten", (), {}),
        ("Linear", (400, 10), {}),
    ]
    ours = Sequential(*(getattr(layers, name)(*args, **kw) for name, args, kw in settings), seed=0)
    theirs = torch.nn.Sequential(
        *(getattr(torch.nn, name)(*args, **kw) for name, args, kw in settings)
    )
    state = {name: torch.from_numpy(array.copy()) for name, array in ours.named_parameters()}
    theirs.load_state_dict(state)
    our_optimizer, their_optimizer = make_ours(ours), make_theirs(theirs.parameters())
    random = np.random.default_rng(0)
    for _ in range(20):
        images = random.random((8, 1, 28, 28), np.float32)
        labels = random.integers(0, 10, 8)
        logits = ours(images)
        ours.backward(cross_entropy_backward(logits, labels))
        our_optimizer.step()
        their_optimizer.zero_grad()
        their_logits = theirs(torch.from_numpy(images))
        functional.cross_entropy(their_logits, torch.from_numpy(labels)).backward()
        their_optimizer.step()
        assert_close(logits, their_logits)
    for (name, parameter), (their_name, their_parameter) in zip(
        ours.named_parameters(), theirs.named_parameters(), strict=True
    ):
        assert name == their_name
        np.testing.assert_allclose(parameter, their_parameter.detach(), atol=2e-4)
