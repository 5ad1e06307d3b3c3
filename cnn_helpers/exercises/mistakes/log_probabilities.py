"""Probabilities and their logarithms, right and wrong; see ``surprises``."""

from __future__ import annotations

import numpy as np

__all__ = [
    "binary_forms",
    "from_logs",
    "from_shares",
    "kept_from_zero",
    "logs",
    "one_hot",
    "picked",
    "shares",
    "shares_unshifted",
]

# What people add inside the logarithm, from 1e-5 to the smallest that a float can hold.
_EPSILONS = (*(10.0**-power for power in range(5, 21)), np.finfo(float).eps, np.finfo(float).tiny)


def shares(logits, axis=1):
    """Return the probabilities as they should be."""
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def shares_unshifted(logits):
    """Return the probabilities without the shift that keeps exp small."""
    powers = np.exp(logits)
    return powers / powers.sum(axis=1, keepdims=True)


def logs(logits, axis=1):
    """Return the logarithms of the probabilities as they should be."""
    shifted = logits - logits.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def picked(table, labels):
    """Return one number of each row: that of its label."""
    return table[np.arange(len(labels)), labels]


def one_hot(logits, labels):
    """Return a table with a 1 at each label."""
    return np.eye(logits.shape[1])[labels]


def from_logs(answer):
    """Return a form made from the right log-probabilities of the right classes."""
    return lambda logits, labels: answer(picked(logs(logits), labels))


def from_shares(answer, table=shares):
    """Return a form made from the probabilities of the right classes."""
    return lambda logits, labels: answer(picked(table(logits), labels))


def kept_from_zero():
    """Return forms with a small number inside the logarithm."""

    def added(epsilon, table):
        return from_shares(lambda p: -np.log(p + epsilon).mean(), table)

    def clipped(epsilon, table):
        return from_shares(lambda p: -np.log(np.clip(p, epsilon, 1 - epsilon)).mean(), table)

    return tuple(
        kept(epsilon, table)
        for table in (shares, shares_unshifted)
        for epsilon in _EPSILONS
        for kept in (added, clipped)
    )


def _sigmoid(logits):
    return 1 / (1 + np.exp(-logits.astype(float)))


def sum_per_sample(table):
    """Return the sum over classes, as a mean over samples."""
    return table.sum() / len(table)


def binary_forms():
    """Return forms that ask for each class whether it is the right one."""

    def form(table, reduce, epsilon):
        def loss(logits, labels):
            hits, p = one_hot(logits, labels), np.clip(table(logits), epsilon, 1 - epsilon)
            return reduce(-(hits * np.log(p) + (1 - hits) * np.log(1 - p)))

        return loss

    def from_logits(reduce):
        # The same from sigmoids, without rounding to 0 inside the logarithm.
        return lambda logits, labels: reduce(
            np.logaddexp(0, logits) - one_hot(logits, labels) * logits
        )

    return (
        from_logits(sum_per_sample),
        from_logits(np.mean),
        *(
            form(table, reduce, epsilon)
            for table in (shares, _sigmoid)
            for reduce in (sum_per_sample, np.mean)
            for epsilon in (0.0, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
        ),
    )
