"""Pictures of notebook 05: who looks at the edge, and the frame of zeros around a picture."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import shade
from cnn_helpers.validation import check_array

__all__ = ["at_the_edge", "framed_picture", "seen_counts"]


def at_the_edge(picture, kernel_size):
    """Draw the opening scene: a mark at the edge of its box, and a window that can't reach it.

    Parameters
    ----------
    picture : array_like, shape (H, W)
        A mark that touches the last column; 0 is paper, 1 is ink.
    kernel_size : int
        Side of the window.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = at_the_edge(np.eye(7), 3)
    """
    picture = check_array(picture, "picture", axes=("H", "W"))
    height, width = picture.shape
    scene = Scene(
        520,
        title="Who looks at the edge?",
        subtitle="Some customers mark in a hurry, half outside the box.",
    )
    scene.order_card(40, 140, 150, lines=("vanilla", "chocolate"), marked=(1,), scoops="3")
    cell = 252 / max(height, width)
    whole = scene.cells(picture, 300, 118, cell, label=f"the box, {height} × {width} pixels")
    scene.arrow((198, 214), (whole.left - 14, 236), bend=0.15)
    last = width - kernel_size
    scene.window(whole, 1, last, kernel_size, kernel_size)
    scene.window(whole, 1, last + 1, kernel_size, kernel_size, role="gradient", line_width=3)
    scene.words("the last place", 610, 168, align="left", role="kernel", size="label")
    scene.words("that fits", 610, 194, align="left", role="kernel", size="label")
    scene.words("one further:", 650, 240, align="left", role="gradient", size="label")
    scene.words("no pixels", 650, 266, align="left", role="gradient", size="label")
    scene.ice_cream(
        96, 430, 118, mood="puzzled", says="Did you see its ends?", bubble_at=(270, 442)
    )
    scene.lens(772, 430, 112)
    scene.bubble("Hardly. I can't step off the paper.", 556, 442, (732, 432))
    return scene.figure


def seen_counts(pictures, *, title, subtitle=None, highest=None):
    """Draw how many windows look at each pixel, for one or two settings side by side.

    Parameters
    ----------
    pictures : dict of str to array_like of int, shape (H, W)
        Label and counts; one or two.
    title, subtitle : str
        The words above.
    highest : int, optional
        Count that gets the full colour; None takes the largest.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = seen_counts({"one": np.ones((5, 5))}, title="Seen")
    """
    scene = Scene(430 if subtitle else 394, title=title, subtitle=subtitle)
    top = 112 if subtitle else 78
    highest = highest or max(np.max(counts) for counts in pictures.values())
    step = 860 / len(pictures)
    for number, (label, counts) in enumerate(pictures.items()):
        rows, columns = np.shape(counts)
        cell = min(46, 252 / rows, 360 / columns)
        left = step * (number + 0.5) - columns * cell / 2
        scene.cells(counts, left, top, cell, role="kernel", limit=1.4 * highest, label=label)
    return scene.figure


def framed_picture(padded, padding, kernel, products, answer, *, row=0, column=0):
    """Draw a picture in its frame of zeros, and one window that reaches out over the frame.

    Parameters
    ----------
    padded : array_like, shape (H + 2 * padding, W + 2 * padding)
        The picture with its zeros.
    padding : int
        How many rings of zeros.
    kernel, products : array_like, shape (KH, KW)
        The weights, and pixel times weight.
    answer : float
        The sum of the products.
    row, column : int
        The window's first cell in ``padded``.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> padded = np.pad(np.eye(5), 1)
    >>> figure = framed_picture(padded, 1, np.eye(3), padded[:3, :3] * np.eye(3), 2.0)
    """
    padded = check_array(padded, "padded", axes=("rows", "columns"))
    rows, columns = padded.shape
    height, width = np.shape(kernel)
    scene = Scene(
        520,
        title="A frame of paper around the picture",
        subtitle="The zeros of the frame count like paper: they add nothing to the sum.",
    )
    cell = 322 / max(rows, columns)
    frame = np.ones((rows, columns), bool)
    frame[padding : rows - padding, padding : columns - padding] = False
    colors = shade(padded, "input", strength=0.72)
    colors[frame] = to_rgb(palette.TINT["input"])
    block = scene.cells(padded, 36, 112, cell, colors=colors, frame=False)
    strokes.dashed_box(scene.axes, block.left, block.top, block.width, block.height)
    inner = padding * cell
    strokes.box(
        scene.axes,
        block.left + inner,
        block.top + inner,
        block.width - 2 * inner,
        block.height - 2 * inner,
        line=palette.FILL["input"],
        line_width=3.4,
        z=5,
    )
    scene.window(block, row, column, height, width)
    label = f"{rows - 2 * padding} × {columns - 2 * padding} and a frame: {rows} × {columns}"
    scene.words(label, block.center[0], block.bottom + 34, size="label", role="input")

    window = padded[row : row + height, column : column + width]
    side = 42
    blocks = []
    for number, (array, role, name) in enumerate(
        [(window, "input", "the window"), (kernel, "kernel", "the weights")]
    ):
        left = 430 + number * 222
        blocks.append(scene.cells(array, left, 126, side, role=role, label=name))
    scene.words("×", (blocks[0].right + blocks[1].left) / 2, blocks[0].center[1], size="title")
    result = scene.cells(products, 430, 318, side, role="gradient", label="the products")
    total = scene.cells([[answer]], 694, 350, 64, role="output", limit=max(3, abs(answer)))
    scene.arrow((result.right + 16, result.center[1]), (total.left - 16, total.center[1]))
    scene.words("add", (result.right + total.left) / 2, result.center[1] - 20, size="label")
    scene.words(
        "one cell of the map", total.center[0], total.bottom + 28, size="label", role="output"
    )
    return scene.figure
