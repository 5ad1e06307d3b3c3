"""Pictures of notebook 06: channels that add up, filters that make maps, a bias, ReLU."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number, largest_size
from cnn_helpers.validation import check_array

__all__ = ["bias_and_relu", "channel_sum", "filter_bank", "who_decides"]

OFFSET = 13
"""How far, in CSS pixels, a plane of a stack is shifted against the one before it."""


def who_decides(picture, feature_maps, names):
    """Draw the opening scene: filters that answer, and nobody who says yes or no.

    Parameters
    ----------
    picture : array_like, shape (H, W)
        The mark; 0 is paper, 1 is ink.
    feature_maps : array_like, shape (2, OH, OW)
        What two filters answer to it.
    names : sequence of str
        What the two filters look for.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = who_decides(np.eye(5), np.ones((2, 3, 3)), ["a", "b"])
    """
    feature_maps = check_array(feature_maps, "feature_maps", axes=("maps", "OH", "OW"))
    scene = Scene(
        510,
        title=f"{feature_maps.size} answers. Is it an X, yes or no?",
        subtitle="Two filters have looked at the box. The shop needs one word.",
    )
    scene.order_card(36, 150, 132, lines=("vanilla", "chocolate"), marked=(0,), scoops="2")
    whole = scene.cells(picture, 224, 156, 34, label="the box")
    scene.arrow((174, 206), (whole.left - 12, 220), bend=0.2)
    limit = largest_size(feature_maps)
    for number, (feature_map, name) in enumerate(zip(feature_maps, names, strict=True)):
        top = 112 + number * 164
        middle = top + 66
        start = (whole.right + 14, whole.center[1] + 30 * (number - 0.5))
        scene.arrow(start, (468, middle))
        scene.lens(512, middle, 84)
        block = scene.cells(feature_map, 624, top, 44, role="output", limit=limit)
        scene.arrow((566, middle), (block.left - 12, middle))
        scene.words(name, block.center[0], block.bottom + 19, size="small", role="output")
    scene.ice_cream(84, 420, 110, mood="asks", says="So, vanilla: yes or no?", bubble_at=(270, 430))
    return scene.figure


def channel_sum(windows, kernels, *, names, bias=None, title, subtitle=None):
    """Draw one cell of a feature map: a row for each channel, and all their sums added up.

    Parameters
    ----------
    windows, kernels : array_like, shape (C, KH, KW)
        One window and one kernel a channel; up to three channels.
    names : sequence of str
        What the channels are.
    bias : float, optional
        Added once, after all channels.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = channel_sum(np.ones((2, 3, 3)), np.ones((2, 3, 3)), names="ab", title="A sum")
    """
    windows = check_array(windows, "windows", axes=("C", "KH", "KW"))
    kernels = check_array(kernels, "kernels", axes=("C", "KH", "KW"))
    sums = (windows * kernels).sum(axis=(1, 2))
    top, pitch = (122 if subtitle else 92), 156
    scene = Scene(top + pitch * len(windows) + 30, title=title, subtitle=subtitle)
    cell = 120 / windows.shape[1]
    limits = largest_size(windows), largest_size(kernels)
    spans = []
    for number, (window, kernel, name) in enumerate(zip(windows, kernels, names, strict=True)):
        y = top + number * pitch
        middle = y + 60
        scene.words(name, 34, middle, size="label", align="left", role="input")
        glass = scene.cells(window, 150, y, cell, limit=limits[0])
        scene.words("×", glass.right + 24, middle, size="title")
        weights = scene.cells(kernel, glass.right + 48, y, cell, role="kernel", limit=limits[1])
        scene.words("=", weights.right + 26, middle, size="title")
        part = scene.cells(
            [[sums[number]]], weights.right + 54, middle - 30, 60, role="gradient",
            limit=largest_size(sums),
        )  # fmt: skip
        spans.append((part.right, middle))
    total = sums.sum() + (bias or 0)
    goal_y = top + (pitch * (len(windows) - 1) + 120) / 2
    left = 730
    for x, y in spans:
        scene.arrow((x + 12, y), (left - 14, goal_y + 0.16 * (y - goal_y)))
    result = scene.cells([[total]], left, goal_y - 38, 76, role="output")
    scene.words("all added up", result.center[0], result.bottom + 26, size="label", role="output")
    if bias is not None:
        words = f"bias {format_number(bias, common_decimals([bias]))}"
        scene.words(words, result.center[0], result.top - 22, size="label", role="kernel")
    return scene.figure


def _stack(scene, planes, left, top, cell, *, role, limit):
    """Draw planes one behind the other, the first in front; return the front's block."""
    block = None
    for depth in reversed(range(len(planes))):
        shift = depth * OFFSET
        before = set(scene.axes.get_children())
        place = left + shift, top + shift, cell
        block = scene.cells(planes[depth], *place, role=role, limit=limit, numbers=False)
        for artist in set(scene.axes.get_children()) - before:  # also frames hide what is behind
            artist.set_zorder(artist.get_zorder() + 10 * (len(planes) - depth))
    return block


