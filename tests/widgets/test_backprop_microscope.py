"""The microscope in Python: numbers against PyTorch and finite differences, paths, questions."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from cnn_helpers import data
from cnn_helpers.training import story_network
from cnn_helpers.widgets import BackpropMicroscope
from cnn_helpers.widgets.settings import SettingError
from cnn_helpers.widgets.slope_check import check_slope
from cnn_helpers.widgets.story_arrays import ARRAYS, INPUTS, PARAMETERS, backward, forward
from cnn_helpers.widgets.story_paths import path_product, paths_into, paths_to_loss, winner

EVERY_CELL = [(name, *index) for name, shape in ARRAYS.items() for index in np.ndindex(shape)]
MARKS = ("X", "V", "O", "tick", "scribble", "empty")


def random_inputs(seed):
    """An image and parameters without ties, far from every kink of size 1e-3 or less."""
    random = np.random.default_rng(seed)
    while True:
        inputs = {name: random.normal(size=ARRAYS[name]) for name in INPUTS}
        inputs["image"] = random.random((5, 5))
        maps = forward(inputs, 0)["feature_maps"].ravel()
        apart = np.diff(np.sort(np.append(maps, 0)))
        if apart.min() > 1e-3:
            return inputs


def microscope_with(inputs, **settings):
    """A microscope of one's own image and parameters."""
    microscope = BackpropMicroscope(inputs["image"], **settings)
    microscope.set(**{name: inputs[name] for name in PARAMETERS})
    return microscope


def test_starts_with_the_story_network_and_an_x():
    microscope = BackpropMicroscope()
    arrays = story_network().trace(data.mark_template("X")[np.newaxis])
    for ours, theirs in (("feature_maps", "conv1"), ("rectified", "relu1"), ("pooled", "pool1")):
        np.testing.assert_array_equal(microscope.values[ours], arrays[theirs][0])
    np.testing.assert_array_equal(microscope.values["logits"], [3.5, 2.0])
    assert microscope.label == 0


def test_the_gradients_of_an_x_by_hand():
    gradients = BackpropMicroscope("X").gradients
    slope = 1 - 1 / (1 + math.exp(-1.5))  # 0.18: of this everything is a multiple
    np.testing.assert_allclose(gradients["logits"], [-slope, slope])
    np.testing.assert_allclose(gradients["linear_bias"], [-slope, slope])
    row = slope * np.array([3, 1, 1, 3, 1, 3, 3, 1])
    np.testing.assert_allclose(gradients["weights"], [-row, row])
    half = slope / 2
    pooled = half * np.array([[[-1, 2], [-1, -1]], [[2, -1], [0, 1]]])
    np.testing.assert_allclose(gradients["pooled"], pooled, atol=1e-15)
    # The centre won two windows: 2 - 1 = 1 in the first map, 2 + 1 = 3 in the second.
    rectified = half * np.array([np.diag([-1, 1, -1]), np.diag([-1, 3, 0])[:, ::-1]])
    np.testing.assert_allclose(gradients["rectified"], rectified, atol=1e-15)
    np.testing.assert_allclose(gradients["feature_maps"], rectified, atol=1e-15)
    np.testing.assert_allclose(gradients["conv_bias"], [-half, 2 * half])
    # Kernel weight [1, 1] of the first kernel: pixels under it at the three live cells are all 1.
    np.testing.assert_allclose(gradients["kernels"][0, 0, 1, 1], -half)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("label", [0, 1])
