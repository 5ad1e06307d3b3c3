"""fit: it learns, the same each time, can be stopped, and complains before it starts."""

import math
import re
import warnings

import numpy as np
import pytest

from cnn_helpers.layers import Conv2d, Dropout, Flatten, Layer, Linear, MaxPool2d, ReLU
from cnn_helpers.training import (
    SGD,
    Adam,
    History,
    Sequential,
    StopTraining,
    TrainingDivergedError,
    cosine_decay,
    evaluate,
    fit,
    fit_in_steps,
    loop,
    predict,
)
from cnn_helpers.training import steps as steps_module

RANDOM = np.random.default_rng(31)
PICTURES = RANDOM.integers(0, 256, (10, 8, 8), dtype=np.uint8)
LABELS = np.arange(10) % 3


def as_images(pictures):
    return pictures[:, np.newaxis] / np.float32(255)


def small_cnn(*more, seed=0):
    return Sequential(
        Conv2d(1, 4, 3), ReLU(), MaxPool2d(2), *more, Flatten(), Linear(36, 3), seed=seed
    )


def run(model=None, pictures=PICTURES, labels=LABELS, **settings):
    """Fit with settings that most tests share; return the model and the history."""
    model = small_cnn() if model is None else model
    settings = {"epochs": 2, "batch_size": 4, "prepare_batch": as_images} | settings
    settings.setdefault("optimizer", Adam(model, lr=0.01))
    return model, fit(model, pictures, labels, progress=False, **settings)


def parameters_of(model):
    return [array.copy() for array in model.parameters()]


def assert_same_parameters(model, others, same=True):
    pairs = zip(model.parameters(), others, strict=True)
    assert all(np.array_equal(one, other) for one, other in pairs) == same


# ------------------------------------------------------------------------------------ learning


@pytest.mark.parametrize("make", [lambda m: Adam(m, 0.01), lambda m: SGD(m, 0.1, momentum=0.9)])
def test_ten_images_are_learned_by_heart(make):
    model = small_cnn()
    _, history = run(model, optimizer=make(model), epochs=150, schedule=cosine_decay)
    assert history.train_accuracy[-1] == 1
    assert history.train_loss[-1] < 0.05 < history.train_loss[0]
    assert evaluate(model, PICTURES, LABELS, prepare_batch=as_images)[1] == 1


def test_history_has_one_entry_for_each_step_and_each_epoch():
    validation = PICTURES[:5], LABELS[:5]
    model, history = run(epochs=3, batch_size=4, validation=validation)
    assert len(history.step_losses) == 3 * 3  # 4 + 4 + 2 images
    assert history.epoch_boundaries == [3, 6, 9]
    for per_epoch in (
        history.train_loss,
        history.train_accuracy,
        history.validation_loss,
        history.validation_accuracy,
    ):
        assert len(per_epoch) == 3
    loss, accuracy = evaluate(model, *validation, prepare_batch=as_images)
    assert history.validation_loss[-1] == pytest.approx(loss)
    assert history.validation_accuracy[-1] == accuracy
    assert history.seconds > 0
    assert not history.interrupted
    first = history.step_losses[:3]
    assert history.train_loss[0] == pytest.approx((4 * first[0] + 4 * first[1] + 2 * first[2]) / 10)


def test_without_validation_its_lists_stay_empty():
    _, history = run()
    assert history.validation_loss == history.validation_accuracy == []
    assert repr(history).startswith("History(2 epochs, 6 steps, training loss ")


def test_validation_is_not_learned_from():
    model, _ = run()
    with_validation, _ = run(validation=(PICTURES[:3], (LABELS[:3] + 1) % 3))
    assert_same_parameters(model, with_validation.parameters())


def test_one_step_is_forward_loss_backward_step():
    model, twin = small_cnn(), small_cnn()
    _, history = run(model, epochs=1, batch_size=10, optimizer=SGD(model, 0.1))
    loss, _ = evaluate(twin, PICTURES, LABELS, prepare_batch=as_images)
    assert history.step_losses == [pytest.approx(loss, rel=1e-6)]
    images, gradients = as_images(PICTURES), []
    for image, label in zip(images, LABELS, strict=True):  # one by one, to be averaged
        logits = twin(image[np.newaxis])
        probabilities = np.exp(logits) / np.exp(logits).sum()
        twin.backward(probabilities - np.eye(3, dtype=np.float32)[[label]])
        gradients.append([gradient for _, gradient in twin.named_gradients()])
    for parameter, before, *each in zip(
        model.parameters(), twin.parameters(), *gradients, strict=True
    ):
        np.testing.assert_allclose(parameter, before - 0.1 * sum(each) / 10, atol=1e-6)


