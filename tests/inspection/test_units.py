"""One unit written out: the sum is the unit's value, in every layer of every kind of model."""

import numpy as np
import pytest
from inspected_models import MODELS, make

from cnn_helpers import data
from cnn_helpers.inspection import explain_unit
from cnn_helpers.layers import Dropout, Flatten, Linear
from cnn_helpers.training import Sequential, story_network


@pytest.mark.parametrize("name", MODELS)
def test_what_is_written_out_gives_the_value(name):
    model, image = make(name, seed=1)
    arrays = model.trace(image)
    for before, layer in zip(arrays, list(arrays)[1:], strict=False):
        padded = np.pad(arrays[before][0], [(0, 0), *[(9, 9)] * (arrays[before].ndim - 2)])
        for unit in np.ndindex(arrays[layer].shape[1:]):
            found = explain_unit(model, arrays, layer, unit)
            assert (found.before, found.layer, found.unit) == (before, layer, unit)
            assert found.value == arrays[layer][0][unit]
            if found.kind == "conv":
                total = found.partial_sums.sum() + found.bias
                places = np.ix_(range(len(padded)), found.rows + 9, found.columns + 9)
                np.testing.assert_array_equal(found.values, padded[places])
            elif found.kind == "linear":
                total = found.products.sum() + found.bias
            elif found.kind == "max":
                total = found.values.max()
                assert arrays[before][0][found.source] == total
            elif found.kind == "average":
                total = found.values.mean()
            else:
                total = arrays[before][0][found.source]
                if "relu" in layer:
                    total = max(total, 0)
            assert found.value == pytest.approx(total, abs=1e-12)


def test_the_story_by_hand():
    model = story_network()
    arrays = model.trace(data.mark_template("X")[None])
    corner = explain_unit(model, arrays, "conv1", (0, 0, 0))
    assert corner.values.tolist() == [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]]
    assert corner.weights.tolist() == [[[1, -1, -1], [-1, 1, -1], [-1, -1, 1]]]
    assert (corner.partial_sums.tolist(), corner.bias, corner.value) == ([3], 0, 3)
    logit = explain_unit(model, arrays, "linear1", (0,))
    assert logit.values.tolist() == [3, 1, 1, 3, 1, 3, 3, 1]
    assert (logit.bias, logit.value) == (-1, 3.5)


def test_of_equal_maxima_the_first_wins():
    model = story_network()
    arrays = model.trace(np.ones((1, 5, 5)))
    assert explain_unit(model, arrays, "pool1", (1, 1, 0)).source == (1, 1, 0)


def test_layers_without_bias_and_dropout():
    model = Sequential(Flatten(), Dropout(0.5), Linear(4, 2, bias=False, seed=0))
    arrays = model.trace(np.arange(4.0).reshape(1, 2, 2))
    assert explain_unit(model, arrays, "linear1", (1,)).bias is None
    assert explain_unit(model, arrays, "dropout1", (3,)).source == (3,)
    assert explain_unit(model, arrays, "flatten1", (3,)).source == (0, 1, 1)


@pytest.mark.parametrize(
    ("layer", "unit", "words"),
    [
        ("images", (0, 0, 0), "layer must be one of conv1, relu1, .*, but is 'images'"),
        ("conv1", (2, 0, 0), r"unit must lie inside conv1 of 2 x 3 x 3, but is \(2, 0, 0\)"),
        ("conv1", (0, 0, -1), r"unit must lie inside conv1 of 2 x 3 x 3, but is \(0, 0, -1\)"),
        ("linear1", (0, 0, 0), "unit must lie inside linear1 of 2, but is"),
    ],
)
def test_complaints(layer, unit, words):
    model = story_network()
    with pytest.raises(ValueError, match=words):
        explain_unit(model, model.trace(np.ones((1, 5, 5))), layer, unit)
