"""Pictures of how pictures lie in memory: transpose and reshape, batch, flatten."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.image_scenes import PLANES
from cnn_helpers.figures.pixels import code_words
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import shade
from cnn_helpers.validation import check_array

__all__ = [
    "batch_address",
    "flat_order",
    "lost_neighbours",
    "memory_order",
    "transpose_and_reshape",
]

# Tints of the channels themselves; the letters r, g, b always stand beside them.
CHANNEL_TINTS = ("#FADCD9", "#DDF0E1", "#DCE8F8")
ROW_TINTS = tuple(palette.TINT[role] for role in ("input", "kernel", "output"))


def _lettered_cells(scene, names, left, top, cell, label=None):
    """Draw cells that hold letters (r0, g0, ...), each on its channel's pale ground."""
    names = np.atleast_2d(names)
    block = scene.cells(
        np.zeros(names.shape), left, top, cell, role="ink", look="plain", numbers=names.ravel()
    )
    for (row, column), name in np.ndenumerate(names):
        x, y = block.left + column * cell, block.top + row * cell
        corners = [(x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell)]
        tint = CHANNEL_TINTS["rgb".index(str(name)[0])]
        strokes.shape(scene.axes, corners, fill=tint, line=palette.RULE, width=1, wobble=0, z=2.5)
    if label:
        scene.words(label, block.center[0], block.bottom + 18, size="small", role="muted")
    return block


