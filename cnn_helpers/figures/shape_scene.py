"""A layer as volumes drawn to scale, and the chain that it stands in, as a still picture."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene

__all__ = ["shape_picture"]

_MOST_PLANES = 6
_TALLEST = 150
_LARGEST_PIXEL = 20
_MIDDLE = 180


def shape_picture(
    input_shape,
    layers,
    sizes,
    *,
    selected=0,
    reach=1,
    formulas=(),
    words=(),
    problem="",
    secret=False,
):
    """Draw the selected layer's input, filter and output to scale, and list the whole chain.

    Parameters
    ----------
    input_shape : (int, int, int)
        Channels, height, width of what goes into the chain.
    layers, sizes : list of dict
        Each layer's settings, and what comes of it: input_shape, output_shape, leftover,
        parameters, multiply_adds, receptive_field.
    selected : int
        The layer that is drawn.
    reach : int
        Pixels from the first to the last that a window of it covers, along one axis.
    formulas : sequence of str
        Lines below the drawing.
    words : sequence of str
        The layers, in words.
    problem : str
        What does not fit, in words.
    secret : bool
        Whether the selected layer's output is asked for, and therefore not shown.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> layer = {"kind": "max_pool", "kernel_size": 2, "stride": 2}
    >>> size = {
    ...     "input_shape": (1, 5, 5), "output_shape": (1, 2, 2), "leftover": (1, 1),
    ...     "parameters": 0, "multiply_adds": 0, "receptive_field": 2,
    ... }
    >>> figure = shape_picture((1, 5, 5), [layer], [size], reach=2, words=["max pooling 2 × 2"])
    """
    top = 338 + 28 * len(formulas)
    foot = _wrapped(problem)
    height = top + 48 + 27 * max(1, len(layers)) + 27 * len(foot) + 10
    title = f"Layer {selected + 1}: {words[selected]}" if layers else "No layer yet"
    scene = Scene(height, title=title if len(title) < 52 else f"Layer {selected + 1}")
    if layers and sizes[selected]["input_shape"] is not None:
        _volumes(scene, layers[selected], sizes[selected], reach, secret)
    for line, formula in enumerate(formulas):
        scene.words(formula, scene.width / 2, 336 + 28 * line, size=21)
    scene.words(f"The chain, from {_times(input_shape)}:", 34, top + 14, size=22, align="left")
    for at, (word, size) in enumerate(zip(words, sizes, strict=True)):
        y = top + 46 + 27 * at
        role = "gradient" if at == selected else "ink"
        hidden = secret and at >= selected
        word = word if len(word) <= 56 else f"{word[:55]}…"
        size_of_words = max(14, min(18, 18 * 44 / len(word)))
        scene.words(f"{at + 1}  {word}", 50, y, size=size_of_words, role=role, align="left")
        scene.words(f"→ {_came_out(size, hidden)}", 410, y, size=18, role="output", align="left")
        cost = "?" if secret and at == selected else f"{size['parameters']:,}"
        scene.words(f"{cost} parameters", 566, y, size=17, align="left")
        field = f"sees {size['receptive_field']} × {size['receptive_field']}"
        scene.words(field, 832, y, size=17, role="muted", align="right")
    for line, text in enumerate(foot):
        y = top + 50 + 27 * (max(1, len(layers)) + line)
        scene.words(text, scene.width / 2, y, size=18, role="gradient")
    return scene.figure


def _times(shape):
    return " × ".join(map(str, shape))


def _wrapped(text, width=98):
    """Return a sentence in lines of at most so many signs."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


def _came_out(size, hidden):
    if hidden:
        return "?"
    if size["output_shape"] is None:
        return "does not fit" if size["input_shape"] else "nothing arrives"
    return _times(size["output_shape"])


