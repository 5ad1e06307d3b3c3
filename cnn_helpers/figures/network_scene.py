"""The network explorer as a still picture: a picture, every layer's maps, probabilities."""

from __future__ import annotations

import math
import textwrap

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import format_number, largest_size

__all__ = ["network_picture"]

_LEFT, _RIGHT, _TOP = 30, 832, 150
_SIDE, _SMALL = 130, 80  # of the picture, and of what is laid over it
_TALL = 260  # of the layers
_BARS = 136  # width of the bars with their names and numbers
_GAP = 16


def network_picture(
    *, image, image_name, layers, classes, probabilities, unit, field, words, title="A network",
    overlay=None, overlay_name="",
):  # fmt: skip
    """Draw a picture, the maps of every layer behind it, and the probabilities as bars.

    Parameters
    ----------
    image : array_like, shape (C, H, W)
        0 to 1; of several channels their mean is drawn.
    image_name : str
    layers : list of (str, array_like)
        Name and numbers of each, (channels, rows, columns) or (units,).
    classes : sequence of str
    probabilities : array_like or None
        One a class; None leaves question marks.
    unit : tuple
        ``(layer, channel, row, column)`` or ``(layer, number)``: circled where it is drawn.
    field : ((int, int), (int, int))
        First row and one past the last, and columns, of what the unit sees: framed.
    words : str
        The unit's arithmetic.
    title : str
    overlay : array_like, shape (rows, columns), optional
        What is laid over the picture, such as an occlusion map: drawn below it.
    overlay_name : str

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = network_picture(
    ...     image=np.eye(5)[None], image_name="a stroke", layers=[("conv1", np.ones((2, 3, 3)))],
    ...     classes=("yes", "no"), probabilities=(0.75, 0.25), unit=("conv1", 0, 1, 1),
    ...     field=((1, 4), (1, 4)), words="conv1, map 0, row 1, column 1 = 1.",
    ... )
    """
    lines = textwrap.wrap(words, 92, break_long_words=False)
    height = max(_TOP + _TALL + 30, 130 + 24 * len(classes)) + 26 * len(lines) + 20
    scene = Scene(height, title=title)
    picture = np.mean(image, axis=0)
    block = scene.picture(picture, _LEFT, _TOP, _SIDE, look="ink", label=image_name)
    (top, bottom), (left, right) = field
    if bottom > top and right > left:
        scene.window(block, top, left, bottom - top, right - left, line_width=3)
    if overlay is not None:
        left, top = _LEFT + (_SIDE - _SMALL) / 2, _TOP + _SIDE + 42
        look = {"look": "gradient", "role": "gradient", "limit": largest_size(overlay)}
        scene.picture(overlay, left, top, _SMALL, label=overlay_name, **look)
    _layers(scene, layers, unit)
    _bars(scene, classes, probabilities)
    start = height - 26 * len(lines) - 4
    for number, line in enumerate(lines):
        scene.words(line, _LEFT + 4, start + 26 * number, size="small", align="left")
    return scene.figure


def _layers(scene, layers, unit):
    shapes = [np.shape(array) for _, array in layers]
    room = _RIGHT - _BARS - 24 - (_LEFT + _SIDE + 26)
    room -= _GAP * len(layers)
    size, rows = _map_size(shapes, room)
    left = _LEFT + _SIDE + 26
    widths = []
    for shape in shapes:
        if len(shape) == 3:
            widths.append(math.ceil(shape[0] / rows) * (size + 3) - 3)
        else:
            widths.append(max(_unit_grid(shape[0])))
    spare = (room - sum(max(width, 34) for width in widths)) / max(len(layers), 1)
    for number, ((name, array), width) in enumerate(zip(layers, widths, strict=True)):
        column = max(width, 34)
        array = np.asarray(array, np.float64)
        chosen = unit[1:] if unit[0] == name else None
        if array.ndim == 3:
            _maps(scene, array, left + (column - width) / 2, size, rows, chosen)
        else:
            _units(scene, array, left + (column - width) / 2, chosen)
        # Names of neighbours stand at two heights: columns are narrower than words.
        y = _TOP - (44 if number % 2 == 0 and len(layers) > 4 else 18)
        scene.words(name, left + column / 2, y, size="small", role="output", vertical="baseline")
        left += column + _GAP + max(0, min(spare, 80))


def _map_size(shapes, room):
    """Return the largest side of a map, and how many stand in a column."""
    maps = [shape for shape in shapes if len(shape) == 3]
    room -= sum(max(34, max(_unit_grid(shape[0]))) for shape in shapes if len(shape) == 1)
    best = (0, 1)
    for rows in range(1, 17):
        columns = sum(max(1, math.ceil(shape[0] / rows)) for shape in maps)
        size = min(room / max(columns, 1) - 3, _TALL / rows - 3, 84)
        best = max(best, (size, rows))
    return max(best[0], 6), best[1]


def _maps(scene, array, left, size, rows, chosen):
    limit = largest_size(array)
    for channel, one in enumerate(array):
        across, down = divmod(channel, rows)
        x, y = left + across * (size + 3), _TOP + down * (size + 3)
        block = scene.picture(one, x, y, size, look="output", limit=limit, frame=False)
        _edge(scene, block)
        if chosen is not None and chosen[0] == channel:
            scene.circle(*block.at(*chosen[1:]), max(6, block.cell * 0.6))


def _unit_grid(count):
    """Return width and side of a cell for a layer without maps."""
    cell = max(2.0, min(16.0, math.sqrt(_TALL * 30 / count)))
    return math.ceil(count / (_TALL // cell)) * cell, cell


def _units(scene, array, left, chosen):
    width, cell = _unit_grid(len(array))
    down = int(_TALL // cell)
    across = math.ceil(len(array) / down)
    filled = np.full(across * down, np.nan)
    filled[: len(array)] = array
    grid = filled.reshape(across, down).T[: min(down, len(array))]
    block = scene.picture(
        grid, left, _TOP, width, look="output", limit=largest_size(array), frame=False
    )
    _edge(scene, block)
    if chosen is not None:
        column, row = divmod(chosen[0], down)
        scene.circle(*block.at(row, column), max(6, cell * 0.6))


def _edge(scene, block):
    left, right, top, bottom = block.left, block.right, block.top, block.bottom
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    strokes.shape(scene.axes, corners, line=palette.RULE, width=1, wobble=0)


def _bars(scene, classes, probabilities):
    left = _RIGHT - _BARS
    scene.words("probability", left + _BARS / 2, _TOP - 30, size="small", role="output")
    step = 24
    longest = max(len(name) for name in classes)
    start = left + min(62, 8 + 8 * longest)
    room = _RIGHT - 40 - start
    for number, name in enumerate(classes):
        y = _TOP + step * number
        scene.words(name[:8], start - 6, y, size="small", align="right")
        share = None if probabilities is None else float(probabilities[number])
        text = "?" if share is None else format_number(share, 2)
        scene.words(text, _RIGHT, y, size="small", align="right")
        for width, fill in (
            (room, palette.TINT["output"]),
            (room * (share or 0), palette.FILL["output"]),
        ):
            strokes.shape(
                scene.axes,
                [(start, y - 7), (start + width, y - 7), (start + width, y + 7), (start, y + 7)],
                fill=fill,
                line="none",
                wobble=0,
            )
