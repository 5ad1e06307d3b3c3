"""Pictures of learning itself: one weight turned, the loop of a step, ways down into a valley."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import MaxNLocator

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import format_number
from cnn_helpers.figures.strokes import text_color
from cnn_helpers.figures.style import handwriting, house
from cnn_helpers.validation import check_array

__all__ = ["learning_rates", "one_weight", "training_step", "valley"]


@house()
def one_weight(values, losses, *, weight, loss, slope, of="the batch"):
    """Draw the loss as one weight is turned, and the slope where the weight stands.

    Parameters
    ----------
    values, losses : array_like, shape (M,)
        Values of the weight, and the loss at each.
    weight, loss, slope : float
        Where the weight stands, the loss there, and the derivative.
    of : str
        What the loss is measured on.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> turns = np.linspace(-1, 1, 9)
    >>> figure = one_weight(turns, turns**2, weight=0.5, loss=0.25, slope=1.0)
    """
    scene = Scene(396, title="Turn one weight, watch the loss")
    axes = scene.plot(90, 82, 500, 240)
    axes.plot(values, losses, color=palette.FILL["input"], linewidth=2.4)
    reach = 0.16 * (np.max(values) - np.min(values))
    ends = np.array([-reach, reach])
    axes.plot(weight + ends, loss + slope * ends, color=palette.FILL["gradient"], linewidth=3)
    axes.plot([weight], [loss], "o", color=palette.INK, markersize=10, zorder=5)
    _labels(axes, "value of this one weight", f"loss of {of}")
    scene.words("the dot:", 622, 110, size="label", align="left")
    scene.words(
        f"weight {format_number(weight, 2)}, loss {loss:.2f}", 622, 138, size="body", align="left"
    )
    scene.words("the slope there:", 622, 184, size="label", role="gradient", align="left")
    scene.words(_signed(slope), 622, 220, size="shout", role="gradient", align="left")
    way = "smaller" if slope > 0 else "larger"
    scene.words(
        f"So make the weight {way}:\nthat is downhill.",
        622,
        276,
        size="body",
        align="left",
    )
    return scene.figure


def _signed(number):
    return f"{number:+.2f}".replace("-", "−")


@house()
def training_step(images, loss_before, loss_after, *, batch_size):
    """Draw the loop of one training step around the batch it learns from.

    Parameters
    ----------
    images : array_like, shape (9, H, W)
        Some pictures of the batch, as many as make a square; uint8, or 0 to 1.
    loss_before, loss_after : float
        The loss of the batch before and after the step.
    batch_size : int
        How many pictures it has in all.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the number of images is no square number.

    Examples
    --------
    >>> figure = training_step(np.zeros((9, 28, 28)), 2.5, 2.1, batch_size=64)
    """
    images = check_array(images, "images", axes="NHW", floating=False)
    side = round(len(images) ** 0.5)
    if side * side != len(images):
        raise ValueError(f"images must be a square number of pictures, but are {len(images)}")
    height, width = images.shape[1:]
    sheet = images.reshape(side, side, height, width).swapaxes(1, 2)
    scene = Scene(366, title="One step of learning")
    batch = scene.picture(
        sheet.reshape(side * height, side * width), 40, 86, 208, look="ink", label="one batch"
    )
    note = f"{len(images)} of its {batch_size} digits"
    scene.words(note, batch.center[0], batch.bottom + 54, size="small", role="muted")
    moves = (
        ("1 forward", "the network\nanswers", "input", 398, 134),
        ("2 loss", "how wrong\nwas it?", "gradient", 734, 134),
        ("3 backward", "the slope of\neach weight", "gradient", 734, 294),
        ("4 update", "each weight goes\na bit downhill", "kernel", 398, 294),
    )
    for name, text, role, x, y in moves:
        scene.panel(x - 90, y - 52, 180, 104, role=role, outline=True)
        scene.words(name, x, y - 28, size=25, role=role)
        scene.words(text, x, y + 18, size="body")
    scene.arrow((batch.right + 10, 134), (300, 134))
    scene.arrow((500, 134), (632, 134))
    scene.arrow((734, 192), (734, 236))
    scene.arrow((632, 294), (500, 294))
    scene.arrow((398, 236), (398, 192))
    scene.words("next batch", 388, 214, size="small", role="muted", align="right")
    scene.words("the loss of this batch", 566, 184, size="small", role="gradient")
    scene.words(f"{loss_before:.2f} → {loss_after:.2f}", 566, 216, size="shout", role="gradient")
    scene.words("after one step", 566, 248, size="small", role="gradient")
    return scene.figure


@house()
def valley(loss, paths, *, names, extent):
    """Draw a valley from above, one panel for each way down into it.

    Parameters
    ----------
    loss : array_like, shape (ROWS, COLUMNS)
        Height of the ground, at evenly spaced places.
    paths : sequence of two arrays, each (STEPS + 1, 2)
        Positions (across, up) of each ball, the start first.
    names : sequence of two str
        What stands over each panel.
    extent : (float, float, float, float)
        Left, right, bottom and top of the ground.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> ground = np.add.outer(np.linspace(-1, 1, 9) ** 2, np.linspace(-1, 1, 9) ** 2)
    >>> way = np.array([[-0.9, 0.5], [-0.4, 0.2], [0.0, 0.0]])
    >>> figure = valley(ground, [way, way], names=["one", "two"], extent=(-1, 1, -1, 1))
    """
    loss = check_array(loss, "loss", axes=("ROWS", "COLUMNS"))
    scene = Scene(390, title="A ball in a valley, seen from above")
    left, right, bottom, top = extent
    across = np.linspace(left, right, loss.shape[1])
    upward = np.linspace(bottom, top, loss.shape[0])
    levels = float(loss.max()) * np.linspace(0.06, 1, 8) ** 2
    for index, (path, name) in enumerate(zip(paths, names, strict=True)):
        axes = scene.plot(64 + 400 * index, 112, 356, 196)
        axes.grid(visible=False)
        axes.contourf(across, upward, loss, levels=[0, *levels], cmap=_ground(), vmin=0)
        axes.contour(across, upward, loss, levels=levels, colors=palette.RULE, linewidths=0.8)
        axes.plot(*path.T, "-o", color=palette.FILL["gradient"], markersize=4.5, linewidth=1.8)
        axes.plot(*path[0], "o", color=palette.INK, markersize=9, zorder=5)
        axes.plot(0, 0, "*", color=palette.FILL["output"], markersize=17, zorder=4)
        axes.set(xlim=(left, right), ylim=(bottom, top))
        axes.set_xticks(MaxNLocator(5).tick_values(left, right)[1:-1])
        axes.set_yticks(MaxNLocator(4).tick_values(bottom, top)[1:-1])
        axes.set_title(name, font_properties=handwriting(22), loc="left", pad=8)
    scene.caption("Black dot: start. Green star: the lowest place. One orange dot a step.")
    return scene.figure


def _ground():
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(
        "ground", [palette.TINT["output"], palette.PAPER, palette.TINT["muted"]]
    )


@house()
def learning_rates(curves, *, title="Three step sizes", vertical="loss, smoothed"):
    """Draw the loss curves of several learning rates into one plot.

    Parameters
    ----------
    curves : mapping of str to array_like (S,)
        Name, and the smoothed loss of each step.
    title : str
        The words above.
    vertical : str
        What the vertical axis shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = learning_rates({"too small": [2.3, 2.2], "good": [2.3, 0.5]})
    """
    scene = Scene(370, title=title)
    axes = scene.plot(86, 84, 540, 224)
    looks = (("input", ":"), ("output", "-"), ("gradient", "--"), ("kernel", "-."))
    place = -np.inf
    ends = []
    for (name, losses), (role, style) in zip(curves.items(), looks, strict=False):
        losses = check_array(losses, "losses", axes="S")
        steps = np.arange(1, len(losses) + 1)
        axes.plot(steps, losses, style, color=palette.FILL[role], linewidth=2.6)
        ends.append((float(losses[-1]), name, role))
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    bottom, top = axes.get_ylim()
    # Names of curves that end close together move up, apart from each other.
    for value, name, role in sorted(ends):
        place = max(value, place + 0.11 * (top - bottom))
        axes.annotate(
            name,
            (1.02, (place - bottom) / (top - bottom)),
            xycoords="axes fraction",
            color=text_color(role),
            font_properties=handwriting(20),
            va="center",
            annotation_clip=False,
        )
    _labels(axes, "step", vertical)
    return scene.figure


def _labels(axes, horizontal, vertical):
    """Name both axes, and keep only the ticks that lie on them."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = axis.get_view_interval()
        axis.set_ticks([tick for tick in axis.get_ticklocs() if low <= tick <= high])
    axes.set_xlabel(horizontal, font_properties=handwriting(19))
    axes.set_ylabel(vertical, font_properties=handwriting(19))
