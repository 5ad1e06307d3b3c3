"""The pixels that a unit can see."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.training.tracing import named_layers, trace
from cnn_helpers.validation import check_positive_int

__all__ = ["ReceptiveField", "positions_before", "receptive_field"]


class ReceptiveField(NamedTuple):
    """The part of the image that a unit can see.

    Attributes
    ----------
    rows, columns : (int, int)
        First pixel and one past the last: the smallest rectangle that holds every pixel the unit
        depends on, within the image. Equal where it sees nothing but padding.
    size : (int, int)
        Rows and columns of the whole window, those outside the image included.
    outside : (int, int, int, int)
        How many of them lie above, below, left of and right of the image: there the unit sees
        zeros of the padding instead.
    """

    rows: tuple
    columns: tuple
    size: tuple
    outside: tuple


def positions_before(layer, positions, axis):
    """Return which positions a layer looks at along one axis, padding included (then below 0).

    Parameters
    ----------
    layer : Layer
        With ``kernel_size``, ``stride`` and maybe ``padding`` and ``dilation``; any other looks at
        the positions themselves.
    positions : array_like of int
        Of its output.
    axis : {0, 1}
        Rows or columns.

    Returns
    -------
    numpy.ndarray of int, sorted

    Examples
    --------
    >>> from cnn_helpers.layers import Conv2d
    >>> positions_before(Conv2d(1, 1, 3, stride=2, padding=1), [0, 1], 0)
    array([-1,  0,  1,  2,  3])
    """
    positions = np.asarray(positions, dtype=int)
    if not hasattr(layer, "kernel_size"):
        return positions
    padding = getattr(layer, "padding", (0, 0))[axis]
    step = getattr(layer, "dilation", (1, 1))[axis]
    starts = positions * layer.stride[axis] - padding
    return np.unique(starts[:, np.newaxis] + step * np.arange(layer.kernel_size[axis]))


def receptive_field(model, layer, cell, input_shape=None):
    """Return the part of the image that a unit can see.

    Parameters
    ----------
    model : Sequential
    layer : str
        Name of the unit's layer as in ``model.trace``, for example ``"pool2"``.
    cell : (int, int) or int
        Row and column in the layer's maps; the unit's number in a layer without maps.
    input_shape : tuple of int, optional
        Shape (C, H, W) of an image. None means that of the last batch that went through.

    Returns
    -------
    ReceptiveField
        Not every pixel in it needs to count: long strides and dilation leave gaps. Leftover pixels
        that a layer on the way drops belong to nobody's field.

    Raises
    ------
    ValueError
        If there is no such layer or cell, or the size of the images is unknown.

    Examples
    --------
    >>> from cnn_helpers.training import mnist_lenet
    >>> model = mnist_lenet()
    >>> receptive_field(model, "pool1", (0, 0), (1, 28, 28))
    ReceptiveField(rows=(0, 4), columns=(0, 4), size=(6, 6), outside=(2, 0, 2, 0))
    >>> receptive_field(model, "conv2", (4, 9), (1, 28, 28))
    ReceptiveField(rows=(6, 20), columns=(16, 28), size=(14, 14), outside=(0, 0, 0, 2))
    >>> receptive_field(model, "linear2", 7, (1, 28, 28)).rows
    (0, 28)
    """
    if input_shape is None:
        input_shape = getattr(model, "_input_shape", None)
    if input_shape is None or len(input_shape) != 3:
        raise ValueError(f"input_shape must be like (1, 28, 28), but is {input_shape!r}")
    input_shape = tuple(check_positive_int(size, "a size in input_shape") for size in input_shape)
    arrays = trace(model, np.zeros((1, *input_shape), np.float32))
    names, layers = list(arrays), [None, *(found for _, _, found in named_layers(model))]
    if layer not in names:
        raise ValueError(f"layer must be one of {', '.join(names)}, but is {layer!r}")
    shapes = [arrays[name].shape[1:] for name in names]
    at = names.index(layer)
    seen = _cell_positions(cell, shapes[at], layer)
    whole = list(seen)  # the same, going on beyond borders
    for position in range(at, 0, -1):
        before, after = shapes[position - 1], shapes[position]
        if len(after) == 1 and len(before) == 1:
            if hasattr(layers[position], "in_features"):
                seen = whole = [np.arange(before[0])]
        elif len(after) == 1:  # flatten
            places = np.unravel_index(seen[0], before)[1:]
            seen = whole = [np.unique(place) for place in places]
        else:
            whole = [positions_before(layers[position], whole[axis], axis) for axis in (0, 1)]
            seen = [positions_before(layers[position], seen[axis], axis) for axis in (0, 1)]
            seen = [_inside(seen[axis], before[axis + 1]) for axis in (0, 1)]
    ends = [(int(axis.min()), int(axis.max()) + 1) for axis in whole]
    outside = [
        (max(0, -start), max(0, stop - size))
        for (start, stop), size in zip(ends, input_shape[1:], strict=True)
    ]
    return ReceptiveField(
        *(_ends(axis) for axis in seen),
        tuple(stop - start for start, stop in ends),
        (*outside[0], *outside[1]),
    )


def _cell_positions(cell, shape, layer):
    """Return the cell as a position along each axis, or say what it should have been."""
    place = tuple(cell) if isinstance(cell, (tuple, list)) else (cell,)
    sizes = shape[1:] if len(shape) == 3 else shape
    whole = all(isinstance(one, (int, np.integer)) for one in place)
    if (
        len(place) != len(sizes)
        or not whole
        or not all(0 <= a < b for a, b in zip(place, sizes, strict=True))
    ):
        raise ValueError(
            f"cell must lie inside {layer} of {' x '.join(map(str, sizes))}, but is {cell!r}"
        )
    return [np.array([one]) for one in place]


def _inside(positions, size):
    return positions[(positions >= 0) & (positions < size)]


def _ends(positions):
    return (int(positions[0]), int(positions[-1]) + 1) if len(positions) else (0, 0)
