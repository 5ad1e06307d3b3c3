"""Pictures of the maths refresher: dot products, exp and ln, slopes, chains of steps."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number
from cnn_helpers.figures.style import handwriting, ticks_inside

__all__ = [
    "chain_of_steps",
    "dot_product_rows",
    "meeting_paths",
    "mirrored_curves",
    "slopes_of_a_curve",
]


def dot_product_rows(first, second, products, total, *, title):
    """Draw two vectors, their products below, and the sum.

    Parameters
    ----------
    first, second, products : array_like, shape (N,)
    total : float
        The sum of the products.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = dot_product_rows([1, 2], [3, -1], [3, -2], 1, title="A dot product")
    """
    scene = Scene(360, title=title)
    rows = []
    for line, (values, role, words) in enumerate(
        ((first, "input", "a"), (second, "kernel", "b"), (products, "gradient", "a · b"))
    ):
        top = 84 + 84 * line
        block = scene.ribbon(values, 150, top, 54, role=role)
        scene.words(words, 120, block.center[1], size="label", role=role, align="right")
        rows.append(block)
    decimals = common_decimals([total])
    last = rows[-1]
    scene.arrow((last.right + 14, last.center[1]), (last.right + 104, last.center[1]), text="add")
    scene.words(
        format_number(total, decimals), last.right + 136, last.center[1], size="title",
        role="output",
    )  # fmt: skip
    return scene.figure


def _axes(scene, left, top, width, height, xlabel, ylabel):
    axes = scene.plot(left, top, width, height)
    axes.set_xlabel(xlabel, fontsize=16)
    axes.set_ylabel(ylabel, fontsize=16)
    axes.tick_params(labelsize=14)
    return axes


def mirrored_curves(curve, mirrored, *, names, title, marks=()):
    """Draw a curve and its mirror image, on axes of one scale with the mirror between them.

    Parameters
    ----------
    curve, mirrored : array_like, shape (M, 2)
        Points (x, y) of each.
    names : (str, str)
        What they are.
    title : str
        The words above.
    marks : sequence of (float, float, str)
        Place and words.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> x = np.linspace(-2, 1, 9)
    >>> points = np.column_stack([x, np.exp(x)])
    >>> figure = mirrored_curves(points, points[:, ::-1], names=("exp", "ln"), title="A mirror")
    """
    scene = Scene(520, title=title)
    axes = _axes(scene, 84, 78, 380, 380, "x", "")
    low, high = -3.0, 5.0
    axes.plot([low, high], [low, high], ":", color=palette.INK, linewidth=2, label="the mirror")
    looks = (("input", "-"), ("kernel", "--"))
    for points, name, (role, line) in zip((curve, mirrored), names, looks, strict=True):
        x, y = np.asarray(points).T
        axes.plot(x, y, line, color=palette.FILL[role], linewidth=3.2, label=name)
    for x, y, words in marks:
        axes.plot([x], [y], "o", color=palette.INK, markersize=8, zorder=5)
        beside = {"xytext": (-9, 9), "ha": "right"} if x <= 0 else {"xytext": (10, -22)}
        axes.annotate(
            words, (x, y), **beside, textcoords="offset points",
            fontproperties=handwriting(20), color=palette.INK,
        )  # fmt: skip
    axes.set(xlim=(low, high), ylim=(low, high))
    axes.legend(loc="center left", bbox_to_anchor=(1.06, 0.5), prop=handwriting(22), frameon=False)
    ticks_inside(axes)
    return scene.figure


def slopes_of_a_curve(x, y, places, *, title):
    """Draw a curve with its slope at some places.

    Parameters
    ----------
    x, y : array_like, shape (M,)
    places : sequence of (float, float, float)
        Place, height and slope.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> x = np.linspace(-2, 2, 9)
    >>> figure = slopes_of_a_curve(x, x**2, [(1.0, 1.0, 2.0)], title="Slopes")
    """
    scene = Scene(430, title=title)
    axes = _axes(scene, 84, 78, 700, 286, "x", "y")
    axes.plot(x, y, color=palette.FILL["input"], linewidth=3)
    reach = 0.14 * (np.max(x) - np.min(x))
    for place, height, slope in places:
        ends = np.array([-reach, reach])
        axes.plot(place + ends, height + slope * ends, color=palette.FILL["gradient"], linewidth=3)
        axes.plot([place], [height], "o", color=palette.INK, markersize=9, zorder=5)
        words = f"slope {format_number(slope, common_decimals([slope]))}"
        below = slope > 0  # words beside a falling line stand above it
        axes.annotate(
            words, (place, height), xytext=(14, -20 if below else 12), textcoords="offset points",
            fontproperties=handwriting(21), color=palette.TEXT_ON_LIGHT["gradient"],
        )  # fmt: skip
    ticks_inside(axes)
    return scene.figure


def chain_of_steps(names, values, slopes, *, title, subtitle=None):
    """Draw steps in a row with their values, and the slope of each step below its arrow.

    Parameters
    ----------
    names : sequence of str
        What each value is, from the input on.
    values : sequence of float
        One number each.
    slopes : sequence of float
        How fast each value grows with the one before it; one fewer.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = chain_of_steps(["x", "2x"], [3, 6], [2], title="A chain")
    """
    top = 150 if subtitle else 120
    scene = Scene(top + 150, title=title, subtitle=subtitle)
    step = 720 / max(1, len(names) - 1)
    places = [70 + step * number for number in range(len(names))]
    for number, (x, name, value) in enumerate(zip(places, names, values, strict=True)):
        role = "input" if number == 0 else "output" if number == len(names) - 1 else "kernel"
        scene.node(x, top + 26, 38, format_number(value, common_decimals([value])), role=role)
        scene.words(name, x, top - 34, size="label", role=role)
    for start, end, slope in zip(places[:-1], places[1:], slopes, strict=True):
        scene.arrow((start + 46, top + 26), (end - 46, top + 26))
        words = f"× {format_number(slope, common_decimals([slope]))}"
        scene.words(words, (start + end) / 2, top + 58, size="label", role="gradient")
    words = " × ".join(format_number(slope, common_decimals([slope])) for slope in slopes)
    product = float(np.prod(slopes))
    words = f"all together: {words} = {format_number(product, common_decimals([product]))}"
    scene.words(words, 430, top + 116, size="body", role="gradient")
    return scene.figure


def meeting_paths(start, paths, end, *, title):
    """Draw one number that goes several ways and comes together again, with all slopes.

    Parameters
    ----------
    start, end : (str, float)
        Name and value of what goes in, and of the sum that comes out.
    paths : sequence of (str, float, float)
        Name and value of each way, and its slope by the start; its slope into the sum is 1.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> paths = [("x²", 4, 4), ("3x", 6, 3)]
    >>> figure = meeting_paths(("x", 2), paths, ("x² + 3x", 10), title="Two ways")
    """

    def told(number):
        return format_number(number, common_decimals([number]))

    pitch = 130
    scene = Scene(110 + pitch * len(paths) + 40, title=title)
    middle = 118 + pitch * (len(paths) - 1) / 2
    for x, (name, value), role in ((120, start, "input"), (700, end, "output")):
        scene.node(x, middle, 38, told(value), role=role)
        scene.words(name, x, middle - 58, size="label", role=role)
    for number, (name, value, slope) in enumerate(paths):
        y = 118 + pitch * number
        scene.node(410, y, 38, told(value), role="kernel")
        scene.words(name, 410, y + 56, size="label", role="kernel")
        lift = 0.24 * (y - middle)
        scene.arrow((164, middle + lift), (362, y - lift))
        scene.arrow((458, y - lift), (656, middle + lift))
        side = -24 if y < middle else 26
        for x, factor in ((262, slope), (558, 1)):
            words = f"× {told(factor)}"
            scene.words(words, x, (middle + y) / 2 + side, size="label", role="gradient")
    total = " + ".join(f"{told(slope)} · 1" for _, _, slope in paths)
    words = f"both ways together: {total} = {told(sum(slope for *_, slope in paths))}"
    scene.words(words, 430, scene.height - 30, size="body", role="gradient")
    return scene.figure
