"""What is kept of one training run: its numbers step by step, and its model at some moments."""

from __future__ import annotations

import math
from itertools import accumulate

import numpy as np

from cnn_helpers.training import SnapshotPlan

__all__ = ["TrainingRecord", "moments_for", "running_mean"]

MOST_MOMENTS = 60
_POINTS = 240


def moments_for(model, megabytes, runs):
    """Return how many moments of a model each of so many runs may keep, and the bytes of one.

    Raises
    ------
    ValueError
        If not even four fit.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> moments_for(Linear(100, 10), megabytes=1, runs=2)
    (60, 4040)
    """
    one = sum(array.nbytes for _, array in model.named_parameters())
    most = min(MOST_MOMENTS, int(megabytes * 1e6 / (one * runs)))
    if most < 4:
        needed = math.ceil(4 * one * runs / 1e6)
        raise ValueError(
            f"memory must be at least {needed} MB for this model, but is {megabytes:g} MB"
        )
    return most, one


def running_mean(values, width):
    """Return the mean of each number and its neighbours, ``width`` in all; fewer at the ends.

    Examples
    --------
    >>> running_mean([3.0, 6.0, 0.0, 3.0], 3).tolist()
    [4.5, 3.0, 3.0, 1.5]
    """
    values = np.asarray(values, np.float64)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    places = np.arange(len(values))
    first = np.maximum(places - width // 2, 0)
    last = np.minimum(places + width // 2 + 1, len(values))
    return (sums[last] - sums[first]) / (last - first)


class TrainingRecord:
    """One run, made of one call of ``fit`` or of several that went on from each other.

    Parameters
    ----------
    name : str
        What the legend calls it.
    lr : float
        Its learning rate.
    most : int
        How many moments may be kept, 4 or more.

    Attributes
    ----------
    histories : list of History
        Of its calls of ``fit``.
    """

    def __init__(self, name, lr, most):
        self.name, self.lr, self.most = name, lr, most
        self.histories = []
        self._kept = []
        self._total = 0

    def __contains__(self, history):
        return any(history is one for one in self.histories)

    def plan(self, steps):
        """Return a SnapshotPlan for a call of ``fit`` with so many steps; makes room for it."""
        self.settle()
        self._thin(self.most // 2)
        room = self.most - len(self._kept) - 2  # one at the start, and one more at the end
        return SnapshotPlan(every=max(1, math.ceil(steps / max(1, room))))

    def add(self, history):
        """Take a new history into the record while its call of ``fit`` begins."""
        self.settle()
        self.histories.append(history)

    def settle(self):
        """Take over the moments of calls of ``fit`` that have ended; thin them if too many."""
        offset = 0
        for history in self.histories:
            for snapshot in history.snapshots:
                snapshot.step += offset
                if not self._kept or snapshot.step > self._kept[-1].step:
                    self._kept.append(snapshot)
            history.snapshots.clear()
            offset += len(history.step_losses)
        self._thin(self.most)

    def _thin(self, most):
        while len(self._kept) > most:  # every second one goes; the last stays
            self._kept = self._kept[:-1:2] + self._kept[-1:]

    def forget_moments(self):
        """Keep only the numbers."""
        self.settle()
        self._kept.clear()

    @property
    def snapshots(self):
        """The kept moments in order; the run may go on while this is read."""
        offset = self.steps - len(self.histories[-1].step_losses) if self.histories else 0
        live = list(self.histories[-1].snapshots) if self.histories else []
        known = self._kept[-1].step if self._kept else -1
        return [*self._kept, *(_later(one, offset) for one in live if one.step + offset > known)]

    @property
    def nbytes(self):
        """The memory that its moments take."""
        return sum(snapshot.nbytes for snapshot in self.snapshots)

    @property
    def steps(self):
        """How many steps were made."""
        return sum(len(history.step_losses) for history in self.histories)

    @property
    def step_losses(self):
        """The loss of each step, (S,)."""
        parts = [np.array(history.step_losses) for history in self.histories]
        return np.concatenate([np.zeros(0), *parts])

    @property
    def epoch_boundaries(self):
        """Steps done at the end of each complete epoch."""
        offsets = accumulate((len(one.step_losses) for one in self.histories), initial=0)
        return [
            edge + offset
            for history, offset in zip(self.histories, offsets, strict=False)
            for edge in history.epoch_boundaries
        ]

    def per_epoch(self, name):
        """Return one of the lists of a history over all complete epochs: "train_accuracy", ..."""
        return [value for history in self.histories for value in getattr(history, name)]

    @property
    def accuracy(self):
        """Accuracy after each epoch: of the validation data, else of the training batches."""
        measured = self.per_epoch("validation_accuracy")
        return measured or self.per_epoch("train_accuracy")

    @property
    def seconds(self):
        """How long training has taken."""
        return sum(history.seconds for history in self.histories)

    def curves(self):
        """Return the loss for drawing: at most 240 places, with its range and running mean.

        Returns
        -------
        dict of str to numpy.ndarray, each (M,)
            "steps", "low", "high" (of the steps since the place before) and "smooth".
        """
        losses = self.step_losses
        if len(losses) == 0:
            return {name: np.zeros(0) for name in ("steps", "low", "high", "smooth")}
        smooth = running_mean(losses, max(5, len(losses) // 30) | 1)
        count = min(len(losses), _POINTS)
        edges = np.linspace(0, len(losses), count + 1).astype(int)
        return {
            "steps": edges[1:].astype(np.float64),
            "low": np.minimum.reduceat(losses, edges[:-1]),
            "high": np.maximum.reduceat(losses, edges[:-1]),
            "smooth": smooth[edges[1:] - 1],
        }


def _later(snapshot, offset):
    return type(snapshot)(snapshot.step + offset, snapshot.parameters, snapshot.activations)
