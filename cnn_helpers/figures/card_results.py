"""Results of notebook 13: other hands, asking a human, a week's revenue, a model card."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import PercentFormatter

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.style import handwriting, ticks_inside
from cnn_helpers.validation import check_array

__all__ = ["accuracy_bars", "asked_against_wrong", "model_card", "week_of_revenue"]

_ROLES = ("input", "kernel", "output")
_HATCHES = (None, "///", "...")


def accuracy_bars(groups, *, title, subtitle=None, low=0.0):
    """Draw accuracies as bars in groups, each with its number.

    Parameters
    ----------
    groups : dict of str to dict of str to float
        Name of a group (it may hold a line break) -> name of a bar -> accuracy, 0 to 1; every group
        has the same bars, three at most.
    title, subtitle : str
        The words above.
    low : float
        Where the axis begins, said in words if it isn't 0.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> groups = {"clean": {"before": 0.99, "after": 1.0}, "cards": {"before": 0.8, "after": 0.9}}
    >>> figure = accuracy_bars(groups, title="The gap")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 340, title=title, subtitle=subtitle)
    axes = scene.plot(84, top, 560, 264, xlim=(-0.6, len(groups) - 0.4), ylim=(low, 1.0))
    names = list(next(iter(groups.values())))
    width = 0.76 / len(names)
    for number, name in enumerate(names):
        at = np.arange(len(groups)) + (number - (len(names) - 1) / 2) * width
        values = np.array([group[name] for group in groups.values()])
        axes.bar(
            at, values - low, width * 0.92, bottom=low, color=palette.FILL[_ROLES[number]],
            hatch=_HATCHES[number], edgecolor=palette.WHITE, linewidth=0, label=name,
        )  # fmt: skip
        for x, value in zip(at, values, strict=True):
            axes.text(
                x, value + 0.012 * (1 - low), f"{100 * value:.1f} %", ha="center", va="bottom",
                fontsize=11, fontfamily="DejaVu Sans", clip_on=False,
            )  # fmt: skip
    axes.set_xticks(range(len(groups)), list(groups), fontproperties=handwriting(21))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.tick_params(axis="y", labelsize=13)
    axes.tick_params(axis="x", length=0, pad=8)
    axes.grid(visible=False, axis="x")
    if low:
        scene.words(f"the axis begins at {100 * low:.0f} %", 836, top + 250, size="small",
                    role="muted", align="right")  # fmt: skip
    axes.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), prop=handwriting(21), frameon=False,
                handlelength=1.4, labelspacing=0.8)  # fmt: skip
    return scene.figure


def asked_against_wrong(shares, wrong, *, chosen, title, subtitle=None, note=""):
    """Draw how many cards a human is asked about against how many of the others are wrong.

    Parameters
    ----------
    shares, wrong : array_like, shape (T,)
        For each threshold, rising: share of cards asked about; share of all cards that is read
        wrongly and not asked about.
    chosen : int
        The threshold that was taken.
    title, subtitle : str
        The words above.
    note : str
        Words at the chosen point.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = asked_against_wrong([0, 0.2, 1], [0.1, 0.02, 0], chosen=1, title="Ask?")
    """
    shares = check_array(shares, "shares", axes=("T",))
    wrong = check_array(wrong, "wrong", axes=("T",))
    top = 108 if subtitle else 78
    scene = Scene(top + 380, title=title, subtitle=subtitle)
    highest = max(0.02, 1.15 * wrong.max())
    axes = scene.plot(104, top, 640, 300, xlim=(-0.02, 1.02), ylim=(-0.04 * highest, highest))
    axes.step(shares, wrong, where="post", color=palette.FILL["gradient"], linewidth=3)
    x, y = shares[chosen], wrong[chosen]
    axes.plot([x], [y], "o", color=palette.FILL["output"], markersize=13, zorder=5)
    axes.annotate(
        note, (x, y), (x + 0.08, y + 0.42 * highest), fontproperties=handwriting(21),
        color=palette.TEXT_ON_LIGHT["output"],
        arrowprops={"arrowstyle": "->", "color": palette.TEXT_ON_LIGHT["output"], "lw": 1.6},
    )  # fmt: skip
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0 if axis is axes.xaxis else 1))
    ticks_inside(axes)
    axes.set_xlabel("cards that a human is asked about", fontsize=16)
    axes.set_ylabel("cards read wrongly, unasked", fontsize=16)
    axes.tick_params(labelsize=14)
    return scene.figure


def week_of_revenue(days, series, *, title, subtitle=None, spread=None):
    """Draw a week's revenue, day by day, several bars a day.

    Parameters
    ----------
    days : sequence of str
        Names of the days.
    series : dict of str to array_like, shape (D,)
        Name of the bars -> euros; three at most.
    title, subtitle : str
        The words above.
    spread : float, optional
        A typical error of the first series, drawn as a thin line up and down.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = week_of_revenue(["Mon"], {"forecast": [90], "read": [100]}, title="A week")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 352, title=title, subtitle=subtitle)
    highest = max(np.max(values) for values in series.values())
    if spread is not None:
        highest = max(highest, np.max(next(iter(series.values()))) + spread)
    axes = scene.plot(84, top, 738, 250, xlim=(-0.6, len(days) - 0.4), ylim=(0, 1.06 * highest))
    width = 0.8 / len(series)
    for number, (name, values) in enumerate(series.items()):
        at = np.arange(len(days)) + (number - (len(series) - 1) / 2) * width
        bars = {"color": palette.FILL[_ROLES[number]], "hatch": _HATCHES[number]}
        if spread is not None and number == 0:
            bars |= {"yerr": spread, "error_kw": {"ecolor": palette.INK, "capsize": 3, "lw": 1.2}}
        axes.bar(at, values, width * 0.94, edgecolor=palette.WHITE, linewidth=0, label=name, **bars)
    ticks_inside(axes)
    axes.set_xticks(range(len(days)), list(days), fontproperties=handwriting(22))
    axes.tick_params(axis="y", labelsize=13)
    axes.tick_params(axis="x", length=0, pad=6)
    axes.grid(visible=False, axis="x")
    axes.set_ylabel("euros", fontsize=16)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3, prop=handwriting(22),
                frameon=False, handlelength=1.4, columnspacing=1.6)  # fmt: skip
    return scene.figure


def model_card(rows, *, title="Model card"):
    """Draw a model card: what it is, what it learned from, how good it is, where it fails.

    Parameters
    ----------
    rows : dict of str to str
        Heading -> words, which may hold line breaks; lines of up to 70 letters fit.
    title : str
        At the top.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = model_card({"reads": "order cards", "fails": "when a corner is covered"})
    """
    heights = [34 + 26 * (words.count("\n") + 1) - 8 for words in rows.values()]
    scene = Scene(92 + sum(heights) + 24)
    scene.panel(22, 18, 816, scene.height - 36, role="input", outline=True)
    scene.words(title, 46, 54, size="title", align="left")
    scene.lens(790, 60, 62, mood="happy")
    y = 92
    for (heading, words), height in zip(rows.items(), heights, strict=True):
        scene.words(heading, 46, y + 18, size="label", role="input", align="left")
        for number, line in enumerate(words.split("\n")):
            scene.words(line, 210, y + 18 + 26 * number, size="body", align="left")
        y += height
        scene.line([(44, y - 6), (816, y - 6)], role="muted", width=0.8)
    return scene.figure
