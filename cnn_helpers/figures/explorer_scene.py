"""The kernel explorer as a still picture, for readers without a kernel to run it."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.filter_scenes import centered, sign_key, size_words
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number
from cnn_helpers.validation import check_array

__all__ = ["explorer_picture"]


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
):
    """Draw the kernel explorer as a still picture.

    Parameters
    ----------
    image : array_like, shape (H, W)
        The picture, unpadded, 0 to 1.
    kernel : array_like, shape (KH, KW)
        The kernel.
    feature_map : array_like, shape (OH, OW)
        What comes out, bias and ReLU included.
    image_name, kernel_name : str
        Labels.
    look : {"photo", "ink", "input"}
        How the picture is shaded; small ones show numbers as well.
    cell : (int, int), optional
        The output cell that is pointed at: (row, column).
    products : array_like, shape (KH, KW), optional
        Window times kernel at that cell; written into the line below.
    total : float, optional
        The products' sum, before bias and ReLU.
    bias : float
        What was added.
    relu : bool
        Whether negatives were set to 0.
    stride, padding : int or (int, int)
        Geometry, (rows, columns) where they differ.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = explorer_picture(np.eye(4), np.eye(2), 2 * np.eye(3), look="ink", cell=(0, 0))
    """
    image = check_array(image, "image", axes="HW")
    kernel = check_array(kernel, "kernel", axes=("KH", "KW"))
    feature_map = check_array(feature_map, "feature_map", axes=("OH", "OW"))
    scene = Scene(446, title="The kernel explorer")
    middle = 216
    picture = _block(scene, image, 34, middle, look, "input", image_name)
    glass = scene.cells(
        kernel, *centered(kernel, 354, 152, middle, 50), role="kernel", label=kernel_name
    )
    answer = _block(scene, feature_map, 556, middle, "output", "output", "feature map")
    scene.arrow((picture.right + 10, middle), (glass.left - 8, middle))
    scene.arrow((glass.right + 8, middle), (answer.left - 10, middle))
    if answer.cell < 20:
        sign_key(scene, 46, middle=answer.center[0])
    if cell is not None:
        stride, padding = np.broadcast_to(stride, 2), np.broadcast_to(padding, 2)
        corner = np.asarray(cell) * stride - padding
        scene.window(picture, *corner, *kernel.shape, line_width=min(5, 2 + picture.cell / 8))
        if picture.cell < 5:  # the window alone would be a speck
            middle_of_window = corner + (np.asarray(kernel.shape) - 1) / 2
            scene.circle(*picture.at(*middle_of_window), 13, role="kernel")
        scene.circle(*answer.at(*cell), max(10, answer.cell * 0.55))
        value = feature_map[tuple(cell)]
        scene.caption(_sum_line(cell, products, total, bias, relu, value))
    return scene.figure


def _block(scene, array, left, middle, look, role, name):
    """Draw an array 270 px wide at most, with numbers where they can be read."""
    at = centered(array, left, 270, middle, 270, tallest=270)
    label = f"{name}, {size_words(array)}"
    if at[2] >= 20:
        return scene.cells(array, *at, role=role, look=look, label=label)
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
