"""Known wrong answers to the exercises of notebook 10."""

from __future__ import annotations

from cnn_helpers.exercises.mistakes.convolution_gradients import CONVOLUTION
from cnn_helpers.exercises.mistakes.pooling_gradients import POOLING

__all__ = ["MISTAKES"]


MISTAKES = {"conv2d_backward": CONVOLUTION, "max_pool2d_backward": POOLING}
