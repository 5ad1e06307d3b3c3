"""Layers: a function of the chapters before, its parameters, and a memory of its last forward call.

A layer's ``forward`` keeps what its ``backward`` needs. All the computing is done by the
functions in :mod:`cnn_helpers.convolution`, :mod:`~cnn_helpers.pooling` and
:mod:`~cnn_helpers.neurons`. Names, shapes and the printed form are PyTorch's.

What goes from layer to layer has the shape (N, C, H, W), and batch-last memory
(:mod:`cnn_helpers.batch_last`), so that no layer has to move numbers about before it can start.
"""

from cnn_helpers.layers.base import Layer
from cnn_helpers.layers.dropout import Dropout
from cnn_helpers.layers.fixed import AvgPool2d, Flatten, MaxPool2d, ReLU
from cnn_helpers.layers.learnable import Conv2d, Linear

__all__ = ["AvgPool2d", "Conv2d", "Dropout", "Flatten", "Layer", "Linear", "MaxPool2d", "ReLU"]
