"""The training time machine in Python: runs, pauses, moments, failures, what the page is told."""

import threading

import numpy as np
import pytest

from cnn_helpers.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import SGD, Adam, Sequential, evaluate, fit
from cnn_helpers.widgets import TrainingTimeMachine
from cnn_helpers.widgets.model_views import from_packet
from cnn_helpers.widgets.settings import SettingError
from cnn_helpers.widgets.training_record import TrainingRecord
from cnn_helpers.widgets.training_thread import SHARE

RANDOM = np.random.default_rng(3)
IMAGES = RANDOM.random((40, 1, 8, 8)).astype(np.float32)
LABELS = np.arange(40) % 3
HELD_OUT = IMAGES[:9] * 0.9, LABELS[:9]


def cnn(seed=0):
    return Sequential(Conv2d(1, 4, 3), ReLU(), MaxPool2d(2), Flatten(), Linear(36, 3), seed=seed)


def make(model=None, **settings):
    """A machine whose epochs have five steps."""
    model = cnn() if model is None else model
    settings = {"lr": 0.1, "epochs": 2, "batch_size": 8, "validation": HELD_OUT} | settings
    return TrainingTimeMachine(model, IMAGES, LABELS, **settings)


class Gate:
    """Lets training go on step by step, as a batch is prepared."""

    def __init__(self):
        self.steps = threading.Semaphore(0)
        self.open = True

    def __call__(self, batch, generator):
        if not self.open:
            assert self.steps.acquire(timeout=60)
        return batch


def gated(**settings):
    gate = Gate()
    machine = make(augment=gate, **settings)
    gate.open = False
    return machine, gate


def until(condition):
    """Wait for what another thread does."""
    for _ in range(6000):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not happen within a minute")


def parameters(model):
    return [array.copy() for array in model.parameters()]


# ------------------------------------------------------------------------------------ training


