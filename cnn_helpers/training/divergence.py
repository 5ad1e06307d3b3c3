"""When training fails: say where, and what it may be."""

from __future__ import annotations

import math

import numpy as np

from cnn_helpers.training.tracing import evaluating, named_layers, trace

__all__ = ["TrainingDivergedError", "dead_units", "explain_divergence", "loss_limit"]

# A loss this many times as large as at the start is no detour any more.
_EXPLODED = 1000


class TrainingDivergedError(ArithmeticError):
    """The loss was no finite number any more, or exploded; ``history`` holds what came before."""

    def __init__(self, message, history):
        super().__init__(message)
        self.history = history


def loss_limit(first_loss, classes):
    """Return the loss above which training counts as exploded.

    Examples
    --------
    >>> round(loss_limit(first_loss=0.5, classes=10))
    2303
    """
    return _EXPLODED * max(first_loss, math.log(max(classes, 2)))


@np.errstate(over="ignore", invalid="ignore")
def explain_divergence(model, batch, loss, lr):
    """Return what went wrong: the first layer with non-finite values, and likely causes.

    Parameters
    ----------
    model : Layer
        As it was when the loss was found.
    batch : numpy.ndarray
        What it was given.
    loss : float
        NaN, infinite, or far too large.
    lr : float
        The learning rate of the last step.

    Returns
    -------
    str
        Two sentences in one line.
    """
    if not np.isfinite(batch).all():
        return (
            f"the batch itself holds {_strange(batch)}. Look at the images, at prepare_batch and "
            "at augment"
        )
    causes = [f"a learning rate that is too large: try one well below {lr:g}"]
    largest = float(np.abs(batch).max(initial=0))
    if largest > 20:
        causes.append(f"images that are not scaled: they reach {largest:g}, bring them to 0 to 1")
    causes.append("initial weights that are too large")
    place = _first_non_finite(model, batch)
    if place is None:
        place = (
            f"every number is still finite, but the loss is {loss:.3g}, so the logits are huge: "
            "training exploded"
        )
    return f"{place}. Likely causes: {'; '.join(causes)}"


def _first_non_finite(model, batch):
    outputs = trace(model, batch)
    for name, position, layer in named_layers(model):
        where = f"layer {position or 0} ({name}), {repr(layer).splitlines()[0]}"
        for parameter, array in layer.named_parameters():
            if not np.isfinite(array).all():
                return f"the first non-finite values are in the {parameter} of {where}"
        if not np.isfinite(outputs[name]).all():
            return f"the first non-finite values are in the output of {where}"
    return None


def _strange(array):
    return "nan" if np.isnan(array).any() else "inf"


@np.errstate(over="ignore", invalid="ignore")
def dead_units(model, batch):
    """Return for each ReLU layer the share of its units that give 0 for every image of a batch.

    A unit is a channel of feature maps, or a neuron. What always gives 0 passes no gradient on, so
    the weights before it stop learning. A layer with a share of 1 is dead.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear, ReLU
    >>> from cnn_helpers.training import Sequential
    >>> model = Sequential(Linear(1, 4), ReLU())
    >>> model[0].weight, model[0].bias = [[1], [-1], [1], [0]], [0, 0, -9, -1]
    >>> dead_units(model, [[1.0], [2.0]])
    {'relu1': 0.75}
    """
    shares = {}
    with evaluating(model):
        for name, array in trace(model, batch).items():
            if name.startswith("relu"):
                inside = tuple(axis for axis in range(array.ndim) if axis != 1)
                shares[name] = float((array.max(axis=inside) == 0).mean())
    return shares
