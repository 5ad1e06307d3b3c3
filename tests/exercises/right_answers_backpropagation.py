"""Right answers to the exercises of notebook 09, in many styles."""

import numpy as np

from cnn_helpers import losses, neurons

# relu_backward ---------------------------------------------------------------------------------


def relu_backward_where(grad_output, inputs):
    return np.where(inputs > 0, grad_output, 0)


def relu_backward_mask(grad_output, inputs):
    grad_inputs = grad_output.copy()
    grad_inputs[inputs <= 0] = 0
    return grad_inputs


def relu_backward_loop(grad_output, inputs):
    grad_inputs = np.zeros(inputs.shape)
    for index in np.ndindex(inputs.shape):
        if inputs[index] > 0:
            grad_inputs[index] = grad_output[index]
    return grad_inputs


def relu_backward_zeros_like(grad_output, inputs):
    grad_inputs = np.zeros_like(inputs)
    open_ = inputs > 0
    grad_inputs[open_] = grad_output[open_]
    return grad_inputs


def relu_backward_float32(grad_output, inputs):
    slopes = (np.sign(inputs) == 1).astype(np.float32)
    return np.asfortranarray(grad_output.astype(np.float32) * slopes)


def relu_backward_heaviside(grad_output, inputs):
    return np.multiply(np.heaviside(inputs, 0), grad_output).tolist()


def relu_backward_from_the_output(grad_output, inputs):
    return grad_output * (neurons.relu(inputs) != 0)


def relu_backward_torch(grad_output, inputs):
    import torch

    tensor = torch.tensor(inputs, requires_grad=True)
    torch.relu(tensor).backward(torch.tensor(grad_output))
    return tensor.grad.numpy()


# linear_backward -------------------------------------------------------------------------------


def linear_backward_loops(grad_output, inputs, weights):
    count, outputs = grad_output.shape
    features = inputs.shape[1]
    grad_inputs = np.zeros((count, features))
    grad_weights = np.zeros((outputs, features))
    grad_bias = np.zeros(outputs)
    for n in range(count):
        for k in range(outputs):
            grad_bias[k] += grad_output[n, k]
            for d in range(features):
                grad_weights[k, d] += grad_output[n, k] * inputs[n, d]
                grad_inputs[n, d] += grad_output[n, k] * weights[k, d]
    return grad_inputs, grad_weights, grad_bias


def linear_backward_samples(grad_output, inputs, weights):
    grad_inputs, grad_weights, grad_bias = [], np.zeros_like(weights), 0
    for gradient, features in zip(grad_output, inputs, strict=True):
        grad_inputs.append(weights.T @ gradient)
        grad_weights += np.outer(gradient, features)
        grad_bias = grad_bias + gradient
    return [np.array(grad_inputs), grad_weights, grad_bias]


def linear_backward_einsum(grad_output, inputs, weights):
    return (
        np.einsum("nk,kd->nd", grad_output, weights),
        np.einsum("nk,nd->kd", grad_output, inputs),
        np.einsum("nk->k", grad_output),
    )


def linear_backward_float32(grad_output, inputs, weights):
    grad_output, inputs, weights = (
        array.astype(np.float32) for array in (grad_output, inputs, weights)
    )
    grad_bias = np.ones(len(inputs), np.float32) @ grad_output
    return np.dot(grad_output, weights), (inputs.T @ grad_output).T, grad_bias


def linear_backward_broadcasting(grad_output, inputs, weights):
    grad_inputs = (grad_output[:, :, None] * weights).sum(axis=1)
    grad_weights = (grad_output[:, :, None] * inputs[:, None, :]).sum(axis=0)
    return grad_inputs, grad_weights, np.add.reduce(grad_output)


def linear_backward_tensordot(grad_output, inputs, weights):
    return (
        np.tensordot(grad_output, weights, axes=1),
        np.tensordot(grad_output, inputs, axes=(0, 0)),
        np.sum(grad_output, 0),
    )


def linear_backward_torch(grad_output, inputs, weights):
    import torch

    inputs, weights = (torch.tensor(array, requires_grad=True) for array in (inputs, weights))
    bias = torch.zeros(len(weights), dtype=weights.dtype, requires_grad=True)
    torch.nn.functional.linear(inputs, weights, bias).backward(torch.tensor(grad_output))
    return inputs.grad.numpy(), weights.grad.numpy(), bias.grad.numpy()


# softmax_cross_entropy_backward ----------------------------------------------------------------


