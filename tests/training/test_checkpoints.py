"""A run that is killed goes on from its checkpoint to the same weights, bit by bit."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import killed_run
import numpy as np
import pytest

from cnn_helpers.layers import Dropout, Flatten, Linear, ReLU
from cnn_helpers.training import (
    SGD,
    Adam,
    FileFormatError,
    Sequential,
    SnapshotPlan,
    cosine_decay,
    fit,
    load_weights,
    save_weights,
    storing,
)

SCRIPT = Path(killed_run.__file__)
REPOSITORY = SCRIPT.parents[2]
IMAGES = np.random.default_rng(1).random((20, 1, 3, 3), np.float32)
LABELS = np.arange(20) % 3


def assert_same_parameters(one, other):
    for (name, array), (_, wanted) in zip(
        one.named_parameters(), other.named_parameters(), strict=True
    ):
        np.testing.assert_array_equal(array, wanted, err_msg=name)


# ------------------------------------------------------------------------------ a real process


def start(checkpoint, weights):
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen([sys.executable, SCRIPT, checkpoint, weights], env=environment)


def written(path):
    """Return when a file was last written, in nanoseconds; 0 if it isn't there."""
    return path.stat().st_mtime_ns if path.exists() else 0


def test_killed_at_random_moments_it_ends_with_the_same_weights(tmp_path):
    undisturbed, weights = tmp_path / "undisturbed", tmp_path / "killed"
    assert start(tmp_path / "a", undisturbed).wait() == 0
    checkpoint = tmp_path / "b"
    random = np.random.default_rng()
    kills = 0
    while not weights.exists() and kills < 50:
        process = start(checkpoint, weights)
        # The first is killed anywhere, even before its first epoch. From then on, so that the test
        # ends, wait for a few epochs more, and then for some random part of the next ones.
        deadline = time.monotonic() + (60 if kills else random.uniform(0, 1))
        epochs_to_come, last = int(random.integers(1, 6)), written(checkpoint)
        while process.poll() is None and epochs_to_come and time.monotonic() < deadline:
            time.sleep(0.0005)
            if written(checkpoint) != last:
                epochs_to_come, last = epochs_to_come - 1, written(checkpoint)
        time.sleep(random.uniform(0, 0.02))
        process.kill()
        process.wait()
        kills += 1
    assert weights.read_bytes() == undisturbed.read_bytes()
    assert kills >= 2
    histories = [killed_run.run(tmp_path / name)[1] for name in ("a", "b")]  # both are finished
    for history in histories:
        history.seconds = 0
    one, other = histories
    assert len(one.step_losses) == killed_run.EPOCHS * 10
    assert [snapshot.step for snapshot in one.snapshots] == [0, 100, 200, 300]
    assert repr(one) == repr(other)
    assert (one.step_losses, one.train_accuracy) == (other.step_losses, other.train_accuracy)
    assert (one.validation_loss, one.dead_units) == (other.validation_loss, other.dead_units)
    for snapshot, twin in zip(one.snapshots, other.snapshots, strict=True):
        for part in ("parameters", "activations"):
            arrays, others = getattr(snapshot, part), getattr(twin, part)
            assert arrays.keys() == others.keys()
            assert all(np.array_equal(arrays[name], others[name]) for name in arrays)


# ------------------------------------------------------------------------------ in this process


class StopError(Exception):
    """Ends a run the hard way."""


def network(seed=0):
    return Sequential(
        *(Flatten(), Linear(9, 6), ReLU(), Sequential(Dropout(0.3)), Linear(6, 3)), seed=seed
    )


def run(make=Adam, stop_after=None, model=None, images=IMAGES, labels=LABELS, **settings):
    model = network() if model is None else model

    def update(history):
        if len(history.epoch_boundaries) == stop_after:
            raise StopError

    settings = {"epochs": 6, "batch_size": 4, "progress": False, "on_update": update} | settings
    optimizer = settings.pop("optimizer", None) or make(model, 0.1)
    try:
        return model, fit(model, images, labels, optimizer=optimizer, **settings)
    except StopError:
        return model, None


@pytest.mark.parametrize("stop_after", [1, 3, 5, 6])
@pytest.mark.parametrize(
    "make",
    [
        Adam,
        SGD,
        lambda model, lr: SGD(model, lr, momentum=0.9, weight_decay=0.01),
    ],
)
@pytest.mark.parametrize("schedule", [None, cosine_decay])
def test_every_optimizer_and_schedule_goes_on_as_if_nothing_had_been(
    tmp_path, make, stop_after, schedule
):
    path = tmp_path / "run"
    wanted, whole = run(make, schedule=schedule)
    run(make, stop_after, checkpoint=path, schedule=schedule)
    # Other initial weights: all that counts stands in the checkpoint.
    model, history = run(make, model=network(7), resume=path, schedule=schedule)
    assert_same_parameters(model, wanted)
    assert history.step_losses == whole.step_losses
    assert history.epoch_boundaries == whole.epoch_boundaries


def test_resume_without_a_file_starts_and_keeps_writing_to_it(tmp_path):
    path = tmp_path / "run"
    run(stop_after=2, resume=path)
    assert path.exists()
    _, history = run(stop_after=None, resume=path)
    assert len(history.epoch_boundaries) == 6
    assert [file.name for file in tmp_path.iterdir()] == ["run"]


def test_another_checkpoint_file_leaves_the_first_as_it_is(tmp_path):
    run(stop_after=2, checkpoint=tmp_path / "first")
    before = (tmp_path / "first").read_bytes()
    run(resume=tmp_path / "first", checkpoint=tmp_path / "second")
    assert (tmp_path / "first").read_bytes() == before
    _, history = run(resume=tmp_path / "second")
    assert len(history.epoch_boundaries) == 6


