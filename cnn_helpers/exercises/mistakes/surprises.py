"""Known wrong answers to ``cross_entropy``."""

from __future__ import annotations

import math

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes.log_probabilities import (
    binary_forms,
    from_logs,
    from_shares,
    kept_from_zero,
    logs,
    one_hot,
    picked,
    shares,
    shares_unshifted,
    sum_per_sample,
)

__all__ = ["CROSS_ENTROPY"]


def _log_of_each_share(logits, labels):
    # 0 times minus infinity: nan as soon as any class has a probability of 0.
    return -(one_hot(logits, labels) * np.log(shares(logits))).sum() / len(labels)


def _with_math(logits, labels):
    # math.exp(1000) is an error, where np.exp(1000) is inf.
    total = 0.0
    for row, label in zip(logits.tolist(), labels, strict=True):
        powers = [math.exp(logit) for logit in row]
        total -= math.log(powers[label] / sum(powers))
    return total / len(labels)


def _unshifted_difference(logits, labels):
    return (np.log(np.exp(logits).sum(axis=1)) - picked(logits, labels)).mean()


def _shift_in_one_place(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return (np.log(np.exp(shifted).sum(axis=1)) - picked(logits, labels)).mean()


def _one_shift_for_all(logits, labels):
    shifted = logits - logits.max()
    return (np.log(np.exp(shifted).sum(axis=1)) - picked(shifted, labels)).mean()


def _gradient(logits, labels):
    return (shares(logits) - one_hot(logits, labels)) / len(labels)


def _squared(reduce):
    return lambda logits, labels: reduce((shares(logits) - one_hot(logits, labels)) ** 2)


CROSS_ENTROPY = (
    Misconception(
        "sum",
        "You add the surprises of all samples up. The loss is their mean: a batch twice as large "
        "shouldn't be twice as wrong.",
        (from_logs(lambda logs: -logs.sum()),),
    ),
    Misconception(
        "mean_over_classes",
        "You divide by the number of classes as well, or by that alone. Each sample has one "
        "surprise, that of its right class: over how many numbers does the mean run?",
        (
            lambda logits, labels: -picked(logs(logits), labels).sum() / logits.size,
            lambda logits, labels: -picked(logs(logits), labels).sum() / logits.shape[1],
        ),
    ),
    Misconception(
        "log_of_probability",
        "A probability has rounded to 0, and the logarithm of 0 is minus infinity. Don't make the "
        "probability first: the logarithm of exp(z) / sum is z - log(sum), which stays finite.",
        (
            from_shares(lambda p: -np.log(p).mean()),
            _log_of_each_share,
            lambda logits, labels: (
                -sum(map(math.log, picked(shares(logits), labels))) / len(labels)
            ),
        ),
    ),
    Misconception(
        "epsilon_in_log",
        "A small number inside your logarithm keeps it from infinity, but then the worst mistakes "
        "all cost the same. Can you take the logarithm without making a probability first?",
        kept_from_zero(),
    ),
    Misconception(
        "no_shift",
        "exp of a large logit is more than a computer can hold, and exp of a very negative one is "
        "0: inf and nan come out. Which number can you subtract from all logits of a row without "
        "changing its probabilities?",
        (
            from_shares(lambda p: -np.log(p).mean(), shares_unshifted),
            _unshifted_difference,
            _with_math,
        ),
    ),
    Misconception(
        "shift_in_one_place",
        "You shift the logits inside exp, but the right class's logit is still the old one. Both "
        "parts of the difference must use the same numbers: shift once, before anything else.",
        (_shift_in_one_place,),
    ),
    Misconception(
        "one_shift_for_all",
        "You subtract the largest logit of the whole batch. In a row that is far below it every "
        "exp becomes 0: each row needs its own maximum.",
        (_one_shift_for_all,),
    ),
    Misconception(
        "log_of_mean",
        "You take the mean of the probabilities first and then its logarithm. One hopeless sample "
        "hardly shows then: each sample has a surprise of its own, and the mean comes last.",
        (from_shares(lambda p: -np.log(p.mean())),),
    ),
    Misconception(
        "every_label_of_every_row",
        "table[:, labels] takes all labels' columns in every row: N * N numbers. You want one "
        "number a row: which row numbers go with which labels?",
        (
            lambda logits, labels: -logs(logits)[:, labels].mean(),
            lambda logits, labels: -logs(logits)[:, labels].sum() / len(labels),
            lambda logits, labels: -logs(logits)[:, labels].sum(),
            lambda logits, labels: -np.log(shares(logits)[:, labels]).mean(),
            *(
                lambda logits, labels, tiny=tiny: -np.log(shares(logits)[:, labels] + tiny).mean()
                for tiny in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
            ),
        ),
    ),
    Misconception(
        "labels_pick_rows",
        "Your labels choose rows. A row is a sample, a column is a class: which of the two does a "
        "label tell?",
        (
            lambda logits, labels: -logs(logits)[labels].mean(),
            lambda logits, labels: -logs(logits)[labels, np.arange(len(labels))].mean(),
        ),
    ),
    Misconception(
        "other_logarithm",
        "Your logarithm has another base. The natural one is meant, to base e: which of numpy's "
        "logarithms is that?",
        (
            from_logs(lambda logs: -logs.mean() / np.log(2)),
            from_logs(lambda logs: -logs.mean() / np.log(10)),
            from_shares(lambda p: -np.log2(p).mean()),
            from_shares(lambda p: -np.log10(p).mean()),
            from_shares(lambda p: -np.log1p(p).mean()),
        ),
    ),
    Misconception(
        "binary_per_class",
        "You treat each class as a yes-or-no question of its own. Here the classes exclude each "
        "other: softmax has already made the others share, and only the right class counts.",
        (
            *binary_forms(),
            lambda logits, labels: np.log1p(np.exp(-picked(logits, labels))).mean(),
        ),
    ),
    Misconception(
        "no_minus",
        "Your loss is negative. Logarithms of probabilities are 0 or below; a surprise is 0 or "
        "above. What turns one into the other?",
        (
            from_logs(lambda logs: logs.mean()),
            from_shares(lambda p: np.log(p).mean()),
            from_logs(lambda logs: logs.sum()),
        ),
    ),
    Misconception(
        "no_logarithm",
        "You return probabilities without their logarithm. A step from 0.02 to 0.01 is as bad as "
        "one from 1 to 0.5: that is what the logarithm is for.",
        (
            from_shares(lambda p: p.mean()),
            from_shares(lambda p: -p.mean()),
            from_shares(lambda p: 1 - p.mean()),
        ),
    ),
    Misconception(
        "softmax_over_batch",
        "Your softmax runs down the batch: a sample's loss depends on the other samples. Which "
        "axis holds the classes of one sample?",
        (
            lambda logits, labels: -picked(logs(logits, axis=0), labels).mean(),
            lambda logits, labels: -np.log(picked(shares(logits, axis=0), labels)).mean(),
        ),
    ),
    Misconception(
        "softmax_twice",
        "Softmax has been applied twice. It comes as a part of this function: what goes in are "
        "logits, and what you take the logarithm of are probabilities, made once.",
        (lambda logits, labels: -picked(logs(shares(logits)), labels).mean(),),
    ),
    Misconception(
        "no_softmax",
        "Your logits haven't been through softmax: the other classes have no say. How likely a "
        "class is depends on how its logit compares with the rest of the row.",
        (
            lambda logits, labels: -picked(logits, labels).mean(),
            lambda logits, labels: -np.log(picked(logits, labels)).mean(),
        ),
    ),
    Misconception(
        "labels_ignored",
        "Your loss is the same whatever the labels are. A classifier that is sure and wrong should "
        "be surprised most: where does the right class's logit come in?",
        (
            lambda logits, labels: (logits - logs(logits))[:, 0].mean(),
            lambda logits, labels: -logs(logits).max(axis=1).mean(),
            lambda logits, labels: -np.log(shares(logits).max(axis=1)).mean(),
            lambda logits, labels: -logs(logits).mean(),
            lambda logits, labels: -logs(logits).sum() / len(labels),
        ),
    ),
    Misconception(
        "surprise_per_sample",
        "You return one surprise for each sample. The loss is a single number: their mean.",
        (from_logs(lambda logs: -logs), from_shares(lambda p: -np.log(p))),
    ),
    Misconception(
        "first_sample_only",
        "Only one sample has arrived in your loss. Does your function return inside the loop?",
        (
            lambda logits, labels: -logs(logits)[0, labels[0]],
            lambda logits, labels: -logs(logits)[0, labels[0]] / len(labels),
            lambda logits, labels: -logs(logits)[-1, labels[-1]],
        ),
    ),
    Misconception(
        "labels_from_one",
        "Your classes are shifted by one. Labels count from 0: label 0 belongs to column 0.",
        (
            lambda logits, labels: -picked(logs(logits), labels.astype(int) - 1).mean(),
            lambda logits, labels: -picked(logs(logits), labels.astype(int) + 1).mean(),
        ),
    ),
    Misconception(
        "squared_error",
        "You return a squared distance between probabilities and labels. For classes the course "
        "uses the surprise: minus the logarithm of the right class's probability.",
        (_squared(np.mean), _squared(sum_per_sample)),
    ),
    Misconception(
        "entropy",
        "You weigh the surprises with the classifier's own probabilities. That is the entropy, "
        "which tells how unsure it is; the labels tell whether it is right.",
        (lambda logits, labels: -(shares(logits) * logs(logits)).sum() / len(labels),),
    ),
    Misconception(
        "accuracy",
        "You count right or wrong predictions. A count doesn't change when the classifier gets a "
        "little surer, so it has no slope to go down; the loss has.",
        (
            lambda logits, labels: (logits.argmax(axis=1) == labels).mean(),
            lambda logits, labels: (logits.argmax(axis=1) != labels).mean(),
        ),
    ),
    Misconception(
        "gradient",
        "You return the gradient of the loss, one number for each logit. Here the loss itself is "
        "asked for, a single number.",
        (_gradient, lambda logits, labels: _gradient(logits, labels) * len(labels)),
    ),
)
