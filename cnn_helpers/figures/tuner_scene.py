"""The neuron tuner as a still picture: the network, its fit, and the loss seen from above."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import format_number
from cnn_helpers.figures.style import handwriting, house
from cnn_helpers.validation import check_array

__all__ = ["tuner_picture"]

_HEIGHT = 720
_RADIUS = 33


@house()
def tuner_picture(
    *,
    names,
    parameters,
    hidden,
    day,
    sums,
    revenue,
    temperatures,
    weekends,
    revenues,
    curve_temperatures,
    curves,
    losses,
    steps,
    axes,
    windows,
    surface,
    trail,
    gradient=None,
    question=None,
    hide_neuron=None,
):
    """Draw the neuron tuner as a still picture.

    Parameters
    ----------
    names : sequence of str, length P
        Of the parameters.
    parameters : array_like, shape (P,)
        Temperature weight, weekend weight and bias of each hidden neuron; then the weights of the
        answer and its bias.
    hidden : int
        How many hidden neurons there are, 0 to 2.
    day : (float, bool)
        Temperature in degrees, and whether it is a weekend.
    sums : array_like, shape (H,)
        What the hidden neurons add up on that day, before ReLU.
    revenue : float
        What the network answers, in euros.
    temperatures, weekends, revenues : array_like, shape (N,)
        The days to learn from: degrees, bool, euros.
    curve_temperatures : array_like, shape (M,)
    curves : dict of str to array_like, shape (M,)
        What the network says, in euros, for "weekday" and "weekend".
    losses : (float, float)
        Of training and validation.
    steps : int
        Gradient steps made.
    axes : (int, int)
        Which parameters the landscape shows.
    windows : sequence of two (float, float)
        Its ends, across and up.
    surface : array_like, shape (U, A)
        The loss there; above 0.
    trail : array_like, shape (T, 2)
        Where the steps came by, the present place last.
    gradient : array_like, shape (2,), optional
        Slopes along the two axes; None draws no arrow.
    question : str, optional
        An open question, in place of the line below.
    hide_neuron : int, optional
        A neuron whose answer, and what follows from it, is asked for.

    Returns
    -------
    matplotlib.figure.Figure
    """
    scene = Scene(_HEIGHT, title="The neuron tuner")
    parameters = check_array(parameters, "parameters", axes="P")
    _network(scene, parameters, hidden, day, sums, revenue, hide_neuron)
    _fit(scene, temperatures, weekends, revenues, curve_temperatures, curves, hide_neuron)
    _landscape(scene, names, axes, windows, surface, trail, gradient)
    _words(scene, losses, steps, question)
    return scene.figure


def _network(scene, parameters, hidden, day, sums, revenue, hide_neuron):
    inputs = [(72, 156), (72, 288)]
    places = {2: [(232, 156), (232, 288)], 1: [(232, 222)], 0: []}[hidden]
    answer = (374, 222)
    weights = [parameters[3 * h : 3 * h + 2] for h in range(hidden)]
    lines = [
        (inputs[i], places[h], weights[h][i], (0.52, 0.3, 0.3, 0.52)[2 * h + i])
        for h in range(hidden)
        for i in range(2)
    ]
    last = parameters[3 * hidden : -1]
    ends = places if hidden else inputs
    lines += [(start, answer, weight, 0.5) for start, weight in zip(ends, last, strict=True)]
    for start, end, weight, share in lines:
        _edge(scene, start, end, weight, share)
    temperature, weekend = day
    scene.node(*inputs[0], _RADIUS, format_number(temperature / 10, 1), role="input")
    scene.node(*inputs[1], _RADIUS, str(int(weekend)), role="input")
    scene.words(f"{temperature:g} °C", 72, 108, size="label", role="input")
    scene.words("weekend" if weekend else "no weekend", 78, 342, size="label", role="input")
    for number, (place, total) in enumerate(zip(places, np.ravel(sums), strict=True)):
        hide = number == hide_neuron
        text = "?" if hide else format_number(max(float(total), 0), 2)
        scene.node(*place, _RADIUS, text, role="kernel" if hide or total > 0 else "muted")
        _bias(scene, place, parameters[3 * number + 2])
        scene.words(f"neuron {number + 1}", place[0], place[1] - 48, size="label")
    veiled = hide_neuron is not None
    scene.node(*answer, _RADIUS, "?" if veiled else format_number(revenue / 100, 2), role="output")
    scene.words("? €" if veiled else f"{revenue:.0f} €", 374, 174, size="label", role="output")
    _bias(scene, answer, parameters[-1])


def _edge(scene, start, end, weight, share):
    start, end = np.array(start, float), np.array(end, float)
    along = (end - start) / np.hypot(*(end - start))
    first, last = start + _RADIUS * along, end - _RADIUS * along
    role = "kernel" if weight >= 0 else "negative"
    color = palette.FILL[role]
    scene.axes.plot(
        *zip(first, last, strict=True),
        color=color,
        linewidth=1 + 1.6 * min(abs(weight), 3),
        linestyle="-" if weight >= 0 else (0, (3, 2)),
        solid_capstyle="round",
        zorder=2,
    )
    x, y = first + share * (last - first)
    text = scene.words(format_number(weight, 2), x, y, size="label", role="kernel")
    text.set_bbox({"facecolor": palette.PAPER, "edgecolor": "none", "pad": 1.5})
    text.set_zorder(5)


def _bias(scene, place, bias):
    sign = "−" if bias < 0 else "+"
    words = f"{sign} {format_number(abs(bias), 2)} bias"
    scene.words(words, place[0], place[1] + 50, size="small", role="kernel")


def _fit(scene, temperatures, weekends, revenues, curve_temperatures, curves, hide_neuron):
    axes = scene.plot(500, 92, 262, 240)
    weekends = np.asarray(weekends, bool)
    temperatures, revenues = np.asarray(temperatures), np.asarray(revenues)
    looks = (
        (~weekends, "o", {"markersize": 2.6, "markeredgewidth": 0}, "input"),
        (weekends, "+", {"markersize": 5, "markeredgewidth": 0.8}, "gradient"),
    )
    for chosen, marker, look, role in looks:
        axes.plot(
            temperatures[chosen],
            revenues[chosen],
            marker,
            color=palette.FILL[role],
            alpha=0.55,
            **look,
        )
    axes.set_xlim(-5, 37)
    axes.set_ylim(-120, 640)
    ends = []
    for name, style in (("weekday", "-"), ("weekend", (0, (3, 1.5)))):
        values = np.asarray(curves[name])
        if hide_neuron is None:
            axes.plot(curve_temperatures, values, linestyle=style, color=palette.FILL["output"])
            inside = np.asarray(curve_temperatures) <= 37
            ends.append([float(np.clip(values[inside][-1], -120, 640)), name])
    ends.sort()
    if len(ends) == 2 and ends[1][0] - ends[0][0] < 60:
        middle = sum(end[0] for end in ends) / 2
        ends[0][0], ends[1][0] = middle - 30, middle + 30
    for value, name in ends:
        axes.annotate(
            name,
            (37.8, value),
            color=strokes.text_color("output"),
            font_properties=handwriting(18),
            va="center",
            annotation_clip=False,
        )
    axes.set_xlabel("temperature, °C", font_properties=handwriting(18))
    axes.set_ylabel("revenue, €", font_properties=handwriting(18))
    axes.text(
        0.03,
        0.93,
        "dots: weekdays, crosses: weekends",
        transform=axes.transAxes,
        font_properties=handwriting(16),
        color=strokes.text_color("muted"),
    )


def _landscape(scene, names, axes_shown, windows, surface, trail, gradient):
    axes = scene.plot(80, 424, 330, 226)
    surface = np.log(np.maximum(check_array(surface, "surface", axes=("U", "A")), 1e-9))
    across = np.linspace(*windows[0], surface.shape[1])
    up = np.linspace(*windows[1], surface.shape[0])
    map_ = LinearSegmentedColormap.from_list("loss", [palette.WHITE, palette.FILL["input"]])
    axes.grid(visible=False)
    axes.contourf(across, up, surface, levels=13, cmap=map_)
    trail = check_array(trail, "trail", axes="TD")
    for color, width in ((palette.WHITE, 4), (palette.INK, 1.6)):
        axes.plot(*trail.T, color=color, linewidth=width, solid_joinstyle="round")
    here = trail[-1]
    if gradient is not None and np.hypot(*gradient) > 1e-6:
        way = -np.asarray(gradient) / np.hypot(*gradient)
        axes.annotate(
            "",
            here + 0.95 * way,
            here,
            arrowprops={"arrowstyle": "-|>", "color": palette.FILL["gradient"], "linewidth": 3},
        )
    look = {"color": palette.FILL["gradient"], "markeredgecolor": palette.WHITE, "markersize": 10}
    axes.plot(*here, "o", zorder=5, **look)
    axes.set_xlim(*windows[0])
    axes.set_ylim(*windows[1])
    axes.set_xlabel(names[axes_shown[0]].replace("→", "to"), font_properties=handwriting(18))
    axes.set_ylabel(names[axes_shown[1]].replace("→", "to"), font_properties=handwriting(18))
    scene.words("the loss seen from above", 82, 404, size="label", align="left")


def _words(scene, losses, steps, question):
    scene.words("loss", 470, 448, size="label", align="left")
    for row, (name, role, loss) in enumerate(
        zip(("training", "validation"), ("input", "gradient"), losses, strict=True)
    ):
        y = 490 + 42 * row
        scene.words(f"{name}:", 470, y, size="body", role=role, align="left")
        scene.words(f"{loss:.3g}", 600, y, size="body", role=role, align="left")
    off = 100 * float(np.sqrt(losses[0]))
    plural = "step" if steps == 1 else "steps"
    scene.words(f"{steps} {plural} of gradient descent", 470, 578, size="label", align="left")
    scene.words(f"On a typical day we are {off:.0f} € off.", 470, 612, size="label", align="left")
    if question:
        lines = "\n".join(textwrap.wrap(question, 40))
        scene.words(lines, 470, 660, size="small", role="gradient", align="left")
    else:
        pale = "Pale is a small loss. The arrow shows\nwhere the next step goes."
        scene.words(pale, 470, 660, size="small", role="muted", align="left")
