"""Snapshots: what a model was on the way, at the memory that was announced."""

import numpy as np
import pytest

from cnn_helpers.layers import Conv2d, Flatten, Linear, ReLU
from cnn_helpers.training import Adam, Sequential, SnapshotPlan, fit

IMAGES = np.random.default_rng(9).random((10, 1, 4, 4), np.float32)
LABELS = np.arange(10) % 2


def run(plan, epochs=3):
    model = Sequential(Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(8, 2), seed=0)
    settings = {"epochs": epochs, "batch_size": 4, "progress": False}
    return model, fit(model, IMAGES, LABELS, optimizer=Adam(model), snapshots=plan, **settings)


@pytest.mark.parametrize(("every", "steps"), [(1, [*range(10)]), (4, [0, 4, 8, 9]), (50, [0, 9])])
def test_first_last_and_every_so_many_steps(every, steps):
    _, history = run(SnapshotPlan(every))
    assert [snapshot.step for snapshot in history.snapshots] == steps


def test_each_is_the_model_of_its_time():
    _, history = run(SnapshotPlan(3, images=IMAGES[:2], activations=["conv1", "linear1"]))
    for snapshot in history.snapshots[1:]:
        twin, _ = run(None, epochs=snapshot.step // 3)
        for name, array in twin.named_parameters():
            np.testing.assert_array_equal(snapshot.parameters[name], array)
        arrays = twin.trace(IMAGES[:2])
        assert list(snapshot.activations) == ["conv1", "linear1"]
        for name, array in snapshot.activations.items():
            np.testing.assert_array_equal(array, arrays[name])
    fresh = Sequential(Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(8, 2), seed=0)
    np.testing.assert_array_equal(history.snapshots[0].parameters["0.weight"], fresh[0].weight)


def test_taking_them_changes_nothing():
    (one, _), (two, _) = run(None), run(SnapshotPlan(1, images=IMAGES, activations=["relu1"]))
    for array, other in zip(one.parameters(), two.parameters(), strict=True):
        np.testing.assert_array_equal(array, other)


@pytest.mark.parametrize("every", [1, 2, 4, 5, 9, 100])
def test_the_memory_is_what_was_announced(every):
    plan = SnapshotPlan(every, parameters=["0.weight"], images=IMAGES[:3], activations=["relu1"])
    model, history = run(plan)
    one = 4 * (2 * 9 + 3 * 2 * 2 * 2)  # kernels, and three images' two maps of 2 by 2
    assert [snapshot.nbytes for snapshot in history.snapshots] == [one] * len(history.snapshots)
    assert plan.memory(model, steps=9) == one * len(history.snapshots)


def test_names_that_do_not_exist_and_images_that_are_missing():
    with pytest.raises(
        ValueError, match=r"^the model has no parameter '1.weight', only 0.weight, "
    ):
        run(SnapshotPlan(1, parameters=["1.weight"]))
    with pytest.raises(ValueError, match=r"^the model has no layer 'conv2', only images, conv1, "):
        run(SnapshotPlan(1, images=IMAGES, activations=["conv2"]))
    with pytest.raises(ValueError, match=r"^activations need images: give a few to SnapshotPlan"):
        SnapshotPlan(1, activations=["conv1"])
    with pytest.raises(ValueError, match=r"^every must be a whole number of at least 1, but is 0"):
        SnapshotPlan(0)
