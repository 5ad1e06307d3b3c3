"""The card reader as a still picture: the scan with its dots, and the order line by line."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.card_scenes import white_paper
from cnn_helpers.figures.scene import Scene
from cnn_helpers.validation import check_array

__all__ = ["reader_picture"]


def reader_picture(scan, dots, reading, flavours, *, problem="", threshold=0.9, secret=False):
    """Draw what the card reader shows.

    Parameters
    ----------
    scan : array_like, shape (H, W)
        0 paper, 1 ink.
    dots : array_like, shape (D, 2)
        Row and column of what was found of the corner dots.
    reading : CardReading or None
        What was read; None for a card that couldn't be laid straight.
    flavours : sequence of str
    problem : str
        Why it couldn't.
    threshold : float
        Below it a human is asked.
    secret : bool
        Whether the answers stay hidden.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> scan, dots = np.zeros((62, 56)), np.zeros((0, 2))
    >>> figure = reader_picture(scan, dots, None, ["lemon"], problem="too few dots")
    """
    scan = check_array(scan, "scan", axes="HW")
    dots = check_array(dots, "dots", axes=("dots", "2")) if len(dots) else np.zeros((0, 2))
    scene = Scene(472, title="The card reader")
    block = scene.picture(white_paper(scan), 34, 80, 296, look="ink")
    for row, column in dots:
        scene.circle(*block.at(row, column), 16)
    counted = "1 dot" if len(dots) == 1 else f"{len(dots)} dots"
    x, y = block.center[0], block.bottom + 30
    scene.words(f"the scan; {counted} found", x, y, size="label", role="input")
    if reading is None:
        words = _wrapped(f"It can't be laid straight: {problem}", 40)
        scene.words(words, 360, 200, size="body", role="gradient", align="left")
        scene.ice_cream(770, 340, 120, mood="puzzled")
        return scene.figure
    places = {"mark": 490, "an X?": 562, "number": 640, "scoops": 718, "sure": 794}
    roles = {"mark": "kernel", "number": "output", "scoops": "ink"}
    for name, x in places.items():
        scene.words(name, x, 86, size=20, role=roles.get(name, "muted"))
    for line, flavour in enumerate(flavours):
        y = 138 + 76 * line
        asks = reading.confidences[line] < threshold
        scene.words(flavour, 350, y, size=20, align="left")
        mark = white_paper(reading.mark_windows[line])
        scene.picture(mark, places["mark"] - 29, y - 29, 58, look="ink", role="kernel")
        if reading.digits[line].any():
            at = places["number"] - 29, y - 29
            scene.picture(reading.digits[line], *at, 58, look="ink", role="output")
        else:
            scene.words("empty", places["number"], y, size="small", role="muted")
        p_x, sure = reading.mark_probabilities[line, 0], reading.confidences[line]
        shown = ["?"] * 3 if secret else [f"{100 * p_x:.0f} %", str(reading.scoops[line])]
        shown = shown if secret else [*shown, f"{100 * sure:.0f} %"]
        scene.words(shown[0], places["an X?"], y, size=20, role="muted")
        scene.words(shown[1], places["scoops"], y, size=32)
        role = "gradient" if asks and not secret else "ink"
        scene.words(shown[2], places["sure"], y - (8 if asks and not secret else 0), size=20,
                    role=role)  # fmt: skip
        if asks and not secret:
            scene.words("ask", places["sure"], y + 16, size="small", role="gradient")
    if not secret:
        total = int(reading.scoops.sum())
        scene.words(f"{total} scoops in all", 718, 438, size="label")
    return scene.figure


def _wrapped(text, width):
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])
