"""Rows are trained alike, on the digits that their seed deals them, and open the test heap once."""

import numpy as np
import pytest

from cnn_helpers.data import load_mnist
from cnn_helpers.study import PLANS, Protocol, choose_learning_rate, deal, running, train_row
from cnn_helpers.study.plans import shuffle_pixels

SMALL = Protocol(training=200, validation=100, test=50, epochs=1)


def rows_of(images):
    return {image.tobytes() for image in images}


def test_heaps_are_apart_and_the_shuffled_ones_hold_the_same_digits():
    plain, shuffled = deal(SMALL, 4), deal(SMALL, 4, shuffled=True)
    assert [len(images) for images, _ in plain] == [200, 100, 50]
    assert not rows_of(plain.training[0]) & rows_of(plain.validation[0])
    for (images, labels), (others, other_labels) in zip(plain, shuffled, strict=True):
        np.testing.assert_array_equal(shuffle_pixels(images), others)
        np.testing.assert_array_equal(labels, other_labels)
    test = load_mnist().test_images[:50]
    np.testing.assert_array_equal(plain.test[0], test)
    assert rows_of(deal(SMALL, 5).training[0]) != rows_of(plain.training[0])


def test_row_can_be_repeated_and_leaves_the_test_heap_closed(monkeypatch):
    asked = []
    measure = running.evaluate

    def evaluate(network, images, labels, **how):
        asked.append(len(images))
        return measure(network, images, labels, **how)

    monkeypatch.setattr(running, "evaluate", evaluate)
    first = train_row(PLANS["mlp"], 0, 0.01, SMALL)
    assert first.test is None
    assert asked == [200, 100]
    again = train_row(PLANS["mlp"], 0, 0.01, SMALL, open_test=True)
    assert asked[2:] == [50, 200, 100]
    assert again[:2] == first[:2]
    assert again.history.step_losses == first.history.step_losses
    assert 0 <= again.test <= 1
    assert train_row(PLANS["mlp"], 1, 0.01, SMALL).history.step_losses != first.history.step_losses


def test_shuffled_plan_learns_from_shuffled_digits(monkeypatch):
    seen = []

    def fit(network, images, labels, **how):
        seen.append(images)

    monkeypatch.setattr(running, "fit", fit)
    for id in ("cnn", "cnn_shuffled"):
        train_row(PLANS[id], 0, 0.01, SMALL)
    np.testing.assert_array_equal(shuffle_pixels(seen[0]), seen[1])


@pytest.mark.parametrize(
    ("tried", "best"),
    [({0.1: 0.5, 0.01: 0.9, 0.001: 0.8}, 0.01), ({0.1: 0.9, 0.01: 0.9}, 0.01)],
)
def test_learning_rate_is_chosen_by_accuracy_then_the_smallest(tried, best):
    assert choose_learning_rate(tried) == best
