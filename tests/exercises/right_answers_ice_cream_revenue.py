"""Right answers to the exercises of notebook 01, in many styles."""

import math
import operator
import warnings

import numpy as np

from cnn_helpers import losses, neurons

# neuron ----------------------------------------------------------------------------------------


def neuron_dot(inputs, weights, bias):
    return max(0, np.dot(inputs, weights) + bias)


def neuron_index_loop(inputs, weights, bias):
    total = 0
    for index in range(len(inputs)):
        total += inputs[index] * weights[index]
    total += bias
    if total > 0:
        return total
    return 0


def neuron_maximum(inputs, weights, bias):
    return np.maximum((inputs * weights).sum() + bias, 0)


def neuron_clip_0d_array(inputs, weights, bias):
    return np.clip(np.array(bias + np.einsum("d,d->", weights, inputs)), 0, None)


def neuron_python(inputs, weights, bias):
    total = math.fsum(map(operator.mul, inputs.tolist(), weights.tolist())) + bias
    return total * (total > 0)


def neuron_float32(inputs, weights, bias):
    total = inputs.astype(np.float32) @ weights.astype(np.float32) + np.float32(bias)
    return np.where(total > 0, total, np.float32(0))


def neuron_half_of_total_and_size(inputs, weights, bias):
    total = sum(inputs * weights) + bias
    return (total + abs(total)) / 2


def neuron_bias_as_a_weight(inputs, weights, bias):
    values = np.append(inputs, 1.0)
    return max([values @ np.append(weights, bias), 0.0])


def neuron_prints_and_warns(inputs, weights, bias):
    print("adding up")
    warnings.warn("still adding", stacklevel=1)
    return float(neurons.relu(np.inner(inputs, weights) + bias))


def neuron_torch(inputs, weights, bias):
    import torch

    inputs, weights = torch.tensor(inputs).double(), torch.tensor(weights).double()
    return torch.relu(inputs @ weights + bias)


# mse_gradient ----------------------------------------------------------------------------------


def mse_gradient_loop(inputs, targets, weight, bias):
    grad_weight, grad_bias = 0.0, 0.0
    for value, target in zip(inputs, targets, strict=True):
        error = weight * value + bias - target
        grad_weight += 2 * error * value
        grad_bias += 2 * error
    return grad_weight / len(inputs), grad_bias / len(inputs)


def mse_gradient_means_in_the_loop(inputs, targets, weight, bias):
    count = inputs.size
    grad_weight = 0
    grad_bias = 0
    for index in range(count):
        prediction = inputs[index] * weight + bias
        slope = 2 * (prediction - targets[index]) / count
        grad_bias = grad_bias + slope
        grad_weight = grad_weight + slope * inputs[index]
    return [grad_weight, grad_bias]


def mse_gradient_dot_float32(inputs, targets, weight, bias):
    inputs = inputs.astype(np.float32)
    errors = np.float32(weight) * inputs + np.float32(bias) - targets.astype(np.float32)
    return np.float32(2 / len(inputs)) * np.dot(errors, inputs), 2 * np.mean(errors)


def mse_gradient_targets_first(inputs, targets, weight, bias):
    misses = targets - (bias + weight * inputs)
    return -2 * (inputs * misses).sum() / len(misses), -2 * misses.sum() / len(misses)


def mse_gradient_matrix_as_one_array(inputs, targets, weight, bias):
    days = np.stack([inputs, np.ones(len(inputs))])
    errors = np.array([weight, bias]) @ days - targets
    return 2 * days @ errors / len(inputs)


def mse_gradient_numerical(inputs, targets, weight, bias):
    def loss(weight, bias):
        return ((weight * inputs + bias - targets) ** 2).mean()

    step = 0.001
    return (
        (loss(weight + step, bias) - loss(weight - step, bias)) / (2 * step),
        (loss(weight, bias + step) - loss(weight, bias - step)) / (2 * step),
    )


def mse_gradient_package(inputs, targets, weight, bias):
    gradients = losses.mse_backward(weight * inputs + bias, targets)
    return (gradients * inputs).sum(), gradients.sum()


def mse_gradient_torch(inputs, targets, weight, bias):
    import torch

    weight = torch.tensor(float(weight), dtype=torch.float64, requires_grad=True)
    bias = torch.tensor(float(bias), dtype=torch.float64, requires_grad=True)
    predictions = weight * torch.tensor(inputs) + bias
    torch.nn.functional.mse_loss(predictions, torch.tensor(targets).double()).backward()
    return weight.grad.numpy(), bias.grad.numpy()
