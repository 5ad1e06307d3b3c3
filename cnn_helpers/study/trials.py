"""Small trials beside the rows: first losses, ten digits by heart, learning rates."""

from __future__ import annotations

import numpy as np

from cnn_helpers import data
from cnn_helpers.losses import cross_entropy
from cnn_helpers.study.plans import PLANS
from cnn_helpers.training import SGD, Adam, TrainingDivergedError, fit
from cnn_helpers.training.measuring import evaluate, predict

__all__ = ["first_loss", "learn_by_heart", "try_learning_rate"]


def first_loss(network, images, labels, factor):
    """Return an untrained network's loss, its last layer's weights being multiplied first.

    Parameters
    ----------
    network : Sequential
        Its last layer is linear; unchanged afterwards.
    images : array_like, shape (N, H, W)
        uint8.
    labels : array_like of int, shape (N,)
    factor : float
        0 makes all logits equal, 1 leaves them alone.

    Returns
    -------
    loss, size : float
        Mean cross-entropy; and the standard deviation of all logits.

    Examples
    --------
    >>> digits = data.load_mnist("10k")
    >>> first = digits.test_images[:20], digits.test_labels[:20]
    >>> loss, size = first_loss(PLANS["cnn"].build(0), *first, factor=0)
    >>> round(loss, 3), size
    (2.303, 0.0)
    """
    layer = network[-1]
    before = layer.weight.copy()
    layer.weight *= np.float32(factor)
    logits = predict(network, images, prepare_batch=data.as_batch)
    layer.weight = before
    return float(cross_entropy(logits, labels)), float(logits.std())


def learn_by_heart(network, images, labels, *, steps=60, learning_rate=0.003):
    """Train on a handful of digits, all of them in every step: a check for every new network.

    Parameters
    ----------
    network : Sequential
        Trained in place.
    images : array_like, shape (N, H, W)
        uint8; some ten.
    labels : array_like of int, shape (N,)
    steps : int
    learning_rate : float
        Of Adam, the same in each step.

    Returns
    -------
    numpy.ndarray, shape (steps,)
        The loss before each step.

    Examples
    --------
    >>> digits = data.load_mnist("10k")
    >>> first = digits.train_images[:10], digits.train_labels[:10]
    >>> losses = learn_by_heart(PLANS["mlp"].build(0), *first, steps=40, learning_rate=0.01)
    >>> bool(losses[-1] < 0.1)
    True
    """
    how = {"epochs": steps, "batch_size": len(images), "prepare_batch": data.as_batch}
    optimizer = Adam(network, learning_rate)
    history = fit(network, images, labels, optimizer=optimizer, progress=False, **how)
    return np.array(history.step_losses)


def try_learning_rate(learning_rate, seed, images, labels, validation, *, epochs=3):
    """Train the CNN for a short time by SGD with momentum 0.9, and say where that led.

    Parameters
    ----------
    learning_rate : float
    seed : int
        Decides the first weights and the order.
    images, labels : array_like, shapes (N, 28, 28) and (N,)
        To learn from; uint8.
    validation : (images, labels)
    epochs : int

    Returns
    -------
    dict
        ``validation`` accuracy, the last ``loss``, and what ``failed``: ``"exploded"`` (no finite
        loss any more), ``"dead"`` (a ReLU layer gives 0 for all pictures), or None. Of a run that
        exploded accuracy and loss are None.

    Examples
    --------
    >>> digits = data.load_mnist("10k")
    >>> first = digits.train_images[:200], digits.train_labels[:200]
    >>> try_learning_rate(1000.0, 0, *first, first, epochs=1)["failed"]
    'exploded'
    """
    network = PLANS["cnn"].build(seed)
    how = {"epochs": epochs, "prepare_batch": data.as_batch, "progress": False, "seed": seed}
    try:
        optimizer = SGD(network, learning_rate, momentum=0.9)
        history = fit(network, images, labels, optimizer=optimizer, **how)
    except TrainingDivergedError:
        return {"validation": None, "loss": None, "failed": "exploded"}
    _, accuracy = evaluate(network, *validation, prepare_batch=data.as_batch)
    dead = any("dead" in warning for warning in history.warnings)
    return {
        "validation": float(accuracy),
        "loss": float(history.train_loss[-1]),
        "failed": "dead" if dead else None,
    }
