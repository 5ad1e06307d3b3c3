"""Pictures of notebook 11 that read curves: four typical shapes, and learning rates."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.style import handwriting, house, ticks_inside
from cnn_helpers.validation import check_array

__all__ = ["four_shapes", "rates_and_accuracies"]


@house()
def four_shapes(runs, *, title="Four shapes of curves"):
    """Draw training and validation loss of four runs, each in a plot of its own.

    Parameters
    ----------
    runs : mapping of str to (array_like (E,), array_like (E,))
        Name, training loss and validation loss after each epoch; four of them. Either may be empty.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there are not four runs.

    Examples
    --------
    >>> curve = [2.3, 1.0, 0.5]
    >>> figure = four_shapes({name: (curve, curve) for name in "ABCD"})
    """
    if len(runs) != 4:
        raise ValueError(f"runs must be four, but are {len(runs)}")
    scene = Scene(566, title=title)
    scene.words("solid, dots: training", 846, 34, size="small", role="input", align="right")
    scene.words(
        "dashed, squares: validation", 846, 60, size="small", role="gradient", align="right"
    )
    for at, (name, (training, validation)) in enumerate(runs.items()):
        left, top = 80 + 410 * (at % 2), 112 + 230 * (at // 2)
        axes = scene.plot(left, top, 336, 140)
        for losses, role, look in ((training, "input", "-o"), (validation, "gradient", "--s")):
            losses = check_array(losses, "losses", axes="E")
            epochs = np.arange(1, len(losses) + 1)
            axes.plot(epochs, losses, look, color=palette.FILL[role], linewidth=2.2, markersize=5)
        highest = max(
            (float(np.max(each)) for each in (training, validation) if len(each)), default=1.0
        )
        axes.set_ylim(0, 1.08 * highest)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(4))
        ticks_inside(axes)
        axes.set_title(name, font_properties=handwriting(22), loc="left", pad=8)
        axes.set_xlabel("epoch", font_properties=handwriting(18))
        if at % 2 == 0:
            axes.set_ylabel("loss", font_properties=handwriting(18))
    return scene.figure


@house()
def rates_and_accuracies(rates, accuracies, failed, *, title, subtitle=None, live=None):
    """Draw where each learning rate led, a mark for each seed; the scale of rates is logarithmic.

    Parameters
    ----------
    rates : array_like, shape (R,)
        Learning rates.
    accuracies : array_like, shape (R, S)
        Share right, 0 to 1, of each run; NaN where a run ended without a result.
    failed : array_like of bool, shape (R, S)
        Runs that exploded or died: drawn as crosses.
    title, subtitle : str
        The words above.
    live : dict of float to str, optional
        Names of some learning rates.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = rates_and_accuracies(
    ...     [0.01, 1], [[0.9, 0.9], [0.1, np.nan]], [[False, False], [True, True]], title="Rates"
    ... )
    """
    rates = check_array(rates, "rates", axes="R")
    accuracies = check_array(accuracies, "accuracies", axes=("R", "S"))
    failed = np.asarray(failed, bool)
    top = 108 if subtitle else 84
    scene = Scene(top + 296, title=title, subtitle=subtitle)
    axes = scene.plot(96, top + 8, 520, 216, ylim=(0, 1.04), xscale="log")
    every = np.broadcast_to(rates[:, None], accuracies.shape)
    heights = np.nan_to_num(accuracies, nan=0.02)
    axes.plot(every[~failed], heights[~failed], "o", color=palette.FILL["output"], alpha=0.75)
    axes.plot(every[failed], heights[failed], "x", color=palette.FILL["gradient"], markersize=8,
              markeredgewidth=2.2)  # fmt: skip
    low, high = rates.min() / 1.6, rates.max() * 1.6
    axes.set_xlim(low, high)
    decades = 10.0 ** np.arange(np.ceil(np.log10(low)), np.floor(np.log10(high)) + 1)
    axes.set_xticks(decades, [f"{rate:g}" for rate in decades])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.0f} %"))
    axes.set_xlabel("learning rate: each line is ten times the one before",
                    font_properties=handwriting(18))  # fmt: skip
    axes.set_ylabel("validation accuracy", font_properties=handwriting(18))
    for rate, name in (live or {}).items():
        axes.axvline(rate, color=palette.FILL["muted"], linestyle=":", linewidth=1.8, zorder=1)
        axes.annotate(name, (rate, 1.04), xytext=(0, 4), textcoords="offset points", ha="center",
                      font_properties=handwriting(18), annotation_clip=False)  # fmt: skip
    for line, (marker, role, words) in enumerate(
        (("o", "output", "one seed each"), ("x", "gradient", "dead or exploded"))
    ):
        y = top + 90 + 38 * line
        scene.axes.plot([648], [y], marker, color=palette.FILL[role], markersize=9,
                        markeredgewidth=2.2)  # fmt: skip
        scene.words(words, 668, y, size="label", role=role, align="left")
    return scene.figure
