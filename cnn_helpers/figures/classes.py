"""Pictures of notebook 02: two kinds of days, softmax as bars, surprise, probabilities."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import PercentFormatter

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import format_number
from cnn_helpers.figures.style import handwriting, ticks_inside
from cnn_helpers.validation import check_array

__all__ = [
    "days_by_class",
    "one_or_two_helpers",
    "probability_curves",
    "softmax_bars",
    "softmax_picture",
    "surprise",
]


def one_or_two_helpers():
    """Draw the opening scene: a shop that must know whether tomorrow is busy or quiet.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = one_or_two_helpers()
    """
    scene = Scene(
        420,
        title="Busy day or quiet day?",
        subtitle="On a busy day the shop needs a second helper. Somebody must be asked today.",
    )
    for number, (name, role, words) in enumerate(
        (("quiet", "input", "one helper"), ("busy", "kernel", "two helpers"))
    ):
        left = 330 + number * 262
        scene.panel(left, 118, 216, 132, role=role, outline=True)
        scene.words(name, left + 108, 158, size="shout", role=role)
        scene.words(words, left + 108, 212, size="label", role=role)
    scene.words("or", 569, 184, size="subtitle", role="muted")
    scene.ice_cream(
        136, 236, 186, mood="asks", says="I don't need euros. I need a yes or a no.",
        bubble_at=(416, 304),
    )  # fmt: skip
    scene.lens(778, 346, 88)
    scene.bubble("And how sure!", 668, 352, (738, 346))
    return scene.figure


def days_by_class(temperature, is_weekend, is_busy, *, title, subtitle=None):
    """Draw every day by its two inputs; the marker says which class it belongs to.

    Parameters
    ----------
    temperature : array_like, shape (N,)
        Degrees Celsius.
    is_weekend, is_busy : array_like of bool, shape (N,)
        The second input, and the class.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = days_by_class([10, 30], [False, True], [False, True], title="Days")
    """
    temperature = check_array(temperature, "temperature", axes=("N",))
    is_weekend, is_busy = np.asarray(is_weekend, bool), np.asarray(is_busy, bool)
    top = 108 if subtitle else 78
    scene = Scene(top + 290, title=title, subtitle=subtitle)
    axes = scene.plot(110, top, 570, 208, ylim=(-0.55, 1.55))
    spread = np.random.default_rng(0).uniform(-0.32, 0.32, len(temperature))
    for chosen, role, marker in ((~is_busy, "input", "o"), (is_busy, "kernel", "^")):
        axes.plot(
            temperature[chosen], is_weekend[chosen] + spread[chosen], marker,
            color=palette.FILL[role], markersize=6, alpha=0.5, markeredgewidth=0,
        )  # fmt: skip
    axes.set_yticks([0, 1], ["weekday", "weekend"], fontproperties=handwriting(21))
    axes.set_xlabel("temperature in degrees", fontsize=16)
    axes.tick_params(axis="x", labelsize=14)
    axes.grid(visible=False, axis="y")
    axes.set_xlim(axes.get_xlim())
    low, high = axes.get_xlim()
    axes.set_xticks([tick for tick in axes.get_xticks() if low <= tick <= high])
    for line, (marker, words, role) in enumerate(
        (("o", "quiet", "input"), ("^", "busy", "kernel"))
    ):
        y = top + 60 + 46 * line
        scene.axes.plot([716], [y], marker, color=palette.FILL[role], markersize=10)
        scene.words(words, 738, y, size="label", role=role, align="left")
    return scene.figure


def softmax_bars(logits, exponentials, probabilities, names, *, title, subtitle=None):
    """Draw the three stages of softmax as bars: logits, their exponentials, probabilities.

    Parameters
    ----------
    logits, exponentials, probabilities : array_like, shape (K,)
        The three stages.
    names : sequence of str
        The classes.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = softmax_bars([0, 1], [1, 2.72], [0.27, 0.73], ["a", "b"], title="Softmax")
    """
    return _bars(logits, exponentials, probabilities, names, title=title, subtitle=subtitle).figure


def _bars(
    logits, exponentials, probabilities, names, texts=None, *, title, subtitle=None, extra=0,
    below_exp="above 0",
):  # fmt: skip
    """Draw the three stages; ``texts`` replace the numbers of the last one."""
    stages = [
        ("logits", check_array(logits, "logits", axes=("K",)), "input", "any numbers"),
        ("exp", check_array(exponentials, "exponentials", axes=("K",)), "kernel", below_exp),
        (
            "probabilities",
            check_array(probabilities, "probabilities", axes=("K",)),
            "output",
            "their sum is 1",
        ),
    ]
    top = 162 if subtitle else 132
    scene = Scene(top + 262 + extra, title=title, subtitle=subtitle)
    width, gap, height = 196, 84, 164
    for number, (name, values, role, words) in enumerate(stages):
        left = 60 + number * (width + gap)
        low, high = min(values.min(), 0), max(values.max(), 0)
        room = high - low or 1.0
        zero = top + height * high / room
        scene.words(name, left + width / 2, top - 42, size="label", role=role)
        scene.line([(left - 6, zero), (left + width + 6, zero)], role="muted", width=1.6)
        step = width / len(values)
        for index, value in enumerate(values):
            length = height * abs(value) / room
            bar_top = zero - length if value >= 0 else zero
            x = left + step * index + 0.16 * step
            scene.axes.bar(
                x + 0.34 * step, length, width=0.68 * step, bottom=bar_top, zorder=3,
                color=palette.FILL[role], edgecolor=palette.TEXT_ON_LIGHT[role],
            )  # fmt: skip
            y = bar_top - 12 if value >= 0 else bar_top + length + 14
            decimals = 2 if value != round(value) else 0
            written = format_number(value, decimals)
            if texts is not None and number == 2:
                written = texts[index]
            scene.words(written, x + 0.34 * step, y, size="small", role=role)
            foot = top + height + 44
            scene.words(names[index], x + 0.34 * step, foot, size="small", role="muted")
        scene.words(words, left + width / 2, top + height + 78, size="small", role=role)
        if number:
            y = top + height / 2
            scene.arrow((left - gap + 16, y), (left - 16, y))
            words = "exp" if number == 1 else "÷ sum"
            scene.words(words, left - gap / 2, y - 18, size="small")
    return scene


def softmax_picture(logits, exponentials, probabilities, names, *, label, loss, hidden=False):
    """Draw the softmax explorer's still picture: the three stages, and what the truth costs.

    Parameters
    ----------
    logits, exponentials, probabilities : array_like, shape (K,)
        The three stages.
    names : sequence of str
        The classes.
    label : int
        The right class.
    loss : float
        Minus the logarithm of its probability.
    hidden : bool
        Leave the probabilities out: they are asked for.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = softmax_picture([0, 0], [1, 1], [0.5, 0.5], ["a", "b"], label=0, loss=0.69)
    """
    probabilities = np.asarray(probabilities, float)
    shown = np.full_like(probabilities, 1 / len(probabilities)) if hidden else probabilities
    texts = ["?"] * len(shown) if hidden else None
    words = {"title": "The softmax explorer", "below_exp": "largest logit taken away first"}
    scene = _bars(logits, exponentials, shown, names, texts, **words, extra=64)
    share = "?" if hidden else format_number(probabilities[label], 3)
    cost = "?" if hidden else format_number(loss, 3)
    words = f"right class: {names[label]}.  surprise = −ln {share} = {cost}"
    scene.panel(60, scene.height - 70, 740, 48, role="gradient")
    scene.words(words, 430, scene.height - 46, size="body", role="gradient")
    return scene.figure


def surprise(probabilities, losses, points, *, title, subtitle=None):
    """Draw minus the logarithm of a probability, with some points named.

    Parameters
    ----------
    probabilities, losses : array_like, shape (M,)
        The curve.
    points : sequence of (float, float, str)
        Probability, loss and words.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> p = np.linspace(0.01, 1, 9)
    >>> figure = surprise(p, -np.log(p), [(0.5, 0.69, "a coin")], title="Surprise")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 326, title=title, subtitle=subtitle)
    axes = scene.plot(96, top, 700, 246, xlim=(0, 1.02), ylim=(0, 1.06 * np.max(losses)))
    axes.plot(probabilities, losses, color=palette.FILL["gradient"], linewidth=3)
    for probability, loss, words in points:
        axes.plot([probability], [loss], "o", color=palette.INK, markersize=9, zorder=5)
        right = probability < 0.7
        axes.annotate(
            words, (probability, loss), xytext=(12 if right else -10, 12),
            textcoords="offset points", ha="left" if right else "right",
            fontproperties=handwriting(21), color=palette.INK,
        )  # fmt: skip
    axes.set_xlabel("probability that the right class was given", fontsize=16)
    axes.set_ylabel("surprise", fontsize=16)
    axes.tick_params(labelsize=14)
    ticks_inside(axes)
    return scene.figure