def softmax_cross_entropy_backward_one_hot(logits, labels):
    probabilities = losses.softmax(logits)
    return (probabilities - np.eye(logits.shape[1])[labels]) / logits.shape[0]


def softmax_cross_entropy_backward_loops(logits, labels):
    count, classes = logits.shape
    gradient = np.zeros((count, classes))
    for n in range(count):
        powers = np.exp(logits[n] - max(logits[n]))
        for k in range(classes):
            gradient[n, k] = powers[k] / powers.sum()
            if k == labels[n]:
                gradient[n, k] -= 1
            gradient[n, k] /= count
    return gradient


def softmax_cross_entropy_backward_log_sum(logits, labels):
    logs = logits - np.logaddexp.reduce(logits, axis=1)[:, None]
    hits = labels[:, None] == np.arange(logits.shape[1])
    return np.where(hits, np.expm1(logs), np.exp(logs)) / len(labels)


def softmax_cross_entropy_backward_float32(logits, labels):
    logits = logits.astype(np.float32)
    powers = np.exp(logits - logits.max(1, keepdims=True))
    probabilities = powers / powers.sum(1, keepdims=True)
    one_hot = np.zeros_like(probabilities)
    np.put_along_axis(one_hot, labels[:, None].astype(int), 1, axis=1)
    return np.asfortranarray((probabilities - one_hot) * np.float32(1 / len(logits)))


def softmax_cross_entropy_backward_rows(logits, labels):
    rows = []
    for row, label in zip(logits, labels, strict=True):
        powers = np.exp(row - row.max())
        row = powers / powers.sum()
        row[label] = row[label] - 1
        rows.append(row / len(labels))
    return rows


def softmax_cross_entropy_backward_subtract_at(logits, labels):
    shifted = logits - np.max(logits, axis=1)[:, np.newaxis]
    gradient = np.exp(shifted) / np.sum(np.exp(shifted), axis=1)[:, np.newaxis]
    np.subtract.at(gradient, (range(len(labels)), labels), 1)
    gradient /= len(labels)
    return gradient


def softmax_cross_entropy_backward_scipy(logits, labels):
    from scipy.special import softmax

    gradient = softmax(logits, axis=1)
    gradient[range(len(labels)), labels] -= 1
    return gradient / len(labels)


def softmax_cross_entropy_backward_torch(logits, labels):
    import torch

    tensor = torch.tensor(logits, requires_grad=True)
    torch.nn.functional.cross_entropy(tensor, torch.tensor(labels).long()).backward()
    return tensor.grad


# numerical_gradient ----------------------------------------------------------------------------


def numerical_gradient_in_place(function, array, epsilon=1e-5):
    gradient = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        kept = array[index]
        array[index] = kept + epsilon
        up = function(array)
        array[index] = kept - epsilon
        down = function(array)
        array[index] = kept
        gradient[index] = (up - down) / (2 * epsilon)
    return gradient


def numerical_gradient_two_steps_back(function, array, epsilon=1e-5):
    gradient = np.empty(array.shape)
    for index, _ in np.ndenumerate(array):
        moved = array.copy()
        moved[index] += epsilon
        up = function(moved)
        moved[index] -= 2 * epsilon
        gradient[index] = 0.5 * (up - function(moved)) / epsilon
    return gradient


def numerical_gradient_flat(function, array, epsilon=1e-5):
    slopes = []
    for place in range(array.size):
        up, down = array.flatten(), array.flatten()
        up[place] += epsilon
        down[place] -= epsilon
        up, down = up.reshape(array.shape), down.reshape(array.shape)
        slopes.append((function(up) - function(down)) / (2 * epsilon))
    return np.array(slopes).reshape(array.shape)


def numerical_gradient_unit_vectors(function, array, epsilon=1e-5):
    steps = epsilon * np.eye(array.size).reshape(array.size, *array.shape)
    ups = np.array([function(array + step) for step in steps])
    downs = np.array([function(array - step) for step in steps])
    return ((ups - downs) / epsilon / 2).reshape(array.shape)


def numerical_gradient_nditer(function, array, epsilon=1e-5):
    gradient = np.zeros(array.shape)
    places = np.nditer(array, flags=["multi_index"])
    for _ in places:
        at = places.multi_index
        shifted = array.copy()
        shifted[at] = array[at] + epsilon
        gradient[at] += function(shifted)
        shifted[at] = array[at] - epsilon
        gradient[at] -= function(shifted)
    return gradient / (2 * epsilon)