def test_gradients_are_those_of_pytorch(seed, label):
    torch = pytest.importorskip("torch")
    inputs = random_inputs(seed)
    tensors = {name: torch.tensor(inputs[name], requires_grad=True) for name in INPUTS}
    functional = torch.nn.functional
    steps = {}
    steps["feature_maps"] = functional.conv2d(
        tensors["image"][None, None], tensors["kernels"], tensors["conv_bias"]
    )
    steps["rectified"] = steps["feature_maps"].relu()
    steps["pooled"] = functional.max_pool2d(steps["rectified"], 2, stride=1)
    steps["logits"] = functional.linear(
        steps["pooled"].flatten(1), tensors["weights"], tensors["linear_bias"]
    )
    steps["probabilities"] = steps["logits"].softmax(1)
    loss = -steps["probabilities"][0, label].log()
    for tensor in steps.values():
        tensor.retain_grad()
    loss.backward()
    values = forward(inputs, label)
    gradients = backward(values, label)
    np.testing.assert_allclose(values["loss"], loss.item())
    for name, tensor in tensors.items():
        np.testing.assert_allclose(gradients[name], tensor.grad, atol=1e-12)
    for name, tensor in steps.items():
        np.testing.assert_allclose(values[name], tensor[0].detach(), atol=1e-12)
        np.testing.assert_allclose(gradients[name], tensor.grad[0], atol=1e-12)


@pytest.mark.parametrize("mark", MARKS)
def test_a_gradient_is_the_sum_over_the_paths_of_the_products_on_them(mark):
    microscope = BackpropMicroscope(mark)
    for cell in EVERY_CELL:
        live, _ = paths_to_loss(cell, microscope.values, microscope.label)
        total = sum(map(path_product, live))
        gradient = microscope.gradients[cell[0]][cell[1:]]
        assert total == pytest.approx(gradient, abs=1e-14), cell


@given(seed=st.integers(0, 10_000), label=st.integers(0, 1))
@settings(max_examples=20, deadline=None)
def test_paths_sums_and_finite_differences_agree_for_any_network(seed, label):
    inputs = random_inputs(seed)
    values = forward(inputs, label)
    gradients = backward(values, label)
    random = np.random.default_rng(seed)
    for at in random.choice(len(EVERY_CELL), 12, replace=False):
        cell = EVERY_CELL[at]
        gradient = float(gradients[cell[0]][cell[1:]])
        live, _ = paths_to_loss(cell, values, label)
        assert sum(map(path_product, live)) == pytest.approx(gradient, abs=1e-12), cell
        check = check_slope(cell, inputs, label, 1e-5, gradient)
        if cell[0] == "rectified" and "kink" in check.why:
            continue  # a 0 in a window of zeros is a tie
        # Where a probability is tiny its logarithm bends within epsilon.
        assert check.slope == pytest.approx(gradient, rel=1e-4, abs=1e-6), cell


def test_the_centre_of_an_x_has_eleven_paths():
    microscope = BackpropMicroscope("X")
    live, blocked = paths_to_loss(("image", 2, 2), microscope.values, 0)
    # First map: three live cells over four windows, one weight of each class per window, three 0;
    # second map: the same with two weights of 0.
    assert len(live) == 11
    assert {kind: len(ways) for kind, ways in blocked.items()} == {"relu": 12, "pool": 4, "zero": 5}
    assert all(len(path) == 6 for path in live)


def test_what_a_pooled_cell_is_made_of_is_the_winner_alone():
    values = BackpropMicroscope("X").values
    into = paths_into(("pooled", 0, 0, 1), values, 0)
    winners = [edge.source for edge in into if edge.target == ("pooled", 0, 0, 1)]
    assert winners == [("rectified", 0, 1, 1)]
    assert ("feature_maps", 0, 1, 1) in [edge.source for edge in into]


def test_of_a_tie_the_first_cell_wins():
    rectified = np.zeros((1, 3, 3))
    rectified[0, 0, 1] = rectified[0, 1, 0] = 2.0
    assert winner(rectified, 0, 0, 0) == (0, 1)


