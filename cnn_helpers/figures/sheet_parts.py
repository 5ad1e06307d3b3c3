"""Parts of the cheat sheet: panels, formulas, lists of lines."""

from __future__ import annotations

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.style import digits, house

__all__ = ["LEFT", "RIGHT", "WHOLE", "Panel", "lines", "numbered", "ribbon_of_starts"]

LEFT, RIGHT, WHOLE = (26, 382), (420, 381), (26, 775)  # left edge and width of a column


class Panel:
    """A box with a heading; ``left`` and ``top`` are its corner."""

    def __init__(self, scene, column, top, height, heading, role="input"):
        self.scene, self.top = scene, top
        self.left, self.width = column
        strokes.shape(
            scene.axes,
            strokes.rounded_box(self.left, top, self.width, height, radius=9),
            fill="white",
            line=palette.FILL[role],
            width=1.8,
            z=1,
        )
        scene.words(heading, self.left + 12, top + 17, size=18, role=role, align="left")

    @house()
    def formula(self, text, y, *, left=14, size=13, align="left"):
        """Write a formula, in matplotlib's notation, ``y`` below the panel's top."""
        self.scene.axes.text(
            self.left + left,
            self.top + y,
            text,
            fontproperties=digits(size),
            color=palette.INK,
            ha=align,
            va="center",
            zorder=9,
        )


def numbered(scene, array, left, top, cell=23, *, role="output", **how):
    """Draw cells with their numbers: 23 pixels hold two signs of 7 points."""
    return scene.cells(array, left, top, cell, role=role, **{"numbers": True, **how})


def lines(scene, texts, x, y, *, step=18, size=15, role="ink"):
    """Write lines of words below one another; an empty one leaves half a line free."""
    for text in texts:
        if text:
            scene.words(text, x, y, size=size, role=role, align="left")
        y += step if text else step / 2
    return y


def ribbon_of_starts(scene, row, starts, left, top, *, cell=25, size=3):
    """Draw a row of pixels, and a bar under it for each place where a window stops."""
    block = scene.ribbon(row, left, top, cell, look="input")
    for number, start in enumerate(starts):
        y = block.bottom + 9 + 8 * number
        ends = (left + start * cell + 3, y), (left + (start + size) * cell - 3, y)
        scene.line(ends, role="kernel", width=3)
