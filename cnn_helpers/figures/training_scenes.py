"""Pictures of a training run; drawn anew at each update, they show it live."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.strokes import text_color
from cnn_helpers.figures.style import handwriting, house
from cnn_helpers.validation import check_array

__all__ = ["training_curves"]


@house()
def training_curves(
    step_losses,
    *,
    smoothed=None,
    steps_per_epoch=None,
    train_accuracy=(),
    validation_accuracy=(),
    epochs=None,
    title="How the training goes",
    subtitle=None,
):
    """Draw the loss of every step, and accuracy epoch by epoch.

    Parameters
    ----------
    step_losses : array_like, shape (S,)
        Loss of each update; may be empty while nothing has happened.
    smoothed : array_like, shape (S,), optional
        A smoothed version, drawn on top.
    steps_per_epoch : int, optional
        Where epochs begin on the left axis.
    train_accuracy, validation_accuracy : array_like, shape (E,)
        From 0 to 1; either may be empty or shorter while the run goes on.
    epochs : int, optional
        How many are planned, so that the axis stands still while it fills.
    title, subtitle : str, optional
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = training_curves([2.3, 1.1, 0.6], train_accuracy=[0.7], validation_accuracy=[0.8])
    """
    losses = check_array(step_losses, "step_losses", axes="S")
    top = 112 if subtitle else 84
    scene = Scene(top + 312, title=title, subtitle=subtitle)
    _loss(scene, top, losses, smoothed, steps_per_epoch, epochs)
    _accuracy(scene, top, train_accuracy, validation_accuracy, epochs)
    return scene.figure


def _loss(scene, top, losses, smoothed, steps_per_epoch, epochs):
    axes = scene.plot(82, top + 26, 324, 210)
    _label(axes, "update", "loss")
    _heading(axes, "loss of each update")
    steps = np.arange(1, len(losses) + 1)
    axes.grid(visible=False, axis="x")
    axes.plot(steps, losses, color=palette.FILL["muted"], linewidth=0.7, alpha=0.7)
    _note(axes, 0.93, "thin: each update", "muted")
    if smoothed is not None:
        smoothed = check_array(smoothed, "smoothed", axes="S")
        axes.plot(steps, smoothed, color=palette.FILL["gradient"], linewidth=2)
        _note(axes, 0.8, "thick: smoothed", "gradient")
    planned = (epochs or 0) * (steps_per_epoch or 0)
    axes.set_xlim(0, max(planned, len(losses), 2))
    shown = losses[np.isfinite(losses)]
    axes.set_ylim(0, 1.08 * max(float(np.percentile(shown, 99.5)) if shown.size else 1.0, 1e-6))
    if steps_per_epoch:
        for edge in range(steps_per_epoch, int(axes.get_xlim()[1]) + 1, steps_per_epoch):
            axes.axvline(edge, color=palette.RULE, linewidth=1, linestyle=(0, (2, 3)), zorder=1)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5))


def _accuracy(scene, top, train, validation, epochs):
    axes = scene.plot(506, top + 26, 240, 210)
    _label(axes, "epoch", "")
    _heading(axes, "accuracy after each epoch")
    curves = (
        ("training", "input", "o", "-", check_array(train, "train_accuracy", axes="E")),
        (
            "validation",
            "gradient",
            "s",
            "--",
            check_array(validation, "validation_accuracy", axes="E"),
        ),
    )
    longest = max((len(values) for *_, values in curves), default=0)
    axes.set_xlim(0.6, max(epochs or 1, longest, 2) + 0.4)
    seen = np.concatenate([values for *_, values in curves])
    lowest = float(seen.min()) if seen.size else 0.0
    bottom = max(0.0, lowest - 0.25 * (1 - lowest) - 0.002)
    axes.set_ylim(bottom, 1 + 0.04 * (1 - bottom))
    ends = []
    for name, role, marker, style, values in curves:
        if len(values):
            epoch = np.arange(1, len(values) + 1)
            axes.plot(epoch, values, color=palette.FILL[role], marker=marker, linestyle=style)
            ends.append((float(values[-1]), name, role))
    _name_ends(axes, ends)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))  # 1.5 % would read 2 %
    digits = 0 if bottom < 0.96 else 1
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.{digits}f} %"))


def _name_ends(axes, ends):
    """Write each curve's name at the right, apart even where the curves end together."""
    bottom, top = axes.get_ylim()
    gap = 0.1 * (top - bottom)
    ends = sorted(ends, reverse=True)
    place = np.inf
    for value, name, role in ends:
        place = min(value, place - gap)
        axes.annotate(
            f"{name}",
            (1.03, (place - bottom) / (top - bottom)),
            xycoords="axes fraction",
            color=text_color(role),
            font_properties=handwriting(19),
            va="center",
            annotation_clip=False,
        )


def _note(axes, height, text, role):
    axes.text(
        0.97,
        height,
        text,
        transform=axes.transAxes,
        font_properties=handwriting(18),
        color=text_color(role),
        ha="right",
        va="center",
        bbox={"facecolor": palette.PAPER, "edgecolor": "none", "pad": 1},
    )


def _heading(axes, text):
    axes.set_title(text, font_properties=handwriting(20), loc="left", pad=10)


def _label(axes, horizontal, vertical):
    axes.set_xlabel(horizontal, font_properties=handwriting(19))
    axes.set_ylabel(vertical, font_properties=handwriting(19))
