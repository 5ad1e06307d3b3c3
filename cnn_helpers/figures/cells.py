"""Arrays as cells: crisp squares, upright numbers, a hand-drawn frame in the role's colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PolyCollection

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.shading import common_decimals, format_number, shade
from cnn_helpers.figures.style import digits
from cnn_helpers.validation import check_array

__all__ = ["Block", "draw_cells", "draw_picture", "draw_window", "number_colors"]


@dataclass(frozen=True)
class Block:
    """Where an array stands in a scene; arrows and windows hold on to it.

    Attributes
    ----------
    left, top : float
        Corner in CSS pixels.
    rows, columns : int
        Size of the array.
    cell : float
        Side of one cell in CSS pixels.

    Examples
    --------
    >>> block = Block(left=100, top=50, rows=3, columns=3, cell=40)
    >>> block.right, block.bottom, block.center
    (220, 170, (160.0, 110.0))
    >>> block.at(2, 0)
    (120.0, 150.0)
    """

    left: float
    top: float
    rows: int
    columns: int
    cell: float

    @property
    def right(self):
        """The x of the right side."""
        return self.left + self.columns * self.cell

    @property
    def bottom(self):
        """The y of the lower side."""
        return self.top + self.rows * self.cell

    @property
    def width(self):
        """Width in CSS pixels."""
        return self.columns * self.cell

    @property
    def height(self):
        """Height in CSS pixels."""
        return self.rows * self.cell

    @property
    def center(self):
        """The middle, as (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def at(self, row, column):
        """Return the middle (x, y) of one cell; fractions and cells outside are allowed."""
        return self.left + (column + 0.5) * self.cell, self.top + (row + 0.5) * self.cell


def number_colors(colors):
    """Return ink or white for each background colour (N, 3), whichever reads better."""
    linear = np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    return [palette.INK if value > 0.2 else palette.WHITE for value in luminance]


def _frame(axes, block, role, width):
    strokes.box(
        axes,
        block.left,
        block.top,
        block.width,
        block.height,
        line=palette.FILL.get(role, role),
        line_width=width,
        z=5,
    )


def draw_cells(
    axes,
    array,
    left,
    top,
    cell,
    *,
    role="input",
    look=None,
    limit=None,
    numbers=None,
    decimals=None,
    hide=None,
    colors=None,
    frame=True,
):
    """Draw a small array as numbered cells and return its ``Block``.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The canvas of a scene.
    array : array_like, shape (rows, columns) or (columns,)
        The values.
    left, top, cell : float
        Corner and side of a cell in CSS pixels.
    role : {"input", "kernel", "output", "gradient"}
        Colour of the frame, and of the cells unless ``look`` says otherwise.
    look : {"ink", "photo", "plain"} or role, optional
        How values are coloured (see ``shading.shade``); "plain" leaves all cells white.
    limit : float, optional
        Size that gets the full colour; None means the array's largest.
    numbers : bool or array_like of str, optional
        Whether to write the values, or what to write instead. None writes them where they fit.
    decimals : int, optional
        Decimals of the numbers; None takes as many as needed, 2 at most.
    hide : array_like of bool, optional
        Cells that stay blank (not computed yet).
    colors : array_like, shape (rows, columns, 3), optional
        Colours of the cells, 0 to 1, instead of those that follow from the values.
    frame : bool
        Whether to draw the frame.
    """
    array = np.atleast_2d(check_array(array, "array"))
    check_array(array, "array", axes=("rows", "columns"))
    rows, columns = array.shape
    block = Block(left, top, rows, columns, cell)
    hidden = np.zeros(array.shape, bool) if hide is None else np.asarray(hide, bool)
    if numbers is None:
        numbers = cell >= 24
    labelled = not isinstance(numbers, bool) or numbers
    if colors is not None:
        colors = np.array(colors, dtype=float)
    elif look == "plain":
        colors = np.ones((*array.shape, 3))
    else:
        look = look or role
        pale = labelled and look in palette.ROLES
        colors = shade(array, look, limit=limit, strength=0.72 if pale else 1.0)
    colors[hidden] = 1.0

    row, column = np.indices(array.shape).reshape(2, -1)
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    squares = np.stack([column, row], axis=1)[:, None, :] + corners
    axes.add_collection(
        PolyCollection(
            squares * cell + (left, top),
            facecolors=colors.reshape(-1, 3),
            edgecolors=palette.RULE if cell >= 10 else "face",
            linewidths=0.8 if cell >= 10 else 0.3,
            zorder=2,
        ),
        autolim=False,
    )
    if labelled:
        _write_numbers(axes, block, array, colors, numbers, decimals, hidden)
    if frame:
        _frame(axes, block, role, min(4.2, max(2.2, cell * 0.09)))
    return block


def _write_numbers(axes, block, array, colors, numbers, decimals, hidden):
    if isinstance(numbers, bool):
        decimals = common_decimals(array) if decimals is None else decimals
        texts = ["0" if value == 0 else format_number(value, decimals) for value in array.ravel()]
    else:
        texts = [str(text) for text in np.asarray(numbers, dtype=object).ravel()]
        if len(texts) != array.size:
            raise ValueError(f"numbers must have {array.size} entries, but have {len(texts)}")
    longest = max((len(text) for text in texts), default=1)
    font = digits(min(block.cell * 0.44, 22, block.cell * 0.86 / (0.64 * longest)))
    text_colors = number_colors(colors.reshape(-1, 3))
    row, column = np.indices(array.shape).reshape(2, -1)
    for index, text in enumerate(texts):
        if text and not hidden.flat[index]:
            axes.text(
                *block.at(row[index], column[index]),
                text,
                fontproperties=font,
                color=text_colors[index],
                ha="center",
                va="center_baseline",
                zorder=4,
            )


def draw_picture(
    axes, array, left, top, width, *, look="photo", role="input", limit=None, frame=True
):
    """Draw a larger picture, pixel by pixel, without numbers, and return its ``Block``.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The canvas of a scene.
    array : array_like, shape (H, W) or (H, W, 3)
        Grey or signed values, or RGB (uint8, or floats from 0 to 1).
    left, top, width : float
        Corner and width in CSS pixels; pixels stay square.
    look : str
        See ``shading.shade``; ignored for RGB.
    role : str
        Colour of the frame.
    limit : float, optional
        Size that gets the full colour in a signed look.
    frame : bool
        Whether to draw the frame.
    """
    values = np.asarray(array)
    if values.dtype == np.uint8:
        values = values / 255
    values = check_array(values, "array")
    if values.ndim == 3 and values.shape[2] == 3:
        colors = np.clip(values, 0, 1)
    else:
        check_array(values, "array", axes="HW")
        colors = shade(values, look, limit=limit)
    rows, columns = colors.shape[:2]
    block = Block(left, top, rows, columns, width / columns)
    axes.imshow(
        colors,
        extent=(block.left, block.right, block.bottom, block.top),
        interpolation="nearest" if block.cell >= 1 else "antialiased",
        aspect="auto",
        zorder=2,
    )
    if frame:
        _frame(axes, block, role, 3)
    return block


def draw_window(axes, block, row, column, height, width, *, role="kernel", line_width=5):
    """Frame the window of ``height`` by ``width`` cells whose first cell is (row, column)."""
    strokes.box(
        axes,
        block.left + column * block.cell,
        block.top + row * block.cell,
        width * block.cell,
        height * block.cell,
        line=palette.FILL.get(role, role),
        line_width=line_width,
        z=7,
    )
