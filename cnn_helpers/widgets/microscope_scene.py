"""What the microscope's page draws for one chosen cell: paths, sums, checks, all from Python."""

from __future__ import annotations

import numpy as np

from cnn_helpers.training import STORY_NAMES
from cnn_helpers.widgets.slope_check import check_slope
from cnn_helpers.widgets.story_arrays import PARAMETERS, forward
from cnn_helpers.widgets.story_paths import (
    edges_from,
    number_at,
    path_product,
    paths_into,
    paths_to_loss,
)
from cnn_helpers.widgets.story_words import (
    STEPS,
    cell_name,
    describe_cell,
    forward_words,
    step_words,
)

__all__ = ["one_step", "scene_of", "slope_at"]

LAYER_OF = {
    **dict.fromkeys(("image", "kernels", "conv_bias"), "convolution"),
    "feature_maps": "ReLU",
    "rectified": "pooling",
    **dict.fromkeys(("pooled", "weights", "linear_bias"), "linear"),
    **dict.fromkeys(("logits", "probabilities"), "loss"),
}
"""Which layer an edge belongs to, by the array that it leaves."""


def one_step(inputs, gradients, learning_rate):
    """Return the parameters after one step of gradient descent, by name."""
    return {name: inputs[name] - learning_rate * gradients[name] for name in PARAMETERS}


def slope_at(microscope):
    """Return the finite difference at a microscope's chosen cell."""
    cell = microscope.chosen
    gradient = number_at(microscope.gradients, cell)
    return check_slope(cell, microscope.inputs, microscope.label, microscope.epsilon, gradient)


def scene_of(microscope):
    """Return everything that the page shows, as JSON takes it.

    Returns
    -------
    dict
        ``values`` and ``gradients`` as flat lists by name; the edges ``into`` the chosen cell,
        those of the ``live`` paths from it and of the ``dead`` ones; the sum over direct ``terms``
        and over whole ``paths``; words; the finite-difference ``check``; the loss ``after`` a step.
    """
    values, gradients = microscope.values, microscope.gradients
    cell, label = microscope.chosen, microscope.label
    live, blocked = paths_to_loss(cell, values, label)
    stepped = one_step(microscope.inputs, gradients, microscope.learning_rate)
    after = forward({**microscope.inputs, **stepped}, label)
    check = slope_at(microscope)
    return {
        "values": _flat(values),
        "gradients": _flat(gradients),
        "chosen": list(cell),
        "title": cell_name(cell),
        "about": describe_cell(cell, STORY_NAMES),
        "forward": forward_words(cell, values, STORY_NAMES, label),
        "into": _edges(paths_into(cell, values, label)),
        "live": _edges(edge for path in live for edge in path),
        "dead": _edges(edge for paths in blocked.values() for path in paths for edge in path),
        "terms": _terms(cell, values, gradients, label),
        "layers": [*dict.fromkeys(LAYER_OF[edge.source[0]] for path in live for edge in path)],
        "paths": [_path(path) for path in live],
        "ended": _ended(blocked),
        "steps": [
            [name, step_words(step, values, gradients, STORY_NAMES, label)]
            for step, name in enumerate(STEPS)
        ],
        "check": {
            **check._asdict(),
            **{name: _finite(getattr(check, name)) for name in ("below", "above", "slope")},
        },
        "after": float(after["loss"]),
    }


def _finite(value):
    return value if np.isfinite(value) else None  # JSON knows no NaN


def _flat(arrays):
    return {name: np.ravel(array).tolist() for name, array in arrays.items()}


def _edges(edges):
    """Return each edge once: source, target, derivative, factor."""
    unique = dict.fromkeys(edges)
    return [
        [list(edge.source), list(edge.target), edge.derivative, edge.factor and list(edge.factor)]
        for edge in unique
    ]


def _terms(cell, values, gradients, label):
    """Return the chain rule's sum over the cells that come next: derivative × their gradient."""
    return [
        {
            "target": cell_name(edge.target),
            "derivative": edge.derivative,
            "gradient": number_at(gradients, edge.target),
        }
        for edge in edges_from(cell, values, label)
    ]


def _path(path):
    """Return a whole path: for each layer a factor and the index it leads to; their product."""
    steps = {}
    for edge in path:
        layer = LAYER_OF[edge.source[0]]
        factor = steps.get(layer, (1.0,))[0] * edge.derivative
        told = edge.target[0] in ("feature_maps", "pooled", "logits")
        steps[layer] = (factor, list(edge.target[1:]) if told else [])
    return {"steps": list(steps.values()), "product": path_product(path)}


def _ended(blocked):
    """Say in words why other ways carry nothing."""
    said = {
        "relu": "at a closed ReLU",
        "pool": "in a pooling window that another cell won",
        "zero": "at a weight or pixel of 0",
    }
    counts = [f"{len(blocked[kind])} {words}" for kind, words in said.items() if blocked.get(kind)]
    if not counts:
        return ""
    total = sum(map(len, blocked.values()))
    ends = "1 more way ends" if total == 1 else f"{total} more ways end"
    return f"{ends} without a gradient: {', '.join(counts)}."
