"""Layers without parameters: pooling, ReLU and flatten."""

from __future__ import annotations

import math

import numpy as np

from cnn_helpers import neurons, pooling
from cnn_helpers.batch_last import batch_last
from cnn_helpers.geometry import check_grad_output, pooled_shape
from cnn_helpers.layers.base import Layer
from cnn_helpers.validation import check_array, check_not_empty, check_pair, check_shape

__all__ = ["AvgPool2d", "Flatten", "MaxPool2d", "ReLU"]


class _Pool2d(Layer):
    def __init__(self, kernel_size, stride=None):
        super().__init__()
        self.kernel_size = check_pair(kernel_size, "kernel_size", minimum=1)
        self.stride = self.kernel_size
        if stride is not None:
            self.stride = check_pair(stride, "stride", minimum=1)

    def __repr__(self):
        return f"{type(self).__name__}(kernel_size={self.kernel_size}, stride={self.stride})"


class MaxPool2d(_Pool2d):
    """The maximum of each window: :func:`cnn_helpers.pooling.max_pool2d`.

    Parameters
    ----------
    kernel_size : int or (rows, columns)
    stride : int or (rows, columns), optional
        None means ``kernel_size``.

    Examples
    --------
    >>> MaxPool2d(2)
    MaxPool2d(kernel_size=(2, 2), stride=(2, 2))
    """

    def forward(self, feature_maps):
        """Return the pooled maps (N, C, OH, OW) of feature maps (N, C, H, W)."""
        maps = check_array(feature_maps, "feature_maps", axes="NCHW")
        shape = pooled_shape(maps.shape, self.kernel_size, self.stride)
        pooled, wins = pooling.find_maxima(maps, self.kernel_size, self.stride, shape)
        self._kept = maps.shape, maps.dtype, shape, wins
        return pooled

    def backward(self, grad_output, *, input_gradient=True):
        """Return the gradient by the feature maps: each window's goes to the cell that won."""
        maps_shape, maps_dtype, shape, wins = self._recall()
        grad_output = check_grad_output(grad_output, shape)
        dtype = maps_dtype
        if grad_output.dtype is not dtype:
            dtype = np.result_type(grad_output.dtype, dtype).newbyteorder("=")
        return pooling.pass_to_winners(grad_output, wins, maps_shape, self.stride, dtype)


class AvgPool2d(_Pool2d):
    """The mean of each window: :func:`cnn_helpers.pooling.avg_pool2d`.

    Parameters
    ----------
    kernel_size : int or (rows, columns)
    stride : int or (rows, columns), optional
        None means ``kernel_size``.

    Examples
    --------
    >>> AvgPool2d(3, stride=1)
    AvgPool2d(kernel_size=(3, 3), stride=(1, 1))
    """

    def forward(self, feature_maps):
        """Return the pooled maps (N, C, OH, OW) of feature maps (N, C, H, W)."""
        feature_maps = batch_last(check_array(feature_maps, "feature_maps", axes="NCHW"))
        pooled = pooling.avg_pool2d(feature_maps, self.kernel_size, self.stride)
        self._kept = feature_maps
        return pooled

    def backward(self, grad_output, *, input_gradient=True):
        """Return the gradient by the feature maps: each window's in equal shares."""
        feature_maps = self._recall()
        return pooling.avg_pool2d_backward(grad_output, feature_maps, self.kernel_size, self.stride)


class ReLU(Layer):
    """Negative numbers become 0: :func:`cnn_helpers.neurons.relu`.

    Examples
    --------
    >>> ReLU()([-1.0, 2.0])
    array([0., 2.])
    """

    def __repr__(self):
        return "ReLU()"

    def forward(self, inputs):
        """Return the inputs with negative numbers replaced by 0."""
        self._kept = outputs = neurons.relu(inputs)
        return outputs

    def backward(self, grad_output, *, input_gradient=True):
        """Return the gradient where the input was above 0, and 0 elsewhere."""
        # The outputs are above 0 where the inputs were, and the next layer keeps them anyway.
        return neurons.relu_backward(grad_output, self._recall())


class Flatten(Layer):
    """Write each image's numbers in one row: channel by channel, each row by row.

    Number ``(channel, row, column)`` comes to position ``(channel * H + row) * W + column``.

    Examples
    --------
    >>> Flatten()([[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]])
    array([[0., 1., 2., 3., 4., 5., 6., 7.]])
    """

    def __repr__(self):
        return "Flatten()"

    def forward(self, feature_maps):
        """Return rows (N, C * H * W) for feature maps (N, C, H, W)."""
        feature_maps = check_array(feature_maps, "feature_maps", axes="NCHW")
        self._kept = check_not_empty(feature_maps, "feature_maps").shape
        # (C, H, W, N) keeps the batch last in memory: for the linear layer that is a transpose.
        return feature_maps.transpose(1, 2, 3, 0).reshape(-1, len(feature_maps)).T

    def backward(self, grad_output, *, input_gradient=True):
        """Return the gradients in the shape (N, C, H, W) that went in."""
        count, *image_shape = self._recall()
        grad_output = check_array(grad_output, "grad_output")
        check_shape(grad_output, (count, math.prod(image_shape)), "grad_output")
        return grad_output.T.reshape(*image_shape, count).transpose(3, 0, 1, 2)
