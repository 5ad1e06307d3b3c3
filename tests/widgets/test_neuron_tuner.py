"""The neuron tuner in Python: its network's numbers, its steps, its settings, its questions."""

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.widgets import NeuronTuner, tiny_network
from cnn_helpers.widgets.gradient_trail import GradientTrail
from cnn_helpers.widgets.settings import SettingError

# The formula that the shop was made with, as a network: see data.expected_revenue.
FORMULA = [2, 1, -2, 1.6, 0, -3.84, 1, -1, 0.6]
COUNTS = {"two neurons": 9, "one neuron": 5, "straight line": 3}


def by_hand(parameters, temperature, weekend):
    """The network's answer in euros, written out."""
    if len(parameters) == 3:
        return 100 * (parameters[0] * temperature / 10 + parameters[1] * weekend + parameters[2])
    total = parameters[-1]
    count = (len(parameters) - 1) // 4
    for neuron in range(count):
        warm, free, bias = parameters[3 * neuron : 3 * neuron + 3]
        total += parameters[3 * count + neuron] * max(
            warm * temperature / 10 + free * weekend + bias, 0
        )
    return 100 * total


def test_the_shops_own_formula_is_one_of_the_networks():
    tuner = NeuronTuner(FORMULA)
    for temperature in (-5, 3.5, 12, 24, 31):
        for weekend in (False, True):
            tuner.set(temperature=float(temperature), weekend=weekend)
            assert tuner.revenue == pytest.approx(
                float(data.expected_revenue(temperature, weekend))
            )
    # What is left of the loss is the noise of 20 euros, squared, in hundreds.
    assert np.allclose(tuner.losses, 0.04, atol=0.01)


@pytest.mark.parametrize("network", COUNTS)
def test_answer_loss_and_gradient(network):
    random = np.random.default_rng(5)
    days = tiny_network.revenue_days()
    for _ in range(5):
        parameters = random.normal(0, 1.2, COUNTS[network])
        tuner = NeuronTuner(parameters, network=network, temperature=17.3, weekend=True)
        assert tuner.revenue == pytest.approx(by_hand(parameters, 17.3, 1))
        answers = [by_hand(parameters, 10 * warm, free) / 100 for warm, free in days.inputs]
        loss = np.mean((np.array(answers) - days.targets[:, 0]) ** 2)
        assert tuner.losses[0] == pytest.approx(loss)
        for index in range(len(parameters)):
            nudge = 1e-6 * np.eye(len(parameters))[index]
            high, low = (
                tiny_network.squared_error(network, parameters + side * nudge, *days[:2])
                for side in (1, -1)
            )
            assert tuner.gradient[index] == pytest.approx((high - low) / 2e-6, abs=2e-4)


def test_training_and_validation_days_are_apart():
    days = tiny_network.revenue_days()
    assert len(days.inputs) + len(days.validation_inputs) == 730
    shop = data.load_ice_cream()
    together = np.concatenate([days.targets, days.validation_targets])[:, 0]
    np.testing.assert_allclose(np.sort(together), np.sort(shop.revenue) / 100)


def test_contributions_add_up():
    tuner = NeuronTuner(FORMULA)
    inputs = tiny_network.revenue_days().inputs
    parts = tiny_network.contributions("two neurons", tuner.parameters, inputs)
    answers = tiny_network.predict_revenue("two neurons", tuner.parameters, inputs)
    np.testing.assert_allclose(parts.sum(axis=1) + FORMULA[-1], answers)


def test_the_surface_holds_the_losses():
    tuner = NeuronTuner()
    days = tiny_network.revenue_days()
    surface = tiny_network.loss_surface(
        "two neurons", tuner.parameters, (2, 7), [-1, 0.5], [0, 1, 2], *days[:2]
    )
    assert surface.shape == (3, 2)
    moved = np.array(tuner.parameters)
    moved[2], moved[7] = 0.5, 2
    assert surface[2, 1] == NeuronTuner(moved).losses[0]


# ---------------------------------------------------------------------------------- learning


def test_one_step_goes_against_the_gradient():
    tuner = NeuronTuner(lr=0.03)
    wanted = tuner.parameters - 0.03 * tuner.gradient
    tuner.step()
    np.testing.assert_allclose(tuner.parameters, wanted)
    assert tuner.steps == 1
    np.testing.assert_allclose(tuner.trail[-1], wanted)


