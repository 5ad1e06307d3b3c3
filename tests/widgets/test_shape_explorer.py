"""The shape explorer in Python: sizes against real layers, fields by touching pixels, its words."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cnn_helpers.convolution import conv2d
from cnn_helpers.layers import AvgPool2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import Sequential
from cnn_helpers.training.trained import mnist_lenet
from cnn_helpers.widgets import ShapeExplorer
from cnn_helpers.widgets.layer_specs import EXAMPLES
from cnn_helpers.widgets.settings import SettingError

CONV = {"kind": "conv", "filters": 2, "kernel_size": 3}

convs = st.fixed_dictionaries(
    {
        "kind": st.just("conv"),
        "filters": st.integers(1, 3),
        "kernel_size": st.integers(1, 4),
        "stride": st.integers(1, 3),
        "padding": st.integers(0, 2),
        "dilation": st.integers(1, 2),
        "bias": st.booleans(),
    }
)
pools = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["max_pool", "avg_pool"]),
        "kernel_size": st.integers(1, 3),
        "stride": st.integers(1, 3),
    }
)
chains = st.lists(st.one_of(convs, pools), min_size=1, max_size=4)
shapes = st.tuples(st.integers(1, 3), st.integers(6, 20), st.integers(6, 20))


def real_layers(channels, layers):
    """The same chain, of layers that compute."""
    made = []
    for layer in layers:
        settings = {name: layer[name] for name in ("kernel_size", "stride")}
        if layer["kind"] == "conv":
            settings |= {name: layer[name] for name in ("padding", "dilation", "bias")}
            made.append(Conv2d(channels, layer["filters"], **settings))
            channels = layer["filters"]
        else:
            made.append((MaxPool2d if layer["kind"] == "max_pool" else AvgPool2d)(**settings))
    return made


@given(shape=shapes, layers=chains)
def test_sizes_and_costs_are_those_of_real_layers(shape, layers):
    explorer = ShapeExplorer(shape, layers)
    array = np.zeros((1, *shape))
    for layer, real, sizes in zip(
        layers, real_layers(shape[0], layers), explorer.sizes, strict=True
    ):
        assert sizes["input_shape"] == array.shape[1:]
        try:
            array = real(array)
        except ValueError:
            assert sizes["output_shape"] is None
            assert explorer.output_shape is None
            assert explorer.multiply_adds is None
            assert explorer.problem
            return
        assert sizes["output_shape"] == array.shape[1:]
        weights = dict(real.named_parameters())
        assert sizes["parameters"] == sum(part.size for part in weights.values())
        products = weights["weight"][0].size * array[0].size if weights else 0
        assert sizes["multiply_adds"] == products
        reach = (layer["kernel_size"] - 1) * layer.get("dilation", 1) + 1
        for axis in (0, 1):
            # What one more row or column of windows would lack is what is left over.
            used = (array.shape[2 + axis] - 1) * layer["stride"] + reach
            padded = sizes["input_shape"][1 + axis] + 2 * layer.get("padding", 0)
            assert sizes["leftover"][axis] == padded - used
            assert 0 <= sizes["leftover"][axis] < layer["stride"]
    assert explorer.output_shape == array.shape[1:]
    assert explorer.problem == ""


@given(shape=shapes, layers=chains)
def test_totals_and_fields_are_those_of_the_models_summary(shape, layers):
    explorer = ShapeExplorer(shape, layers)
    assume(not explorer.problem)
    summary = Sequential(*real_layers(shape[0], layers)).summary(shape)
    assert explorer.parameters == summary.parameters
    assert explorer.multiply_adds == summary.multiply_adds
    assert explorer.receptive_field == summary.rows[-1].receptive_field


@pytest.mark.parametrize(
    "layers",
    [
        [CONV],
        [CONV, CONV],
        [{**CONV, "stride": 2}, {**CONV, "dilation": 2}, {**CONV, "kernel_size": 2}],
    ],
)
def test_the_receptive_field_is_what_a_touched_pixel_can_change(layers):
    explorer = ShapeExplorer((1, 40, 40), layers)
    touched = []
    for column in range(40):
        maps = np.zeros((1, 1, 40, 40))
        maps[0, 0, 20, column] = 1
        for layer in explorer.layers:
            size = layer["kernel_size"]
            weights = np.ones((1, 1, size, size))
            maps = conv2d(
                maps, weights, np.zeros(1), stride=layer["stride"], dilation=layer["dilation"]
            )
        middle = maps.shape[3] // 2
        if maps[0, 0, :, middle].any():
            touched.append(column)
    # With gaps in it, a field reaches from the first to the last pixel that counts.
    assert touched[-1] - touched[0] + 1 == explorer.receptive_field[1]


def test_the_course_examples_by_hand():
    story = ShapeExplorer("the story network")
    assert (story.output_shape, story.parameters, story.receptive_field) == ((2, 2, 2), 20, (4, 4))
    assert story.multiply_adds == 2 * 9 * 9
    digits = ShapeExplorer("digits, as trained here")
    assert digits.output_shape == (32, 5, 5)
    assert digits.parameters == 208 + 6432
    pair = ShapeExplorer("two 3 × 3 see as far as one 5 × 5")
    assert pair.receptive_field == (5, 5)
    gaps = ShapeExplorer("growing gaps (dilation)")
    assert gaps.receptive_field == (31, 31)
    assert gaps.output_shape == (16, 64, 64)


def test_the_digits_example_is_the_trained_model():
    model = mnist_lenet()
    layers = [layer for layer in model.layers if not isinstance(layer, (Flatten, Linear))][:6]
    explorer = ShapeExplorer((1, 28, 28), layers)
    assert explorer.layers == ShapeExplorer("digits, as trained here").layers


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_fits(name):
    explorer = ShapeExplorer(name)
    assert explorer.problem == ""
    assert explorer.output_shape is not None


def test_layers_that_compute_are_taken_as_they_are():
    explorer = ShapeExplorer(
        (3, 32, 32), [Conv2d(3, 4, 5, padding=2, bias=False), ReLU(), Dropout(0.5), AvgPool2d(2)]
    )
    assert explorer.layers == [
        {
            "kind": "conv",
            "filters": 4,
            "kernel_size": 5,
            "stride": 1,
            "padding": 2,
            "dilation": 1,
            "bias": False,
        },
        {"kind": "avg_pool", "kernel_size": 2, "stride": 2},
    ]
    assert explorer.parameters == 4 * 3 * 25


def test_the_chain_is_edited():
    explorer = ShapeExplorer((1, 28, 28), [CONV])
    explorer.add("max_pool")
    assert explorer.selected == 1
    explorer.change(1, kernel_size=3)
    assert explorer.sizes[1]["output_shape"] == (2, 12, 12)  # the stride stays 2
    explorer.move(1, 0)
    assert [layer["kind"] for layer in explorer.layers] == ["max_pool", "conv"]
    assert explorer.selected == 0
    explorer.add(at=1, filters=5)
    assert [layer.get("filters") for layer in explorer.layers] == [None, 5, 2]
    explorer.selected = 2
    explorer.remove(2)
    assert explorer.selected == 1
    explorer.set(layers=[])
    assert explorer.output_shape == (1, 28, 28)
    assert (explorer.parameters, explorer.multiply_adds, explorer.receptive_field) == (0, 0, (1, 1))


@pytest.mark.parametrize(
    ("shape", "layers", "words"),
    [
        (
            (1, 9, 4),
            [{**CONV, "kernel_size": 5}],
            "Layer 1 does not fit: its windows (convolution 5 × 5) reach over 5 columns, but its "
            "input has only 4. Make the kernel smaller or add padding.",
        ),
        (
            (1, 5, 9),
            [CONV, {**CONV, "dilation": 3, "padding": 1}],
            "Layer 2 does not fit: its windows (convolution 3 × 3 with dilation 3) reach over 7 "
            "rows, but its input has only 5, padding included. Make the kernel smaller, lower the "
            "dilation or add padding.",
        ),
        (
            (1, 3, 3),
            [{"kind": "avg_pool", "kernel_size": 4}, CONV],
            "Layer 1 does not fit: its windows (average pooling 4 × 4) reach over 4 rows, but its "
            "input has only 3. Make the kernel smaller.",
        ),
    ],
)
def test_what_does_not_fit_is_explained_and_no_error(shape, layers, words):
    explorer = ShapeExplorer(shape, layers)
    assert explorer.problem == words
    assert explorer.output_shape is None
    assert words in explorer.sentence()
    explorer.set(input_shape=(1, 30, 30))
    assert explorer.problem == ""


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"input_shape": (28, 28)}, r"input_shape must be \(channels, height, width\), but is"),
        ({"input_shape": (1, 0, 5)}, "height of input_shape must be a whole number from 1 to 512"),
        ({"input_shape": "LeNet"}, "or one of 'one convolution', .*, but is 'LeNet'"),
        ({"layers": [{"kind": "dense"}]}, "kind of layer 0 must be one of 'conv', 'max_pool'"),
        ({"layers": [CONV, {**CONV, "stride": 0}]}, "stride of layer 1 must be a whole number"),
        ({"layers": [{**CONV, "bias": 1}]}, "bias of layer 0 must be True or False, but is 1"),
        (
            {"layers": [{**CONV, "colour": 1}]},
            "settings of layer 0, convolution, are .* got colour",
        ),
        (
            {"layers": [{"kind": "max_pool", "padding": 1}]},
            "settings of layer 0, max pooling, are .* but got padding",
        ),
        (
            {"layers": [Linear(3, 4)]},
            "must be convolution or pooling layers, but layer 0 is Linear",
        ),
        ({"layers": [Conv2d(1, 2, (3, 5))]}, "kernel_size of layer 0 must be the same for rows"),
        ({"layers": [CONV] * 17}, "layers must be at most 16, but are 17"),
        ({"layers": "conv"}, "layers must be a list of layers, but is 'conv'"),
        ({"selected": 1}, "selected must be a whole number from 0 to 0, but is 1"),
        ({"prediction": (1, 2)}, r"must be \(channels, height, width\) or with parameters"),
        ({"prediction": (1, 2, 2.5)}, "prediction must hold whole numbers, but holds 2.5"),
        ({"kernel": 3}, "settings are .*, but got kernel"),
    ],
)
def test_a_wrong_setting_is_named_and_changes_nothing(settings, message):
    explorer = ShapeExplorer()
    with pytest.raises(SettingError, match=message):
        explorer.set(predict=True, **settings)
    assert explorer.predict is False
    assert explorer.input_shape == (3, 12, 12)
    assert explorer.output_shape == (4, 5, 5)


def test_what_the_page_sends_is_checked_and_shown():
    explorer = ShapeExplorer()
    explorer.set_state({"layers": [{**CONV, "stride": 9}]})
    assert explorer.error == "stride of layer 0 must be a whole number from 1 to 8, but is 9"
    assert explorer.layers[0]["stride"] == 2
    explorer.set_state({"layers": [CONV, CONV], "selected": 5})
    assert explorer.error == ""
    assert explorer.selected == 1


PADDED = {**CONV, "stride": 2, "padding": 1, "kernel_size": 3}  # (3, 12, 12) -> (2, 6, 6)


@pytest.mark.parametrize(
    ("prediction", "words"),
    [
        ((2, 6, 6), "Right: 2 × 6 × 6."),
        ((2, 6, 6, 56), "Right: 2 × 6 × 6 with 56 parameters."),
        ((2, 5, 5), "Height and width: + 1 is missing"),
        ((2, 7, 6), "Height: round down"),
        ((2, 6, 12), "Width: the window moves 2 pixels at a time."),
        ((3, 6, 6), "Channels: every filter makes one map."),
        ((2, 6, 6, 54), "Parameters: mind the bias, one for each filter."),
        ((2, 6, 6, 20), "Parameters: a filter has weights for every input channel."),
        ((2, 6, 6, 28), "Parameters: that is one filter, there are several."),
        ((2, 6, 6, 1944), "Parameters: those are the multiply-adds"),
        ((2, 99, 99), "Not quite: it is 2 × 6 × 6."),
    ],
)
def test_a_prediction_is_judged_and_helped(prediction, words):
    explorer = ShapeExplorer((3, 12, 12), [PADDED], predict=True)
    assert explorer.prediction_is_right is None
    explorer.prediction = prediction
    assert words in explorer.verdict
    assert explorer.prediction_is_right is words.startswith("Right")


def test_padding_that_was_forgotten_is_named():
    explorer = ShapeExplorer((1, 12, 12), [{**CONV, "padding": 2}], predict=True)
    explorer.prediction = (2, 12, 10)  # padding at one end, and none
    assert explorer.verdict == (
        "Not quite: it is 2 × 14 × 14. Height and width: padding is added at both ends."
    )


def test_a_prediction_goes_with_its_question():
    explorer = ShapeExplorer("the story network", predict=True)
    for change in (
        {"selected": 1},
        {"input_shape": (1, 6, 6)},
        {"layers": [CONV]},
        {"predict": False},
    ):
        explorer.prediction = (2, 3, 3)
        explorer.set(**change)
        assert explorer.prediction is None
        assert explorer.verdict == ""


def test_an_open_question_hides_its_answer():
    explorer = ShapeExplorer(predict=True)
    assert explorer.sentence().endswith("what comes out of layer 1?")
    assert "4 × 5 × 5" not in explorer.sentence()
    explorer.prediction = (4, 5, 5)
    assert "4 × 5 × 5" in explorer.sentence()