def test_snapshots_asked_for_only_later_start_where_the_run_goes_on(tmp_path):
    run(stop_after=2, checkpoint=tmp_path / "run")
    _, history = run(resume=tmp_path / "run", snapshots=SnapshotPlan(10))
    assert [snapshot.step for snapshot in history.snapshots] == [10, 20, 30]


def test_writing_a_checkpoint_changes_nothing_about_the_run(tmp_path):
    assert_same_parameters(run()[0], run(checkpoint=tmp_path / "run")[0])


def test_float64_parameters_and_inputs(tmp_path):
    def double():
        model = network()
        for at in (1, 4):
            model[at].weight = model[at].weight.astype(np.float64)
            model[at].bias = model[at].bias.astype(np.float64)
        return model

    images = IMAGES.astype(np.float64)
    wanted, _ = run(images=images, model=double())
    run(images=images, model=double(), stop_after=3, checkpoint=tmp_path / "run")
    model, _ = run(images=images, model=double(), resume=tmp_path / "run")
    assert_same_parameters(model, wanted)
    assert model[1].weight.dtype == np.float64


def test_the_stop_button_then_resume_repeats_the_broken_epoch(tmp_path):
    calls = []

    def stop(history):
        calls.append(len(history.epoch_boundaries))
        if len(calls) == 2:
            raise KeyboardInterrupt

    _, history = run(on_update=stop, checkpoint=tmp_path / "run")
    assert history.interrupted
    model, history = run(resume=tmp_path / "run")
    assert not history.interrupted
    assert_same_parameters(model, run()[0])


# ---------------------------------------------------------------------------- what doesn't fit


def no_dropout():
    return Sequential(Flatten(), Linear(9, 6), ReLU(), Linear(6, 3))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"epochs": 7}, "was made with epochs 6, but now it is 7"),
        ({"batch_size": 5}, "was made with batch_size 4, but now it is 5"),
        ({"seed": 1}, "was made with seed 0, but now it is 1"),
        (
            {"schedule": cosine_decay},
            "was made with another schedule: give the same, or start anew",
        ),
        ({"images": IMAGES[::-1]}, "was made with other images or labels: give the same, or"),
        ({"labels": LABELS[::-1]}, "was made with other images or labels: give the same, or"),
        (
            {"validation": (IMAGES, LABELS)},
            "was made with other validation data: give the same, or start anew",
        ),
        ({"model": no_dropout()}, "was made with another model: give the same, or start anew"),
        ({"make": SGD}, 'was made with optimizer Adam {"lr": 0.1}, but now it is SGD {"lr": 0.1, '),
    ],
)
def test_another_run_is_named_and_nothing_changes(tmp_path, changed, message):
    path = tmp_path / "run"
    run(stop_after=2, checkpoint=path)
    content = path.read_bytes()
    changed = {"model": network(3)} | changed
    before = [array.copy() for array in changed["model"].parameters()]
    with pytest.raises(ValueError, match=re.escape(message)):
        run(resume=path, **changed)
    assert path.read_bytes() == content
    for array, other in zip(changed["model"].parameters(), before, strict=True):
        np.testing.assert_array_equal(array, other)


@pytest.mark.parametrize("how", ["checkpoint", "resume"])
def test_a_truncated_checkpoint_is_named_and_left_alone(tmp_path, how):
    path = tmp_path / "run"
    run(stop_after=1, checkpoint=path)
    content = path.read_bytes()
    for length in np.linspace(0, len(content) - 1, 12).astype(int):
        path.write_bytes(content[:length])
        with pytest.raises(FileFormatError, match=r"run is no checkpoint file, or is damaged \("):
            run(**{how: path})
        assert path.read_bytes() == content[:length]


@pytest.mark.parametrize("how", ["checkpoint", "resume"])
def test_a_file_with_something_else_is_never_overwritten(tmp_path, how):
    save_weights(network(), tmp_path / "weights")
    (tmp_path / "thesis.txt").write_text("ten years of work")
    for name, message in (
        ("weights", r"weights is no checkpoint of fit: its format is 'not stated', but must be "),
        ("thesis.txt", r"thesis\.txt is no checkpoint file, or is damaged \("),
    ):
        content = (tmp_path / name).read_bytes()
        with pytest.raises(FileFormatError, match=message):
            run(**{how: tmp_path / name})
        assert (tmp_path / name).read_bytes() == content


def test_a_checkpoint_is_no_weights_file_but_holds_them(tmp_path):
    model, _ = run(checkpoint=tmp_path / "run")
    with pytest.raises(FileFormatError, match=r"run does not fit the model: .* is missing"):
        load_weights(network(), tmp_path / "run")
    arrays, notes = storing.read_arrays(tmp_path / "run", "checkpoint")
    np.testing.assert_array_equal(arrays["model/1.weight"], model[1].weight)
    assert json.loads(notes["state"])["settings"]["epochs"] == 6


def test_a_folder_that_does_not_exist_is_found_out_before_training(tmp_path):
    path = tmp_path / "nowhere" / "run"
    with pytest.raises(
        FileNotFoundError, match=r"^the folder for the checkpoint .* does not exist$"
    ):
        run(checkpoint=path, on_update=lambda history: pytest.fail("it trained"))


def test_a_full_disk_leaves_the_last_checkpoint(tmp_path, monkeypatch):
    path = tmp_path / "run"
    writes = []

    def replace(source, target, original=os.replace):
        writes.append(target)
        if len(writes) == 3:
            raise OSError("no space left on device")
        original(source, target)

    monkeypatch.setattr(storing.os, "replace", replace)
    with pytest.raises(OSError, match="no space left"):
        run(checkpoint=path)
    monkeypatch.undo()
    model, _ = run(resume=path)
    assert_same_parameters(model, run()[0])
