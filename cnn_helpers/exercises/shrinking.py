"""Make a failing call small enough to work through by hand."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np

from cnn_helpers.exercises.functions import NamedFunction

__all__ = ["shrink"]

MOST_TRIES = 300


def shrink(call, still_fails, is_valid, *, seconds, values=True):
    """Return the smallest call in reach that still fails.

    Drops rows, columns, channels and samples one after the other while the call keeps failing, then
    puts simpler numbers in.

    Parameters
    ----------
    call : Call
        A failing call.
    still_fails : callable
        ``still_fails(call)`` runs the student's function and says whether it fails in the same way.
    is_valid : callable
        Whether a call keeps the rules of the exercise.
    seconds : float
        After so long the best call so far has to do.
    values : bool
        Whether zeros and ones may replace other numbers; without, numbers are only counted through
        (what a wrong *shape* needs to be seen).
    """
    deadline = time.monotonic() + seconds
    tries = 0

    def accept(candidate):
        nonlocal tries
        tries += 1
        return is_valid(candidate) and still_fails(candidate)

    def smaller_than(call, propose):
        while tries < MOST_TRIES and time.monotonic() < deadline:
            for candidate in propose(call):
                if tries >= MOST_TRIES or time.monotonic() > deadline:
                    return call
                if accept(candidate):
                    call = candidate
                    break
            else:
                return call
        return call

    for _ in range(2):
        before = call.size
        call = smaller_than(call, _with_fewer)
        for argument in call.arguments:
            if argument.name in call.values:
                call = _simpler(call, argument, accept, values)
        # Among simpler numbers there may be more to leave out.
        if call.size == before:
            break
    return call


def _with_fewer(call):
    """Yield calls with one index less along one axis, or along two axes at once."""
    sizes = call.sizes()
    for axis, size in sizes.items():
        if size > 1:
            for index in reversed(range(size)):
                yield call.without(axis, index)
    for first, second in combinations(sizes, 2):
        if sizes[first] > 1 and sizes[second] > 1:
            yield call.without(first, -1).without(second, -1)
    for argument in call.arguments:
        value = call.values.get(argument.name)
        if not argument.axes and type(value) is int and value > 0:
            yield call.replaced(**{argument.name: value - 1})


def _simpler(call, argument, accept, values):
    value = call.values[argument.name]
    if isinstance(value, NamedFunction):
        return _simpler_function(call, argument.name, accept)
    if not isinstance(value, np.ndarray):
        if isinstance(value, int):
            return call
        options = argument.simple if isinstance(argument.simple, tuple) else ()
        candidates = (call.replaced(**{argument.name: option}) for option in options)
        return next((candidate for candidate in candidates if accept(candidate)), call)
    if argument.simple == "keep":
        return call
    counted = np.arange(1, value.size + 1).reshape(value.shape)
    if argument.simple == "bytes":
        counted = counted * 51 % 256
    # empty_like keeps the layout in memory, which may be what the function stumbles over.
    numbers = np.empty_like(value)
    numbers[...] = counted
    counted = call.replaced(**{argument.name: numbers})
    if argument.simple == "count" or not values:
        return counted if accept(counted) else call
    return _cell_by_cell(call, argument, accept)


def _simpler_function(call, name, accept):
    for key, array in call.values[name].arrays.items():
        counted = np.arange(1, array.size + 1).reshape(array.shape)
        for numbers in (np.ones(array.shape), counted):
            function = call.values[name].replaced(**{key: numbers.astype(array.dtype)})
            candidate = call.replaced(**{name: function})
            if accept(candidate):
                call = candidate
                break
    return call


def _cell_by_cell(call, argument, accept):
    steps = (0, 51, 255) if argument.simple == "bytes" else (0, 1, 2, 3)
    # All ones make a better example than all zeros, where both will do.
    for step in (*steps[1:], 0):
        value = call.values[argument.name]
        candidate = call.replaced(**{argument.name: np.full_like(value, step)})
        if accept(candidate):
            return candidate
    for index in np.ndindex(call.values[argument.name].shape):
        for step in steps:
            value = call.values[argument.name].copy()
            if value[index] == step:
                break
            value[index] = step
            candidate = call.replaced(**{argument.name: value})
            if accept(candidate):
                call = candidate
                break
    return call
