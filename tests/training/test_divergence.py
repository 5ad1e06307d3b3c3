"""Failure made visible: where a number stopped being one, and what no longer learns."""

import re

import numpy as np
import pytest

from cnn_helpers.layers import Conv2d, Dropout, Flatten, Layer, Linear, ReLU
from cnn_helpers.training import SGD, Adam, Sequential, TrainingDivergedError, fit

IMAGES = np.random.default_rng(8).random((12, 1, 4, 4), np.float32)
LABELS = np.arange(12) % 3


def network(*more):
    return Sequential(Conv2d(1, 2, 3), ReLU(), *more, Flatten(), Linear(8, 3), seed=0)


def message_of(model, images=IMAGES, **settings):
    settings = {"epochs": 30, "batch_size": 4, "progress": False} | settings
    optimizer = settings.pop("optimizer", SGD(model, 0.1))
    with pytest.raises(TrainingDivergedError) as caught:
        fit(model, images, LABELS, optimizer=optimizer, **settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


class Breaking(Layer):
    """Passes everything on, but one number of its n-th training call becomes what is given."""

    def __init__(self, at_call, value):
        super().__init__()
        self.left, self.value = at_call, value

    def __repr__(self):
        return "Breaking()"

    def forward(self, inputs):
        self.left -= self.training
        outputs = np.array(inputs)
        if self.left <= 0:
            outputs[0, 0, 0, 0] = self.value
        return outputs

    def backward(self, grad_output, *, input_gradient=True):
        return grad_output


@pytest.mark.parametrize(("value", "word"), [(np.nan, "nan"), (np.inf, "(nan|inf)")])
def test_the_step_and_the_first_layer_are_named(value, word):
    found = message_of(network(Breaking(5, value)))
    assert re.match(
        rf"the loss became {word} at step 5 \(epoch 2\): the first non-finite values are in the "
        r"output of layer 2 \(breaking1\), Breaking\(\)\. Likely causes: ",
        found,
    )


def test_a_broken_parameter_is_named_before_the_output_that_it_breaks():
    model = network()
    found = message_of(
        model,
        on_update=lambda history: model[3].bias.fill(np.nan),
    )
    assert re.match(
        r"the loss became nan at step 4 \(epoch 2\): the first non-finite values are in the bias "
        r"of layer 3 \(linear1\), Linear\(in_features=8, out_features=3, bias=True\)\.",
        found,
    )


def test_a_batch_that_is_no_number_itself():
    def prepare(images):
        return images / np.float32(0) if len(images) == 4 else images

    with np.errstate(all="ignore"):
        found = message_of(network(), prepare_batch=prepare)
    assert re.fullmatch(
        r"the loss became nan at step 1 \(epoch 1\): the batch itself holds (nan|inf)\. "
        r"Look at the images, at prepare_batch and at augment",
        found,
    )


def test_an_explosion_is_stopped_while_all_numbers_are_finite():
    model = network()
    found = message_of(model, optimizer=Adam(model, 1e4))
    assert re.search(r"every number is still finite, but the loss is .*: training exploded", found)
    assert "try one well below 10000" in found
    assert all(np.isfinite(array).all() for array in model.parameters())


def test_pixels_that_are_not_scaled_are_among_the_causes():
    model = network()
    found = message_of(model, images=IMAGES * 255, optimizer=SGD(model, 100.0))
    assert re.search(
        r"images that are not scaled: they reach 25\d(\.\d+)?, bring them to 0 to 1", found
    )


def test_a_loss_that_rises_but_does_not_explode_goes_on():
    model = network()
    history = fit(
        model, IMAGES, LABELS, optimizer=SGD(model, 3.0), epochs=3, batch_size=4, progress=False
    )
    assert max(history.step_losses) > history.step_losses[0]
    assert len(history.epoch_boundaries) == 3


# ----------------------------------------------------------------------------------- dead units


def test_dead_channels_are_counted_each_epoch():
    model = network()
    model[0].bias = [-100.0, 100.0]  # the first channel never fires, the second always
    history = fit(model, IMAGES, LABELS, optimizer=SGD(model, 1e-6), epochs=2, progress=False)
    assert history.dead_units == {"relu1": [0.5, 0.5]}
    assert history.warnings == []


def test_a_dead_network_is_reported_once():
    model = Sequential(
        *(Flatten(), Dropout(0.5), Linear(16, 5), ReLU(), Linear(5, 4), ReLU(), Linear(4, 3)),
        seed=1,
    )
    model[4].bias = np.full(4, -100.0)
    before = model[2].weight.copy()
    history = fit(model, IMAGES, LABELS, optimizer=SGD(model, 0.01), epochs=3, progress=False)
    assert history.dead_units["relu2"] == [1.0, 1.0, 1.0]
    assert history.dead_units["relu1"][0] < 1
    (sentence,) = history.warnings
    assert sentence.startswith("relu2 is dead after epoch 1: it gives 0 for each of the images")
    assert sentence in repr(history)
    np.testing.assert_array_equal(model[2].weight, before)  # indeed: nothing before it learned


def test_a_healthy_network_has_no_warning():
    model = network()
    history = fit(model, IMAGES, LABELS, optimizer=SGD(model, 0.01), epochs=1, progress=False)
    assert history.dead_units["relu1"][0] < 1
    assert history.warnings == []
