"""Pictures of brightness: bytes, their trap, and light against ink."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.pixels import check_bytes, plain_numbers
from cnn_helpers.figures.scene import Scene
from cnn_helpers.validation import check_array

__all__ = ["byte_dial", "digit_zoom", "light_and_ink"]


def digit_zoom(digit, row, column, size):
    """Draw a digit, and a window of it enlarged until its bytes can be read.

    Parameters
    ----------
    digit : numpy.ndarray of uint8, shape (H, W)
        0 is paper, 255 is full ink.
    row, column : int
        First row and column of the window.
    size : int
        Its height and width, up to about 8.

    Returns
    -------
    matplotlib.figure.Figure
    """
    digit = check_bytes(digit, "digit")
    window = digit[row : row + size, column : column + size]
    scene = Scene(
        490,
        title="Step closer",
    )
    picture = scene.picture(
        digit / 255, 40, 98, 320, look="ink", label=f"{digit.shape[0]} × {digit.shape[1]} pixels"
    )
    scene.window(picture, row, column, size, size)
    zoom = scene.cells(
        window / 255,
        440,
        82,
        352 / size,
        look="ink",
        role="kernel",
        numbers=plain_numbers(window),
        label=f"{size} × {size} of them: 0 is paper, 255 is full ink",
    )
    right, top = picture.left + (column + size) * picture.cell, picture.top + row * picture.cell
    scene.line([(right + 4, top), (zoom.left - 6, zoom.top)], role="kernel", width=1.6)
    scene.line(
        [(right + 4, top + size * picture.cell), (zoom.left - 6, zoom.bottom)],
        role="kernel",
        width=1.6,
    )
    return scene.figure


def byte_dial(start, step, result):
    """Draw the dial of a byte: 256 marks, and a step that goes past the last one.

    Parameters
    ----------
    start, step, result : int
        Where the step begins, how far it goes, and where numpy says it ends (0 to 255).

    Returns
    -------
    matplotlib.figure.Figure
    """
    scene = Scene(
        430,
        title="A byte is a dial",
    )
    x, y, radius = 300, 264, 128

    def point(number, reach):
        turn = 2 * np.pi * number / 256
        return x + reach * np.sin(turn), y - reach * np.cos(turn)

    ring = [point(number, radius) for number in range(256)]
    strokes.shape(scene.axes, ring, fill=palette.WHITE, width=3, wobble=0.3)
    for number in range(0, 256, 8):
        long = number % 32 == 0
        ends = [point(number, radius - (16 if long else 8)), point(number, radius - 2)]
        strokes.shape(scene.axes, ends, width=2.4 if long else 1.2, closed=False, wobble=0)
        if long:
            scene.words(str(number), *point(number, radius - 34), size=18, role="muted")
    sweep = [point(number, radius + 20) for number in np.linspace(start + 2, start + step - 4, 60)]
    strokes.shape(
        scene.axes, sweep, line=palette.FILL["gradient"], width=5, closed=False, wobble=0.6, z=6
    )
    scene.arrow(sweep[-1], point(start + step, radius + 20), role="gradient")
    scene.words(f"+ {step}", *point(start + step / 2.4, radius + 50), size=26, role="gradient")
    for number, role in ((start, "input"), (result, "gradient")):
        strokes.circle(scene.axes, *point(number, radius), 9, role=role, fill=palette.WHITE)
        place = point(number, radius + 52)
        scene.words(str(number), *place, size=30, role=role)
    scene.words(f"{start} + {step} = {start + step}", 520, 222, size=26, align="left")
    scene.words("has no mark on this dial.", 520, 254, align="left", role="muted")
    scene.words(f"uint8 answers {result}.", 520, 302, size=26, align="left", role="gradient")
    scene.ice_cream(772, 104, 124, mood="puzzled", says="Only 44?", bubble_at=(640, 104))
    return scene.figure


def light_and_ink(light, ink):
    """Draw one mark three times: numbers of light, numbers of ink, and light taken for ink.

    Parameters
    ----------
    light : array_like, shape (H, W)
        What a photo stores: 0 is dark, 1 is bright.
    ink : array_like, shape (H, W)
        What our cards store: 0 is paper, 1 is ink.

    Returns
    -------
    matplotlib.figure.Figure
    """
    light, ink = check_array(light, "light", axes="HW"), check_array(ink, "ink", axes="HW")
    scene = Scene(420, title="Same mark, opposite numbers")
    side = 220 / light.shape[1]
    # One look for all three: what differs is the number that stands for paper.
    panels = (
        (ink, light, "input", "a photo", "light: paper is 1"),
        (ink, ink, "input", "our cards", "ink: paper is 0"),
        (
            light,
            light,
            "gradient",
            "light taken for ink:\na mark in reverse",
            "every paper pixel counts",
        ),
    )
    for number, (shown, written, role, head, label) in enumerate(panels):
        block = scene.cells(
            shown,
            40 + number * 280,
            140,
            side,
            look="ink",
            role=role,
            numbers=plain_numbers(written),
            label=label,
        )
        scene.words(head, block.center[0], block.top - 12, role=role, vertical="bottom")
    return scene.figure
