"""The stepper in Python: its maps against SciPy's, its settings, what it asks, and its hints."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate

from cnn_helpers import data
from cnn_helpers.widgets import ConvolutionStepper
from cnn_helpers.widgets.settings import SettingError
from cnn_helpers.widgets.small_pictures import small_picture_groups

NAMES = [name for _, group in small_picture_groups() for name in group]


def by_scipy(image, kernels, bias, stride, padding, dilation):
    """Feature maps by another implementation: a kernel with gaps, all places, then every third."""
    padded = np.pad(image, ((0, 0), (padding, padding), (padding, padding)))
    reach = [(size - 1) * dilation + 1 for size in kernels.shape[2:]]
    spread = np.zeros((*kernels.shape[:2], *reach))
    spread[:, :, ::dilation, ::dilation] = kernels
    maps = [correlate(padded, kernel, mode="valid", method="direct")[0] for kernel in spread]
    return np.stack(maps)[:, ::stride, ::stride] + bias[:, None, None]


@given(
    seed=st.integers(0, 10_000),
    sizes=st.tuples(st.integers(1, 3), st.integers(5, 9), st.integers(5, 9)),
    filters=st.integers(1, 3),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.integers(1, 3),
    padding=st.integers(0, 2),
    dilation=st.integers(1, 2),
)
def test_every_stop_adds_up_to_its_cell(seed, sizes, filters, kernel, stride, padding, dilation):
    rng = np.random.default_rng(seed)
    image = rng.normal(size=sizes)
    kernels = rng.normal(size=(filters, sizes[0], *kernel))
    bias = rng.normal(size=filters)
    stepper = ConvolutionStepper(
        image, kernels, bias=bias, stride=stride, padding=padding, dilation=dilation
    )
    maps = by_scipy(image, kernels, bias, stride, padding, dilation)
    np.testing.assert_allclose(stepper.feature_maps, maps, rtol=0, atol=1e-12)
    for place in np.ndindex(maps.shape):
        stepper.set(filter=place[0], position=place[1:])
        total = stepper.products.sum() + stepper.bias[place[0]]
        assert total == pytest.approx(maps[place], abs=1e-12)
        assert stepper.step == place[1] * maps.shape[2] + place[2]


def test_the_storys_x_by_hand():
    stepper = ConvolutionStepper()
    diagonal = [[3, -3, -1], [-3, 1, -3], [-1, -3, 3]]
    np.testing.assert_array_equal(stepper.feature_maps, [diagonal, [row[::-1] for row in diagonal]])
    stepper.set(relu=True, position=(1, 2))
    assert stepper.feature_maps[0, 1, 2] == 0
    assert stepper.window[0].tolist() == [[0, 1, 0], [1, 0, 0], [0, 1, 0]]
    assert stepper.products.sum() == -3


def test_channels_are_summed():
    stepper = ConvolutionStepper("two-colour X", position=(1, 1))
    assert stepper.products.sum(axis=(1, 2)).tolist() == [3, 0, 3]
    assert stepper.feature_maps[:, 1, 1].tolist() == [6, -2]


def test_one_bias_a_filter_and_one_number_for_all():
    stepper = ConvolutionStepper(bias=2)
    assert stepper.bias.tolist() == [2, 2]
    stepper.set(bias=[1, -1])
    assert stepper.feature_maps[:, 0, 0].tolist() == [4, -2]
    stepper.bias = 0.5
    assert stepper.bias.tolist() == [0.5, 0.5]


def test_padding_counts_as_zero_and_dilation_leaves_gaps():
    stepper = ConvolutionStepper(
        np.arange(25).reshape(5, 5), [[1, 2], [3, 4]], padding=1, dilation=2, position=(0, 1)
    )
    assert stepper.corner == (-1, 0)
    assert stepper.window[0].tolist() == [[0, 0], [5, 7]]
    assert stepper.feature_maps[0, 0, 1] == 3 * 5 + 4 * 7


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_on_offer_can_be_chosen_on_the_page(name):
    stepper = ConvolutionStepper(position=(2, 2), channel=0)
    stepper._receive(None, {"command": "choose", "name": name}, [])
    assert stepper.error == ""
    assert stepper.image_name == name
    assert stepper.position == (0, 0)
    assert stepper.image.min() >= 0
    assert stepper.image.max() <= 1
    for filters in stepper.result["kernel_names"]:
        stepper._receive(None, {"command": "filters", "name": filters}, [])
        assert stepper.error == ""
        assert stepper.kernels_name == filters
        assert len(stepper.feature_maps) == len(stepper.bias) == len(stepper.kernels)


def test_crops_show_tenths_of_the_photograph():
    crop = ConvolutionStepper("coffee, 10 × 10").image
    assert crop.shape == (3, 10, 10)
    np.testing.assert_allclose(crop * 10, np.round(crop * 10), rtol=0, atol=1e-9)
    pixels = data.load_photo("coffee")[10:250, 110:350] / 255
    means = pixels.reshape(10, 24, 10, 24, 3).mean(axis=(1, 3)).transpose(2, 0, 1)
    np.testing.assert_allclose(crop, means, rtol=0, atol=0.051)


def test_own_filters_stay_until_a_picture_has_other_channels():
    stepper = ConvolutionStepper("X", [[1, 2], [3, 4]], bias=1)
    assert stepper.kernels_name == "1 2 3 4, 2 × 2"
    stepper.set(kernels=[[5, 0], [0, 1]])
    stepper._receive(None, {"command": "choose", "name": "tick, 12 × 12"}, [])
    assert stepper.kernels_name == "own filters"
    with pytest.raises(SettingError, match="kernels expect 1 input channel, but images have 3"):
        stepper.set(image="coffee, 10 × 10")
    assert stepper.image_name == "tick, 12 × 12"
    stepper._receive(None, {"command": "choose", "name": "coffee, 10 × 10"}, [])
    assert stepper.kernels_name == "strokes by colour"


def test_a_name_that_fits_all_channels_stays():
    stepper = ConvolutionStepper("X", "Sobel, both directions")
    stepper.set(image="coffee, 10 × 10")
    assert stepper.kernels.shape == (2, 3, 3, 3)
    assert stepper.kernels_name == "Sobel, both directions"


def test_arrays_are_copied_and_bytes_scaled():
    own = np.full((2, 3), 51, dtype=np.uint8)
    stepper = ConvolutionStepper(own, [[1]])
    own[:] = 0
    np.testing.assert_allclose(stepper.feature_maps, 0.2)
    with pytest.raises(ValueError, match="read-only"):
        stepper.image[0, 0, 0] = 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"image": "Y"}, "image must be one of X, O, .*, or an array, but is 'Y'"),
        ({"image": np.zeros((40, 3))}, r"from 1 to 28 rows and columns, but has shape \(40, 3\)"),
        ({"image": np.zeros((9, 4, 4))}, "from 1 to 8 channels, but has 9"),
        ({"image": np.zeros((5, 5, 3))}, r"but has \(5, 5, 3\): pass image.transpose\(2, 0, 1\)"),
        ({"image": np.full((3, 3), np.nan)}, "must be finite, but hold nan"),
        ({"image": np.zeros((2, 2))}, "kernels of 3x3 are larger than the padded images of 2x2"),
        ({"kernels": "mexican hat"}, "kernels for 1 channel must be one of 'two diagonals', "),
        ({"kernels": [1, 2]}, r"\(F, C, KH, KW\), but have \(2,\)"),
        ({"kernels": np.ones((9, 1, 3, 3))}, "from 1 to 8 filters, but are 9"),
        ({"kernels": np.ones((3, 3, 3))}, "kernels expect 3 input channels, but images have 1"),
        ({"kernels": np.ones((8, 8))}, "from 1 to 7 rows and columns, but have 8 x 8"),
        ({"bias": [1, 2, 3]}, "bias must be a number, or 2 numbers .*, but has 3"),
        ({"stride": 0}, "stride must be a whole number from 1 to 8, but is 0"),
        ({"padding": -1}, "padding must be a whole number from 0 to 8, but is -1"),
        ({"dilation": 3}, "kernels of 7x7 are larger than the padded images of 5x5"),
        ({"position": (3, 0)}, r"inside the feature map of 3 x 3, but is \(3, 0\)"),
        ({"filter": 2}, "filter must be a whole number from 0 to 1, but is 2"),
        ({"channel": 1}, "channel must be a whole number from 0 to 0, but is 1"),
        ({"ask": "why"}, "ask must be one of 'value', 'window', but is 'why'"),
        ({"prediction": "3"}, "prediction must be a number or a pair"),
        ({"colour": "red"}, "settings are .*, but got colour"),
    ],
)
def test_a_wrong_setting_is_named_and_changes_nothing(settings, message):
    stepper = ConvolutionStepper("X")
    with pytest.raises(SettingError, match=message):
        stepper.set(relu=True, **settings)
    assert stepper.relu is False
    assert stepper.image_name == "X"
    assert stepper.kernels.shape == (2, 1, 3, 3)


def test_a_position_that_the_map_lost_is_moved_inside():
    stepper = ConvolutionStepper("X", position=(2, 2), filter=1)
    stepper.set(stride=2, kernels="diagonal")
    assert stepper.feature_maps.shape == (1, 2, 2)
    assert stepper.position == (1, 1)
    assert stepper.filter == 0
    stepper.set_state({"position": [9, -4]})
    assert stepper.position == (1, 0)


def test_the_page_is_told_a_whole_moment_at_once():
    stepper = ConvolutionStepper("X")
    stepper.set(image="two-colour X", stride=2, padding=1, bias=[1, 0], relu=True)
    packet = stepper.get_state("result")["result"]
    arrays = {
        name: np.frombuffer(packet[name]["data"]).reshape(packet[name]["shape"])
        for name in ("image", "kernels", "maps")
    }
    np.testing.assert_array_equal(arrays["maps"], stepper.feature_maps)
    np.testing.assert_array_equal(arrays["kernels"], stepper.kernels)
    np.testing.assert_array_equal(arrays["image"], stepper.image)
    assert (packet["stride"], packet["padding"], packet["relu"]) == (2, 1, True)


def test_a_setting_of_the_page_that_can_not_be_is_shown_and_taken_back():
    stepper = ConvolutionStepper("X")
    stepper.set_state({"dilation": 4})
    assert stepper.error.startswith("kernels of 9x9 are larger than the padded images of 5x5")
    assert stepper.dilation == 1
    stepper.set_state({"padding": 2})
    assert stepper.error == ""


def test_what_was_predicted_goes_with_its_question():
    stepper = ConvolutionStepper("X", predict=True)
    for change in ({"position": (1, 1)}, {"filter": 1}, {"stride": 2}, {"ask": "window"}):
        stepper.prediction = 3
        stepper.set(**change)
        assert stepper.prediction is None


@pytest.mark.parametrize(
    ("prediction", "words"),
    [
        (3, None),
        (2.995, None),
        (2, "the bias of 1 is still to be added"),
        (1, "The bias is 1: mind its sign"),
        (17, ""),
    ],
)
def test_a_predicted_number_is_judged_and_helped(prediction, words):
    stepper = ConvolutionStepper([[2, 1]], [[1, 0]], bias=1, predict=True)
    assert stepper.prediction_is_right is None
    stepper.prediction = prediction
    assert stepper.prediction_is_right is (words is None)
    assert (words or "") in stepper.hint
    assert bool(stepper.hint) is bool(words)


@pytest.mark.parametrize(
    ("settings", "prediction", "words"),
    [
        ({"image": [[1]], "kernels": [[-2]], "relu": True}, -2, "before ReLU"),
        ({"image": [[[1]], [[3]]], "kernels": [[[2]], [[1]]]}, 2, "channel 0 alone"),
        ({"image": [[[1]], [[3]]], "kernels": [[[2]], [[1]]], "bias": 1}, 7, "once a channel"),
        ({"image": [[1, 3]], "kernels": [[2, 5]]}, 11, "turned by half a turn"),
        ({"image": [[1, 3]], "kernels": [[2, 5]]}, 4, "sum of the window"),
        ({"image": [[1, 3, 7]], "kernels": [[1]], "stride": 2, "position": (0, 1)}, 3, "stride 1"),
    ],
)
def test_known_slips_are_named(settings, prediction, words):
    stepper = ConvolutionStepper(**settings, predict=True)
    stepper.prediction = prediction
    assert stepper.prediction_is_right is False
    assert words in stepper.hint


@pytest.mark.parametrize(
    ("prediction", "words"),
    [
        ((1, 3), None),
        ((0, 1), "With stride 2 the window moves 2 pixels"),
        ((2, 4), "begins on the padding"),
        ((1, 2), "With stride 2 the window moves 2 pixels from cell to cell. The first window"),
        ((3, 1), "changed places"),
        ((-1, -1), ""),
    ],
)
def test_a_predicted_place_is_judged_and_helped(prediction, words):
    stepper = ConvolutionStepper(
        "X, 12 × 12", stride=2, padding=1, position=(1, 2), predict=True, ask="window"
    )
    stepper.prediction = prediction
    assert stepper.prediction_is_right is (words is None)
    assert (words or "") in stepper.hint


def test_the_middle_of_the_window_is_not_its_corner():
    stepper = ConvolutionStepper("X, 12 × 12", position=(2, 6), predict=True, ask="window")
    stepper.prediction = (3, 7)
    assert "middle of the window" in stepper.hint


def test_an_open_question_hides_its_answer():
    stepper = ConvolutionStepper("X", predict=True, position=(0, 1))
    assert stepper.sentence().endswith("which number is feature_maps[0, 0, 1]?")
    stepper.prediction = -3
    assert stepper.sentence().endswith("feature_maps[0, 0, 1] is -3.")
