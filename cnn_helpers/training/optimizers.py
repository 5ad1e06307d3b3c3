"""Optimizers: how gradients change parameters.

All gradients are written behind each other in one long vector, the step is computed for the whole
vector at once, and its pieces are subtracted from the parameters: few NumPy calls, however many
layers there are.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.validation import check_positive_number

__all__ = ["SGD", "Adam"]


class _Optimizer:
    _remembered = ()

    def __init__(self, model, lr):
        if not model.named_parameters():
            raise ValueError(f"{model!r} has no parameters: there is nothing to optimize")
        self.model = model
        self._layers = model.learning_layers()
        self._vector, self._pieces = None, []
        self.lr = check_positive_number(lr, "lr")

    def step(self, scale=1.0):
        """Change the model's parameters once, by the gradients of its last ``backward``.

        Parameters
        ----------
        scale : float
            Factor on the learning rate for this step; a schedule's answer.

        Raises
        ------
        RuntimeError
            If ``model.backward`` was not called before.
        """
        gradients = [found[1] for layer in self._layers for found in layer.named_gradients()]
        for gradient in gradients:
            if gradient is None:
                raise RuntimeError(self._no_gradient())
        self._lay_out_vector()
        gradient = np.concatenate(gradients, axis=None, out=self._vector)
        np.multiply(self._change(gradient), float(self.lr * scale), out=gradient)
        for parameter, change in self._pieces:
            parameter -= change

    def _lay_out_vector(self):
        """Pair each parameter with its piece of the long vector, unless that was done before."""
        parameters = [found[1] for layer in self._layers for found in layer.named_parameters()]
        paired = [parameter for parameter, _ in self._pieces]
        if list(map(id, parameters)) == list(map(id, paired)):
            return
        sizes = [parameter.size for parameter in parameters]
        self._vector = np.empty(sum(sizes), np.result_type(*parameters))
        pieces = np.split(self._vector, np.cumsum(sizes[:-1]))
        self._pieces = [
            (parameter, piece.reshape(parameter.shape))
            for parameter, piece in zip(parameters, pieces, strict=True)
        ]

    def __getstate__(self):
        """Leave the long vector out of copies: its pieces share its memory."""
        return self.__dict__ | {"_vector": None, "_pieces": []}

    def _no_gradient(self):
        names = [name for name, gradient in self.model.named_gradients() if gradient is None]
        return f"{names[0]} has no gradient yet: call model.backward before step"

    def _change(self, gradient):
        """Return what the learning rate multiplies; ``gradient`` may be overwritten."""
        raise NotImplementedError

    def state(self):
        """Return what the optimizer remembers from step to step: ``{name: array}``, copies.

        Before the first step there may be nothing to remember: an empty dictionary.
        """
        return {
            name: np.array(getattr(self, f"_{name}"))
            for name in self._remembered
            if getattr(self, f"_{name}") is not None
        }

    def restore(self, state):
        """Remember what :meth:`state` of an optimizer of the same kind and model returned.

        Parameters
        ----------
        state : dict of str to array_like

        Raises
        ------
        ValueError
            If there are other names than this kind of optimizer has.
        """
        unknown = sorted(set(state) - set(self._remembered))
        if unknown:
            raise ValueError(
                f"{type(self).__name__} remembers {', '.join(self._remembered)}, "
                f"but the state holds {', '.join(unknown)}"
            )
        for name in self._remembered:
            value = None if name not in state else np.array(state[name])
            if value is not None and value.ndim == 0:
                value = value.item()
            setattr(self, f"_{name}", value)


class SGD(_Optimizer):
    """Stochastic gradient descent with momentum, as PyTorch computes it.

    ``velocity = momentum * velocity + gradient``, then ``parameter -= lr * velocity``. Weight decay
    first adds ``weight_decay * parameter`` to the gradient: parameters that nothing needs shrink.

    Parameters
    ----------
    model : Layer
        Whose parameters to change.
    lr : float
        Learning rate, above 0.
    momentum : float
        How much of the last velocity stays, 0 up to (not including) 1.
    weight_decay : float
        0 or more; 0 leaves it out.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> layer = Linear(1, 1, bias=False)
    >>> layer.weight = [[1.0]]
    >>> optimizer = SGD(layer, lr=0.1, momentum=0.9)
    >>> for _ in range(2):
    ...     _ = layer([[1.0]]), layer.backward([[1.0]])
    ...     optimizer.step()
    >>> layer.weight.round(3)
    array([[0.71]])
    """

    _remembered = ("velocity",)

    def __init__(self, model, lr, momentum=0.0, weight_decay=0.0):
        super().__init__(model, lr)
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum must be at least 0 and below 1, but is {momentum!r}")
        if not 0 <= weight_decay < float("inf"):
            raise ValueError(f"weight_decay must be 0 or more and finite, but is {weight_decay!r}")
        self.momentum = momentum
        self.weight_decay = weight_decay
        self._velocity = None

    def _change(self, gradient):
        if self.weight_decay > 0:
            parameters = [array.ravel() for _, array in self.model.named_parameters()]
            gradient += self.weight_decay * np.concatenate(parameters)
        if self.momentum == 0:
            return gradient
        if self._velocity is None:
            self._velocity = np.zeros_like(gradient)
        self._velocity *= self.momentum
        self._velocity += gradient
        return self._velocity


class Adam(_Optimizer):
    """Adam: steps of about the same size for all parameters, with PyTorch's settings.

    Follows a running mean of the gradients, divided by the root of a running mean of their squares.
    Both start at 0 and are corrected for it.

    Parameters
    ----------
    model : Layer
        Whose parameters to change.
    lr : float
        Learning rate, above 0: about how far a parameter moves in one step.

    References
    ----------
    D. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> layer = Linear(1, 1, bias=False)
    >>> layer.weight = [[1.0]]
    >>> _ = layer([[1.0]]), layer.backward([[25.0]])
    >>> Adam(layer, lr=0.1).step()
    >>> layer.weight.round(3)
    array([[0.9]])
    """

    _remembered = ("steps", "mean", "mean_square")

    mean_decay = 0.9
    square_decay = 0.999
    epsilon = 1e-8

    def __init__(self, model, lr=1e-3):
        super().__init__(model, lr)
        self._steps = 0
        self._mean = self._mean_square = None

    def _change(self, gradient):
        if self._mean is None:
            self._mean, self._mean_square = np.zeros_like(gradient), np.zeros_like(gradient)
        self._steps += 1
        self._mean *= self.mean_decay
        self._mean += (1 - self.mean_decay) * gradient
        self._mean_square *= self.square_decay
        np.square(gradient, out=gradient)
        gradient *= 1 - self.square_decay
        self._mean_square += gradient

        change = np.sqrt(self._mean_square)
        change /= np.sqrt(1 - self.square_decay**self._steps)
        change += self.epsilon
        np.divide(self._mean, change, out=change)
        change /= 1 - self.mean_decay**self._steps
        return change
