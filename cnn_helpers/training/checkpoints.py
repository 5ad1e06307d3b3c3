"""A training run in a file, written at the end of each epoch, from which it can go on exactly.

A checkpoint is a safetensors file. Its arrays are the model's parameters (``model/0.weight``), what
the optimizer remembers (``optimizer/mean``) and the long parts of the history. Its notes hold the
rest as JSON: the settings of the run, and where each random generator stands. The position on the
schedule follows from the number of steps made.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np

from cnn_helpers.training.snapshots import Snapshot
from cnn_helpers.training.storing import FileFormatError, read_arrays, write_arrays
from cnn_helpers.training.weights import put_weights

__all__ = ["check_target", "fingerprint", "load_checkpoint", "save_checkpoint", "settings_of"]

_FORMAT = "cnn_helpers checkpoint 1"
# Of the history: these lists of numbers become arrays, these short things JSON.
_LISTS = {
    "step_losses": float,
    "epoch_boundaries": int,
    "train_loss": float,
    "train_accuracy": float,
    "validation_loss": float,
    "validation_accuracy": float,
}
_SHORT = ("dead_units", "warnings", "seconds")


def fingerprint(*arrays):
    """Return a number that changes with the arrays' shape, dtype and content.

    Examples
    --------
    >>> fingerprint(np.arange(3)) == fingerprint(np.arange(3)) != fingerprint(np.arange(4))
    True
    """
    value = 0
    for array in arrays:
        value = zlib.crc32(f"{array.shape} {array.dtype.str}".encode(), value)
        for first in range(0, len(array), 4096):  # a contiguous copy of a part only
            value = zlib.crc32(np.ascontiguousarray(array[first : first + 4096]), value)
    return value


def settings_of(model, optimizer, examples, validation, schedule, **numbers):
    """Return what must be the same when training goes on: a dictionary that JSON can hold."""
    public = {name: value for name, value in vars(optimizer).items() if name[0] != "_"}
    public.pop("model")
    scales = [1.0 if schedule is None else float(schedule(at / 8)) for at in range(9)]
    return {
        "model": repr(model),
        "optimizer": f"{type(optimizer).__name__} {json.dumps(public, sort_keys=True)}",
        "schedule": scales,
        "images or labels": fingerprint(*examples),
        "validation data": None if validation is None else fingerprint(*validation),
        **numbers,
    }


def check_target(path):
    """Complain, before hours of work, if a checkpoint can't be written to this place.

    Raises
    ------
    FileNotFoundError
        If the folder doesn't exist.
    FileFormatError
        If there is another kind of file: it isn't overwritten.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"the folder for the checkpoint {path} does not exist")
    if path.exists():
        _read(path)


def save_checkpoint(path, settings, model, optimizer, history, generators):
    """Write the state of a run, all or nothing; an older checkpoint there is replaced."""
    arrays = {f"model/{name}": array for name, array in model.named_parameters()}
    arrays |= {f"optimizer/{name}": array for name, array in optimizer.state().items()}
    for name, kind in _LISTS.items():
        arrays[f"history/{name}"] = np.array(getattr(history, name), kind)
    for number, snapshot in enumerate(history.snapshots):
        for part in ("parameters", "activations"):
            for name, array in getattr(snapshot, part).items():
                arrays[f"snapshot/{number}/{part}/{name}"] = array
    state = {
        "settings": settings,
        "history": {name: getattr(history, name) for name in _SHORT},
        "snapshot steps": [snapshot.step for snapshot in history.snapshots],
        "generators": [generator.bit_generator.state for generator in generators],
        "layers": model.random_state(),
    }
    write_arrays(path, arrays, {"format": _FORMAT, "state": json.dumps(state)})


def load_checkpoint(path, settings, model, optimizer, history, generators):
    """Bring a run back to the state that a checkpoint holds; nothing changes if it doesn't fit.

    Raises
    ------
    FileFormatError
        If the file is truncated or no checkpoint.
    ValueError
        If it was made with other settings, another model or other images.
    """
    arrays, state = _read(path)
    for name, now in settings.items():
        then = state["settings"].get(name)
        if then != now:
            raise ValueError(_difference(path, name, then, now))
    parts = {}
    for name, array in arrays.items():
        kind, _, rest = name.partition("/")
        parts.setdefault(kind, {})[rest] = array
    # The settings agree, so all of this fits the model that made the same choices.
    put_weights(model, parts["model"], path)
    optimizer.restore(parts.get("optimizer", {}))
    model.set_random_state(state["layers"])
    for generator, stored in zip(generators, state["generators"], strict=True):
        generator.bit_generator.state = stored
    for name in _LISTS:
        getattr(history, name)[:] = parts["history"][name].tolist()
    for name in _SHORT:
        setattr(history, name, state["history"][name])
    history.snapshots[:] = [Snapshot(step, {}, {}) for step in state["snapshot steps"]]
    for place, array in parts.get("snapshot", {}).items():
        number, part, name = place.split("/", 2)
        getattr(history.snapshots[int(number)], part)[name] = array


def _read(path):
    arrays, notes = read_arrays(path, "checkpoint")
    if notes.get("format") != _FORMAT:
        raise FileFormatError(
            f"{path} is no checkpoint of fit: its format is {notes.get('format', 'not stated')!r}, "
            f"but must be {_FORMAT!r}; it was left as it is"
        )
    return arrays, json.loads(notes["state"])


def _difference(path, name, then, now):
    if name in ("epochs", "batch_size", "seed", "optimizer"):
        return f"the checkpoint {path} was made with {name} {then}, but now it is {now}"
    other = "another" if name in ("model", "schedule") else "other"
    return f"the checkpoint {path} was made with {other} {name}: give the same, or start anew"
