"""A drawn network of a few neurons, with the numbers of one example: notebooks 01 and 02."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import format_number
from cnn_helpers.validation import check_array

__all__ = ["network_of_neurons"]

_COLUMNS = (176, 430, 690)


def network_of_neurons(
    inputs,
    hidden_weights,
    hidden_bias,
    sums,
    answers,
    output_weights,
    output_bias,
    outputs,
    *,
    input_names,
    output_names,
    title,
    subtitle=None,
):
    """Draw inputs, hidden ReLU neurons and outputs with every weight and every number.

    Parameters
    ----------
    inputs : array_like, shape (D,)
        One example.
    hidden_weights, hidden_bias : array_like, shapes (M, D) and (M,)
        Weights and biases of the hidden neurons.
    sums, answers : array_like, shape (M,)
        Before and after ReLU.
    output_weights, output_bias, outputs : array_like, shapes (K, M), (K,), (K,)
        The last layer and what it gives.
    input_names, output_names : sequence of str
        What goes in, what comes out.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = network_of_neurons(
    ...     [2, 1], np.ones((2, 2)), [0, 0], [3, 3], [3, 3], np.ones((1, 2)), [0], [6],
    ...     input_names="ab", output_names="c", title="Small",
    ... )
    """
    inputs = check_array(inputs, "inputs", axes=("D",))
    hidden_weights = check_array(hidden_weights, "hidden_weights", axes=("M", "D"))
    output_weights = check_array(output_weights, "output_weights", axes=("K", "M"))
    top = 122 if subtitle else 92
    scene = Scene(top + 372, title=title, subtitle=subtitle)
    middle = top + 150
    columns = [
        [(x, middle + (place - (count - 1) / 2) * 176) for place in range(count)]
        for x, count in zip(
            _COLUMNS, (len(inputs), len(hidden_weights), len(output_weights)), strict=True
        )
    ]
    for before, after, weights, radius in (
        (columns[0], columns[1], hidden_weights, 46),
        (columns[1], columns[2], output_weights, 50),
    ):
        for target, end in enumerate(after):
            for source, start in enumerate(before):
                _edge(scene, start, end, weights[target, source], radius)
    for (x, y), value, name in zip(columns[0], inputs, input_names, strict=True):
        scene.node(x, y, 42, _number(value), role="input")
        scene.words(name, x - 56, y, size="label", role="input", align="right")
    for (x, y), total, answer, bias in zip(columns[1], sums, answers, hidden_bias, strict=True):
        scene.node(x, y, 46, f"{_number(total)}\n→ {_number(answer)}", role="kernel", size="small")
        scene.words(f"bias {_number(bias)}", x, y + 64, size="small", role="kernel")
    for (x, y), value, bias, name in zip(
        columns[2], outputs, output_bias, output_names, strict=True
    ):
        scene.node(x, y, 50, _number(value), role="output")
        scene.words(f"bias {_number(bias)}", x, y + 70, size="small", role="kernel")
        scene.words(name, x + 62, y, size="label", role="output", align="left")
    for x, words, role in zip(
        _COLUMNS, ("inputs", "hidden: sum → ReLU", "output"), ("input", "kernel", "output"),
        strict=True,
    ):  # fmt: skip
        scene.words(words, x, scene.height - 22, size="label", role=role)
    return scene.figure


def _number(value):
    return format_number(float(value), 2) if value != round(float(value)) else f"{value:.0f}"


def _edge(scene, start, end, weight, radius):
    """Draw a connection as thick as its weight is large, with the number near its start."""
    start, end = np.array(start), np.array(end)
    way = (end - start) / np.linalg.norm(end - start)
    first, last = start + way * (radius + 4), end - way * (radius + 8)
    width = min(7.0, 1.4 + 1.8 * abs(weight))
    role = "kernel" if weight >= 0 else "negative"
    scene.line([first, last], role=role, width=width)
    at = first + (last - first) * 0.3
    label = scene.words(_number(weight), *at, size="small", role=role)
    label.set_bbox({"facecolor": palette.PAPER, "edgecolor": "none", "pad": 1.5})
    label.set_zorder(8)
