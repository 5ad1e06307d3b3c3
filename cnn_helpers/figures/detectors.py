"""Pictures of detection for notebook 06: answers of many marks, hits and false alarms."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.style import handwriting, ticks_inside
from cnn_helpers.validation import check_array

__all__ = ["answers_by_kind", "hits_and_alarms"]


def answers_by_kind(answers, threshold, *, title, subtitle=None, ours="X"):
    """Draw the largest answer of every mark as a dot, one line a kind, and the threshold.

    Parameters
    ----------
    answers : dict of str to array_like, shape (N,)
        For each kind of mark its largest answers.
    threshold : float
        Above it a mark counts as found.
    title, subtitle : str
        The words above.
    ours : str
        The kind that should be found.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = answers_by_kind({"X": [1.0, 2.0], "O": [0.5]}, 0.8, title="Answers")
    """
    top = 108 if subtitle else 76
    height = 58 * len(answers)
    scene = Scene(top + height + 76, title=title, subtitle=subtitle)
    largest = max(np.max(values) for values in answers.values())
    axes = scene.plot(
        118, top, 560, height, xlim=(0, 1.05 * largest), ylim=(len(answers) - 0.5, -0.5)
    )
    spread = np.random.default_rng(0)
    for line, (name, values) in enumerate(answers.items()):
        values = check_array(values, "answers", axes=("N",))
        color = palette.FILL["output" if name == ours else "muted"]
        marker = "o" if name == ours else "x"
        y = line + spread.uniform(-0.3, 0.3, len(values))
        axes.plot(values, y, marker, color=color, markersize=4, alpha=0.45, linestyle="none")
        found = int(np.sum(values > threshold))
        words = f"{found} of {len(values)} found"
        role = "output" if name == ours else "ink"
        scene.words(
            words, 700, top + height * (line + 0.5) / len(answers), align="left", size="label",
            role=role,
        )  # fmt: skip
    axes.axvline(threshold, color=palette.FILL["gradient"], linewidth=2.4)
    ticks_inside(axes)
    axes.set_yticks(range(len(answers)), list(answers), fontproperties=handwriting(22))
    axes.set_xlabel("largest answer of the filter, anywhere on the paper", fontsize=15)
    axes.tick_params(axis="x", labelsize=14)
    axes.grid(visible=False, axis="y")
    return scene.figure


def hits_and_alarms(thresholds, hits, alarms, chosen, *, title, subtitle=None):
    """Draw which share of marks is found, ours and others, against the threshold.

    Parameters
    ----------
    thresholds, hits, alarms : array_like, shape (K,)
        Threshold; share of our marks above it; share of the others above it. Shares from 0 to 1.
    chosen : float
        The threshold that is marked.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = hits_and_alarms([0, 1], [1, 0.5], [1, 0], 0.5, title="Trade")
    """
    thresholds = check_array(thresholds, "thresholds", axes=("K",))
    hits = check_array(hits, "hits", axes=("K",))
    alarms = check_array(alarms, "alarms", axes=("K",))
    top = 108 if subtitle else 76
    scene = Scene(top + 320, title=title, subtitle=subtitle)
    axes = scene.plot(110, top, 690, 240, xlim=(thresholds[0], thresholds[-1]), ylim=(-0.02, 1.04))
    green, vermilion = palette.FILL["output"], palette.FILL["gradient"]
    axes.plot(thresholds, hits, color=green, linewidth=3, label="X found: hits")
    axes.plot(
        thresholds, alarms, "--", color=vermilion, linewidth=3, label="others found: false alarms"
    )
    axes.axvline(chosen, color=palette.FILL["muted"], linewidth=1.6, linestyle=":")
    axes.legend(loc="upper right", prop=handwriting(22), frameon=False)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ticks_inside(axes)
    axes.set_xlabel("threshold", fontsize=16)
    axes.tick_params(labelsize=14)
    return scene.figure
