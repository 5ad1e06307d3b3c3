"""Right answers to the exercises of notebook 09."""

import numpy as np

__all__ = [
    "linear_backward",
    "numerical_gradient",
    "relu_backward",
    "softmax_cross_entropy_backward",
]


def numerical_gradient(function, array, epsilon=1e-5):
    """Return how fast function(array) grows with each entry, from two steps of epsilon."""
    gradient = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        step = np.zeros(array.shape)
        step[index] = epsilon
        rise = function(array + step) - function(array - step)
        gradient[index] = rise / (2 * epsilon)
    return gradient


def relu_backward(grad_output, inputs):
    """Return the gradient where ReLU let its input through, and 0 elsewhere."""
    return grad_output * (inputs > 0)


def linear_backward(grad_output, inputs, weights):
    """Return the gradients of a linear layer by its inputs, its weights and its bias."""
    grad_inputs = grad_output @ weights
    grad_weights = grad_output.T @ inputs
    grad_bias = grad_output.sum(axis=0)
    return grad_inputs, grad_weights, grad_bias


def softmax_cross_entropy_backward(logits, labels):
    """Return the gradient of softmax and cross-entropy together, by the logits."""
    count = len(logits)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    gradient = powers / powers.sum(axis=1, keepdims=True)
    gradient[np.arange(count), labels] -= 1
    return gradient / count
