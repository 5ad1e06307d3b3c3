"""A scene: one sheet of paper with a title, cells, words, arrows and the cast.

Units are CSS pixels at the width of a notebook cell; x runs right and y runs down, as rows do.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import cast, cells, palette, strokes
from cnn_helpers.figures.style import WIDTH, house, new_figure

__all__ = ["Scene"]

MARGIN = 34


class Scene:
    """A sheet to draw on.

    Parameters
    ----------
    height : float
        Height in CSS pixels.
    title, subtitle : str, optional
        Lettered at the top left; content then starts at about y = 60, or 100 with a subtitle.
    width : float
        Width in CSS pixels; the default fits a notebook cell.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        What to return or show.
    axes : matplotlib.axes.Axes
        The canvas, for what the methods don't offer.

    Examples
    --------
    >>> scene = Scene(300, title="A kernel")
    >>> block = scene.cells([[1, 0], [0, -1]], 60, 90, 50, role="kernel", label="2 × 2")
    >>> arrow = scene.arrow((block.right + 10, 140), (300, 140))
    >>> scene.figure.get_size_inches().tolist()
    [8.6, 3.0]
    """

    @house()
    def __init__(self, height, *, title=None, subtitle=None, width=WIDTH):
        self.width, self.height = width, height
        self.figure = new_figure(height, width)
        self.axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        self.axes.set_axis_off()
        self.axes.set_autoscale_on(False)
        if title:
            self.words(title, MARGIN, 34, size="title", align="left")
        if subtitle:
            self.words(subtitle, MARGIN, 70, size="subtitle", role="muted", align="left")

    # Arrays ------------------------------------------------------------------------------------

    @house()
    def cells(
        self, array, left, top, cell=44, *, role="input", label=None, label_side="below", **how
    ):
        """Draw a small array as numbered cells; see ``cells.draw_cells`` for the other keywords.

        Parameters
        ----------
        array : array_like, shape (rows, columns) or (columns,)
            The values.
        left, top, cell : float
            Corner and side of one cell in CSS pixels.
        role : {"input", "kernel", "output", "gradient"}
            Colour of frame, cells and label.
        label : str, optional
            Words beside the block.
        label_side : {"below", "above"}
            Where they stand.
        **how
            look, limit, numbers, decimals, hide, frame.

        Returns
        -------
        Block
            With left, top, right, bottom, width, height, center, at(row, column).
        """
        block = cells.draw_cells(self.axes, array, left, top, cell, role=role, **how)
        self._label(block, label, label_side, role)
        return block

    @house()
    def picture(
        self, array, left, top, width, *, role="input", label=None, label_side="below", **how
    ):
        """Draw a picture pixel by pixel, without numbers; see ``cells.draw_picture``.

        Parameters
        ----------
        array : array_like, shape (H, W) or (H, W, 3)
            Grey, signed or RGB.
        left, top, width : float
            Corner and width in CSS pixels.
        role, label, label_side
            As for ``cells``.
        **how
            look ("photo", "ink" or a role), limit, frame.

        Returns
        -------
        Block
        """
        block = cells.draw_picture(self.axes, array, left, top, width, role=role, **how)
        self._label(block, label, label_side, role)
        return block

    def ribbon(self, values, left, top, cell=36, *, role="input", label=None, **how):
        """Draw a vector (N,) as one row of cells, for example a flattened image."""
        return self.cells(
            np.reshape(values, (1, -1)), left, top, cell, role=role, label=label, **how
        )

    @house()
    def window(self, block, row, column, height, width, *, role="kernel", line_width=5):
        """Frame ``height`` by ``width`` cells of a block, from (row, column) on."""
        cells.draw_window(
            self.axes, block, row, column, height, width, role=role, line_width=line_width
        )

    @house()
    def circle_cell(self, block, row, column, *, role="gradient"):
        """Circle one cell with a felt pen."""
        strokes.circle(self.axes, *block.at(row, column), block.cell * 0.55, role=role)

    def _label(self, block, label, side, role):
        if not label:
            return
        y = block.bottom + 32 if side == "below" else block.top - 14
        self.words(label, block.center[0], y, size="label", role=role, vertical="baseline")

    # Words and strokes -------------------------------------------------------------------------

    @house()
    def words(self, text, x, y, **how):
        """Write words; keywords as ``strokes.words``: size, role, align, vertical, turn."""
        return strokes.words(self.axes, text, x, y, **how)

    def caption(self, text):
        """Write the closing line at the foot of the sheet."""
        return self.words(text, self.width / 2, self.height - 24, size="body", role="muted")

    @house()
    def arrow(self, start, end, *, text=None, bend=0.0, role="ink", side="above"):
        """Draw an arrow from (x, y) to (x, y), with words over or under its middle."""
        strokes.arrow(self.axes, start, end, bend=bend, role=role)
        if text:
            x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
            # A bent arrow bulges by half the chord times the bend, to the left of its direction.
            y -= bend * (end[0] - start[0]) / 2
            y, vertical = (y - 9, "bottom") if side == "above" else (y + 9, "top")
            self.words(text, x, y, size="small", role=role, vertical=vertical)

    @house()
    def line(self, points, *, role="ink", width=2.2):
        """Draw a line through points (N, 2)."""
        strokes.line(self.axes, points, role=role, width=width)

    @house()
    def circle(self, x, y, radius, *, role="gradient"):
        """Circle a place with a felt pen."""
        strokes.circle(self.axes, x, y, radius, role=role)

    @house()
    def node(self, x, y, radius, text, *, role="ink", size="body"):
        """Draw a round node with words inside, as in a network or a computation graph."""
        turns = np.radians(np.linspace(0, 360, 48, endpoint=False))
        outline = np.column_stack([x + radius * np.cos(turns), y + radius * np.sin(turns)])
        strokes.shape(
            self.axes, outline, fill=palette.TINT[role], line=palette.FILL[role], width=2.8, z=6
        )
        return self.words(text, x, y, size=size, role=role)

    @house()
    def panel(self, left, top, width, height, *, role="kernel", outline=False):
        """Lay a pale ground in a role's tint, for what belongs together."""
        strokes.shape(
            self.axes,
            strokes.rounded_box(left, top, width, height, radius=12),
            fill=palette.TINT[role],
            line=palette.FILL[role] if outline else "none",
            wobble=1.0 if outline else 0,
            z=1,
        )

    @house()
    def bubble(self, text, x, y, tail, *, size="body", pad=16):
        """Draw a speech bubble around (x, y) that fits its text; its tail points at ``tail``."""
        written = self.words(text, x, y, size=size)
        extent = written.get_window_extent().transformed(self.axes.transData.inverted())
        width, height = abs(extent.width) + 2 * pad, abs(extent.height) + 1.4 * pad
        outline = strokes.bubble_path(x - width / 2, y - height / 2, width, height, tail)
        strokes.shape(self.axes, outline, fill=palette.WHITE, z=7)
        return written

    @house()
    def plot(self, left, top, width, height, **settings):
        """Return real matplotlib axes for data, placed in CSS pixels (ticks and labels outside).

        Parameters
        ----------
        left, top, width, height : float
            The plotting area; leave about 50 px at the left and 45 px below for labels.
        **settings
            Passed to ``Figure.add_axes``: xlabel, ylabel, xlim, ...
        """
        axes = self.figure.add_axes(
            (
                left / self.width,
                1 - (top + height) / self.height,
                width / self.width,
                height / self.height,
            ),
            **settings,
        )
        axes.tick_params(length=3, labelfontfamily="DejaVu Sans", labelsize=9.5)
        return axes

    # The cast ----------------------------------------------------------------------------------

    @house()
    def ice_cream(self, x, y, size=120, *, mood="happy", says=None, bubble_at=None):
        """Draw the ice cream; (x, y) is the middle of its scoop, ``size`` its whole height.

        Parameters
        ----------
        x, y, size : float
            In CSS pixels.
        mood : {"happy", "asks", "puzzled", "proud"}
            The look on its face.
        says : str, optional
            Words in a bubble.
        bubble_at : (float, float), optional
            The bubble's centre; None puts it to the left.
        """
        cast.ice_cream(self.axes, x, y, size, mood=mood)
        if says:
            tail_gap = 0.36 * size
            at = bubble_at or (x - tail_gap - 120, y - 6)
            side = (at[0] > x) - (at[0] < x)
            # A bubble right above or below: its tail points at cherry or cone, not past the face.
            straight = 0 if side else (-0.42 if at[1] < y else 0.64) * size
            self.bubble(says, *at, (x + side * tail_gap, y + straight))

    @house()
    def lens(self, x, y, size=110, *, mood="happy"):
        """Draw the filter's character, a magnifier with a 3 × 3 glass, centred on (x, y)."""
        cast.lens(self.axes, x, y, size, mood=mood)

    @house()
    def order_card(
        self, left, top, width=150, *, lines=("vanilla", "chocolate"), marked=(0,), scoops="2"
    ):
        """Draw a paper order card: a box a line, some marked with an X, a number of scoops."""
        cast.order_card(self.axes, left, top, width, lines=lines, marked=marked, scoops=scoops)
