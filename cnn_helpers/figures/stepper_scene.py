"""One stop of a convolution's window, for one channel or several, as a still picture."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.filter_scenes import products_panel
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number, shade
from cnn_helpers.validation import check_array

__all__ = ["stepper_picture"]

_COLORS = ("red", "green", "blue")
_MIDDLE = 226


def stepper_picture(
    image,
    kernel,
    feature_map,
    *,
    window,
    products,
    position,
    bias=0.0,
    relu=False,
    stride=1,
    padding=0,
    dilation=1,
    look="ink",
    channel=0,
    image_name="the picture",
    secret=None,
):
    """Draw one stop: the planes of the image, of the filter, the arithmetic, and the map so far.

    Parameters
    ----------
    image : array_like, shape (C, H, W)
        The picture, unpadded.
    kernel : array_like, shape (C, KH, KW)
        One filter.
    feature_map : array_like, shape (OH, OW)
        What the filter gives; cells after ``position``, row by row, stay blank.
    window, products : array_like, shape (C, KH, KW)
        The numbers under the kernel, and times the weights.
    position : (int, int)
        Cell of the feature map.
    bias : float
        What was added to the sum.
    relu : bool
        Whether negatives were set to 0.
    stride, padding, dilation : int
        Geometry.
    look : {"ink", "photo", "signed"}
        How the picture is shaded.
    channel : int
        The plane in front.
    image_name : str
        Label.
    secret : {"value", "window"}, optional
        What is asked and therefore not shown.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = stepper_picture(
    ...     [np.eye(3)], [np.eye(2)], [[2, 0], [0, 2]],
    ...     window=[np.eye(2)], products=[np.eye(2)], position=(0, 0),
    ... )
    """
    image = check_array(image, "image", axes="CHW")
    kernel = check_array(kernel, "kernel", axes=("C", "KH", "KW"))
    feature_map = check_array(feature_map, "feature_map", axes=("OH", "OW"))
    products = check_array(products, "products", axes=("C", "KH", "KW"))
    scene = Scene(470, title="One stop of the window")
    planes = _colors_of_planes(image, padding, look)
    numbers = np.pad(image, ((0, 0), (padding,) * 2, (padding,) * 2))
    picture = _stack(scene, numbers, 30, 242, role="input", colors=planes, front=channel)
    glass = _stack(scene, kernel, 308, 140, role="kernel", front=channel)
    scene.words("×", 291, _MIDDLE, size=40)
    row, column = (index * stride for index in position)
    if secret != "window":
        _mark_window(scene, picture, row, column, kernel.shape[1:], dilation)
    value = feature_map[tuple(position)]
    total = products.sum()
    if secret == "value":
        scene.panel(483, _MIDDLE - 60, 160, 120)
        scene.words("= ?", 563, _MIDDLE, size=44, role="gradient")
    elif len(image) == 1 and max(kernel.shape) <= 3 and _longest(window) + _longest(kernel) <= 7:
        products_panel(scene, np.asarray(window)[0], kernel[0], products[0], total, 468, _MIDDLE)
    else:
        _sums_panel(scene, products, total)
    steps = np.arange(feature_map.size).reshape(feature_map.shape)
    at = steps[tuple(position)]
    answer = _stack(
        scene,
        feature_map[np.newaxis],
        710,
        128,
        role="output",
        hide=steps >= at if secret == "value" else steps > at,
    )
    scene.circle(*answer.at(*position), max(10, answer.cell * 0.55))
    if secret == "value":
        scene.words("?", *answer.at(*position), size=max(16, answer.cell * 0.5), role="gradient")
    scene.arrow((668, _MIDDLE), (answer.left - 8, _MIDDLE))
    _labels(scene, image, kernel, feature_map, (picture, glass, answer), image_name, channel)
    scene.caption(_caption(position, total, bias, relu, value, secret))
    return scene.figure


def _colors_of_planes(image, padding, look):
    """Return the colour of every cell, the ring of zeros in the input's tint."""
    limit = max(1.0, np.abs(image).max())
    colors = shade(image, "input", limit=limit) if look == "signed" else shade(image, look)
    channels, height, width = image.shape
    tint = [int(palette.TINT["input"][start : start + 2], 16) / 255 for start in (1, 3, 5)]
    padded = np.empty((channels, height + 2 * padding, width + 2 * padding, 3))
    padded[:] = tint
    padded[:, padding : padding + height, padding : padding + width] = colors
    return padded