def test_a_pixel_changes_values_and_gradients_at_once():
    microscope, heard = BackpropMicroscope("X"), []
    microscope.observe(lambda change: heard.append(change["new"]), "gradients")
    image = data.mark_template("X")
    image[2, 2] = 0.0
    microscope.image = image
    assert microscope.values["feature_maps"][0, 1, 1] == 0
    # Two windows hold zeros alone now: of a tie the first cell wins, and its ReLU is closed.
    assert microscope.gradients["rectified"][0, 1, 1] == 0
    assert microscope.gradients["rectified"][0, 0, 1] != 0
    assert not microscope.gradients["feature_maps"][0, 0, 1]
    assert heard[-1] is microscope.gradients
    assert microscope.image_name == "own drawing"
    microscope.image = data.mark_template("V")
    assert microscope.image_name == "V"


def test_a_name_brings_its_own_label_unless_one_is_given():
    assert BackpropMicroscope("V").label == 1
    assert BackpropMicroscope("V", label="X").label == 0
    microscope = BackpropMicroscope("X")
    microscope.set(image="O")
    assert (microscope.label, microscope.image_name) == (1, "O")


def test_a_probability_that_rounds_to_0_keeps_every_gradient():
    microscope = BackpropMicroscope("X", label="not X")
    microscope.weights = np.full((2, 8), 60.0) * [[1], [-1]]
    assert microscope.values["probabilities"][1] == 0
    np.testing.assert_allclose(microscope.gradients["logits"], [1, -1])
    for cell in EVERY_CELL:
        live, _ = paths_to_loss(cell, microscope.values, 1)
        gradient = microscope.gradients[cell[0]][cell[1:]]
        assert sum(map(path_product, live)) == pytest.approx(gradient), cell
    json.dumps(microscope.scene, allow_nan=False)


# The finite difference ---------------------------------------------------------------------------


def slope(microscope, cell, epsilon):
    microscope.set(chosen=cell, epsilon=epsilon)
    return microscope.check()


