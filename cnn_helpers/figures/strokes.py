"""Hand-drawn strokes on a canvas: lines, arrows, boxes, circles, bubbles and words.

Every function draws on axes whose units are CSS pixels with y pointing down, as ``Scene`` makes
them. The wobble is matplotlib's own sketch filter. It starts from the same seed for each stroke, so
the same scene gives the same picture, byte for byte.
"""

from __future__ import annotations

import numpy as np
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

from cnn_helpers.figures import palette
from cnn_helpers.figures.style import SCALE, handwriting

__all__ = [
    "SIZES",
    "arrow",
    "box",
    "bubble_path",
    "circle",
    "dashed_box",
    "line",
    "rounded_box",
    "shape",
    "sketch",
    "text_color",
    "words",
]

SIZES = {"title": 35, "subtitle": 22, "label": 22, "body": 21, "small": 18, "shout": 30}
"""Heights of words in CSS pixels."""


def text_color(role):
    """Return the colour of a role's words and thin lines on paper; "#RRGGBB" passes through."""
    return palette.TEXT_ON_LIGHT.get(role, role)


def sketch(artist, wobble=1.0):
    """Give an artist a hand-drawn line and return it.

    The parameters are set by the method: as a constructor keyword matplotlib misreads the tuple.
    """
    artist.set_sketch_params(1.1 * SCALE * wobble, 60 * SCALE, 2)
    return artist


def shape(axes, points, *, fill="none", line=palette.INK, width=2.2, wobble=1.0, closed=True, z=3):
    """Draw a shape through ``points``, an array (N, 2) or a ``Path``, and return the patch.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The canvas.
    points : array_like (N, 2) or matplotlib.path.Path
        Corners, in CSS pixels.
    fill, line : str
        Colours; "none" leaves out.
    width : float
        Line width in CSS pixels.
    wobble : float
        0 is straight, 1 the house's hand.
    closed : bool
        Whether the last point joins the first.
    z : float
        Drawing order: higher lies on top.
    """
    path = points if isinstance(points, Path) else _path(np.asarray(points, float), closed)
    patch = PathPatch(
        path,
        facecolor=fill,
        edgecolor=line,
        linewidth=width * 0.72,
        zorder=z,
        joinstyle="round",
        capstyle="round",
    )
    axes.add_patch(patch)
    return sketch(patch, wobble) if wobble else patch


def _path(points, closed):
    if closed:
        points = np.vstack([points, points[:1]])
    codes = [Path.MOVETO] + [Path.LINETO] * (len(points) - 1)
    if closed:
        codes[-1] = Path.CLOSEPOLY
    return Path(points, codes)


def line(axes, points, *, role="ink", width=2.2, wobble=1.0, z=3):
    """Draw an open line through ``points`` (N, 2)."""
    return shape(axes, points, line=text_color(role), width=width, wobble=wobble, closed=False, z=z)


def box(axes, left, top, width, height, *, fill="none", line=palette.INK, line_width=2.2, z=3):
    """Draw a hand-drawn rectangle."""
    right, bottom = left + width, top + height
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return shape(axes, corners, fill=fill, line=line, width=line_width, z=z)


def dashed_box(axes, left, top, width, height, *, role="input", z=5):
    """Draw a dashed rectangle: the border of what is added around a picture."""
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    axes.plot(
        *zip(*corners, corners[0], strict=True),
        color=palette.FILL[role],
        linewidth=1.6,
        linestyle=(0, (4, 3)),
        zorder=z,
    )


def _arc(center_x, center_y, radius_x, radius_y, start, stop, count=14):
    angles = np.radians(np.linspace(start, stop, count))
    return np.column_stack(
        [center_x + radius_x * np.cos(angles), center_y + radius_y * np.sin(angles)]
    )


