"""What the pooling explorer asks in predict mode, and which answers are right."""

from __future__ import annotations

import numpy as np

from cnn_helpers.widgets import shift_lab
from cnn_helpers.widgets.pooling_layers import layers

__all__ = ["changes", "is_right"]

TOLERANCE = 0.01
"""A value this close counts as right, so that 0.33 is right for a third."""


def changes(explorer):
    """Return how many pooled cells change when the image moves one more pixel to the right."""
    rows, columns = explorer.shift
    further = shift_lab.moved(explorer.image, (rows, columns + 1))
    pooled = layers(further, explorer.operation).pooled
    return int((np.abs(pooled - explorer.pooled) > shift_lab.TOLERANCE).sum())


def is_right(explorer):
    """Return whether the prediction answers the question; None before there is one."""
    prediction = explorer.prediction
    if prediction is None:
        return None
    if explorer.question == "winner":
        return prediction == tuple(explorer.winners[explorer.cell].tolist())
    if isinstance(prediction, tuple):
        return False
    if explorer.question == "changes":
        return prediction == changes(explorer)
    return bool(abs(prediction - explorer.pooled[explorer.cell]) <= TOLERANCE)
