"""What the backpropagation microscope says in words."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.shading import format_number
from cnn_helpers.widgets.story_arrays import ARRAYS
from cnn_helpers.widgets.story_paths import winner

__all__ = ["STEPS", "cell_name", "describe_cell", "forward_words", "number", "step_words"]

STEPS = ("forward", "loss to logits", "linear", "pooling", "ReLU", "convolution")
"""The steps of going back; an array gets its gradient in the step ``STAGE`` names."""

_ORDINALS = ("first", "second")


def number(value):
    """Return a number as the page writes it: three decimals at most, no needless zero.

    Examples
    --------
    >>> number(-0.0912), number(3.0), number(-1e-17)
    ('−0.091', '3', '0')
    """
    text = format_number(value, 3)
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell_name(cell):
    """Return a cell as Python writes it.

    Examples
    --------
    >>> cell_name(("weights", 1, 6)), cell_name(("loss",))
    ('weights[1, 6]', 'loss')
    """
    return f"{cell[0]}[{', '.join(map(str, cell[1:]))}]" if cell[1:] else cell[0]


def describe_cell(cell, names):
    """Return what a cell is, in plain words.

    Examples
    --------
    >>> describe_cell(("rectified", 1, 0, 2), ("X", "not X"))
    'second map after ReLU, row 0, column 2'
    >>> describe_cell(("weights", 0, 6), ("X", "not X"))
    'weight of the logit "X" for the second pooled map, row 1, column 0'
    """
    name, *index = cell
    if name == "image":
        return f"pixel in row {index[0]}, column {index[1]}"
    if name == "kernels":
        return f"weight of the {_ORDINALS[index[0]]} kernel, row {index[2]}, column {index[3]}"
    if name == "conv_bias":
        return f"bias of the {_ORDINALS[index[0]]} kernel"
    if name in ("feature_maps", "rectified", "pooled"):
        what = {
            "feature_maps": "feature map",
            "rectified": "map after ReLU",
            "pooled": "pooled map",
        }[name]
        return f"{_ORDINALS[index[0]]} {what}, row {index[1]}, column {index[2]}"
    if name == "weights":
        channel, row, column = np.unravel_index(index[1], ARRAYS["pooled"])
        return (
            f'weight of the logit "{names[index[0]]}" for the {_ORDINALS[channel]} pooled map, '
            f"row {row}, column {column}"
        )
    if name == "linear_bias":
        return f'bias of the logit "{names[index[0]]}"'
    if name == "logits":
        return f'logit "{names[index[0]]}"'
    return f'probability of "{names[index[0]]}"' if name == "probabilities" else "the loss"


def _sum(terms, total, rest=""):
    """Write a sum of products ``[(a, b), ...]`` that leaves out what is 0."""
    text = ""
    for first, second in terms:
        if first * second == 0:
            continue
        sign = " − " if first < 0 else " + " if text else ""
        text += f"{sign if text else sign.strip()}{number(abs(first))} × {_bracketed(second)}"
    return f"{text or '0'}{rest} = {number(total)}"


def _plus(value):
    return f" {'−' if value < 0 else '+'} {number(abs(value))}"


def _bracketed(value):
    return f"({number(value)})" if value < 0 else number(value)


def forward_words(cell, values, names, label):
    """Return how a cell's value comes about, as one line of arithmetic and words."""
    name, *index = cell
    value = float(values[name][tuple(index)])
    if name == "image":
        kind = "paper" if value == 0 else "full ink" if value == 1 else "grey"
        return f"Given: the pixel is {number(value)}, {kind}."
    if name in ("kernels", "conv_bias", "weights", "linear_bias"):
        return f"Given: the parameter is {number(value)}; learning changes it."
    if name == "feature_maps":
        channel, row, column = index
        window = values["image"][row : row + 3, column : column + 3].ravel()
        kernel = values["kernels"][channel, 0].ravel()
        bias = _plus(values["conv_bias"][channel])
        terms = zip(window, kernel, strict=True)
        return f"Pixel × weight over the window, plus the bias: {_sum(terms, value, bias)}"
    if name == "rectified":
        before = float(values["feature_maps"][tuple(index)])
        return f"ReLU: max(0, {number(before)}) = {number(value)}"
    if name == "pooled":
        channel, row, column = index
        window = values["rectified"][channel, row : row + 2, column : column + 2].ravel()
        place = winner(values["rectified"], *index)
        return (
            f"max({', '.join(map(number, window))}) = {number(value)}: row {place[0]}, "
            f"column {place[1]} of the map wins"
        )
    if name == "logits":
        terms = zip(values["weights"][index[0]], values["pooled"].ravel(), strict=True)
        bias = _plus(values["linear_bias"][index[0]])
        return f"Weight × pooled number, eight times, plus the bias: {_sum(terms, value, bias)}"
    if name == "probabilities":
        own, other = values["logits"][index[0]], values["logits"][1 - index[0]]
        return f"Softmax: e^{number(own)} / (e^{number(own)} + e^{number(other)}) = {number(value)}"
    share = values["probabilities"][label]
    return f'−ln of the probability of "{names[label]}": −ln {number(share)} = {number(value)}'


def step_words(step, values, gradients, names, label):
    """Return what happens in one step of going back."""
    say = (_forward, _softmax, _linear, _pooling, _relu, _convolution)[step]
    return say(values, gradients, names, label)


def _forward(values, gradients, names, label):
    share = values["probabilities"][label]
    return (
        f'Forward only. The right answer is "{names[label]}"; the network gives it '
        f"{number(share)}, so the loss is {number(values['loss'])}. How would it change if one "
        "number here were a little larger? Go back step by step."
    )


def _softmax(values, gradients, names, label):
    shares, slopes = values["probabilities"], gradients["logits"]
    right, wrong = shares[label], shares[1 - label]
    return (
        "From the loss to the logits: softmax and cross-entropy together give probability minus 1 "
        f'for the right class, {number(right)} − 1 = {number(slopes[label])} for "{names[label]}", '
        f"and the probability itself for the other, {number(wrong)}."
    )


def _linear(values, gradients, names, label):
    return (
        "Through the linear layer: a weight gets its pooled number × the gradient of its logit, a "
        "bias that gradient itself. A pooled number acts on both logits, so it gets weight × "
        "gradient from each, added up."
    )


def _pooling(values, gradients, names, label):
    wins = {}
    for index in np.ndindex(ARRAYS["pooled"]):
        place = (index[0], *winner(values["rectified"], *index))
        wins.setdefault(place, []).append(gradients["pooled"][index])
    said = "Through pooling: the gradient of each window goes to the one cell that won it."
    place, parts = max(wins.items(), key=lambda item: len(item[1]))
    if len(parts) > 1 and values["rectified"][place] > 0:
        terms = " + ".join(map(_bracketed, parts))
        said += (
            f" {cell_name(('rectified', *place))} won {len(parts)} windows, so it collects "
            f"{len(parts)} gradients: {terms} = {number(sum(parts))}."
        )
    return said


def _relu(values, gradients, names, label):
    opened = int((values["feature_maps"] > 0).sum())
    return (
        "Through ReLU: where the map was above 0 the gradient passes unchanged, elsewhere it "
        f"becomes 0. Here {opened} of 18 gates are open."
    )


def _convolution(values, gradients, names, label):
    return (
        "Through the convolution: a kernel weight was used nine times, so it gets the sum of "
        "pixel × gradient over its map; a bias the sum of the map's gradients. To the pixels every "
        "cell of a map scatters its gradient × the kernel over the window it came from."
    )
