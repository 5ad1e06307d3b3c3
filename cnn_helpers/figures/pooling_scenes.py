"""Pictures of notebook 07: windows and their winners, and what a small shift changes."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import PercentFormatter

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import largest_size
from cnn_helpers.figures.style import handwriting, ticks_inside
from cnn_helpers.validation import check_array

__all__ = ["lines_by_shift", "pooled_windows", "shift_rows", "two_poolings", "you_moved"]

LINE_STYLES = (
    ("gradient", ":", "s"),
    ("kernel", "--", "D"),
    ("input", "-.", "^"),
    ("output", "-", "o"),
)
"""Colour, line and marker of each series: told apart without colour, too."""


def you_moved(papers, feature_maps):
    """Draw the opening scene: a mark that moved by one pixel, and answers that moved along.

    Parameters
    ----------
    papers : array_like, shape (2, H, W)
        A mark, and the same mark moved; 0 is paper, 1 is ink.
    feature_maps : array_like, shape (2, OH, OW)
        A filter's answers to both.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = you_moved(np.ones((2, 6, 6)), np.ones((2, 4, 4)))
    """
    papers = check_array(papers, "papers", axes=("papers", "H", "W"))
    feature_maps = check_array(feature_maps, "feature_maps", axes=("maps", "OH", "OW"))
    scene = Scene(
        520,
        title="One pixel to the right. Do you still know me?",
        subtitle="Nobody puts an X into exactly the same place twice.",
    )
    limit = largest_size(feature_maps)
    names = ("on Monday", "on Tuesday")
    for number, (paper, feature_map, name) in enumerate(
        zip(papers, feature_maps, names, strict=True)
    ):
        left = 34 + number * 420
        sheet = scene.picture(paper, left, 116, 180, look="ink", label=name)
        answer = scene.picture(
            feature_map, left + 230, 132, 150, look="output", limit=limit, role="output",
            label="answers",
        )  # fmt: skip
        scene.arrow((sheet.right + 8, 206), (answer.left - 8, 206))
    scene.ice_cream(92, 424, 116, mood="asks", says="It's the same X!", bubble_at=(254, 436))
    scene.lens(774, 424, 108)
    scene.bubble("Yes. But my answers have other addresses.", 540, 436, (734, 430), size="small")
    return scene.figure


def pooled_windows(feature_map, pooled, kernel_size, stride, winners, *, title, subtitle=None):
    """Draw a map with its windows, the winning cell of each, and the pooled map.

    Parameters
    ----------
    feature_map : array_like, shape (H, W)
        What is pooled.
    pooled : array_like, shape (OH, OW)
        One number a window.
    kernel_size, stride : int
        Size and step of the windows.
    winners : sequence of (int, int)
        Row and column of the cells that win; empty for an average.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> feature_map = np.arange(16.0).reshape(4, 4)
    >>> figure = pooled_windows(feature_map, feature_map[1::2, 1::2], 2, 2, [], title="Pooling")
    """
    feature_map = check_array(feature_map, "feature_map", axes=("H", "W"))
    pooled = check_array(pooled, "pooled", axes=("OH", "OW"))
    top = 122 if subtitle else 92
    scene = Scene(top + 330, title=title, subtitle=subtitle)
    cell = min(54 if stride >= kernel_size else 78, 256 / max(feature_map.shape))
    limit = largest_size(feature_map)
    block = scene.cells(
        feature_map, 60, top, cell, role="output", limit=limit,
        label=f"the map, {feature_map.shape[0]} × {feature_map.shape[1]}",
    )  # fmt: skip
    rows, columns = pooled.shape
    small = 54
    answer = scene.cells(
        pooled, 590, block.center[1] - small * rows / 2, small, role="output", limit=limit,
        label=f"pooled, {rows} × {columns}",
    )  # fmt: skip
    apart = stride >= kernel_size
    for row in range(rows):
        for column in range(columns):
            # Windows that overlap are drawn one inside the other's lines.
            shift = 0 if apart else (3 + 6 * (row % 2 * 2 + column % 2)) / cell
            scene.window(
                block, row * stride + shift, column * stride + shift,
                kernel_size - 2 * shift, kernel_size - 2 * shift, line_width=3.2,
            )  # fmt: skip
    for row, column in winners:
        scene.circle_cell(block, row, column)
    _cross_out_leftovers(scene, block, rows, columns, kernel_size, stride)
    start, end = (block.right + 26, block.center[1]), (answer.left - 26, answer.center[1])
    scene.arrow(start, end, text=f"one number for each {kernel_size} × {kernel_size} window")
    return scene.figure


def _cross_out_leftovers(scene, block, rows, columns, kernel_size, stride):
    end_row, end_column = (rows - 1) * stride + kernel_size, (columns - 1) * stride + kernel_size
    inset = block.cell * 0.18
    for row in range(block.rows):
        for column in range(block.columns):
            if row < end_row and column < end_column:
                continue
            x, y = block.at(row, column)
            reach = block.cell / 2 - inset
            for slope in (1, -1):
                points = [(x - reach, y - slope * reach), (x + reach, y + slope * reach)]
                scene.line(points, role="gradient", width=1.8)


def two_poolings(feature_map, largest, mean, *, title, subtitle=None):
    """Draw one map, the largest of each window, and the mean of each window.

    Parameters
    ----------
    feature_map : array_like, shape (H, W)
        What is pooled.
    largest, mean : array_like, shape (OH, OW)
        The two results.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = two_poolings(np.eye(4), np.ones((2, 2)), np.ones((2, 2)) / 2, title="Two")
    """
    feature_map = check_array(feature_map, "feature_map", axes=("H", "W"))
    top = 118 if subtitle else 88
    scene = Scene(top + 310, title=title, subtitle=subtitle)
    limit = largest_size(feature_map)
    cell = min(58, 236 / max(feature_map.shape))
    block = scene.cells(feature_map, 46, top, cell, role="output", limit=limit, label="the map")
    for number, (pooled, name) in enumerate(((largest, "the largest"), (mean, "the mean"))):
        rows = len(pooled)
        side = min(62, 150 / rows)
        left = 390 + number * 250
        answer = scene.cells(
            pooled, left, block.center[1] - side * rows / 2, side, role="output", limit=limit,
            label=name,
        )  # fmt: skip
        if number == 0:
            scene.arrow((block.right + 18, block.center[1]), (answer.left - 18, block.center[1]))
        else:
            scene.words("or", left - 62, block.center[1], size="subtitle", role="muted")
    return scene.figure


def shift_rows(rows, columns, *, title, subtitle=None):
    """Draw a table of pictures: one line for each shift, one column for each stage.

    Parameters
    ----------
    rows : dict of str to sequence of array_like, shape (H, W)
        Name of the shift, and its pictures from left to right; the first is ink, the others are
        feature maps.
    columns : sequence of str
        Names of the stages.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = shift_rows({"none": [np.eye(4), np.eye(2)]}, ["paper", "map"], title="Shift")
    """
    top, pitch = (142 if subtitle else 112), 178
    scene = Scene(top + pitch * len(rows), title=title, subtitle=subtitle)
    width = 690 / len(columns)
    side = min(146, width - 44)
    limits = [largest_size(np.stack(stage)) for stage in zip(*rows.values(), strict=True)]
    for number, name in enumerate(columns):
        role = "input" if number == 0 else "output"
        scene.words(name, 150 + width * (number + 0.5), top - 18, size="label", role=role)
    for line, (name, pictures) in enumerate(rows.items()):
        y = top + pitch * line
        for part, words in enumerate(name.split("\n")):
            scene.words(words, 34, y + side / 2 + 24 * part, size="label", align="left")
        for number, picture in enumerate(pictures):
            left = 150 + width * (number + 0.5) - side / 2
            look, role = ("ink", "input") if number == 0 else ("output", "output")
            limit = None if number == 0 else limits[number]
            block = scene.picture(picture, left, y, side, look=look, role=role, limit=limit)
            if number:
                middle = block.center[1]
                scene.arrow((block.left - (width - side) + 4, middle), (block.left - 5, middle))
    return scene.figure


def lines_by_shift(series, *, title, ylabel, subtitle=None, guess=None, percent=True):
    """Draw one line for each setting against how far marks were moved, each run as a point.

    Parameters
    ----------
    series : dict of str to array_like, shape (S, D)
        Name and values: S runs, distances 0, 1, 2, ...; up to four.
    title, ylabel, subtitle : str
        The words.
    guess : float, optional
        Height of a dashed line for guessing.
    percent : bool
        Whether values are shares.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = lines_by_shift({"one": np.ones((2, 4))}, title="Moved", ylabel="read correctly")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 392, title=title, subtitle=subtitle)
    distances = max(np.shape(values)[1] for values in series.values())
    axes = scene.plot(112, top, 452, 310, xlim=(-0.15, distances - 0.85))
    for (name, values), (role, line, marker) in zip(series.items(), LINE_STYLES, strict=False):
        values = check_array(values, "series", axes=("S", "D"))
        color = palette.FILL[role]
        positions = np.arange(values.shape[1])
        axes.plot(positions, values.mean(axis=0), line, color=color, linewidth=3, label=name)
        across = np.broadcast_to(positions, values.shape)
        axes.plot(across, values, marker, color=color, markersize=6, alpha=0.55)
    if guess is not None:
        axes.axhline(guess, color=palette.FILL["muted"], linewidth=1.4, linestyle=(0, (2, 3)))
        axes.text(
            distances - 0.87, guess + 0.015, "guessing", ha="right", color=palette.MUTED,
            fontproperties=handwriting(18),
        )  # fmt: skip
    if percent:
        axes.set_ylim(-0.03, 1.06)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    else:
        axes.set_ylim(0, axes.get_ylim()[1])
        ticks_inside(axes)
    axes.set_xticks(range(distances))
    axes.set_xlabel("pixels moved", fontsize=16)
    axes.set_ylabel(ylabel, fontsize=16)
    axes.tick_params(labelsize=14)
    axes.legend(
        loc="center left", bbox_to_anchor=(1.02, 0.5), prop=handwriting(21), frameon=False,
        handlelength=2.6, labelspacing=0.9,
    )  # fmt: skip
    return scene.figure
