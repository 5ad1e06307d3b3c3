"""Known wrong answers to the exercises of notebook 01."""

from cnn_helpers.exercises.mistakes.one_neuron import NEURON
from cnn_helpers.exercises.mistakes.slopes import MSE_GRADIENT

__all__ = ["MISTAKES"]

MISTAKES = {"neuron": NEURON, "mse_gradient": MSE_GRADIENT}
