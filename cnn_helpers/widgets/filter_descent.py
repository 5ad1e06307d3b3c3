"""Gradient descent designs the filter: ten numbers, learned with the course's own parts.

The detector is a convolution 3 x 3 with bias, the maximum over all positions, and a sigmoid: more
than one half means found. Its bias is minus the threshold. Several starts learn side by side, each
a filter of one convolution layer, and the one with the smallest loss at the end is kept.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.layers import Conv2d, Flatten, MaxPool2d
from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.training import Adam, Sequential
from cnn_helpers.widgets.filter_tasks import score

__all__ = ["Descent", "descend", "described"]

STEPS = 400
STARTS = 8
FRAME_EVERY = 10
LARGEST_WEIGHT = 2.0


class Descent(NamedTuple):
    """What was learned, at every tenth step.

    Attributes
    ----------
    steps : numpy.ndarray of int, shape (F,)
        0 is before training.
    losses : numpy.ndarray, shape (F,)
        Mean cross-entropy on the practice marks.
    kernels : numpy.ndarray, shape (F, 3, 3)
    thresholds : numpy.ndarray, shape (F,)
        Kernel and threshold are scaled alike, so that the largest weight is 2: this changes no
        decision.
    """

    steps: np.ndarray
    losses: np.ndarray
    kernels: np.ndarray
    thresholds: np.ndarray


def descend(marks, *, steps=STEPS, starts=STARTS, lr=0.1, seed=7, on_frame=None):
    """Train the detector on marks whose first half are to be found.

    Parameters
    ----------
    marks : numpy.ndarray, shape (N, H, W)
    steps : int
        Steps of Adam, each on all marks.
    starts : int
        How many random starts learn side by side.
    lr : float
        Learning rate.
    seed : int
        Of the starts; the same seed gives the same result.
    on_frame : callable, optional
        Called at every tenth step with the step and the smallest loss so far among the starts.

    Returns
    -------
    Descent

    Examples
    --------
    >>> marks = np.stack([np.eye(5), np.fliplr(np.eye(5))])
    >>> learned = descend(marks, steps=40)
    >>> bool(learned.losses[-1] < 0.1 < learned.losses[0])
    True
    """
    images = marks[:, None]
    # The maximum over all positions: one window as large as the map.
    positions = (marks.shape[1] - 2, marks.shape[2] - 2)
    model = Sequential(Conv2d(1, starts, 3), MaxPool2d(positions), Flatten(), seed=seed)
    optimizer = Adam(model, lr=lr)
    labels = (np.arange(len(marks)) < len(marks) // 2).astype(int)
    frames = []
    for step in range(steps + 1):
        # Softmax of the logits (0, z) is the sigmoid of z.
        logits = [np.stack([np.zeros(len(z)), z], axis=1) for z in model(images).T]
        if step % FRAME_EVERY == 0 or step == steps:
            losses = [cross_entropy(pair, labels) for pair in logits]
            frames.append((step, losses, model[0].weight[:, 0].copy(), -model[0].bias))
            if on_frame is not None:
                on_frame(step, min(losses))
        if step < steps:
            gradients = [cross_entropy_backward(pair, labels)[:, 1] for pair in logits]
            model.backward(np.stack(gradients, axis=1), input_gradient=False)
            optimizer.step()
    best = int(np.argmin(frames[-1][1]))
    kernels = np.stack([weights[best] for _, _, weights, _ in frames])
    scales = LARGEST_WEIGHT / np.abs(kernels).max(axis=(1, 2))
    return Descent(
        steps=np.array([step for step, *_ in frames]),
        losses=np.array([losses[best] for _, losses, *_ in frames]),
        kernels=kernels * scales[:, None, None],
        thresholds=scales * [thresholds[best] for *_, thresholds in frames],
    )


def described(learned, task):
    """Return a descent and how well it does, as JSON can hold it.

    Parameters
    ----------
    learned : Descent
    task : Task
        Whose practice marks it learned from.

    Returns
    -------
    dict
        The fields of the descent, ``points_by_step``, the last one's score, and ``held_out``.
    """
    designs = list(zip(learned.kernels, learned.thresholds, strict=True))
    return {
        **{name: array.tolist() for name, array in learned._asdict().items()},
        "points_by_step": [score(task.practice, *design).points for design in designs],
        **score(task.practice, *designs[-1]).as_dict(),
        "held_out": score(task.held_out, *designs[-1]).as_dict(),
    }