def test_it_trains_exactly_as_fit_does():
    twin = cnn()
    how = {"epochs": 2, "batch_size": 8, "validation": HELD_OUT, "progress": False}
    history = fit(twin, IMAGES, LABELS, optimizer=SGD(twin, lr=0.1), **how)
    model = cnn()
    machine = make(model)
    machine.start()
    assert machine.wait(60)
    assert machine.state == "finished"
    assert machine.model is model
    for ours, theirs in zip(model.parameters(), twin.parameters(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert machine.history.step_losses == history.step_losses
    assert machine.runs[0].accuracy == history.validation_accuracy


def test_in_a_cell_it_returns_the_history():
    machine = make()
    history = machine.fit(lr=0.05, epochs=1)
    assert history is machine.history
    assert len(history.step_losses) == 5
    assert machine.lr == 0.05
    assert machine.status["words"].startswith("Finished: 1 epoch, 5 steps. After epoch 1")


def test_each_run_begins_at_the_same_start():
    machine = make(optimizer=None)
    first = machine.fit()
    second = machine.fit()
    assert first.step_losses == second.step_losses
    assert machine.compare == 1
    assert [run["name"] for run in machine.curves] == ["run 1", "run 2"]


def test_an_optimizer_with_a_memory_begins_anew_too():
    model = cnn()
    machine = make(model, optimizer=Adam(model, lr=0.01), lr=None)
    assert machine.lr == 0.01
    first, second = machine.fit(), machine.fit()
    assert first.step_losses == second.step_losses


def test_training_on_goes_on_from_where_it_is():
    machine = make()
    machine.fit()
    reached = parameters(machine.model)
    machine.train_on(epochs=1)
    assert machine.wait(60)
    record = machine.runs[0]
    assert len(machine.runs) == 1
    assert record.steps == 15
    assert record.epoch_boundaries == [5, 10, 15]
    assert len(record.accuracy) == 3
    steps = [snapshot.step for snapshot in record.snapshots]
    assert steps == sorted(set(steps))
    assert steps[0] == 0
    assert steps[-1] == 15
    at = record.snapshots[steps.index(10)]
    for kept, wanted in zip(at.parameters.values(), reached, strict=True):
        np.testing.assert_array_equal(kept, wanted)


def test_pause_continue_stop():
    machine, gate = gated()
    machine.start()
    assert machine.state == "training"
    machine.pause()
    gate.steps.release(3)
    until(lambda: machine.status["state"] == "paused")
    assert machine.status["step"] == 1
    assert machine.status["words"].startswith("Paused: epoch 1 of 2, step 1 of 10.")
    machine.resume()
    until(lambda: machine.runs[0].steps == 3)
    machine.stop()
    gate.steps.release(20)
    assert machine.wait(60)
    assert machine.state == machine.status["state"] == "stopped"
    assert machine.history.interrupted
    assert machine.runs[0].steps in (3, 4)


def test_stop_ends_a_pause_too():
    machine, gate = gated()
    machine.start()
    machine.pause()
    gate.steps.release(2)
    until(lambda: machine.status["state"] == "paused")
    machine.stop()
    assert machine.wait(60)
    assert machine.state == "stopped"
    gate.open = True
    assert machine.fit().interrupted is False  # and all is usable again


def test_starting_twice_is_refused():
    machine, gate = gated()
    machine.start()
    for again in (machine.start, machine.train_on, machine.fit):
        with pytest.raises(RuntimeError, match="training is running already: pause or stop it"):
            again()
    machine._receive(machine, {"command": "start", "lr": 0.5, "epochs": 1}, [])
    assert machine.error.startswith("training is running already")
    assert machine.lr == 0.1
    machine._receive(machine, {"command": "seen", "number": 1}, [])
    assert machine.error.startswith("training is running already"), "it must stay to be read"
    machine.stop()
    gate.open = True
    gate.steps.release(20)
    assert machine.wait(60)


def test_the_interrupt_ends_training_in_a_cell_and_all_stays_usable():
    class Interrupting(Gate):
        count = 0

        def __call__(self, batch, generator):
            self.count += 1
            if self.count == 4:
                raise KeyboardInterrupt
            return batch

    machine = make(augment=Interrupting())
    history = machine.fit()
    assert history.interrupted
    assert len(history.step_losses) == 3
    assert machine.status["state"] == "stopped"
    assert not machine._runs.thread.is_running
    assert not machine.fit().interrupted


# ------------------------------------------------------------------------------------ failures


def test_an_exception_in_the_background_is_shown():
    def fail(batch, generator):
        raise RuntimeError("no disk left")

    machine = make(augment=fail)
    machine.start()
    assert machine.wait(60)
    assert machine.state == "failed"
    assert machine.status["failure"] == "RuntimeError: no disk left"
    assert isinstance(machine.failure, RuntimeError)
    with pytest.raises(RuntimeError, match="no disk left"):
        machine.fit()
    assert machine.state == "failed"


def test_training_that_explodes_says_why_and_keeps_its_curve():
    machine = make(lr=99.0)
    machine.start(epochs=50)
    assert machine.wait(60)
    assert machine.state == "failed"
    assert machine.status["failure"].startswith("the loss became")
    assert "learning rate" in machine.status["failure"]
    assert machine.runs[0].steps == machine.status["step"]
    machine.start(lr=0.1, epochs=1)
    assert machine.wait(60)
    assert machine.state == "finished"
    assert machine.status["failure"] == ""


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"lr": 0}, "lr must be a number above 0"),
        ({"epochs": 0}, "epochs must be a whole number from 1 to 100, but is 0"),
        ({"validation": IMAGES}, r"validation must be a pair \(images, labels\)"),
        ({"validation": (IMAGES, LABELS[:3])}, "validation: .*"),
        ({"memory": 0.001}, r"memory must be at least 1 MB for this model, but is 0.001 MB"),
        ({"optimizer": SGD(cnn(), lr=0.1), "lr": None}, "the optimizer was made for another model"),
    ],
)
def test_what_does_not_fit_is_said_at_once(settings, message):
    with pytest.raises(ValueError, match=message):
        make(**settings)


