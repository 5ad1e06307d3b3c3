"""What a move of the image changes: in place, and compared with the maps moved along.

``compare`` puts two questions to each layer. *Is the cell the same as before?* asks for invariance.
*Is it the same as the cell that should have come here?* asks for equivariance; it is answered apart
for the border, where pixels come in, get lost, or meet the padding.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.widgets.pooling_layers import windows

__all__ = ["LAYERS", "MEASURES", "compare", "measure", "measures_table", "moved"]

LAYERS = ("image", "feature_map", "relu", "pooled")
MEASURES = (
    "cells",
    "unchanged",
    "holding",
    "holding_unchanged",
    "similarity",
    "moves_along",
    "inside",
    "inside_differing",
    "border",
    "border_differing",
)

TOLERANCE = 1e-9
"""Cells whose values differ by no more count as the same."""


def moved(array, shift, fill=0.0):
    """Return the array moved by whole cells; what leaves is lost, ``fill`` comes in.

    Parameters
    ----------
    array : numpy.ndarray, shape (rows, columns)
    shift : (int, int)
        Rows down and columns to the right; negative ones go up and left.
    fill : object
        Value of the cells that come in.

    Returns
    -------
    numpy.ndarray
        New memory, shape and dtype of ``array``.

    Examples
    --------
    >>> moved(np.array([[1, 2], [3, 4]]), (0, 1), fill=0)
    array([[0, 1],
           [0, 3]])
    """
    result = np.full_like(array, fill)
    to, source = zip(*map(_overlap, array.shape, shift), strict=True)
    result[to] = array[source]
    return result


def _overlap(size, step):
    """Slices of where cells go to, and of where these come from."""
    kept = max(size - abs(step), 0)
    if step >= 0:
        return slice(size - kept, size), slice(0, kept)
    return slice(0, kept), slice(size - kept, size)


def compare(before, after, steps, border):
    """Count which cells stayed the same in place, and which moved along.

    Parameters
    ----------
    before, after : numpy.ndarray, shape (rows, columns)
        A layer's map for the image in its first place, and for the moved one.
    steps : (int, int) or None
        How far this layer should have moved, in its own cells; None if by no whole number.
    border : numpy.ndarray of bool, same shape
        Cells that the border can have changed.

    Returns
    -------
    dict
        ``cells``, of which ``unchanged``; ``holding`` (not 0 before or not 0 after), of which
        ``holding_unchanged``; ``similarity``, 1 - sum|after - before| / (sum|after| + sum|before|),
        from 0 to 1, 1 if both are empty; ``moves_along``, and if so ``inside`` and ``border``, each
        with its ``..._differing`` from the moved map.

    Notes
    -----
    The similarity is 1 minus the dissimilarity of Bray and Curtis (*An Ordination of the Upland
    Forest Communities of Southern Wisconsin*, Ecological Monographs 27, 1957).

    Examples
    --------
    >>> before = np.array([[0.0, 3.0, 0.0]])
    >>> found = compare(before, moved(before, (0, 1)), (0, 1), np.array([[True, False, False]]))
    >>> found["unchanged"], found["inside_differing"], found["border_differing"]
    (1, 0, 0)
    """
    same = np.abs(after - before) <= TOLERANCE
    holding = (np.abs(before) > TOLERANCE) | (np.abs(after) > TOLERANCE)
    counts = {
        "cells": same.size,
        "unchanged": same.sum(),
        "holding": holding.sum(),
        "holding_unchanged": (same & holding).sum(),
    }
    if steps is not None:
        differing = np.abs(after - moved(before, steps)) > TOLERANCE
        counts |= {
            "inside": (~border).sum(),
            "inside_differing": (differing & ~border).sum(),
            "border": border.sum(),
            "border_differing": (differing & border).sum(),
        }
    size = np.abs(after).sum() + np.abs(before).sum()
    return {name: int(count) for name, count in counts.items()} | {
        "similarity": float(1 - np.abs(after - before).sum() / size) if size else 1.0,
        "moves_along": steps is not None,
    }


def _newcomers(size, step):
    """Along one axis: cells that had no place before the move."""
    origin = np.arange(size) - step
    return (origin < 0) | (origin >= size)


def _near_padding(image_size, size, operation, step):
    """Along one axis: cells whose window reaches over the paper's edge, now or before the move."""
    first = np.arange(size) - operation.padding
    touches = (first < 0) | (first + 3 > image_size)
    return touches | moved(touches[None], (0, step), fill=True)[0]


def measure(before, after, shift, operation):
    """Compare all layers before and after a move of the image.

    Parameters
    ----------
    before, after : Maps
        Of the image in its first place, and of the moved one.
    shift : (int, int)
        Rows and columns.
    operation : Operation

    Returns
    -------
    dict of dict
        What `compare` finds for ``"image"``, ``"feature_map"``, ``"relu"`` and ``"pooled"``.

    Examples
    --------
    >>> from cnn_helpers.widgets.pooling_layers import Operation, layers
    >>> image = np.zeros((6, 6))
    >>> image[2, 2] = 1
    >>> operation = Operation(None, 0, False, "max", 2, 2)
    >>> maps = [layers(moved(image, shift), operation) for shift in [(0, 0), (0, 1)]]
    >>> found = measure(*maps, (0, 1), operation)
    >>> found["feature_map"]["unchanged"], found["pooled"]["unchanged"]
    (34, 9)
    """
    borders = [
        np.logical_or.outer(*map(_newcomers, after.image.shape, shift)),
        *_map_borders(after, shift, operation),
    ]
    steps = None
    if all(step % operation.stride == 0 for step in shift):
        steps = tuple(step // operation.stride for step in shift)
    found = {}
    for name, first, second, border in zip(LAYERS, before, after, borders, strict=True):
        if name == "pooled":
            if steps is not None:
                border = border | np.logical_or.outer(*map(_newcomers, second.shape, steps))
            found[name] = compare(first, second, steps, border)
        else:
            found[name] = compare(first, second, shift, border)
    return found


def _map_borders(after, shift, operation):
    """Masks of the cells near the border, for feature map, ReLU and pooling."""
    axes = []
    for image_size, size, step in zip(
        after.image.shape, after.feature_map.shape, shift, strict=True
    ):
        border = _newcomers(size, step)
        if operation.kernel is not None:
            border = border | _near_padding(image_size, size, operation, step)
        axes.append(border)
    border = np.logical_or.outer(*axes)
    return border, border, windows(border, operation).any(axis=(2, 3))


def measures_table(found):
    """Return the measures as numbers (4, 10), a row a layer, 0 for what a layer lacks.

    Columns are in the order of ``MEASURES``; the page compares its preview with them.
    """
    return np.array([[float(found[layer].get(name, 0)) for name in MEASURES] for layer in LAYERS])
