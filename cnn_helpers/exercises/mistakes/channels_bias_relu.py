"""Known wrong answers to the exercises of notebook 06."""

from cnn_helpers.exercises.mistakes.biased_maps import BIAS_RELU
from cnn_helpers.exercises.mistakes.convolutions import CONV2D
from cnn_helpers.exercises.mistakes.parameter_counts import COUNT_PARAMETERS

__all__ = ["MISTAKES"]

MISTAKES = {
    "bias_relu": BIAS_RELU,
    "count_parameters": COUNT_PARAMETERS,
    "conv2d": CONV2D,
}
