"""Known wrong answers to ``neuron``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["NEURON"]


def _total(inputs, weights, bias):
    """Return the right number before ReLU."""
    return (inputs * weights).sum() + bias


def _after(change):
    """Return a form that does something else than ReLU with the right total."""
    return lambda inputs, weights, bias: change(_total(inputs, weights, bias))


def _relu(values):
    return np.maximum(values, 0)


def _first_product_only(inputs, weights, bias):
    return max(inputs[0] * weights[0] + bias, 0)


def _two_inputs_only(inputs, weights, bias):
    return max(inputs[0] * weights[0] + inputs[1] * weights[1] + bias, 0)


def _last_product_only(inputs, weights, bias):
    return max(inputs[-1] * weights[-1] + bias, 0)


NEURON = (
    Misconception(
        "bias_per_input",
        "The bias has been added once for each input. A neuron has one bias, whatever the number "
        "of its inputs: is the bias inside your sum, or inside your loop?",
        (
            lambda inputs, weights, bias: _relu((inputs * weights + bias).sum()),
            lambda inputs, weights, bias: (inputs * weights + bias).sum(),
        ),
    ),
    Misconception(
        "bias_after_relu",
        "Your bias comes after ReLU. It belongs to the sum: with a bias of -10 a neuron can keep "
        "silent although its weighted sum is 8. Which of the two steps comes last?",
        (lambda inputs, weights, bias: _relu((inputs * weights).sum()) + bias,),
    ),
    Misconception(
        "relu_per_input",
        "ReLU sees each product by itself, so that nothing can speak against the neuron. Let the "
        "negative products pull the sum down first: ReLU gets one number, the total.",
        (
            lambda inputs, weights, bias: _relu(inputs * weights).sum() + bias,
            lambda inputs, weights, bias: _relu(_relu(inputs * weights).sum() + bias),
            lambda inputs, weights, bias: _relu(inputs * weights + bias).sum(),
        ),
    ),
    Misconception(
        "relu_on_inputs",
        "ReLU is on the inputs, or on the weights. A negative input is news as good as any other: "
        "ReLU acts on what comes out of the neuron.",
        (
            lambda inputs, weights, bias: _total(_relu(inputs), weights, bias),
            lambda inputs, weights, bias: _relu(_total(_relu(inputs), weights, bias)),
            lambda inputs, weights, bias: _relu(_total(inputs, _relu(weights), bias)),
        ),
    ),
    Misconception(
        "no_relu",
        "Your neuron answers with negative numbers. One step is missing after the sum: which one "
        "turns everything below 0 into 0?",
        (_total,),
    ),
    Misconception(
        "absolute_value",
        "A negative total has become positive. ReLU doesn't turn the sign: a neuron whose total is "
        "below 0 keeps silent.",
        (
            _after(abs),
            lambda inputs, weights, bias: abs((inputs * weights).sum()) + bias,
        ),
    ),
    Misconception(
        "relu_reversed",
        "Your ReLU keeps the negative totals and sets the positive ones to 0. Try it with 3 and "
        "with -3: which of the two should come through?",
        (_after(lambda total: min(total, 0)), _after(lambda total: max(-total, 0))),
    ),
    Misconception(
        "step",
        "You only tell whether the total is above 0 (1) or not (0). ReLU lets a positive total "
        "through as it is: how strongly the neuron answers matters.",
        (_after(lambda total: total > 0), _after(np.sign)),
    ),
    Misconception(
        "squeezed",
        "You squeeze the total, with a sigmoid, a tanh or a limit above. ReLU leaves a positive "
        "total as large as it is.",
        (
            _after(lambda total: 1 / (1 + np.exp(-total))),
            _after(np.tanh),
            _after(lambda total: np.clip(total, 0, 1)),
        ),
    ),
    Misconception(
        "leaky",
        "A small part of each negative total leaks through. That exists, under the name leaky "
        "ReLU; here a negative total becomes exactly 0.",
        tuple(
            _after(lambda total, leak=leak: total if total > 0 else leak * total)
            for leak in (0.01, 0.1, 0.2)
        ),
    ),
    Misconception(
        "no_bias",
        "The bias has no effect on your answer. Where does it join the sum?",
        (
            lambda inputs, weights, bias: _relu((inputs * weights).sum()),
            lambda inputs, weights, bias: (inputs * weights).sum(),
        ),
    ),
    Misconception(
        "bias_subtracted",
        "Your bias is taken away from the sum. A positive bias should make the neuron answer more "
        "easily.",
        (
            lambda inputs, weights, bias: _relu(_total(inputs, weights, -bias)),
            lambda inputs, weights, bias: _total(inputs, weights, -bias),
        ),
    ),
    Misconception(
        "two_inputs_only",
        "You use exactly two inputs, as on a day of the shop. A neuron has as many products as it "
        "has inputs: which form of your sum works for any number of them?",
        (_two_inputs_only,),
    ),
    Misconception(
        "no_sum",
        "You return one number for each input. The neuron answers with a single one: which step "
        "makes one number of many products?",
        (
            lambda inputs, weights, bias: _relu(inputs * weights + bias),
            lambda inputs, weights, bias: inputs * weights + bias,
            lambda inputs, weights, bias: _relu(inputs * weights) + bias,
        ),
    ),
    Misconception(
        "mean",
        "You take the mean of the products. A neuron adds them up: two good reasons weigh more "
        "than one.",
        (
            lambda inputs, weights, bias: _relu((inputs * weights).mean() + bias),
            lambda inputs, weights, bias: _relu((inputs * weights + bias).mean()),
        ),
    ),
    Misconception(
        "product_of_sums",
        "You add the inputs up, add the weights up, and multiply the two sums. Each input has its "
        "own weight: multiply pair by pair first, then add.",
        (lambda inputs, weights, bias: _relu(inputs.sum() * weights.sum() + bias),),
    ),
    Misconception(
        "weights_added",
        "The weights are added to the inputs, or left out. A weight says how much its input "
        "counts: which operation makes an input count double?",
        (
            lambda inputs, weights, bias: _relu((inputs + weights).sum() + bias),
            lambda inputs, weights, bias: _relu(inputs.sum() + bias),
        ),
    ),
    Misconception(
        "one_product_only",
        "Only one of the products has arrived in your answer. Does your function return inside the "
        "loop, or does every round write over the one before?",
        (_first_product_only, _last_product_only),
    ),
)
