"""What the pooling explorer says, and what its still picture is made of."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.shading import common_decimals, format_number
from cnn_helpers.widgets.pooling_layers import unused_cells, windows
from cnn_helpers.widgets.shift_lab import TOLERANCE

__all__ = ["arithmetic", "measured", "move_words", "scene", "sentence"]


def _number(value):
    return format_number(value, common_decimals([value]))


def move_words(shift):
    """Return a move in words.

    Examples
    --------
    >>> move_words((0, 0)), move_words((-1, 2))
    ('not moved', 'moved 1 up, 2 right')
    """
    ways = (("up", "down"), ("left", "right"))
    parts = [
        f"{abs(step)} {names[step > 0]}" for step, names in zip(shift, ways, strict=True) if step
    ]
    return f"moved {', '.join(parts)}" if parts else "not moved"


def sentence(explorer):
    """Return the explorer's state in a sentence."""
    maps, found = explorer.after, explorer.measures["pooled"]
    return (
        f"PoolingExplorer: image {explorer.image_name} ({_size(maps.image)}), "
        f"{move_words(explorer.shift)}, kernel {explorer.kernel_name}, padding {explorer.padding}, "
        f"{'ReLU' if explorer.relu else 'no ReLU'}; feature map {_size(maps.feature_map)}; "
        f"{explorer.pooling} pooling {explorer.kernel_size} x {explorer.kernel_size}, "
        f"stride {explorer.stride}: {_size(maps.pooled)}; "
        f"{found['unchanged']} of {found['cells']} pooled cells are as before the move."
    )


def _size(array):
    return " x ".join(map(str, array.shape))


def arithmetic(explorer):
    """Return how the chosen pooled cell comes about, in words."""
    row, column = explorer.cell
    window, value = explorer.window.ravel(), explorer.pooled[explorer.cell]
    decimals = common_decimals(window)
    numbers = [format_number(number, decimals) for number in window]
    start = f"pooled[{row}, {column}]"
    if explorer.pooling == "average":
        total = " + ".join(numbers).replace("+ −", "− ")
        shown = f"({total})" if len(numbers) <= 9 else f"(the sum of {len(numbers)} cells)"
        return f"{start} = {shown} / {len(numbers)} = {_number(value)}"
    shown = ", ".join(numbers) if len(numbers) <= 9 else f"{len(numbers)} cells"
    return f"{start} = the largest of {shown} = {_number(value)}"


def scene(explorer):
    """Return the arguments of ``figures.pooling_scene.pooling_picture``."""
    asking = explorer.predict and explorer.prediction is None
    secret = asking and explorer.question != "changes"
    found = explorer.measures
    is_max = explorer.pooling == "max" and not secret
    return {
        "before": explorer.before if any(explorer.shift) else None,
        "after": explorer.after,
        "kernel": explorer.kernel,
        "kernel_name": explorer.kernel_name,
        "image_name": f"{explorer.image_name}, {move_words(explorer.shift)}",
        "pooling": explorer.pooling,
        "kernel_size": explorer.kernel_size,
        "stride": explorer.stride,
        "relu": explorer.relu,
        "cell": explorer.cell,
        "secret": secret,
        "winners": explorer.winners if is_max else None,
        "tied": np.ptp(windows(explorer.after.activated, explorer.operation), axis=(2, 3)) == 0,
        "unused": unused_cells(explorer.after.activated.shape, explorer.operation),
        "changed": np.abs(explorer.after.pooled - explorer.before.pooled) > TOLERANCE,
        "arithmetic": "" if secret else arithmetic(explorer),
        "measured": measured(found, explorer.shift) if any(explorer.shift) else "",
    }


def measured(found, shift):
    """Return the two figures of a move in words.

    Parameters
    ----------
    found : dict of dict
        The explorer's measures.
    shift : (int, int)
    """
    maps, pooled = found["feature_map"], found["pooled"]
    differing = maps["inside_differing"] + maps["border_differing"]
    along = (
        f"all {maps['cells']} cells of the feature map moved along"
        if differing == 0
        else f"{differing} of {maps['cells']} cells of the feature map did not move along, "
        f"{maps['border_differing']} of them at the border"
    )
    return f"{along}; {pooled['unchanged']} of {pooled['cells']} pooled cells stayed the same."
