"""Pictures of pixels and their numbers: what the camera delivers, addresses, slices."""

from __future__ import annotations

import numpy as np
from matplotlib.font_manager import FontProperties

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.strokes import SIZES
from cnn_helpers.validation import check_array

__all__ = [
    "camera_scene",
    "code_words",
    "pixel_address",
    "pixel_question",
    "pixel_slices",
]


def code_words(scene, text, x, y, *, size="small", role="ink", align="center"):
    """Write Python on a scene, in upright letters of equal width, and return the ``Text``."""
    font = FontProperties(family="DejaVu Sans Mono", size=SIZES.get(size, size) * 0.72)
    return scene.axes.text(
        x,
        y,
        text,
        fontproperties=font,
        color=strokes.text_color(role),
        ha=align,
        va="center_baseline",
        zorder=9,
    )


def plain_numbers(array):
    """Return each number as text, for cells that are coloured by something else."""
    return [f"{value:g}" for value in np.ravel(array)]


def check_bytes(array, name):
    """Return ``array``, a grey picture (H, W) of bytes, or say what it is instead."""
    array = check_array(array, name, axes="HW", floating=False)
    if array.dtype != np.uint8:
        raise TypeError(f"{name} must hold uint8 (0 to 255), but holds {array.dtype}")
    return array


def _camera(scene, x, y):
    """Draw a small camera that stands on (x, y)."""
    axes = scene.axes
    top = y - 46
    strokes.shape(
        axes, strokes.rounded_box(x - 44, top - 34, 88, 56, 9), fill=palette.TINT["ink"], z=6
    )
    strokes.box(axes, x - 14, top - 46, 28, 12, fill=palette.FILL["muted"], z=5.5)
    for radius, color in ((19, palette.WHITE), (11, palette.INK)):
        turns = np.radians(np.arange(0, 360, 8))
        ring = np.column_stack([x + radius * np.cos(turns), top - 6 + radius * np.sin(turns)])
        strokes.shape(axes, ring, fill=color, z=6.5)


def camera_scene(box):
    """Draw the opening scene: an order card, a camera, and the numbers that come out of it.

    Parameters
    ----------
    box : numpy.ndarray of uint8, shape (H, W)
        The marked box as the camera delivers it, 0 paper to 255 ink; a few pixels on each side.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError
        If ``box`` isn't uint8.
    """
    box = check_bytes(box, "box")
    scene = Scene(
        420,
        title="What does the shop's camera really see?",
    )
    scene.order_card(34, 130, 176)
    _camera(scene, 320, 252)
    scene.arrow((222, 216), (264, 216))
    side = 290 / box.shape[0]
    numbers = scene.cells(
        box, 420, 82, side, look="plain", numbers=plain_numbers(box), label="one box, as numbers"
    )
    scene.arrow((372, 216), (numbers.left - 8, 216))
    scene.words("click!", 320, 142, size="small", role="muted", turn=8)
    scene.ice_cream(785, 270, 140, mood="puzzled", says="Where is\nthe mark?", bubble_at=(785, 150))
    return scene.figure


def pixel_address(image, row, column):
    """Draw a picture with its row and column numbers, and circle the pixel ``image[row, column]``.

    Parameters
    ----------
    image : array_like, shape (H, W)
        0 is paper, 1 is ink. Up to 13 pixels on each side are numbered.
    row, column : int
        The pixel to circle.

    Returns
    -------
    matplotlib.figure.Figure
    """
    scene, block = _sheet(image, "Every pixel has an address")
    every = 1 if block.cell >= 20 else 7  # on a large picture only every seventh number has room
    for axis, (count, chosen) in enumerate(
        zip((block.rows, block.columns), (row, column), strict=True)
    ):
        for number in {*range(0, count, every), chosen}:
            if number != chosen and abs(number - chosen) * block.cell < 20:
                continue
            x, y = block.at(number, 0) if axis == 0 else block.at(0, number)
            place = (block.left - 24, y) if axis == 0 else (x, block.top - 22)
            large = {"role": "gradient", "size": 28 if block.cell > 30 else 22}
            look = large if number == chosen else {"role": "muted"}
            scene.words(str(number), *place, **look)
    _circle_pixel(scene, block, row, column)
    code_words(scene, f"image[{row}, {column}]", 575, 238, size=27, align="left", role="gradient")
    scene.words(f"row {row}, column {column}", 575, 282, align="left")
    scene.words("Counting starts at 0.", 575, 316, align="left", role="muted")
    return scene.figure


