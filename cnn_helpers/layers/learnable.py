"""Layers with parameters: their weights and biases are what training changes."""

from __future__ import annotations

import math

import numpy as np

from cnn_helpers import neurons
from cnn_helpers.convolution import convolve, convolve_backward
from cnn_helpers.geometry import convolution_geometry
from cnn_helpers.layers.base import Layer
from cnn_helpers.validation import check_array, check_pair, check_positive_int, check_shape

__all__ = ["Conv2d", "Linear"]


class _LayerWithParameters(Layer):
    """A layer with a ``weight`` and maybe a ``bias``, and their gradients after ``backward``."""

    def __init__(self, weight_shape, bias, seed):
        super().__init__()
        self._shapes = {"weight": weight_shape}
        if bias:
            self._shapes["bias"] = weight_shape[:1]
        self._bias = self.grad_weight = self.grad_bias = None
        self.reset_parameters(np.random.default_rng(seed))

    def reset_parameters(self, generator):
        """Draw He's initial weights: normal with variance 2 / inputs of a neuron; biases are 0.

        So the numbers neither grow nor shrink from one ReLU layer to the next: K. He et al.,
        *Delving Deep into Rectifiers*, ICCV 2015.
        """
        shape = self._shapes["weight"]
        spread = np.float32(math.sqrt(2 / math.prod(shape[1:])))
        self._weight = spread * generator.standard_normal(shape, np.float32)
        if "bias" in self._shapes:
            self._bias = np.zeros(self._shapes["bias"], np.float32)

    def _checked(self, name, value):
        if value is getattr(self, f"_{name}"):  # after layer.weight -= ...
            return value
        if name not in self._shapes:
            raise ValueError(f"{self!r} has no {name}: it was made with {name}=False")
        return check_shape(np.array(check_array(value, name)), self._shapes[name], name)

    @property
    def weight(self):
        """The kernels or weights, float32 at first; another array of this shape can be set."""
        return self._weight

    @weight.setter
    def weight(self, value):
        self._weight = self._checked("weight", value)

    @property
    def bias(self):
        """One number for each filter or neuron; None if the layer was made without."""
        return self._bias

    @bias.setter
    def bias(self, value):
        self._bias = self._checked("bias", value)

    def named_parameters(self):
        """Return a list of ``(name, array)``: the arrays themselves, not copies."""
        parameters = [("weight", self._weight), ("bias", self._bias)]  # or without the bias
        return parameters[: len(self._shapes)]

    def named_gradients(self):
        """Return ``(name, array)`` in the order of the parameters; None before ``backward``."""
        gradients = [("weight", self.grad_weight), ("bias", self.grad_bias)]  # likewise
        return gradients[: len(self._shapes)]


class Conv2d(_LayerWithParameters):
    """Convolution with learnable kernels: :func:`cnn_helpers.convolution.conv2d`.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels of the images; number of filters.
    kernel_size : int or (rows, columns)
    stride, padding, dilation : int or (rows, columns)
    bias : bool
        Whether each filter adds a number of its own.
    seed : int, optional
        Makes the initial weights reproducible.

    Attributes
    ----------
    weight : numpy.ndarray, shape (out_channels, in_channels, KH, KW)
    bias : numpy.ndarray, shape (out_channels,), or None
    grad_weight, grad_bias : numpy.ndarray
        Made anew by each ``backward``; None before the first.

    Examples
    --------
    >>> layer = Conv2d(1, 2, kernel_size=3, seed=0)
    >>> layer
    Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))
    >>> layer(np.zeros((5, 1, 8, 8), np.float32)).shape
    (5, 2, 6, 6)
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        dilation=1,
        *,
        bias=True,
        seed=None,
    ):
        self.in_channels = check_positive_int(in_channels, "in_channels")
        self.out_channels = check_positive_int(out_channels, "out_channels")
        self.kernel_size = check_pair(kernel_size, "kernel_size", minimum=1)
        self.stride = check_pair(stride, "stride", minimum=1)
        self.padding = check_pair(padding, "padding", minimum=0)
        self.dilation = check_pair(dilation, "dilation", minimum=1)
        super().__init__((self.out_channels, self.in_channels, *self.kernel_size), bias, seed)

    def __repr__(self):
        padding = f", padding={self.padding}" if self.padding != (0, 0) else ""
        dilation = f", dilation={self.dilation}" if self.dilation != (1, 1) else ""
        bias = ", bias=False" if "bias" not in self._shapes else ""
        return (
            f"Conv2d({self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, "
            f"stride={self.stride}{padding}{dilation}{bias})"
        )

    def forward(self, images):
        """Return the feature maps (N, out_channels, OH, OW) of images (N, in_channels, H, W)."""
        images = check_array(images, "images", axes="NCHW")
        geometry = convolution_geometry(
            images.shape, self._shapes["weight"], self.stride, self.padding, self.dilation
        )
        workspace = None if self._kept is None else self._kept[2]
        feature_maps, workspace = convolve(images, self._weight, self._bias, geometry, workspace)
        self._kept = images, geometry, workspace
        return feature_maps

    def backward(self, grad_output, *, input_gradient=True):
        """Set ``grad_weight`` and ``grad_bias``, and return ``grad_images``."""
        images, geometry, workspace = self._recall()
        grad_images, self.grad_weight, grad_bias = convolve_backward(
            grad_output, images, self._weight, geometry, input_gradient, workspace
        )
        self.grad_bias = None if self.bias is None else grad_bias
        return grad_images


class Linear(_LayerWithParameters):
    """A layer of neurons, each seeing all inputs: :func:`cnn_helpers.neurons.linear`.

    Parameters
    ----------
    in_features, out_features : int
        Inputs of each neuron; number of neurons.
    bias : bool
        Whether each neuron adds a number of its own.
    seed : int, optional
        Makes the initial weights reproducible.

    Attributes
    ----------
    weight : numpy.ndarray, shape (out_features, in_features)
    bias : numpy.ndarray, shape (out_features,), or None
    grad_weight, grad_bias : numpy.ndarray
        Made anew by each ``backward``; None before the first.

    Examples
    --------
    >>> Linear(8, 2, seed=0)
    Linear(in_features=8, out_features=2, bias=True)
    """

    def __init__(self, in_features, out_features, *, bias=True, seed=None):
        self.in_features = check_positive_int(in_features, "in_features")
        self.out_features = check_positive_int(out_features, "out_features")
        super().__init__((self.out_features, self.in_features), bias, seed)

    def __repr__(self):
        return (
            f"Linear(in_features={self.in_features}, out_features={self.out_features}, "
            f"bias={'bias' in self._shapes})"
        )

    def forward(self, inputs):
        """Return the outputs (N, out_features) for inputs (N, in_features)."""
        self._kept = inputs = check_array(inputs, "inputs", axes="ND")
        return neurons.linear(inputs, self._weight, self._bias)

    def backward(self, grad_output, *, input_gradient=True):
        """Set ``grad_weight`` and ``grad_bias``, and return ``grad_inputs``."""
        grad_inputs, self.grad_weight, grad_bias = neurons.linear_gradients(
            grad_output, self._recall(), self._weight, input_gradient
        )
        self.grad_bias = None if self.bias is None else grad_bias
        return grad_inputs
