"""Pictures of notebook 06: who shares a weight with whom, and channels mixed pixel by pixel."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number
from cnn_helpers.validation import check_array

__all__ = ["mixed_channels", "ways_to_connect"]

# A weight's look in the filter's panel: the same look is the same weight.
_LOOKS = (("input", "-"), ("gradient", "--"), ("output", ":"))


def ways_to_connect(counts, *, pixels=6, window=3, title, subtitle=None):
    """Draw three ways from a row of pixels to a row of answers: all, a window, a shared window.

    Parameters
    ----------
    counts : sequence of three int
        How many weights each way has in this small picture.
    pixels, window : int
        Length of the row, and of a window; at most 8 and 3.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = ways_to_connect([24, 12, 3], title="Three ways")
    """
    places = pixels - window + 1
    top = 152 if subtitle else 118
    scene = Scene(top + 240, title=title, subtitle=subtitle)
    names = "a linear layer", "windows of their own", "one filter"
    notes = "every pixel to every answer", "every answer its own weights", "the same weights"
    gap = 40
    for panel, (name, note, count) in enumerate(zip(names, notes, counts, strict=True)):
        middle = 860 * (panel + 0.5) / 3
        above = _row(scene, middle, top, pixels, gap, "input")
        below = _row(scene, middle, top + 128, places, gap, "output")
        for place in range(places):
            reach = range(pixels) if panel == 0 else range(place, place + window)
            for pixel in reach:
                role, style = _LOOKS[pixel - place] if panel == 2 else ("ink", "-")
                color = palette.INK if role == "ink" else palette.FILL[role]
                scene.axes.plot(
                    [above[pixel], below[place]], [top + 13, top + 115], style, color=color,
                    linewidth=3.2 if panel == 2 else 1.3, zorder=2,
                )  # fmt: skip
        scene.words(name, middle, top - 38, size="label", role="kernel")
        weights = f"{count} weights"
        scene.words(weights, middle, top + 176, size="title", role="kernel")
        scene.words(note, middle, top + 212, size="small", role="muted")
    return scene.figure


def _row(scene, middle, y, count, gap, role):
    """Draw small nodes in a row around ``middle`` and return where they stand."""
    places = [middle + gap * (number - (count - 1) / 2) for number in range(count)]
    for x in places:
        scene.node(x, y, 13, "", role=role)
    return places


def mixed_channels(photo, weights, mixed, *, title, subtitle=None):
    """Draw a colour photo's planes, each times one weight, and the one map that they add up to.

    Parameters
    ----------
    photo : array_like, shape (H, W, 3)
        Colour, 0 to 1.
    weights : sequence of three float
        One for each plane.
    mixed : array_like, shape (H, W)
        Their weighted sum, 0 to 1.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = mixed_channels(np.ones((4, 4, 3)), [0.3, 0.6, 0.1], np.ones((4, 4)), title="Mix")
    """
    photo = check_array(photo, "photo", axes=("H", "W", "3"))
    height, width = photo.shape[:2]
    side = 140
    high = side * height / width
    top = 122 if subtitle else 92
    pitch = high + 34
    scene = Scene(top + 3 * pitch - 6, title=title, subtitle=subtitle)
    middle = top + (3 * pitch - 34) / 2
    whole = scene.picture(photo, 34, middle - 0.6 * high, 1.2 * side, label="the photo")
    large = 1.35 * side
    target = scene.picture(
        np.asarray(mixed), 646, middle - 0.675 * high, large, role="output", label="one map"
    )
    for number, (name, weight) in enumerate(zip(("red", "green", "blue"), weights, strict=True)):
        y = top + number * pitch
        plane = scene.picture(photo[..., number], 274, y, side)
        told = format_number(weight, common_decimals([weight], most=3))
        scene.words(
            f"{name} × {told}", plane.right + 16, plane.center[1], size="label", role="kernel",
            align="left",
        )  # fmt: skip
        scene.arrow(
            (plane.right + 152, plane.center[1]),
            (target.left - 14, middle + 0.2 * (plane.center[1] - middle)),
        )
    scene.arrow((whole.right + 10, middle), (262, middle))
    return scene.figure
