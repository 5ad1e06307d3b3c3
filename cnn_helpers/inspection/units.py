"""One unit written out: what it sees, what it does with it, what comes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnn_helpers.inspection.receptive_fields import positions_before
from cnn_helpers.training.tracing import named_layers

__all__ = ["UnitSum", "explain_unit"]


@dataclass(frozen=True)
class UnitSum:
    """How one number of a model comes about.

    Attributes
    ----------
    layer, before : str
        Name of its array, and of the array that it is made from; as in ``model.trace``.
    kind : {"conv", "max", "average", "linear", "pass"}
        ``"pass"``: one number is taken over, as by ReLU, Flatten and Dropout.
    unit : tuple of int
        (channel, row, column), or (number,) in a layer without maps.
    value : float
    values : numpy.ndarray of float64
        What it sees: (C, KH, KW) under a kernel, (KH, KW) under a pooling window, (D,) for a
        neuron, () where one number is taken over. Padding counts as 0.
    rows, columns : numpy.ndarray of int or None
        Where in ``before`` these stand; outside of it lies padding.
    weights, products : numpy.ndarray of float64 or None
        In the shape of ``values``.
    bias : float or None
    source : tuple of int or None
        The unit of ``before`` that decides: the winner of max pooling (the first of equal ones), or
        the number that is taken over.
    """

    layer: str
    before: str
    kind: str
    unit: tuple
    value: float
    values: np.ndarray
    rows: np.ndarray | None = None
    columns: np.ndarray | None = None
    weights: np.ndarray | None = None
    products: np.ndarray | None = None
    bias: float | None = None
    source: tuple | None = None

    @property
    def partial_sums(self):
        """The products' sum for each channel, (C,); None where there are no channels to add."""
        return self.products.sum(axis=(1, 2)) if self.kind == "conv" else None


def explain_unit(model, arrays, layer, unit):
    """Return how one number of a model comes about.

    Parameters
    ----------
    model : Sequential
    arrays : dict of str to numpy.ndarray
        ``model.trace(image)``; the first image of the batch is explained.
    layer : str
        Name of the unit's array in ``arrays``, but not ``"images"``.
    unit : tuple of int
        (channel, row, column) in maps, (number,) elsewhere.

    Returns
    -------
    UnitSum

    Raises
    ------
    ValueError
        If there is no such layer or unit.

    Examples
    --------
    >>> from cnn_helpers import data
    >>> from cnn_helpers.training import story_network
    >>> model = story_network()
    >>> arrays = model.trace(data.mark_template("X")[None])
    >>> found = explain_unit(model, arrays, "conv1", (0, 1, 1))
    >>> found.products[0].tolist(), found.value
    ([[1.0, -0.0, -1.0], [-0.0, 1.0, -0.0], [-1.0, -0.0, 1.0]], 1.0)
    >>> explain_unit(model, arrays, "pool1", (0, 0, 1)).source
    (0, 1, 1)
    """
    layers = {name: found for name, _, found in named_layers(model)}
    if layer not in layers:
        raise ValueError(f"layer must be one of {', '.join(layers)}, but is {layer!r}")
    shape = arrays[layer].shape[1:]
    if len(unit) != len(shape) or not all(
        0 <= at < size for at, size in zip(unit, shape, strict=True)
    ):
        raise ValueError(
            f"unit must lie inside {layer} of {' x '.join(map(str, shape))}, but is {tuple(unit)}"
        )
    unit = tuple(map(int, unit))
    names = list(arrays)
    before = names[names.index(layer) - 1]
    inputs = np.asarray(arrays[before][0], np.float64)
    known = {"layer": layer, "before": before, "unit": unit, "value": float(arrays[layer][0][unit])}
    found = layers[layer]
    if hasattr(found, "in_features"):
        return UnitSum(kind="linear", values=inputs, **_weighted(found, unit[0], inputs), **known)
    if hasattr(found, "kernel_size"):
        rows, columns = (positions_before(found, [unit[axis + 1]], axis) for axis in (0, 1))
        window = _window(inputs, rows, columns)
        places = {"rows": rows, "columns": columns}
        if hasattr(found, "weight"):
            return UnitSum(
                kind="conv", values=window, **places, **_weighted(found, unit[0], window), **known
            )
        return _pooled(found, window[unit[0]], places, known)
    if len(shape) == 1 and inputs.ndim == 3:
        source = tuple(map(int, np.unravel_index(unit[0], inputs.shape)))
    else:
        source = unit
    return UnitSum(kind="pass", values=inputs[source], source=source, **known)


def _weighted(layer, number, values):
    weights = np.asarray(layer.weight[number], np.float64)
    bias = None if layer.bias is None else float(layer.bias[number])
    return {"weights": weights, "products": weights * values, "bias": bias}


def _window(inputs, rows, columns):
    """Return inputs (C, H, W) at these rows and columns; 0 where they lie outside."""
    _, height, width = inputs.shape
    window = np.zeros((len(inputs), len(rows), len(columns)))
    real_rows, real_columns = (
        np.flatnonzero((places >= 0) & (places < size))
        for places, size in ((rows, height), (columns, width))
    )
    window[:, real_rows[:, np.newaxis], real_columns] = inputs[
        :, rows[real_rows][:, np.newaxis], columns[real_columns]
    ]
    return window


def _pooled(layer, window, places, known):
    if not type(layer).__name__.startswith("Max"):
        return UnitSum(kind="average", values=window, **places, **known)
    row, column = np.unravel_index(int(window.argmax()), window.shape)
    source = (known["unit"][0], int(places["rows"][row]), int(places["columns"][column]))
    return UnitSum(kind="max", values=window, source=source, **places, **known)
