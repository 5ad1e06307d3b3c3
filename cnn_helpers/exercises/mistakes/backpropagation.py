"""Known wrong answers to the exercises of notebook 09."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes.cross_entropy_gradients import CROSS_ENTROPY
from cnn_helpers.exercises.mistakes.differences import DIFFERENCES
from cnn_helpers.exercises.mistakes.linear_gradients import LINEAR

__all__ = ["MISTAKES"]


_RELU = (
    Misconception(
        "zero_lets_through",
        "Where an input is exactly 0, your gradient comes through. By convention the slope there "
        "is 0: which comparison says so?",
        (lambda g, inputs: g * (inputs >= 0),),
    ),
    Misconception(
        "mask_of_gradient",
        "You decide by the sign of the gradient. ReLU decided in the forward pass: whose sign did "
        "it look at?",
        (lambda g, inputs: g * (g > 0), lambda g, inputs: g * (g >= 0)),
    ),
    Misconception(
        "mask_only",
        "You return ReLU's slope, ones and zeros. The chain rule wants it multiplied with what "
        "comes in from above.",
        (
            lambda g, inputs: (inputs > 0).astype(float),
            lambda g, inputs: inputs > 0,
            lambda g, inputs: (inputs >= 0).astype(float),
        ),
    ),
    Misconception(
        "both_masks",
        "You also stop negative gradients. They are honest news, that the loss falls as this "
        "number grows: only the input's sign decides.",
        (
            lambda g, inputs: g * (inputs > 0) * (g > 0),
            lambda g, inputs: np.maximum(g, 0) * (inputs >= 0),
        ),
    ),
    Misconception(
        "times_inputs",
        "You multiply with the input's value. ReLU is a straight line with slope 1 where it lets "
        "through: how strongly does the value itself count there?",
        (
            lambda g, inputs: g * np.maximum(inputs, 0),
            lambda g, inputs: g * inputs,
            lambda g, inputs: np.maximum(g * inputs, 0),
        ),
    ),
    Misconception(
        "unchanged",
        "You hand the gradient on as it is. Where ReLU said 0 whatever its negative input, does a "
        "small change of that input change the loss?",
        (lambda g, inputs: g * 1.0,),
    ),
    Misconception(
        "inverted_mask",
        "Your gradient comes through where ReLU was closed, and stops where it was open.",
        (lambda g, inputs: g * (inputs < 0), lambda g, inputs: g * (inputs <= 0)),
    ),
    Misconception(
        "forward_again",
        "You return ReLU of the inputs: that is the forward pass. Where does the gradient from "
        "above come in?",
        (lambda g, inputs: np.maximum(inputs, 0),),
    ),
    Misconception(
        "slope_of_absolute_value",
        "Where the input is negative you turn the gradient's sign. That is the slope of the "
        "absolute value; ReLU is flat there.",
        (lambda g, inputs: g * np.sign(inputs), lambda g, inputs: np.where(inputs > 0, g, -g)),
    ),
    Misconception(
        "inputs_where_closed",
        "Where ReLU was closed you return the input in place of 0.",
        (
            lambda g, inputs: np.where(inputs > 0, g, inputs),
            lambda g, inputs: np.where(inputs > 0, inputs, g),
        ),
    ),
    Misconception(
        "wrong_sign",
        "Your gradient has the opposite sign. Backward asks how the loss grows; the minus comes "
        "later, in the update.",
        (lambda g, inputs: -g * (inputs > 0),),
    ),
    Misconception(
        "added_up",
        "You add up over the batch or over everything. Each input has its own gradient: the result "
        "has the shape of the inputs.",
        (
            lambda g, inputs: (g * (inputs > 0)).sum(),
            lambda g, inputs: (g * (inputs > 0)).sum(axis=0),
            lambda g, inputs: (g * (inputs > 0)).mean(),
            lambda g, inputs: (g * (inputs > 0)).mean(axis=0),
        ),
    ),
    Misconception(
        "divided_by_batch",
        "You divide by the number of samples. The gradient from above already holds that 1/N.",
        (
            lambda g, inputs: g * (inputs > 0) / len(inputs),
            lambda g, inputs: g * (inputs > 0) / inputs.size,
        ),
    ),
    Misconception(
        "leaky",
        "A little of the gradient comes through where the input is negative. That is a leaky ReLU; "
        "ours is quite flat there.",
        (
            lambda g, inputs: np.where(inputs > 0, g, 0.01 * g),
            lambda g, inputs: np.where(inputs > 0, g, 0.1 * g),
        ),
    ),
)


MISTAKES = {
    "numerical_gradient": DIFFERENCES,
    "relu_backward": _RELU,
    "linear_backward": LINEAR,
    "softmax_cross_entropy_backward": CROSS_ENTROPY,
}
