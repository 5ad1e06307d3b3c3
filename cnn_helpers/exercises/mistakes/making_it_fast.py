"""Known wrong answers to the exercises of notebook 14."""

from __future__ import annotations

from cnn_helpers.exercises.mistakes.columns import COLUMNS
from cnn_helpers.exercises.mistakes.convolutions import CONV2D

__all__ = ["MISTAKES"]

# All that goes wrong in conv2d can go wrong here too; axes in another order have their own words.
_OWN = {"axes_exchanged", *(misconception.id for misconception in COLUMNS)}

MISTAKES = {
    "conv2d_vectorized": (
        *COLUMNS,
        *(misconception for misconception in CONV2D if misconception.id not in _OWN),
    )
}
