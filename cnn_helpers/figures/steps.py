"""Pictures of notebook 05: the steps of a window, what they leave over, and how to count them."""

from __future__ import annotations

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number, largest_size
from cnn_helpers.validation import check_array

__all__ = ["size_sum", "step_ruler", "stepped_map"]


def step_ruler(pixels, kernel_size, stride, padding=0, *, title, subtitle=None):
    """Draw one row of pixels with its zeros, each place of the window, and what is left over.

    Parameters
    ----------
    pixels : array_like, shape (W,)
        One row of a picture.
    kernel_size, stride, padding : int
        The window's size, its step, the zeros at each end.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = step_ruler([1, 0, 0, 1, 0, 0, 1, 1], 3, 2, title="Steps of two")
    """
    pixels = check_array(pixels, "pixels", axes=("W",))
    size = len(pixels) + 2 * padding
    starts = range(0, size - kernel_size + 1, stride)
    end = starts[-1] + kernel_size
    cell = min(58, 560 / size)
    top = 134 if subtitle else 98
    pitch = 46
    scene = Scene(top + 1.5 * cell + pitch * len(starts) + 66, title=title, subtitle=subtitle)
    left = 60
    for index in range(size):
        outside = index < padding or index >= size - padding
        unused = index >= end
        value = 0 if outside else pixels[index - padding]
        block = scene.ribbon(
            [value], left + index * cell, top, cell, look="plain" if outside else "input",
            limit=1.0, frame=False,
        )  # fmt: skip
        if unused and not (outside and index >= size - padding and end >= size):
            _crossed_out(scene, block)
    whole = (left + padding * cell, top, len(pixels) * cell, cell)
    strokes.box(scene.axes, *whole, line=palette.FILL["input"], line_width=3, z=5)
    if padding:
        strokes.dashed_box(scene.axes, left, top, size * cell, cell)
    for number, start in enumerate(starts):
        y = top + cell + 26 + number * pitch
        right = left + (start + kernel_size) * cell
        points = [(left + start * cell + 3, y), (right - 3, y)]
        scene.line(points, role="kernel", width=5)
        for x in (points[0][0], points[1][0]):
            scene.line([(x, y - 8), (x, y + 8)], role="kernel", width=3)
        scene.words(
            f"place {number}: starts at {start - padding}", left + size * cell + 26, y,
            align="left", size="small", role="kernel",
        )  # fmt: skip
    y = top + cell + 26 + len(starts) * pitch + 2
    left_over = size - end
    if left_over:
        points = [(left + end * cell + 4, y), (left + size * cell - 4, y)]
        scene.line(points, role="gradient", width=4)
        words = "1 cell" if left_over == 1 else f"{left_over} cells"
        words = f"left over: {words}"
    else:
        words = "nothing is left over"
    scene.words(words, left + size * cell + 26, y, align="left", size="small", role="gradient")
    return scene.figure


def _crossed_out(scene, block):
    inset = 6
    ends = [
        ((block.left + inset, block.top + inset), (block.right - inset, block.bottom - inset)),
        ((block.right - inset, block.top + inset), (block.left + inset, block.bottom - inset)),
    ]
    for line in ends:
        scene.line(line, role="gradient", width=2.4)


def size_sum(input_size, kernel_size, stride, padding, result):
    """Draw the size formula with its numbers filled in.

    Parameters
    ----------
    input_size, kernel_size, stride, padding : int
        The settings along one axis.
    result : int
        The number of places.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = size_sum(8, 3, 2, 0, 3)
    """
    scene = Scene(
        378,
        title="How many places? One sum for rows, one for columns",
        subtitle="Read it from the inside out.",
    )
    room = input_size + 2 * padding
    spare = room - kernel_size
    steps = [
        ("row and frame", f"{input_size} + 2 × {padding}", room, "input"),
        ("room to move", f"{room} − {kernel_size}", spare, "kernel"),
        ("whole steps", f"{spare} // {stride}", spare // stride, "kernel"),
        ("and the first place", f"{spare // stride} + 1", result, "output"),
    ]
    width, gap, left = 178, 24, 38
    for number, (name, formula, value, role) in enumerate(steps):
        x = left + number * (width + gap)
        scene.panel(x, 118, width, 142, role=role, outline=True)
        middle = x + width / 2
        scene.words(name, middle, 144, size="label", role=role)
        scene.words(formula, middle, 184, size="body")
        scene.words(f"= {value}", middle, 228, size="shout", role=role)
        if number:
            scene.arrow((x - gap - 2, 190), (x - 2, 190))
    scene.panel(38, 286, 784, 62, role="ink")
    formula = f"({input_size} + 2 × {padding} − {kernel_size}) // {stride} + 1  =  {result}"
    scene.words(formula, 430, 317, size="shout")
    return scene.figure


def stepped_map(full, stepped, stride):
    """Draw a feature map of all places, the cells that a stride keeps, and the smaller map.

    Parameters
    ----------
    full : array_like, shape (H, W)
        The map with stride 1.
    stepped : array_like, shape (OH, OW)
        The map with the stride.
    stride : int
        The step.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> full = np.arange(25.0).reshape(5, 5)
    >>> figure = stepped_map(full, full[::2, ::2], 2)
    """
    full = check_array(full, "full", axes=("H", "W"))
    stepped = check_array(stepped, "stepped", axes=("OH", "OW"))
    scene = Scene(430, title=f"A step of {stride} keeps every {_ordinal(stride)} answer")
    cell = min(44, 290 / max(full.shape))
    shades = {"limit": largest_size(full), "decimals": common_decimals(full)}
    left = scene.cells(full, 60, 84, cell, role="output", label="stride 1: every place", **shades)
    for row in range(0, full.shape[0], stride):
        for column in range(0, full.shape[1], stride):
            scene.circle_cell(left, row, column)
    top = left.center[1] - cell * len(stepped) / 2
    right = scene.cells(stepped, 560, top, cell, role="output", label=f"stride {stride}", **shades)
    start, end = (left.right + 22, left.center[1]), (right.left - 22, right.center[1])
    scene.arrow(start, end, text="keep the circled")
    size = f"{format_number(stepped.size, 0)} of {format_number(full.size, 0)} answers stay"
    scene.words(size, right.center[0], right.bottom + 66, size="label", role="muted")
    return scene.figure


def _ordinal(number):
    return {2: "second", 3: "third"}.get(number, f"{number}th")
