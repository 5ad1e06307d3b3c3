"""Pictures of notebook 01: the shop's days, what a line and two neurons make of them."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.style import handwriting, ticks_inside
from cnn_helpers.validation import check_array

__all__ = [
    "days_and_curves",
    "how_much_today",
    "losses_of_runs",
    "neuron_shares",
    "seeds_at_the_end",
]

WEEKDAY, WEEKEND = "input", "kernel"


def how_much_today():
    """Draw the opening scene: a warm Saturday, and a shop that wants to know what it will take.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = how_much_today()
    """
    scene = Scene(
        430,
        title="Saturday, 24 degrees. How much will we take?",
        subtitle="Ice cream must be made the day before. Too little is sad, too much melts.",
    )
    _sun(scene, 724, 166, 44)
    _thermometer(scene, 620, 120, 170, share=0.62, words="24°")
    scene.panel(338, 128, 214, 150, role="input", outline=True)
    for line, (words, size) in enumerate((("tomorrow", "label"), ("Saturday", "shout"))):
        scene.words(words, 445, 166 + 50 * line, size=size, role="input")
    scene.words("weekend: yes", 445, 256, size="small", role="input")
    scene.ice_cream(128, 250, 190, mood="asks", says="100 scoops, or 300?", bubble_at=(276, 366))
    scene.lens(776, 364, 84)
    scene.bubble("First, a look at two years of days.", 566, 370, (738, 364))
    return scene.figure


def _sun(scene, x, y, radius):
    scene.circle(x, y, radius, role="kernel")
    for turn in np.radians(np.arange(0, 360, 45)):
        way = np.array([np.cos(turn), np.sin(turn)])
        ends = [(x, y) + way * (radius + 12), (x, y) + way * (radius + 32)]
        scene.line(ends, role="kernel", width=3)


def _thermometer(scene, x, top, height, *, share, words):
    glass = strokes.rounded_box(x - 9, top, 18, height, radius=9)
    strokes.shape(scene.axes, glass, fill=palette.WHITE)
    level = top + height * (1 - share)
    filled = strokes.rounded_box(x - 5, level, 10, top + height - level - 3, radius=4)
    strokes.shape(scene.axes, filled, fill=palette.FILL["gradient"], line="none", wobble=0, z=4)
    scene.words(words, x - 40, level, size="label", role="gradient")


def _days(axes, temperature, is_weekend, revenue):
    for chosen, role, marker in ((~is_weekend, WEEKDAY, "o"), (is_weekend, WEEKEND, "^")):
        axes.plot(
            temperature[chosen], revenue[chosen], marker, color=palette.FILL[role], markersize=5,
            alpha=0.4, markeredgewidth=0,
        )  # fmt: skip


def days_and_curves(shop, curves=None, *, title, subtitle=None, note=None):
    """Draw every day as a point, and what models predict as lines.

    Parameters
    ----------
    shop : IceCream
        The days: temperature in degrees Celsius, is_weekend, revenue in euros.
    curves : dict of str to tuple, optional
        Name of a model to (temperatures (M,), weekday revenue (M,), weekend revenue (M,) or None).
    title, subtitle : str
        The words above.
    note : str, optional
        Words beside the picture.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from cnn_helpers import data
    >>> figure = days_and_curves(data.load_ice_cream(), title="Two years")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 400, title=title, subtitle=subtitle)
    axes = scene.plot(96, top, 560, 324)
    _days(axes, shop.temperature, shop.is_weekend, shop.revenue)
    for name, (temperatures, weekday, weekend) in (curves or {}).items():
        axes.plot(temperatures, weekday, color=palette.TEXT_ON_LIGHT[WEEKDAY], linewidth=3.2)
        if weekend is not None:
            axes.plot(
                temperatures, weekend, "--", color=palette.TEXT_ON_LIGHT[WEEKEND], linewidth=3.2
            )
        scene.words(name, 684, top + 190, size="label", align="left")
    ticks_inside(axes)
    axes.set_xlabel("temperature in degrees", fontsize=16)
    axes.set_ylabel("revenue in euros", fontsize=16)
    axes.tick_params(labelsize=14)
    for line, (marker, words, role) in enumerate(
        (("o", "weekday", WEEKDAY), ("^", "weekend", WEEKEND))
    ):
        y = top + 40 + 44 * line
        scene.axes.plot([696], [y], marker, color=palette.FILL[role], markersize=9)
        scene.words(words, 718, y, size="label", role=role, align="left")
    if note:
        scene.words(note, 684, top + 250, size="body", align="left", role="muted")
    return scene.figure


