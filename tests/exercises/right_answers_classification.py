"""Right answers to the exercises of notebook 02, in many styles."""

import math
import warnings

import numpy as np

# linear ----------------------------------------------------------------------------------------


def linear_three_loops(inputs, weights, bias):
    logits = np.zeros((inputs.shape[0], weights.shape[0]))
    for sample in range(inputs.shape[0]):
        for neuron in range(weights.shape[0]):
            total = bias[neuron]
            for feature in range(inputs.shape[1]):
                total = total + inputs[sample, feature] * weights[neuron, feature]
            logits[sample, neuron] = total
    return logits


def linear_lists(inputs, weights, bias):
    return [
        [float(np.dot(row, weight)) + b for weight, b in zip(weights, bias, strict=True)]
        for row in inputs
    ]


def linear_einsum(inputs, weights, bias):
    return np.einsum("nd,kd->nk", inputs, weights) + bias


def linear_broadcast(inputs, weights, bias):
    return (inputs[:, np.newaxis, :] * weights[np.newaxis, :, :]).sum(axis=2) + bias


def linear_column_by_column(inputs, weights, bias):
    columns = [(inputs * weights[k]).sum(axis=1) + bias[k] for k in range(len(bias))]
    return np.stack(columns, axis=1)


def linear_turned_view(inputs, weights, bias):
    return (weights @ inputs.T + bias[:, None]).T


def linear_bias_as_a_weight_float32(inputs, weights, bias):
    longer = np.concatenate([inputs, np.ones((len(inputs), 1))], axis=1).astype(np.float32)
    wider = np.column_stack([weights, bias]).astype(np.float32)
    return np.asfortranarray(longer.dot(wider.transpose()))


def linear_tensordot(inputs, weights, bias):
    return np.tensordot(inputs, weights, axes=(1, 1)) + bias.reshape(1, -1)


def linear_torch(inputs, weights, bias):
    import torch

    tensors = [torch.tensor(array).double() for array in (inputs, weights, bias)]
    return torch.nn.functional.linear(*tensors).numpy()


# softmax ---------------------------------------------------------------------------------------


def softmax_rows(logits):
    probabilities = np.zeros(logits.shape)
    for index in range(len(logits)):
        powers = np.exp(logits[index] - np.max(logits[index]))
        probabilities[index] = powers / np.sum(powers)
    return probabilities


def softmax_python(logits):
    table = []
    for row in logits.tolist():
        largest = max(row)
        powers = [math.exp(value - largest) for value in row]
        table.append([power / sum(powers) for power in powers])
    return table


def softmax_new_axis(logits):
    powers = np.exp(logits - logits.max(axis=1)[:, np.newaxis])
    return powers / powers.sum(axis=-1)[:, None]


def softmax_turned(logits):
    columns = logits.T - logits.max(1)
    powers = np.e**columns
    return (powers / powers.sum(0)).T


def softmax_log_float32(logits):
    shifted = (logits - logits.max(axis=1, keepdims=True)).astype(np.float32)
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def softmax_differences(logits):
    # 1 / sum of exp(other - own): overflow gives infinity, and 1 / infinity is 0.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        differences = logits[:, np.newaxis, :] - logits[:, :, np.newaxis]
        return 1 / np.exp(differences).sum(axis=2)


def softmax_einsum(logits):
    powers = np.exp(logits - np.max(logits, 1, keepdims=True))
    return np.einsum("nk,n->nk", powers, 1 / np.einsum("nk->n", powers))


def softmax_apply_along_axis(logits):
    def one_row(row):
        powers = np.exp(row - row.max())
        return powers / powers.sum()

    return np.asfortranarray(np.apply_along_axis(one_row, 1, logits))


def softmax_scipy(logits):
    from scipy.special import softmax

    return softmax(logits, axis=1)


def softmax_torch(logits):
    import torch

    return torch.softmax(torch.tensor(logits).double(), dim=1)


# cross_entropy ---------------------------------------------------------------------------------


def cross_entropy_fancy_index(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -logs[np.arange(len(labels)), labels].mean()


def cross_entropy_one_hot(logits, labels):
    hits = np.eye(logits.shape[1])[labels]
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(hits * logs).sum() / len(logits)


def cross_entropy_logaddexp(logits, labels):
    right = np.take_along_axis(logits, labels[:, np.newaxis].astype(int), axis=1)[:, 0]
    return np.mean(np.logaddexp.reduce(logits.astype(float), axis=1) - right)


def cross_entropy_python(logits, labels):
    total = 0.0
    for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
        largest = max(row)
        total += largest + math.log(sum(math.exp(value - largest) for value in row)) - row[label]
    return total / len(labels)


def cross_entropy_differences(logits, labels):
    losses = []
    for index in range(len(labels)):
        distances = logits[index] - logits[index, labels[index]]
        largest = distances.max()
        losses.append(largest + np.log(np.sum(np.exp(distances - largest))))
    return np.array(losses).mean()


def cross_entropy_mask(logits, labels):
    mask = np.arange(logits.shape[1]) == labels[:, np.newaxis]
    shifted = logits - logits.max(1, keepdims=True)
    return np.array(np.log(np.exp(shifted).sum(1)).mean() - shifted[mask].mean())


def cross_entropy_float32(logits, labels):
    shifted = (logits - logits.max(axis=1, keepdims=True)).astype(np.float32)
    surprises = np.log(np.exp(shifted).sum(axis=1)) - shifted[range(len(labels)), labels]
    return surprises.sum() / np.float32(labels.size)


def cross_entropy_scipy(logits, labels):
    from scipy.special import log_softmax

    return -np.mean(log_softmax(logits, axis=1)[np.arange(len(labels)), labels])


def cross_entropy_torch(logits, labels):
    import torch

    targets = torch.tensor(labels.astype(np.int64))
    return torch.nn.functional.cross_entropy(torch.tensor(logits).double(), targets)
