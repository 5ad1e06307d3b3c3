"""What all layers have in common."""

from __future__ import annotations

__all__ = ["Layer"]


class Layer:
    """What all layers have in common. A layer is called like a function: ``layer(images)``."""

    def __init__(self):
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

    def reset_parameters(self, generator):
        """Draw new parameters from a :class:`numpy.random.Generator`, in place of the old ones."""

    def _recall(self):
        if self._kept is None:
            raise RuntimeError(
                f"{type(self).__name__}.backward needs a forward call first: there is none yet"
            )
        return self._kept