@pytest.mark.parametrize("cell", EVERY_CELL[:: len(EVERY_CELL) // 24])
def test_away_from_kinks_the_two_agree(cell):
    check = slope(BackpropMicroscope("X"), cell, 1e-4)
    if cell[0] in ("feature_maps", "rectified", "pooled") or check.agrees:
        assert check.agrees or "kink" in check.why
    else:
        assert "kink" in check.why


def test_across_a_kink_of_relu_it_says_so():
    # By 1 the centre pixel turns off: the maps' centre, 1, falls to 0, and others open.
    check = slope(BackpropMicroscope("X"), ("image", 2, 2), 1.0)
    assert not check.agrees
    assert "the ReLU of feature_maps" in check.why
    assert "kink" in check.why


def test_at_a_kink_no_epsilon_helps():
    microscope = BackpropMicroscope("empty")  # every map is exactly 0
    for epsilon in (0.1, 1e-4, 1e-6):
        check = slope(microscope, ("conv_bias", 0), epsilon)
        assert not check.agrees
        assert "opens on the way" in check.why


def test_another_winner_is_named():
    microscope = BackpropMicroscope("X")
    check = slope(microscope, ("rectified", 0, 1, 1), 1.0)
    assert check.agrees is False
    assert "wins the window of pooled" in check.why


def test_where_the_loss_bends_a_smaller_epsilon_comes_closer():
    microscope = BackpropMicroscope("X")
    rough, fine = (slope(microscope, ("logits", 0), epsilon) for epsilon in (1.0, 1e-4))
    assert "bends" in rough.why
    assert fine.agrees
    expected = (math.log1p(math.exp(-2.5)) - math.log1p(math.exp(-0.5))) / 2
    assert rough.slope == pytest.approx(expected)


def test_too_small_an_epsilon_shows_rounding():
    check = slope(BackpropMicroscope("X"), ("logits", 0), 1e-12)
    assert not check.agrees
    assert "rounding" in check.why


def test_a_probability_has_no_negative_side():
    check = slope(BackpropMicroscope("X"), ("probabilities", 1), 0.5)
    assert math.isnan(check.slope)
    assert "can't become smaller" in check.why
    assert (
        BackpropMicroscope("X", chosen=("probabilities", 1), epsilon=0.5).scene["check"]["slope"]
        is None
    )


# Learning ----------------------------------------------------------------------------------------


def test_one_step_is_what_the_page_promised():
    microscope = BackpropMicroscope("V", label="X", learning_rate=0.05)
    before, promised = float(microscope.values["loss"]), microscope.scene["after"]
    weights, gradient = microscope.weights.copy(), microscope.gradients["weights"]
    microscope.take_step()
    np.testing.assert_allclose(microscope.weights, weights - 0.05 * gradient)
    assert float(microscope.values["loss"]) == pytest.approx(promised, abs=1e-15)
    assert promised < before
    microscope.restore()
    assert float(microscope.values["loss"]) == before


def test_a_step_beyond_all_bounds_changes_nothing():
    microscope = BackpropMicroscope("X", learning_rate=10)
    microscope.weights = np.full((2, 8), 99.9) * [[1], [-1]]
    microscope.set(label=1)
    kernels = microscope.kernels
    with pytest.raises(SettingError, match="must lie between -100 and 100"):
        microscope.take_step()
    assert microscope.kernels is kernels


# Predicting --------------------------------------------------------------------------------------


def test_a_gradient_is_asked_for_and_judged():
    microscope = BackpropMicroscope("X", chosen=("rectified", 0, 1, 1), predict=True)
    assert microscope.asking
    assert microscope.sentence().endswith("what is the gradient of rectified[0, 1, 1]?")
    shown = [name for name in ARRAYS if microscope.is_shown(name)]
    assert shown == ["pooled", "weights", "linear_bias", "logits", "probabilities", "loss"]
    microscope.prediction = 0.18  # one window alone
    assert microscope.prediction_is_right is False
    microscope.prediction = 0.09
    assert microscope.prediction_is_right is True
    assert microscope.is_shown("image")


def test_of_a_pooled_cell_it_asks_who_gets_the_gradient():
    microscope = BackpropMicroscope("X", chosen=("pooled", 0, 1, 0), predict=True)
    assert "which cell of the map" in microscope.sentence()
    assert microscope.is_shown("pooled")
    assert not microscope.is_shown("rectified")
    microscope.prediction = (2, 2)
    assert microscope.prediction_is_right is False
    microscope.prediction = [1, 1]
    assert microscope.prediction_is_right is True


@pytest.mark.parametrize(
    "change", [{"chosen": ("loss",)}, {"image": "V"}, {"predict": False}, {"label": 1}]
)
def test_another_question_forgets_the_answer(change):
    microscope = BackpropMicroscope("X", predict=True)
    microscope.prediction = 0.09
    microscope.set(**change)
    assert microscope.prediction is None


def test_looking_forward_only_nothing_is_said_of_gradients():
    microscope = BackpropMicroscope("X", chosen=("logits", 0), step=0)
    assert microscope.sentence().endswith("; logits[0] is 3.5.")
    words = [text.get_text() for text in microscope.figure().findobj(Text)]
    assert "logits[0] is 3.5." in words
    assert "In each cell its value; the room below it is for its gradient, later." in words


def test_gradients_come_step_by_step():
    microscope = BackpropMicroscope("X", step=0)
    seen = []
    for step in range(6):
        microscope.step = step
        seen.append({name for name in ARRAYS if microscope.is_shown(name)})
    assert seen[0] == set()
    assert seen[1] == {"loss", "probabilities", "logits"}
    assert seen[2] - seen[1] == {"weights", "linear_bias", "pooled"}
    assert seen[3] - seen[2] == {"rectified"}
    assert seen[4] - seen[3] == {"feature_maps"}
    assert seen[5] == set(ARRAYS)


def test_the_words_of_each_step_hold_its_numbers():
    words = dict(BackpropMicroscope("X").scene["steps"])
    assert "0.818 − 1 = −0.182" in words["loss to logits"]
    assert "won 2 windows" in words["pooling"]
    assert "0.182 + (−0.091) = 0.091" in words["pooling"]
    assert "6 of 18 gates are open" in words["ReLU"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (("image", 2, 2), "the pixel is 1, full ink"),
        (("feature_maps", 0, 0, 0), "1 × 1 + 1 × 1 + 1 × 1 + 0 = 3"),
        (("rectified", 0, 0, 1), "max(0, −3) = 0"),
        (("pooled", 0, 0, 1), "max(0, 0, 1, 0) = 1: row 1, column 1 of the map wins"),
        (("logits", 1), "0.5 × 1 − 0.5 × 1 + 0.5 × 1 + 0.5 × 3 + 0 = 2"),
        (("probabilities", 0), "e^3.5 / (e^3.5 + e^2) = 0.818"),
        (("loss",), "−ln 0.818 = 0.201"),
    ],
)
def test_how_a_value_comes_about_is_written_out(cell, words):
    assert words in BackpropMicroscope("X", chosen=cell).scene["forward"]


# Settings, page, pictures ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"image": "Y"}, "or an array, but is 'Y'"),
        ({"image": np.zeros((12, 12))}, r"image must have 5 x 5 pixels, but has \(12, 12\)"),
        ({"label": 2}, "label must be 'X' or 0, 'not X' or 1, but is 2"),
        ({"chosen": ("pool", 0)}, "chosen must be the name of an array"),
        ({"chosen": ("pooled", 0, 2, 0)}, r"chosen must lie inside pooled \(2, 2, 2\)"),
        ({"chosen": ("image", 2)}, r"chosen must lie inside image \(5, 5\)"),
        ({"step": 6}, "step must be a whole number from 0 to 5, but is 6"),
        ({"epsilon": 0}, "epsilon must be a number from 1e-12 to 1, but is 0"),
        ({"learning_rate": -1}, "learning_rate must be a number from 0 to 10, but is -1"),
        ({"kernels": np.zeros((2, 3, 3))}, r"kernels must have shape \(2, 1, 3, 3\)"),
        ({"colour": 1}, "settings are .*, but got colour"),
    ],
)
def test_a_wrong_setting_is_named_and_changes_nothing(wrong, message):
    microscope = BackpropMicroscope("X")
    before = microscope.scene
    with pytest.raises(SettingError, match=message):
        microscope.set(**{"learning_rate": 1.0, **wrong})
    assert microscope.scene is before
    assert microscope.learning_rate == 0.5