def rounded_box(left, top, width, height, radius=14):
    """Return the outline (N, 2) of a box with round corners, clockwise from its top left."""
    right, bottom = left + width, top + height
    return np.vstack(
        [
            _arc(left + radius, top + radius, radius, radius, 180, 270),
            _arc(right - radius, top + radius, radius, radius, 270, 360),
            _arc(right - radius, bottom - radius, radius, radius, 0, 90),
            _arc(left + radius, bottom - radius, radius, radius, 90, 180),
        ]
    )


def circle(axes, x, y, radius, *, role="gradient", width=3.4, fill="none", z=8, wobble=1.0):
    """Circle something, as with a felt pen: one and a bit turns that don't quite meet."""
    turns = np.radians(np.linspace(-105, 275, 60))
    grow = np.linspace(0.96, 1.07, 60) * radius
    points = np.column_stack([x + grow * np.cos(turns), y + grow * np.sin(turns)])
    color = palette.FILL.get(role, role)
    return shape(axes, points, fill=fill, line=color, width=width, closed=False, z=z, wobble=wobble)


def arrow(axes, start, end, *, bend=0.0, role="ink", width=2.6, z=6):
    """Draw an arrow from ``start`` to ``end``, each (x, y); ``bend`` curves it (−1 to 1)."""
    patch = FancyArrowPatch(
        start,
        end,
        connectionstyle=f"arc3,rad={-bend}",
        arrowstyle="-|>,head_length=0.45,head_width=0.24",
        mutation_scale=18,
        linewidth=width * 0.72,
        color=text_color(role),
        shrinkA=0,
        shrinkB=0,
        zorder=z,
        joinstyle="round",
        capstyle="round",
    )
    axes.add_patch(patch)
    return sketch(patch, 0.8)


def bubble_path(left, top, width, height, tail, radius=18):
    """Return the closed outline (N, 2) of a speech bubble whose tail points at ``tail``.

    The tail is at most 40 px long, so a speaker further away is pointed at, not reached.
    """
    right, bottom = left + width, top + height
    x, y = tail
    half, longest = 9, 40

    def tip(base_x, base_y):
        share = min(1.0, longest / max(np.hypot(x - base_x, y - base_y), 1e-9))
        return base_x + share * (x - base_x), base_y + share * (y - base_y)

    if left <= x <= right:
        base = min(max(x, left + radius + half), right - radius - half)
        edge = top if y < top else bottom
        opening = [(base - half, edge), tip(base, edge), (base + half, edge)]
        opening = opening if y < top else opening[::-1]
        after = 14 if y < top else 42
    else:
        base = min(max(y, top + radius + half), bottom - radius - half)
        edge = left if x < left else right
        opening = [(edge, base + half), tip(edge, base), (edge, base - half)]
        opening = opening if x < left else opening[::-1]
        after = 56 if x < left else 28
    outline = rounded_box(left, top, width, height, radius)
    return np.insert(outline, after, opening, axis=0)


def words(
    axes, text, x, y, *, size="body", role="ink", align="center", vertical="center", z=9, turn=0
):
    """Write hand-lettered words and return the ``Text``.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The canvas.
    text : str
        May hold line breaks.
    x, y : float
        Where, in CSS pixels.
    size : str or float
        A name in ``SIZES`` or a height in CSS pixels.
    role : str
        A role of the palette ("ink", "muted", "input", ...) or "#RRGGBB".
    align : {"left", "center", "right"}
        Horizontal side of the text that lies at ``x``.
    vertical : {"top", "center", "baseline", "bottom"}
        Vertical side of the text that lies at ``y``.
    z, turn : float
        Drawing order; angle in degrees.
    """
    height = SIZES.get(size, size)
    if vertical == "center" and "\n" not in text and not turn:
        # Centre by the letters' own height, so that words side by side share a baseline.
        y, vertical = y + 0.27 * height, "baseline"
    return axes.text(
        x,
        y,
        text,
        fontproperties=handwriting(height),
        color=text_color(role),
        ha=align,
        va=vertical,
        zorder=z,
        rotation=turn,
        linespacing=1.15,
        parse_math=False,
    )
