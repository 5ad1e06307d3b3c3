"""From logits to probabilities, and the gradient back.

Read the ``_loops`` functions first: they compute the same, one number at a time.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.batch_last import computing_dtype
from cnn_helpers.validation import check_array, check_not_empty, check_shape

__all__ = [
    "check_logits",
    "softmax",
    "softmax_backward",
    "softmax_backward_loops",
    "softmax_loops",
    "softmax_of",
]


def check_logits(logits):
    """Return logits as floats to compute with, axes (N, K), and the dtype of a result.

    Examples
    --------
    >>> check_logits([1, 2])
    Traceback (most recent call last):
        ...
    ValueError: logits must have 2 dimensions (N, K), but has 1: shape (2,)
    """
    logits = check_array(logits, "logits", axes="NK")
    check_not_empty(logits, "logits")
    dtype, result_dtype = computing_dtype(logits)
    return logits.astype(dtype, copy=False), result_dtype


def softmax_loops(logits):
    """Compute :func:`softmax` row by row.

    Examples
    --------
    >>> softmax_loops([[0, 0], [1000, 1000]])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    logits, result_dtype = check_logits(logits)
    probabilities = np.empty(logits.shape, result_dtype)
    for row in range(len(logits)):
        largest = logits[row].max()
        exponentials = [np.exp(logit - largest) for logit in logits[row]]
        for column in range(logits.shape[1]):
            probabilities[row, column] = exponentials[column] / sum(exponentials)
    return probabilities


def softmax(logits):
    """Turn each row of logits into probabilities: positive numbers with the sum 1.

    Parameters
    ----------
    logits : array_like, shape (N, K)
        Any values. Only their differences within a row matter, so each row's largest logit is
        subtracted first: the exponentials can't overflow.

    Returns
    -------
    numpy.ndarray, shape (N, K)
        Values 0 to 1 in new memory. Floats keep their dtype, integers become float64. NaN makes its
        row NaN.

    Raises
    ------
    ValueError
        If ``logits`` has not two dimensions, or is empty.

    Examples
    --------
    >>> softmax([[0, 0], [1000, 1000]])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    logits, result_dtype = check_logits(logits)
    return softmax_of(logits).astype(result_dtype, copy=False)


def softmax_of(logits):
    """Compute :func:`softmax` of logits that were checked."""
    by_class = logits.T  # one row for each class, so that a number for each sample fits to it
    probabilities = np.exp(by_class - np.maximum.reduce(by_class, axis=0))
    probabilities /= np.add.reduce(probabilities, axis=0)
    return probabilities.T


def softmax_backward_loops(grad_output, logits):
    """Compute :func:`softmax_backward` with the slope of every probability by every logit.

    Raising one logit raises its own probability by P * (1 - P), and lowers each other one by the
    product of the two.

    Examples
    --------
    >>> softmax_backward_loops([[1, 0]], [[0, 0]])
    array([[ 0.25, -0.25]])
    """
    logits, result_dtype = check_logits(logits)
    grad_output = check_shape(check_array(grad_output, "grad_output"), logits.shape, "grad_output")
    probabilities = softmax_loops(logits)
    grad_logits = np.zeros(logits.shape, np.result_type(result_dtype, grad_output))
    for row, wanted, moved in np.ndindex(*logits.shape, logits.shape[1]):
        own = 1 if wanted == moved else 0
        slope = probabilities[row, wanted] * (own - probabilities[row, moved])
        grad_logits[row, moved] += grad_output[row, wanted] * slope
    return grad_logits


def softmax_backward(grad_output, logits):
    """Return the gradient of softmax: P * (g - sum of g * P over the row).

    Training goes through :func:`cross_entropy_backward` instead, which is simpler and exact also
    where a probability rounds to 0.

    Parameters
    ----------
    grad_output : array_like, shape (N, K)
        Derivative of the loss by each probability.
    logits : array_like, shape (N, K)
        What went into :func:`softmax`.

    Returns
    -------
    numpy.ndarray, shape (N, K)
        Derivative of the loss by each logit; new memory.

    Raises
    ------
    ValueError
        As :func:`softmax`, and if ``grad_output`` has another shape than ``logits``.

    Examples
    --------
    >>> softmax_backward([[1, 0]], [[0, 0]])
    array([[ 0.25, -0.25]])
    """
    logits, result_dtype = check_logits(logits)
    grad_output = check_shape(check_array(grad_output, "grad_output"), logits.shape, "grad_output")
    probabilities = softmax_of(logits)
    mean_gradient = (grad_output * probabilities).sum(axis=1, keepdims=True)
    grad_logits = probabilities * (grad_output - mean_gradient)
    return grad_logits.astype(np.result_type(result_dtype, grad_output), copy=False)