def test_the_page_may_do_what_its_buttons_say():
    microscope = BackpropMicroscope("X")
    microscope._receive(None, {"command": "example", "name": "V"}, [])
    assert (microscope.image_name, microscope.label) == ("V", 1)
    microscope._receive(None, {"command": "update"}, [])
    assert not np.array_equal(microscope.weights, story_network()[4].weight)
    microscope._receive(None, {"command": "restore"}, [])
    np.testing.assert_array_equal(microscope.weights, story_network()[4].weight)
    microscope._receive(None, {"command": "jump"}, [])
    assert microscope.error == "command must be example, update or restore, but is 'jump'"


def test_arrays_are_read_only():
    microscope = BackpropMicroscope("X")
    for array in (*microscope.values.values(), *microscope.gradients.values()):
        assert not array.flags.writeable


def test_sentence_and_repr_are_the_same_in_every_run():
    expected = (
        'BackpropMicroscope: X, probability of "X" 0.818, loss 0.201; '
        "the gradient of image[2, 2] is 0.091."
    )
    assert repr(BackpropMicroscope("X")) == f"<{expected}>"


def test_the_picture_keeps_a_secret():
    microscope = BackpropMicroscope("X", chosen=("kernels", 0, 0, 1, 1), predict=True)
    texts = [text.get_text() for text in microscope.figure().axes[0].texts]
    assert "What is the gradient of kernels[0, 0, 1, 1]?" in texts
    assert not any("gradient −0.09" in text for text in texts)
