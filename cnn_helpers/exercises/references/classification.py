"""Right answers to the exercises of notebook 02."""

import numpy as np

__all__ = ["cross_entropy", "linear", "softmax"]


def linear(inputs, weights, bias):
    """Return the answers of K neurons to N samples."""
    return inputs @ weights.T + bias


def softmax(logits):
    """Return each row as probabilities; the largest logit is subtracted so that exp stays small."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    """Return the mean of minus the logarithm of the right class's probability."""
    loss = 0.0
    for row, label in zip(logits, labels, strict=True):
        shifted = row - row.max()
        loss += np.log(np.exp(shifted).sum()) - shifted[label]
    return loss / len(labels)