def test_every_image_is_seen_once_an_epoch_in_a_new_order():
    seen = []

    def prepare(pictures):
        seen.extend(int(picture[0, 0]) for picture in pictures)
        return as_images(pictures)

    pictures = PICTURES.copy()
    pictures[:, 0, 0] = np.arange(10)
    run(pictures=pictures, prepare_batch=prepare, epochs=2)
    first, second = seen[11:21], seen[21:]  # before training: the check, the dead units' sample
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second
    assert first != list(range(10))


def test_the_schedule_gets_the_progress_and_scales_the_steps():
    asked = []

    def schedule(progress):
        asked.append(progress)
        return 0.0

    model = small_cnn()
    before = parameters_of(model)
    run(model, schedule=schedule, epochs=2, optimizer=SGD(model, 0.1))
    assert asked == pytest.approx([step / 6 for step in range(6)])
    assert_same_parameters(model, before)


# ------------------------------------------------------------------------- random on purpose


def test_augment_changes_prepared_training_batches_only():
    seen = []

    def augment(batch, generator):
        seen.append((batch.shape, batch.dtype, batch.max() <= 1))
        return batch + generator.random(batch.shape, np.float32)

    validation = PICTURES, LABELS
    model, history = run(epochs=2, batch_size=4, augment=augment, validation=validation)
    assert seen == [((size, 1, 8, 8), np.float32, True) for size in (4, 4, 2, 4, 4, 2)]
    loss, accuracy = evaluate(model, *validation, prepare_batch=as_images)
    assert (history.validation_loss[-1], history.validation_accuracy[-1]) == (loss, accuracy)
    again, _ = run(epochs=2, batch_size=4, augment=augment)
    assert_same_parameters(model, again.parameters())
    other, _ = run(epochs=2, batch_size=4, augment=augment, seed=1)
    assert_same_parameters(model, other.parameters(), same=False)


def test_shifts_leave_the_order_of_the_examples_as_it_was():
    orders = []
    for augment in (None, lambda batch, generator: generator.permuted(batch)):
        seen = []

        def prepare(pictures, seen=seen):
            seen.extend(pictures[:, 0, 0].tolist())
            return as_images(pictures)

        run(prepare_batch=prepare, augment=augment)
        orders.append(seen)
    assert orders[0] == orders[1]


def test_dropout_drops_while_it_learns_and_never_while_it_is_measured():
    modes = []

    class Watching(Dropout):
        def forward(self, inputs):
            modes.append(self.training)
            return super().forward(inputs)

    model = small_cnn(Watching(0.5))
    model.eval()
    run(model, epochs=2, batch_size=5, validation=(PICTURES, LABELS))
    # Twice checked; in each epoch two steps, two batches of validation, one look for dead units.
    assert modes == [False, False, *([True, True, False, False, False] * 2)]
    assert not model.training


# -------------------------------------------------------------------------------- the same again


def test_the_same_seed_gives_the_same_to_the_last_bit():
    (one, first), (two, second) = run(seed=5), run(seed=5)
    assert_same_parameters(one, two.parameters())
    assert first.step_losses == second.step_losses
    other, _ = run(seed=6)
    assert_same_parameters(one, other.parameters(), same=False)


def test_whoever_watches_changes_nothing(monkeypatch):
    monkeypatch.setattr(steps_module, "_SECONDS_BETWEEN_UPDATES", 0)
    model, _ = run()
    watched, _ = run(on_update=lambda history: predict(small_cnn(), as_images(PICTURES)))
    assert_same_parameters(model, watched.parameters())


def test_images_and_labels_are_left_unchanged():
    pictures, labels = PICTURES.copy(), LABELS.copy()
    pictures.flags.writeable = labels.flags.writeable = False
    run(pictures=pictures, labels=labels)
    images = as_images(PICTURES)
    images.flags.writeable = False
    run(pictures=images, labels=labels, prepare_batch=None)


# ------------------------------------------------------------------------------------- watching


def test_updates_come_at_each_epoch_end_and_seldom_between():
    calls = []
    _, history = run(epochs=4, on_update=lambda h: calls.append(len(h.step_losses)))
    assert history.epoch_boundaries == [3, 6, 9, 12]
    assert [steps for steps in calls if steps % 3 == 0] == [3, 6, 9, 12]


def test_updates_between_epoch_ends_are_throttled(monkeypatch):
    clock = iter(np.arange(0, 1000, 0.1))
    monkeypatch.setattr(steps_module.time, "perf_counter", lambda: next(clock))
    calls = []
    run(epochs=1, batch_size=1, on_update=lambda h: calls.append((len(h.step_losses), h.seconds)))
    steps = [step for step, _ in calls]
    assert 1 < len(steps) < 10
    assert steps[-1] == 10
    seconds = [second for _, second in calls]
    assert min(np.diff(seconds[:-1])) > steps_module._SECONDS_BETWEEN_UPDATES


