"""What a model answers, and how good it is: batch by batch, so that memory stays small."""

from __future__ import annotations

import numpy as np

from cnn_helpers.losses import cross_entropy
from cnn_helpers.training.tracing import evaluating
from cnn_helpers.validation import check_array, check_labels, check_not_empty, check_positive_int

__all__ = ["evaluate", "predict"]


def predict(model, images, *, prepare_batch=None, batch_size=64):
    """Return the model's logits for many images, all layers in evaluation mode.

    Parameters
    ----------
    model : Layer
        For example a :class:`~cnn_helpers.training.Sequential`.
    images : array_like
        One image for each position of the first axis.
    prepare_batch : callable, optional
        Turns a batch of images into what the model takes, for example ``data.as_batch`` for uint8
        pictures (N, H, W).
    batch_size : int
        How many images go through the model at once.

    Returns
    -------
    numpy.ndarray, shape (N, K)
        What the model's last layer gives.

    Raises
    ------
    ValueError
        If there are no images or they don't fit the model.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> predict(Linear(3, 2), np.ones((100, 3))).shape
    (100, 2)
    """
    images = check_not_empty(check_array(images, "images", floating=False), "images")
    batch_size = check_positive_int(batch_size, "batch_size")
    logits = []
    with evaluating(model):
        for first in range(0, len(images), batch_size):
            batch = images[first : first + batch_size]
            logits.append(model(batch if prepare_batch is None else prepare_batch(batch)))
    return np.concatenate(logits)


def evaluate(model, images, labels, *, prepare_batch=None, batch_size=64):
    """Return the mean cross-entropy and the share of right answers.

    Parameters
    ----------
    model, images, prepare_batch, batch_size
        As for :func:`predict`.
    labels : array_like of int, shape (N,)
        The right classes.

    Returns
    -------
    loss : float
    accuracy : float
        0 to 1.

    Raises
    ------
    TypeError, ValueError
        As :func:`predict`, and if labels don't fit: other length, or out of range.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> model = Linear(2, 2)
    >>> model.weight = np.eye(2)
    >>> loss, accuracy = evaluate(model, [[9, 0], [0, 9], [9, 0]], [0, 1, 1])
    >>> round(accuracy, 3)
    0.667
    """
    logits = predict(model, images, prepare_batch=prepare_batch, batch_size=batch_size)
    labels = check_labels(labels, logits.shape[1], count=len(logits))
    accuracy = float((logits.argmax(axis=1) == labels).mean())
    return cross_entropy(logits, labels), accuracy
