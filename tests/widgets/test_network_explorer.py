"""The network explorer in Python: its numbers, its settings, its questions, its picture."""

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.inspection import occlusion_map, saliency_map
from cnn_helpers.layers import AvgPool2d, Conv2d, Dropout, Flatten, Linear, ReLU
from cnn_helpers.losses import softmax
from cnn_helpers.training import Sequential, load_trained
from cnn_helpers.widgets import NetworkExplorer
from cnn_helpers.widgets.arrays import array_from_page, array_to_page
from cnn_helpers.widgets.settings import SettingError


def own_model():
    return Sequential(
        *(Conv2d(3, 4, (2, 3), padding=(1, 0), stride=(2, 1)), ReLU(), AvgPool2d(2)),
        *(Flatten(), Dropout(0.5), Linear(24, 3)),
        seed=0,
    )


OWN_IMAGES = np.random.default_rng(0).random((2, 3, 7, 8))


def test_digits_by_the_trained_network():
    explorer = NetworkExplorer()
    digits = data.load_mnist(subset="10k")
    model = load_trained("mnist_lenet")
    for digit in range(10):
        explorer.set(image=f"digit {digit}")
        at = np.flatnonzero(digits.test_labels == digit)[0]
        batch = data.as_batch(digits.test_images[at : at + 1])
        expected = softmax(model(batch))[0]
        np.testing.assert_allclose(explorer.probabilities, expected, atol=1e-5)
        assert explorer.winner == expected.argmax()
        assert explorer.activations["linear2"].shape == (1, 10)


@pytest.mark.parametrize("name", ["digits", "marks", "story", "own"])
def test_every_layer_is_written_out_and_adds_up(name):
    if name == "own":
        explorer = NetworkExplorer(own_model(), images=OWN_IMAGES)
    else:
        explorer = NetworkExplorer(name)
    random = np.random.default_rng(1)
    for layer, array in list(explorer.activations.items())[1:]:
        for _ in range(4):
            place = [int(random.integers(size)) for size in array.shape[1:]]
            explorer.set(unit=(layer, *place))
            told = explorer.explained
            value = array[0][tuple(place)]
            assert told["value"] == pytest.approx(value)
            if told["kind"] == "conv":
                total = sum(told["partial_sums"]) + told["bias"]
                products = np.array(told["values"]) * told["weights"]
                np.testing.assert_allclose(told["products"], products)
                np.testing.assert_allclose(told["partial_sums"], products.sum(axis=(1, 2)))
            elif told["kind"] == "linear":
                assert all(v * w == pytest.approx(p) for _, v, w, p in told["addends"])
                sizes = [abs(product) for *_, product in told["addends"]]
                assert sizes == sorted(sizes, reverse=True)
                total = sum(p for *_, p in told["addends"]) + told["rest"][1] + told["bias"]
            elif told["kind"] == "max":
                total = np.max(told["values"])
            elif told["kind"] == "average":
                total = np.mean(told["values"])
            else:
                before, *source = told["source"]
                total = explorer.activations[before][0][tuple(source)]
                total = max(total, 0) if told["layer_kind"] == "relu" else total
            assert told["value"] == pytest.approx(total, abs=1e-4)
            if told["after"]:
                assert told["after"][1] == pytest.approx(max(told["value"], 0))


def test_the_page_gets_all_numbers_in_the_plans_order():
    explorer = NetworkExplorer("marks")
    state = explorer.get_state()
    numbers = np.frombuffer(state["_stack"]["data"], "<f4")
    start = 0
    for layer in state["_plan"]["layers"]:
        size = int(np.prod(layer["shape"]))
        expected = explorer.activations[layer["name"]].ravel()
        np.testing.assert_array_equal(numbers[start : start + size], expected)
        start += size
    assert start == len(numbers)
    assert array_from_page(state["image"]).shape == (1, 28, 28)


def test_the_story_by_hand():
    explorer = NetworkExplorer("story", "X", unit=("pool1", 0, 0, 1))
    assert explorer.explained["value"] == 1
    assert explorer.explained["source"] == ["relu1", 0, 1, 1]
    assert explorer.explained["field"]["rows"] == [0, 4]
    assert explorer.explained["field"]["columns"] == [1, 5]
    explorer.set(unit=("linear1", 0))
    assert explorer.explained["value"] == 3.5
    assert "most probable: X (0.82)" in explorer.sentence()


def test_drawing_changes_every_number():
    explorer = NetworkExplorer("digits", "digit 1")
    empty = np.zeros((28, 28))
    explorer.image = empty[np.newaxis]
    expected = load_trained("mnist_lenet").trace(empty[np.newaxis].astype(np.float32))
    np.testing.assert_array_equal(explorer.activations["conv2"], expected["conv2"])
    layer, *place = explorer.unit
    assert explorer.explained["value"] == pytest.approx(expected[layer][0][tuple(place)])


def test_another_network_starts_anew():
    explorer = NetworkExplorer("digits", unit=("linear1", 5), label=9, overlay="saliency")
    explorer.set(network="story")
    assert explorer.image.shape == (1, 5, 5)
    assert explorer.unit[0] == "conv1"
    assert explorer.label is None
    assert explorer.patch_size == 1
    assert len(explorer.probabilities) == 2
    assert explorer.overlay_map.shape == (5, 5)
    explorer.set(network="digits", image="digit 3", unit=("pool2", 31, 4, 4))
    assert explorer.winner == 3
    assert explorer.explained["unit"] == ["pool2", 31, 4, 4]