def _volumes(scene, layer, size, reach, secret):
    """Draw input, filter and output side by side, rows and columns to one scale."""
    padding, output = layer.get("padding", 0), size["output_shape"]
    channels, height, width = size["input_shape"]
    is_conv = layer["kind"] == "conv"
    known = output is not None and not secret
    shapes = [
        (channels, height + 2 * padding, width + 2 * padding),
        (channels if is_conv else 1, reach, reach),
        output if known else (1, 0, 0),
    ]
    depths = [_step(count) * (min(count, _MOST_PLANES) - 1) for count, *_ in shapes]
    unknown = 0 if known else 70
    room = 860 - 2 * 50 - 2 * 84 - sum(depths) - unknown
    tallest = max(shape[1] for shape in shapes)
    columns = sum(shape[2] for shape in shapes)
    pixel = min(_LARGEST_PIXEL, room / columns, _TALLEST / tallest)
    sides = [(max(5, shape[2] * pixel), max(5, shape[1] * pixel)) for shape in shapes]
    if unknown:
        sides[2] = (unknown, unknown)
    used = sum(side[0] for side in sides) + sum(depths) + 2 * 84
    left = (860 - used) / 2
    corners = []
    for (side_x, side_y), depth in zip(sides, depths, strict=True):
        corners.append((left, _MIDDLE - (side_y - depth) / 2))
        left += side_x + depth + 84
    if reach > shapes[0][1]:  # the window hangs out of the input
        corners[0] = corners[0][0], corners[1][1]
    _planes(scene, "input", corners[0], sides[0], channels)
    if padding:
        _outline(scene, corners[0], sides[0], padding * pixel)
    if known:
        _leftover(scene, corners[0], sides[0], size["leftover"], pixel)
    strokes.box(scene.axes, *corners[0], *sides[1], line=palette.FILL["kernel"], line_width=4, z=8)
    _planes(scene, "kernel", corners[1], sides[1], shapes[1][0])
    _planes(scene, "output", corners[2], sides[2], shapes[2][0])
    if unknown:
        x, y = corners[2]
        scene.words("?" if secret else "none", x + 35, y + 35, size=26, role="gradient")
    window = f"{layer['kernel_size']} × {layer['kernel_size']}"
    plural = "s" if layer.get("filters", 1) > 1 else ""
    labels = [
        f"input {_times(size['input_shape'])}",
        f"{layer['filters']} filter{plural}, {channels} × {window}" if is_conv else window,
        f"output {_came_out(size, secret)}",
    ]
    centers = [
        corner[0] + (side[0] + depth) / 2
        for corner, side, depth in zip(corners, sides, depths, strict=True)
    ]
    # Words need more room than small volumes do.
    halves = [4.4 * len(label) + 8 for label in labels]
    centers[1] = min(max(centers[1], 2 * halves[0] + halves[1]), 860 - 2 * halves[2] - halves[1])
    centers[0] = max(halves[0], min(centers[0], centers[1] - halves[0] - halves[1]))
    centers[2] = min(860 - halves[2], max(centers[2], centers[1] + halves[1] + halves[2]))
    for x, label, role in zip(centers, labels, ("input", "kernel", "output"), strict=True):
        scene.words(label, x, 302, size=19, role=role)


def _step(count):
    return 9 if count <= 3 else 6


def _planes(scene, role, corner, side, count):
    for depth in reversed(range(min(count, _MOST_PLANES))):
        strokes.box(
            scene.axes,
            corner[0] + depth * _step(count),
            corner[1] - depth * _step(count),
            *side,
            fill=palette.TINT[role],
            line=palette.FILL[role],
            line_width=2.4,
            z=4,
        )


def _outline(scene, corner, side, inset):
    left, top = corner[0] + inset, corner[1] + inset
    right, bottom = corner[0] + side[0] - inset, corner[1] + side[1] - inset
    points = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    patch = strokes.shape(
        scene.axes, points, line=palette.TEXT_ON_LIGHT["input"], width=1.4, wobble=0, z=5
    )
    patch.set_linestyle((0, (4, 3)))


def _leftover(scene, corner, side, leftover, pixel):
    """Hatch the rows and columns at the far ends that no full step reaches."""
    (left, top), (width, height) = corner, side
    rows, columns = (count * pixel for count in leftover)
    boxes = [
        (left + width - columns, top, columns, height),
        (left, top + height - rows, width - columns, rows),
    ]
    for box_left, box_top, box_width, box_height in boxes:
        if min(box_width, box_height) > 0:
            x = [box_left, box_left + box_width, box_left + box_width, box_left]
            y = [box_top, box_top, box_top + box_height, box_top + box_height]
            patch = strokes.shape(
                scene.axes,
                np.column_stack([x, y]),
                fill=palette.TINT["gradient"],
                line=palette.FILL["gradient"],
                width=1.2,
                wobble=0,
                z=6,
            )
            patch.set_hatch("////")
