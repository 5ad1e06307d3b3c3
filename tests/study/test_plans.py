"""Each plan differs from what it is compared with in one thing, and only in that."""

from dataclasses import fields

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.losses import cross_entropy_backward
from cnn_helpers.study import PLANS, pixel_order, shuffle_pixels
from cnn_helpers.training import mnist_lenet

LABELS_ONLY = {"id", "name", "group", "against"}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_plan_changes_one_thing(plan):
    if plan.against is None:
        assert plan.id == "cnn"
        return
    other = PLANS[plan.against]
    names = [field.name for field in fields(plan) if field.name not in LABELS_ONLY]
    changed = [name for name in names if getattr(plan, name) != getattr(other, name)]
    assert len(changed) == 1


def test_cnn_is_that_of_the_notebook():
    ours, theirs = PLANS["cnn"].build(3), mnist_lenet(3)
    assert repr(ours) == repr(theirs)
    for (_, one), (_, other) in zip(
        ours.named_parameters(), theirs.named_parameters(), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_parameters_counted_by_hand():
    counts = {id: plan.build(0).parameter_count for id, plan in PLANS.items()}
    cnn = 8 * 25 + 8 + 32 * 8 * 25 + 32 + 84 * 32 * 25 + 84 + 10 * 84 + 10
    assert counts["cnn"] == counts["cnn_shuffled"] == counts["average"] == cnn == 74_774
    assert counts["mlp"] == 94 * 784 + 94 + 10 * 94 + 10
    assert abs(counts["mlp"] - cnn) < 0.001 * cnn
    assert counts["no_bias"] == cnn - (8 + 32 + 84 + 10)
    assert counts["one_filter"] == 26 + 26 + 84 * 25 + 84 + 850
    # Without pooling the maps stay 24 by 24, so the linear layer grows 23-fold.
    assert counts["no_pooling"] == cnn + 84 * 32 * (24 * 24 - 25)


def test_multiply_adds_counted_by_hand():
    cost = {
        id: PLANS[id].build(0).summary((1, 28, 28)).multiply_adds
        for id in ("cnn", "mlp", "one_filter")
    }
    assert cost["cnn"] == 784 * 8 * 25 + 100 * 32 * 200 + 800 * 84 + 840
    assert cost["mlp"] == 784 * 94 + 940
    assert cost["one_filter"] == 784 * 25 + 100 * 25 + 25 * 84 + 840


def test_shuffling_moves_every_digit_alike_and_loses_nothing():
    images = data.load_mnist("10k").test_images[:4]
    shuffled = shuffle_pixels(images)
    assert shuffled.dtype == images.dtype
    order = pixel_order()
    assert sorted(order) == list(range(784))
    assert (order != np.arange(784)).mean() > 0.99
    back = np.empty_like(images).reshape(4, -1)
    back[:, order] = shuffled.reshape(4, -1)
    np.testing.assert_array_equal(back.reshape(images.shape), images)
    np.testing.assert_array_equal(shuffle_pixels(images[2:3])[0], shuffled[2])


def test_only_digits_are_shuffled():
    with pytest.raises(ValueError, match="28 × 28 pixels, but have shape"):
        shuffle_pixels(np.zeros((2, 5, 5)))


def test_no_slope_reaches_a_network_of_zeros_but_for_its_last_bias():
    digits = data.load_mnist("10k")
    images, labels = data.as_batch(digits.train_images[:16]), digits.train_labels[:16]
    for id, moving in (("zero_all", {"9.bias"}), ("zero_last", {"9.weight", "9.bias"})):
        network = PLANS[id].build(0)
        network.backward(cross_entropy_backward(network(images), labels))
        moved = {name for name, gradient in network.named_gradients() if np.any(gradient)}
        assert moved == moving


@pytest.mark.parametrize("id", ["average_no_relu", "average"])
def test_a_network_without_relu_is_linear_and_one_with_is_not(id):
    network = PLANS[id].build(1)
    generator = np.random.default_rng(1)
    one, other = generator.standard_normal((2, 3, 1, 28, 28))
    gap = np.abs(network(one + other) - network(one) - network(other) + network(0 * one)).max()
    assert (gap < 1e-6) == (not PLANS[id].relu)


def test_max_pooling_bends_even_without_relu():
    network = PLANS["max_no_relu"].build(1)
    images = np.random.default_rng(1).standard_normal((3, 1, 28, 28))
    assert np.abs(network(images) + network(-images) - 2 * network(0 * images)).max() > 0.1
