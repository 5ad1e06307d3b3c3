"""Pictures of notebook 10: the gradients of a convolution and of pooling, piece by piece."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import format_number, largest_size
from cnn_helpers.validation import check_array

__all__ = ["pooling_pays_back", "scattered_kernels", "summed_windows", "weights_are_shared"]


def weights_are_shared(picture, kernel, places):
    """Draw the opening scene: one weight that has met many pixels.

    Parameters
    ----------
    picture : array_like, shape (5, 5)
        The mark; 0 is paper, 1 is ink.
    kernel : array_like, shape (3, 3)
        The weights.
    places : sequence of (int, int)
        The pixels that the kernel's first weight has met.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = weights_are_shared(np.eye(5), np.eye(3), [(0, 0), (1, 1)])
    """
    scene = Scene(
        490,
        title="One weight, nine meetings",
        subtitle="A filter's weight is used at every place. Whose fault is it, then?",
    )
    whole = scene.cells(picture, 60, 116, 44, label="the picture")
    glass = scene.cells(kernel, 560, 146, 52, role="kernel", label="the kernel")
    scene.circle_cell(glass, 0, 0)
    for row, column in places:
        scene.circle_cell(whole, row, column)
    scene.arrow((glass.left - 16, glass.at(0, 0)[1]), (whole.right + 18, whole.center[1] - 40))
    scene.words("it has met all of these", 420, 130, size="label", role="gradient")
    scene.ice_cream(
        96, 420, 100, mood="asks", says="Nine alibis, or nine faults?", bubble_at=(290, 428)
    )
    scene.lens(772, 418, 92)
    scene.bubble("Nine. We add them up.", 600, 424, (732, 420))
    return scene.figure


def summed_windows(windows, grads, total, *, title, subtitle=None):
    """Draw a kernel's gradient: each window times its cell's gradient, all added up.

    Parameters
    ----------
    windows : array_like, shape (P, KH, KW)
        The windows of the cells that have a gradient; up to four.
    grads : array_like, shape (P,)
        The gradients of those cells.
    total : array_like, shape (KH, KW)
        The sum.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> windows = np.stack([np.eye(3), np.ones((3, 3))])
    >>> figure = summed_windows(windows, [0.5, -1], 0.5 * np.eye(3) - 1, title="A sum")
    """
    windows = check_array(windows, "windows", axes=("P", "KH", "KW"))
    grads = check_array(grads, "grads", axes=("P",))
    top = 118 if subtitle else 88
    count = len(windows)
    step = 600 / count
    side = min(104, step - 64)
    scene = Scene(top + 230, title=title, subtitle=subtitle)
    cell = side / windows.shape[2]
    for number, (window, grad) in enumerate(zip(windows, grads, strict=True)):
        left = 70 + step * number
        block = scene.cells(window, left, top + 14, cell)
        sign = "" if number == 0 else "+ " if grad >= 0 else "− "
        shown = grad if number == 0 else abs(grad)
        scene.words(
            f"{sign}{format_number(shown, 2)} ×", left - 10, block.center[1], size="small",
            role="gradient", align="right",
        )  # fmt: skip
    side = 150
    result = scene.cells(total, 676, top - 10, side / total.shape[1], role="gradient")
    scene.words("=", 654, result.center[1] - 8, size="title")
    scene.words(
        "gradient of the kernel",
        result.center[0],
        result.bottom + 30,
        size="label",
        role="gradient",
    )
    scene.words(
        "the windows, each times its cell's gradient", 350, top + 168, size="label", role="input"
    )
    return scene.figure


def scattered_kernels(kernel, pieces, total, *, title, subtitle=None):
    """Draw the pixels' gradient: a kernel laid down at each place, all layers added up.

    Parameters
    ----------
    kernel : array_like, shape (KH, KW)
        The weights.
    pieces : sequence of (float, int, int)
        Gradient of a cell, and the row and column where its window begins; up to three.
    total : array_like, shape (H, W)
        The sum of all layers.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> total = np.zeros((5, 5))
    >>> total[:3, :3] = 0.5 * np.eye(3)
    >>> figure = scattered_kernels(np.eye(3), [(0.5, 0, 0)], total, title="Scattered")
    """
    kernel = check_array(kernel, "kernel", axes=("KH", "KW"))
    total = np.round(check_array(total, "total", axes=("H", "W")), 12)  # no 0.00 for 1e-17
    top = 118 if subtitle else 88
    scene = Scene(top + 286, title=title, subtitle=subtitle)
    limit = largest_size(total)
    step = 560 / len(pieces)
    cell = min(30, (step - 40) / total.shape[1])
    for number, (grad, row, column) in enumerate(pieces):
        layer = np.zeros(total.shape)
        height, width = kernel.shape
        layer[row : row + height, column : column + width] = grad * kernel
        left = 50 + step * number
        block = scene.cells(
            layer, left, top + 20, cell, role="gradient", limit=limit, numbers=False
        )
        scene.window(block, row, column, height, width, line_width=3)
        words = f"{format_number(grad, 2)} × kernel"
        scene.words(words, block.center[0], block.bottom + 26, size="small", role="gradient")
        if number:
            scene.words("+", left - 20, block.center[1], size="title")
    side = 220 / total.shape[1]
    result = scene.cells(total, 616, top, side, role="gradient", limit=limit)
    scene.words("=", 592, result.center[1], size="title")
    scene.words(
        "gradient of the pixels",
        result.center[0],
        result.bottom + 28,
        size="label",
        role="gradient",
    )
    return scene.figure


def pooling_pays_back(feature_map, pooled_grad, map_grad, winners, *, title):
    """Draw how max pooling hands its gradient to the winners, and adds where one won twice.

    Parameters
    ----------
    feature_map : array_like, shape (H, W)
        What was pooled.
    pooled_grad : array_like, shape (OH, OW)
        The gradient that arrives.
    map_grad : array_like, shape (H, W)
        What each cell gets.
    winners : sequence of (int, int)
        The cell that won each window, in reading order of the windows.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> grad = np.array([[1.0]])
    >>> figure = pooling_pays_back(np.eye(2), grad, np.eye(2), [(0, 0)], title="Back")
    """
    pooled_grad = np.round(check_array(pooled_grad, "pooled_grad", axes=("OH", "OW")), 12)
    map_grad = np.round(map_grad, 12)
    scene = Scene(402, title=title)
    limit = max(largest_size(pooled_grad), largest_size(map_grad))
    block = scene.cells(feature_map, 46, 100, 56, role="output", label="the map, with its winners")
    arriving = scene.cells(
        pooled_grad, 330, 128, 60, role="gradient", limit=limit, label="what comes back"
    )
    target = scene.cells(
        map_grad, 620, 100, 60, role="gradient", limit=limit, label="what each cell gets"
    )
    for row, column in set(winners):
        scene.circle_cell(block, row, column)
    columns = pooled_grad.shape[1]
    for number, (row, column) in enumerate(winners):
        place = number % columns
        start = (arriving.right + 8, arriving.at(number // columns, 0)[1] + 14 * (place - 0.5))
        end = (target.left - 8, target.at(row, 0)[1] + 14 * (number / len(winners) - 0.4))
        scene.arrow(start, end, role="gradient")
        scene.circle_cell(target, row, column)
    return scene.figure
