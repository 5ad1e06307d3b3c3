"""Dropout: the layer that behaves differently while training."""

from __future__ import annotations

from numbers import Real

import numpy as np

from cnn_helpers.layers.base import Layer
from cnn_helpers.validation import check_array, check_not_empty, check_shape

__all__ = ["Dropout"]


class Dropout(Layer):
    """While training, each number becomes 0 with probability ``p``; the others grow by 1/(1 - p).

    So no neuron can rely on a single other one, and the sum that the next layer sees stays the same
    on average. In evaluation mode the numbers pass unchanged. As in PyTorch, ``model.train()`` and
    ``model.eval()`` switch; a new layer is in training mode.

    Parameters
    ----------
    p : float
        Share to drop, 0 up to (not including) 1.
    seed : int, optional
        Makes the drawing reproducible. A model that is made with a seed seeds its layers anew.

    References
    ----------
    N. Srivastava et al., *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*, JMLR
    2014.

    Examples
    --------
    >>> dropout = Dropout(0.5, seed=1)
    >>> dropout(np.ones((2, 4)))
    array([[0., 2., 0., 2.],
           [2., 2., 0., 2.]])
    >>> dropout.eval()(np.ones((1, 4)))
    array([[1., 1., 1., 1.]])
    """

    def __init__(self, p=0.5, *, seed=None):
        super().__init__()
        if not isinstance(p, Real) or not 0 <= p < 1:
            raise ValueError(f"p must be a number of at least 0 and below 1, but is {p!r}")
        self.p = float(p)
        self._generator = np.random.default_rng(seed)

    def __repr__(self):
        return f"Dropout(p={self.p})"

    def forward(self, inputs):
        """Return the inputs, in training mode with some of them dropped."""
        inputs = check_not_empty(check_array(inputs, "inputs"), "inputs")
        if not self.training:
            self._kept = inputs.shape, None
            return inputs
        # Drawn with the batch as the last axis: so the mask has the memory order of the inputs.
        count, *one = inputs.shape
        chances = self._generator.random((*one, count), np.float32)
        factors = (chances >= self.p) * inputs.dtype.type(1 / (1 - self.p))
        factors = np.moveaxis(factors, -1, 0)
        self._kept = inputs.shape, factors
        return inputs * factors

    def backward(self, grad_output, *, input_gradient=True):
        """Return the gradient: what was dropped has none, the rest is multiplied as before."""
        shape, factors = self._recall()
        grad_output = check_shape(check_array(grad_output, "grad_output"), shape, "grad_output")
        return grad_output if factors is None else grad_output * factors

    def reset_parameters(self, generator):
        """Seed the layer's own generator from another one: there are no parameters to draw."""
        self._generator = np.random.default_rng(generator.integers(2**63))

    def random_state(self):
        """Return the state of the layer's generator: a dict of words and whole numbers."""
        return self._generator.bit_generator.state

    def set_random_state(self, state):
        """Continue drawing from what :meth:`random_state` returned."""
        try:
            self._generator.bit_generator.state = state
        except (TypeError, ValueError, KeyError) as error:
            raise ValueError(f"{self!r} got no random state of a Dropout layer: {error}") from None
