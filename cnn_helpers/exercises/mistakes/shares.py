"""Known wrong answers to ``softmax``."""

from __future__ import annotations

import math

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["SOFTMAX"]


def _divided(powers, axis=1):
    return powers / powers.sum(axis=axis, keepdims=True)


def _with_math(logits):
    # math.exp(1000) is an error, where np.exp(1000) is inf.
    powers = [[math.exp(logit) for logit in row] for row in logits.tolist()]
    return [[power / sum(row) for power in row] for row in powers]


def _shifted(logits):
    return logits - logits.max(axis=1, keepdims=True)


def _log(logits):
    return _shifted(logits) - np.log(np.exp(_shifted(logits)).sum(axis=1, keepdims=True))


SOFTMAX = (
    Misconception(
        "over_batch",
        "Your columns have the sum 1: softmax runs down the batch, so one sample's probabilities "
        "depend on the others. Which axis holds the classes of one sample?",
        (
            lambda logits: _divided(np.exp(logits - logits.max(axis=0)), axis=0),
            lambda logits: _divided(np.exp(_shifted(logits)), axis=0),
            lambda logits: _divided(np.exp(logits - logits.max()), axis=0),
            lambda logits: _divided(np.exp(logits), axis=0),
            lambda logits: _divided(np.exp(logits - logits.max(axis=0))),
        ),
    ),
    Misconception(
        "over_everything",
        "All your numbers together have the sum 1. Each sample has probabilities of its own: every "
        "row should have the sum 1. What does sum() add up if you give it no axis?",
        (
            lambda logits: np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum(),
            lambda logits: np.exp(logits) / np.exp(logits).sum(),
            lambda logits: np.exp(_shifted(logits)) / np.exp(_shifted(logits)).sum(),
        ),
    ),
    Misconception(
        "no_shift",
        "For logits of 1000 or -1000 your numbers are nan: exp(1000) is more than a computer can "
        "hold, exp(-1000) rounds to 0, and neither inf / inf nor 0 / 0 says anything. Which number "
        "can you subtract from all logits of a row without changing its probabilities?",
        (
            lambda logits: _divided(np.exp(logits)),
            lambda logits: np.nan_to_num(_divided(np.exp(logits))),
            _with_math,
        ),
    ),
    Misconception(
        "one_shift_for_all",
        "You subtract the largest logit of the whole batch. In a row that lies far below it every "
        "exp becomes 0, and 0 / 0 is nan: each row needs its own maximum.",
        (lambda logits: _divided(np.exp(logits - logits.max())),),
    ),
    Misconception(
        "shift_leaves_large_logits",
        "You subtract each row's smallest logit, or its mean. The differences stay right, but the "
        "largest logit may still be 1000, too much for exp: subtract what makes the largest one 0.",
        (
            lambda logits: _divided(np.exp(logits - logits.min(axis=1, keepdims=True))),
            lambda logits: _divided(np.exp(logits - logits.mean(axis=1, keepdims=True))),
        ),
    ),
    Misconception(
        "clipped",
        "You cut large logits off before exp. Then 1000 and 999 count as equal: there is a number "
        "to subtract that changes nothing and makes exp safe.",
        tuple(
            lambda logits, limit=limit: _divided(np.exp(np.clip(logits, -limit, limit)))
            for limit in (10, 20, 30, 50, 88, 100, 300, 500, 600, 700, 709)
        ),
    ),
    Misconception(
        "no_keepdims",
        "Row sums (or row maxima) of shape (N,) meet your table as if they were one for each "
        "column. keepdims=True, or a new axis, keeps them beside their rows. (With as many samples "
        "as classes numpy can't notice.)",
        (
            lambda logits: np.exp(_shifted(logits)) / np.exp(_shifted(logits)).sum(axis=1),
            lambda logits: _divided(np.exp(logits - logits.max(axis=1))),
            lambda logits: (
                np.exp(logits - logits.max(axis=1))
                / np.exp(logits - logits.max(axis=1)).sum(axis=1)
            ),
            lambda logits: np.exp(logits) / np.exp(logits).sum(axis=1),
            lambda logits: (
                np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum(axis=1)
            ),
        ),
    ),
    Misconception(
        "no_exp",
        "You divide the logits themselves by their sum: negative numbers come out, or 0 / 0. What "
        "makes any number positive first, and keeps their order?",
        (
            _divided,
            lambda logits: _divided(logits - logits.min(axis=1, keepdims=True)),
            lambda logits: _divided(np.abs(logits)),
            lambda logits: _divided(_shifted(logits)),
        ),
    ),
    Misconception(
        "no_division",
        "You return the powers: positive, but their sum isn't 1. What turns amounts into shares?",
        (np.exp, lambda logits: np.exp(_shifted(logits))),
        same_as=("divided_by_maximum",),
    ),
    Misconception(
        "divided_by_maximum",
        "You divide by the largest power of a row. Then the winner always gets 1; shares are taken "
        "of the sum.",
        (
            lambda logits: np.exp(logits) / np.exp(logits).max(axis=1, keepdims=True),
            lambda logits: (
                np.exp(_shifted(logits)) / np.exp(_shifted(logits)).max(axis=1, keepdims=True)
            ),
        ),
    ),
    Misconception(
        "sigmoid",
        "You squeeze each logit by itself, with a sigmoid: the rows don't have the sum 1. Classes "
        "that exclude each other share one probability.",
        (
            lambda logits: 1 / (1 + np.exp(-logits.astype(float))),
            lambda logits: _divided(1 / (1 + np.exp(-logits.astype(float)))),
        ),
    ),
    Misconception(
        "other_base",
        "Your powers have another base than e. np.exp(z) is e to the power of z; 2**z and 10**z "
        "make other shares.",
        (
            lambda logits: _divided(2.0 ** _shifted(logits)),
            lambda logits: _divided(10.0 ** _shifted(logits)),
            lambda logits: _divided(2.0**logits),
            lambda logits: _divided(10.0**logits),
            lambda logits: _divided(2.718 ** _shifted(logits)),
        ),
    ),
    Misconception(
        "wrong_sign",
        "Your smallest logit gets the largest share. Is there a minus too many inside exp?",
        (
            lambda logits: _divided(np.exp(-logits.astype(float))),
            lambda logits: _divided(np.exp(-_shifted(logits))),
            lambda logits: _divided(np.exp(logits.min(axis=1, keepdims=True) - logits)),
        ),
    ),
    Misconception(
        "log_softmax",
        "You return logarithms of probabilities, which are 0 or negative. We want the "
        "probabilities themselves.",
        (_log, lambda logits: np.log(_divided(np.exp(_shifted(logits))))),
    ),
    Misconception(
        "winner_takes_all",
        "The largest logit of a row gets all, or you return which one it is. Softmax is softer: "
        "the others keep a share.",
        (
            lambda logits: (logits == logits.max(axis=1, keepdims=True)).astype(float),
            lambda logits: np.argmax(logits, axis=1),
            lambda logits: _divided(np.exp(_shifted(logits))).max(axis=1),
        ),
    ),
    Misconception(
        "twice",
        "Softmax has been applied twice: the shares have come too close to each other.",
        (lambda logits: _divided(np.exp(_divided(np.exp(_shifted(logits))))),),
    ),
    Misconception(
        "first_row_only",
        "Only the first sample got probabilities. Each row of the logits gets its own.",
        (
            lambda logits: _divided(np.exp(_shifted(logits)))[:1],
            lambda logits: _divided(np.exp(_shifted(logits)))[0],
        ),
    ),
    Misconception(
        "rounded",
        "Your probabilities are rounded. Keep all their digits: what comes next, a logarithm, "
        "needs them.",
        tuple(
            lambda logits, digits=digits: _divided(np.exp(_shifted(logits))).round(digits)
            for digits in (1, 2, 3, 4)
        ),
    ),
)
