"""A model: layers, one after the other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cnn_helpers.layers import Layer, MaxPool2d, ReLU
from cnn_helpers.training import summary, tracing

__all__ = ["Sequential"]


class Sequential(Layer):
    """Layers in a chain: what one gives is what the next takes.

    A model is a layer itself. It can be iterated, indexed and measured with ``len``.

    Parameters
    ----------
    *layers : Layer
        At least one. A layer object stands in a chain once: it remembers one forward call.
    seed : int, optional
        If given, draws the initial parameters of all layers anew, so that the same seed always
        gives the same model. Without, the layers keep the parameters that they have.

    Examples
    --------
    >>> from cnn_helpers.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
    >>> model = Sequential(
    ...     Conv2d(1, 2, 3), ReLU(), MaxPool2d(2, stride=1), Flatten(), Linear(8, 2), seed=0
    ... )
    >>> model
    Sequential(
      (0): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))
      (1): ReLU()
      (2): MaxPool2d(kernel_size=(2, 2), stride=(1, 1))
      (3): Flatten()
      (4): Linear(in_features=8, out_features=2, bias=True)
    )
    >>> model(np.zeros((3, 1, 5, 5))).shape
    (3, 2)
    >>> model.parameter_count
    38
    """

    def __init__(self, *layers, seed=None):
        super().__init__()
        if not layers:
            raise ValueError("Sequential needs at least one layer, but got none")
        for position, layer in enumerate(layers):
            if not isinstance(layer, Layer):
                raise TypeError(f"layer {position} must be a layer object, but is {layer!r}")
        if len({id(layer) for layer in layers}) < len(layers):
            raise ValueError("the same layer object stands in the chain twice: make two layers")
        self.layers = layers
        self._order = _computing_order(layers)
        learning = [at for at, layer in enumerate(layers) if layer.named_parameters()]
        self._first_learning = learning[0] if learning else 0
        self._input_shape = None
        if seed is not None:
            self.reset_parameters(np.random.default_rng(seed))

    def __iter__(self):
        return iter(self.layers)

    def __len__(self):
        return len(self.layers)

    def __getitem__(self, position):
        return self.layers[position]

    def __repr__(self):
        lines = [f"({position}): {layer!r}" for position, layer in enumerate(self.layers)]
        indented = "\n".join(lines).replace("\n", "\n  ")
        return f"Sequential(\n  {indented}\n)"

    def forward(self, images):
        """Send a batch through all layers.

        Parameters
        ----------
        images : array_like
            What the first layer takes, for example (N, C, H, W).

        Returns
        -------
        numpy.ndarray
            What the last layer gives, for example logits (N, K).

        Raises
        ------
        ValueError
            If a layer can't take what the one before gives; names the layer's position.
        """
        images = np.asarray(images)
        self._input_shape = images.shape[1:]
        for position in self._order:
            layer = self.layers[position]
            try:
                images = layer.forward(images)
            except (TypeError, ValueError) as error:
                kind = TypeError if isinstance(error, TypeError) else ValueError
                raise kind(f"layer {position}, {_first_line(layer)}: {error}") from None
        return images

    def backward(self, grad_output, *, input_gradient=False):
        """Send the gradient back through all layers; each sets the gradients of its parameters.

        Parameters
        ----------
        grad_output : array_like
            Derivative of the loss by what ``forward`` returned.
        input_gradient : bool
            Whether to go on to the derivative by the images. Training has no use for it, and it
            is a good part of the work, so it is left out unless asked for.

        Returns
        -------
        numpy.ndarray or None
            Derivative by the images, if asked for.

        Raises
        ------
        RuntimeError
            If ``forward`` was not called before.
        ValueError
            If ``grad_output`` has another shape than what ``forward`` returned.
        """
        first = 0 if input_gradient else self._first_learning
        for position in reversed(self._order):
            if position < first:
                continue
            wanted = input_gradient or position > first
            grad_output = self.layers[position].backward(grad_output, input_gradient=wanted)
        return grad_output if input_gradient else None

    def trace(self, images):
        """Return every array on the way through the model, by name.

        All layers are computed one by one, in evaluation mode, with nothing fused; what a later
        ``backward`` needs stays as it was.

        Parameters
        ----------
        images : array_like
            A batch as the model takes it, or one image (C, H, W), which becomes a batch of one.

        Returns
        -------
        dict of str to numpy.ndarray
            ``"images"``, then what each layer gives, the layers of a kind being counted from 1:
            ``"conv1"``, ``"relu1"``, ``"pool1"``, ... The first axis is the batch.

        Raises
        ------
        ValueError
            If a layer can't take what the one before gives; names the layer's position.

        Examples
        --------
        >>> from cnn_helpers.layers import Conv2d, Flatten, Linear, ReLU
        >>> model = Sequential(Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(18, 2), seed=0)
        >>> for name, array in model.trace(np.zeros((1, 5, 5))).items():
        ...     print(name, array.shape)
        images (1, 1, 5, 5)
        conv1 (1, 2, 3, 3)
        relu1 (1, 2, 3, 3)
        flatten1 (1, 18)
        linear1 (1, 2)
        """
        return tracing.trace(self, images)

    def summary(self, input_shape=None):
        """Return a table: output shape, parameters, multiply-adds, receptive field of each layer.

        Parameters
        ----------
        input_shape : tuple of int, optional
            Shape of one image without the batch axis, for example ``(1, 28, 28)``. Without, that
            of the last batch that went through the model; before the first one, the columns that
            depend on it hold question marks.

        Returns
        -------
        ModelSummary
            Its ``rows``, ``parameters`` and ``multiply_adds`` can be computed with.

        Examples
        --------
        >>> from cnn_helpers.layers import Conv2d, Flatten, Linear
        >>> table = Sequential(Conv2d(1, 2, 3), Flatten(), Linear(18, 2)).summary((1, 5, 5))
        >>> table.rows[0].output_shape, table.rows[0].receptive_field
        ((2, 3, 3), (3, 3))
        >>> table.parameters, table.multiply_adds
        (58, 198)
        """
        return summary.summarize(self, self._input_shape if input_shape is None else input_shape)

    def named_parameters(self):
        """Return ``(name, array)`` of all layers, named as in PyTorch: ``"0.weight"``."""
        return [
            (f"{position}.{name}", array)
            for position, layer in enumerate(self.layers)
            for name, array in layer.named_parameters()
        ]

    def named_gradients(self):
        """Return ``(name, array)`` of all layers' gradients, in the order of the parameters."""
        return [
            (f"{position}.{name}", array)
            for position, layer in enumerate(self.layers)
            for name, array in layer.named_gradients()
        ]

    def parameters(self):
        """Return the arrays of all parameters in a list: the arrays themselves, not copies."""
        return [array for _, array in self.named_parameters()]

    def learning_layers(self):
        """Return all layers that have parameters themselves, those of inner models included."""
        return [inner for layer in self.layers for inner in layer.learning_layers()]

    def reset_parameters(self, generator):
        """Draw new initial parameters for all layers, from first to last."""
        for layer in self.layers:
            layer.reset_parameters(generator)

    def train(self, mode=True):
        """Switch all layers to training mode, or with False to evaluation mode."""
        for layer in self.layers:
            layer.train(mode)
        return super().train(mode)

    def random_state(self):
        """Return the layers' random states by position, without those that draw no numbers."""
        states = {str(at): layer.random_state() for at, layer in enumerate(self.layers)}
        return {at: state for at, state in states.items() if state is not None} or None

    def set_random_state(self, state):
        """Continue from what :meth:`random_state` returned."""
        state = state or {}
        for at in state:
            if not at.isdecimal() or int(at) >= len(self.layers):
                raise ValueError(f"a random state is for layer {at}, but there are {len(self)}")
        for at, layer in enumerate(self.layers):
            layer.set_random_state(state.get(str(at)))

    @property
    def parameter_count(self):
        """How many numbers training can change."""
        return sum(array.size for array in self.parameters())


def _computing_order(layers):
    """Return the positions of the layers in the order in which they are computed.

    That is their own, but for one exchange: the largest number after ReLU is the ReLU of the
    largest number, so max pooling goes first, and ReLU has fewer numbers to go through. Output
    and gradients are the same to the last bit; ``trace`` keeps to the layers' own order.
    """
    order = list(range(len(layers)))
    for at, pair in enumerate(pairwise(layers)):
        if [type(layer) for layer in pair] == [ReLU, MaxPool2d]:
            order[at : at + 2] = at + 1, at
    return order


def _first_line(layer):
    return repr(layer).split("\n")[0]