def test_overlays_are_those_of_inspection():
    explorer = NetworkExplorer("marks", "O 1", overlay="occlusion", patch_size=5, fill=0.5, label=2)
    image = explorer.image.astype(np.float32)
    expected = occlusion_map(explorer.model, image, 2, patch_size=5, fill=0.5)
    np.testing.assert_array_equal(explorer.answer()["overlay"], expected)
    explorer.set(overlay="saliency", label=None)
    expected = saliency_map(explorer.model, image, explorer.winner)
    np.testing.assert_array_equal(explorer.answer()["overlay"], expected)
    explorer.overlay = "none"
    assert explorer.answer() == {}


def test_what_the_page_sends():
    explorer = NetworkExplorer("story")
    explorer.set_state({"unit": ["relu1", 1, 2, 0], "path": [["pool1", 1, 1, 0]]})
    assert explorer.unit == ("relu1", 1, 2, 0)
    assert explorer.path == (("pool1", 1, 1, 0),)
    # A click that was made before the network changed is no longer one of this network.
    explorer.set_state({"unit": ["linear2", 9], "path": []})
    assert explorer.unit == ("relu1", 1, 2, 0)
    late = {"label": 9, "patch_size": 7, "image": array_to_page(np.zeros((1, 28, 28)))}
    explorer.set_state(late)
    assert (explorer.label, explorer.patch_size, explorer.image.shape) == (None, 1, (1, 5, 5))
    assert explorer.error == ""
    explorer._receive(None, {"command": "example", "name": "V"}, [])
    assert explorer.image_name == "V"
    explorer._receive(None, {"command": "network", "name": "own"}, [])
    assert "network 'own' needs a model: NetworkExplorer(model, images=...)" in explorer.error
    explorer._receive(None, {"command": "dance"}, [])
    assert explorer.error == "command must be network or example, but is 'dance'"


def test_predicting_a_value():
    explorer = NetworkExplorer("story", "X", predict=True)
    assert explorer.sentence().endswith("= the sum of 9 products + 0 (bias) = ?")
    assert explorer.prediction_is_right is None
    explorer.prediction = 3.005
    assert explorer.prediction_is_right
    assert explorer.sentence().endswith("= 3.")
    explorer.prediction = 3.02
    assert not explorer.prediction_is_right
    explorer.set(unit=("conv1", 1, 0, 0))
    assert explorer.prediction is None


def test_predicting_the_class():
    explorer = NetworkExplorer("digits", "digit 8", predict=True, question="class")
    assert "which class is the most probable?" in explorer.sentence()
    explorer.prediction = 8
    assert explorer.prediction_is_right
    assert "most probable: 8" in explorer.sentence()
    explorer.set(image="digit 2")
    assert explorer.prediction is None


def test_own_models():
    model = own_model()
    explorer = NetworkExplorer(model, images=OWN_IMAGES, names=["a", "b", "c"])
    assert model.training
    assert explorer.image_name == "image 0"
    explorer.set(image="image 1", overlay="occlusion")
    expected = model.eval()(OWN_IMAGES[1:].astype(np.float32))
    np.testing.assert_allclose(explorer.probabilities, softmax(expected)[0], atol=1e-6)
    assert explorer.overlay_map.shape == (7, 8)  # a patch of one pixel
    grey = Sequential(Conv2d(1, 1, 3), Flatten(), Linear(9, 2), seed=0)
    digits = (OWN_IMAGES[:, 0, :5, :5] * 255).astype(np.uint8)
    explorer = NetworkExplorer(grey, images=digits)
    np.testing.assert_allclose(explorer.image[0], digits[0] / 255)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"network": "cats"}, "network must be one of 'digits', 'marks', 'story', 'own'"),
        ({"image": "digit 1"}, "image must be one of X, O, tick, scribble, V, empty, or an array"),
        ({"image": np.zeros((6, 5))}, r"image must have shape \(1, 5, 5\), but has \(6, 5\)"),
        ({"image": np.full((5, 5), np.nan)}, "image"),
        ({"unit": ("conv9", 0, 0, 0)}, "unit must be in one of conv1, relu1, .*, but is in"),
        ({"unit": ("conv1", 0, 3, 0)}, "unit must lie inside conv1 of 2 x 3 x 3"),
        ({"unit": ("conv1", 0)}, "unit must lie inside conv1 of 2 x 3 x 3"),
        ({"unit": 3}, "unit must be like"),
        ({"label": 2}, "label must be a whole number from 0 to 1, but is 2"),
        ({"patch_size": 6}, "patch_size must be a whole number from 1 to 5, but is 6"),
        ({"overlay": "heat"}, "overlay must be one of"),
        ({"fill": float("inf")}, "fill must be a number"),
        ({"speed": 1}, "settings are"),
    ],
)
def test_wrong_settings_change_nothing(settings, words):
    explorer = NetworkExplorer("story", "X")
    before = explorer.sentence()
    with pytest.raises(SettingError, match=words):
        explorer.set(**{"predict": True, **settings})
    assert explorer.sentence() == before
    assert not explorer.predict
    for name, value in settings.items():
        if name in explorer.traits() and name != "network":
            with pytest.raises(SettingError, match=name if name == "image" else words):
                setattr(explorer, name, value)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"network": own_model()}, "images must come with a model of one's own, but are None"),
        ({"network": own_model(), "images": np.zeros((2, 3, 7))}, "channel"),
        ({"network": own_model(), "images": np.zeros((1, 3, 65, 8))}, "sides up to 64"),
        ({"network": own_model(), "images": OWN_IMAGES, "names": ["a"]}, "names must be 3"),
        ({"network": Sequential(Conv2d(3, 2, 3)), "images": OWN_IMAGES}, "two logits or more"),
        ({"network": 7}, "model must be a Sequential or one of digits, marks, story, but is 7"),
    ],
)
def test_models_that_do_not_fit(arguments, words):
    with pytest.raises(SettingError, match=words):
        NetworkExplorer(**arguments)
