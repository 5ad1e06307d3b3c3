"""Known wrong answers to ``linear``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["LINEAR"]


def _linear(inputs, weights, bias):
    """Return the right answer."""
    return inputs @ weights.T + bias


def _neuron_by_neuron(weight, bias_at):
    """Return a form in loops: which weight goes with (neuron, feature), which bias is added."""

    def logits(inputs, weights, bias):
        table = np.zeros((len(inputs), len(weights)))
        for sample, neuron in np.ndindex(table.shape):
            for feature in range(inputs.shape[1]):
                product = inputs[sample, feature] * weights[weight(neuron, feature)]
                table[sample, neuron] += product
            table[sample, neuron] += bias[bias_at(sample, neuron)]
        return table

    return logits


def _columns_for_rows(inputs, weights, bias):
    logits = np.zeros((len(inputs), len(weights)))
    for sample, neuron in np.ndindex(logits.shape):
        logits[sample, neuron] = (inputs[sample] * weights[:, neuron]).sum() + bias[neuron]
    return logits


LINEAR = (
    Misconception(
        "no_bias",
        "The bias has no effect on your answer. Each neuron adds its own, once.",
        (lambda inputs, weights, bias: inputs @ weights.T,),
    ),
    Misconception(
        "weights_not_transposed",
        "Samples meet the columns of weights. Each row of weights is one neuron, and inputs[n] "
        "should meet weights[k]: which of the two matrices has to be turned for that? (With as "
        "many inputs as neurons numpy can't notice.)",
        (
            lambda inputs, weights, bias: inputs @ weights + bias,
            lambda inputs, weights, bias: np.dot(inputs, weights) + bias,
            lambda inputs, weights, bias: np.einsum("nd,dk->nk", inputs, weights) + bias,
            lambda inputs, weights, bias: inputs @ weights + bias[:, np.newaxis],
            _columns_for_rows,
            _neuron_by_neuron(lambda neuron, feature: (feature, neuron), lambda _, neuron: neuron),
        ),
    ),
    Misconception(
        "weights_reshaped",
        "You bring weights into shape (D, K) with reshape. That pours the same numbers into new "
        "rows and tears the neurons apart: turning a matrix is another operation.",
        (
            lambda inputs, weights, bias: inputs @ weights.reshape(-1, len(weights)) + bias,
            lambda inputs, weights, bias: inputs @ weights.reshape(inputs.shape[1], -1) + bias,
        ),
    ),
    Misconception(
        "bias_as_column",
        "Your bias is a column: one number for each sample. It has one number for each neuron, and "
        "the neurons are the columns of the result: which shape must it have to meet them?",
        (
            lambda inputs, weights, bias: inputs @ weights.T + bias[:, np.newaxis],
            lambda inputs, weights, bias: (weights @ inputs.T + bias).T,
            _neuron_by_neuron(lambda neuron, feature: (neuron, feature), lambda sample, _: sample),
        ),
    ),
    Misconception(
        "bias_per_input",
        "The bias has been added once for each input. A neuron adds it once, to the finished sum: "
        "is it inside your innermost loop?",
        (lambda inputs, weights, bias: inputs @ weights.T + inputs.shape[1] * bias,),
    ),
    Misconception(
        "one_bias_for_all",
        "All neurons have the same bias in your answer. Each has its own: bias[k] belongs to "
        "column k.",
        (
            lambda inputs, weights, bias: inputs @ weights.T + bias[0],
            lambda inputs, weights, bias: inputs @ weights.T + bias.sum(),
            lambda inputs, weights, bias: inputs @ weights.T + bias.mean(),
        ),
    ),
    Misconception(
        "bias_subtracted",
        "Your bias is taken away. A positive bias should raise what its neuron says.",
        (lambda inputs, weights, bias: inputs @ weights.T - bias,),
    ),
    Misconception(
        "summed_up",
        "You add up too much: samples, or neurons, have run together. Each sample gets one number "
        "from each neuron, N rows of K numbers. Which axis does your sum run along?",
        (
            lambda inputs, weights, bias: _linear(inputs, weights, bias).sum(),
            lambda inputs, weights, bias: _linear(inputs, weights, bias).sum(axis=1),
            lambda inputs, weights, bias: _linear(inputs, weights, bias).sum(axis=0),
            lambda inputs, weights, bias: (inputs @ weights.T).sum() + bias,
            lambda inputs, weights, bias: (inputs @ weights.T).sum() + bias.sum(),
            lambda inputs, weights, bias: (inputs @ weights.T).sum(),
            lambda inputs, weights, bias: (inputs @ weights.T).sum(axis=0) + bias,
        ),
    ),
    Misconception(
        "transposed_result",
        "Rows and columns of your result have changed places: a row for each sample, a column for "
        "each neuron.",
        (
            lambda inputs, weights, bias: _linear(inputs, weights, bias).T,
            lambda inputs, weights, bias: weights @ inputs.T + bias,
        ),
    ),
    Misconception(
        "elementwise",
        "You multiply number by number with *, and nothing is added up. A neuron's answer is a sum "
        "of products: which operation multiplies and adds?",
        (
            lambda inputs, weights, bias: inputs * weights + bias,
            lambda inputs, weights, bias: (inputs * weights).sum(axis=1) + bias,
            lambda inputs, weights, bias: inputs[:, np.newaxis] * weights,
        ),
    ),
    Misconception(
        "mean",
        "You take the mean of the products. A neuron adds them up: two good reasons weigh more "
        "than one.",
        (lambda inputs, weights, bias: inputs @ weights.T / inputs.shape[1] + bias,),
    ),
    Misconception(
        "first_sample_only",
        "Only one sample got an answer, or only one neuron gave one. Every sample has its row, and "
        "every neuron its column.",
        (
            lambda inputs, weights, bias: _linear(inputs[:1], weights, bias),
            lambda inputs, weights, bias: _linear(inputs[0], weights, bias),
            lambda inputs, weights, bias: _linear(inputs, weights[0], bias[0]),
            lambda inputs, weights, bias: _linear(inputs, weights[:1], bias[:1]),
        ),
    ),
    Misconception(
        "relu",
        "Negative answers have become 0. These neurons have no ReLU: a negative logit is evidence "
        "against a class, and softmax will need it.",
        (lambda inputs, weights, bias: np.maximum(_linear(inputs, weights, bias), 0),),
    ),
)