@pytest.mark.parametrize(("network", "reached"), [("two neurons", 0.045), ("one neuron", 0.092)])
def test_the_usual_start_learns(network, reached):
    tuner = NeuronTuner(network=network)
    tuner.step(1000)
    assert tuner.losses[0] < reached
    assert NeuronTuner(network="straight line").losses[0] > 0.18


def test_many_steps_are_the_same_as_one_by_one():
    together, apart = NeuronTuner(), NeuronTuner()
    together.step(7)
    for _ in range(7):
        apart.step()
    np.testing.assert_array_equal(together.parameters, apart.parameters)
    np.testing.assert_array_equal(together.trail, apart.trail)


def test_too_large_a_rate_is_told_and_what_came_before_stays():
    tuner = NeuronTuner(network="straight line", lr=1.0)
    with pytest.raises(SettingError, match=r"would throw .* the learning rate 1 is too large"):
        tuner.step(200)
    assert np.abs(tuner.parameters).max() <= 10
    assert tuner.steps == len(tuner.trail) - 1 > 0


def test_a_long_trail_is_thinned_and_keeps_its_ends():
    trail = GradientTrail()
    start = NeuronTuner().parameters
    trail.begin("two neurons", start)
    place, _ = trail.descend("two neurons", start, 0.02, 1001, largest=10)
    assert len(trail.points) <= 241
    assert trail.at_steps[0] == 0
    assert trail.at_steps[-1] == trail.steps == 1001
    assert all(np.diff(trail.at_steps) > 0)
    np.testing.assert_array_equal(trail.points[0], start)
    np.testing.assert_array_equal(trail.points[-1], place)
    losses = NeuronTuner(place).losses
    np.testing.assert_allclose(trail.losses[-1], losses)


def test_a_weight_turned_by_hand_begins_a_new_trail():
    tuner = NeuronTuner()
    tuner.step(5)
    turned = np.array(tuner.parameters)
    turned[0] += 0.5
    tuner.parameters = turned
    assert tuner.steps == 0
    np.testing.assert_array_equal(tuner.trail, [turned])


def test_the_same_seed_gives_the_same_start():
    tuner = NeuronTuner(seed=3)
    start = tuner.parameters
    tuner.step(3)
    tuner.restart()
    np.testing.assert_array_equal(tuner.parameters, start)
    tuner.restart(4)
    assert tuner.seed == 4
    assert not np.array_equal(tuner.parameters, start)


# ---------------------------------------------------------------------------------- settings


def test_another_network_and_back_again():
    tuner = NeuronTuner()
    tuner.step(2)
    here = tuner.parameters
    tuner.network = "one neuron"
    assert len(tuner.parameters) == len(tuner.names) == 5
    assert max(tuner.axes) < 5
    assert tuner.steps == 0
    tuner.set(network="two neurons")
    np.testing.assert_array_equal(tuner.parameters, here)
    assert len(tuner.names) == 9


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"parameters": [1, 2, 3]}, "two neurons needs 9 parameters, but got 3"),
        ({"network": "one neuron", "parameters": FORMULA}, "one neuron needs 5 parameters"),
        ({"parameters": [np.nan] * 9}, "must be finite"),
        ({"parameters": [0] * 8 + [11]}, "must lie between -10 and 10, but one is 11"),
        ({"network": "ten neurons"}, "network must be one of"),
        ({"axes": (0, 0)}, "two different positions"),
        ({"axes": (0, 9)}, "axes must be a whole number from 0 to 8"),
        ({"network": "straight line", "axes": (0, 5)}, "between 0 and 2"),
        ({"lr": 0}, "lr must be above 0 and at most 10, but is 0"),
        ({"lr": "fast"}, "lr must be a number"),
        ({"temperature": 99.0}, "between -10 and 40 degrees, but is 99"),
        ({"weekend": 1}, "weekend must be True or False"),
        ({"sections": ("attic",)}, "sections must be one of"),
        ({"speed": 1}, "settings are .*, but got speed"),
    ],
)
def test_a_wrong_setting_is_named_and_changes_nothing(settings, message):
    tuner = NeuronTuner()
    before = tuner.get_state(["network", "parameters", "axes", "lr", "temperature", "weekend"])
    with pytest.raises(SettingError, match=message):
        tuner.set(**settings)
    assert tuner.get_state(before) == before
    if settings.keys() <= {"network", "parameters", "axes", "lr"}:
        with pytest.raises(SettingError, match=message):
            NeuronTuner(**settings)


