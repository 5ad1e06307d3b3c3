"""Pictures of filters at work that several notebooks share."""

from __future__ import annotations

from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number
from cnn_helpers.validation import check_array

__all__ = ["filter_step", "kernel_gallery", "products_panel"]


def size_words(array):
    """Return the size of an array as a label says it.

    Examples
    --------
    >>> import numpy as np
    >>> size_words(np.zeros((5, 4)))
    '5 × 4'
    """
    return f"{array.shape[0]} × {array.shape[1]}"


def centered(array, left, width, middle, largest, tallest=236):
    """Return left, top and cell size for ``array``, centred in a column at height ``middle``.

    Examples
    --------
    >>> import numpy as np
    >>> centered(np.zeros((2, 2)), left=0, width=100, middle=200, largest=40)
    (10.0, 160.0, 40)
    """
    rows, columns = array.shape
    cell = min(largest, width / columns, tallest / rows)
    return left + (width - columns * cell) / 2, middle - rows * cell / 2, cell


def filter_step(
    image,
    kernel,
    feature_map,
    row,
    column,
    *,
    products,
    stride=1,
    title="How does a filter look at a picture?",
    subtitle="It multiplies numbers pair by pair, and adds them up.",
    caption="Each stop of the window fills one cell of the map.",
    says="Is that an X?",
    mood="asks",
    hide=None,
):
    """Draw one stop of a filter: picture, kernel, products, sum, feature map.

    Parameters
    ----------
    image : array_like, shape (H, W)
        The picture, unpadded, 0 to 1.
    kernel : array_like, shape (KH, KW)
        The filter.
    feature_map : array_like, shape (OH, OW)
        What the filter gives for the whole picture.
    row, column : int
        The cell of the feature map that is looked at.
    products : array_like, shape (KH, KW)
        Window times kernel, cell by cell; their sum stands in the feature map.
    stride : int
        Pixels from stop to stop.
    title, subtitle, caption : str
        The words around it.
    says, mood : str or None
        What the ice cream says, and how it looks; None leaves it out.
    hide : array_like of bool, shape (OH, OW), optional
        Cells of the map that are not computed yet.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> image, kernel = np.eye(5), 2 * np.eye(3) - 1
    >>> figure = filter_step(image, kernel, 3 * np.eye(3), 0, 0, products=np.eye(3))
    """
    image = check_array(image, "image", axes="HW")
    kernel = check_array(kernel, "kernel", axes=("KH", "KW"))
    feature_map = check_array(feature_map, "feature_map", axes=("OH", "OW"))
    products = check_array(products, "products", axes=("KH", "KW"))
    scene = Scene(452, title=title, subtitle=subtitle)
    middle = 240
    picture = scene.cells(
        image,
        *centered(image, 32, 232, middle, 46),
        label=f"the picture, {size_words(image)}",
    )
    glass = scene.cells(
        kernel,
        *centered(kernel, 318, 132, middle, 44),
        role="kernel",
        label=f"the filter, {size_words(kernel)}",
    )
    top, left = row * stride, column * stride
    scene.window(picture, top, left, *kernel.shape)
    scene.words("×", (picture.right + glass.left) / 2, middle, size=40)
    window = image[top : top + kernel.shape[0], left : left + kernel.shape[1]]
    scene.words("=", (glass.right + 492) / 2, middle, size=40)
    products_panel(scene, window, kernel, products, feature_map[row, column], 492, middle)
    answer = scene.cells(
        feature_map,
        *centered(feature_map, 722, 112, middle, 37),
        role="output",
        label=f"the map, {size_words(feature_map)}",
        hide=hide,
    )
    scene.circle_cell(answer, row, column)
    scene.arrow((688, middle), (answer.left - 9, middle))
    if says:
        scene.ice_cream(792, 64, 112, mood=mood, says=says, bubble_at=(664, 44))
    scene.caption(caption)
    return scene.figure


def products_panel(scene, window, kernel, products, total, left, middle):
    """Write each pair with its product, a line, and the sum, on a pale panel 190 px wide."""
    rows, columns = products.shape
    step_x, step_y = 186 / columns, min(62, 186 / rows)
    panel_top = middle - 132
    scene.panel(left, panel_top, 190, 264)
    decimals = max(common_decimals(window), common_decimals(kernel))
    for row in range(rows):
        for column in range(columns):
            x = left + 2 + (column + 0.5) * step_x
            y = panel_top + 8 + (row + 0.5) * step_y
            pair = "×".join(format_number(part[row, column], decimals) for part in (window, kernel))
            scene.words(pair, x, y - 11, size=17, role="muted")
            value = format_number(products[row, column], common_decimals(products))
            scene.words(value, x, y + 11, size=23, role="kernel")
    bottom = panel_top + 8 + rows * step_y + 6
    scene.line([(left + 16, bottom), (left + 174, bottom)], width=1.8)
    text = f"sum = {format_number(total, common_decimals([total]))}"
    scene.words(text, left + 95, (bottom + panel_top + 264) / 2, size="shout", role="gradient")


def kernel_gallery(
    kernels,
    maps,
    *,
    title="Nine numbers, many eyes",
    subtitle="The same picture, seen through different filters.",
    look="output",
    columns=3,
):
    """Draw named kernels, each beside what it makes of the same picture.

    Parameters
    ----------
    kernels : mapping of str to array_like, shape (KH, KW)
        Display name to kernel.
    maps : mapping of str to array_like, shape (OH, OW)
        The feature map of each name. Each is shaded by its own largest value.
    title, subtitle : str
        The words above.
    look : {"output", "photo", "ink"}
        "output" for signed maps: green above zero, purple below; "photo" for grey ones.
    columns : int
        Pairs side by side.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If a kernel has no map.
    """
    if missing := [name for name in kernels if name not in maps]:
        raise ValueError(f"maps must have every kernel's name, but lack {', '.join(missing)}")
    width, height = 792 / columns, 176
    rows = -(-len(kernels) // columns)
    foot = 34 if look == "output" else 0
    scene = Scene(104 + rows * height + foot, title=title, subtitle=subtitle)
    for index, (name, values) in enumerate(kernels.items()):
        left = 34 + (index % columns) * width
        top = 112 + (index // columns) * height
        kernel = check_array(values, "kernel", axes=("KH", "KW"))
        scene.words(name, left, top + 14, size="label", align="left", vertical="baseline")
        side = min(108, 0.42 * width)
        glass = scene.cells(kernel, left, top + 28, side / max(kernel.shape), role="kernel")
        scene.arrow((glass.right + 6, glass.center[1]), (glass.right + 26, glass.center[1]))
        scene.picture(maps[name], glass.right + 32, top + 28, side, look=look, role="output")
    if foot:
        sign_key(scene, scene.height - 26)
    return scene.figure


def sign_key(scene, y, role="output", middle=None):
    """Say at height ``y`` what the colours of a signed array mean."""
    left = (scene.width / 2 if middle is None else middle) - 55
    ramp = [[-1.0, -0.5, 0.0, 0.5, 1.0]]
    key = scene.cells(ramp, left, y - 11, 22, role=role, numbers=False)
    scene.words("below 0", key.left - 10, y, size="small", role="negative", align="right")
    scene.words("above 0", key.right + 10, y, size="small", role=role, align="left")