def test_the_progress_bar_goes_to_the_error_stream_and_can_be_left_out(capsys):
    model = small_cnn()
    settings = {"optimizer": Adam(model), "epochs": 2, "prepare_batch": as_images}
    fit(model, PICTURES, LABELS, validation=(PICTURES, LABELS), **settings)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "epoch 2 of 2" in shown.err
    assert "validation accuracy" in shown.err
    fit(model, PICTURES, LABELS, progress=False, **settings)
    assert capsys.readouterr() == ("", "")


# ------------------------------------------------------------------------------ the stop button


class Stopping(Layer):
    """Passes everything on, and presses the stop button in its n-th call."""

    def __init__(self, at_call):
        super().__init__()
        self.calls_left = at_call

    def forward(self, inputs):
        self.calls_left -= 1
        if self.calls_left == 0:
            raise KeyboardInterrupt
        return inputs

    def backward(self, grad_output, *, input_gradient=True):
        return grad_output


def test_stopped_in_the_middle_of_a_step_what_was_learned_stays():
    # Calls: one to check, three steps and one for dead units, then the second step of epoch 2.
    model = small_cnn(Stopping(at_call=7))
    _, history = run(model, epochs=9)
    assert history.interrupted
    assert len(history.step_losses) == 4
    assert history.epoch_boundaries == [3]
    assert len(history.train_loss) == len(history.train_accuracy) == 1
    assert history.seconds > 0
    assert repr(history).endswith("interrupted)")
    # The same as a run whose second epoch made one step only.
    undisturbed = small_cnn(Stopping(at_call=-1))
    snapshots = []

    def prepare(pictures):
        snapshots.append(parameters_of(undisturbed))
        return as_images(pictures)

    run(undisturbed, epochs=9, prepare_batch=prepare)
    assert_same_parameters(model, snapshots[6])  # check, sample, 3 steps, 1 step, before the next


def test_stopped_in_a_callback_or_during_validation():
    def stop(history):
        raise KeyboardInterrupt

    model, history = run(epochs=9, on_update=stop)
    assert history.interrupted
    assert history.epoch_boundaries == [3]
    finished, _ = run(epochs=1)
    assert_same_parameters(finished, model.parameters())
    # Calls: two checks, three steps, then the only batch of validation.
    model = small_cnn(Stopping(at_call=6))
    _, history = run(model, epochs=9, validation=(PICTURES[:4], LABELS[:4]))
    assert history.interrupted
    assert history.epoch_boundaries == history.train_loss == history.validation_loss == []
    assert len(history.step_losses) == 3
    assert_same_parameters(finished, model.parameters())


def test_training_can_go_on_after_a_stop():
    model = small_cnn(Stopping(at_call=3))
    optimizer = Adam(model, 0.01)
    run(model, optimizer=optimizer)
    _, history = run(model, optimizer=optimizer)
    assert not history.interrupted
    assert len(history.step_losses) == 6


# ------------------------------------------------------------------------------------ bad input


def test_a_loss_that_is_no_number_stops_training_with_one_sentence():
    model = small_cnn()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TrainingDivergedError) as caught:
            run(model, optimizer=SGD(model, lr=1e20), epochs=50)
    found = re.fullmatch(
        r"the loss became (nan|inf) at step (\d+) \(epoch (\d+)\): the first non-finite values are "
        r"in the (output|weight) of layer \d \(\w+\), \w+\(.*\)\. Likely causes: a learning rate "
        r"that is too large: try one well below 1e\+20; initial weights that are too large",
        str(caught.value),
    )
    assert found, str(caught.value)
    history = caught.value.history
    assert isinstance(history, History)
    assert int(found[2]) == len(history.step_losses) + 1
    assert int(found[3]) == math.ceil(int(found[2]) / 3)
    assert all(math.isfinite(loss) for loss in history.step_losses)


IMAGES = as_images(PICTURES)
WITH_NAN = IMAGES.copy()
WITH_NAN[3, 0, 1, 2] = np.nan


