"""The parts of a network that are no convolution: ReLU, and linear layers of neurons.

Read the ``_loops`` functions first: they compute the same, one number at a time.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.batch_last import computing_dtype
from cnn_helpers.validation import check_array, check_not_empty, check_shape

__all__ = [
    "linear",
    "linear_backward",
    "linear_backward_loops",
    "linear_gradients",
    "linear_loops",
    "relu",
    "relu_backward",
    "relu_backward_loops",
    "relu_loops",
]


def relu_loops(inputs):
    """Compute :func:`relu` number by number.

    Examples
    --------
    >>> relu_loops([-1.5, 0, 2])
    array([0., 0., 2.])
    """
    inputs = check_array(inputs, "inputs")
    outputs = np.zeros_like(inputs)
    for position in np.ndindex(inputs.shape):
        # Written so that NaN, which is neither, passes: not (NaN <= 0).
        if not inputs[position] <= 0:
            outputs[position] = inputs[position]
    return outputs


def relu(inputs):
    """Replace negative numbers by 0: the Rectified Linear Unit.

    Parameters
    ----------
    inputs : array_like, any shape
        Any values; NaN stays NaN.

    Returns
    -------
    numpy.ndarray
        New memory, same shape. Floats keep their dtype, integers become float64.

    References
    ----------
    V. Nair and G. Hinton, *Rectified Linear Units Improve Restricted Boltzmann Machines*, ICML
    2010.

    Examples
    --------
    >>> relu([-1.5, 0, 2])
    array([0., 0., 2.])
    """
    return np.maximum(check_array(inputs, "inputs"), 0)


def relu_backward_loops(grad_output, inputs):
    """Compute :func:`relu_backward` number by number.

    Examples
    --------
    >>> relu_backward_loops([5, 6, 7], [-1.5, 0, 2])
    array([0., 0., 7.])
    """
    grad_output, inputs = _check_relu_backward(grad_output, inputs)
    grad_inputs = np.zeros(inputs.shape, np.result_type(grad_output, inputs))
    for position in np.ndindex(inputs.shape):
        if inputs[position] > 0:
            grad_inputs[position] = grad_output[position]
    return grad_inputs


def relu_backward(grad_output, inputs):
    """Return the gradient of ReLU: it passes where the input was above 0, and stops elsewhere.

    At exactly 0 there is no single slope; like PyTorch we take 0.

    Parameters
    ----------
    grad_output : array_like
        Derivative of the loss by each output, same shape as ``inputs``.
    inputs : array_like, any shape
        What went into :func:`relu`.

    Returns
    -------
    numpy.ndarray
        Derivative of the loss by each input; new memory.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> relu_backward([5, 6, 7], [-1.5, 0, 2])
    array([0., 0., 7.])
    """
    grad_output, inputs = _check_relu_backward(grad_output, inputs)
    # Multiplying by ones and zeros is many times faster than selecting with True and False.
    grad_inputs = (inputs > 0).astype(grad_output.dtype)
    grad_inputs *= grad_output
    return grad_inputs


def _check_relu_backward(grad_output, inputs):
    inputs = check_array(inputs, "inputs")
    grad_output = check_array(grad_output, "grad_output")
    return check_shape(grad_output, inputs.shape, "grad_output"), inputs


def linear_loops(inputs, weights, bias=None):
    """Compute :func:`linear` neuron by neuron, product by product.

    Examples
    --------
    >>> linear_loops([[1, 2, 3]], [[1, 0, -1], [2, 2, 2]], [10, 0])
    array([[ 8., 12.]])
    """
    inputs, weights, bias = _check_linear(inputs, weights, bias)
    bias = np.zeros(len(weights), weights.dtype) if bias is None else bias
    dtype, result_dtype = computing_dtype(inputs, weights, bias)
    outputs = np.zeros((len(inputs), len(weights)), dtype)
    for sample in range(len(inputs)):
        for neuron in range(len(weights)):
            total = bias[neuron].astype(dtype)
            for feature in range(inputs.shape[1]):
                total += inputs[sample, feature] * weights[neuron, feature].astype(dtype)
            outputs[sample, neuron] = total
    return outputs.astype(result_dtype, copy=False)


def linear(inputs, weights, bias=None):
    """Return what a layer of neurons answers: inputs times weights, summed, plus one bias each.

    Parameters
    ----------
    inputs : array_like, shape (N, D)
        One row of D features for each sample.
    weights : array_like, shape (K, D)
        One row for each neuron.
    bias : array_like, shape (K,), optional
        One number for each neuron.

    Returns
    -------
    numpy.ndarray, shape (N, K)
        ``inputs @ weights.T + bias`` in new memory. The dtype is the widest of the arguments;
        integers count as float64.

    Raises
    ------
    ValueError
        If shapes don't fit or there is no sample.

    Examples
    --------
    >>> linear([[1, 2, 3]], [[1, 0, -1], [2, 2, 2]], [10, 0])
    array([[ 8., 12.]])
    """
    inputs, weights, bias = _check_linear(inputs, weights, bias)
    arrays = (inputs, weights) if bias is None else (inputs, weights, bias)
    dtype, result_dtype = computing_dtype(*arrays)
    inputs, weights = inputs.astype(dtype, copy=False), weights.astype(dtype, copy=False)
    # The transpose of inputs @ weights.T: its memory is batch-last, as the layers around want it.
    outputs = np.matmul(weights, inputs.T)
    if bias is not None:
        outputs += bias[:, np.newaxis]
    return outputs.T.astype(result_dtype, copy=False)


def linear_backward_loops(grad_output, inputs, weights):
    """Compute :func:`linear_backward` product by product.

    Examples
    --------
    >>> linear_backward_loops([[1, 10]], [[1, 2, 3]], [[1, 0, -1], [2, 2, 2]])[0]
    array([[21., 20., 19.]])
    """
    inputs, weights, _ = _check_linear(inputs, weights, None)
    grad_output = _check_linear_gradient(grad_output, inputs, weights)
    dtype, result_dtype = computing_dtype(grad_output, inputs, weights)
    grad_inputs, grad_weights = np.zeros(inputs.shape, dtype), np.zeros(weights.shape, dtype)
    grad_bias = np.zeros(len(weights), dtype)
    for sample in range(len(inputs)):
        for neuron in range(len(weights)):
            gradient = grad_output[sample, neuron].astype(dtype)
            for feature in range(inputs.shape[1]):
                grad_inputs[sample, feature] += gradient * weights[neuron, feature]
                grad_weights[neuron, feature] += gradient * inputs[sample, feature]
            grad_bias[neuron] += gradient
    return tuple(grad.astype(result_dtype) for grad in (grad_inputs, grad_weights, grad_bias))


def linear_backward(grad_output, inputs, weights, *, input_gradient=True):
    """Return the gradients of a linear layer by its inputs, its weights and its bias.

    Parameters
    ----------
    grad_output : array_like, shape (N, K)
        Derivative of the loss by each output.
    inputs, weights
        As they went into :func:`linear`.
    input_gradient : bool
        False saves the work for ``grad_inputs`` and gives None for it.

    Returns
    -------
    grad_inputs, grad_weights, grad_bias : numpy.ndarray
        New memory, with shapes (N, D), (K, D) and (K,). Sums, not means, over the batch.

    Raises
    ------
    ValueError
        As :func:`linear`, and if ``grad_output`` has not the shape of its result.

    Examples
    --------
    >>> linear_backward([[1, 10]], [[1, 2, 3]], [[1, 0, -1], [2, 2, 2]])[0]
    array([[21., 20., 19.]])
    """
    inputs, weights, _ = _check_linear(inputs, weights, None)
    return linear_gradients(grad_output, inputs, weights, input_gradient)


def linear_gradients(grad_output, inputs, weights, input_gradient):
    """Compute :func:`linear_backward` where all but ``grad_output`` was checked."""
    grad_output = _check_linear_gradient(grad_output, inputs, weights)
    dtype, result_dtype = computing_dtype(grad_output, inputs, weights)
    grad_outputs = grad_output.T.astype(dtype, copy=False)  # batch last
    grad_weights = np.matmul(grad_outputs, inputs.astype(dtype, copy=False))
    gradients = [None, grad_weights, np.add.reduce(grad_outputs, axis=1)]
    if input_gradient:
        gradients[0] = np.matmul(weights.T.astype(dtype, copy=False), grad_outputs).T
    if dtype is not result_dtype:
        gradients = [None if grad is None else grad.astype(result_dtype) for grad in gradients]
    return tuple(gradients)


def _check_linear(inputs, weights, bias):
    inputs = check_array(inputs, "inputs", axes="ND")
    weights = check_array(weights, "weights", axes="KD")
    if 0 in inputs.shape or 0 in weights.shape:
        check_not_empty(inputs, "inputs")
        check_not_empty(weights, "weights")
    if inputs.shape[1] != weights.shape[1]:
        plural = "" if weights.shape[1] == 1 else "s"
        raise ValueError(
            f"weights expect {weights.shape[1]} input feature{plural}, but inputs have "
            f"{inputs.shape[1]}: inputs {inputs.shape}, weights {weights.shape}"
        )
    if bias is not None:
        bias = check_shape(check_array(bias, "bias"), weights.shape[:1], "bias")
    return inputs, weights, bias


def _check_linear_gradient(grad_output, inputs, weights):
    grad_output = check_array(grad_output, "grad_output")
    return check_shape(grad_output, (len(inputs), len(weights)), "grad_output")
