"""From the last numbers of a network to one number that says how wrong it was, and back.

Read the ``_loops`` functions first: they compute the same, one number at a time. A loss is a mean
over the batch, so its gradient already holds the 1/N: nothing after it divides again.
"""

from __future__ import annotations

import math

import numpy as np

from cnn_helpers.batch_last import computing_dtype
from cnn_helpers.softmax import (
    check_logits,
    softmax,
    softmax_backward,
    softmax_backward_loops,
    softmax_loops,
    softmax_of,
)
from cnn_helpers.validation import check_array, check_labels, check_not_empty, check_shape

__all__ = [
    "cross_entropy",
    "cross_entropy_backward",
    "cross_entropy_backward_loops",
    "cross_entropy_loops",
    "mse",
    "mse_backward",
    "mse_backward_loops",
    "mse_loops",
    "softmax",
    "softmax_backward",
    "softmax_backward_loops",
    "softmax_loops",
]


def cross_entropy_loops(logits, labels):
    """Compute :func:`cross_entropy` sample by sample.

    Examples
    --------
    >>> round(cross_entropy_loops([[0, 0], [2, 0]], [0, 0]), 4)
    0.41
    """
    logits, _ = check_logits(logits)
    labels = check_labels(labels, logits.shape[1], count=len(logits))
    total = 0.0
    for row in range(len(logits)):
        largest = logits[row].max()
        log_of_sum = largest + math.log(sum(np.exp(logit - largest) for logit in logits[row]))
        total += log_of_sum - logits[row, labels[row]]
    return float(total / len(logits))


def cross_entropy(logits, labels):
    """Return the mean surprise: minus the logarithm of the probability of the right class.

    Softmax is part of it: ``-log(exp(right logit) / sum of exp(logits))``, computed as the
    logarithm of the sum minus the right logit, so that nothing overflows and no probability
    rounds to 0 inside the logarithm.

    Parameters
    ----------
    logits : array_like, shape (N, K)
        Any values, before softmax.
    labels : array_like of int, shape (N,)
        The right classes, 0 to K - 1.

    Returns
    -------
    float
        0 or more; ln K if all logits of a row are equal. NaN if a logit is.

    Raises
    ------
    TypeError
        If labels are no integers.
    ValueError
        If shapes don't fit, a label is out of range, or the batch is empty.

    Examples
    --------
    >>> round(cross_entropy([[0, 0], [2, 0]], [0, 0]), 4)
    0.41
    """
    logits, _ = check_logits(logits)
    labels = check_labels(labels, logits.shape[1], count=len(logits))
    by_class = logits.T - np.maximum.reduce(logits, axis=1)
    log_of_sum = np.log(np.add.reduce(np.exp(by_class), axis=0))
    right_logits = by_class[labels, np.arange(len(labels))]
    return float(np.add.reduce(log_of_sum - right_logits) / len(labels))


def cross_entropy_backward_loops(logits, labels):
    """Compute :func:`cross_entropy_backward` number by number.

    Examples
    --------
    >>> cross_entropy_backward_loops([[0, 0], [0, 0]], [0, 1])
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])
    """
    logits, result_dtype = check_logits(logits)
    labels = check_labels(labels, logits.shape[1], count=len(logits))
    grad_logits = softmax_loops(logits)
    for row in range(len(logits)):
        for column in range(logits.shape[1]):
            if column == labels[row]:
                grad_logits[row, column] -= 1
            grad_logits[row, column] /= len(logits)
    return grad_logits.astype(result_dtype, copy=False)


def cross_entropy_backward(logits, labels):
    """Return the gradient of cross-entropy by the logits: (probability - 1 if right) / N.

    Parameters
    ----------
    logits, labels
        As they went into :func:`cross_entropy`.

    Returns
    -------
    numpy.ndarray, shape (N, K)
        Each row has the sum 0. New memory; floats keep their dtype, integers become float64.

    Raises
    ------
    TypeError, ValueError
        As :func:`cross_entropy`.

    Examples
    --------
    >>> cross_entropy_backward([[0, 0], [0, 0]], [0, 1])
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])
    """
    logits, result_dtype = check_logits(logits)
    labels = check_labels(labels, logits.shape[1], count=len(logits))
    grad_logits = softmax_of(logits)
    grad_logits[np.arange(len(labels)), labels] -= 1
    grad_logits /= len(labels)
    return grad_logits if grad_logits.dtype is result_dtype else grad_logits.astype(result_dtype)


def _check_mse(predictions, targets):
    predictions = check_not_empty(check_array(predictions, "predictions"), "predictions")
    # Broadcasting (N, 1) against (N,) would silently compare everything with everything.
    targets = check_shape(check_array(targets, "targets"), predictions.shape, "targets")
    dtype, result_dtype = computing_dtype(predictions, targets)
    return predictions.astype(dtype, copy=False), targets.astype(dtype, copy=False), result_dtype


def mse_loops(predictions, targets):
    """Compute :func:`mse` number by number.

    Examples
    --------
    >>> mse_loops([1, 2, 3], [1, 2, 6])
    3.0
    """
    predictions, targets, _ = _check_mse(predictions, targets)
    total = 0.0
    for position in np.ndindex(predictions.shape):
        total += (predictions[position] - targets[position]) ** 2
    return float(total / predictions.size)


def mse(predictions, targets):
    """Return the mean squared error, over all numbers.

    Parameters
    ----------
    predictions : array_like, any shape
        What the model says.
    targets : array_like, same shape
        What is true.

    Returns
    -------
    float
        0 or more, in the squared unit of the targets.

    Raises
    ------
    ValueError
        If the shapes differ, or there is nothing to compare.

    Examples
    --------
    >>> mse([1, 2, 3], [1, 2, 6])
    3.0
    """
    predictions, targets, _ = _check_mse(predictions, targets)
    return float(np.square(predictions - targets).mean())


def mse_backward_loops(predictions, targets):
    """Compute :func:`mse_backward` number by number.

    Examples
    --------
    >>> mse_backward_loops([1, 2, 3], [1, 2, 6])
    array([ 0.,  0., -2.])
    """
    predictions, targets, result_dtype = _check_mse(predictions, targets)
    gradient = np.zeros(predictions.shape, result_dtype)
    for position in np.ndindex(predictions.shape):
        error = predictions[position] - targets[position]
        gradient[position] = 2 * error / predictions.size
    return gradient


def mse_backward(predictions, targets):
    """Return the gradient of the mean squared error by the predictions: 2 * error / count.

    Parameters
    ----------
    predictions, targets
        As they went into :func:`mse`.

    Returns
    -------
    numpy.ndarray
        Shape of the predictions; new memory.

    Raises
    ------
    ValueError
        As :func:`mse`.

    Examples
    --------
    >>> mse_backward([1, 2, 3], [1, 2, 6])
    array([ 0.,  0., -2.])
    """
    predictions, targets, result_dtype = _check_mse(predictions, targets)
    gradient = 2 * (predictions - targets) / predictions.size
    return gradient.astype(result_dtype, copy=False)
