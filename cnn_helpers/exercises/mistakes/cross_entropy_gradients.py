"""Known wrong gradients of softmax and cross-entropy."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["CROSS_ENTROPY"]


def _softmax(logits, axis=1):
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _one_hot(logits, labels):
    return (labels[:, None] == np.arange(logits.shape[1])).astype(float)


def _gradient(formula, softmax=_softmax, one_hot=_one_hot):
    """Return a form from ``formula(probabilities, one_hot, N)``."""

    def gradient(logits, labels):
        return formula(softmax(logits), one_hot(logits, labels), len(logits))

    return gradient


def _right(probabilities, one_hot, count):
    return (probabilities - one_hot) / count


def _lowered(place):
    """Subtract 1 at ``place(labels)``, which is not where the right classes stand."""

    def gradient(logits, labels):
        gradient = _softmax(logits)
        gradient[place(labels)] -= 1
        return gradient / len(logits)

    return gradient


def _without_shift(logits):
    powers = np.exp(logits)
    return powers / powers.sum(axis=1, keepdims=True)


def _one_shift(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum(axis=1, keepdims=True)


def _whole_sum(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def _sigmoid(logits):
    return np.where(logits > 0, 1, np.exp(-np.abs(logits))) / (1 + np.exp(-np.abs(logits)))


def _loss(logits, labels, reduce):
    shifted = logits - logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]
    return reduce(losses)


def _labels_off_by_one(logits, labels):
    return _one_hot(logits, (labels.astype(int) - 1) % logits.shape[1])


def _labels_as_numbers(logits, labels):
    return (_softmax(logits) - labels) / len(logits)


def _labels_as_numbers_in_a_column(logits, labels):
    return (_softmax(logits) - labels[:, None]) / len(logits)


def _softmax_slope(probabilities, one_hot, count):
    return probabilities * (1 - probabilities) / count


CROSS_ENTROPY = (
    Misconception(
        "not_divided",
        "Your numbers are N times too large. The loss is the mean over the N images: what does "
        "that do to each image's share?",
        (_gradient(lambda p, y, n: p - y),),
    ),
    Misconception(
        "divided_by_everything",
        "You divide by all numbers of the logits. The loss is a mean over the images, not over "
        "images and classes.",
        (
            _gradient(lambda p, y, n: (p - y) / p.size),
            _gradient(lambda p, y, n: (p - y) / p.shape[1]),
        ),
    ),
    Misconception(
        "divided_twice",
        "You divide by N twice. The mean over the images is taken once.",
        (_gradient(lambda p, y, n: (p - y) / n**2),),
    ),
    Misconception(
        "divided_in_part",
        "You divide only one of the two terms by N. The mean holds for their difference.",
        (
            _gradient(lambda p, y, n: p - y / n),
            _gradient(lambda p, y, n: p / n - y),
        ),
    ),
    Misconception(
        "wrong_sign",
        "Your gradient has the opposite sign. If the logit of the right class grows, the loss "
        "falls: which sign should stand there?",
        (_gradient(lambda p, y, n: (y - p) / n), _gradient(lambda p, y, n: y - p)),
    ),
    Misconception(
        "rows_lowered",
        "You subtract 1 from whole rows. An index with the labels alone takes rows; for each image "
        "you want one cell, in its own row.",
        (
            _lowered(lambda labels: labels),
            lambda logits, labels: _lowered(lambda labels: labels)(logits, labels) * len(logits),
        ),
    ),
    Misconception(
        "columns_lowered",
        "You subtract 1 in whole columns: [:, labels] takes these columns of every row. For each "
        "image you want one cell, in its own row.",
        (
            _lowered(lambda labels: (slice(None), labels)),
            lambda logits, labels: (
                _lowered(lambda labels: (slice(None), labels))(logits, labels) * len(logits)
            ),
        ),
    ),
    Misconception(
        "softmax_over_batch",
        "Your softmax runs down the batch. Which axis holds the classes of one image?",
        (
            _gradient(_right, softmax=lambda logits: _softmax(logits, axis=0)),
            _gradient(lambda p, y, n: p - y, softmax=lambda logits: _softmax(logits, axis=0)),
        ),
    ),
    Misconception(
        "softmax_over_everything",
        "All your probabilities together have the sum 1. Each image has its own: each row should "
        "have the sum 1.",
        (_gradient(_right, softmax=_whole_sum),),
    ),
    Misconception(
        "softmax_slope",
        "You return p * (1 - p), a slope of softmax. Together with cross-entropy nearly all of it "
        "cancels: what is left is simpler.",
        (
            _gradient(_softmax_slope),
            _gradient(lambda p, y, n: p * (1 - p)),
            _gradient(lambda p, y, n: (p - y) * p * (1 - p) / n),
        ),
    ),
    Misconception(
        "stops_at_the_probabilities",
        "You stop at the probabilities: -1/p at the right class is the gradient of the loss by "
        "them. One step is left, back through softmax to the logits.",
        (
            _gradient(lambda p, y, n: -y / p / n),
            _gradient(lambda p, y, n: np.where(y > 0, -1 / p, 0) / n),
            _gradient(lambda p, y, n: -y / (p + 1e-12) / n),
            _gradient(lambda p, y, n: np.where(y > 0, -1 / p, 0)),
        ),
    ),
    Misconception(
        "logits_for_probabilities",
        "You subtract from the logits. What should be compared with 1 and 0 are probabilities.",
        (
            _gradient(_right, softmax=lambda logits: logits),
            _gradient(lambda p, y, n: p - y, softmax=lambda logits: logits),
        ),
    ),
    Misconception(
        "labels_as_numbers",
        "You subtract the labels as if they were amounts: class 3 is not three times class 1. "
        "Subtract 1 at the right class and 0 elsewhere.",
        (_labels_as_numbers, _labels_as_numbers_in_a_column),
    ),
    Misconception(
        "labels_from_one",
        "The 1 is subtracted one class too early. Labels count from 0: label 0 is column 0.",
        (_gradient(_right, one_hot=_labels_off_by_one),),
    ),
    Misconception(
        "probabilities_only",
        "You return the probabilities. The label has to come in somewhere: what would the gradient "
        "be for a perfect answer?",
        (_gradient(lambda p, y, n: p), _gradient(lambda p, y, n: p / n)),
    ),
    Misconception(
        "right_class_only",
        "Only the right class has a gradient. The others took probability as well: their logits "
        "matter to the loss.",
        (
            _gradient(lambda p, y, n: y * (p - y) / n),
            _gradient(lambda p, y, n: -y / n),
            _gradient(lambda p, y, n: -y),
        ),
    ),
    Misconception(
        "loss_itself",
        "You return the loss. We ask how it changes with each logit: as many numbers as there are "
        "logits.",
        (
            lambda logits, labels: _loss(logits, labels, np.mean),
            lambda logits, labels: _loss(logits, labels, np.sum),
            lambda logits, labels: _loss(logits, labels, np.asarray),
        ),
    ),
    Misconception(
        "no_shift",
        "exp of a large logit is inf, and inf / inf is nan. Which number can you subtract from "
        "every logit of a row without changing its probabilities?",
        (
            _gradient(_right, softmax=_without_shift),
            _gradient(lambda p, y, n: p - y, softmax=_without_shift),
        ),
    ),
    Misconception(
        "one_shift_for_all",
        "You subtract the largest logit of the whole batch. A row that lies far below it becomes "
        "0 / 0: each row needs a shift of its own.",
        (_gradient(_right, softmax=_one_shift),),
    ),
    Misconception(
        "sigmoid",
        "You squeeze each logit by itself, with a sigmoid. Classes that exclude each other share "
        "one probability: softmax.",
        (_gradient(_right, softmax=_sigmoid),),
    ),
    Misconception(
        "mean_over_batch",
        "You add up, or average, over the images. Each image has its own gradient: the result has "
        "the shape of the logits.",
        (
            _gradient(lambda p, y, n: (p - y).mean(axis=0)),
            _gradient(lambda p, y, n: (p - y).sum(axis=0)),
            _gradient(lambda p, y, n: (p - y).mean()),
        ),
    ),
)
