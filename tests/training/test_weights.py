"""Weights in a file: bit by bit the same again, PyTorch's names, all or nothing."""

import re

import numpy as np
import pytest

from cnn_helpers.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import FileFormatError, Sequential, load_weights, save_weights, storing


def network(seed=0, bias=True):
    return Sequential(
        *(Conv2d(1, 2, (3, 2), bias=bias), ReLU(), MaxPool2d(2), Flatten()), Linear(8, 3), seed=seed
    )


def copies(model):
    return {name: array.copy() for name, array in model.named_parameters()}


def assert_same(model, arrays):
    for name, array in model.named_parameters():
        assert array.dtype == arrays[name].dtype
        np.testing.assert_array_equal(array, arrays[name])


def test_saved_and_loaded_is_the_same_to_the_last_bit(tmp_path):
    path = tmp_path / "weights.safetensors"
    saved = network(0)
    saved[4].weight = saved[4].weight.T.copy().T  # another memory order
    save_weights(saved, path, notes={"seed": "0", "made by": "ø"})
    other = network(1)
    arrays = other.parameters()
    assert load_weights(other, path) == {"seed": "0", "made by": "ø"}
    assert_same(other, copies(saved))
    assert all(one is two for one, two in zip(other.parameters(), arrays, strict=True))
    assert [file.name for file in tmp_path.iterdir()] == ["weights.safetensors"]


def test_the_same_weights_and_notes_are_the_same_bytes(tmp_path):
    notes = [(f"key {number}", "value") for number in range(9)]
    for name, order in (("one", 1), ("two", -1)):
        save_weights(network(3), tmp_path / name, notes=dict(notes[::order]))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_float64_weights_stay_float64(tmp_path):
    saved = network(0)
    saved[0].weight = saved[0].weight.astype(np.float64) / 3
    save_weights(saved, tmp_path / "w")
    other = Sequential(Sequential(*network(1)[:1]), *network(1)[1:])
    with pytest.raises(FileFormatError, match=r"does not fit the model: 0\.0\.bias is missing; "):
        load_weights(other, tmp_path / "w")
    other = network(2)
    load_weights(other, tmp_path / "w")
    assert other[0].weight.dtype == np.float64
    assert_same(other, copies(saved))


def test_inner_models(tmp_path):
    saved, other = (Sequential(Sequential(Linear(2, 2)), Linear(2, 1), seed=at) for at in (0, 1))
    saved[0][0].weight = saved[0][0].weight.astype(np.float64)
    save_weights(saved, tmp_path / "w")
    load_weights(other, tmp_path / "w")
    assert_same(other, copies(saved))


def test_pytorch_reads_it_and_answers_the_same(tmp_path):
    torch = pytest.importorskip("torch")
    load_file = pytest.importorskip("safetensors.torch").load_file
    model, path = network(0), tmp_path / "weights.safetensors"
    save_weights(model, path)
    nn = torch.nn
    twin = nn.Sequential(
        *(nn.Conv2d(1, 2, (3, 2)), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()), nn.Linear(8, 3)
    )
    twin.load_state_dict(load_file(path))
    images = np.random.default_rng(0).standard_normal((5, 1, 6, 5)).astype(np.float32)
    theirs = twin(torch.from_numpy(images)).detach().numpy()
    np.testing.assert_allclose(model(images), theirs, atol=1e-5)


def test_what_pytorch_wrote_is_read(tmp_path):
    torch = pytest.importorskip("torch")
    torch_files = pytest.importorskip("safetensors.torch")
    twin = torch.nn.Sequential(torch.nn.Linear(3, 2))
    torch_files.save_file(twin.state_dict(), tmp_path / "w")
    model = Sequential(Linear(3, 2))
    assert load_weights(model, tmp_path / "w") == {}
    np.testing.assert_array_equal(model[0].weight, twin[0].weight.detach().numpy())
    torch_files.save_file({"0.weight": twin[0].weight.detach().bfloat16()}, tmp_path / "half")
    with pytest.raises(FileFormatError, match=r"half (is no weights file|does not fit the model)"):
        load_weights(model, tmp_path / "half")


def test_every_truncation_is_noticed_and_the_model_stays(tmp_path):
    whole, path = tmp_path / "whole", tmp_path / "cut"
    save_weights(network(0), whole)
    content = whole.read_bytes()
    model = network(1)
    before = copies(model)
    for length in range(0, len(content), 7):
        path.write_bytes(content[:length])
        with pytest.raises(FileFormatError, match=r"cut is no weights file, or is damaged \("):
            load_weights(model, path)
    assert_same(model, before)


@pytest.mark.parametrize(
    "content", [b"", b"\x80\x04pickle", b"PK\x03\x04" + bytes(100), b"\xff" * 99]
)
def test_a_foreign_file(tmp_path, content):
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match=r"picture\.png is no weights file, or is damaged \("):
        load_weights(network(), path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (network(bias=False), "the model has no 0.bias"),
        (
            Sequential(Conv2d(1, 2, (2, 3)), *network()[1:]),
            "0.weight is (2, 1, 3, 2), but must be (2, 1, 2, 3)",
        ),
        (
            Sequential(ReLU(), *network()),
            "1.bias is missing; 1.weight is missing; 5.bias is missing, and 5 more",
        ),
    ],
)
def test_weights_of_another_model_change_nothing(tmp_path, other, message):
    path = tmp_path / "weights"
    save_weights(network(), path)
    before = copies(other)
    with pytest.raises(
        FileFormatError, match=re.escape(f"weights does not fit the model: {message}")
    ):
        load_weights(other, path)
    assert_same(other, before)


def test_no_such_file_and_no_such_notes(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"^there is no weights file at .*nothing$"):
        load_weights(network(), tmp_path / "nothing")
    with pytest.raises(TypeError, match=r"^notes must be strings, but 'seed' is 3$"):
        save_weights(network(), tmp_path / "w", notes={"seed": 3})
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_while_writing_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "weights"
    save_weights(network(0), path)
    before = path.read_bytes()

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(storing.os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        save_weights(network(1), path)
    assert path.read_bytes() == before


def test_arrays_of_any_number_of_axes_and_any_memory_order_come_back(tmp_path):
    arrays = {
        "number": np.array(7),
        "none": np.zeros((0, 3), np.float32),
        "turned": np.arange(6.0).reshape(2, 3).T,
        "part": np.arange(20)[3:17:5],
    }
    storing.write_arrays(tmp_path / "a", arrays, {})
    read, notes = storing.read_arrays(tmp_path / "a", "test")
    assert notes == {}
    for name, array in arrays.items():
        assert (read[name].shape, read[name].dtype) == (array.shape, array.dtype)
        np.testing.assert_array_equal(read[name], array)
