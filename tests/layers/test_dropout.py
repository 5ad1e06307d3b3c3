"""Dropout: what it drops, its two modes, its random state."""

import json
import re

import numpy as np
import pytest

from cnn_helpers.layers import Conv2d, Dropout, Flatten, Linear, ReLU
from cnn_helpers.training import Sequential

ONES = np.ones((50, 4, 6, 5), np.float32)


@pytest.mark.parametrize("shape", [(7,), (500, 9), (50, 4, 6, 5)])
@pytest.mark.parametrize("p", [0, 0.1, 0.5, 0.9])
def test_numbers_are_dropped_or_grow(shape, p):
    answer = Dropout(p, seed=0)(np.full(shape, 3.0))
    assert answer.shape == shape
    assert set(np.unique(answer.round(9))) <= {0.0, round(3 / (1 - p), 9)}


@pytest.mark.parametrize("p", [0, 0.1, 0.5, 0.9])
def test_the_share_that_is_dropped_and_the_mean(p):
    answer = Dropout(p, seed=0)(ONES)
    spread = 5 * np.sqrt(p * (1 - p) / ONES.size)  # five standard errors
    assert (answer == 0).mean() == pytest.approx(p, abs=spread + 1e-12)
    assert answer.mean() == pytest.approx(1, abs=spread / (1 - p) + 1e-6)


def test_neighbours_are_dropped_independently():
    dropped = Dropout(0.5, seed=0)(ONES) == 0
    for axis in range(4):
        length = dropped.shape[axis]
        one, other = dropped.take(range(length - 1), axis), dropped.take(range(1, length), axis)
        assert (one & other).mean() == pytest.approx(0.25, abs=0.05)


def test_gradients_pass_where_numbers_passed():
    layer = Dropout(0.4, seed=1)
    inputs = np.random.default_rng(0).standard_normal((6, 3, 5, 4))
    factors = layer(inputs) / inputs
    grad_output = np.random.default_rng(1).standard_normal(inputs.shape)
    np.testing.assert_allclose(layer.backward(grad_output), grad_output * factors)


def test_each_call_draws_anew_and_backward_belongs_to_the_last():
    layer = Dropout(0.5, seed=2)
    first, second = layer(ONES), layer(ONES)
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(layer.backward(ONES), second)


def test_evaluation_mode_changes_nothing_and_draws_nothing():
    layer = Dropout(0.5, seed=3)
    before = layer.random_state()
    assert layer.eval() is layer
    assert layer.training is False
    np.testing.assert_array_equal(layer(ONES), ONES)
    np.testing.assert_array_equal(layer.backward(2 * ONES), 2 * ONES)
    assert layer.random_state() == before
    assert layer.train().training is True
    assert (layer(ONES) == 0).any()


def test_a_model_switches_all_its_layers():
    inner = Sequential(Dropout(0.5), ReLU())
    model = Sequential(inner, Flatten())
    assert model.eval() is model
    assert [part.training for part in (model, inner, *inner)] == [False] * 4
    model.train()
    assert [part.training for part in (model, inner, *inner)] == [True] * 4


def make_model(seed=None):
    return Sequential(
        Sequential(Conv2d(1, 2, 3), Dropout(0.3)), Flatten(), Dropout(0.5), Linear(72, 4), seed=seed
    )


def test_a_models_random_state_goes_through_json_and_back():
    model = make_model(seed=0)
    images = np.ones((3, 1, 8, 8), np.float32)
    model(images)
    state = json.loads(json.dumps(model.random_state()))
    assert set(state) == {"0", "2"}
    expected = [model(images) for _ in range(2)]
    model.set_random_state(state)
    for answer in expected:
        np.testing.assert_array_equal(model(images), answer)


def test_a_model_with_a_seed_drops_the_same_again():
    images = np.ones((3, 1, 8, 8), np.float32)
    one, same, other = make_model(1)(images), make_model(1)(images), make_model(2)(images)
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_layers_without_random_numbers_have_no_state():
    assert Linear(2, 3).random_state() is None
    assert Sequential(Linear(2, 3), ReLU()).random_state() is None
    Sequential(Linear(2, 3)).set_random_state(None)


@pytest.mark.parametrize(
    ("layer", "state", "message"),
    [
        (ReLU(), {"a": 1}, "ReLU() draws no random numbers, but got a state for them"),
        (Dropout(0.5), None, "Dropout(p=0.5) got no random state of a Dropout layer: "),
        (Dropout(0.5), {"bit_generator": "MT19937"}, "Dropout(p=0.5) got no random state"),
        (
            Sequential(ReLU()),
            {"3": {}},
            "a random state is for layer 3, but there are 1",
        ),
    ],
)
def test_a_foreign_state_is_refused(layer, state, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        layer.set_random_state(state)


def test_dtypes_and_inputs_are_kept():
    for dtype, result in ((np.float32, np.float32), (float, float), (np.int8, float)):
        inputs = np.ones((4, 3), dtype)
        inputs.flags.writeable = False
        layer = Dropout(0.5, seed=0)
        answer = layer(inputs)
        assert answer.dtype == layer.backward(answer).dtype == result


@pytest.mark.parametrize("p", [-0.1, 1, 1.5, float("nan"), "0.5"])
def test_a_share_that_makes_no_sense(p):
    message = f"p must be a number of at least 0 and below 1, but is {p!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Dropout(p)


def test_what_does_not_fit():
    with pytest.raises(RuntimeError, match=r"^Dropout\.backward needs a forward call first"):
        Dropout(0.5).backward(ONES)
    layer = Dropout(0.5)
    layer(ONES)
    with pytest.raises(ValueError, match=r"^grad_output must have shape \(50, 4, 6, 5\), but has"):
        layer.backward(ONES[1:])
