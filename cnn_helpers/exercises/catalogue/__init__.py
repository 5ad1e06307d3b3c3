"""All exercises, in course order. Each module here holds those of one notebook."""

from __future__ import annotations

from cnn_helpers.exercises.catalogue import (
    backpropagation,
    backpropagation_through_convolution,
    capstone_order_cards,
    channels_bias_relu,
    classification,
    filters,
    forward_pass,
    ice_cream_revenue,
    images_as_numbers,
    inside_a_cnn,
    making_it_fast,
    pooling_and_shifts,
    start_here,
    stride_and_padding,
    training,
)

__all__ = ["get", "ids"]

_EXERCISES = {
    exercise.id: exercise
    for part in (
        start_here,
        ice_cream_revenue,
        classification,
        images_as_numbers,
        filters,
        stride_and_padding,
        channels_bias_relu,
        pooling_and_shifts,
        forward_pass,
        backpropagation,
        backpropagation_through_convolution,
        training,
        inside_a_cnn,
        capstone_order_cards,
        making_it_fast,
    )
    for exercise in part.EXERCISES
}


def ids():
    """Return the ids of all exercises, in course order.

    Examples
    --------
    >>> ids()[0]
    'warm_up'
    """
    return list(_EXERCISES)


def get(id):
    """Return the ``Exercise`` with that id.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> get("correlate").notebook
    '04_filters'
    """
    if not isinstance(id, str) or id not in _EXERCISES:
        raise ValueError(f"there is no exercise {id!r}; there are {', '.join(_EXERCISES)}")
    return _EXERCISES[id]
