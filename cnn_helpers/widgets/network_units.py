"""A unit of a network as the explorer tells it: in numbers for the page, and in words."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.shading import format_number
from cnn_helpers.inspection import explain_unit, receptive_field

__all__ = ["arithmetic", "as_address", "as_unit", "first_unit", "told", "unit_words"]

MOST_ADDENDS = 8  # of a neuron's inputs, by the size of their products


def as_unit(network, unit):
    """Return a unit as ``(layer, channel, row, column)`` or ``(layer, number)``, if there is one.

    Examples
    --------
    >>> from cnn_helpers.widgets.inspected_networks import course_network
    >>> as_unit(course_network("story"), ["pool1", 1, 0, 2])
    Traceback (most recent call last):
        ...
    ValueError: unit must lie inside pool1 of 2 x 2 x 2, but is (1, 0, 2)
    """
    layer, *place = as_address(unit)
    if layer not in network.kinds:
        raise ValueError(f"unit must be in one of {', '.join(network.kinds)}, but is in {layer!r}")
    shape = network.shapes[layer]
    whole = all(isinstance(at, (int, np.integer)) and not isinstance(at, bool) for at in place)
    if len(place) != len(shape) or not whole or not _is_inside(place, shape):
        sizes = " x ".join(map(str, shape))
        raise ValueError(f"unit must lie inside {layer} of {sizes}, but is {tuple(place)}")
    return (layer, *map(int, place))


def as_address(unit):
    """Return a unit's address as a tuple, of whatever network.

    Examples
    --------
    >>> as_address(7)
    Traceback (most recent call last):
        ...
    ValueError: unit must be like ('conv1', 0, 2, 3), but is 7
    """
    if not isinstance(unit, (tuple, list)) or not unit or not isinstance(unit[0], str):
        raise ValueError(f"unit must be like ('conv1', 0, 2, 3), but is {unit!r}")
    return tuple(unit)


def _is_inside(place, shape):
    return all(0 <= at < size for at, size in zip(place, shape, strict=True))


def first_unit(network, arrays):
    """Return the unit to begin with: the strongest one of the first layer that adds up."""
    layer = next(
        (name for name, kind in network.kinds.items() if kind in ("conv", "linear")),
        next(iter(network.kinds)),
    )
    values = arrays[layer][0]
    return (layer, *map(int, np.unravel_index(int(values.argmax()), values.shape)))


def unit_words(unit):
    """Return a unit's name: ``"conv2, map 3, row 1, column 4"`` or ``"linear1, unit 5"``.

    Examples
    --------
    >>> unit_words(("conv2", 3, 1, 4))
    'conv2, map 3, row 1, column 4'
    """
    layer, *place = unit
    if len(place) == 1:
        return f"{layer}, unit {place[0]}"
    return f"{layer}, map {place[0]}, row {place[1]}, column {place[2]}"


def told(network, arrays, unit):
    """Return all that the page shows of a unit, in lists and numbers.

    Returns
    -------
    dict
        What ``explain_unit`` gives; for a neuron only its largest ``addends``, and the sum of the
        ``rest``; the receptive ``field``; and ``after``, the number that a ReLU makes of it.
    """
    layer, *place = unit
    found = explain_unit(network.model, arrays, layer, place)
    content = {
        "unit": list(unit),
        "kind": found.kind,
        "layer_kind": network.kinds[layer],
        "before": found.before,
        "value": found.value,
        "bias": found.bias,
        "source": None if found.source is None else [found.before, *found.source],
        "field": _field(network, unit),
        "after": _after(network, arrays, unit),
        "words": unit_words(unit),
    }
    if found.rows is not None:
        content["rows"], content["columns"] = found.rows.tolist(), found.columns.tolist()
    if found.kind == "linear":
        content.update(_addends(found))
    else:
        content["values"] = found.values.tolist()
    if found.kind == "conv":
        content["weights"], content["products"] = found.weights.tolist(), found.products.tolist()
        content["partial_sums"] = found.partial_sums.tolist()
    content["arithmetic"] = arithmetic(content)
    content["asked_arithmetic"] = arithmetic(content, secret=True)
    return content


def _addends(found):
    order = np.argsort(-abs(found.products), kind="stable")
    largest = order[:MOST_ADDENDS]
    columns = (largest, found.values[largest], found.weights[largest], found.products[largest])
    return {
        "addends": [list(one) for one in zip(*(part.tolist() for part in columns), strict=True)],
        "rest": [len(order) - len(largest), float(found.products[order[MOST_ADDENDS:]].sum())],
    }


def _field(network, unit):
    layer, *place = unit
    cell = tuple(place[1:]) if len(place) == 3 else place[0]
    found = receptive_field(network.model, layer, cell, network.input_shape)
    return {name: list(value) for name, value in found._asdict().items()}


def _after(network, arrays, unit):
    """Return name and number of what a ReLU right behind makes of the unit, or None."""
    names = list(network.kinds)
    at = names.index(unit[0]) + 1
    if at == len(names) or network.kinds[names[at]] != "relu":
        return None
    return [names[at], float(arrays[names[at]][0][unit[1:]])]


def arithmetic(content, *, secret=False):
    """Return how the unit's number comes about, as one line without the number itself.

    While it is asked for (``secret``), the sum of the only channel stays to be worked out too.

    Examples
    --------
    >>> arithmetic({"kind": "max", "values": [[1.0, 0.5], [0.0, 0.25]]})
    'the largest of 1, 0.5, 0, 0.25'
    """
    kind = content["kind"]
    if kind in ("max", "average"):
        numbers = [_short(value) for row in content["values"] for value in row]
        return f"the {'largest' if kind == 'max' else 'mean'} of {', '.join(numbers)}"
    if kind == "pass":
        number = _short(content["values"])
        return f"max(0, {number})" if content["layer_kind"] == "relu" else f"{number}, taken over"
    if kind == "conv":
        sums = content["partial_sums"]
        if len(sums) == 1:
            start = f"the sum of {np.size(content['products'])} products"
            start += "" if secret else f", {_short(sums[0])}"
        elif len(sums) <= MOST_ADDENDS:
            start = _added(sums)
        else:
            start = f"the sums of {len(sums)} channels, {_short(sum(sums))}"
    else:
        count, rest = content["rest"]
        start = _added([product for *_, product in content["addends"]])
        start += f" {_signed(rest)} (the other {count})" if count else ""
    return start if content["bias"] is None else f"{start} {_signed(content['bias'])} (bias)"


def _short(value):
    text = format_number(value, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(value):
    return f"{'−' if _short(value).startswith('−') else '+'} {_short(value).lstrip('−')}"


def _added(values):
    return " ".join([_short(values[0]), *(_signed(value) for value in values[1:])])
