"""Notebook 11 and ``benchmarks/train_mnist.py`` train the same network in the same way."""

import importlib
import json
from pathlib import Path

import numpy as np
import pytest

from cnn_helpers.data import load_mnist

REPOSITORY = Path(__file__).resolve().parents[1]
SAME = "epochs", "batch_size", "schedule", "prepare_batch", "seed"


class StartedError(Exception):
    """Raised in place of training, with what ``fit`` was called with."""


def start(model, images, labels, **arguments):
    raise StartedError(model, (images, labels, *arguments["validation"]), arguments)


@pytest.fixture(scope="module")
def cells():
    notebook = json.loads((REPOSITORY / "notebooks/11_training.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}


@pytest.fixture
def of_notebook(cells):
    names = {}
    exec(cells["setup"], names)
    names.update(mnist=load_mnist(), fit=start)
    for id in ("split", "network", "recipe", "curves"):
        exec(cells[id], names)
    with pytest.raises(StartedError) as started:
        exec(cells["train"], names)
    return started.value.args


@pytest.fixture
def benchmark(monkeypatch):
    # It asks for one thread and the processor's own kernel; that must not outlive the test.
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    for pinned in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        monkeypatch.delenv(pinned, raising=False)
    monkeypatch.syspath_prepend(REPOSITORY / "benchmarks")
    module = importlib.import_module("train_mnist")
    monkeypatch.setattr(module, "fit", start)
    return module


def test_notebook_trains_as_the_benchmark_does(of_notebook, benchmark):
    model, arrays, arguments = of_notebook
    with pytest.raises(StartedError) as started:
        benchmark.train(arguments["seed"], progress=False)
    other, other_arrays, other_arguments = started.value.args

    assert repr(model) == repr(other)
    pairs = zip(model.named_parameters(), other.named_parameters(), strict=True)
    for (name, parameter), (other_name, other_parameter) in pairs:
        assert name == other_name
        np.testing.assert_array_equal(parameter, other_parameter)
    for array, other_array in zip(arrays, other_arrays, strict=True):
        np.testing.assert_array_equal(array, other_array)
    assert {key: arguments[key] for key in SAME} == {key: other_arguments[key] for key in SAME}
    assert "augment" not in {**arguments, **other_arguments}
    optimizer, other_optimizer = arguments["optimizer"], other_arguments["optimizer"]
    assert type(optimizer) is type(other_optimizer)
    assert optimizer.lr == other_optimizer.lr


def test_notebook_splits_as_it_says(of_notebook):
    images, labels, validation_images, validation_labels = of_notebook[1]
    assert len(images) == len(labels) == 55_000
    assert len(validation_images) == len(validation_labels) == 5_000


def test_pictures_of_the_test_heap_appear_only_after_it_was_opened(cells):
    ids = list(cells)
    opened = ids.index("test")
    uses = [id for id in ids[:opened] if "test_images" in cells[id] or "test_labels" in cells[id]]
    # How many there are may be told before: their shape, and the length of the heap.
    assert uses == ["data-shapes", "split", "three-heaps"]
    assert "heaps[:2]" in cells["three-heaps"]
    assert sum("predict(network" in source for source in cells.values()) == 1
