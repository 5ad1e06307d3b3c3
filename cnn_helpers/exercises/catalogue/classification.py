"""Exercises of notebook 02, ``02_classification``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_LINEAR = (
    Argument("inputs", ("N", "D")),
    Argument("weights", ("K", "D")),
    Argument("bias", ("K",)),
)
_SOFTMAX = (Argument("logits", ("N", "K")),)
_CROSS_ENTROPY = (Argument("logits", ("N", "K")), Argument("labels", ("N",)))


def _linear_calls(random):
    def linear(count, features, classes, layout=np.asarray, kind=float):
        shapes = {
            "inputs": (count, features),
            "weights": (classes, features),
            "bias": (classes,),
        }
        steps = 1.0 if kind is int else 0.5
        values = {
            name: layout(distinct(random, shape, step=steps).astype(kind))
            for name, shape in shapes.items()
        }
        return Call(_LINEAR, values)

    return [
        linear(2, 3, 4),
        # Equal lengths let a wrong axis through in silence, unequal ones stop at it.
        linear(3, 2, 2),
        linear(3, 2, 3),
        linear(2, 2, 3),
        linear(3, 3, 3),
        linear(4, 1, 3),
        linear(1, 4, 2),
        linear(5, 3, 1),
        linear(4, 5, 2, kind=int),
        linear(2, 4, 3, fortran_ordered),
        linear(3, 4, 4, with_gaps),
        linear(4, 3, 2, kind=np.float32),
    ]


def _around(random, centres, classes):
    """Return logits (N, K) near the given centres, one for each row."""
    return distinct(random, (len(centres), classes)) + np.array(centres)[:, np.newaxis]


def _softmax_calls(random):
    def softmax(logits, layout=np.asarray):
        return Call(_SOFTMAX, {"logits": layout(logits)})

    far_apart = random.permuted([[1000.0, 0.0, -1000.0], [999.0, 998.5, 0.5]], axis=1)
    return [
        softmax(distinct(random, (2, 3))),
        softmax(distinct(random, (3, 3))),
        softmax(distinct(random, (4, 2))),
        softmax(distinct(random, (1, 4))),
        softmax(distinct(random, (3, 1))),
        softmax(distinct(random, (2, 5)), fortran_ordered),
        softmax(distinct(random, (3, 4)), with_gaps),
        softmax(distinct(random, (4, 3)).astype(np.float32)),
        softmax(random.permutation(np.arange(-3, 3)).reshape(3, 2)),
        # Beyond what exp can take, above and below, in one batch and apart.
        softmax(_around(random, [1000, -1000], 3)),
        softmax(_around(random, [-1000, 0, 1000], 3)),
        softmax(_around(random, [-1000, -1000], 2)),
        softmax(far_apart),
    ]


def _cross_entropy_calls(random):
    def cross_entropy(logits, layout=np.asarray, kind=int, labels=None):
        count, classes = logits.shape
        if labels is None:
            # Every class has its turn, some have several.
            labels = random.permutation(np.arange(count) % classes)
        return Call(_CROSS_ENTROPY, {"logits": layout(logits), "labels": labels.astype(kind)})

    hopeless = random.permuted([[1000.0, 0.0, -1000.0], [999.0, 1.5, 0.5]], axis=1)
    return [
        cross_entropy(distinct(random, (2, 3))),
        cross_entropy(distinct(random, (3, 3))),
        cross_entropy(distinct(random, (1, 4)), labels=random.integers(1, 4, 1)),
        cross_entropy(distinct(random, (5, 2))),
        cross_entropy(distinct(random, (6, 3)), kind=np.uint8),
        cross_entropy(distinct(random, (2, 5)), fortran_ordered, kind=np.int32),
        cross_entropy(distinct(random, (4, 3)), with_gaps),
        cross_entropy(distinct(random, (4, 3)).astype(np.float32)),
        cross_entropy(random.permutation(np.arange(-4, 4)).reshape(4, 2)),
        cross_entropy(_around(random, [1000, -1000], 3)),
        cross_entropy(_around(random, [-1000, 0, 1000], 2)),
        # The right class has a probability that no float can tell from 0.
        cross_entropy(hopeless, labels=hopeless.argmin(axis=1)),
    ]


def _labels_fit(call):
    labels = call.values["labels"]
    return labels.min() >= 0 and labels.max() < call.sizes()["K"]


EXERCISES = (
    Exercise(
        id="linear",
        title="several neurons, many samples",
        notebook="02_classification",
        points=2,
        signature="linear(inputs (N, D), weights (K, D), bias (K,)) -> (N, K)",
        statement=(
            "K neurons without ReLU look at N samples of D numbers each. Row k of weights and "
            "bias[k] belong to neuron k. In row n, column k of the result stands what neuron k "
            "says to sample n: the sum of inputs[n] times weights[k], plus bias[k]."
        ),
        stub=(
            "def linear(inputs, weights, bias):\n"
            '    """Return what K neurons say to N samples: (N, K)."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Write a single number down first: what does neuron 1 say to sample 0? Which row of "
            "inputs and which row of weights does it need?",
            "Two nested loops, over samples and over neurons, do it. Without loops it is a matrix "
            "product: there, rows of the left matrix meet columns of the right one. Which matrix "
            "has to be turned so that inputs[n] meets weights[k]?",
            "weights.T has shape (D, K), so inputs @ weights.T has shape (N, K). bias has shape "
            "(K,): numpy adds it to each row of K numbers without any help.",
        ),
        arguments=_LINEAR,
        results=(Result("the logits"),),
        make_calls=_linear_calls,
        is_valid=lambda call: True,
        part="classification",
        withheld=(
            "cnn_helpers.neurons.linear",
            "cnn_helpers.neurons.linear_loops",
            "cnn_helpers.layers.Linear",
        ),
    ),
    Exercise(
        id="softmax",
        title="from logits to probabilities",
        notebook="02_classification",
        points=2,
        signature="softmax(logits (N, K)) -> probabilities (N, K)",
        statement=(
            "Turn each row of logits into probabilities: exp of each logit, divided by the sum of "
            "these powers in its row. Logits of 1000 or -1000 must work too, though exp(1000) is "
            "more than a computer can hold."
        ),
        stub=(
            "def softmax(logits):\n"
            '    """Return each row as probabilities: positive numbers with the sum 1."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Do one row by hand: logits 0 and 1. exp gives 1 and 2.718; what are the shares of "
            "their sum? Then look at logits 7 and 8: why are the shares the same?",
            "Adding the same number to all logits of a row changes nothing. So subtract from each "
            "row the one number that makes its largest logit 0: then no power is above 1.",
            "logits.max(axis=1, keepdims=True) has shape (N, 1): one number for each row, which "
            "numpy subtracts from the whole row. Take np.exp of the difference, and divide by the "
            "sum along the same axis, again with keepdims=True.",
        ),
        arguments=_SOFTMAX,
        results=(Result("the probabilities"),),
        make_calls=_softmax_calls,
        is_valid=lambda call: True,
        part="classification",
        withheld=(
            "cnn_helpers.softmax.softmax",
            "cnn_helpers.softmax.softmax_loops",
            "cnn_helpers.losses.softmax",
            "cnn_helpers.losses.softmax_loops",
        ),
    ),
    Exercise(
        id="cross_entropy",
        title="how surprised is the classifier?",
        notebook="02_classification",
        points=3,
        signature="cross_entropy(logits (N, K), labels (N,)) -> float",
        statement=(
            "Take softmax of each row, the probability of the row's right class, and minus its "
            "logarithm (the natural one): the classifier's surprise. Return the mean surprise over "
            "the N samples. It must stay finite for logits of 1000 and -1000, where a probability "
            "rounds to 0."
        ),
        stub=(
            "def cross_entropy(logits, labels):\n"
            '    """Return the mean of minus the log-probability of the right class."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "One sample by hand: logits 0 and 0, label 1. Its probability is 0.5, its surprise "
            "-ln 0.5 = 0.693. What is the surprise if the logits are 1000 and 0? Not infinite!",
            "The logarithm of a quotient is a difference: log(exp(z) / sum) = z - log(sum). So no "
            "probability is needed: only the right class's logit, and the log of the sum of exp.",
            "Shift each row by its maximum first. Then the surprise of row n is "
            "np.log(np.exp(shifted[n]).sum()) - shifted[n, labels[n]]. Add up over the rows and "
            "divide by how many there are.",
        ),
        arguments=_CROSS_ENTROPY,
        results=(Result("the loss"),),
        make_calls=_cross_entropy_calls,
        is_valid=_labels_fit,
        part="classification",
        withheld=(
            "cnn_helpers.losses.cross_entropy",
            "cnn_helpers.losses.cross_entropy_loops",
        ),
    ),
)
