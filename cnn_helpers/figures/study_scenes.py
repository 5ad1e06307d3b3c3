"""Pictures of notebook 11's study: rows compared, shuffled pixels, two kernels that are one."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import largest_size
from cnn_helpers.figures.style import digits, handwriting, house, ticks_inside
from cnn_helpers.validation import check_array

__all__ = ["compared_rows", "kernels_collapse", "shuffled_pixels"]

_COLUMNS = (("parameters", 322), ("multiply-adds", 442), ("ms a step", 522))
_PITCH = 50


@house()
def compared_rows(rows, *, title, subtitle=None, limits, costs=True, also=None, heap="test digits"):
    """Draw what networks cost, and how often they are right: a dot for each seed.

    Parameters
    ----------
    rows : sequence of dict
        ``name``, ``parameters``, ``multiply_adds``, ``milliseconds`` and ``accuracies``, an array
        (seeds,) of shares from 0 to 1. The first row is what the others are compared with: a
        dashed line marks its mean.
    title, subtitle : str
        The words above.
    limits : (float, float)
        Ends of the scale in percent. Who lies below has an arrow and a number in place of dots.
    costs : bool
        Whether to write parameters, multiply-adds and milliseconds.
    also : (str, float), optional
        A name and a share from 0 to 1: a diamond in the first row, for example a longer training.
    heap : str
        What the accuracies were measured with.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> row = {"name": "CNN", "parameters": 9, "multiply_adds": 99, "milliseconds": 1.5}
    >>> figure = compared_rows([row | {"accuracies": [0.97, 0.98]}], title="One", limits=(95, 100))
    """
    top = 160 if subtitle else 124
    height = _PITCH * len(rows)
    scene = Scene(top + height + 70, title=title, subtitle=subtitle)
    left = 552 if costs else 330
    axes = scene.plot(left, top, 722 - left, height, xlim=limits, ylim=(len(rows) - 0.5, -0.5))
    axes.set_yticks([])
    axes.set_facecolor("none")
    ticks_inside(axes)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel(f"right, % of the {heap}", font_properties=handwriting(18))
    for name, right in _COLUMNS if costs else ():
        scene.words(name, right, top - 22, size="small", role="muted", align="right")
    scene.words("mean ± spread", 828, top - 22, size="small", role="output", align="right")
    means = [100 * float(np.mean(row["accuracies"])) for row in rows]
    axes.axvline(means[0], color=palette.FILL["output"], linestyle="--", linewidth=1.6, zorder=1)
    for at, (row, mean) in enumerate(zip(rows, means, strict=True)):
        scene.words(row["name"], 34, top + _PITCH * (at + 0.5), size="label", align="left")
        if costs:
            _costs(scene, row, top + _PITCH * (at + 0.5))
        shares = 100 * check_array(row["accuracies"], "accuracies", axes=("seeds",))
        spread = float(np.std(shares, ddof=1)) if len(shares) > 1 else 0.0
        words = f"{mean:.1f} ± {spread:.1f}"
        scene.words(
            words, 828, top + _PITCH * (at + 0.5), size="label", role="output", align="right"
        )
        if mean < limits[0]:
            _arrow_out(axes, at)
            continue
        nudge = np.linspace(-0.16, 0.16, len(shares)) if len(shares) > 1 else [0]
        axes.plot(shares, at + np.array(nudge), "o", color=palette.FILL["output"], alpha=0.75)
        axes.plot([mean, mean], [at - 0.32, at + 0.32], color=palette.INK, linewidth=2.4)
    for at in range(1, len(rows)):
        y = top + _PITCH * at
        scene.axes.plot([34, 828], [y, y], color=palette.RULE, linewidth=0.8, zorder=0)
    _legend(scene, top + height + 34, also)
    if also:
        axes.plot([100 * also[1]], [0], "D", color=palette.FILL["gradient"], markersize=8, zorder=6)
    return scene.figure


def _costs(scene, row, y):
    cost = f"{row['parameters']:,}", f"{row['multiply_adds']:,}", f"{row['milliseconds']:.1f}"
    for words, (_, right) in zip(cost, _COLUMNS, strict=True):
        text = scene.words(words, right, y, size=14, align="right")
        text.set_font_properties(digits(14))


def _arrow_out(axes, at):
    """Point out of the plot: what belongs here lies further left."""
    low, high = axes.get_xlim()
    look = {"arrowstyle": "-|>", "color": palette.FILL["output"], "linewidth": 2.4}
    axes.annotate("", (low, at), xytext=(low + 0.3 * (high - low), at), arrowprops=look)


def _legend(scene, y, also):
    """Say what the marks mean, in the free corner at the left of the scale."""
    parts = [("o", "output", "one seed"), ("|", "ink", "their mean")]
    if also:
        parts.append(("D", "gradient", also[0]))
    x = 40
    for marker, role, words in parts:
        look = {"color": palette.FILL[role], "markersize": 8, "markeredgewidth": 2.4}
        scene.axes.plot([x], [y], marker, **look)
        text = scene.words(words, x + 14, y, size="small", role=role, align="left")
        box = text.get_window_extent().transformed(scene.axes.transData.inverted())
        x = box.x1 + 34


def shuffled_pixels(digit, shuffled):
    """Draw a digit, the same digit with its pixels shuffled, and what a filter sees of each.

    Parameters
    ----------
    digit, shuffled : array_like, shape (H, W)
        Before and after.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = shuffled_pixels(np.eye(28), np.roll(np.eye(28), 5, axis=1))
    """
    scene = Scene(356, title="The same numbers at other places")
    left = scene.picture(digit, 40, 86, 216, look="ink", label="a 3")
    right = scene.picture(shuffled, 400, 86, 216, look="ink", label="the same 3, shuffled")
    scene.arrow((left.right + 18, 190), (right.left - 18, 190))
    for line, words in enumerate(("the same", f"{np.size(digit)} numbers,", "other places")):
        scene.words(words, 328, 106 + 26 * line, size="small")
    for block in (left, right):
        scene.window(block, 11, 14, 5, 5, line_width=3.4)
    scene.lens(738, 136, 92, mood="puzzled")
    scene.bubble("My window is here.\nWho are\nmy neighbours now?", 738, 274, (732, 186))
    return scene.figure


def kernels_collapse(first, second, both, gap):
    """Draw two kernels, the one that does the work of both, and where zero padding spoils it.

    Parameters
    ----------
    first, second : array_like, shape (3, 3)
        Kernels of two convolutions in a row.
    both : array_like, shape (5, 5)
        The one kernel that they collapse into.
    gap : array_like, shape (H, W)
        How far two convolutions with zero padding lie from the one, at each place.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = kernels_collapse(np.eye(3), np.eye(3), np.eye(5), np.zeros((8, 8)))
    """
    gap = check_array(gap, "gap", axes=("H", "W"))
    scene = Scene(388, title="Two convolutions in a row are one")
    middle, cell = 196, 38
    blocks = [
        scene.cells(first, 40, middle - 1.5 * cell, cell, role="kernel", label="first kernel"),
        scene.cells(second, 206, middle - 1.5 * cell, cell, role="kernel", label="second"),
        scene.cells(both, 384, middle - 2.5 * cell, cell, role="kernel", label="one kernel, 5 × 5"),
    ]
    scene.words("then", (blocks[0].right + blocks[1].left) / 2, middle, size="small")
    scene.words("=", (blocks[1].right + blocks[2].left) / 2, middle, size="shout")
    side = 216
    limit = max(largest_size(gap), 1e-9)
    picture = scene.picture(
        gap, 612, middle - side / 2, side, look="gradient", role="gradient", limit=limit
    )
    scene.words(
        "with zero padding: how far apart",
        picture.center[0],
        picture.top - 22,
        size="small",
        role="gradient",
    )
    scene.words("0 inside", *picture.center, size="label")
    scene.words(
        "apart along the border", picture.center[0], picture.bottom + 28, size="label",
        role="gradient",
    )  # fmt: skip
    return scene.figure
