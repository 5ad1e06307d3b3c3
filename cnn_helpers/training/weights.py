"""Save what a model has learned, and load it again, here or in PyTorch."""

from __future__ import annotations

import json

import numpy as np

from cnn_helpers.training.storing import FileFormatError, read_arrays, write_arrays

__all__ = ["load_weights", "put_weights", "save_weights"]

_NOTES = "cnn_helpers notes"


def save_weights(model, path, *, notes=None):
    """Write all parameters of a model to a file in the safetensors format.

    Names and shapes are PyTorch's: with the same layers there,
    ``torch_model.load_state_dict(safetensors.torch.load_file(path))`` takes them over.

    Parameters
    ----------
    model : Layer
        For example a :class:`~cnn_helpers.training.Sequential`.
    path : path-like
        Conventionally ends in ``.safetensors``. A file that is there already is replaced, at once
        and only when the new one is complete.
    notes : dict of str to str, optional
        Kept in the file's head: where the weights come from.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from cnn_helpers.layers import Linear
    >>> from cnn_helpers.training import Sequential
    >>> path = pathlib.Path(tempfile.mkdtemp(), "model.safetensors")
    >>> model, other = Sequential(Linear(3, 2), seed=0), Sequential(Linear(3, 2), seed=1)
    >>> save_weights(model, path)
    >>> load_weights(other, path)
    {}
    >>> bool((other[0].weight == model[0].weight).all())
    True
    """
    notes = {} if notes is None else notes
    for key, value in notes.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise TypeError(f"notes must be strings, but {key!r} is {value!r}")
    # The library writes several notes in any order. As one, the same notes give the same bytes.
    text = json.dumps(notes, sort_keys=True, ensure_ascii=False)
    write_arrays(path, dict(model.named_parameters()), {_NOTES: text})


def load_weights(model, path):
    """Give a model the parameters of a file that :func:`save_weights` or PyTorch's users wrote.

    Parameters
    ----------
    model : Layer
        With the same layers as the saved one. It keeps its parameters if anything doesn't fit.
    path : path-like

    Returns
    -------
    dict of str to str
        The file's notes.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileFormatError
        If the file is truncated, foreign, or made for another model; a ValueError.
    """
    arrays, notes = read_arrays(path, "weights")
    put_weights(model, arrays, path)
    return json.loads(notes[_NOTES]) if _NOTES in notes else notes


def put_weights(model, arrays, path):
    """Give a model these parameters if all of them fit, else none; ``path`` is for complaints."""
    current = dict(model.named_parameters())
    problems = [f"{name} is missing" for name in current if name not in arrays]
    problems += [f"the model has no {name}" for name in arrays if name not in current]
    for name in current.keys() & arrays.keys():
        if arrays[name].shape != current[name].shape:
            problems.append(f"{name} is {arrays[name].shape}, but must be {current[name].shape}")
        elif arrays[name].dtype.kind != "f":
            problems.append(f"{name} holds {arrays[name].dtype}, but must hold floats")
    if problems:
        more = f", and {len(problems) - 3} more" if len(problems) > 3 else ""
        raise FileFormatError(
            f"{path} does not fit the model: {'; '.join(sorted(problems)[:3])}{more}"
        )
    for name, array in arrays.items():
        if array.dtype == current[name].dtype:
            current[name][...] = array
        else:
            _set_parameter(model, name, array)


def _set_parameter(model, name, array):
    *positions, attribute = name.split(".")
    for position in positions:
        model = model[int(position)]
    setattr(model, attribute, np.array(array))
