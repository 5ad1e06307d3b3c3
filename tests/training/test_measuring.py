"""predict and evaluate: batch by batch, and the same whatever the size of a batch."""

import re

import numpy as np
import pytest

from cnn_helpers.layers import Flatten, Layer, Linear
from cnn_helpers.losses import cross_entropy
from cnn_helpers.training import Sequential, evaluate, predict

RANDOM = np.random.default_rng(21)
PICTURES = RANDOM.integers(0, 256, (10, 4, 3), dtype=np.uint8)
LABELS = RANDOM.integers(0, 5, 10)


def as_images(pictures):
    return pictures[:, np.newaxis] / np.float32(255)


class Watching(Layer):
    """Notes how many images come at once."""

    def __init__(self):
        super().__init__()
        self.sizes = []

    def forward(self, inputs):
        self.sizes.append(len(inputs))
        return inputs


def model_of(*first_layers):
    return Sequential(*first_layers, Flatten(), Linear(12, 5), seed=2)


@pytest.mark.parametrize("batch_size", [1, 3, 10, 64])
def test_the_size_of_the_batches_changes_nothing(batch_size):
    watching = Watching()
    model = model_of(watching)
    expected = model(as_images(PICTURES))
    watching.sizes.clear()
    logits = predict(model, PICTURES, prepare_batch=as_images, batch_size=batch_size)
    np.testing.assert_allclose(logits, expected, rtol=1e-5)
    assert max(watching.sizes) <= batch_size
    assert sum(watching.sizes) == 10
    loss, accuracy = evaluate(
        model, PICTURES, LABELS, prepare_batch=as_images, batch_size=batch_size
    )
    assert loss == pytest.approx(cross_entropy(expected, LABELS), rel=1e-5)
    assert accuracy == (expected.argmax(axis=1) == LABELS).mean()
    assert isinstance(loss, float)
    assert isinstance(accuracy, float)


def test_parameters_and_pictures_are_left_unchanged():
    model, pictures = model_of(), PICTURES.copy()
    pictures.flags.writeable = False
    before = [array.copy() for array in model.parameters()]
    evaluate(model, pictures, LABELS, prepare_batch=as_images)
    for array, copy in zip(model.parameters(), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_logits_once_returned_are_not_overwritten():
    model = model_of()
    logits = predict(model, PICTURES, prepare_batch=as_images)
    copy = logits.copy()
    predict(model, PICTURES[::-1], prepare_batch=as_images)
    np.testing.assert_array_equal(logits, copy)


@pytest.mark.parametrize(
    ("pictures", "labels", "settings", "message"),
    [
        (PICTURES[:0], LABELS[:0], {}, "images must not be empty, but have shape (0, 4, 3)"),
        (PICTURES, LABELS[:9], {}, "expected 10 labels, one for each row, but got 9"),
        (
            PICTURES,
            np.full(10, 5),
            {},
            "labels must lie between 0 and 4, but hold 5 at position 0",
        ),
        (
            PICTURES,
            LABELS,
            {"batch_size": 0},
            "batch_size must be a whole number of at least 1, but is 0",
        ),
        (
            PICTURES[:, :2],
            LABELS,
            {},
            "layer 1, Linear(in_features=12, out_features=5, bias=True): weights expect 12 input "
            "features, but inputs have 6: inputs (10, 6), weights (5, 12)",
        ),
    ],
)
def test_what_does_not_fit(pictures, labels, settings, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        evaluate(model_of(), pictures, labels, prepare_batch=as_images, **settings)
