"""Two convolutions are one: by hand, against SciPy, and where padding spoils it."""

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from cnn_helpers.convolution import conv2d
from cnn_helpers.layers import AvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.study import PLANS, collapse_kernels, collapse_network
from cnn_helpers.training import Sequential


def test_one_row_by_hand():
    # 1 2 slid over 3 4 5 and the like: each cell of the second lays the first there.
    first, second = np.array([[[[1.0, 2.0]]]]), np.array([[[[3.0, 4.0, 5.0]]]])
    assert collapse_kernels(first, second).tolist() == [[[[3.0, 10.0, 13.0, 10.0]]]]


def test_it_is_the_true_convolution_that_flips():
    generator = np.random.default_rng(0)
    first, second = generator.standard_normal((3, 4)), generator.standard_normal((2, 3))
    both = collapse_kernels(first[None, None], second[None, None])[0, 0]
    np.testing.assert_allclose(both, convolve2d(first, second, mode="full"))
    # Cross-correlation, which the course's layers compute, gives another kernel.
    assert np.abs(both - correlate2d(first, second, mode="full")).max() > 0.1


def test_channels_between_are_summed():
    generator = np.random.default_rng(1)
    images = generator.standard_normal((2, 3, 9, 8))
    first = generator.standard_normal((4, 3, 3, 2))
    second = generator.standard_normal((5, 4, 2, 3))
    both = collapse_kernels(first, second)
    assert both.shape == (5, 3, 4, 4)
    np.testing.assert_allclose(
        conv2d(conv2d(images, first), second), conv2d(images, both), atol=1e-12
    )
    by_scipy = sum(convolve2d(first[m, 1], second[2, m]) for m in range(4))
    np.testing.assert_allclose(both[2, 1], by_scipy, atol=1e-12)


def test_with_zero_padding_only_the_interior_agrees():
    generator = np.random.default_rng(2)
    images = generator.standard_normal((1, 1, 10, 10))
    first, second = generator.standard_normal((2, 1, 1, 3, 3))
    padded = conv2d(conv2d(images, first, padding=1), second, padding=1)
    gap = np.abs(padded - conv2d(images, collapse_kernels(first, second), padding=2))[0, 0]
    assert gap[1:-1, 1:-1].max() < 1e-12
    border = np.ones((10, 10), bool)
    border[1:-1, 1:-1] = False
    assert (gap[border] > 1e-6).all()


def test_channels_must_fit():
    with pytest.raises(ValueError, match="take the 2 channels of first, but takes 3"):
        collapse_kernels(np.ones((2, 1, 3, 3)), np.ones((1, 3, 3, 3)))


def test_linear_network_is_one_layer():
    network = Sequential(
        *(Conv2d(1, 3, 3, padding=1), AvgPool2d(2), Conv2d(3, 2, 2), Flatten(), Linear(8, 4)),
        seed=1,
    )
    for layer in network.learning_layers():
        layer.bias = np.arange(len(layer.bias)) / 7
    weights, bias = collapse_network(network, (1, 6, 6))
    images = np.random.default_rng(3).standard_normal((5, 1, 6, 6))
    np.testing.assert_allclose(network(images), images.reshape(5, 36) @ weights.T + bias, atol=1e-6)
    assert weights.shape == (4, 36)


@pytest.mark.parametrize("bends", [ReLU(), MaxPool2d(2)])
def test_what_bends_does_not_collapse(bends):
    with pytest.raises(ValueError, match="is not linear, so it does not collapse"):
        collapse_network(Sequential(Conv2d(1, 1, 1), bends), (1, 4, 4))


def test_the_plan_without_relu_collapses():
    weights, bias = collapse_network(PLANS["average_no_relu"].build(0), (1, 28, 28))
    assert weights.shape == (10, 784)
    assert bias.shape == (10,)