def test_an_optimizer_and_a_rate_are_one_too_many():
    model = cnn()
    with pytest.raises(SettingError, match="give an optimizer or lr, not both"):
        make(model, optimizer=SGD(model, lr=0.2))
    with pytest.raises(SettingError, match="images and labels go together"):
        TrainingTimeMachine(model, IMAGES)


# ------------------------------------------------------------------------------------ views


def test_the_present_as_the_page_sees_it():
    machine = make()
    machine.fit()
    weights = machine.model[0].weight
    np.testing.assert_allclose(from_packet(machine.frame["filters"]), weights[:, 0])
    maps = machine.frame["maps"]
    assert [(one["name"], one["shape"]) for one in maps] == [("relu1", [4, 6, 6])]
    trace = machine.model.trace(HELD_OUT[0][:1])
    np.testing.assert_allclose(from_packet(maps[0]), trace["relu1"][0], atol=1e-6)
    accuracy = evaluate(machine.model, *HELD_OUT)[1]
    assert machine.measured["accuracy"] == accuracy
    matrix = np.array(machine.measured["confusion"])
    assert matrix.sum() == 9
    assert np.trace(matrix) == round(9 * accuracy)
    mistakes = machine.measured["mistakes"]
    assert len(mistakes["labels"]) == min(8, 9 - np.trace(matrix))
    assert mistakes["shares"] == sorted(mistakes["shares"], reverse=True)
    assert all(a != b for a, b in zip(mistakes["labels"], mistakes["guesses"], strict=True))


def test_a_kept_moment_shows_the_model_as_it_was_and_leaves_it_as_it_is():
    machine = make()
    start = machine.model[0].weight.copy()
    machine.fit()
    reached = parameters(machine.model)
    moments = machine.status["moments"]
    assert (moments[0], moments[-1]) == (0, 10)
    machine.moment = 0
    np.testing.assert_allclose(from_packet(machine.frame["filters"]), start[:, 0])
    assert machine.frame["step"] == machine.measured["step"] == 0
    fresh = cnn()
    assert machine.measured["accuracy"] == evaluate(fresh, *HELD_OUT)[1]
    machine.digit = 1
    wanted = fresh.trace(HELD_OUT[0][1:2])["relu1"][0]
    np.testing.assert_allclose(from_packet(machine.frame["maps"][0]), wanted, atol=1e-6)
    machine.moment = None
    assert machine.frame["step"] == 10
    for ours, wanted in zip(machine.model.parameters(), reached, strict=True):
        np.testing.assert_array_equal(ours, wanted)


def test_watching_leaves_the_training_as_it_is(monkeypatch):
    plain = make()
    plain.fit()
    watched = make()
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._BETWEEN_FRAMES", 0)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._BETWEEN_MEASUREMENTS", 0)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread.SHARE", 1e9)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._UNSEEN", 0)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._UNHEARD", 0)
    sent = watched._runs.thread.sent
    watched.fit()
    assert watched._runs.thread.sent >= sent + 10
    assert watched.history.step_losses == plain.history.step_losses


def test_a_page_that_does_not_answer_is_sent_nothing_more(monkeypatch):
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._BETWEEN_FRAMES", 0)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread.SHARE", 1e9)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._UNSEEN", 1e9)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._UNHEARD", 1e9)
    machine = make()
    before = machine._runs.thread.sent
    machine.fit()
    assert machine._runs.thread.sent == before + 2  # at the start and at the end
    machine._runs.thread.seen = 1e9  # one that always keeps up
    before = machine._runs.thread.sent
    machine.fit()
    assert machine._runs.thread.sent >= before + 10


def test_watching_takes_no_more_than_its_share(monkeypatch):
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._BETWEEN_FRAMES", 0)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._UNSEEN", 0)
    monkeypatch.setattr("cnn_helpers.widgets.training_thread._UNHEARD", 0)
    machine = make(epochs=40)
    machine.fit()
    thread = machine._runs.thread
    # What a picture cost last time is what the next one is expected to cost: so two may be early.
    assert thread.watching <= SHARE * thread.training + 2 * max(*thread._cost, 0.01)