def memory_order(names, transposed, reshaped):
    """Draw the numbers of a tiny colour picture as they lie in memory, and two ways to plane them.

    Parameters
    ----------
    names : array_like of str, shape (2, 2, 3)
        What each number is called, beginning with its channel's letter: "r0", "g0", "b0", "r1", ...
    transposed, reshaped : array_like of str, shape (3, 2, 2)
        The same names after ``transpose(2, 0, 1)`` and after ``reshape(3, 2, 2)``.

    Returns
    -------
    matplotlib.figure.Figure
    """
    names = np.asarray(names)
    scene = Scene(
        470,
        title="Same shape, different picture",
        subtitle="A file stores pixel after pixel: red, green, blue, red, green, blue, ...",
    )
    ribbon = _lettered_cells(scene, names.reshape(1, -1), 58, 112, 62)
    for pixel in range(names.size // 3):
        left, right = ribbon.left + pixel * 186 + 8, ribbon.left + (pixel + 1) * 186 - 8
        scene.line([(left, ribbon.bottom + 12), (right, ribbon.bottom + 12)], width=1.6)
        where = divmod(pixel, names.shape[1])
        scene.words(
            f"pixel {where[0]}, {where[1]}", (left + right) / 2, ribbon.bottom + 28, size="small"
        )
    halves = (
        (
            58,
            "transpose(2, 0, 1)",
            transposed,
            ("red plane", "green plane", "blue plane"),
            "output",
        ),
        (476, "reshape(3, 2, 2)", reshaped, ("a mix", "a mix", "a mix"), "gradient"),
    )
    for left, code, planes, labels, role in halves:
        code_words(scene, code, left + 163, 256, size=20, role=role)
        for number, plane in enumerate(np.asarray(planes)):
            _lettered_cells(scene, plane, left + number * 115, 284, 48, labels[number])
    scene.words("picks every third number", 221, 430, role="output")
    scene.words("cuts the row into three pieces", 639, 430, role="gradient")
    return scene.figure


def transpose_and_reshape(transposed, reshaped):
    """Draw the planes of a photo after a transpose and after a reshape, and each put together.

    Parameters
    ----------
    transposed, reshaped : numpy.ndarray of uint8, shape (3, H, W)
        Both from the same photo (H, W, 3).

    Returns
    -------
    matplotlib.figure.Figure
    """
    width = 182
    tall = width * np.shape(transposed)[1] / np.shape(transposed)[2]
    scene = Scene(150 + 2 * (tall + 54), title="What reshape does to a photo")
    for number, head in enumerate(("channel 0", "channel 1", "channel 2", "shown as colour")):
        scene.words(head, 34 + number * 203 + width / 2, 84, role="muted")
    rows = ((transposed, "transpose(2, 0, 1)", "output"), (reshaped, "reshape", "gradient"))
    for line, (planes, code, role) in enumerate(rows):
        planes = np.asarray(planes)
        top = 108 + line * (tall + 60)
        pictures = [*planes, planes.transpose(1, 2, 0)]
        for number, picture in enumerate(pictures):
            scene.picture(picture, 34 + number * 203, top, width, role=role)
        code_words(scene, code, scene.width / 2, top + tall + 26, size=20, role=role)
    return scene.figure


def batch_address(images, place):
    """Draw a batch as stacks of planes and spell out the four numbers of one cell's address.

    Parameters
    ----------
    images : array_like, shape (3, 3, H, W)
        Three colour pictures, values from 0 to 1.
    place : (int, int, int, int)
        The cell to point at: picture, channel, row, column. Channel 0 lies in front.

    Returns
    -------
    matplotlib.figure.Figure
    """
    images = check_array(images, "images", axes="NCHW")
    scene = Scene(
        490, title="A batch: four numbers name a cell", subtitle="Channel 0 lies in front."
    )
    width, step = 160, 34
    for n, image in enumerate(images):
        left = 34 + n * 280
        for channel in reversed(range(len(image))):
            block = scene.picture(
                image[channel],
                left + channel * step,
                178 - channel * step,
                width,
                role=PLANES[channel][1],
            )
            if (n, channel) == tuple(place[:2]):
                spot = block.at(*place[2:])
        scene.words(f"picture {n}", left + width / 2, 178 + width + 22, role="muted")
    strokes.circle(scene.axes, *spot, 11, width=3.4)
    code_words(scene, "images[", 270, 424, size=30, align="right")
    for number, (index, name) in enumerate(
        zip(place, ("picture", "channel", "row", "column"), strict=True)
    ):
        x = 310 + number * 92
        code_words(scene, f"{index}{',' if number < 3 else ']'}", x, 424, size=30, role="gradient")
        scene.words(name, x - 6, 460, role="muted")
    return scene.figure


def flat_order(indices, place):
    """Draw the planes of a small image, numbered in flat order, and the flat row under them.

    Parameters
    ----------
    indices : array_like of int, shape (2, 3, 4)
        Each cell's place in the flat row.
    place : (int, int, int)
        The channel, row and column that is worked out.

    Returns
    -------
    matplotlib.figure.Figure
    """
    indices = check_array(indices, "indices", axes="CHW", floating=False)
    channels, height, width = indices.shape
    scene = Scene(524, title="Flatten: read it like a page")
    channel, row, column = place
    for c in range(channels):
        left = 34 + c * 236
        block = _row_tinted(scene, indices[c], left, 116, 50)
        scene.words(f"channel {c}", block.center[0], 92, role="muted")
        if c == channel:
            scene.circle_cell(block, row, column)
    flat = indices.reshape(channels, -1)
    for c in range(channels):
        scene.words(f"channel {c}", 34, 312 + c * 104, size="small", role="muted", align="left")
        ribbon = _row_tinted(scene, flat[c : c + 1], 34, 326 + c * 104, 66, rows=height)
        if c == channel:
            strokes.circle(scene.axes, *ribbon.at(0, row * width + column), 32)
    scene.words("(channel · H + row) · W + column", 510, 148, align="left", size=24)
    numbers = f"({channel} · {height} + {row}) · {width} + {column}"
    scene.words(numbers, 510, 196, align="left", size=28)
    scene.words(f"= {indices[place]}", 510, 240, align="left", size=32, role="gradient")
    return scene.figure


def _row_tinted(scene, numbers, left, top, cell, rows=None):
    """Draw whole numbers in cells; what came from one row of the image has one pale ground."""
    block = scene.cells(numbers, left, top, cell, look="plain", role="input")
    per_row = numbers.shape[1] if rows is None else numbers.shape[1] // rows
    for (row, column), _ in np.ndenumerate(numbers):
        x, y = block.left + column * cell, block.top + row * cell
        tint = ROW_TINTS[(row if rows is None else column // per_row) % len(ROW_TINTS)]
        corners = [(x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell)]
        strokes.shape(scene.axes, corners, fill=tint, line=palette.RULE, width=1, wobble=0, z=2.5)
    return block


def lost_neighbours(image, row, column):
    """Draw an image and its flat row, with one pixel and its neighbours to the right and below.

    Parameters
    ----------
    image : array_like, shape (H, W)
        0 is paper, 1 is ink; about 12 pixels on each side.
    row, column : int
        The pixel whose neighbours are followed.

    Returns
    -------
    matplotlib.figure.Figure
    """
    image = check_array(image, "image", axes="HW")
    height, width = image.shape
    scene = Scene(520, title="What flattening forgets")
    block = scene.picture(image, 60, 84, 276, look="ink", label=f"{height} × {width} paper")
    flat = image.reshape(1, -1)
    left, right, top, bottom = 34, 826, 420, 460
    scene.axes.imshow(
        shade(flat, "ink"), extent=(left, right, bottom, top), aspect="auto", zorder=2
    )
    strokes.box(
        scene.axes, left, top, right - left, bottom - top, line=palette.FILL["input"], line_width=3
    )
    step = (right - left) / flat.size
    scene.words(f"the flat row: {flat.size} numbers", 430, 492, role="input")
    middle = row * width + column
    places = (
        (0, 0, "input", "a pixel"),
        (0, 1, "kernel", "its neighbour to the right"),
        (1, 0, "gradient", "its neighbour below"),
    )
    for number, (down, along, role, text) in enumerate(places):
        scene.window(block, row + down, column + along, 1, 1, role=role, line_width=3.4)
        x = left + (middle + down * width + along + 0.5) * step
        scene.line([(x, top - 3), (x, top - 17)], role=role, width=3.4)
        y = 150 + number * 58
        strokes.box(scene.axes, 408, y - 13, 26, 26, line=palette.FILL[role], line_width=3.4)
        distance = down * width + along
        tail = f": {distance} step{'s' if distance > 1 else ''} away in the row" if number else ""
        scene.words(text + tail, 450, y, align="left", role=role)
    start = left + (middle + 0.5) * step
    scene.arrow(
        (start, top - 24),
        (start + width * step, top - 22),
        bend=0.6,
        role="gradient",
        text=f"{width}",
    )
    return scene.figure
