"""Pictures of the experiment with moved marks: accuracy, weights, and what examples cost."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import PercentFormatter

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.style import handwriting
from cnn_helpers.validation import check_array

__all__ = ["accuracy_by_examples", "accuracy_by_shift", "weight_changes"]


def _percent_axis(axes):
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    axes.tick_params(labelsize=15)


def _runs(axes, positions, accuracies, color):
    """Draw the mean of several runs as a line, and every run as a dot."""
    axes.plot(positions, accuracies.mean(axis=0), color=color, zorder=3)
    across = np.broadcast_to(positions, accuracies.shape)
    axes.plot(across, accuracies, "o", color=color, markersize=6, alpha=0.55, zorder=4)


def accuracy_by_shift(papers, accuracies, guess):
    """Draw accuracy against how far the marks were moved, each distance under an example.

    Parameters
    ----------
    papers : array_like, shape (D, H, W)
        One mark at each distance 0, 1, 2, ...; 0 is paper, 1 is ink.
    accuracies : array_like, shape (S, D)
        One row for each of S seeds, values from 0 to 1.
    guess : float
        Accuracy of guessing.

    Returns
    -------
    matplotlib.figure.Figure
    """
    papers = check_array(papers, "papers", axes="DHW")
    accuracies = check_array(accuracies, "accuracies", axes="SD")
    scene = Scene(572, title="Move the mark, lose the answer")
    left, width = 110, 700
    step = width / len(papers)
    axes = scene.plot(left, 250, width, 240, xlim=(-0.5, len(papers) - 0.5), ylim=(-0.03, 1.08))
    for distance, paper in enumerate(papers):
        x = left + (distance + 0.5) * step
        scene.picture(paper, x - 70, 84, 140, look="ink")
    _runs(axes, np.arange(len(papers)), accuracies, palette.FILL["input"])
    axes.axhline(guess, linestyle="--", color=palette.FILL["muted"], linewidth=1.6)
    axes.text(
        -0.45,
        guess - 0.03,
        "guessing",
        va="top",
        color=palette.MUTED,
        fontproperties=handwriting(20),
    )
    axes.set_xticks(range(len(papers)))
    axes.grid(visible=False, axis="x")
    _percent_axis(axes)
    axes.set_ylabel("read correctly", fontsize=16)
    axes.set_xlabel("pixels moved (average of up, down, left, right)", fontsize=16)
    return scene.figure


def accuracy_by_examples(counts, in_one_place, anywhere, guess):
    """Draw accuracy against the number of training marks, for marks in one place and anywhere.

    Parameters
    ----------
    counts : array_like of int, shape (K,)
        How many marks each network learned from, growing.
    in_one_place, anywhere : array_like, shape (S, K)
        Accuracies from 0 to 1, one row for each of S seeds.
    guess : float
        Accuracy of guessing.

    Returns
    -------
    matplotlib.figure.Figure
    """
    counts = check_array(counts, "counts", axes="K")
    lines = (
        (check_array(in_one_place, "in_one_place", axes="SK"), "input", "always in one place", 12),
        (check_array(anywhere, "anywhere", axes="SK"), "gradient", "anywhere on the paper", -18),
    )
    scene = Scene(390)
    axes = scene.plot(110, 34, 700, 270, xscale="log", ylim=(-0.03, 1.14))
    for accuracies, role, text, lift in lines:
        _runs(axes, counts, accuracies, palette.FILL[role])
        where = len(counts) // 2
        axes.annotate(
            text,
            (counts[where], accuracies.mean(axis=0)[where]),
            xytext=(10, lift),
            textcoords="offset points",
            color=palette.TEXT_ON_LIGHT[role],
            fontproperties=handwriting(23),
            va="center",
        )
    axes.axhline(guess, linestyle="--", color=palette.FILL["muted"], linewidth=1.6)
    axes.text(
        counts[-1],
        guess - 0.03,
        "guessing",
        va="top",
        ha="right",
        color=palette.MUTED,
        fontproperties=handwriting(20),
    )
    axes.set_xticks(counts, [f"{count:,.0f}" for count in counts])
    axes.minorticks_off()
    _percent_axis(axes)
    axes.set_ylabel("read correctly", fontsize=16)
    axes.set_xlabel("marks to learn from (all kinds together)", fontsize=16)
    return scene.figure


def weight_changes(changes, place, moved):
    """Draw how far learning moved the weights of a few neurons, each laid out as the paper.

    Parameters
    ----------
    changes : array_like, shape (K, H, W)
        Weights after learning minus weights before, one sheet for each neuron; four fill the page.
    place, moved : (int, int, int, int)
        Row, column, height and width of where the marks lay in training, and where they lie now.

    Returns
    -------
    matplotlib.figure.Figure
    """
    changes = check_array(changes, "changes", axes="KHW")
    scene = Scene(300)
    pitch = (scene.width - 48) / len(changes)
    width = min(186, pitch - 16)
    limit = float(np.abs(changes).max())
    for number, change in enumerate(changes):
        block = scene.picture(
            change,
            24 + (number + 0.5) * pitch - width / 2,
            30,
            width,
            look="kernel",
            role="kernel",
            limit=limit,
        )
        scene.window(block, *place, role="input", line_width=3)
        row, column, tall, wide = moved
        corners = [
            (column, row),
            (column + wide, row),
            (column + wide, row + tall),
            (column, row + tall),
        ]
        corners = [(block.left + x * block.cell, block.top + y * block.cell) for x, y in corners]
        patch = strokes.shape(
            scene.axes, corners, line=palette.FILL["gradient"], width=2.6, wobble=0, z=7.5
        )
        patch.set_linestyle((0, (4, 2.4)))
    strokes.box(scene.axes, 76, 246, 22, 22, line=palette.FILL["input"], line_width=3)
    scene.words("where the marks lay in training", 110, 257, align="left", role="input")
    sample = strokes.shape(
        scene.axes,
        [(452, 246), (474, 246), (474, 268), (452, 268)],
        line=palette.FILL["gradient"],
        width=2.6,
        wobble=0,
    )
    sample.set_linestyle((0, (4, 2.4)))
    scene.words("where a moved mark lies", 486, 257, align="left", role="gradient")
    return scene.figure
