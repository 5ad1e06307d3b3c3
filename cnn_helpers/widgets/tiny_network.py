"""The networks of the neuron tuner: a straight line, one neuron, two neurons; all in numpy.

Inputs are the temperature in tens of degrees and the weekend as 0 or 1, the answer is a revenue in
hundreds of euros: numbers of about the same size, so that one learning rate fits all weights.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cnn_helpers import data
from cnn_helpers.losses import mse, mse_backward
from cnn_helpers.neurons import linear, linear_backward, relu, relu_backward

__all__ = [
    "DEGREES",
    "EUROS",
    "NETWORKS",
    "Days",
    "contributions",
    "hidden_count",
    "loss_and_gradient",
    "loss_surface",
    "neuron_sums",
    "parameter_names",
    "predict_revenue",
    "random_parameters",
    "revenue_days",
    "split_parameters",
    "squared_error",
]

NETWORKS = ("two neurons", "one neuron", "straight line")
DEGREES, EUROS = 10.0, 100.0
_VALIDATION_DAYS = 146


class Days(NamedTuple):
    """Days of the ice-cream shop as the network takes them.

    Attributes
    ----------
    inputs, targets : numpy.ndarray of float64, shapes (N, 2) and (N, 1)
        Temperature / 10 and weekend (0 or 1); revenue / 100. The days to learn from.
    validation_inputs, validation_targets : numpy.ndarray of float64, shapes (M, 2) and (M, 1)
        Days that are only looked at.
    """

    inputs: np.ndarray
    targets: np.ndarray
    validation_inputs: np.ndarray
    validation_targets: np.ndarray


@lru_cache
def revenue_days():
    """Return the two years of the shop, shuffled and split: 584 days to learn from, 146 to check.

    Examples
    --------
    >>> days = revenue_days()
    >>> days.inputs.shape, days.validation_targets.shape
    ((584, 2), (146, 1))
    """
    shop = data.load_ice_cream()
    inputs = np.column_stack([shop.temperature / DEGREES, shop.is_weekend])
    targets = shop.revenue[:, None] / EUROS
    train, train_targets, held_out, held_out_targets = data.train_validation_split(
        inputs, targets, validation_size=_VALIDATION_DAYS, seed=0
    )
    days = Days(train, train_targets, held_out, held_out_targets)
    for array in days:
        array.flags.writeable = False
    return days


def hidden_count(network):
    """Return how many hidden neurons a network has."""
    return {"two neurons": 2, "one neuron": 1, "straight line": 0}[network]


def parameter_names(network):
    """Return the name of each parameter, in the order in which vectors hold them.

    Examples
    --------
    >>> parameter_names("one neuron")
    ['temperature → neuron 1', 'weekend → neuron 1', 'bias of neuron 1', 'neuron 1 → revenue', \
'bias of revenue']
    """
    count = hidden_count(network)
    if count == 0:
        return ["temperature → revenue", "weekend → revenue", "bias of revenue"]
    names = []
    for neuron in range(1, count + 1):
        names += [f"temperature → neuron {neuron}", f"weekend → neuron {neuron}"]
        names.append(f"bias of neuron {neuron}")
    return [*names, *(f"neuron {n} → revenue" for n in range(1, count + 1)), "bias of revenue"]


def split_parameters(network, parameters):
    """Return a vector as ``(hidden weights (H, 2), hidden bias (H,), weights (1, H), bias (1,))``.

    A straight line has no hidden layer: None, None, weights (1, 2), bias (1,). Views, not copies.
    """
    count = hidden_count(network)
    if count == 0:
        return None, None, parameters[None, :2], parameters[2:]
    hidden = parameters[: 3 * count].reshape(count, 3)
    return hidden[:, :2], hidden[:, 2], parameters[None, 3 * count : -1], parameters[-1:]


def _forward(network, parameters, inputs):
    hidden_weights, hidden_bias, weights, bias = split_parameters(network, parameters)
    if hidden_weights is None:
        return None, inputs, linear(inputs, weights, bias)
    sums = linear(inputs, hidden_weights, hidden_bias)
    answers = relu(sums)
    return sums, answers, linear(answers, weights, bias)


def predict_revenue(network, parameters, inputs):
    """Return what the network answers for each day, (N,) in hundreds of euros.

    Examples
    --------
    >>> predict_revenue("straight line", np.array([1.0, 0.5, 0.25]), np.array([[2.0, 1.0]]))
    array([2.75])
    """
    return _forward(network, parameters, inputs)[2][:, 0]


def neuron_sums(network, parameters, inputs):
    """Return what each hidden neuron adds up for each day, before ReLU, (N, H)."""
    sums = _forward(network, parameters, inputs)[0]
    return np.zeros((len(inputs), 0)) if sums is None else sums


def squared_error(network, parameters, inputs, targets):
    """Return the mean squared error over days (N, 2) and their revenues (N, 1)."""
    return mse(_forward(network, parameters, inputs)[2], targets)


def contributions(network, parameters, inputs):
    """Return what each hidden neuron adds to the answer, (N, H): its output times its weight.

    A straight line has no neurons: (N, 0).
    """
    weights = split_parameters(network, parameters)[2]
    if hidden_count(network) == 0:
        return np.zeros((len(inputs), 0))
    return _forward(network, parameters, inputs)[1] * weights


def loss_and_gradient(network, parameters, inputs, targets):
    """Return the mean squared error, and its derivative by each parameter (P,).

    Examples
    --------
    >>> line, day = np.array([1.0, 0.0, 0.0]), np.array([[2.0, 1.0]])
    >>> loss, gradient = loss_and_gradient("straight line", line, day, np.array([[3.0]]))
    >>> loss, gradient.tolist()
    (1.0, [-4.0, -2.0, -2.0])
    """
    sums, answers, predictions = _forward(network, parameters, inputs)
    loss = mse(predictions, targets)
    hidden_weights, _, weights, _ = split_parameters(network, parameters)
    grad = mse_backward(predictions, targets)
    grad_answers, grad_weights, grad_bias = linear_backward(grad, answers, weights)
    if hidden_weights is None:
        return loss, np.concatenate([grad_weights[0], grad_bias])
    grad_sums = relu_backward(grad_answers, sums)
    _, grad_hidden, grad_hidden_bias = linear_backward(grad_sums, inputs, hidden_weights)
    hidden = np.column_stack([grad_hidden, grad_hidden_bias]).ravel()
    return loss, np.concatenate([hidden, grad_weights[0], grad_bias])


def loss_surface(network, parameters, axes, across, up, inputs, targets):
    """Return the loss while two parameters take other values and the rest stays.

    Parameters
    ----------
    network : str
    parameters : numpy.ndarray, shape (P,)
    axes : (int, int)
        Which two parameters: across and up.
    across, up : array_like, shapes (A,) and (U,)
        Their values.
    inputs, targets : numpy.ndarray, shapes (N, 2) and (N, 1)

    Returns
    -------
    numpy.ndarray, shape (U, A)

    Examples
    --------
    >>> line, day = np.array([1.0, 0.0, 0.0]), np.array([[2.0, 1.0]])
    >>> loss_surface("straight line", line, (0, 2), [1, 1.5], [0, 1], day, np.array([[3.0]]))
    array([[1., 0.],
           [0., 1.]])
    """
    moved = np.array(parameters, np.float64)
    losses = np.empty((len(up), len(across)))
    for row, high in enumerate(up):
        for column, far in enumerate(across):
            moved[axes[0]], moved[axes[1]] = far, high
            error = predict_revenue(network, moved, inputs) - targets[:, 0]
            losses[row, column] = error @ error / len(error)
    return losses


def random_parameters(network, seed):
    """Return a start drawn at random, to one decimal: all neurons wake up at a usual temperature.

    The first neuron's answer counts upwards: one that pulls down at first would often fall silent
    for good.

    Examples
    --------
    >>> random_parameters("straight line", seed=1).tolist()
    [0.3, 0.8, 0.3]
    """
    generator = np.random.default_rng(seed)
    count = hidden_count(network)
    if count == 0:
        return np.round(generator.normal(0, 1, 3), 1)
    temperature = generator.uniform(0.5, 1.5, count)
    weekend = generator.normal(0, 0.5, count)
    wakes_at = np.sort(generator.uniform(0, 2.5, count))
    hidden = np.column_stack([temperature, weekend, -wakes_at * temperature])
    output = np.append(generator.normal(0, 1, count), generator.uniform(0, 1))
    output[0] = abs(output[0])
    return np.round(np.concatenate([hidden.ravel(), output]), 1)
