"""Exercises of notebook 01, ``01_ice_cream_revenue``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import distinct, with_gaps

__all__ = ["EXERCISES"]

_NEURON = (
    Argument("inputs", ("D",)),
    Argument("weights", ("D",)),
    Argument("bias", simple=(1.0, -1.0, 2.0, -2.0)),
)
_GRADIENT = (
    Argument("inputs", ("N",)),
    Argument("targets", ("N",)),
    Argument("weight", simple=(1.0, 2.0)),
    Argument("bias", simple=(1.0, 2.0)),
)


def _neuron_calls(random):
    def neuron(size, weighted_sum, bias, layout=np.asarray, kind=float):
        """Both signs among the inputs and among the products; the sums have the wanted signs."""
        while True:
            inputs = distinct(random, (size,), step=1.0, lowest=1.0)
            weights = distinct(random, (size,), step=1.0 if kind is int else 0.25, lowest=1.0)
            signs, products = np.ones(size), np.ones(size)
            signs[1::2], products[2::3] = -1, -1
            products[0] = weighted_sum
            weights = weights * signs * products
            if (inputs * signs) @ weights * weighted_sum > 0:
                break
        inputs = inputs * signs
        amount = abs(inputs @ weights)
        # A large bias decides over the sign of the total, a small one doesn't. "barely" leaves a
        # total between 0 and 1, which a neuron that compares with 1 gets wrong.
        large, barely = amount + 2, 0.5 - weighted_sum * amount
        bias = {"+": large, "-": -large, "small": 0.25 * amount, "barely": barely}[bias]
        values = {"inputs": layout(inputs.astype(kind)), "weights": layout(weights.astype(kind))}
        return Call(_NEURON, {**values, "bias": float(bias)})

    return [
        neuron(2, 1, "small"),
        neuron(2, -1, "+"),
        neuron(2, 1, "-"),
        neuron(3, 1, "small"),
        neuron(3, -1, "small"),
        neuron(4, -1, "+"),
        neuron(1, 1, "+"),
        neuron(2, 1, "barely"),
        neuron(5, -1, "-"),
        neuron(6, 1, "+"),
        neuron(4, 1, "small", kind=int),
        neuron(5, 1, "+", with_gaps),
        neuron(3, 1, "small", kind=np.float32),
        Call(
            _NEURON,
            {"inputs": np.zeros(2), "weights": distinct(random, (2,)), "bias": 0.0},
        ),
    ]


def _gradient_calls(random):
    def gradient(size, layout=np.asarray, kind=float, target=None):
        inputs = distinct(random, (size,), step=1.0)
        targets = distinct(random, (size,), step=1.0)
        weight, bias = distinct(random, (2,), step=0.75, lowest=1.5)
        if target is not None:
            # All targets far above, or far below, what the neuron says.
            targets = weight * inputs + bias + target * distinct(random, (size,), lowest=1.0)
        return Call(
            _GRADIENT,
            {
                "inputs": layout(inputs.astype(kind)),
                "targets": layout(targets.astype(kind)),
                "weight": int(2 * weight) if kind is int else float(weight),
                "bias": int(2 * bias) if kind is int else float(-bias),
            },
            count=2,
        )

    return [
        gradient(2),
        gradient(3),
        gradient(1),
        gradient(4, target=1),
        gradient(4, target=-1),
        gradient(7),
        gradient(3, kind=int),
        gradient(5, with_gaps),
    ]


EXERCISES = (
    Exercise(
        id="neuron",
        title="what one neuron answers",
        notebook="01_ice_cream_revenue",
        points=1,
        signature="neuron(inputs (D,), weights (D,), bias) -> float",
        statement=(
            "Work out what one neuron answers: multiply each input with its weight, add the "
            "products up, add the bias once, and let ReLU have the last word: a total above 0 "
            "stays, anything else becomes 0."
        ),
        stub=(
            "def neuron(inputs, weights, bias):\n"
            '    """Return the neuron\'s answer: ReLU of its weighted sum plus its bias."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Do one by hand: inputs 2 and 1, weights 3 and -5, bias 1. Which number does the "
            "neuron add up to, and what does ReLU make of it? And with bias -4?",
            "Three steps in this order: products and their sum, plus the bias (once, however many "
            "inputs there are), then ReLU on the single number that you have.",
            "total = (inputs * weights).sum() + bias is the number before ReLU. max(a, b) gives "
            "the larger of two numbers: the larger of total and what?",
        ),
        arguments=_NEURON,
        results=(Result("the neuron's answer"),),
        make_calls=_neuron_calls,
        is_valid=lambda call: True,
        part="ice_cream_revenue",
        withheld=(
            "cnn_helpers.neurons.linear",
            "cnn_helpers.neurons.linear_loops",
            "cnn_helpers.layers.Linear",
        ),
    ),
    Exercise(
        id="mse_gradient",
        title="which way is downhill?",
        notebook="01_ice_cream_revenue",
        points=2,
        signature=(
            "mse_gradient(inputs (N,), targets (N,), weight, bias) -> (grad_weight, grad_bias)"
        ),
        statement=(
            "A neuron without ReLU predicts weight * input + bias for each of N days. The loss is "
            "the mean of the squared errors, where error = prediction - target. Return its two "
            "slopes: how fast the loss grows with the weight, and how fast with the bias. Both are "
            "means over the days."
        ),
        stub=(
            "def mse_gradient(inputs, targets, weight, bias):\n"
            '    """Return (grad_weight, grad_bias) of the mean squared error."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Take a single day. Its loss is (weight * input + bias - target) squared. If you nudge "
            "the bias a little, how fast does the square grow? Its slope is 2 times the error, "
            "times how fast the error itself grows.",
            "The error grows with the bias one to one, and with the weight as fast as the input "
            "says. So a day's slopes are 2 * error * input and 2 * error. What joins the days?",
            "errors = weight * inputs + bias - targets holds all days at once. grad_bias is "
            "2 * errors.mean(). For grad_weight each error is multiplied with its own input before "
            "the mean is taken.",
        ),
        arguments=_GRADIENT,
        results=(Result("grad_weight"), Result("grad_bias")),
        make_calls=_gradient_calls,
        is_valid=lambda call: True,
        part="ice_cream_revenue",
        partial=True,
        withheld=(
            "cnn_helpers.losses.mse_backward",
            "cnn_helpers.losses.mse_backward_loops",
            "cnn_helpers.neurons.linear_backward",
            "cnn_helpers.neurons.linear_backward_loops",
        ),
    ),
)
