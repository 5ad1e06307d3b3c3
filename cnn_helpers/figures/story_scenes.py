"""The story network as pictures: every number of one image forward, every gradient back."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import strokes
from cnn_helpers.figures.shading import format_number
from cnn_helpers.figures.story_sheet import CELL, FLAT, SECOND, TOP, StorySheet
from cnn_helpers.figures.style import house

__all__ = ["story_backward", "story_forward", "story_microscope"]

_ORDER = (
    *("image", "kernels", "feature_maps", "rectified", "pooled"),
    *("flat", "weights", "linear_bias", "logits", "probabilities", "loss"),
)


def story_forward(values, *, names=("X", "not X"), label=0, title="One X through the network"):
    """Draw every number of one image on its way through the story network.

    Parameters
    ----------
    values : dict of str to array_like
        ``image`` (5, 5), ``kernels`` (2, 1, 3, 3), ``feature_maps`` and ``rectified`` (2, 3, 3),
        ``pooled`` (2, 2, 2), ``weights`` (2, 8), ``linear_bias``, ``logits`` and ``probabilities``
        (2,), ``loss`` () and ``conv_bias`` (2,): the ``values`` of the backpropagation microscope.
    names : (str, str)
        The classes.
    label : {0, 1}
        The right class.
    title : str
        At the top.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> shapes = {"image": (5, 5), "kernels": (2, 1, 3, 3), "feature_maps": (2, 3, 3)}
    >>> shapes |= {"rectified": (2, 3, 3), "pooled": (2, 2, 2), "weights": (2, 8)}
    >>> pairs = ("conv_bias", "linear_bias", "logits", "probabilities")
    >>> shapes |= dict.fromkeys(pairs, (2,)) | {"loss": ()}
    >>> figure = story_forward({name: np.ones(shape) for name, shape in shapes.items()})
    """
    values = _as_arrays(values)
    sheet = StorySheet(title, "Each number comes from the ones to its left. Try one by hand.")
    for name in _ORDER:
        sheet.draw(name, values)
    sheet.biases(values, None)
    _labels(sheet, names)
    _arrows(sheet, "ink", ("multiply, add", "max(0, ·)", "largest", "flatten: row by row"))
    _window(sheet)
    share, loss = values["probabilities"][label], float(values["loss"])
    sheet.scene.caption(
        f'The right answer is "{names[label]}": −ln {format_number(share, 2)} = '
        f"{format_number(loss, 2)} is the loss."
    )
    return sheet.scene.figure


def story_backward(
    values, gradients, *, names=("X", "not X"), label=0, title="And back: every gradient"
):
    """Draw the derivative of the loss by every number, in the places of ``story_forward``.

    Parameters
    ----------
    values, gradients : dict of str to array_like
        As for ``story_forward``, and the loss's derivatives by them, of the same shapes.
    names, label, title
        As for ``story_forward``.

    Returns
    -------
    matplotlib.figure.Figure
    """
    values, gradients = _as_arrays(values), _as_arrays(gradients)
    sheet = StorySheet(
        title, "Each comes from the ones to its right. Above 0: more there would raise the loss."
    )
    for name in _ORDER:
        sheet.draw(name, gradients, gradient=True)
    sheet.biases(None, gradients)
    _labels(sheet, names)
    words = ("pixel × gradient", "where it was > 0", "to the winner", "the same numbers, in 2 × 2")
    _arrows(sheet, "gradient", words, back=True)
    grad = gradients["logits"]
    right, other = (format_number(grad[index], 2) for index in (label, 1 - label))
    sheet.scene.caption(
        f'It starts with probability minus 1 for "{names[label]}", {right}, and the probability '
        f'of "{names[1 - label]}", {other}.'
    )
    return sheet.scene.figure


def story_microscope(
    values, gradients, chosen, *, onward=(), into=(), names=("X", "not X"), caption=""
):
    """Draw the backpropagation microscope as a still picture.

    Parameters
    ----------
    values : dict of str to array_like
        As for ``story_forward``.
    gradients : dict of str to array_like
        The gradients to show below the values; arrays that are missing show none.
    chosen : tuple
        The chosen cell: array name and index.
    onward, into : sequence of (cell, cell, cell or None)
        Source, target and factor of the edges that leave it towards the loss, and that lead to it.
    names : (str, str)
        The classes.
    caption : str
        The line below.

    Returns
    -------
    matplotlib.figure.Figure
    """
    values, gradients = _as_arrays(values), _as_arrays(gradients)
    subtitle = "In each cell its value, and below it its gradient."
    if not gradients:
        subtitle = "In each cell its value; the room below it is for its gradient, later."
    sheet = StorySheet("The backpropagation microscope", subtitle)
    related = _related(sheet, chosen, [*onward, *into])
    for name in _ORDER:
        sheet.draw_both(name, values, gradients, related)
    sheet.biases(values, gradients if "conv_bias" in gradients else None)
    _labels(sheet, names)
    _arrows(sheet, "ink", ("", "", "", "flatten"))
    if chosen[0] == "conv_bias":
        block = sheet.places["kernels"][chosen[1]]
        sheet.scene.panel(block.left - 8, block.bottom + 5, block.width + 16, 26, role="gradient")
    else:
        sheet.scene.circle_cell(*sheet.at(chosen))
    if caption:
        sheet.scene.caption(caption)
    return sheet.scene.figure


def _as_arrays(arrays):
    return {name: np.asarray(array, dtype=float) for name, array in arrays.items()}


def _related(sheet, chosen, edges):
    """Return for each block which of its cells the chosen one has to do with."""
    related = {
        (name, number): np.zeros((block.rows, block.columns), bool)
        for name, blocks in sheet.places.items()
        for number, block in enumerate(blocks)
    }
    cells = {tuple(chosen)}
    for edge in edges:
        cells |= {tuple(cell) for cell in edge if cell is not None}
    for cell in cells - {cell for cell in cells if cell[0] == "conv_bias"}:
        block, row, column = sheet.at(cell)
        number = sheet.places[cell[0]].index(block)
        related[cell[0], number][row, column] = True
        if cell[0] == "pooled":
            related["flat", 0][0, 4 * cell[1] + 2 * row + column] = True
    if chosen[0] in ("logits", "probabilities", "loss"):  # everything before takes part
        for name in ("image", "kernels"):
            for number in range(len(sheet.places[name])):
                related[name, number][:] = True
    return related


@house()
def _labels(sheet, names):
    scene, places = sheet.scene, sheet.places
    above = {
        "image": ("image", "input"),
        "kernels": ("kernels", "kernel"),
        "feature_maps": ("feature maps", "output"),
        "rectified": ("after ReLU", "output"),
        "pooled": ("pooled", "output"),
    }
    for name, (words, role) in above.items():
        block = places[name][0]
        scene.words(words, block.center[0], block.top - 18, size="label", role=role)
    foot = places["weights"][0].bottom + 24
    scene.words("weights: one row for each class", 34 + 4 * CELL, foot, size="label", role="kernel")
    for name, words, role in (
        ("linear_bias", "bias", "kernel"),
        ("logits", "logits", "output"),
        ("probabilities", "probabilities", "output"),
    ):
        scene.words(words, places[name][0].center[0], foot, size="label", role=role)
    loss = places["loss"][0]
    scene.words("loss", loss.center[0], foot, size="label", role="gradient")
    for row, name in enumerate(names):
        x, y = places["probabilities"][0].at(row, 0)
        scene.words(name, x + 28, y, size="small", role="muted", align="left")


@house()
def _arrows(sheet, role, words, *, back=False):
    scene, places = sheet.scene, sheet.places

    def arrow(start, end, **how):
        scene.arrow(*((end, start) if back else (start, end)), role=role, **how)

    middle = (TOP + SECOND + 3 * CELL) / 2
    image, kernels, maps, rectified, pooled = (
        places[name][0] for name in ("image", "kernels", "feature_maps", "rectified", "pooled")
    )
    heights = [TOP + 1.5 * CELL, SECOND + 1.5 * CELL]
    for height in heights:
        arrow((kernels.right + 6, height), (maps.left - 6, height))
        arrow((maps.right + 6, height), (rectified.left - 6, height))
        arrow((rectified.right + 5, height), (pooled.left - 4, height))
    arrow((image.right + 6, middle), (kernels.left - 6, middle))
    for text, x in zip(
        words[:3],
        ((kernels.right + maps.left) / 2, (maps.right + rectified.left) / 2, rectified.right + 8),
        strict=True,
    ):
        if text:
            scene.words(text, x, SECOND + 3 * CELL + 36, size="small", role="muted")
    flat, logits = places["flat"][0], places["logits"][0]
    start = (pooled.center[0], places["pooled"][1].bottom + 12)
    turn = [start, (start[0], FLAT - 26), (flat.center[0], FLAT - 26)]
    strokes.line(scene.axes, turn, role=role)
    arrow((flat.center[0], FLAT - 26), (flat.center[0], FLAT - 5))
    if back:
        arrow((start[0], start[1] - 4), (start[0], start[1] + 16))
    if words[3]:
        scene.words(words[3], 470, FLAT - 40, size="small", role="muted")
    middle = logits.center[1]
    arrow((places["linear_bias"][0].right + 6, middle), (logits.left - 6, middle))
    shares, loss = places["probabilities"][0], places["loss"][0]
    arrow((logits.right + 8, middle), (shares.left - 8, middle), text="softmax")
    arrow((shares.right + 62, middle), (loss.left - 8, middle))
    plus = (places["weights"][0].right + places["linear_bias"][0].left) / 2
    scene.words("+", plus, middle, size="body", role="muted")


@house()
def _window(sheet):
    image, maps = sheet.places["image"][0], sheet.places["feature_maps"][0]
    sheet.scene.window(image, 0, 0, 3, 3, line_width=4)
    sheet.scene.circle_cell(maps, 0, 0)
