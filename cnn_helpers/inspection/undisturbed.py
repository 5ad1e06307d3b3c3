"""Use a model without leaving a trace, and the checks that all of ``inspection`` shares."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np

from cnn_helpers.training.tracing import evaluating, named_layers
from cnn_helpers.validation import check_array, check_finite

__all__ = ["check_image", "check_label", "undisturbed"]


@contextmanager
def undisturbed(model):
    """Put a model into evaluation mode for a ``with`` block; then all is as it was before.

    What its layers remember of their last forward call, their parameters and their gradients come
    back too, so that looking between ``forward`` and ``backward`` does no harm.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> layer = Linear(2, 1, seed=0)
    >>> with undisturbed(layer):
    ...     _ = layer([[1.0, 2.0]])
    ...     _ = layer.backward([[1.0]])
    >>> layer.grad_weight is None, layer.training
    (True, True)
    """
    members = [model, *(layer for _, _, layer in named_layers(model))]
    before = [(member, dict(vars(member))) for member in members]
    try:
        with evaluating(model):
            yield model
    finally:
        for member, attributes in before:
            vars(member).clear()
            vars(member).update(attributes)


def check_image(image, name="image"):
    """Return one image (C, H, W) as finite floats; a grey one (H, W) gets its channel axis.

    Examples
    --------
    >>> check_image([[0, 1]]).shape
    (1, 1, 2)
    >>> check_image([1.0])
    Traceback (most recent call last):
        ...
    ValueError: image must have shape (C, H, W) or (H, W), but has (1,)
    """
    array = check_finite(check_array(image, name), name)
    if array.ndim not in (2, 3):
        raise ValueError(f"{name} must have shape (C, H, W) or (H, W), but has {array.shape}")
    return array[np.newaxis] if array.ndim == 2 else array


def check_label(label, num_classes):
    """Return the label as an int if it names one of the classes.

    Examples
    --------
    >>> check_label(3, 2)
    Traceback (most recent call last):
        ...
    ValueError: label must be a whole number from 0 to 1, but is 3
    """
    whole = isinstance(label, (int, np.integer)) and not isinstance(label, bool)
    if not whole or not 0 <= label < num_classes:
        raise ValueError(
            f"label must be a whole number from 0 to {num_classes - 1}, but is {label!r}"
        )
    return int(label)
