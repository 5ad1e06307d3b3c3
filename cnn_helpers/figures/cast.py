"""The small cast: an ice cream with moods, the filter as a magnifier, and a paper order card."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes

__all__ = ["MOODS", "ice_cream", "lens", "order_card"]

MOODS = ("happy", "asks", "puzzled", "proud")

SCOOP = "#F7BFCF"
SCOOP_LIGHT = "#FCDDE6"
CONE = "#E9B872"
CONE_LINE = "#B07B35"
CHERRY = "#C8324A"
CHEEK = "#EE8FA9"
WOOD = "#B9814A"


def _check_mood(mood):
    if mood not in MOODS:
        raise ValueError(f"mood must be one of {', '.join(MOODS)}, but is {mood!r}")


def _ellipse(x, y, radius_x, radius_y, start=0, stop=360, count=40):
    turns = np.radians(np.linspace(start, stop, count))
    return np.column_stack([x + radius_x * np.cos(turns), y + radius_y * np.sin(turns)])


def _face(axes, x, y, unit, mood, z):
    """Draw eyes, brows, cheeks and a mouth; ``unit`` is about half the face's width."""
    ink = palette.INK
    for side in (-1, 1):
        eye_x, eye_y = x + side * 0.36 * unit, y - 0.06 * unit
        if mood == "proud":
            arc = _ellipse(eye_x, eye_y + 0.05 * unit, 0.13 * unit, 0.13 * unit, 200, 340, 12)
            strokes.shape(axes, arc, width=unit * 0.075, closed=False, wobble=0, z=z)
        else:
            tall = 0.125 if mood == "asks" else 0.1
            eye = _ellipse(eye_x, eye_y, 0.085 * unit, tall * unit, 0, 352)
            strokes.shape(axes, eye, fill=ink, line="none", wobble=0, z=z)
            shine = _ellipse(eye_x + 0.03 * unit, eye_y - 0.045 * unit, 0.03 * unit, 0.03 * unit)
            strokes.shape(axes, shine, fill="#FFFFFF", line="none", wobble=0, z=z + 0.1)
        cheek = _ellipse(x + side * 0.6 * unit, y + 0.2 * unit, 0.15 * unit, 0.095 * unit)
        strokes.shape(axes, cheek, fill=CHEEK, line="none", wobble=0, z=z)
        if mood in ("asks", "puzzled"):
            lift = {"asks": 0.42 if side > 0 else 0.3, "puzzled": 0.3}[mood]
            tilt = {"asks": 0.0, "puzzled": 0.08}[mood]
            bow = 0.05 if mood == "asks" else 0.0
            brow = [
                (eye_x - side * 0.13 * unit, eye_y - (lift + tilt) * unit),
                (eye_x, eye_y - (lift + bow) * unit),
                (eye_x + side * 0.13 * unit, eye_y - (lift - tilt) * unit),
            ]
            strokes.shape(axes, brow, width=unit * 0.065, closed=False, wobble=0, z=z)
    mouth_y = y + 0.24 * unit
    if mood == "asks":
        mouth = _ellipse(x, mouth_y + 0.06 * unit, 0.1 * unit, 0.12 * unit)
        strokes.shape(axes, mouth, fill="#8E2F44", width=unit * 0.05, wobble=0, z=z)
    elif mood == "puzzled":
        wave = np.linspace(-1, 1, 30)
        mouth = np.column_stack(
            [x + wave * 0.24 * unit, mouth_y + 0.06 * unit * (1 + np.sin(wave * 6))]
        )
        strokes.shape(axes, mouth, width=unit * 0.07, closed=False, wobble=0, z=z)
    elif mood == "proud":
        mouth = _ellipse(x, mouth_y - 0.02 * unit, 0.24 * unit, 0.24 * unit, 0, 180, 24)
        strokes.shape(axes, mouth, fill="#8E2F44", width=unit * 0.05, wobble=0, z=z)
    else:
        mouth = _ellipse(x, mouth_y - 0.1 * unit, 0.22 * unit, 0.2 * unit, 25, 155, 24)
        strokes.shape(axes, mouth, width=unit * 0.07, closed=False, wobble=0, z=z)


def _cone(axes, x, y, radius, length):
    top, tip = y + 0.62 * radius, y + length
    half = 0.8 * radius
    outline = np.array([(x - half, top), (x + half, top), (x, tip)])
    strokes.shape(axes, outline, fill=CONE, line="none", wobble=0, z=6)
    left, right, bottom = outline
    for share in (0.25, 0.5, 0.75):
        start = left + share * (right - left)
        for end in (right + (1 - share) * (bottom - right), left + share * (bottom - left)):
            strokes.shape(
                axes, [start, end], line=CONE_LINE, width=1.4, closed=False, wobble=0, z=6.1
            )
    strokes.shape(axes, outline, z=6.2, width=2.4, wobble=0.6)