def probability_curves(temperatures, curves, shares, *, title, subtitle=None):
    """Draw the predicted probability of a busy day, and how often such days were busy.

    Parameters
    ----------
    temperatures : array_like, shape (M,)
        Degrees Celsius.
    curves : dict of str to array_like, shape (M,)
        "weekday" and "weekend": the probability.
    shares : dict of str to (array_like (B,), array_like (B,))
        Middle of each range of temperatures, and the share of busy days in it.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> curves = {"weekday": [0, 1], "weekend": [0, 1]}
    >>> shares = {name: ([15], [0.5]) for name in curves}
    >>> figure = probability_curves([10, 30], curves, shares, title="How sure?")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 340, title=title, subtitle=subtitle)
    axes = scene.plot(104, top, 560, 258, ylim=(-0.04, 1.06))
    for (name, curve), role, line, marker in zip(
        curves.items(), ("input", "kernel"), ("-", "--"), ("o", "^"), strict=True
    ):
        axes.plot(temperatures, curve, line, color=palette.FILL[role], linewidth=3.2, label=name)
        axes.plot(*shares[name], marker, color=palette.FILL[role], markersize=8, alpha=0.75)
    axes.axhline(0.5, color=palette.FILL["muted"], linewidth=1.4, linestyle=":")
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel("temperature in degrees", fontsize=16)
    axes.set_ylabel("probability of a busy day", fontsize=16)
    axes.tick_params(labelsize=14)
    ticks_inside(axes)
    axes.legend(
        loc="center left", bbox_to_anchor=(1.02, 0.5), prop=handwriting(22), frameon=False,
        handlelength=2.4,
    )  # fmt: skip
    return scene.figure
