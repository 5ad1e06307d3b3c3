"""The training time machine as a still picture: curves, filters, and one digit's way."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import largest_size
from cnn_helpers.figures.style import handwriting, house
from cnn_helpers.validation import check_array

__all__ = ["time_machine_picture"]

_LOOKS = (("negative", (0, (4, 2))), ("input", "-"))


@house()
def time_machine_picture(
    *,
    runs,
    words,
    step,
    filters,
    digit,
    maps,
    map_name,
    probabilities,
    names,
    measures,
):
    """Draw the training time machine as a still picture.

    Parameters
    ----------
    runs : sequence of dict
        The present run last, at most one other before it: name, steps, smooth, low, high (M,),
        edges (E,) and accuracy (E,) from 0 to 1.
    words : str
        What is going on.
    step : int
        The moment that is shown.
    filters : array_like, shape (F, KH, KW), or None
    digit : array_like, shape (H, W), or None
        The picture whose maps and probabilities are shown.
    maps : array_like, shape (C, H, W), or None
    map_name : str
        Which layer gave them.
    probabilities : array_like, shape (K,)
    names : sequence of str, length K
        The classes.
    measures : {"validation", "training"}
        What the accuracies were measured with.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = time_machine_picture(
    ...     runs=[], words="Ready.", step=0, filters=None, digit=None, maps=None, map_name="",
    ...     probabilities=[0.5, 0.5], names=["a", "b"], measures="training",
    ... )
    """
    scene = Scene(674, title="The training time machine")
    lines = textwrap.wrap(words, 88)[:2]
    scene.words("\n".join(lines), 36, 78, size="label", role="muted", align="left")
    looks = _LOOKS[-len(runs) :] if runs else ()
    _losses(scene, runs, looks, step)
    _accuracies(scene, runs, looks, measures)
    top = 418
    if filters is not None:
        _grid(scene, filters, 36, top + 26, 250, "kernel", 8)
        scene.words(
            f"filters after step {step}", 36, top, size="label", role="kernel", align="left"
        )
    if digit is not None:
        scene.picture(digit, 322, top + 26, 96, look="ink")
        _answer(scene, probabilities, names, 370, top + 146)
    if maps is not None:
        _grid(scene, maps, 462, top + 26, 362, "output", 8)
        scene.words(f"its maps: {map_name}", 462, top, size="label", role="output", align="left")
    return scene.figure


def _losses(scene, runs, looks, step):
    axes = scene.plot(84, 144, 430, 190)
    _heading(axes, "loss of each step, smoothed", "step", "")
    highest = 1.0
    for run, (role, style) in zip(runs, looks, strict=True):
        steps, smooth = np.asarray(run["steps"]), np.asarray(run["smooth"])
        if not len(steps):
            continue
        color = palette.FILL[role]
        axes.fill_between(steps, run["low"], run["high"], color=color, alpha=0.16, linewidth=0)
        axes.plot(steps, smooth, color=color, linestyle=style, linewidth=2)
        shown = smooth[np.isfinite(smooth)]
        highest = max(highest, float(shown.max(initial=0)))
        if role == "input":
            axes.axvline(step, color=palette.FILL["gradient"], linewidth=1.6)
    last = max((float(np.max(run["steps"])) for run in runs if len(run["steps"])), default=1.0)
    axes.set_xlim(0, max(last, 2))
    axes.set_ylim(0, 1.08 * min(highest, 5))
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    _keep_ticks_inside(axes)


def _accuracies(scene, runs, looks, measures):
    axes = scene.plot(604, 144, 150, 190)
    _heading(axes, f"{measures} accuracy", "epoch", "")
    lowest, ends, longest = 1.0, [], 2
    for run, (role, style) in zip(runs, looks, strict=True):
        values = np.asarray(run["accuracy"], float)
        longest = max(longest, len(values))
        if not len(values):
            continue
        color = palette.FILL[role]
        axes.plot(np.arange(1, len(values) + 1), values, "o", linestyle=style, color=color)
        lowest = min(lowest, float(values.min()))
        ends.append((float(values[-1]), run["name"].replace(", ", "\n"), role))
    bottom = max(0.0, lowest - 0.3 * (1 - lowest) - 0.005) if ends else 0.0
    axes.set_xlim(0.6, longest + 0.4)
    axes.set_ylim(bottom, 1 + 0.03 * (1 - bottom))
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    digits = 0 if bottom < 0.96 else 1
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.{digits}f} %"))
    _keep_ticks_inside(axes)
    place = np.inf
    for value, name, role in sorted(ends, reverse=True):
        place = min((value - bottom) / (axes.get_ylim()[1] - bottom), place - 0.28)
        axes.annotate(
            name,
            (1.05, place),
            xycoords="axes fraction",
            color=strokes.text_color(role),
            font_properties=handwriting(16),
            va="center",
            annotation_clip=False,
        )


def _keep_ticks_inside(axes):
    for axis in (axes.xaxis, axes.yaxis):
        low, high = axis.get_view_interval()
        axis.set_ticks([tick for tick in axis.get_ticklocs() if low <= tick <= high])


def _heading(axes, title, horizontal, vertical):
    axes.set_title(title, font_properties=handwriting(19), loc="left", pad=8)
    axes.set_xlabel(horizontal, font_properties=handwriting(17))
    axes.set_ylabel(vertical, font_properties=handwriting(17))


def _grid(scene, arrays, left, top, width, role, per_row):
    """Draw small arrays in rows, all with the same colours."""
    arrays = check_array(arrays, "arrays", axes="NHW")[:16]
    limit = largest_size(arrays)
    per_row = min(per_row, 4 if len(arrays) <= 8 else 8)
    side = (width - 6 * (per_row - 1)) / per_row
    for place, array in enumerate(arrays):
        x = left + (side + 6) * (place % per_row)
        y = top + (side + 6) * (place // per_row)
        scene.picture(array, x, y, side, role=role, look=role, limit=limit)


def _answer(scene, probabilities, names, x, y):
    probabilities = check_array(probabilities, "probabilities", axes="K")
    best = np.argsort(-probabilities, kind="stable")[:3]
    for row, index in enumerate(best):
        words = f"{names[index]}: {100 * probabilities[index]:.0f} %"
        role = "ink" if row == 0 else "muted"
        scene.words(words, x, y + 26 * row, size="label", role=role)
