"""trace: every array on the way, by name, equal to what the model computes, and harmless."""

import re

import numpy as np
import pytest

from cnn_helpers.layers import AvgPool2d, Conv2d, Dropout, Flatten, Linear, ReLU
from cnn_helpers.losses import cross_entropy_backward
from cnn_helpers.training import Sequential, predict, story_network
from cnn_helpers.training.tracing import evaluating

IMAGES = np.random.default_rng(3).standard_normal((4, 1, 6, 6)).astype(np.float32)


def test_the_story_of_an_x_by_hand():
    image = np.maximum(np.eye(5), np.eye(5)[::-1])
    arrays = story_network().trace(image[np.newaxis])
    assert list(arrays) == ["images", "conv1", "relu1", "pool1", "flatten1", "linear1"]
    np.testing.assert_array_equal(arrays["images"], image[np.newaxis, np.newaxis])
    np.testing.assert_array_equal(np.diag(arrays["relu1"][0, 0]), [3, 1, 3])
    np.testing.assert_array_equal(arrays["pool1"][0], [[[3, 1], [1, 3]], [[1, 3], [3, 1]]])
    np.testing.assert_array_equal(arrays["flatten1"][0], [3, 1, 1, 3, 1, 3, 3, 1])
    assert arrays["conv1"].min() < 0 == arrays["relu1"].min()  # nothing is fused or overwritten


def test_layers_of_a_kind_are_counted_also_through_inner_models():
    inner = Sequential(Conv2d(1, 2, 3), ReLU())
    model = Sequential(inner, AvgPool2d(2), Flatten(), Linear(8, 3), ReLU(), Linear(3, 2), seed=0)
    arrays = model.trace(IMAGES)
    assert list(arrays) == [
        *("images", "conv1", "relu1", "pool1", "flatten1", "linear1", "relu2", "linear2")
    ]
    np.testing.assert_array_equal(arrays["linear2"], model(IMAGES))
    np.testing.assert_array_equal(arrays["relu1"], inner(IMAGES))


def test_looking_between_forward_and_backward_changes_no_gradient():
    model, labels = Sequential(Conv2d(1, 2, 3), Flatten(), Linear(32, 3), seed=0), [0, 1, 2, 0]
    gradients = []
    for look in (False, True):
        logits = model(IMAGES)
        if look:
            model.trace(IMAGES[:1] + 7)
            model.summary((1, 6, 6))
        model.backward(cross_entropy_backward(logits, labels))
        gradients.append([gradient for _, gradient in model.named_gradients()])
    for one, other in zip(*gradients, strict=True):
        np.testing.assert_array_equal(one, other)


def test_dropout_lets_pass_and_draws_nothing_while_it_is_looked_at():
    model = Sequential(Flatten(), Dropout(0.5), Linear(36, 2), seed=4)
    before = model.random_state()
    arrays = model.trace(IMAGES)
    np.testing.assert_array_equal(arrays["dropout1"], arrays["flatten1"])
    logits = predict(model, IMAGES, batch_size=3)
    np.testing.assert_allclose(logits, arrays["linear1"], rtol=1e-5)
    assert model.random_state() == before
    assert model.training
    assert model[1].training


def test_evaluating_gives_each_layer_its_own_mode_back_even_after_an_error():
    model = Sequential(Sequential(Dropout()), Dropout())
    model[1].eval()

    def look():
        with evaluating(model):
            assert not any([model.training, model[0].training, model[0][0].training])
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        look()
    modes = [layer.training for layer in (model, model[0], model[0][0], model[1])]
    assert modes == [True, True, True, False]


def test_a_layer_that_does_not_fit_is_named():
    model = Sequential(Sequential(Conv2d(1, 2, 3)), Flatten(), Linear(5, 2))
    message = (
        "layer 2, Linear(in_features=5, out_features=2, bias=True): weights expect 5 input "
        "features, but inputs have 32: inputs (1, 32), weights (2, 5)"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        model.trace(np.zeros((6, 6), np.float32)[np.newaxis])