def ice_cream(axes, x, y, size=120, *, mood="happy"):
    """Draw the ice cream, the one who asks.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The canvas of a scene.
    x, y : float
        Middle of the scoop in CSS pixels.
    size : float
        Height from cherry to tip in CSS pixels.
    mood : {"happy", "asks", "puzzled", "proud"}
        The look on its face.

    Raises
    ------
    ValueError
        If the mood is unknown.
    """
    _check_mood(mood)
    radius = 0.27 * size
    _cone(axes, x, y, radius, 0.62 * size)
    # The scoop: a round top whose lower rim drips over the cone in five lobes.
    top = _ellipse(x, y, radius, radius, 170, 370, 40)
    lobes = []
    edges = np.linspace(x + 1.02 * radius, x - 1.02 * radius, 6)
    drops = (0.22, 0.3, 0.2, 0.34, 0.22)
    for right, left, drop in zip(edges[:-1], edges[1:], drops, strict=True):
        middle, half = (left + right) / 2, (right - left) / 2
        lobe = _ellipse(middle, y + 0.52 * radius, half, drop * radius, 0, 180, 12)
        lobes.append(lobe)
    outline = np.vstack([top, *lobes])
    strokes.shape(axes, outline, fill=SCOOP, z=7, width=2.4, wobble=0.5)
    glint = _ellipse(x - 0.5 * radius, y - 0.5 * radius, 0.2 * radius, 0.1 * radius)
    turn = np.array([[0.72, -0.69], [0.69, 0.72]])
    center = glint.mean(axis=0)
    strokes.shape(
        axes, (glint - center) @ turn + center, fill=SCOOP_LIGHT, line="none", wobble=0, z=7.1
    )
    berry_y = y - 1.08 * radius
    stalk = [
        (x, berry_y),
        (x + 0.1 * radius, berry_y - 0.3 * radius),
        (x + 0.3 * radius, berry_y - 0.42 * radius),
    ]
    strokes.shape(axes, stalk, width=2, closed=False, wobble=0, z=7.1)
    strokes.shape(
        axes,
        _ellipse(x, berry_y, 0.22 * radius, 0.22 * radius),
        fill=CHERRY,
        width=2,
        wobble=0,
        z=7.2,
    )
    _face(axes, x, y + 0.02 * radius, radius, mood, z=8)


def lens(axes, x, y, size=110, *, mood="happy"):
    """Draw the filter as a character: a magnifier whose glass is a 3 × 3 grid, the one who looks.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The canvas of a scene.
    x, y : float
        Middle of the glass in CSS pixels.
    size : float
        Height over all in CSS pixels.
    mood : {"happy", "asks", "puzzled", "proud"}
        The look on its face.
    """
    _check_mood(mood)
    half = 0.3 * size
    handle = np.array([(0.75, 0.95), (0.95, 0.75), (1.75, 1.55), (1.55, 1.75)]) * half + (x, y)
    strokes.shape(axes, handle, fill=WOOD, z=6, width=2.4, wobble=0.5)
    outline = strokes.rounded_box(x - half, y - half, 2 * half, 2 * half, radius=0.25 * half)
    strokes.shape(axes, outline, fill=palette.TINT["kernel"], line="none", z=6.5, wobble=0)
    for offset in (-1 / 3, 1 / 3):
        for points in (
            [(x + offset * half, y - half), (x + offset * half, y + half)],
            [(x - half, y + offset * half), (x + half, y + offset * half)],
        ):
            strokes.shape(axes, points, line="#E9C884", width=1.4, closed=False, wobble=0, z=6.6)
    strokes.shape(axes, outline, line=palette.FILL["kernel"], z=7, width=5, wobble=0.6)
    _face(axes, x, y, 0.82 * half, mood, z=8)


def order_card(
    axes, left, top, width=150, *, lines=("vanilla", "chocolate"), marked=(0,), scoops="2"
):
    """Draw a paper order card: a box for each line, some marked with an X, and a number.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The canvas of a scene.
    left, top, width : float
        In CSS pixels.
    lines : sequence of str
        What can be ordered.
    marked : collection of int
        Which lines carry an X.
    scoops : str
        The handwritten number at the foot.
    """
    unit = width / 150
    height = (52 + 34 * len(lines) + 40) * unit
    strokes.box(axes, left + 4, top + 5, width, height, fill="#E7E0D2", line="none", z=4)
    strokes.box(axes, left, top, width, height, fill=palette.WHITE, z=4.5)
    strokes.words(axes, "order", left + width / 2, top + 24 * unit, size=22 * unit)
    rule_y = top + 40 * unit
    strokes.line(
        axes, [(left + 14 * unit, rule_y), (left + width - 14 * unit, rule_y)], width=1.4, z=5
    )
    for number, text in enumerate(lines):
        y = top + (62 + 34 * number) * unit
        box_left, side = left + 16 * unit, 20 * unit
        strokes.box(axes, box_left, y - side / 2, side, side, line_width=1.8, z=5)
        strokes.words(axes, text, box_left + 32 * unit, y, size=20 * unit, align="left")
        if number in marked:
            for slope in (-1, 1):
                reach = 0.62 * side
                middle = box_left + side / 2
                strokes.shape(
                    axes,
                    [(middle - reach, y - slope * reach), (middle + reach, y + slope * reach)],
                    line=palette.FILL["input"],
                    width=3.2 * unit,
                    closed=False,
                    z=6,
                )
    y = top + height - 26 * unit
    strokes.words(axes, "scoops:", left + 16 * unit, y, size=20 * unit, align="left", role="muted")
    strokes.words(axes, scoops, left + 102 * unit, y, size=32 * unit, role="input")
