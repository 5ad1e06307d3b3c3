"""Exercises of notebook 11, ``11_training``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import distinct, with_gaps

__all__ = ["EXERCISES"]

_STEP = (
    Argument("parameter", ("D",)),
    Argument("gradient", ("D",)),
    Argument("velocity", ("D",)),
    Argument("lr", simple=(0.5, 0.25), keyword_only=True),
    Argument("momentum", simple=(0.0, 0.25), keyword_only=True),
)
_MATRIX = (
    Argument("labels", ("N",)),
    Argument("predictions", ("N",)),
    Argument("num_classes"),
)


def _step_calls(random):
    def step(shape, lr, momentum, layout=np.asarray, kind=float):
        names = ("parameter", "gradient", "velocity")
        values = {name: layout(distinct(random, shape).astype(kind)) for name in names}
        arguments = tuple(
            Argument(
                argument.name,
                _AXES[len(shape)] if argument.axes else (),
                argument.simple,
                argument.keyword_only,
            )
            for argument in _STEP
        )
        return Call(arguments, {**values, "lr": lr, "momentum": momentum}, count=2)

    at_rest = step((3,), 0.5, 0.75)
    at_rest.values["velocity"][:] = 0
    return [
        step((1,), 0.25, 0.75),
        step((3,), 0.5, 0.25),
        step((2, 3), 0.1, 0.9),
        step((3, 3), 0.01, 0.8),
        step((2, 1, 3, 2), 0.3, 0.95),
        step((4,), 0.25, 0.0),
        at_rest,
        step((5,), 0.125, 0.75, with_gaps),
        step((3, 2), 0.25, 0.75, kind=np.float32),
        step((2,), 2.0, 0.75),
    ]


_AXES = {1: ("D",), 2: ("K", "D"), 4: ("F", "C", "KH", "KW")}


def _matrix_calls(random):
    def matrix(count, num_classes, highest=None, kind=int):
        highest = num_classes if highest is None else highest
        labels = random.integers(0, highest, count)
        # Two samples in three are called rightly; rows still get several different columns.
        predictions = np.where(
            random.random(count) < 0.6, labels, random.integers(0, highest, count)
        )
        # Repeats of one mistake, a row with different predictions, and the mistake's mirror image
        # more rarely: whatever else chance brings.
        first, second = random.permutation(highest)[:2]
        labels = np.concatenate([labels, [first, first, first, first, second]])
        predictions = np.concatenate([predictions, [second, second, second, first, second]])
        order = random.permutation(len(labels))
        return Call(
            _MATRIX,
            {
                "labels": labels[order].astype(kind),
                "predictions": predictions[order].astype(kind),
                "num_classes": num_classes,
            },
        )

    one = Call(_MATRIX, {"labels": np.array([1]), "predictions": np.array([0]), "num_classes": 2})
    return [
        one,
        matrix(0, 2),
        matrix(1, 3),
        matrix(8, 3),
        matrix(4, 6, highest=4),
        matrix(20, 10, highest=8),
        matrix(30, 5),
        matrix(12, 4, kind=np.uint8),
        matrix(12, 4, kind=np.int32),
    ]


def _labels_fit(call):
    largest = max(int(call.values["labels"].max()), int(call.values["predictions"].max()))
    return call.values["num_classes"] > max(largest, 1)


EXERCISES = (
    Exercise(
        id="sgd_momentum_step",
        title="one step downhill, with momentum",
        notebook="11_training",
        points=2,
        signature=(
            "sgd_momentum_step(parameter, gradient, velocity, *, lr, momentum) "
            "-> (parameter, velocity)"
        ),
        statement=(
            "Take one step of gradient descent with momentum. The new velocity is momentum times "
            "the old velocity plus the gradient; the new parameter is the old one minus lr times "
            "the new velocity. Return both as new arrays and leave the three arrays as they are."
        ),
        stub=(
            "def sgd_momentum_step(parameter, gradient, velocity, *, lr, momentum):\n"
            '    """Return the new parameter and the new velocity, as new arrays."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Two lines, in this order: first the velocity, then the parameter. Try it by hand with "
            "parameter 1, gradient 2, velocity 4, lr 0.5 and momentum 0.5.",
            "The parameter's step uses the velocity that you have just worked out. lr appears only "
            "in that second line.",
            "new_velocity = momentum * velocity + gradient makes a new array. The second line "
            "subtracts lr * new_velocity from parameter. Return the two, parameter first.",
        ),
        arguments=_STEP,
        results=(Result("parameter"), Result("velocity")),
        make_calls=_step_calls,
        is_valid=lambda call: True,
        part="training",
        withheld=("cnn_helpers.training.SGD",),
    ),
    Exercise(
        id="confusion_matrix",
        title="what is taken for what?",
        notebook="11_training",
        points=2,
        signature="confusion_matrix(labels (N,), predictions (N,), num_classes) -> (K, K) int",
        statement=(
            "Count how often each true class was called each class. Row = the true label, column = "
            "the prediction; the matrix has num_classes rows and as many columns, whichever "
            "classes happen to occur."
        ),
        stub=(
            "def confusion_matrix(labels, predictions, num_classes):\n"
            '    """Return counts (K, K): row = true label, column = prediction."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Start from a table of zeros. Then walk through the samples: which one cell does a "
            "sample with label 2 and prediction 0 belong to?",
            "The same pair can come many times, and each time counts. A loop over "
            "zip(labels, predictions) sees every sample once.",
            "matrix = np.zeros((num_classes, num_classes), dtype=int); inside the loop add 1 to "
            "matrix[label, prediction]; return the matrix after the loop.",
        ),
        arguments=_MATRIX,
        results=(Result("the matrix", whole=True),),
        make_calls=_matrix_calls,
        is_valid=_labels_fit,
        part="training",
    ),
)
