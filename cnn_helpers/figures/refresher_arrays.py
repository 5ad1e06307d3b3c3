"""Pictures of the numpy refresher: slices, axes, broadcasting, reshape against transpose."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import largest_size
from cnn_helpers.validation import check_array

__all__ = [
    "broadcast_sum",
    "marked_slice",
    "same_numbers_three_ways",
    "stacked_tables",
    "sums_along_axes",
]


def marked_slice(array, rows, columns, part, *, title):
    """Draw an array with its row and column numbers, and the part that a slice takes.

    Parameters
    ----------
    array : array_like, shape (H, W)
        The whole.
    rows, columns : (int, int)
        First, and one past the last.
    part : array_like
        What the slice gives.
    title : str
        The slice, as code.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> array = np.arange(12).reshape(3, 4)
    >>> figure = marked_slice(array, (0, 2), (1, 3), array[0:2, 1:3], title="array[0:2, 1:3]")
    """
    array, part = check_array(array, "array", axes=("H", "W")), np.atleast_2d(part)
    scene = Scene(140 + 48 * len(array) + 30, title=title, subtitle="From, up to but without.")
    block = scene.cells(array, 96, 132, 48, look="plain")
    for row in range(array.shape[0]):
        scene.words(str(row), block.left - 22, block.at(row, 0)[1], size="small", role="muted")
    for column in range(array.shape[1]):
        scene.words(str(column), block.at(0, column)[0], block.top - 20, size="small", role="muted")
    height, width = rows[1] - rows[0], columns[1] - columns[0]
    scene.window(block, rows[0], columns[0], height, width)
    small = scene.cells(
        part, block.right + 170, block.center[1] - 24 * len(part), 48, role="kernel", look="plain"
    )
    scene.arrow((block.right + 24, block.center[1]), (small.left - 24, small.center[1]))
    words = f"shape {np.shape(part)}"
    scene.words(words, small.right + 26, small.center[1], size="label", role="kernel", align="left")
    return scene.figure


def stacked_tables(array, index, *, title):
    """Draw an array of three axes as tables side by side, and the address of one number.

    Parameters
    ----------
    array : array_like, shape (D, H, W)
        Two or three tables.
    index : (int, int, int)
        Which number is circled: table, row, column.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = stacked_tables(np.arange(24).reshape(2, 3, 4), (1, 2, 0), title="Two tables")
    """
    array = check_array(array, "array", axes=("D", "H", "W"))
    depth, height, width = array.shape
    cell, left = 46, 74
    scene = Scene(150 + cell * height + 96, title=title)
    blocks = []
    for number, table in enumerate(array):
        block = scene.cells(table, left, 134, cell, look="plain", label=f"table {number}")
        blocks.append(block)
        left = block.right + 66
    last = blocks[-1]
    scene.words(
        "axis 0: which table", (blocks[0].left + last.right) / 2, 92, size="label", role="input"
    )
    scene.words(
        "axis 1: row", blocks[0].left - 28, blocks[0].center[1], size="small", role="kernel",
        turn=90,
    )  # fmt: skip
    scene.words(
        "axis 2: column", blocks[0].center[0], blocks[0].bottom + 62, size="small", role="output"
    )
    scene.circle_cell(blocks[index[0]], *index[1:])
    words = f"[{index[0]}, {index[1]}, {index[2]}] is {array[index]:g}"
    scene.words(
        f"{depth} · {height} · {width}\n= {array.size} numbers", last.right + 34,
        last.center[1] - 34, size="label", align="left",
    )  # fmt: skip
    scene.words(
        words, last.right + 34, last.center[1] + 44, size="label", role="gradient", align="left"
    )
    return scene.figure


def sums_along_axes(array, down, across, *, title):
    """Draw an array, its sums along axis 0 below it, and along axis 1 beside it.

    Parameters
    ----------
    array : array_like, shape (H, W)
    down : array_like, shape (W,)
        Sums along axis 0.
    across : array_like, shape (H,)
        Sums along axis 1.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> array = np.arange(6).reshape(2, 3)
    >>> figure = sums_along_axes(array, array.sum(axis=0), array.sum(axis=1), title="Sums")
    """
    array = check_array(array, "array", axes=("H", "W"))
    scene = Scene(110 + 52 * len(array) + 178, title=title)
    block = scene.cells(array, 140, 96, 52, look="plain")
    below = scene.ribbon(down, block.left, block.bottom + 72, 52, role="output", look="plain")
    column = np.reshape(across, (-1, 1))
    beside = scene.cells(column, block.right + 92, block.top, 52, role="kernel", look="plain")
    scene.arrow((block.center[0], block.bottom + 10), (block.center[0], below.top - 10))
    scene.arrow((block.right + 12, block.center[1]), (beside.left - 12, block.center[1]))
    scene.words(
        "axis 0: the rows melt together", below.right + 24, below.center[1], align="left",
        size="label", role="output",
    )  # fmt: skip
    scene.words(
        "axis 1: the columns\nmelt together", beside.right + 24, beside.center[1], align="left",
        size="label", role="kernel",
    )  # fmt: skip
    return scene.figure


def broadcast_sum(column, row, result, *, title):
    """Draw a column plus a row: both are repeated until they fit.

    Parameters
    ----------
    column : array_like, shape (H, 1)
    row : array_like, shape (W,)
    result : array_like, shape (H, W)
        Their sum.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = broadcast_sum([[1], [2]], [10, 20], [[11, 21], [12, 22]], title="A table")
    """
    result = check_array(result, "result", axes=("H", "W"))
    height, width = result.shape
    cell = 46
    scene = Scene(118 + cell * height + 60, title=title)
    top, left = 100, 44
    ghost = np.repeat(column, width, axis=1)
    hide = np.zeros((height, width), bool)
    first = scene.cells(ghost, left, top, cell, look="plain", hide=hide, frame=False)
    scene.window(first, 0, 0, height, 1, role="input", line_width=4)
    second = scene.cells(
        np.repeat([row], height, axis=0), first.right + 64, top, cell, look="plain", frame=False
    )
    scene.window(second, 0, 0, 1, width, role="kernel", line_width=4)
    third = scene.cells(result, second.right + 64, top, cell, role="output", look="plain")
    for sign, before, after in (("+", first, second), ("=", second, third)):
        scene.words(sign, (before.right + after.left) / 2, first.center[1], size="title")
    for block, words, role in (
        (first, f"({height}, 1), repeated", "input"),
        (second, f"({width},), repeated", "kernel"),
        (third, f"({height}, {width})", "output"),
    ):
        scene.words(words, block.center[0], block.bottom + 28, size="label", role=role)
    return scene.figure


def same_numbers_three_ways(array, reshaped, transposed, *, title):
    """Draw an array, the same numbers reshaped, and the array transposed.

    Parameters
    ----------
    array : array_like, shape (H, W)
    reshaped, transposed : array_like, shape (W, H)
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> array = np.arange(6).reshape(2, 3)
    >>> figure = same_numbers_three_ways(array, array.reshape(3, 2), array.T, title="Not the same")
    """
    array = check_array(array, "array", axes=("H", "W"))
    height, width = array.shape
    cell = 46
    scene = Scene(110 + cell * max(height, width) + 62, title=title)
    left = 56
    limit = 1.3 * largest_size(array)
    for values, words, role in (
        (array, "array", "input"),
        (reshaped, f"reshape({width}, {height})", "kernel"),
        (transposed, "transpose()", "output"),
    ):
        values = np.asarray(values)
        top = 96 + cell * (max(height, width) - len(values)) / 2
        block = scene.cells(values, left, top, cell, role=role, look="input", limit=limit)
        y = 96 + cell * max(height, width) + 30
        scene.words(words, block.center[0], y, size="label", role=role)
        left = block.right + 100
    return scene.figure
