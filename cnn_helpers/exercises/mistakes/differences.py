"""Known wrong ways to measure a gradient with small steps."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["DIFFERENCES"]


def _stepped(array, index, size):
    stepped = array.copy()
    stepped[index] += size
    return stepped


def _each(rise):
    """Return a form from ``rise(function, array, index, epsilon)``, the slope at one entry."""

    def gradient(function, array, epsilon=1e-5):
        slopes = np.zeros(array.shape)
        for index in np.ndindex(array.shape):
            slopes[index] = rise(function, array, index, epsilon)
        return slopes

    return gradient


def _central(function, array, index, epsilon):
    up, down = _stepped(array, index, epsilon), _stepped(array, index, -epsilon)
    return (function(up) - function(down)) / (2 * epsilon)


def _forward(function, array, index, epsilon):
    return (function(_stepped(array, index, epsilon)) - function(array)) / epsilon


def _backward(function, array, index, epsilon):
    return (function(array) - function(_stepped(array, index, -epsilon))) / epsilon


def _piling_up(function, array, epsilon=1e-5):
    """Never put an entry back."""
    array, slopes = array.copy(), np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        array[index] += epsilon
        up = function(array)
        array[index] -= 2 * epsilon
        slopes[index] = (up - function(array)) / (2 * epsilon)
    return slopes


def _left_up(function, array, epsilon=1e-5):
    """Take both steps from where the array is, and leave it one step up."""
    array, slopes = array.copy(), np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        down = function(_stepped(array, index, -epsilon))
        array[index] += epsilon
        slopes[index] = (function(array) - down) / (2 * epsilon)
    return slopes


def _all_at_once(function, array, epsilon=1e-5):
    return (function(array + epsilon) - function(array - epsilon)) / (2 * epsilon)


def _whole_rows(function, array, epsilon=1e-5):
    """Move array[row], which is many entries at once if there are more axes."""
    slopes = np.zeros(array.shape)
    for row in range(len(array)):
        slopes[row] = _central(function, array, row, epsilon)
    return slopes


DIFFERENCES = (
    Misconception(
        "one_sided",
        "You compare a step to one side with the place itself. Where the curve bends, that is off "
        "by as much as the step is wide: which two places does a central difference compare?",
        (_each(_forward), _each(_backward)),
    ),
    Misconception(
        "not_halved",
        "Your slopes are twice too steep: between epsilon to the left and epsilon to the right, "
        "how far apart are the two places?",
        (_each(lambda *at: 2 * _central(*at)),),
    ),
    Misconception(
        "half_of_one_side",
        "You step to one side only but divide by both: how far did you really go?",
        (_each(lambda *at: _forward(*at) / 2), _each(lambda *at: _backward(*at) / 2)),
    ),
    Misconception(
        "entry_not_restored",
        "The entries that you moved stay moved while you look at the next one. Before each new "
        "entry, how should the array look?",
        (_piling_up, _left_up),
    ),
    Misconception(
        "all_at_once",
        "You move several entries at once, so that you measure the sum of their slopes. Each entry "
        "has its own: how many entries may move while you measure one?",
        (
            _all_at_once,
            lambda function, array, epsilon=1e-5: np.full(
                array.shape, _all_at_once(function, array, epsilon)
            ),
            lambda function, array, epsilon=1e-5: np.full(
                array.shape, _all_at_once(function, array, epsilon) / array.size
            ),
            _whole_rows,
        ),
    ),
    Misconception(
        "wrong_sign",
        "Your gradient has the opposite sign. Which of the two values do you subtract from which, "
        "if a rising curve should have a positive slope?",
        (_each(lambda *at: -_central(*at)), _each(lambda *at: -_forward(*at))),
    ),
    Misconception(
        "not_divided",
        "You return how much the function rises. A slope says how much for each step: by what do "
        "you divide?",
        (
            _each(lambda *at: _central(*at) * 2 * at[-1]),
            _each(lambda *at: _forward(*at) * at[-1]),
        ),
    ),
    Misconception(
        "multiplied_by_step",
        "You multiply with the width of the step, or with half of it. A slope is rise divided by "
        "width: mind the round brackets around 2 * epsilon.",
        (
            _each(lambda *at: _central(*at) * (2 * at[-1]) ** 2),
            _each(lambda *at: _central(*at) * at[-1] ** 2),
        ),
    ),
    Misconception(
        "epsilon_ignored",
        "Your step has a fixed width. The caller chooses it: epsilon.",
        (
            *(
                _each(
                    lambda function, array, index, _, size=size: _central(
                        function, array, index, size
                    )
                )
                for size in (1e-5, 1e-4, 1e-3)
            ),
        ),
    ),
    Misconception(
        "half_steps",
        "Your steps go half of epsilon to each side. Here each of the two goes a whole epsilon.",
        (
            _each(
                lambda function, array, index, epsilon: _central(
                    function, array, index, epsilon / 2
                )
            ),
        ),
    ),
    Misconception(
        "second_difference",
        "You measure how the curve bends: the value in the middle counts twice. For a slope, the "
        "two values at the sides are enough.",
        (
            _each(
                lambda function, array, index, epsilon: (
                    (
                        function(_stepped(array, index, epsilon))
                        - 2 * function(array)
                        + function(_stepped(array, index, -epsilon))
                    )
                    / epsilon**2
                )
            ),
        ),
    ),
    Misconception(
        "one_row",
        "Your result is one long row. Each entry's slope belongs where the entry stands: the "
        "gradient has the shape of the array.",
        (lambda *arguments: _each(_central)(*arguments).ravel(),),
    ),
)
