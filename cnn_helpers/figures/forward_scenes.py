"""Pictures of notebook 08: parts that become a network, what each sees, and what each costs."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import largest_size
from cnn_helpers.figures.style import handwriting
from cnn_helpers.validation import check_array

__all__ = ["cost_bars", "marks_and_answers", "parts_in_a_row", "what_cells_see"]


def parts_in_a_row(picture, parts):
    """Draw the opening scene: a mark, the parts that have been built, and the answer.

    Parameters
    ----------
    picture : array_like, shape (5, 5)
        The mark; 0 is paper, 1 is ink.
    parts : sequence of (str, str)
        Name of a part and of what it gives, five at most.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = parts_in_a_row(np.eye(5), [("filter", "maps"), ("ReLU", "maps")])
    """
    scene = Scene(
        470,
        title="All the parts are on the table",
        subtitle="One after another they make a machine that reads a box.",
    )
    whole = scene.cells(picture, 34, 128, 22, numbers=False, label="an X?")
    width, gap = 102, 18
    left = whole.right + 34
    for number, (name, gives) in enumerate(parts):
        x = left + number * (width + gap)
        role = ("kernel", "output", "output", "input", "kernel")[number % 5]
        scene.panel(x, 136, width, 92, role=role, outline=True)
        scene.words(name, x + width / 2, 166, size="label", role=role)
        scene.words(gives, x + width / 2, 200, size="small")
        before = whole.right if number == 0 else x - gap
        scene.arrow((before + 4, 182), (x - 4, 182))
    end = left + len(parts) * (width + gap)
    scene.arrow((end - gap + 4, 182), (end + 4, 182))
    scene.words("82 %", end + 40, 182, size="shout", role="gradient")
    scene.ice_cream(
        96, 386, 116, mood="proud", says="Today I follow every number!", bubble_at=(290, 392)
    )
    scene.lens(768, 384, 96)
    scene.bubble("All 38 of them?", 620, 390, (728, 386))
    return scene.figure


def what_cells_see(picture, stages, *, title, subtitle=None):
    """Draw the picture once a stage, with the part that one chosen cell of the stage depends on.

    Parameters
    ----------
    picture : array_like, shape (H, W)
        The input; 0 is paper, 1 is ink.
    stages : sequence of (str, int, int, int, int)
        Words, and first row, first column, height and width of the part; up to four.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = what_cells_see(np.eye(6), [("one map cell", 1, 1, 3, 3)], title="It sees")
    """
    picture = check_array(picture, "picture", axes=("H", "W"))
    top = 116 if subtitle else 86
    step = 792 / len(stages)
    side = min(190, step - 26)
    scene = Scene(top + side + 92, title=title, subtitle=subtitle)
    for number, (words, row, column, height, width) in enumerate(stages):
        left = 34 + step * (number + 0.5) - side / 2
        block = scene.picture(picture, left, top, side, look="ink")
        scene.window(block, row, column, height, width, role="gradient", line_width=4)
        scene.words(words, block.center[0], block.bottom + 26, size="label", role="gradient")
        scene.words(f"{height} × {width} pixels", block.center[0], block.bottom + 54, size="small")
    return scene.figure


def cost_bars(names, parameters, multiply_adds, *, title, subtitle=None, total=True):
    """Draw where a network's parameters and its work are, layer by layer, as shares.

    Parameters
    ----------
    names : sequence of str
        The layers.
    parameters, multiply_adds : array_like, shape (L,)
        For each layer.
    title, subtitle : str
        The words above.
    total : bool
        Whether to write the sums below: not for networks beside each other.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = cost_bars(["a", "b"], [10, 30], [300, 20], title="Where it goes")
    """
    columns = [
        ("parameters", np.asarray(parameters), "kernel"),
        ("multiply-adds", np.asarray(multiply_adds), "input"),
    ]
    top, pitch = (136 if subtitle else 106), 46
    scene = Scene(top + pitch * len(names) + 16 + 40 * total, title=title, subtitle=subtitle)
    for number, (heading, values, role) in enumerate(columns):
        left = 190 + number * 330
        scene.words(heading, left + 110, top - 30, size="label", role=role)
        for line, value in enumerate(values):
            y = top + pitch * line
            length = 200 * value / values.max()
            scene.axes.barh(
                y + 16, length, height=26, left=left, color=palette.FILL[role], zorder=3
            )
            scene.words(f"{value:,}", left + length + 8, y + 16, size="small", align="left")
        if total:
            words, y = f"in all {values.sum():,}", top + pitch * len(names) + 14
            scene.words(words, left, y, size="label", role=role, align="left")
    for line, name in enumerate(names):
        scene.words(name, 172, top + pitch * line + 16, size="label", align="right")
    return scene.figure


def marks_and_answers(marks, pooled, probabilities, *, names, title):
    """Draw some marks, their pooled maps, and how sure the network is.

    Parameters
    ----------
    marks : dict of str to array_like, shape (5, 5)
        Name and picture; up to four.
    pooled : sequence of array_like, shape (2, 2, 2)
        The two pooled maps of each.
    probabilities : array_like, shape (M, 2)
        For each mark the probability of each class.
    names : (str, str)
        The classes.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> maps = np.zeros((1, 2, 2, 2))
    >>> figure = marks_and_answers({"O": np.eye(5)}, maps, [[0.3, 0.7]], names="XY", title="Marks")
    """
    probabilities = check_array(probabilities, "probabilities", axes=("marks", 2))
    top, pitch = 96, 148
    scene = Scene(top + pitch * len(marks), title=title)
    limit = max(1, largest_size(np.asarray(pooled)))
    for line, (name, mark) in enumerate(marks.items()):
        y = top + pitch * line
        paper = scene.cells(mark, 92, y, 22, numbers=False)
        middle = paper.center[1]
        scene.words(name, 60, middle, size="subtitle", role="input")
        for number, pooled_map in enumerate(pooled[line]):
            block = scene.cells(
                pooled_map, 306 + number * 116, middle - 44, 44, role="output", limit=limit
            )
        scene.arrow((paper.right + 14, middle), (292, middle))
        scene.arrow((block.right + 14, middle), (578, middle))
        for row, (class_name, share) in enumerate(zip(names, probabilities[line], strict=True)):
            bar_y = middle - 20 + 40 * row
            role = "output" if row == 0 else "input"
            scene.words(class_name, 654, bar_y, size="label", align="right", role=role)
            scene.axes.barh(bar_y, 110 * share, height=22, left=664, color=palette.FILL[role])
            scene.axes.text(
                664 + 110 * share + 8, bar_y, f"{share:.0%}", va="center",
                fontproperties=handwriting(21), color=palette.INK,
            )  # fmt: skip
    return scene.figure
