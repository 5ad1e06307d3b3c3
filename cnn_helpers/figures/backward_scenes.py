"""Pictures of notebook 09: who is to blame for the loss, and how gradients pass a layer."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import format_number, largest_size
from cnn_helpers.figures.style import handwriting, ticks_inside
from cnn_helpers.validation import check_array

__all__ = [
    "error_by_epsilon",
    "outer_product",
    "relu_gate",
    "sizes_on_the_way",
    "weighted_back",
    "who_is_to_blame",
]


def who_is_to_blame(probability, loss):
    """Draw the opening scene: a loss, and 38 parameters that may have caused it.

    Parameters
    ----------
    probability : float
        What the right class was given.
    loss : float
        Minus its logarithm.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = who_is_to_blame(0.82, 0.2)
    """
    scene = Scene(
        450,
        title="Who is to blame?",
        subtitle=f"The network gave the X {probability:.0%}. The loss is {loss:.4f}: small, not 0.",
    )
    marks = np.random.default_rng(3)
    for row in range(2):
        for column in range(19):
            x, y = 60 + column * 24, 134 + row * 30 + marks.uniform(-4, 4)
            role = "kernel" if column + 19 * row < 20 else "input"
            scene.circle(x, y, 8, role=role)
    scene.words("20 of the filters", 180, 212, size="label", role="kernel")
    scene.words("18 of the linear layer", 410, 212, size="label", role="input")
    scene.arrow((520, 150), (628, 150), text="together")
    scene.panel(640, 112, 168, 84, role="gradient", outline=True)
    scene.words("loss", 724, 136, size="label", role="gradient")
    scene.words(f"{loss:.4f}", 724, 172, size="shout", role="gradient")
    scene.arrow((640, 206), (520, 236), role="gradient", bend=0.15)
    scene.words("whose fault?", 660, 244, size="label", role="gradient")
    scene.ice_cream(
        94, 360, 112, mood="puzzled", says="Turn all 38 at once? Which way?", bubble_at=(292, 366)
    )
    scene.lens(772, 356, 92)
    scene.bubble("Go backwards, layer by layer.", 598, 362, (732, 358))
    return scene.figure


def outer_product(grad_logits, row, grad_weights, *, names, title):
    """Draw the gradient of a linear layer's weights: each logit's gradient times each input.

    Parameters
    ----------
    grad_logits : array_like, shape (K,)
        Derivative of the loss by each logit.
    row : array_like, shape (D,)
        What went into the layer.
    grad_weights : array_like, shape (K, D)
        The products.
    names : sequence of str
        The classes.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> grad = np.array([-0.2, 0.2])
    >>> figure = outer_product(grad, [1, 3], np.outer(grad, [1, 3]), names="ab", title="Outer")
    """
    grad_weights = check_array(grad_weights, "grad_weights", axes=("K", "D"))
    count, size = grad_weights.shape
    cell = min(66, 520 / size)
    left, top = 262, 92
    scene = Scene(top + cell * (count + 1) + 104, title=title)
    inputs = scene.ribbon(row, left, top, cell, role="output")
    scene.words(
        "the row that went in",
        left - 16,
        inputs.center[1],
        size="small",
        role="output",
        align="right",
    )
    block = scene.cells(grad_weights, left, top + cell + 34, cell, role="gradient")
    column = np.reshape(grad_logits, (-1, 1))
    limit = largest_size(grad_weights)
    beside = scene.cells(column, left - cell - 30, block.top, cell, role="gradient", limit=limit)
    for number, name in enumerate(names):
        y = beside.at(number, 0)[1]
        scene.words(
            f"logit {name}", beside.left - 12, y, size="small", role="gradient", align="right"
        )
    words = "gradient of each weight = its input × its logit's gradient"
    scene.words(words, block.center[0] - 40, block.bottom + 34, size="label", role="gradient")
    return scene.figure


def weighted_back(grad_logits, weights, grad_row, *, names, title):
    """Draw how a row's gradient is made: each class sends its own back through its weights.

    Parameters
    ----------
    grad_logits : array_like, shape (K,)
    weights : array_like, shape (K, D)
    grad_row : array_like, shape (D,)
        The sum over the classes.
    names : sequence of str
        The classes.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> grad, weights = np.array([-0.2, 0.2]), np.eye(2)
    >>> figure = weighted_back(grad, weights, grad @ weights, names="ab", title="Back")
    """
    weights = check_array(weights, "weights", axes=("K", "D"))
    grad_logits = check_array(grad_logits, "grad_logits", axes=("K",))
    count, size = weights.shape
    cell = min(64, 500 / size)
    left, top, pitch = 286, 84, cell + 26
    scene = Scene(top + pitch * count + cell + 84, title=title)
    parts = weights * grad_logits[:, None]
    limit = largest_size(parts)
    for number, name in enumerate(names):
        y = top + pitch * number
        block = scene.ribbon(parts[number], left, y, cell, role="gradient", limit=limit)
        factor = format_number(grad_logits[number], 2)
        scene.words(
            f"{factor} × weights of {name}", left - 18, block.center[1], size="small", align="right"
        )
    y = top + pitch * count + 22
    scene.line([(left, y - 14), (left + cell * size, y - 14)], width=2)
    total = scene.ribbon(np.round(grad_row, 12), left, y, cell, role="gradient", limit=limit)
    scene.words(
        "added up", left - 18, total.center[1], size="label", role="gradient", align="right"
    )
    return scene.figure


def relu_gate(inputs, grad_output, grad_inputs, *, title):
    """Draw what ReLU lets back: where it was closed, the gradient stops.

    Parameters
    ----------
    inputs, grad_output, grad_inputs : array_like, shape (H, W)
        What went in; the gradient that arrives; what is passed on.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = relu_gate(-np.eye(3), np.ones((3, 3)), np.zeros((3, 3)), title="A gate")
    """
    inputs = check_array(inputs, "inputs", axes=("H", "W"))
    scene = Scene(378, title=title)
    limit = max(largest_size(grad_output), 1e-9)
    side = 56
    blocks = [
        scene.cells(inputs, 52, 96, side, role="output", label="what went in"),
        scene.cells(
            grad_output, 346, 96, side, role="gradient", limit=limit, label="what comes back"
        ),
        scene.cells(grad_inputs, 640, 96, side, role="gradient", limit=limit, label="what passes"),
    ]
    for row, column in np.argwhere(inputs <= 0):
        x, y = blocks[2].at(row, column)
        for slope in (1, -1):
            scene.line(
                [(x - 15, y - 15 * slope), (x + 15, y + 15 * slope)], role="muted", width=1.6
            )
    for sign, before, after in zip("→→", blocks[:-1], blocks[1:], strict=True):
        scene.words(sign, (before.right + after.left) / 2, before.center[1], size="title")
    scene.words(
        "crossed out: closed, the input was not above 0", 430, 356, size="small", role="muted"
    )
    return scene.figure


def error_by_epsilon(epsilons, central, one_sided, *, title, subtitle=None):
    """Draw how wrong a measured slope is, for steps of all sizes.

    Parameters
    ----------
    epsilons : array_like, shape (M,)
        The steps.
    central, one_sided : array_like, shape (M,)
        Errors of the two ways to measure.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> steps = np.logspace(-10, -1, 10)
    >>> figure = error_by_epsilon(steps, steps**2 + 1e-12, steps, title="How small a step?")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 350, title=title, subtitle=subtitle)
    axes = scene.plot(112, top, 520, 262, xscale="log", yscale="log")
    for values, role, line, name in (
        (central, "output", "-", "both sides"),
        (one_sided, "gradient", "--", "one side"),
    ):
        axes.plot(epsilons, values, line, color=palette.FILL[role], linewidth=3, label=name)
    axes.set_xlabel("size of the step", fontsize=16)
    axes.set_ylabel("error of the slope", fontsize=16)
    axes.tick_params(labelsize=13)
    axes.minorticks_off()
    ticks_inside(axes)
    axes.minorticks_off()
    axes.legend(
        loc="center left", bbox_to_anchor=(1.02, 0.5), prop=handwriting(22), frameon=False,
        handlelength=2.4,
    )  # fmt: skip
    return scene.figure


