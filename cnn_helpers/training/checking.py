"""What fit looks at before the first step."""

from __future__ import annotations

from cnn_helpers.training.tracing import evaluating
from cnn_helpers.validation import check_array, check_finite, check_labels, check_not_empty

__all__ = ["check_examples", "check_validation"]


def check_examples(model, images, labels, prepare):
    """Return images and labels as arrays, after sending one image through the model.

    Raises
    ------
    TypeError, ValueError
        If they don't fit each other or the model, or images hold NaN or infinity.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> check_examples(Linear(1, 2), [[0.5], [2.5]], [0, 2], lambda batch: batch)
    Traceback (most recent call last):
        ...
    ValueError: labels must lie between 0 and 1, but hold 2 at position 1
    """
    images = check_not_empty(check_array(images, "images", floating=False), "images")
    check_finite(images, "images")
    with evaluating(model):
        logits = model(prepare(images[:1]))
    if logits.ndim != 2:
        raise ValueError(f"the model must give logits (N, K), but gives shape {logits.shape}")
    return images, check_labels(labels, logits.shape[1], count=len(images))


def check_validation(model, validation, prepare):
    """Return validation data as a pair of arrays; complaints say that they are about it."""
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        raise TypeError("validation must be a pair (images, labels)")
    try:
        return check_examples(model, *validation, prepare)
    except (TypeError, ValueError) as error:
        kind = TypeError if isinstance(error, TypeError) else ValueError
        raise kind(f"validation: {error}") from None
