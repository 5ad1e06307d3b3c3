"""The trained models that come with the course are as good as data/README.md says."""

import re

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.data import files
from cnn_helpers.training import load_trained, load_weights, marks_cnn, mnist_lenet, predict

PAGE = (files.data_folder() / "README.md").read_text(encoding="utf-8")
CASES = {
    "mnist_lenet": (mnist_lenet, data.load_mnist),
    "marks_cnn": (marks_cnn, lambda: data.load_marks(28)),
}


@pytest.mark.parametrize("name", CASES)
def test_accuracy_command_and_seed_are_those_of_the_page_and_of_the_file(name):
    plan, load = CASES[name]
    test_images, test_labels = load().test_images, load().test_labels
    logits = predict(load_trained(name), test_images, prepare_batch=data.as_batch)
    right = (logits.argmax(axis=1) == test_labels).mean()
    notes = load_weights(plan(), files.data_folder() / f"weights/{name}.safetensors")
    (row,) = re.findall(rf"^\| `{name}` \|.*$", PAGE, re.MULTILINE)
    assert f"`{notes['command']}`" in row
    assert f"| {notes['seed']} |" in row
    assert f"| {notes['test accuracy']} |" in row
    # Another processor may round another way and lose or win a picture or two.
    assert right == pytest.approx(float(notes["test accuracy"].rstrip("%")) / 100, abs=5e-4)
    assert notes["made with"] in PAGE


def test_each_call_makes_a_model_of_its_own_ready_to_answer():
    one, other = load_trained("marks_cnn"), load_trained("marks_cnn")
    assert not one.training
    assert one[0].weight is not other[0].weight
    one[0].weight *= 0
    assert np.abs(other[0].weight).max() > 0


def test_a_plan_with_a_seed_is_the_same_again():
    for plan in (mnist_lenet, marks_cnn):
        for array, other in zip(plan(4).parameters(), plan(4).parameters(), strict=True):
            np.testing.assert_array_equal(array, other)


def test_an_unknown_name():
    message = r"^there is no trained 'lenet', only marks_cnn and mnist_lenet$"
    with pytest.raises(ValueError, match=message):
        load_trained("lenet")


def test_a_damaged_file_is_named(monkeypatch, tmp_path):
    weights = tmp_path / "data" / "weights"
    weights.mkdir(parents=True)
    (weights / "marks_cnn.safetensors").write_bytes(b"not these")
    monkeypatch.setattr(files, "FOLDERS", (tmp_path / "data",))
    with pytest.raises(data.DataError, match=r"weights/marks_cnn\.safetensors is damaged"):
        load_trained("marks_cnn")