def filter_bank(images, kernels, feature_maps, *, title, subtitle=None):
    """Draw a layer: a stack of channels, its filters, one map for each filter.

    Parameters
    ----------
    images : array_like, shape (C, H, W)
        The channels of one image.
    kernels : array_like, shape (F, C, KH, KW)
        The filters, at most four.
    feature_maps : array_like, shape (F, OH, OW)
        What they answer.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> image, kernels = np.ones((2, 5, 5)), np.ones((3, 2, 3, 3))
    >>> figure = filter_bank(image, kernels, np.ones((3, 3, 3)), title="A layer")
    """
    images = check_array(images, "images", axes=("C", "H", "W"))
    kernels = check_array(kernels, "kernels", axes=("F", "C", "KH", "KW"))
    feature_maps = check_array(feature_maps, "feature_maps", axes=("F", "OH", "OW"))
    count, channels = kernels.shape[:2]
    shift = (channels - 1) * OFFSET
    side = 84
    pitch = side + shift + 28
    top = 112 if subtitle else 82
    scene = Scene(top + count * pitch + 42, title=title, subtitle=subtitle)
    middle = top + (count * pitch - 28) / 2
    cell = 150 / images.shape[1]
    whole = _stack(
        scene,
        images,
        48,
        middle - (150 + shift) / 2,
        cell,
        role="input",
        limit=largest_size(images),
    )
    words = f"{channels} channels" if channels > 1 else "1 channel"
    scene.words(words, 48 + (150 + shift) / 2, middle + 75 + shift / 2 + 28, role="input")
    limits = largest_size(kernels), largest_size(feature_maps)
    for number in range(count):
        y = top + number * pitch
        glass = _stack(
            scene, kernels[number], 360, y, side / kernels.shape[2], role="kernel",
            limit=limits[0],
        )  # fmt: skip
        answer = scene.cells(
            feature_maps[number], 640, y + shift / 2, side / feature_maps.shape[1], role="output",
            limit=limits[1], numbers=False,
        )  # fmt: skip
        center = y + (side + shift) / 2
        scene.arrow((whole.left + 150 + shift + 16, middle), (glass.left - 16, center))
        scene.arrow((glass.right + shift + 16, center), (answer.left - 16, center))
        scene.words(f"map {number}", answer.right + 18, center, align="left", role="output")
    kernels_words = (
        f"{count} filters" if channels == 1 else f"{count} filters of {channels} kernels"
    )
    scene.words(kernels_words, 360 + (side + shift) / 2, scene.height - 26, role="kernel")
    scene.words(f"{count} maps", 640 + side / 2, scene.height - 26, role="output")
    return scene.figure


def bias_and_relu(feature_map, bias, with_bias, after_relu, *, title):
    """Draw a feature map, the same with its bias added, and what ReLU lets through.

    Parameters
    ----------
    feature_map, with_bias, after_relu : array_like, shape (H, W)
        The three stages.
    bias : float
        The one number that was added everywhere.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = bias_and_relu(np.eye(3), -2, np.eye(3) - 2, np.zeros((3, 3)), title="Stages")
    """
    stages = [np.asarray(stage, float) for stage in (feature_map, with_bias, after_relu)]
    limit = largest_size(np.stack(stages))
    scene = Scene(350, title=title)
    sign = "−" if bias < 0 else "+"
    amount = format_number(abs(bias), common_decimals([bias]))
    names = ["the filter's answers", "with the bias", "after ReLU"]
    steps = [f"{sign} {amount} everywhere", "below 0 becomes 0"]
    side = 168
    blocks = []
    for number, (stage, name) in enumerate(zip(stages, names, strict=True)):
        left = 44 + number * 302
        cell = side / max(stage.shape)
        blocks.append(scene.cells(stage, left, 104, cell, role="output", limit=limit, label=name))
    for before, after, words in zip(blocks[:-1], blocks[1:], steps, strict=True):
        y = before.center[1]
        scene.arrow((before.right + 14, y), (after.left - 14, y))
        scene.words(words, (before.right + after.left) / 2, y - 26, size="small")
    return scene.figure
