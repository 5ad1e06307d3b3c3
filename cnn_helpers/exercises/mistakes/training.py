"""Known wrong answers to the exercises of notebook 11."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["MISTAKES"]


def _step(change):
    """Turn ``change(parameter, gradient, velocity, lr, momentum)`` into a whole answer."""

    def step(parameter, gradient, velocity, *, lr, momentum):
        return change(parameter, gradient, velocity, lr, momentum)

    return step


def _new(velocity, gradient, momentum):
    return momentum * velocity + gradient


def _cut(velocity, gradient, momentum):
    return np.trunc(_new(velocity, gradient, momentum))


_STEP = (
    Misconception(
        "uphill",
        "You step uphill: the parameter moves along the gradient, where the loss grows. Which sign "
        "takes you down?",
        (_step(lambda p, g, v, lr, m: (p + lr * _new(v, g, m), _new(v, g, m))),),
    ),
    Misconception(
        "dampened_gradient",
        "Your gradient is multiplied with (1 - momentum): a running average. Here, as in PyTorch's "
        "SGD, the gradient enters the velocity in full.",
        (
            _step(
                lambda p, g, v, lr, m: (
                    p - lr * (m * v + (1 - m) * g),
                    m * v + (1 - m) * g,
                )
            ),
        ),
    ),
    Misconception(
        "old_velocity",
        "The velocity is right, but the parameter still moves with the old one. Work out the new "
        "velocity first, then step with that.",
        (_step(lambda p, g, v, lr, m: (p - lr * v, _new(v, g, m))),),
    ),
    Misconception(
        "lr_inside_velocity",
        "You keep lr inside the velocity. That is another convention, and a good one elsewhere; "
        "here, as in PyTorch, the velocity holds gradients only, and lr comes in with the step.",
        (
            _step(lambda p, g, v, lr, m: (p - (m * v + lr * g), m * v + lr * g)),
            _step(lambda p, g, v, lr, m: (p + (m * v - lr * g), m * v - lr * g)),
        ),
    ),
    Misconception(
        "negative_velocity",
        "Your velocity points downhill: the gradient enters it with a minus. Here the velocity "
        "gathers gradients as they are, and the minus stands in the parameter's step.",
        (
            _step(lambda p, g, v, lr, m: (p + lr * (m * v - g), m * v - g)),
            _step(lambda p, g, v, lr, m: (p - lr * (m * v - g), m * v - g)),
        ),
    ),
    Misconception(
        "lr_twice",
        "lr counts twice: once in the velocity and once more in the parameter's step. It belongs "
        "into the step alone.",
        (_step(lambda p, g, v, lr, m: (p - lr * (m * v + lr * g), m * v + lr * g)),),
    ),
    Misconception(
        "nesterov",
        "Your parameter moves by gradient + momentum * new velocity: Nesterov's variant, which "
        "looks one step ahead. Here it moves by the new velocity alone.",
        (
            _step(lambda p, g, v, lr, m: (p - lr * (g + m * _new(v, g, m)), _new(v, g, m))),
            _step(lambda p, g, v, lr, m: (p + m * (m * v - lr * g) - lr * g, m * v - lr * g)),
        ),
    ),
    Misconception(
        "velocity_untouched",
        "The parameter is right, but you return the velocity as it was. The next step needs the "
        "new one.",
        (_step(lambda p, g, v, lr, m: (p - lr * _new(v, g, m), v)),),
    ),
    Misconception(
        "plain_descent",
        "Your parameter moves by the gradient alone: plain gradient descent. Where does the "
        "velocity come in?",
        (
            _step(lambda p, g, v, lr, m: (p - lr * g, _new(v, g, m))),
            _step(lambda p, g, v, lr, m: (p - lr * g, v)),
            _step(lambda p, g, v, lr, m: (p - lr * g, g)),
        ),
    ),
    Misconception(
        "momentum_forgotten",
        "Your velocity keeps all of the past: momentum should make the old velocity fade.",
        (_step(lambda p, g, v, lr, m: (p - lr * (v + g), v + g)),),
    ),
    Misconception(
        "momentum_on_gradient",
        "momentum multiplies the gradient in your velocity. It should make the old velocity fade; "
        "the gradient comes in fresh.",
        (_step(lambda p, g, v, lr, m: (p - lr * (v + m * g), v + m * g)),),
    ),
    Misconception(
        "swapped_results",
        "Both arrays are right, but in the wrong order: parameter first, then velocity.",
        (_step(lambda p, g, v, lr, m: (_new(v, g, m), p - lr * _new(v, g, m))),),
    ),
    Misconception(
        "integer_buffer",
        "Everything after the decimal point is gone. An array made for integers cuts what is put "
        "into it: what type of number do parameter and velocity need?",
        (
            _step(lambda p, g, v, lr, m: (p - lr * _cut(v, g, m), _cut(v, g, m))),
            _step(lambda p, g, v, lr, m: (np.trunc(p - lr * _cut(v, g, m)), _cut(v, g, m))),
        ),
    ),
    Misconception(
        "parameter_only",
        "Your function returns the parameter alone. The next step needs the velocity as well: "
        "return both.",
        (_step(lambda p, g, v, lr, m: p - lr * _new(v, g, m)),),
    ),
)


def _counts(labels, predictions, size):
    matrix = np.zeros((size, size), dtype=int)
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


def _by_name(labels, predictions, num_classes):
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    matrix[labels, predictions] += 1
    return matrix


def _size_from_data(labels, predictions, num_classes):
    return _counts(labels, predictions, max(labels.max(), predictions.max()) + 1)


def _size_from_labels(labels, predictions, num_classes):
    return _counts(labels, predictions, labels.max() + 1)


def _size_from_kinds(labels, predictions, num_classes):
    return _counts(labels, predictions, len(np.unique(labels)))


def _kinds_that_occur(labels, predictions, num_classes):
    kinds = np.union1d(labels, predictions)
    return _counts(labels, predictions, num_classes)[np.ix_(kinds, kinds)]


def _diagonal_only(labels, predictions, num_classes):
    return np.diag(np.diag(_counts(labels, predictions, num_classes)))


def _hits_only(labels, predictions, num_classes):
    return np.diag(_counts(labels, predictions, num_classes))


def _mistakes_only(labels, predictions, num_classes):
    counts = _counts(labels, predictions, num_classes)
    return counts - np.diag(np.diag(counts))


def _per_row(labels, predictions, num_classes):
    counts = _counts(labels, predictions, num_classes)
    return counts / counts.sum(axis=1, keepdims=True)


def _per_row_kept_finite(labels, predictions, num_classes):
    counts = _counts(labels, predictions, num_classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def _per_column(labels, predictions, num_classes):
    counts = _counts(labels, predictions, num_classes)
    return counts / counts.sum(axis=0, keepdims=True)


def _per_sample(labels, predictions, num_classes):
    return _counts(labels, predictions, num_classes) / len(labels)


_MATRIX = (
    Misconception(
        "transposed",
        "Rows and columns have changed places: the row is the true label, the column is what was "
        "predicted.",
        (lambda labels, predictions, k: _counts(predictions, labels, k),),
    ),
    Misconception(
        "repeats_lost",
        "Pairs that come several times are counted once. matrix[labels, predictions] += 1 reads "
        "all old values before it writes: of equal places only one write stays.",
        (_by_name,),
    ),
    Misconception(
        "normalised",
        "You return shares. Here we want counts, whole numbers: a share hides how many samples "
        "stand behind it.",
        (
            _per_row,
            _per_row_kept_finite,
            _per_column,
            _per_sample,
            lambda labels, predictions, k: 100 * _per_sample(labels, predictions, k),
            lambda labels, predictions, k: 100 * _per_row(labels, predictions, k),
        ),
    ),
    Misconception(
        "size_from_data",
        "You take the size of the matrix from the data. A class that doesn't occur in this batch "
        "still has its row and column: use num_classes.",
        (_size_from_data, _size_from_labels, _size_from_kinds, _kinds_that_occur),
    ),
    Misconception(
        "diagonal_only",
        "Only the samples that were predicted rightly are counted. The mistakes are what makes the "
        "matrix interesting: each has its own cell too.",
        (_diagonal_only, _hits_only),
    ),
    Misconception(
        "mistakes_only",
        "Only the mistakes are counted. The samples that were predicted rightly belong on the "
        "diagonal.",
        (_mistakes_only,),
    ),
    Misconception(
        "accuracy",
        "You return one number, the share (or count) of right predictions. We want a table that "
        "tells which class was taken for which.",
        (
            lambda labels, predictions, k: (labels == predictions).mean(),
            lambda labels, predictions, k: (labels == predictions).sum(),
        ),
    ),
    Misconception(
        "counted_from_one",
        "Your classes are shifted by one. Labels count from 0: label 0 has row 0.",
        (
            lambda labels, predictions, k: _counts(
                labels.astype(int) - 1, predictions.astype(int) - 1, k
            ),
        ),
    ),
)

MISTAKES = {"sgd_momentum_step": _STEP, "confusion_matrix": _MATRIX}