def sizes_on_the_way(sizes, *, title, subtitle=None):
    """Draw how large a gradient is after each layer that it has come back through.

    Parameters
    ----------
    sizes : dict of str to array_like, shape (L + 1,)
        Name of a network, and the size at its end and before each of its L layers; up to four.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = sizes_on_the_way({"halved each time": 0.5 ** np.arange(6)}, title="What is left")
    """
    top = 108 if subtitle else 78
    scene = Scene(top + 350, title=title, subtitle=subtitle)
    axes = scene.plot(112, top, 470, 262, yscale="log")
    looks = zip(("gradient", "output", "input", "kernel"), ("o", "s", "^", "D"), strict=True)
    for (name, values), (role, marker) in zip(sizes.items(), looks, strict=False):
        look = {"marker": marker, "markersize": 6, "markevery": 2, "linewidth": 2.5}
        axes.plot(range(len(values)), values, color=palette.FILL[role], label=name, **look)
    axes.set_xlabel("layers passed on the way back", fontsize=16)
    axes.set_ylabel("size of the gradient", fontsize=16)
    axes.tick_params(labelsize=13)
    ticks_inside(axes)
    axes.minorticks_off()
    axes.legend(
        loc="center left", bbox_to_anchor=(1.02, 0.5), prop=handwriting(19), frameon=False,
        handlelength=1.6, labelspacing=0.9,
    )  # fmt: skip
    return scene.figure
