"""Known wrong gradients of a linear layer."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["LINEAR"]


def _by_inputs(g, inputs, weights):
    return g @ weights


def _by_weights(g, inputs, weights):
    return g.T @ inputs


def _by_bias(g, inputs, weights):
    return g.sum(axis=0)


def _linear(by_inputs=_by_inputs, by_weights=_by_weights, by_bias=_by_bias):
    """Return a form with one part or more exchanged."""

    def linear(g, inputs, weights):
        return tuple(part(g, inputs, weights) for part in (by_inputs, by_weights, by_bias))

    return linear


def _divided(part):
    return lambda g, inputs, weights: part(g, inputs, weights) / len(g)


def _of_sample(sample):
    """Return the parts that come from one sample alone."""
    return (
        lambda g, inputs, weights: np.outer(g[sample], inputs[sample]),
        lambda g, inputs, weights: g[sample],
    )


def _one_sample_only():
    forms = []
    for sample in (0, -1):
        by_weights, by_bias = _of_sample(sample)
        forms += [
            _linear(by_weights=by_weights, by_bias=by_bias),
            _linear(by_weights=by_weights),
            _linear(by_bias=by_bias),
        ]
    return tuple(forms)


def _in_order(order):
    return lambda g, inputs, weights: tuple(_linear()(g, inputs, weights)[i] for i in order)


def _transposed_product(g, inputs, weights):
    return g @ weights.T


def _features_first(g, inputs, weights):
    return inputs.T @ g


def _weights_added_up(g, inputs, weights):
    return np.tile(weights.sum(axis=0), (len(g), 1))


def _inputs_added_up(g, inputs, weights):
    return np.tile(inputs.sum(axis=0), (g.shape[1], 1))


LINEAR = (
    Misconception(
        "transposed",
        "A matrix stands the wrong way round. Each gradient has the shape of its own array: "
        "grad_inputs that of inputs, grad_weights that of weights. With as many features as "
        "outputs no error tells you.",
        (
            _linear(by_weights=_features_first),
            _linear(by_inputs=_transposed_product),
            _linear(by_inputs=_transposed_product, by_weights=_features_first),
            _linear(by_inputs=lambda g, inputs, weights: (g @ weights).T),
        ),
    ),
    Misconception(
        "divided_again",
        "You divide by N. grad_output already holds the 1/N of the mean loss: whoever divides "
        "again makes the step N times too small.",
        (
            _linear(by_weights=_divided(_by_weights)),
            _linear(by_inputs=_divided(_by_inputs)),
            _linear(by_weights=_divided(_by_weights), by_bias=_divided(_by_bias)),
            _linear(*map(_divided, (_by_inputs, _by_weights, _by_bias))),
        ),
    ),
    Misconception(
        "bias_mean",
        "You average over the batch for the bias. One bias serves all samples, and each of them "
        "passes its share on: what happens to shares?",
        (_linear(by_bias=lambda g, inputs, weights: g.mean(axis=0)),),
    ),
    Misconception(
        "bias_not_summed",
        "Your grad_bias still has a row for each sample. There is one bias for each output, which "
        "serves all samples: what happens to their shares?",
        (_linear(by_bias=lambda g, inputs, weights: g * 1.0),),
    ),
    Misconception(
        "bias_over_outputs",
        "You add up over the outputs. Which axis of grad_output runs over the samples, and which "
        "over the outputs that the biases belong to?",
        (
            _linear(by_bias=lambda g, inputs, weights: g.sum(axis=1)),
            _linear(by_bias=lambda g, inputs, weights: g.mean(axis=1)),
        ),
    ),
    Misconception(
        "one_bias",
        "Your grad_bias is a single number for all outputs. Every output has a bias of its own.",
        (
            _linear(by_bias=lambda g, inputs, weights: g.sum()),
            _linear(by_bias=lambda g, inputs, weights: g.mean()),
            _linear(by_bias=lambda g, inputs, weights: np.full(g.shape[1], g.sum())),
        ),
    ),
    Misconception(
        "bias_as_table",
        "Your grad_bias is a table with one row or column. The bias is (K,): one axis, and so is "
        "its gradient.",
        (
            _linear(by_bias=lambda g, inputs, weights: g.sum(axis=0, keepdims=True)),
            _linear(by_bias=lambda g, inputs, weights: g.sum(axis=0)[:, None]),
        ),
    ),
    Misconception(
        "one_sample_only",
        "One sample alone decides: the others' shares are overwritten or never looked at. All "
        "samples use the same weights and the same bias.",
        _one_sample_only(),
    ),
    Misconception(
        "not_summed_over_batch",
        "Your grad_weights has a table for each sample, or their mean without the sum. All samples "
        "use the same weights: what happens to their shares?",
        (_linear(by_weights=lambda g, inputs, weights: g[:, :, None] * inputs[:, None]),),
    ),
    Misconception(
        "swapped_results",
        "All three gradients are there, in another order: inputs first, then weights, then bias.",
        tuple(map(_in_order, list(permutations(range(3)))[1:])),
    ),
    Misconception(
        "grad_output_left_out",
        "grad_output is missing from a product. The chain rule multiplies what comes from above "
        "with the layer's own slope.",
        (
            _linear(by_inputs=_weights_added_up),
            _linear(by_weights=_inputs_added_up),
            _linear(by_inputs=_weights_added_up, by_weights=_inputs_added_up),
            _linear(by_bias=lambda g, inputs, weights: np.full(g.shape[1], float(len(g)))),
            _linear(by_bias=lambda g, inputs, weights: np.ones(g.shape[1])),
        ),
    ),
    Misconception(
        "inputs_added_up",
        "Your grad_inputs is one row for the whole batch. Every sample has inputs of its own, and "
        "so a row of its own.",
        (
            _linear(by_inputs=lambda g, inputs, weights: (g @ weights).sum(axis=0)),
            _linear(by_inputs=lambda g, inputs, weights: (g @ weights).mean(axis=0)),
        ),
    ),
    Misconception(
        "wrong_sign",
        "A gradient has the opposite sign. Backward asks how the loss grows; the minus comes "
        "later, in the update.",
        (
            lambda g, inputs, weights: _linear()(-g, inputs, weights),
            _linear(by_weights=lambda g, inputs, weights: -g.T @ inputs),
        ),
    ),
    Misconception(
        "sizes_of_weights",
        "You return the inputs or the weights themselves, or step with them. We ask only how the "
        "loss changes with each of them.",
        (
            lambda g, inputs, weights: (inputs, weights, g.sum(axis=0)),
            _linear(by_weights=lambda g, inputs, weights: weights - g.T @ inputs),
        ),
    ),
)
