"""Pictures of a network's parts at work: small steps, and the whole journey."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import format_number, largest_size
from cnn_helpers.validation import check_array

__all__ = ["flatten_to_probabilities", "relu_then_pooling", "through_network"]


def relu_then_pooling(feature_map, rectified, pooled):
    """Draw a small feature map, what ReLU leaves of it, and what max pooling keeps.

    Parameters
    ----------
    feature_map, rectified : array_like, shape (4, 4)
        Before and after ReLU.
    pooled : array_like, shape (2, 2)
        The largest of each 2 × 2 window.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> feature_map = np.arange(-8.0, 8.0).reshape(4, 4)
    >>> rectified = np.maximum(feature_map, 0)
    >>> figure = relu_then_pooling(feature_map, rectified, rectified[1::2, 1::2])
    """
    rectified = check_array(rectified, "rectified", axes=("H", "W"))
    scene = Scene(330, title="Two new layers, without any weights")
    limit, top, cell = largest_size(feature_map), 86, 46
    look = {"role": "output", "limit": limit, "decimals": 1}
    first = scene.cells(feature_map, 44, top, cell, label="part of a feature map", **look)
    second = scene.cells(rectified, 352, top, cell, label="after ReLU", **look)
    third = scene.cells(pooled, 690, top + cell, cell, label="after max pooling", **look)
    middle = first.center[1]
    scene.arrow((first.right + 16, middle), (second.left - 16, middle), text="max(0, ·)")
    scene.arrow((second.right + 16, middle), (third.left - 16, middle), text="largest")
    for row in range(0, len(rectified), 2):
        for column in range(0, rectified.shape[1], 2):
            scene.window(second, row, column, 2, 2, line_width=3.4)
    return scene.figure


def flatten_to_probabilities(pooled, vector, logits, probabilities, *, names):
    """Draw the end of a network: flatten, a linear layer, softmax.

    Parameters
    ----------
    pooled : array_like, shape (2, 2)
        A pooled feature map.
    vector : array_like, shape (4,)
        The same numbers in a row.
    logits, probabilities : array_like, shape (K,)
        What the linear layer gives, and what softmax makes of it.
    names : sequence of str, length K
        The classes.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = flatten_to_probabilities(
    ...     np.eye(2), [1, 0, 0, 1], [1.0, 0.0], [0.73, 0.27], names=["X", "O"]
    ... )
    """
    logits = check_array(logits, "logits", axes="K")
    scene = Scene(340, title="From maps to an answer")
    middle = 184
    square = scene.cells(pooled, 40, middle - 48, 48, role="output", label="pooled", decimals=1)
    column = scene.cells(
        np.reshape(vector, (-1, 1)),
        212,
        middle - 88,
        44,
        role="output",
        label="flattened",
        decimals=1,
    )
    scene.arrow((square.right + 14, middle), (column.left - 14, middle))
    heights = middle + 74 * (np.arange(len(logits)) - (len(logits) - 1) / 2)
    for height in heights:
        for row in range(column.rows):
            start = (column.right + 4, column.at(row, 0)[1])
            ends = [start, (414, height)]
            strokes.line(scene.axes, ends, role=palette.FILL["kernel"], width=1.8, wobble=0.3)
    for height, logit, share, name in zip(heights, logits, probabilities, names, strict=True):
        scene.node(446, height, 32, format_number(float(logit), 2), role="gradient")
        scene.arrow((486, height), (566, height))
        scene.panel(584, height - 17, 140, 34, role="muted")
        scene.panel(584, height - 17, max(24.0, 140 * float(share)), 34, role="output")
        scene.words(f"{100 * share:.0f} %", 654, height, size="label", role="output")
        scene.words(name, 740, height, size="label", align="left")
    scene.words(
        "logits", 446, column.bottom + 32, size="label", role="gradient", vertical="baseline"
    )
    scene.words(
        "probabilities", 654, column.bottom + 32, size="label", role="output", vertical="baseline"
    )
    scene.words("each line: one weight", 446, middle - 100, size="small", role="kernel")
    return scene.figure


def through_network(image, stages, vectors, *, label):
    """Draw one digit on its way through a network, every feature map as it is.

    Parameters
    ----------
    image : array_like, shape (H, W)
        The digit, 0 to 1.
    stages : sequence of (str, array_like (C, H, W))
        Name and feature maps of each stage, in order; the maps are not negative.
    vectors : sequence of (str, array_like (D,))
        Name and numbers of each stage after flattening.
    label : str
        What is written under the image.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = through_network(
    ...     np.eye(28), [("conv", np.ones((8, 28, 28)))], [("logits", np.ones(10))], label="line"
    ... )
    """
    row_height, top = 92, 82
    count = len(stages) + len(vectors)
    scene = Scene(
        top + row_height * count + 16,
        title="One digit on its way through the network",
    )
    picture = scene.picture(image, 34, top + 8, 104, look="ink", label=label)
    scene.words("1 × 28 × 28", picture.center[0], picture.bottom + 56, size="small", role="muted")
    for index, (name, maps) in enumerate(stages):
        maps = check_array(maps, "feature maps", axes="CHW")
        y = top + row_height * index
        _stage_words(scene, name, " × ".join(map(str, maps.shape)), y + 34)
        rows = 1 if len(maps) <= 8 else 2
        columns = -(-len(maps) // rows)
        pitch = min(64.0, 508 / columns)
        side = min(60.0 if rows == 1 else 36.0, pitch - 3)
        for place, one in enumerate(maps):
            x = 330 + pitch * (place % columns)
            height = y + 4 + (side + 3) * (place // columns)
            limit = largest_size(maps)
            block = scene.picture(one, x, height, side, look="output", limit=limit, frame=False)
            _thin_frame(scene, block)
    for index, (name, vector) in enumerate(vectors):
        vector = check_array(vector, "vector", axes="D")
        y = top + row_height * (len(stages) + index)
        _stage_words(scene, name, f"{len(vector)} numbers", y + 34)
        if len(vector) > 10:
            strip = np.repeat(vector[None], max(1, len(vector) // 20), axis=0)
            scene.picture(strip, 330, y + 22, 508, look="output", role="output")
        else:
            scene.ribbon(vector, 330, y + 12, 50.8, role="gradient", decimals=1)
            for digit in range(len(vector)):
                scene.words(
                    str(digit), 330 + 50.8 * (digit + 0.5), y + 76, size="small", role="muted"
                )
    for index in range(count - 1):
        y = top + row_height * index
        scene.arrow((182, y + 60), (182, y + 60 + 36))
    scene.arrow((picture.right + 8, top + 34), (166, top + 34))
    return scene.figure


def _thin_frame(scene, block):
    """Frame a small map with a straight line: a drawn one would cross its neighbours."""
    corner = block.left, block.top
    look = {"fill": False, "edgecolor": palette.FILL["output"], "linewidth": 0.8, "zorder": 5}
    scene.axes.add_patch(Rectangle(corner, block.width, block.height, **look))


def _stage_words(scene, name, shape, y):
    scene.words(name, 198, y - 11, size="label", role="ink", align="left")
    scene.words(shape, 198, y + 13, size="small", role="muted", align="left")
