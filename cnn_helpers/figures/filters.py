"""The first pictures of notebook 04: a filter meets one window, then slides over the picture."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number, largest_size
from cnn_helpers.validation import check_array

__all__ = [
    "film_strips",
    "one_window",
    "starting_places",
    "two_strokes",
]


def two_strokes(picture, falling, rising):
    """Draw the opening scene: an order card, its X, and the two strokes that make it.

    Parameters
    ----------
    picture, falling, rising : array_like, shape (5, 5)
        The X and each of its strokes alone; 0 is paper, 1 is ink.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> falling = np.eye(5)
    >>> rising = falling[:, ::-1]
    >>> figure = two_strokes(np.maximum(falling, rising), falling, rising)
    """
    scene = Scene(
        500,
        title="How do I find a stroke in a picture?",
        subtitle="An X is two strokes. The card reader has to find both.",
    )
    scene.order_card(40, 126, 138, lines=("vanilla", "chocolate"), marked=(0,), scoops="2")
    whole = scene.cells(picture, 248, 122, 38, label="what the reader sees")
    scene.arrow((186, 190), (whole.left - 12, 205), bend=0.2)
    first = scene.cells(falling, 501, 142, 26, label="a falling stroke")
    second = scene.cells(rising, 699, 142, 26, label="a rising stroke")
    middle = whole.center[1]
    # Words, not signs: where the strokes cross, 1 plus 1 would be 2.
    scene.words("is", (whole.right + first.left) / 2, middle, size=26)
    scene.words("and", (first.right + second.left) / 2, middle, size=26)
    scene.ice_cream(
        92, 412, 120, mood="asks", says="Where does a stroke run?", bubble_at=(268, 416)
    )
    scene.lens(768, 416, 120)
    scene.bubble("I look at nine pixels at a time!", 560, 416, (728, 416))
    return scene.figure


def one_window(picture, kernel, products, total, *, row, column):
    """Draw one step of a filter: nine pixels, nine weights, nine products, one sum.

    Parameters
    ----------
    picture : array_like, shape (H, W)
        A small picture, at most about 6 columns.
    kernel, products : array_like, shape (KH, KW)
        The weights, and pixel times weight for each pair.
    total : float
        The sum of the products.
    row, column : int
        The window's first cell.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> figure = one_window(np.eye(5), np.eye(3), np.eye(3), 3.0, row=0, column=0)
    """
    picture, kernel, products = np.asarray(picture), np.asarray(kernel), np.asarray(products)
    height, width = kernel.shape
    window = picture[row : row + height, column : column + width]
    scene = Scene(
        430,
        title=f"The window at row {row}, column {column}",
        subtitle="Multiply pair by pair. Then add.",
    )
    whole = scene.cells(picture, 36, 118, 38, label="the picture")
    scene.window(whole, row, column, height, width)
    blocks = []
    cell, top = 46, 118 + whole.height / 2 - 46 * height / 2
    for number, (array, role, label) in enumerate(
        [
            (window, "input", "nine pixels"),
            (kernel, "kernel", "nine weights"),
            (products, "gradient", "nine products"),
        ]
    ):
        left = 296 + number * 190
        limit = largest_size(kernel) if role == "kernel" else 1
        blocks.append(scene.cells(array, left, top, cell, role=role, limit=limit, label=label))
    middle = whole.center[1]
    scene.arrow((whole.right + 14, middle), (blocks[0].left - 14, middle))
    for before, after, sign in zip(blocks[:-1], blocks[1:], "×=", strict=True):
        scene.words(sign, (before.right + after.left) / 2, middle, size="title")

    scene.panel(36, 362, 788, 54, role="gradient")
    decimals = common_decimals(products)
    terms = [format_number(value, decimals) for value in products.ravel()]
    terms = [terms[0], *(f"({term})" if term[0] == "−" else term for term in terms[1:])]
    answer = format_number(total, common_decimals([total]))
    scene.words(f"{' + '.join(terms)}  =  {answer}", 430, 389, size="shout", role="gradient")
    return scene.figure


def film_strips(picture, feature_map, kernel_shape):
    """Draw every stop of the window: one strip of film for each row of the feature map.

    Parameters
    ----------
    picture : array_like, shape (H, W)
        The picture under the filter.
    feature_map : array_like, shape (OH, 3)
        The filter's answers.
    kernel_shape : (int, int)
        Height and width of the window.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> figure = film_strips(np.eye(5), 3 * np.eye(3), (3, 3))
    """
    feature_map = check_array(feature_map, "feature_map", axes=("OH", "OW"))
    rows, columns = feature_map.shape
    pitch, top = 172, 108
    scene = Scene(
        top + rows * pitch + 44,
        title=f"{feature_map.size} stops, {feature_map.size} numbers",
        subtitle="Read it like a page: along a row, then down to the next.",
    )
    cell = 110 / len(picture)
    shades = {"limit": largest_size(feature_map), "decimals": common_decimals(feature_map)}
    for row in range(rows):
        strip_top = top + row * pitch
        _film(scene, 36, strip_top, 788, 156)
        for column in range(columns):
            left = 64 + column * 256
            frame = scene.cells(picture, left, strip_top + 23, cell, numbers=False)
            scene.window(frame, row, column, *kernel_shape, line_width=4)
            value = feature_map[row : row + 1, column : column + 1]
            answer = scene.cells(value, left + 158, strip_top + 30, 50, role="output", **shades)
            middle = answer.center[1]
            scene.arrow((frame.right + 8, middle), (answer.left - 8, middle))
            for line, place in enumerate((f"row {row}", f"column {column}")):
                y = answer.bottom + 21 + 24 * line
                scene.words(place, answer.center[0], y, size=21, role="muted")
    scene.caption("Blue: the picture. Orange: the window. Green frame: what the filter answers.")
    return scene.figure


def _film(scene, left, top, width, height):
    """Lay a strip of film, with holes along both sides."""
    scene.panel(left, top, width, height, role="ink")
    for x in np.arange(left + 16, left + width - 20, 22):
        for y in (top + 5, top + height - 14):
            corners = [(x, y), (x + 11, y), (x + 11, y + 9), (x, y + 9)]
            strokes.shape(scene.axes, corners, fill=palette.PAPER, line="none", wobble=0, z=1.5)


def starting_places(pixels, kernel_size, starts):
    """Draw the places at which a window of ``kernel_size`` cells can start in one row of pixels.

    Parameters
    ----------
    pixels : array_like, shape (W,)
        One row of a picture.
    kernel_size : int
        Width of the window.
    starts : sequence of int
        The columns at which it fits.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = starting_places([1, 0, 0, 0, 1], 3, [0, 1, 2])
    """
    size, count = len(pixels), len(starts)
    cell, pitch, top, left = 44, 74, 116, 60
    scene = Scene(
        top + (count + 1) * pitch + 20,
        title=f"{size} pixels wide, {kernel_size} weights wide: how many stops?",
        subtitle="One row of the picture. The window moves one column at a time.",
    )
    for number, start in enumerate(starts):
        row = scene.ribbon(pixels, left, top + number * pitch, cell)
        scene.window(row, 0, start, 1, kernel_size)
        scene.words(
            f"starts at column {start}", row.right + 70, row.center[1], align="left", size="label"
        )
    over = scene.ribbon(pixels, left, top + count * pitch, cell)
    scene.window(over, 0, starts[-1] + 1, 1, kernel_size, role="gradient")
    scene.words(
        f"column {starts[-1] + 1}: the last weight has no pixel",
        over.right + 70,
        over.center[1],
        align="left",
        size="label",
        role="gradient",
    )
    scene.panel(610, top + 10, 214, 132, role="output")
    scene.words(f"{size} − {kernel_size} + 1 = {count}", 717, top + 52, size="shout", role="output")
    scene.words("pixels − weights + 1", 717, top + 104, size="label", role="output")
    return scene.figure
