"""Keep states of a model while it learns, so that training can be looked through afterwards."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cnn_helpers.training.tracing import trace
from cnn_helpers.validation import check_positive_int

__all__ = ["Snapshot", "SnapshotPlan"]


@dataclass
class Snapshot:
    """A model after some steps.

    Attributes
    ----------
    step : int
        How many steps had been made; 0 is before training.
    parameters : dict of str to numpy.ndarray
        By the names of ``model.named_parameters()``.
    activations : dict of str to numpy.ndarray
        What layers gave for the images of the plan, by the names of ``model.trace``.
    """

    step: int
    parameters: dict
    activations: dict

    @property
    def nbytes(self):
        """The memory that its arrays take, in bytes."""
        arrays = [*self.parameters.values(), *self.activations.values()]
        return sum(array.nbytes for array in arrays)


class SnapshotPlan:
    """What :func:`~cnn_helpers.training.fit` keeps in ``history.snapshots``, and how often.

    It costs memory: each snapshot is a copy of the chosen parameters and activations.
    :meth:`memory` says how much before training starts.

    Parameters
    ----------
    every : int
        Steps from one snapshot to the next. The first is taken before training, the last at its
        end.
    parameters : list of str, optional
        Names as in ``model.named_parameters()``; None means all.
    images : array_like, optional
        A few images as the model takes them, for the activations.
    activations : list of str
        Names as in ``model.trace(images)``, for example ``["conv1", "relu2"]``.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> SnapshotPlan(every=10).memory(Linear(9, 1), steps=100)  # 11 times 10 float32
    440
    """

    def __init__(self, every, *, parameters=None, images=None, activations=()):
        self.every = check_positive_int(every, "every")
        self.parameters = None if parameters is None else list(parameters)
        self.activations = list(activations)
        self.images = None if images is None else np.array(images)
        if self.activations and images is None:
            raise ValueError("activations need images: give a few to SnapshotPlan(images=...)")

    def memory(self, model, steps):
        """Return the bytes that the snapshots of a training run of so many steps will take.

        Parameters
        ----------
        model : Layer
        steps : int
            Of the whole run: epochs times batches of an epoch.
        """
        return (1 + math.ceil(steps / self.every)) * self.take(model, 0).nbytes

    def due(self, step, total):
        """Whether a snapshot is to be taken after so many of all steps."""
        return step % self.every == 0 or step == total

    def take(self, model, step):
        """Return a :class:`Snapshot` of a model now: copies.

        Raises
        ------
        ValueError
            If the model lacks a chosen parameter or layer.
        """
        parameters = dict(model.named_parameters())
        wanted = list(parameters) if self.parameters is None else self.parameters
        arrays = trace(model, self.images) if self.activations else {}
        return Snapshot(
            step,
            {name: _named(parameters, name, "parameter").copy() for name in wanted},
            {name: _named(arrays, name, "layer").copy() for name in self.activations},
        )


def _named(arrays, name, kind):
    if name not in arrays:
        raise ValueError(f"the model has no {kind} {name!r}, only {', '.join(arrays)}")
    return arrays[name]
