"""The story network as a graph of cells, and every path in it from a cell to the loss.

A cell is a tuple: the name of its array and its index there, ``("pooled", 0, 1, 0)``.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from cnn_helpers.widgets.story_arrays import ARRAYS, floored

__all__ = [
    "Edge",
    "edges_from",
    "edges_to",
    "number_at",
    "path_product",
    "paths_into",
    "paths_to_loss",
    "winner",
]


class Edge(NamedTuple):
    """One step of the chain rule: how fast ``target`` grows with ``source``.

    Attributes
    ----------
    source, target : tuple
        Cells.
    derivative : float
        The local derivative.
    factor : tuple or None
        The cell that holds this derivative: a weight on the way of a pixel, a pixel on that of a
        weight.
    """

    source: tuple
    target: tuple
    derivative: float
    factor: tuple | None = None


def winner(rectified, channel, row, column):
    """Return the (row, column) in its map of the cell that wins a 2x2 window; a tie: the first.

    Examples
    --------
    >>> winner(np.array([[[3.0, 0, 0], [0, 1, 0], [0, 0, 3]]]), 0, 0, 1)
    (1, 1)
    """
    window = rectified[channel, row : row + 2, column : column + 2]
    down, right = divmod(int(window.argmax()), 2)
    return row + down, column + right


def edges_from(cell, values, label):
    """Return the edges that leave a cell, towards the loss."""
    return _FORWARD.get(cell[0], lambda *_: [])(cell, values, label)


def edges_to(cell, values, label):
    """Return the edges that arrive at a cell: what its value is made of."""
    sources = _SOURCES.get(cell[0], ())
    return [
        edge
        for name in sources
        for index in np.ndindex(*ARRAYS[name])
        for edge in edges_from((name, *index), values, label)
        if edge.target == cell
    ]


def paths_to_loss(cell, values, label):
    """Return every way from a cell towards the loss, each as a list of edges.

    Returns
    -------
    (list of list of Edge, dict of str to list of list of Edge)
        The paths that carry a gradient to the loss; and those that end at an edge whose derivative
        is 0, by what ended them: ``"relu"``, ``"pool"`` or ``"zero"`` (a weight or pixel of 0).
    """
    if cell[0] == "loss":
        return [[]], {}
    live, blocked = [], {}
    for edge in edges_from(cell, values, label):
        if edge.derivative == 0:
            if edge.target[0] != "loss":  # the loss looks at the right class alone
                kind = {"rectified": "pool", "feature_maps": "relu"}.get(cell[0], "zero")
                blocked.setdefault(kind, []).append([edge])
            continue
        paths, ended = paths_to_loss(edge.target, values, label)
        live += [[edge, *path] for path in paths]
        for kind, others in ended.items():
            blocked.setdefault(kind, []).extend([edge, *path] for path in others)
    return live, blocked


def paths_into(cell, values, label):
    """Return the edges on which a cell's value comes about: those that bring something in.

    From the logits on everything before takes part; there the edges go back to the feature maps.
    """
    found, waiting = [], [cell]
    far = cell[0] in ("logits", "probabilities", "loss")
    while waiting:
        target = waiting.pop(0)
        if far and target[0] == "feature_maps":
            continue
        for edge in edges_to(target, values, label):
            # Through softmax and the logarithm values don't come as products.
            is_product = target[0] not in ("probabilities", "loss")
            brings = edge.derivative * number_at(values, edge.source) if is_product else 1
            if target[0] == "loss" and edge.source[1] != label:
                brings = 0
            wins = target[0] in ("rectified", "pooled")
            if brings or (wins and (edge.derivative or target[0] == "rectified")):
                found.append(edge)
                if edge.source not in waiting:
                    waiting.append(edge.source)
    return list(dict.fromkeys(found))


def path_product(path):
    """Return the product of a path's derivatives."""
    return prod(edge.derivative for edge in path)


def number_at(values, cell):
    """Return a cell's value as a float."""
    return float(values[cell[0]][cell[1:]])


def _cells_over(channels=(0, 1)):
    return product(channels, range(3), range(3))


def _from_image(cell, values, _):
    _, row, column = cell
    edges = []
    for channel, down, right in _cells_over():
        offset = (row - down, column - right)
        if all(0 <= index < 3 for index in offset):
            factor = ("kernels", channel, 0, *offset)
            target = ("feature_maps", channel, down, right)
            edges.append(Edge(cell, target, number_at(values, factor), factor))
    return edges


def _from_kernels(cell, values, _):
    _, channel, _, row, column = cell
    edges = []
    for _, down, right in _cells_over((channel,)):
        factor = ("image", down + row, right + column)
        target = ("feature_maps", channel, down, right)
        edges.append(Edge(cell, target, number_at(values, factor), factor))
    return edges


def _from_conv_bias(cell, *_):
    return [Edge(cell, ("feature_maps", *place), 1.0) for place in _cells_over(cell[1:])]


def _from_feature_maps(cell, values, _):
    return [Edge(cell, ("rectified", *cell[1:]), float(number_at(values, cell) > 0))]


def _from_rectified(cell, values, _):
    _, channel, row, column = cell
    edges = []
    for down, right in product((row - 1, row), (column - 1, column)):
        if 0 <= down < 2 and 0 <= right < 2:
            wins = winner(values["rectified"], channel, down, right) == (row, column)
            edges.append(Edge(cell, ("pooled", channel, down, right), float(wins)))
    return edges


def _flat(cell):
    """Return a pooled cell's place after flattening."""
    return 4 * cell[1] + 2 * cell[2] + cell[3]


def _from_pooled(cell, values, _):
    factors = [("weights", output, _flat(cell)) for output in range(2)]
    return [
        Edge(cell, ("logits", output), number_at(values, factor), factor)
        for output, factor in enumerate(factors)
    ]


def _from_weights(cell, values, _):
    _, output, place = cell
    factor = ("pooled", *(int(index) for index in np.unravel_index(place, (2, 2, 2))))
    return [Edge(cell, ("logits", output), number_at(values, factor), factor)]


def _from_linear_bias(cell, *_):
    return [Edge(cell, ("logits", cell[1]), 1.0)]


def _from_logits(cell, values, _):
    shares = floored(values["probabilities"])
    return [
        Edge(
            cell,
            ("probabilities", other),
            float(shares[other] * ((other == cell[1]) - shares[cell[1]])),
        )
        for other in range(2)
    ]


def _from_probabilities(cell, values, label):
    derivative = -1 / floored(number_at(values, cell)) if cell[1] == label else 0.0
    return [Edge(cell, ("loss",), float(derivative))]


_FORWARD = {
    "image": _from_image,
    "kernels": _from_kernels,
    "conv_bias": _from_conv_bias,
    "feature_maps": _from_feature_maps,
    "rectified": _from_rectified,
    "pooled": _from_pooled,
    "weights": _from_weights,
    "linear_bias": _from_linear_bias,
    "logits": _from_logits,
    "probabilities": _from_probabilities,
}

_SOURCES = {
    "feature_maps": ("image", "conv_bias"),
    "rectified": ("feature_maps",),
    "pooled": ("rectified",),
    "logits": ("pooled", "linear_bias"),
    "probabilities": ("logits",),
    "loss": ("probabilities",),
}