def pixel_question(image, row, column, kind):
    """Draw a picture without row and column numbers, and ask for an address.

    Parameters
    ----------
    image : array_like, shape (H, W)
        0 is paper, 1 is ink.
    row, column : int
        The pixel in question.
    kind : {"find", "name"}
        ``"find"`` writes the address and asks for the pixel, ``"name"`` circles the pixel and asks
        for its address.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If ``kind`` is unknown.
    """
    if kind not in ("find", "name"):
        raise ValueError(f"kind must be 'find' or 'name', but is {kind!r}")
    find = kind == "find"
    scene, block = _sheet(image, "Which pixel is it?" if find else "What is its address?")
    if not find:
        _circle_pixel(scene, block, row, column)
    code = f"image[{row}, {column}]" if find else "image[ ?, ? ]"
    code_words(scene, code, 575, 238, size=27, align="left", role="gradient")
    scene.words("Point at it." if find else "row first, then column", 575, 282, align="left")
    return scene.figure


def _sheet(image, title):
    """Start a scene with a picture on it and arrows for row and column."""
    image = check_array(image, "image", axes="HW")
    scene = Scene(416, title=title)
    block = scene.cells(image, 170, 126, 270 / max(image.shape), look="ink")
    scene.arrow((block.left - 62, block.top + 6), (block.left - 62, block.bottom - 4))
    scene.words("row: down", block.left - 86, block.center[1], turn=90)
    scene.arrow((block.left + 112, block.top - 46), (block.right + 4, block.top - 46))
    scene.words("column: right", block.left - 4, block.top - 46, align="left")
    return scene, block


def _circle_pixel(scene, block, row, column):
    x, y = block.at(row, column)
    strokes.circle(scene.axes, x, y, max(block.cell * 0.62, 11))
    # To a pixel further left the arrow would run over the numbers of others: it shows the row.
    near = x > block.right - 2 * block.cell
    scene.arrow((560, 238), (x + 30 if near else block.right + 10, y + 8), bend=0.2)


def pixel_slices(image, parts):
    """Draw the same picture several times, each with a part framed and what comes out below it.

    Parameters
    ----------
    image : array_like, shape (H, W)
        0 is paper, 1 is ink; up to about 7 pixels on each side.
    parts : sequence of (str, tuple, array_like)
        For each part the Python that takes it, its place (row, column, height, width), and what
        comes out, one row of numbers or a small table. Three parts fill the sheet.

    Returns
    -------
    matplotlib.figure.Figure
    """
    image = check_array(image, "image", axes="HW")
    parts = list(parts)
    scene = Scene(480)
    pitch = (scene.width - 60) / len(parts)
    side = min(40, (pitch - 50) / image.shape[1])
    for number, (code, (row, column, height, width), result) in enumerate(parts):
        middle = 30 + (number + 0.5) * pitch
        code_words(scene, code, middle, 34, size=22)
        block = scene.cells(image, middle - side * image.shape[1] / 2, 58, side, look="ink")
        scene.window(block, row, column, height, width)
        result = np.atleast_2d(check_array(result, "result"))
        top = block.bottom + 48
        scene.arrow((middle, block.bottom + 12), (middle, top - 8))
        scene.cells(
            result, middle - side * result.shape[1] / 2, top, side, look="ink", role="kernel"
        )
    return scene.figure
