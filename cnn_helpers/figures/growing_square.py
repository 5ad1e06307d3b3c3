"""Why the slope of a square is twice its side, as two strips of paper."""

from __future__ import annotations

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number

__all__ = ["growing_square"]


def growing_square(side, nudge, *, title, subtitle=None):
    """Draw a square whose side grows a little: two strips, and a tiny corner.

    Parameters
    ----------
    side : float
        Above 0; the error, whose square is the loss of one day.
    nudge : float
        How much the side grows; drawn true to scale.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = growing_square(2, 0.25, title="A square grows")
    """

    def told(number):
        return format_number(number, common_decimals([number], most=4))

    top = 118 if subtitle else 84
    width = 236
    scale = width / side
    strip = nudge * scale
    scene = Scene(top + width + strip + 62, title=title, subtitle=subtitle)
    left, bottom = 96, top + strip + width

    def area(x, y, wide, high, role, strength="TINT"):
        strokes.box(
            scene.axes, x, y, wide, high, fill=getattr(palette, strength)[role],
            line=palette.FILL[role], line_width=2.4, z=3,
        )  # fmt: skip

    area(left, bottom - width, width, width, "input")
    area(left, top, width, strip, "gradient")
    area(left + width, bottom - width, strip, width, "gradient")
    area(left + width, top, strip, strip, "gradient", "FILL")
    scene.words("error²", left + width / 2, bottom - width / 2 - 14, size="title", role="input")
    words = f"{told(side)} · {told(side)} = {told(side**2)}"
    scene.words(words, left + width / 2, bottom - width / 2 + 26, size="label", role="input")
    scene.words(f"error {told(side)}", left + width / 2, bottom + 26, size="label", role="input")
    scene.words(
        f"nudge {told(nudge)}", left + width + strip / 2, bottom + 26, size="label", role="gradient"
    )
    x, middle = left + width + strip + 66, top + strip + width / 2
    strips, corner = 2 * side * nudge, nudge**2
    scene.words("two strips, each error · nudge:", x, middle - 78, align="left", role="gradient")
    words = f"2 · {told(side)} · {told(nudge)} = {told(strips)}"
    scene.words(words, x, middle - 46, size="label", align="left", role="gradient")
    scene.words("and a corner, nudge · nudge:", x, middle + 2, align="left")
    words = f"{told(nudge)} · {told(nudge)} = {told(corner)}"
    scene.words(words, x, middle + 34, size="label", align="left")
    scene.words("For a tiny nudge the corner is nothing:", x, middle + 82, align="left")
    scene.words(
        "the slope of error² is 2 · error.", x, middle + 112, size="label", align="left",
        role="gradient",
    )  # fmt: skip
    return scene.figure