def neuron_shares(temperatures, shares, total, bias, *, title, subtitle=None):
    """Draw what each hidden neuron adds to the prediction, and the sum of all.

    Parameters
    ----------
    temperatures : array_like, shape (M,)
        Degrees Celsius.
    shares : array_like, shape (2, M)
        Each neuron's answer times its output weight, in euros.
    total : array_like, shape (M,)
        The prediction, in euros.
    bias : float
        The output's bias, in euros.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = neuron_shares(np.arange(5), np.ones((2, 5)), np.full(5, 3.0), 1.0, title="Shares")
    """
    temperatures = check_array(temperatures, "temperatures", axes=("M",))
    shares = check_array(shares, "shares", axes=("neurons", "M"))
    top = 146 if subtitle else 116
    scene = Scene(top + 280, title=title, subtitle=subtitle)
    parts = [*((share, f"neuron {n + 1}") for n, share in enumerate(shares)), (total, "prediction")]
    values = np.concatenate([np.ravel(part) for part, _ in parts])
    low, high = min(values.min(), 0), max(values.max(), 0)
    room = 0.06 * (high - low)
    for number, (part, name) in enumerate(parts):
        left = 84 + number * 264
        axes = scene.plot(left, top, 200, 190, ylim=(low - room, high + room))
        role = "output" if number == len(parts) - 1 else "kernel"
        axes.axhline(0, color=palette.RULE, linewidth=1)
        axes.plot(temperatures, part, color=palette.FILL[role], linewidth=3.4)
        ticks_inside(axes)
        axes.tick_params(labelsize=13)
        axes.set_xlabel("degrees", fontsize=15)
        scene.words(name, left + 100, top - 22, size="label", role=role)
        if number:
            sign = "+" if number < len(parts) - 1 else f"+ {bias:.0f} ="
            scene.words(sign, left - 48, top - 22, size="body")
    return scene.figure


def losses_of_runs(losses, *, title, ylabel, floor=None, floor_words="", subtitle=None):
    """Draw how losses fall during training; one line a run.

    Parameters
    ----------
    losses : dict of str to array_like, shape (S,)
        Name of the run and its loss after each step.
    title, ylabel, subtitle : str
        The words.
    floor : float, optional
        A height to compare with, such as the noise.
    floor_words : str
        What the floor is.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = losses_of_runs({"a": [3, 2, 1]}, title="Falling", ylabel="loss")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 330, title=title, subtitle=subtitle)
    axes = scene.plot(104, top, 520, 250)
    looks = zip(("input", "output", "kernel", "gradient"), ("-", "--", "-.", ":"), strict=True)
    for (name, values), (role, line) in zip(losses.items(), looks, strict=False):
        axes.plot(np.ravel(values), line, color=palette.FILL[role], linewidth=2.8, label=name)
    if floor is not None:
        axes.axhline(floor, color=palette.FILL["muted"], linestyle=(0, (2, 3)), linewidth=1.8)
        axes.plot([], [], color=palette.FILL["muted"], linestyle=(0, (2, 3)), label=floor_words)
    axes.set_ylim(bottom=0)
    ticks_inside(axes)
    axes.set_xlabel("steps", fontsize=16)
    axes.set_ylabel(ylabel, fontsize=16)
    axes.tick_params(labelsize=14)
    axes.legend(
        loc="center left", bbox_to_anchor=(1.02, 0.5), prop=handwriting(21), frameon=False,
        handlelength=2.4, labelspacing=0.9,
    )  # fmt: skip
    return scene.figure


def seeds_at_the_end(errors, groups, *, title, subtitle=None):
    """Draw where each random start ended, as a dot on a scale of errors, with named regions.

    Parameters
    ----------
    errors : array_like, shape (S,)
        The error in euros of each run.
    groups : sequence of (str, float, float)
        Name of a region, and its lowest and highest error.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = seeds_at_the_end([28, 44], [("good", 0, 35), ("a line", 35, 60)], title="Ends")
    """
    errors = check_array(errors, "errors", axes=("S",))
    top = 108 if subtitle else 78
    scene = Scene(top + 250, title=title, subtitle=subtitle)
    highest = max(high for _, _, high in groups)
    axes = scene.plot(50, top + 64, 760, 110, xlim=(0, highest), ylim=(0, 1))
    heights = 0.12 + 0.76 * np.linspace(0, 1, len(errors))[np.argsort(np.argsort(-errors))]
    axes.plot(errors, heights, "o", color=palette.FILL["gradient"], markersize=8, alpha=0.8)
    for name, low, high in groups:
        if low:
            axes.axvline(low, color=palette.FILL["muted"], linewidth=1.6, linestyle="--")
        count = int(np.sum((errors >= low) & (errors < high)))
        x = 50 + 760 * (low + high) / 2 / highest
        scene.words(name, x, top + 16, size="label")
        scene.words(f"{count} of {len(errors)}", x, top + 44, size="label", role="gradient")
    ticks_inside(axes)
    axes.set_yticks([])
    axes.set_xlabel("typical error in euros", fontsize=16)
    axes.tick_params(labelsize=14)
    axes.grid(visible=False)
    return scene.figure
