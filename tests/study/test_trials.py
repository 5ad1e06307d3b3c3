"""First losses, learning by heart, learning rates: small trials with a known outcome."""

import math

import numpy as np
import pytest

from cnn_helpers.data import load_mnist
from cnn_helpers.study import PLANS, first_loss, learn_by_heart, try_learning_rate


@pytest.fixture(scope="module")
def digits():
    mnist = load_mnist("10k")
    return mnist.train_images, mnist.train_labels


def test_first_loss_is_ln_10_for_logits_near_0_and_grows_with_them(digits):
    network = PLANS["cnn"].build(0)
    before = network[-1].weight.copy()
    some = digits[0][:64], digits[1][:64]
    losses, sizes = zip(
        *(first_loss(network, *some, factor) for factor in (0, 0.01, 1, 10)), strict=True
    )
    assert losses[0] == pytest.approx(math.log(10), abs=1e-6)
    assert losses[1] == pytest.approx(math.log(10), abs=0.01)
    assert losses[3] > losses[2] > math.log(10) + 0.1
    np.testing.assert_allclose(sizes[1:], sizes[2] * np.array([0.01, 1, 10]), rtol=1e-4)
    np.testing.assert_array_equal(network[-1].weight, before)


def test_ten_digits_are_learned_by_heart_with_right_labels_and_wrong_ones(digits):
    images, labels = digits[0][:10], digits[1][:10]
    for answers in (labels, (labels + 1) % 10):
        losses = learn_by_heart(PLANS["cnn"].build(1), images, answers)
        assert losses.shape == (60,)
        assert losses[-1] < 0.01


def test_a_network_of_zeros_learns_no_more_than_how_often_each_digit_comes(digits):
    images, labels = digits[0][:10], digits[1][:10]
    network = PLANS["zero_all"].build(0)
    losses = learn_by_heart(network, images, labels, steps=60, learning_rate=0.1)
    shares = np.bincount(labels, minlength=10) / 10
    entropy = -sum(share * math.log(share) for share in shares if share)
    assert losses[0] == pytest.approx(math.log(10))
    assert entropy <= losses[-1] < entropy + 0.2


@pytest.mark.parametrize(("rate", "failed"), [(0.05, None), (0.5, "dead"), (1e4, "exploded")])
def test_learning_rates_good_and_too_large(digits, rate, failed):
    images, labels = digits[0][:600], digits[1][:600]
    found = try_learning_rate(rate, 0, images, labels, (images[:100], labels[:100]), epochs=2)
    assert found["failed"] == failed
    if failed is None:
        assert found["validation"] > 0.5
    if failed == "exploded":
        assert found["validation"] is found["loss"] is None
