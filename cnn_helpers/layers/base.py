"""What all layers have in common."""

from __future__ import annotations

__all__ = ["Layer"]


class Layer:
    """What all layers have in common. A layer is called like a function: ``layer(images)``.

    Attributes
    ----------
    training : bool
        Whether the layer is in training mode, as it is at first. Only :class:`Dropout` behaves
        differently then.
    """

    def __init__(self):
        self.training = True
        self._kept = None

    def __call__(self, inputs):
        """Do the same as :meth:`forward`."""
        return self.forward(inputs)

    def forward(self, inputs):
        """Return what the layer makes of its inputs, and remember what ``backward`` needs."""
        raise NotImplementedError

    def backward(self, grad_output, *, input_gradient=True):
        """Return the derivative of the loss by the inputs of the last forward call.

        Parameters
        ----------
        grad_output : array_like
            Derivative of the loss by what ``forward`` returned; same shape.
        input_gradient : bool
            False tells a layer with parameters to save that work and return None.

        Returns
        -------
        numpy.ndarray or None
            Same shape as the inputs were.

        Raises
        ------
        RuntimeError
            If ``forward`` was not called before.
        ValueError
            If ``grad_output`` has another shape.
        """
        raise NotImplementedError

    def named_parameters(self):
        """Return a list of ``(name, array)``: the arrays themselves, not copies."""
        return []

    def named_gradients(self):
        """Return ``(name, array)`` in the order of the parameters; None before ``backward``."""
        return []

    def learning_layers(self):
        """Return a list of the layers that have parameters themselves: this one, or none."""
        return [self] if self.named_parameters() else []

    def reset_parameters(self, generator):
        """Draw new parameters from a :class:`numpy.random.Generator`, in place of the old ones."""

    def train(self, mode=True):
        """Switch to training mode, or with False to evaluation mode; return the layer."""
        self.training = bool(mode)
        return self

    def eval(self):
        """Switch to evaluation mode: the layer answers as it will after training; return it."""
        return self.train(False)

    def random_state(self):
        """Return where the layer's own random numbers stand, as JSON can hold it; or None.

        None means that the layer draws none. With parameters, optimizer and order of the examples,
        this is what continuing an interrupted training run exactly needs.
        """
        return None

    def set_random_state(self, state):
        """Continue from what :meth:`random_state` returned.

        Raises
        ------
        ValueError
            If the state is that of another kind of layer or model.
        """
        if state is not None:
            raise ValueError(f"{self!r} draws no random numbers, but got a state for them")

    def __getstate__(self):
        """Leave what was kept out of copies: its arrays share memory with one another."""
        return self.__dict__ | {"_kept": None}

    def _recall(self):
        if self._kept is None:
            raise RuntimeError(
                f"{type(self).__name__}.backward needs a forward call first: there is none yet"
            )
        return self._kept
