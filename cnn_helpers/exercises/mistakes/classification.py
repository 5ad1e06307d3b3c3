"""Known wrong answers to the exercises of notebook 02."""

from cnn_helpers.exercises.mistakes.many_neurons import LINEAR
from cnn_helpers.exercises.mistakes.shares import SOFTMAX
from cnn_helpers.exercises.mistakes.surprises import CROSS_ENTROPY

__all__ = ["MISTAKES"]

MISTAKES = {"linear": LINEAR, "softmax": SOFTMAX, "cross_entropy": CROSS_ENTROPY}
