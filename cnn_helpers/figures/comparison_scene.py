"""Two kernels on one picture, as a still picture of the kernel explorer's comparison."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.explorer_scene import after_kernel, draw_kernel, mark_window
from cnn_helpers.figures.filter_scenes import centered, sign_key, size_words
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number
from cnn_helpers.validation import check_array

__all__ = ["kernel_comparison"]


def kernel_comparison(
    image,
    kernels,
    feature_maps,
    *,
    image_name="the picture",
    kernel_names=("kernel A", "kernel B"),
    look="photo",
    cell=None,
    stride=1,
    padding=0,
    dilation=1,
    origin=(0, 0),
    map_origin=(0, 0),
):
    """Draw two kernels and their feature maps, both maps in the same colours.

    Parameters
    ----------
    image : array_like, shape (H, W) or (H, W, 3)
        The picture, or the part of it that is shown; unpadded, 0 to 1.
    kernels : pair of array_like, shape (KH, KW) or (3, KH, KW)
        Kernel A above, kernel B below.
    feature_maps : pair of array_like, shape (OH, OW)
        What comes out of each, bias and ReLU included.
    image_name : str
        Label of the picture.
    kernel_names : pair of str
        Labels of the kernels.
    look : {"photo", "ink"}
        How the picture is shaded.
    cell : (int, int), optional
        The cell that is pointed at, in both maps.
    stride, padding : int or (int, int)
        Geometry, (rows, columns) where they differ.
    dilation : int
        Step between the pixels under the kernel.
    origin, map_origin : (int, int)
        Row and column of the whole image and map at which the parts shown begin.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> maps = np.full((3, 3), 2.0), np.full((3, 3), -1.0)
    >>> figure = kernel_comparison(np.eye(5), (np.eye(3), -np.eye(3)), maps, look="ink")
    """
    image = check_array(image, "image")
    kernels = [check_array(kernel, "kernel") for kernel in kernels]
    maps = [check_array(array, "feature_map", axes=("OH", "OW")) for array in feature_maps]
    scene = Scene(664, title="Two kernels, one picture")
    grey = image[..., 0] if image.ndim == 3 else image
    left, top, side = centered(grey, 34, 250, 330, 250, tallest=250)
    label = f"{image_name}, {size_words(image)}"
    how = {"look": look, "label": label}
    if side >= 20 and image.ndim == 2:
        picture = scene.cells(image, left, top, side, numbers=side >= 38, **how)
    else:
        picture = scene.picture(image, left, top, side * image.shape[1], **how)
    limit = max(np.abs(array).max() for array in maps) or 1.0
    for middle, kernel, array, name, letter in zip(
        (182, 476), kernels, maps, kernel_names, "AB", strict=True
    ):
        glass = draw_kernel(scene, kernel, 372, 152, middle, f"{letter}: {name}", largest=42)
        answer = _map(scene, array, middle, letter, limit)
        scene.arrow((picture.right + 8, 330 + (middle - 330) * 0.25), (glass.left - 8, middle))
        scene.arrow((after_kernel(glass, kernel), middle), (answer.left - 8, middle))
        if cell is not None:
            scene.circle(*answer.at(*np.subtract(cell, map_origin)), max(10, answer.cell * 0.55))
        if answer.cell < 20 and letter == "A":
            sign_key(scene, 42, middle=answer.center[0])
    if cell is not None:
        size = kernels[0].shape[-2:]
        mark_window(scene, picture, cell, size, stride, padding, dilation, origin)
        first, second = (array[tuple(np.subtract(cell, map_origin))] for array in maps)
        decimals = common_decimals([first, second, first - second])
        a, b, difference = (format_number(v, decimals) for v in (first, second, first - second))
        scene.caption(
            f"cell ({cell[0]}, {cell[1]}): A gives {a}, B gives {b}, A − B is {difference}"
        )
    return scene.figure


def _map(scene, array, middle, letter, limit):
    left, top, side = centered(array, 586, 230, middle, 214, tallest=214)
    how = {"role": "output", "limit": limit, "label": f"map {letter}, {size_words(array)}"}
    if side >= 20:
        return scene.cells(array, left, top, side, numbers=side >= 38, **how)
    return scene.picture(array, left, top, side * array.shape[1], look="output", **how)
