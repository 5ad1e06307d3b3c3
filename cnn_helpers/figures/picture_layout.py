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
        440,
        title="Same shape, different picture",
    )
    ribbon = _lettered_cells(scene, names.reshape(1, -1), 58, 82, 62)
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
        code_words(scene, code, left + 163, 226, size=20, role=role)
        for number, plane in enumerate(np.asarray(planes)):
            _lettered_cells(scene, plane, left + number * 115, 254, 48, labels[number])
    scene.words("picks every third number", 221, 400, role="output")
    scene.words("cuts the row into three pieces", 639, 400, role="gradient")
    return scene.figure


def transpose_and_reshape(transposed, reshaped):
    """Draw channel 0 of a photo, and all its channels as colour, after transpose and after reshape.

    Parameters
    ----------
    transposed, reshaped : numpy.ndarray of uint8, shape (3, H, W)
        Both from the same photo (H, W, 3).

    Returns
    -------
    matplotlib.figure.Figure
    """
    width = 186
    tall = width * np.shape(transposed)[1] / np.shape(transposed)[2]
    scene = Scene(160 + tall, title="What reshape does to a photo")
    halves = ((34, transposed, "transpose", "output"), (446, reshaped, "reshape", "gradient"))
    for left, planes, code, role in halves:
        planes = np.asarray(planes)
        for number, (picture, words) in enumerate(
            ((planes[0], "channel 0"), (planes.transpose(1, 2, 0), "shown as colour"))
        ):
            block = scene.picture(picture, left + number * (width + 8), 76, width, role=role)
            scene.words(words, block.center[0], block.bottom + 24, role="muted")
        code_words(scene, code, left + width + 4, 76 + tall + 58, size=22, role=role)
    return scene.figure


def batch_address(images, place):
    """Draw a batch of two as stacks of planes and spell out the four numbers of a cell's address.

    Parameters
    ----------
    images : array_like, shape (2, 3, H, W)
        Two colour pictures, values from 0 to 1.
    place : (int, int, int, int)
        The cell to point at: picture, channel, row, column. Channel 0 lies in front.

    Returns
    -------
    matplotlib.figure.Figure
    """
    images = check_array(images, "images", axes="NCHW")
    scene = Scene(376, title="Four numbers name a cell")
    width, step = 160, 34
    for n, image in enumerate(images):
        left = 34 + n * 276
        for channel in reversed(range(len(image))):
            block = scene.picture(
                image[channel],
                left + channel * step,
                146 - channel * step,
                width,
                role=PLANES[channel][1],
            )
            if (n, channel) == tuple(place[:2]):
                spot = block.at(*place[2:])
        scene.words(f"picture {n}", left + width / 2, 146 + width + 22, role="muted")
    strokes.circle(scene.axes, *spot, 11, width=3.4)
    code_words(scene, "images[", 596, 108, size=24, align="left")
    for number, (index, name) in enumerate(
        zip(place, ("picture", "channel", "row", "column"), strict=True)
    ):
        y = 148 + number * 42
        code_words(scene, f"{index}{',' if number < 3 else ']'}", 640, y, size=24, role="gradient")
        scene.words(name, 680, y, role="muted", align="left")
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
    scene = Scene(480)
    channel, row, column = place
    for c in range(channels):
        left = 34 + c * 236
        block = _row_tinted(scene, indices[c], left, 72, 50)
        scene.words(f"channel {c}", block.center[0], 48, role="muted")
        if c == channel:
            scene.circle_cell(block, row, column)
    flat = indices.reshape(channels, -1)
    for c in range(channels):
        scene.words(f"channel {c}", 34, 268 + c * 104, size="small", role="muted", align="left")
        ribbon = _row_tinted(scene, flat[c : c + 1], 34, 282 + c * 104, 66, rows=height)
        if c == channel:
            strokes.circle(scene.axes, *ribbon.at(0, row * width + column), 32)
    scene.words("(channel · H + row) · W + column", 510, 104, align="left", size=24)
    numbers = f"({channel} · {height} + {row}) · {width} + {column}"
    scene.words(numbers, 510, 152, align="left", size=28)
    scene.words(f"= {indices[place]}", 510, 196, align="left", size=32, role="gradient")
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
    scene = Scene(470)
    block = scene.picture(image, 60, 34, 276, look="ink", label=f"{height} × {width} paper")
    flat = image.reshape(1, -1)
    left, right, top, bottom = 34, 826, 370, 410
    scene.axes.imshow(
        shade(flat, "ink"), extent=(left, right, bottom, top), aspect="auto", zorder=2
    )
    strokes.box(
        scene.axes, left, top, right - left, bottom - top, line=palette.FILL["input"], line_width=3
    )
    step = (right - left) / flat.size
    scene.words(f"the flat row: {flat.size} numbers", 430, 442, role="input")
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
        y = 100 + number * 58
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
