"""Reading the reference arrays that PyTorch made, and slopes measured by small steps."""

import json
from pathlib import Path

import numpy as np
import pytest

REFERENCE = Path(__file__).parent / "reference"


def reference_cases(name):
    """Return one pytest parameter (settings, arrays) for each case in ``reference/name.npz``."""
    with np.load(REFERENCE / f"{name}.npz") as file:
        assert str(file["made_with"]).startswith("torch 2.13.0")
        settings = json.loads(str(file["cases"]))
        arrays = [{} for _ in settings]
        for key in file.files:
            number, _, array_name = key.partition("/")
            if array_name:
                arrays[int(number)][array_name] = file[key]
    return [
        pytest.param(case, case_arrays, id=", ".join(f"{key} {case[key]}" for key in case) or "-")
        for case, case_arrays in zip(settings, arrays, strict=True)
    ]


def pair(value):
    """Turn what JSON made a list back to a tuple."""
    return tuple(value) if isinstance(value, list) else value


def numerical_gradient(function, array, step=1e-6):
    """Return the derivative of a number by each entry of an array, by central differences."""
    array = np.array(array, float)
    gradient = np.empty_like(array)
    for position in np.ndindex(array.shape):
        value = array[position]
        array[position] = value + step
        above = function(array)
        array[position] = value - step
        below = function(array)
        array[position] = value
        gradient[position] = (above - below) / (2 * step)
    return gradient


def memory_orders(array):
    """Return the same numbers in five memory orders: C, Fortran, batch last, gaps, backwards."""
    with_gaps = np.full([2 * length for length in array.shape], 99, array.dtype)
    with_gaps = with_gaps[(slice(None, None, 2),) * array.ndim]
    with_gaps[...] = array
    batch_last = np.ascontiguousarray(np.moveaxis(array, 0, -1))
    backwards = np.ascontiguousarray(array[::-1, ..., ::-1])[::-1, ..., ::-1]
    return {
        "C": np.ascontiguousarray(array),
        "Fortran": np.asfortranarray(array),
        "batch last": np.moveaxis(batch_last, -1, 0),
        "gaps": with_gaps,
        "backwards": backwards,
    }