def test_models_without_convolutions_and_images_that_are_none():
    model = Sequential(Linear(64, 16), ReLU(), Linear(16, 3), seed=0)
    flat = IMAGES.reshape(40, 64)
    machine = TrainingTimeMachine(model, flat, LABELS, lr=0.1, epochs=1)
    machine.fit()
    assert machine.frame["maps"] == []
    assert machine.about["pictures"]["shape"] == [3, 8, 8]
    assert machine.about["measures"] == "training"
    assert len(machine.runs[0].accuracy) == 1
    odd = TrainingTimeMachine(Linear(5, 3, seed=0), flat[:, :5], LABELS, epochs=1)
    odd.fit()
    assert odd.frame["filters"] is None
    assert odd.about["pictures"] is None


# ------------------------------------------------------------------------------------ memory


def test_moments_stay_within_their_memory():
    machine = make(epochs=60)
    for _ in range(4):
        machine.fit()
    kept = [len(run.snapshots) for run in machine.runs]
    assert kept[:2] == [0, 0]
    assert all(10 < count <= 60 for count in kept[2:])
    one = sum(array.nbytes for array in machine.model.parameters())
    assert machine.runs[-1].nbytes == kept[-1] * one
    machine.train_on(epochs=60)
    assert machine.wait(60)
    record = machine.runs[-1]
    assert len(record.snapshots) <= 60
    assert record.snapshots[-1].step == record.steps == 600
    assert "At most 60 moments" in machine.about["memory"]
    assert len(make(memory=0.1).about["memory"]) > 20


def test_long_curves_are_short_on_the_page():
    record = TrainingRecord("run 1", 0.1, 10)
    history = make(epochs=60).fit()
    record.add(history)
    curves = record.curves()
    losses = np.array(history.step_losses)
    assert len(curves["steps"]) == 240 < len(losses) == 300
    assert curves["steps"][-1] == 300
    assert curves["low"].min() == losses.min()
    assert curves["high"].max() == losses.max()
    assert np.all(curves["low"] <= curves["high"])


# ------------------------------------------------------------------------------- predict mode


def test_the_accuracy_is_predicted_then_told():
    machine, gate = gated(predict=True)
    machine.prediction = 100
    machine.start()
    gate.steps.release(5)
    until(lambda: len(machine.runs[0].accuracy) == 1)
    gate.steps.release(10)
    assert machine.wait(60)
    percent = 100 * machine.runs[0].accuracy[0]
    assert machine.verdict.startswith(f"You said 100 %, and it is {percent:.1f} %")
    assert machine.prediction_is_right is False
    machine.prediction = None
    assert machine.verdict == ""
    machine.prediction = percent  # of the run that has ended: that would be too easy
    assert machine.verdict == ""
    gate.open = True
    machine.fit()
    assert machine.prediction_is_right is True


def test_an_open_question_hides_the_accuracy():
    machine, gate = gated(predict=True, epochs=3)
    machine.start()
    gate.steps.release(7)
    until(lambda: machine.runs[0].steps == 7)
    machine.pause()
    gate.steps.release(1)
    until(lambda: machine.status["state"] == "paused")
    assert "accuracy" not in machine.status["words"]
    assert machine.curves[-1]["validation"] == []
    assert machine.status["hides"]
    machine.predict = False
    assert "accuracy" in machine.status["words"]
    machine.stop()
    gate.open = True
    gate.steps.release(9)
    assert machine.wait(60)


def test_it_says_what_it_shows():
    machine = make()
    assert machine.sentence() == (
        "TrainingTimeMachine: 40 images, learning rate 0.1; not trained yet."
    )
    machine.fit()
    assert repr(machine) == (
        "<TrainingTimeMachine: 40 images, learning rate 0.1; run 1 is finished, 2 epochs.>"
    )
    with pytest.raises(SettingError, match=r"settings are .*, but got speed"):
        machine.set(speed=3)
    with pytest.raises(ValueError, match="command must be start"):
        machine.handle("fly", {}, [])
