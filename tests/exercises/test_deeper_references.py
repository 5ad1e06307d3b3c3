"""The references of notebooks 07 to 14 agree with the package, PyTorch and each other."""

import numpy as np
import parts
import pytest

from cnn_helpers import convolution, exercises, losses, neurons, pooling
from cnn_helpers.exercises.functions import function

MAKERS = parts.functions("random_calls")


def forward_pass(images, kernels, conv_bias, weights, linear_bias):
    maps = neurons.relu_loops(convolution.conv2d_loops(images, kernels, conv_bias))
    rows = pooling.max_pool2d_loops(maps, 2, stride=1).reshape(len(images), -1)
    return losses.softmax_loops(neurons.linear_loops(rows, weights, linear_bias))


def count_multiply_adds(in_channels, out_channels, kernel_size, output_height, output_width):
    """Let every product be 1: what the convolution adds up is their number."""
    size = output_height + kernel_size - 1, output_width + kernel_size - 1
    images = np.ones((1, in_channels, *size))
    kernels = np.ones((out_channels, in_channels, kernel_size, kernel_size))
    return convolution.conv2d(images, kernels).sum()


def receptive_field(kernel_sizes, strides):
    """Go back from one cell through averages, and count the input cells that it reaches."""
    lengths = [1]
    for kernel_size, stride in zip(reversed(kernel_sizes), reversed(strides), strict=True):
        lengths.append((lengths[-1] - 1) * stride + kernel_size)
    gradient = np.ones((1, 1, 1, 1))
    for kernel_size, stride, length in zip(
        reversed(kernel_sizes), reversed(strides), lengths[1:], strict=True
    ):
        images, kernels = np.ones((1, 1, 1, length)), np.ones((1, 1, 1, kernel_size))
        gradient, _, _ = convolution.conv2d_backward(gradient, images, kernels, stride=(1, stride))
    # A kernel smaller than its stride leaves cells out: count from the first to the last.
    seen = np.flatnonzero(gradient)
    return seen[-1] - seen[0] + 1


OWN = {
    "max_pool2d": pooling.max_pool2d,
    "avg_pool2d": pooling.avg_pool2d,
    "receptive_field": receptive_field,
    "count_multiply_adds": count_multiply_adds,
    "forward_pass": forward_pass,
    "relu_backward": neurons.relu_backward,
    "linear_backward": neurons.linear_backward,
    "softmax_cross_entropy_backward": losses.cross_entropy_backward,
    "conv2d_backward": convolution.conv2d_backward,
    "max_pool2d_backward": pooling.max_pool2d_backward,
    "conv2d_vectorized": convolution.conv2d,
}


def _agree(one, two):
    one, two = (part if isinstance(part, tuple) else (part,) for part in (one, two))
    for first, second in zip(one, two, strict=True):
        assert np.shape(first) == np.shape(second)
        np.testing.assert_allclose(first, second, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("id", [id for id in OWN if id in exercises.ids()])
def test_reference_agrees_with_the_package(id):
    random = np.random.default_rng(11)
    for _ in range(60):
        arguments, keywords = MAKERS[id](random)
        _agree(exercises.get(id).reference(*arguments, **keywords), OWN[id](*arguments, **keywords))


@pytest.mark.parametrize(
    "id", [id for id in OWN if f"{id}_torch" in parts.functions("right_answers")]
)
def test_reference_agrees_with_pytorch(id):
    pytest.importorskip("torch")
    random, answer = np.random.default_rng(12), parts.functions("right_answers")[f"{id}_torch"]
    for _ in range(30):
        arguments, keywords = MAKERS[id](random)
        right = exercises.get(id).reference(*arguments, **keywords)
        results = answer(*arguments, **keywords)
        pairs = zip(right, results, strict=True) if isinstance(right, tuple) else [(right, results)]
        for one, two in pairs:
            np.testing.assert_allclose(one, two, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_gradients_of_a_convolution_are_the_measured_ones(part):
    """The reference of notebook 10, held to the reference of notebook 09."""
    measure = exercises.get("numerical_gradient").reference
    backward = exercises.get("conv2d_backward").reference
    random = np.random.default_rng(13)
    for stride, padding in ((1, 0), (2, 1), (3, 2)):
        values = [random.normal(size=shape) for shape in ((2, 2, 4, 5), (3, 2, 2, 3), (3,))]
        maps = convolution.conv2d(*values, stride=stride, padding=padding)
        grad_output = random.normal(size=maps.shape)

        def loss(array, values=values, grad_output=grad_output, stride=stride, padding=padding):
            changed = [array if index == part else value for index, value in enumerate(values)]
            return (
                grad_output * convolution.conv2d(*changed, stride=stride, padding=padding)
            ).sum()

        right = backward(grad_output, *values[:2], stride=stride, padding=padding)[part]
        np.testing.assert_allclose(right, measure(loss, values[part], 1e-4), atol=1e-7)


def test_measured_slopes_are_those_of_the_formulas():
    measure, random = exercises.get("numerical_gradient").reference, np.random.default_rng(14)
    array, numbers = random.normal(size=(2, 3)), random.normal(size=(2, 3))
    quadratic = function("quadratic", coefficients=numbers)
    np.testing.assert_allclose(measure(quadratic, array), 2 * numbers * array, atol=1e-8)
    # A cubic's central difference is off by its third derivative / 6 * epsilon**2.
    cubic = function("cubic", coefficients=numbers)
    expected = 3 * numbers * array**2 + numbers * 0.25
    np.testing.assert_allclose(measure(cubic, array, 0.5), expected)


def test_saliency_is_how_strongly_a_pixel_moves_the_logit():
    random = np.random.default_rng(15)
    hidden, weights = random.normal(size=(4, 2, 3, 2)), random.normal(size=(3, 4))
    image = random.normal(size=(2, 3, 2))
    gradient = function("hidden_gradient", hidden_weights=hidden, weights=weights)

    def logit(image):
        return weights[1] @ np.maximum(np.tensordot(hidden, image, 3), 0)

    slopes = exercises.get("numerical_gradient").reference(logit, image, 1e-6)
    saliency = exercises.get("saliency_map").reference(gradient, image, 1, num_classes=3)
    np.testing.assert_allclose(saliency, np.abs(slopes).max(axis=0), atol=1e-7)


def test_a_card_with_known_patterns_is_read():
    x, empty, seven, two = np.eye(2), np.zeros((2, 2)), np.ones((2, 2)), np.eye(2)[::-1]
    marks = function("linear_classifier", weights=np.array([[x], [empty]]), bias=[0, 0.5])
    digits = function("linear_classifier", weights=np.array([[seven - x], [x]]), bias=[0, 0])
    card = np.zeros((4, 5))
    card[:2, :2], card[:2, 3:], card[2:, 3:] = x, x, two
    boxes = np.array([[0, 0, 2, 2], [2, 0, 2, 2]])
    read = exercises.get("read_order_card").reference
    assert read(card, boxes, boxes + np.array([0, 3, 0, 0]), marks, digits).tolist() == [1, 0]
