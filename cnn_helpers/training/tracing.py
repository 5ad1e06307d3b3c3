"""Look into a model while it answers: every array between its layers, by name."""

from __future__ import annotations

from contextlib import contextmanager

from cnn_helpers.validation import check_array

__all__ = ["evaluating", "named_layers", "trace"]

_SHORT_NAMES = {"Conv2d": "conv", "MaxPool2d": "pool", "AvgPool2d": "pool"}


def named_layers(model):
    """Return ``(name, position, layer)`` for each layer; the layers of inner models one by one.

    The name counts the layers of a kind, from 1: ``"conv1"``. The position is that of PyTorch's
    parameter names: ``"0"``, or ``"0.1"`` in an inner model.

    Examples
    --------
    >>> from cnn_helpers.layers import Conv2d, Flatten, Linear, ReLU
    >>> from cnn_helpers.training import Sequential
    >>> model = Sequential(Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(8, 4), ReLU(), Linear(4, 2))
    >>> [name for name, _, _ in named_layers(model)]
    ['conv1', 'relu1', 'flatten1', 'linear1', 'relu2', 'linear2']
    """
    counts, found = {}, []

    def visit(layer, position):
        if hasattr(layer, "layers"):
            for inner, member in enumerate(layer.layers):
                visit(member, f"{position}.{inner}" if position else f"{inner}")
            return
        kind = type(layer).__name__
        kind = _SHORT_NAMES.get(kind, kind.lower())
        counts[kind] = counts.get(kind, 0) + 1
        found.append((f"{kind}{counts[kind]}", position, layer))

    visit(model, "")
    return found


@contextmanager
def evaluating(model):
    """Put all layers into evaluation mode for a ``with`` block; afterwards each is as before."""
    modes = [(layer, layer.training) for layer in _every_layer(model)]
    model.eval()
    try:
        yield model
    finally:
        for layer, mode in modes:
            layer.training = mode


def _every_layer(model):
    """Yield a model itself and all in it, inner models included."""
    yield model
    for layer in getattr(model, "layers", ()):
        yield from _every_layer(layer)


def trace(model, images):
    """Return every array between the layers of a model, by name: see ``Sequential.trace``.

    Examples
    --------
    >>> import numpy as np
    >>> from cnn_helpers.layers import Linear
    >>> layer = Linear(2, 1)
    >>> layer.weight = [[1.0, -1.0]]
    >>> trace(layer, [[5, 3]])
    {'images': array([[5, 3]]), 'linear1': array([[2.]])}
    """
    images = check_array(images, "images", floating=False)
    if images.ndim == 3:
        images = images[None]
    arrays = {"images": images}
    with evaluating(model):
        for name, position, layer in named_layers(model):
            kept, layer._kept = layer._kept, None
            try:
                images = arrays[name] = layer.forward(images)
            except (TypeError, ValueError) as error:
                kind = TypeError if isinstance(error, TypeError) else ValueError
                raise kind(f"layer {position}, {layer!r}: {error}") from None
            finally:
                layer._kept = kept  # so that looking between forward and backward is harmless
    return arrays
