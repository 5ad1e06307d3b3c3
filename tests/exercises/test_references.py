"""The references and the package's own functions were written apart, and agree."""

import numpy as np
import parts
import pytest

from cnn_helpers import convolution, exercises, layers, losses, neurons

MAKERS = parts.functions("random_calls")


def neuron(inputs, weights, bias):
    row = neurons.linear(inputs[np.newaxis], weights[np.newaxis], np.array([bias]))
    return neurons.relu(row)[0, 0]


def mse_gradient(inputs, targets, weight, bias):
    column, weights = inputs[:, np.newaxis], np.array([[weight]])
    predictions = neurons.linear(column, weights, np.array([bias]))
    grad_output = losses.mse_backward(predictions, targets[:, np.newaxis])
    _, grad_weights, grad_bias = neurons.linear_backward(grad_output, column, weights)
    return grad_weights[0, 0], grad_bias[0]


def count_parameters(in_channels, out_channels, kernel_size, bias=True):
    layer = layers.Conv2d(in_channels, out_channels, kernel_size, bias=bias)
    return sum(array.size for _, array in layer.named_parameters())


def correlate_strided(image, kernel, **settings):
    return convolution.conv2d(image[None, None], kernel[None, None], **settings)[0, 0]


def bias_relu(feature_maps, bias):
    # A kernel of one pixel that passes its own channel on.
    channels = feature_maps.shape[1]
    return neurons.relu(convolution.conv2d(feature_maps, np.eye(channels)[..., None, None], bias))


OWN = {
    "neuron": neuron,
    "mse_gradient": mse_gradient,
    "linear": neurons.linear,
    "softmax": losses.softmax,
    "cross_entropy": losses.cross_entropy,
    "output_size": convolution.output_size,
    "correlate_strided": correlate_strided,
    "bias_relu": bias_relu,
    "count_parameters": count_parameters,
    "conv2d": convolution.conv2d,
}


@pytest.mark.parametrize("id", OWN)
def test_reference_agrees_with_the_package(id):
    random = np.random.default_rng(5)
    reference = exercises.get(id).reference
    for _ in range(60):
        arguments, keywords = MAKERS[id](random)
        results = reference(*arguments, **keywords), OWN[id](*arguments, **keywords)
        assert np.shape(results[0]) == np.shape(results[1])
        np.testing.assert_allclose(*results, rtol=1e-6, atol=1e-9)
    assert exercises.check(id, OWN[id]).passed
