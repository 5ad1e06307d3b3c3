"""The pooling explorer as a still picture: its maps in a row, before and after a move."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number, largest_size

__all__ = ["pooling_picture"]

_LEFT, _RIGHT = 34, 826


def pooling_picture(
    *,
    before,
    after,
    kernel,
    kernel_name,
    image_name,
    pooling,
    kernel_size,
    stride,
    relu,
    cell,
    winners=None,
    tied=None,
    unused=None,
    changed=None,
    secret=False,
    arithmetic="",
    measured="",
):
    """Draw image, feature map and pooled map in a row, and above it the row before a move.

    Parameters
    ----------
    before, after : tuple of four array_like, each (rows, columns)
        Image, feature map, the same after ReLU, pooled map. ``before`` is None if nothing moved.
    kernel : array_like, shape (KH, KW), or None
        None: the image itself is pooled.
    kernel_name, image_name : str
        Labels.
    pooling : {"max", "average"}
    kernel_size, stride : int
        Of the pooling.
    relu : bool
        Whether the map after ReLU is drawn apart.
    cell : (int, int)
        The chosen cell of the pooled map.
    winners : array_like of int, shape (OH, OW, 2), optional
        Cells that gave the maxima: marked with a dot.
    tied : array_like of bool, shape (OH, OW), optional
        Windows whose cells are all equal: their winner's dot is hollow.
    unused : array_like of bool, optional
        Cells that no window covers: hatched.
    changed : array_like of bool, optional
        Pooled cells that the move changed: marked with a corner.
    secret : bool
        Whether the chosen pooled cell shows a question mark.
    arithmetic, measured : str
        How the cell comes about, and what was counted.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> maps = (np.eye(4), np.eye(4), np.eye(4), np.eye(2))
    >>> figure = pooling_picture(
    ...     before=None, after=maps, kernel=None, kernel_name="none", image_name="a stroke",
    ...     pooling="max", kernel_size=2, stride=2, relu=False, cell=(0, 1),
    ...     arithmetic="pooled[0, 1] = the largest of 0, 0, 0, 0 = 0",
    ... )
    """
    columns = _columns(kernel, relu)
    side = 176 if len(columns) == 4 else 206
    rows = 1 if before is None else 2
    lines = [line for line in (arithmetic, measured) if line]
    height = 76 + rows * (side + 52) + 32 * len(lines)
    scene = Scene(height, title="The pooling explorer")
    gap = min(110, (_RIGHT - _LEFT - len(columns) * side) / (len(columns) - 1))
    start = (_LEFT + _RIGHT - len(columns) * (side + gap) + gap) / 2
    limits = [largest_size(after[index]) for index in range(4)]
    for number in range(rows):
        is_now = number == rows - 1
        maps = after if is_now else before
        top = 66 + number * (side + 52)
        names = _labels(columns, image_name, kernel_name, pooling, kernel_size, stride)
        blocks = {}
        for position, index in enumerate(columns):
            left = start + position * (side + gap)
            label = names[index] if is_now else "before the move"
            blocks[index] = _block(
                scene,
                maps[index],
                left,
                top,
                side,
                index,
                limits[index],
                label,
                cell if secret and is_now and index == 3 else None,
            )
        for one, two in pairwise(columns):
            first, second = blocks[one], blocks[two]
            if second.left - first.right > 26:
                middle = top + side / 2
                scene.arrow((first.right + 8, middle), (second.left - 8, middle))
        if is_now:
            pooled_from = blocks[columns[-2]]
            _hatch(scene, pooled_from, unused)
            _dots(scene, pooled_from, winners, tied)
            row, column = (index * stride for index in cell)
            scene.window(pooled_from, row, column, kernel_size, kernel_size, line_width=4)
            if before is not None:
                _corners(scene, blocks[3], changed)
            scene.circle(*blocks[3].at(*cell), max(10, blocks[3].cell * 0.52))
    for number, line in enumerate(reversed(lines)):
        y = scene.height - 24 - 32 * number
        scene.words(line, 430, y, role="muted", size="body" if len(line) < 86 else "small")
    return scene.figure


def _columns(kernel, relu):
    """Which of image, feature map, ReLU and pooled map are drawn."""
    columns = [0]
    if kernel is not None:
        columns.append(1)
    if relu and kernel is not None:
        columns.append(2)
    return [*columns, 3]


def _labels(columns, image_name, kernel_name, pooling, kernel_size, stride):
    long = len(columns) < 4
    return (
        image_name,
        f"feature map, {kernel_name}" if long else "feature map",
        "after ReLU",
        f"{pooling} pooled, {kernel_size} × {kernel_size}" + (f", stride {stride}" if long else ""),
    )


def _block(scene, array, left, top, side, index, limit, label, secret):
    array = np.asarray(array)
    cell = min(side / max(array.shape), 52)
    left += (side - cell * array.shape[1]) / 2
    top += (side - cell * array.shape[0]) / 2
    role = "input" if index == 0 else "output"
    look = "ink" if index == 0 else "output"
    hide = None
    if secret is not None:
        hide = np.zeros(array.shape, bool)
        hide[secret] = True
    block = scene.cells(
        array,
        left,
        top,
        cell,
        role=role,
        look=look,
        limit=limit,
        hide=hide,
        numbers=cell >= max(24, 7.6 * _longest(array)),
    )
    if secret is not None:
        scene.words("?", *block.at(*secret), size=min(cell * 0.7, 26))
    size = 18 if len(label) > 22 else 22
    scene.words(label, left + cell * array.shape[1] / 2, block.bottom + 24, size=size, role=role)
    return block


def _longest(array):
    """How many characters the longest number has as the cells write it."""
    decimals = common_decimals(array)
    return max(len(format_number(value, decimals)) for value in array.ravel())


def _hatch(scene, block, unused):
    """Strike out the cells that no window covers."""
    for row, column in np.argwhere(unused if unused is not None else []):
        x, y = block.at(row, column)
        reach = block.cell * 0.36
        strokes.shape(
            scene.axes,
            [(x - reach, y + reach), (x + reach, y - reach)],
            line=palette.FILL["muted"],
            width=1.6,
            wobble=0,
            closed=False,
            z=4,
        )


def _dots(scene, block, winners, tied):
    """Mark the winning cells with a dot, in the corner where there is a number beside it."""
    if winners is None:
        return
    places = np.reshape(winners, (-1, 2))
    hollow = np.zeros(len(places), bool) if tied is None else np.ravel(tied)
    middle = block.cell < 24
    for row, column in np.unique(places, axis=0):
        clear = not hollow[(places == (row, column)).all(axis=1)].all()
        x, y = block.at(row, column)
        offset = 0 if middle else block.cell * 0.3
        radius = max(2.2, block.cell * (0.2 if middle else 0.11)) * (1 if clear else 0.7)
        turns = np.radians(np.linspace(0, 360, 20, endpoint=False))
        around = np.array([x - offset, y - offset])
        outline = around + radius * np.column_stack([np.cos(turns), np.sin(turns)])
        strokes.shape(
            scene.axes,
            outline,
            fill=palette.FILL["gradient"] if clear else palette.WHITE,
            line=palette.WHITE if clear else palette.FILL["muted"],
            width=1,
            wobble=0,
            z=6,
        )


def _corners(scene, block, changed):
    """Mark pooled cells that the move changed with a folded corner."""
    for row, column in np.argwhere(changed if changed is not None else []):
        right, top = block.left + (column + 1) * block.cell, block.top + row * block.cell
        size = block.cell * 0.3
        corner = [(right - size, top), (right, top), (right, top + size)]
        strokes.shape(scene.axes, corner, fill=palette.FILL["gradient"], line="none", wobble=0, z=4)