@pytest.mark.parametrize(
    ("pictures", "labels", "settings", "error", "message"),
    [
        (
            WITH_NAN,
            LABELS,
            {},
            ValueError,
            "images must be finite, but hold nan at position (3, 0, 1, 2)",
        ),
        (
            IMAGES,
            LABELS + 1,
            {},
            ValueError,
            "labels must lie between 0 and 2, but hold 3 at position 2",
        ),
        (IMAGES, LABELS[:9], {}, ValueError, "expected 10 labels, one for each row, but got 9"),
        (IMAGES, LABELS / 1, {}, TypeError, "labels must be whole numbers, but hold float64"),
        (
            np.repeat(IMAGES, 3, axis=1),
            LABELS,
            {},
            ValueError,
            "layer 0, Conv2d(1, 4, kernel_size=(3, 3), stride=(1, 1)): kernels expect 1 input "
            "channel, but images have 3: images (1, 3, 8, 8), kernels (4, 1, 3, 3)",
        ),
        (
            IMAGES[:0],
            LABELS[:0],
            {},
            ValueError,
            "images must not be empty, but have shape (0, 1, 8, 8)",
        ),
        (
            IMAGES,
            LABELS,
            {"epochs": 0},
            ValueError,
            "epochs must be a whole number of at least 1, but is 0",
        ),
        (
            IMAGES,
            LABELS,
            {"batch_size": 2.5},
            ValueError,
            "batch_size must be a whole number of at least 1, but is 2.5",
        ),
        (
            IMAGES,
            LABELS,
            {"validation": (WITH_NAN, LABELS)},
            ValueError,
            "validation: images must be finite, but hold nan at position (3, 0, 1, 2)",
        ),
        (
            IMAGES,
            LABELS,
            {"validation": IMAGES},
            TypeError,
            "validation must be a pair (images, labels)",
        ),
        (
            IMAGES,
            LABELS,
            {"optimizer": SGD(small_cnn(), 0.1)},
            ValueError,
            "the optimizer was made for another model: make one for this model",
        ),
    ],
)
def test_complaints_come_before_the_first_step(pictures, labels, settings, error, message):
    model = small_cnn()
    before = parameters_of(model)
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        run(model, pictures, labels, prepare_batch=None, **settings)
    assert_same_parameters(model, before)


def test_a_model_that_gives_no_logits_is_named():
    model = Sequential(Conv2d(1, 2, 3), ReLU())
    message = "the model must give logits (N, K), but gives shape (1, 2, 6, 6)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        run(model)


# ------------------------------------------------------------------------------------ on_step


def test_on_step_is_called_after_each_step_and_leaves_the_result_as_it_is():
    seen = []
    watched, history = run(on_step=lambda history: seen.append(list(history.step_losses)))
    assert [len(losses) for losses in seen] == [1, 2, 3, 4, 5, 6]
    assert seen[-1] == history.step_losses
    unwatched, _ = run()
    assert_same_parameters(unwatched, watched.parameters())


def test_on_step_can_end_training_between_two_steps():
    def stop(history):
        if len(history.step_losses) == 4:
            raise StopTraining

    model, history = run(epochs=9, on_step=stop)
    assert history.interrupted
    assert len(history.step_losses) == 4
    assert history.epoch_boundaries == [3]
    assert not model.training


def test_another_exception_of_on_step_is_not_swallowed():
    def fail(history):
        raise RuntimeError("no disk left")

    with pytest.raises(RuntimeError, match="no disk left"):
        run(on_step=fail)


def test_steps_are_taken_only_as_they_are_asked_for():
    def prepared():
        model = Linear(4, 2, seed=0)
        return model, {"optimizer": SGD(model, lr=0.5), "epochs": 3, "batch_size": 3}

    images, labels = np.eye(4), np.array([0, 1, 0, 1])
    whole, how = prepared()
    history = fit(whole, images, labels, progress=False, **how)
    parts, how = prepared()
    asked = fit_in_steps(parts, images, labels, progress=False, **how)
    assert [len(after.step_losses) for after in asked] == list(range(7))
    np.testing.assert_array_equal(parts.weight, whole.weight)
    begun, how = prepared()
    asked = fit_in_steps(begun, images, labels, progress=False, **how)
    assert len(next(asked).epoch_boundaries) == 0
    assert next(asked).step_losses == history.step_losses[:1]
    asked.close()
    assert not begun.training


def test_a_stop_between_two_steps_keeps_what_was_learned(monkeypatch):
    real = loop.fit_in_steps

    class Interrupted:
        def __init__(self, *arguments, **keywords):
            self.steps, self.count = real(*arguments, **keywords), 0

        def __iter__(self):
            return self

        def __next__(self):
            self.count += 1
            if self.count == 4:
                raise KeyboardInterrupt
            return next(self.steps)

        def throw(self, error):
            self.steps.throw(error)

    monkeypatch.setattr(loop, "fit_in_steps", Interrupted)
    model = Linear(4, 2, seed=0)
    how = {"optimizer": SGD(model, lr=0.5), "epochs": 9, "batch_size": 3, "progress": False}
    history = loop.fit(model, np.eye(4), np.array([0, 1, 0, 1]), **how)
    assert history.interrupted
    assert len(history.step_losses) == 2
