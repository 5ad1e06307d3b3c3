"""Known wrong answers to ``mse_gradient``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["MSE_GRADIENT"]


def _slopes(change):
    """Turn ``change(errors, inputs)`` into a whole answer."""
    return lambda inputs, targets, weight, bias: change(weight * inputs + bias - targets, inputs)


def _bias_forgotten(inputs, targets, weight, bias):
    errors = weight * inputs - targets
    return 2 * (errors * inputs).mean(), 2 * errors.mean()


def _bias_subtracted(inputs, targets, weight, bias):
    return _bias_forgotten(inputs, targets + bias, weight, 0)


def _prediction_for_error(inputs, targets, weight, bias):
    return _bias_forgotten(inputs, -bias, weight, 0)


def _times_targets(inputs, targets, weight, bias):
    errors = weight * inputs + bias - targets
    return 2 * (errors * targets).mean(), 2 * errors.mean()


def _times_weight(inputs, targets, weight, bias):
    errors = weight * inputs + bias - targets
    return 2 * (errors * weight).mean(), 2 * errors.mean()


def _new_parameters(inputs, targets, weight, bias, lr=1.0):
    errors = weight * inputs + bias - targets
    return weight - lr * 2 * (errors * inputs).mean(), bias - lr * 2 * errors.mean()


def _with_relu(inputs, targets, weight, bias):
    errors = np.maximum(weight * inputs + bias, 0) - targets
    return 2 * (errors * inputs).mean(), 2 * errors.mean()


def _with_relu_and_its_slope(inputs, targets, weight, bias):
    predictions = weight * inputs + bias
    slopes = 2 * (np.maximum(predictions, 0) - targets) * (predictions > 0)
    return (slopes * inputs).mean(), slopes.mean()


MSE_GRADIENT = (
    Misconception(
        "factor_2_missing",
        "Your slopes are half as steep as they should be. The slope of a square, error * error, is "
        "not the error alone: what does the square's 2 turn into?",
        (
            _slopes(lambda e, x: ((e * x).mean(), e.mean())),
            _slopes(lambda e, x: ((e * x).mean(), 2 * e.mean())),
            _slopes(lambda e, x: (2 * (e * x).mean(), e.mean())),
        ),
    ),
    Misconception(
        "sum_for_mean",
        "You add the days up. The loss is a mean, so its slopes are means too: twice as many days "
        "of the same kind shouldn't make them twice as steep.",
        (
            _slopes(lambda e, x: (2 * (e * x).sum(), 2 * e.sum())),
            _slopes(lambda e, x: ((e * x).sum(), e.sum())),
            _slopes(lambda e, x: (2 * (e * x).sum(), 2 * e.mean())),
            _slopes(lambda e, x: (2 * (e * x).mean(), 2 * e.sum())),
        ),
    ),
    Misconception(
        "wrong_sign",
        "Your slopes have the opposite sign. If the prediction is too high, raising the bias makes "
        "the loss grow: is your error prediction - target, or the other way round?",
        (
            _slopes(lambda e, x: (-2 * (e * x).mean(), -2 * e.mean())),
            _slopes(lambda e, x: (-2 * (e * x).mean(), 2 * e.mean())),
            _slopes(lambda e, x: (2 * (e * x).mean(), -2 * e.mean())),
            _slopes(lambda e, x: (-(e * x).mean(), -e.mean())),
        ),
    ),
    Misconception(
        "means_multiplied",
        "For the weight you multiply the mean error with the mean input. Errors of +1 and -1 then "
        "cancel out before they meet their inputs: which comes first, the product or the mean?",
        (
            _slopes(lambda e, x: (2 * e.mean() * x.mean(), 2 * e.mean())),
            _slopes(lambda e, x: (2 * e.sum() * x.mean(), 2 * e.mean())),
        ),
    ),
    Misconception(
        "input_missing",
        "Your two slopes are the same number. Raising the weight by a little raises the prediction "
        "by that little times something: times what?",
        (_slopes(lambda e, x: (2 * e.mean(), 2 * e.mean())),),
    ),
    Misconception(
        "input_on_bias_too",
        "The bias's slope has the inputs in it. Raising the bias raises every prediction by the "
        "same amount, whatever the input.",
        (_slopes(lambda e, x: (2 * (e * x).mean(), 2 * (e * x).mean())),),
    ),
    Misconception(
        "swapped_results",
        "Both numbers are right, but in the wrong order: the weight's slope first, then the "
        "bias's.",
        (_slopes(lambda e, x: (2 * e.mean(), 2 * (e * x).mean())),),
    ),
    Misconception(
        "loss_itself",
        "You return the loss: how wrong the neuron is. We ask for its slopes: how fast the loss "
        "grows if the weight, or the bias, grows.",
        (
            _slopes(lambda e, x: (e**2).mean()),
            _slopes(lambda e, x: ((e**2).mean(), (e**2).mean())),
            _slopes(lambda e, x: (((e * x) ** 2).mean(), (e**2).mean())),
        ),
    ),
    Misconception(
        "one_slope_only",
        "You return one slope. There are two parameters, and each has its own: first the weight's, "
        "then the bias's.",
        (
            _slopes(lambda e, x: 2 * (e * x).mean()),
            _slopes(lambda e, x: 2 * e.mean()),
            _slopes(lambda e, x: 2 * (e * x).mean() + 2 * e.mean()),
        ),
    ),
    Misconception(
        "slope_per_day",
        "You return one slope for each day. The weight serves all days, so their slopes are joined "
        "to one: how does the loss join them?",
        (
            _slopes(lambda e, x: (2 * e * x, 2 * e)),
            _slopes(lambda e, x: (2 * (e * x).mean(), 2 * e)),
            _slopes(lambda e, x: (2 * e * x / len(x), 2 * e / len(x))),
        ),
    ),
    Misconception(
        "divided_twice",
        "You divide by the number of days twice. mean() has divided already.",
        (_slopes(lambda e, x: (2 * (e * x).mean() / len(x), 2 * e.mean() / len(x))),),
    ),
    Misconception(
        "absolute_errors",
        "Only the signs of the errors count in your slopes, or their sizes without the sign. The "
        "slope of a square grows with the error, and keeps its sign.",
        (
            _slopes(lambda e, x: ((np.sign(e) * x).mean(), np.sign(e).mean())),
            _slopes(lambda e, x: (2 * (np.abs(e) * x).mean(), 2 * np.abs(e).mean())),
        ),
    ),
    Misconception(
        "errors_squared",
        "The squares of the errors are in your slopes. The slope of error * error holds the error "
        "once, times 2.",
        (_slopes(lambda e, x: (2 * (e**2 * x).mean(), 2 * (e**2).mean())),),
    ),
    Misconception(
        "bias_not_in_prediction",
        "The bias isn't in your predictions, or it is taken away there. The neuron says "
        "weight * input + bias.",
        (_bias_forgotten, _bias_subtracted),
    ),
    Misconception(
        "prediction_for_error",
        "You use the predictions in place of the errors: the targets have no say. A day that was "
        "predicted perfectly should add nothing to the slopes.",
        (_prediction_for_error,),
    ),
    Misconception(
        "times_weight",
        "For the weight's slope your errors are multiplied with the weight, or with the targets. "
        "If the weight grows by a little, by how much does weight * input grow?",
        (_times_weight, _times_targets),
    ),
    Misconception(
        "new_parameters",
        "You return the parameters after a step downhill. Here only the two slopes are asked for; "
        "the step comes after them.",
        (
            _new_parameters,
            lambda inputs, targets, weight, bias: _new_parameters(
                inputs, targets, weight, bias, 0.1
            ),
            lambda inputs, targets, weight, bias: _new_parameters(
                inputs, targets, weight, bias, 0.01
            ),
        ),
    ),
    Misconception(
        "relu_in_prediction",
        "There is a ReLU in your predictions. This neuron is linear: it says weight * input + bias "
        "and nothing more.",
        (_with_relu, _with_relu_and_its_slope),
    ),
)