def _stack(scene, planes, left, width, *, role, front=0, colors=None, **how):
    """Draw planes (C, rows, columns), one behind the other, and return the front one's block."""
    count, rows, columns = planes.shape
    shift = min(16, 60 / count) * (count - 1)
    cell = min(50, (width - shift) / columns, (232 - shift) / rows)
    left += (width - shift - cell * columns) / 2
    top = _MIDDLE + (shift - cell * rows) / 2
    readable = 0.86 * cell >= 10 * 0.64 * _longest(planes[front])
    order = [front, *(at for at in range(count) if at != front)]
    for depth in reversed(range(count)):
        offset = depth * shift / max(1, count - 1)
        before = set(scene.axes.get_children())
        block = scene.cells(
            planes[order[depth]],
            left + offset,
            top - offset,
            cell,
            role=role,
            numbers=None if depth == 0 and cell >= 23 and readable else False,
            colors=None if colors is None else colors[order[depth]],
            **how,
        )
        for artist in set(scene.axes.get_children()) - before:
            artist.set_zorder(artist.get_zorder() - 10 * depth)
    return block


def _longest(array):
    """Return how many signs the longest of the numbers has."""
    decimals = common_decimals(array)
    return max(len(format_number(number, decimals)) for number in np.ravel(array))


def _mark_window(scene, picture, row, column, kernel_size, dilation):
    reach = [(size - 1) * dilation + 1 for size in kernel_size]
    width = min(5, 2 + picture.cell / 12)
    if dilation > 1:
        for down in range(kernel_size[0]):
            for right in range(kernel_size[1]):
                place = row + down * dilation, column + right * dilation
                scene.window(picture, *place, 1, 1, line_width=width * 0.7)
        width *= 0.5
    scene.window(picture, row, column, *reach, line_width=width)


def _sums_panel(scene, products, total):
    """Write what each channel adds, a line, and the sum."""
    count = len(products)
    step = min(34, 150 / count)
    height = count * step + 78
    top = _MIDDLE - height / 2
    scene.panel(468, top, 190, height)
    decimals = common_decimals(products.sum(axis=(1, 2)))
    for channel, part in enumerate(products.sum(axis=(1, 2))):
        y = top + 16 + (channel + 0.5) * step
        size = min(22, step * 0.75)
        scene.words(_channel_name(channel, count), 486, y, size=size, role="input", align="left")
        scene.words(format_number(part, decimals), 642, y, size=size, align="right")
    bottom = top + 20 + count * step
    scene.line([(484, bottom), (642, bottom)], width=1.8)
    text = f"sum = {format_number(total, common_decimals([total]))}"
    scene.words(text, 563, (bottom + top + height) / 2, size="shout", role="gradient")


def _channel_name(channel, count):
    return _COLORS[channel] if count == 3 else f"channel {channel}"


def _labels(scene, image, kernel, feature_map, blocks, image_name, channel):
    y = _MIDDLE + 152
    sizes = [" × ".join(map(str, array.shape[-2:])) for array in (image, kernel, feature_map)]
    count = len(image)
    front = f", {_channel_name(channel, count)} in front" if count > 1 else ""
    texts = (
        f"{image_name}, {sizes[0]}" if image_name.find("×") < 0 else image_name,
        f"the filter, {sizes[1]}",
        f"the map, {sizes[2]}",
    )
    for block, text, role in zip(blocks, texts, ("input", "kernel", "output"), strict=True):
        scene.words(text, block.center[0], y, size=20, role=role)
    if front:
        words = f"{count} channels{front}"
        scene.words(words, blocks[0].center[0], y + 26, size="small", role="input")


def _caption(position, total, bias, relu, value, secret):
    name = f"cell ({position[0]}, {position[1]})"
    if secret == "value":
        return f"Which number comes into {name} of the map?"
    written = [format_number(number, common_decimals([number])) for number in (total, bias, value)]
    parts = [f"{name}: the products sum to {written[0]}"]
    if bias:
        parts.append(f"plus bias {written[1]}")
    if relu:
        parts.append("then ReLU")
    if bias or relu:
        parts.append(f"gives {written[2]}")
    return ", ".join(parts) + "."