def test_assigning_a_trait_is_checked_too():
    tuner = NeuronTuner()
    with pytest.raises(SettingError, match="two neurons needs 9 parameters, but got 2"):
        tuner.parameters = [1, 2]
    with pytest.raises(SettingError, match="axes must lie between 0 and 2"):
        NeuronTuner(network="straight line").axes = (1, 4)


def test_what_buttons_ask_for():
    tuner = NeuronTuner()
    tuner.handle("step", {"count": 3}, [])
    assert tuner.steps == 3
    tuner.handle("network", {"network": "straight line"}, [])
    assert tuner.network == "straight line"
    tuner.handle("restart", {"seed": 8}, [])
    assert (tuner.seed, tuner.steps) == (8, 0)
    with pytest.raises(ValueError, match="command must be step"):
        tuner.handle("fly", {}, [])
    with pytest.raises(ValueError, match="count must be a whole number from 1 to 1000"):
        tuner.handle("step", {"count": 10**6}, [])


def test_what_the_page_compares():
    tuner = NeuronTuner(FORMULA)
    answer = tuner.answer()
    np.testing.assert_array_equal(answer["gradient"], tuner.gradient)
    assert answer["revenue"] == [tuner.revenue]
    assert tuple(answer["losses"]) == tuner.losses


# --------------------------------------------------------------------------- predict mode


def ask(tuner, kind, about=None):
    """Go on to the next question of a kind."""
    while tuner.question["kind"] != kind or about not in (None, tuner.question["about"]):
        tuner.next_question()


def test_which_way_a_weight_moves():
    tuner = NeuronTuner(predict=True)
    ask(tuner, "move")
    before = tuner.parameters[tuner.question["about"]]
    slope = tuner.gradient[tuner.question["about"]]
    right, wrong = ("down", "up") if slope > 0 else ("up", "down")
    tuner.prediction = wrong
    assert tuner.prediction_is_right is False
    assert tuner.verdict.startswith("Not this time")
    tuner.prediction = right
    assert tuner.prediction_is_right is True
    about = tuner.question["about"]
    tuner.step()
    assert (tuner.parameters[about] < before) == (right == "down")


def test_a_weight_behind_a_silent_neuron_stays():
    tuner = NeuronTuner([1, 0, -1, 0, 0, -1, 1, 1, 0], predict=True)
    ask(tuner, "move", about=3)
    tuner.prediction = "stays"
    assert tuner.prediction_is_right is True
    assert "silent on every day" in tuner.verdict


def test_what_a_neuron_answers():
    tuner = NeuronTuner(FORMULA, temperature=20.0, predict=True)
    ask(tuner, "neuron", about=1)
    tuner.prediction = -0.64  # 1.6 * 2 - 3.84, without ReLU
    assert tuner.prediction_is_right is False
    assert "ReLU has the last word" in tuner.verdict
    tuner.prediction = 0
    assert tuner.prediction_is_right is True
    ask(tuner, "neuron", about=0)
    assert tuner.prediction is None
    assert tuner.verdict == ""
    tuner.prediction = 2.0
    assert tuner.prediction_is_right is True


def test_an_open_question_is_not_answered_elsewhere():
    tuner = NeuronTuner(FORMULA, predict=True)
    ask(tuner, "neuron")
    assert "euros" not in tuner.sentence()
    assert tuner.question["text"] in tuner.sentence()
    tuner.prediction = 1.0
    assert "euros" in tuner.sentence()
    tuner.predict = False
    assert tuner.question is None


def test_a_question_belongs_to_the_network_that_is_shown():
    tuner = NeuronTuner(predict=True)
    ask(tuner, "move", about=8)
    tuner.network = "straight line"
    assert tuner.question["about"] < 3
    for _ in range(6):
        tuner.next_question()
        assert tuner.question["kind"] == "move"


def test_it_says_what_it_shows():
    tuner = NeuronTuner(FORMULA, temperature=20.0, weekend=True)
    assert repr(tuner) == (
        "<NeuronTuner: two neurons, 0 steps; training loss 0.0402, validation loss 0.0476; "
        "a weekend of 20 degrees brings 360 euros.>"
    )
