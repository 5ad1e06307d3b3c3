"""A picture of notebook 11: four typical shapes of training and validation curves."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import MaxNLocator

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.style import handwriting, house, ticks_inside
from cnn_helpers.validation import check_array

__all__ = ["four_shapes"]


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
