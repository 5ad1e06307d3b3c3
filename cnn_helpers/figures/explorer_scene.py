"""The kernel explorer as a still picture, for readers without a kernel to run it."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.filter_scenes import centered, sign_key, size_words
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number
from cnn_helpers.validation import check_array

__all__ = ["explorer_picture"]

CHANNELS = ("red", "green", "blue")


def explorer_picture(
    image,
    kernel,
    feature_map,
    *,
    image_name="the picture",
    kernel_name="the kernel",
    look="photo",
    cell=None,
    products=None,
    total=None,
    bias=0.0,
    relu=False,
    stride=1,
    padding=0,
    dilation=1,
    origin=(0, 0),
    map_origin=(0, 0),
    hide_map=False,
    asked=None,
):
    """Draw the kernel explorer as a still picture.

    Parameters
    ----------
    image : array_like, shape (H, W) or (H, W, 3)
        The picture, or the part of it that is shown; unpadded, 0 to 1.
    kernel : array_like, shape (KH, KW) or (3, KH, KW)
        The kernel, or its planes for red, green and blue.
    feature_map : array_like, shape (OH, OW)
        What comes out, bias and ReLU included.
    image_name, kernel_name : str
        Labels.
    look : {"photo", "ink", "input"}
        How the picture is shaded; small ones show numbers as well.
    cell : (int, int), optional
        The output cell that is pointed at: (row, column) of the whole map.
    products : array_like, as the kernel, optional
        Window times kernel at that cell; written into the line below.
    total : float, optional
        The products' sum, before bias and ReLU.
    bias : float
        What was added.
    relu : bool
        Whether negatives were set to 0.
    stride, padding : int or (int, int)
        Geometry, (rows, columns) where they differ.
    dilation : int
        Step between the pixels under the kernel.
    origin, map_origin : (int, int)
        Row and column of the whole image and map at which the parts shown begin.
    hide_map : bool
        Leave the map blank: it is being asked for.
    asked : (int, int), optional
        Output cell whose number is being asked for: its window is framed, its number left out.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = explorer_picture(np.eye(4), np.eye(2), 2 * np.eye(3), look="ink", cell=(0, 0))
    """
    image = check_array(image, "image")
    kernel = check_array(kernel, "kernel")
    feature_map = check_array(feature_map, "feature_map", axes=("OH", "OW"))
    scene = Scene(446, title="The kernel explorer")
    middle = 216
    picture = _block(scene, image, 34, middle, look, "input", image_name)
    glass = draw_kernel(scene, kernel, 354, 152, middle, kernel_name)
    hide = np.full(feature_map.shape, hide_map)
    if asked is not None:
        hide[tuple(np.subtract(asked, map_origin))] = True
    answer = _block(scene, feature_map, 556, middle, "output", "output", "feature map", hide=hide)
    scene.arrow((picture.right + 10, middle), (glass.left - 8, middle))
    scene.arrow((after_kernel(glass, kernel), middle), (answer.left - 10, middle))
    if hide_map:
        scene.words("?", *answer.center, size="title", role="output")
    elif answer.cell < 20:
        sign_key(scene, 46, middle=answer.center[0])
    if asked is not None:
        mark_window(scene, picture, asked, kernel.shape[-2:], stride, padding, dilation, origin)
        place = answer.at(*np.subtract(asked, map_origin))
        scene.circle(*place, max(10, answer.cell * 0.55))
        if answer.cell >= 20:
            scene.words("?", *place, size="title", role="gradient")
        scene.caption(f"Predict: which number stands at row {asked[0]}, column {asked[1]}?")
    elif cell is not None and not hide_map:
        mark_window(scene, picture, cell, kernel.shape[-2:], stride, padding, dilation, origin)
        row, column = np.subtract(cell, map_origin)
        scene.circle(*answer.at(row, column), max(10, answer.cell * 0.55))
        value = feature_map[row, column]
        scene.caption(_sum_line(cell, products, total, bias, relu, value))
    return scene.figure


def draw_kernel(scene, kernel, left, width, middle, name, largest=50):
    """Draw a kernel, or its three planes with their channels' names; return the outer block."""
    if kernel.ndim == 2:
        return scene.cells(
            kernel, *centered(kernel, left, width, middle, largest), role="kernel", label=name
        )
    cell = min(26, largest * 0.52)
    step = 3 * cell + 8
    limit = np.abs(kernel).max() or None
    first = None
    for index, (plane, channel) in enumerate(zip(kernel, CHANNELS, strict=True)):
        top = middle - 1.5 * step + 4 + index * step
        block = scene.cells(plane, left + (width - 3 * cell) / 2, top, cell, role="kernel",
                            limit=limit, label=name if index == 2 else None)  # fmt: skip
        scene.words(channel, block.right + 6, block.center[1], size="small", align="left")
        first = first or block
    return first


def after_kernel(block, kernel):
    """Return the x at which an arrow may start: the planes' names stand beside them."""
    return block.right + (56 if kernel.ndim == 3 else 8)


def mark_window(scene, picture, cell, kernel_size, stride, padding, dilation, origin):
    """Frame the window of a cell, and with dilation each of its pixels."""
    stride, padding = np.broadcast_to(stride, 2), np.broadcast_to(padding, 2)
    corner = np.asarray(cell) * stride - padding - origin
    reach = (np.asarray(kernel_size) - 1) * dilation + 1
    scene.window(picture, *corner, *reach, line_width=min(5, 2 + picture.cell / 8))
    if dilation > 1 and picture.cell >= 8:
        for row in range(0, reach[0], dilation):
            for column in range(0, reach[1], dilation):
                scene.window(picture, corner[0] + row, corner[1] + column, 1, 1, line_width=2)
    if picture.cell < 5:  # the window alone would be a speck
        scene.circle(*picture.at(*(corner + (reach - 1) / 2)), 13, role="kernel")


def _block(scene, array, left, middle, look, role, name, *, hide=None):
    """Draw an array 270 px wide at most, with numbers where they can be read."""
    grey = array[..., 0] if array.ndim == 3 else array
    at = centered(grey, left, 270, middle, 270, tallest=270)
    label = f"{name}, {size_words(array)}"
    if at[2] >= 20 and array.ndim == 2:
        return scene.cells(array, *at, role=role, look=look, label=label, numbers=True, hide=hide)
    if hide is not None:
        array = np.where(hide, 0, array)
    width = at[2] * array.shape[1]
    return scene.picture(array, *at[:2], width, look=look, role=role, label=label)


def _sum_line(cell, products, total, bias, relu, value):
    """Spell out how one output cell came about."""
    parts = [f"cell ({cell[0]}, {cell[1]}):"]
    if products is not None:
        decimals = common_decimals(products)
        terms = " + ".join(format_number(number, decimals) for number in np.ravel(products))
        short = len(terms) <= 45
        parts.append(
            f"{terms} =".replace("+ −", "− ") if short else f"{np.size(products)} products, sum"
        )
    if total is not None:
        parts.append(format_number(total, common_decimals([total])) + ("," if bias or relu else ""))
    if bias:
        parts.append(f"plus bias {format_number(bias, common_decimals([bias]))},")
    if relu:
        parts.append("then ReLU,")
    if bias or relu or total is None:
        parts.append(f"gives {format_number(value, common_decimals([value]))}")
    return " ".join(parts)
