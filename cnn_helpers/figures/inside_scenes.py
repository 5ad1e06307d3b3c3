"""Pictures of notebook 12: rows of what is found inside a network, and how sure it may be."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import PercentFormatter

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import largest_size
from cnn_helpers.figures.style import handwriting
from cnn_helpers.validation import check_array

__all__ = ["closed_box", "picture_rows", "reliability"]

NAMES_END, RIGHT = 150, 832


def closed_box(image, feature_maps, says):
    """Draw the opening scene: a digit, a box with maps half seen inside it, and the answer.

    Parameters
    ----------
    image : array_like, shape (H, W)
        What the network reads; 0 is paper, 1 is ink.
    feature_maps : array_like, shape (4, OH, OW)
        What stands inside.
    says : str
        The answer.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = closed_box(np.eye(8), np.ones((4, 6, 6)), "3")
    """
    image = check_array(image, "image", axes=("H", "W"))
    feature_maps = check_array(feature_maps, "feature_maps", axes=("maps", "OH", "OW"))
    scene = Scene(
        500,
        title="It reads nearly every digit. What does it look at?",
        subtitle="We lift the lid, carefully.",
    )
    sheet = scene.picture(image, 42, 126, 156, look="ink", label="a digit")
    scene.panel(290, 106, 300, 206, role="output", outline=True)
    lid = [(284, 104), (420, 92), (574, 84)]
    scene.line(lid, role="output", width=5)
    limit = largest_size(feature_maps)
    for number, feature_map in enumerate(feature_maps[:4]):
        left, top = 338 + 112 * (number % 2), 118 + 96 * (number // 2)
        scene.picture(feature_map, left, top, 88, look="output", role="output", limit=limit)
    scene.arrow((sheet.right + 10, 204), (282, 204))
    scene.arrow((598, 204), (676, 204))
    scene.words(says, 740, 200, size=76, role="gradient")
    scene.ice_cream(
        96, 412, 116, mood="puzzled", says="An edge? A curve? A three?",
        bubble_at=(302, 424),
    )  # fmt: skip
    scene.lens(786, 412, 100)
    scene.bubble("I see numbers.\nThe rest is your story.", 606, 400, (736, 412), size="small")
    return scene.figure


def picture_rows(rows, *, title, subtitle=None, labels=None, side=None, looks=None, windows=None):
    """Draw rows of pictures, each row under its name, with a word below each picture.

    Parameters
    ----------
    rows : dict of str to sequence of array_like, shape (H, W)
        Name of the row (it may hold line breaks), and its pictures from left to right.
    title, subtitle : str
        The words above.
    labels : dict of str to sequence of str, optional
        Words below the pictures of a row.
    side : float, optional
        Side of a picture in CSS pixels; None takes what fits.
    looks : dict of str to str or sequence of str, optional
        The look of a row's pictures, or of each of them; ``"ink"`` unless told otherwise. All
        pictures of a row in a role's colours share one scale.
    windows : dict of str to sequence, optional
        A frame (row, column, height, width) for each picture of a row, or None for none.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = picture_rows({"digits": [np.eye(4), np.eye(4)]}, title="Two digits")
    """
    labels, looks, windows = labels or {}, looks or {}, windows or {}
    across = max(len(pictures) for pictures in rows.values())
    pitch = (RIGHT - NAMES_END) / across
    side = min(pitch - 14, 150) if side is None else side
    top = 116 if subtitle else 82
    heights = [side + (40 if name in labels else 20) for name in rows]
    scene = Scene(top + sum(heights) + 16, title=title, subtitle=subtitle)
    for (name, pictures), height in zip(rows.items(), heights, strict=True):
        row_looks = looks.get(name, "ink")
        if isinstance(row_looks, str):
            row_looks = [row_looks] * len(pictures)
        roles = ["input" if look == "ink" else look for look in row_looks]
        lines = name.split("\n")
        for number, words in enumerate(lines):
            y = top + side / 2 + 23 * (number - (len(lines) - 1) / 2)
            scene.words(words, 30, y, size=20, align="left", role=roles[-1])
        sizes = [
            largest_size(picture)
            for picture, look in zip(pictures, row_looks, strict=True)
            if look != "ink"
        ]
        limit = max(sizes, default=None)
        for number, picture in enumerate(pictures):
            look, role = row_looks[number], roles[number]
            left = NAMES_END + pitch * (number + 0.5) - side / 2
            block = scene.picture(picture, left, top, side, look=look, role=role, limit=limit)
            frame = windows.get(name, [None] * across)[number]
            if frame is not None:
                scene.window(block, *frame, line_width=2.6)
            if name in labels:
                words = labels[name][number]
                scene.words(words, block.center[0], block.bottom + 18, size=19, role=role)
        top += height
    return scene.figure


def reliability(claimed, right, counts, *, title, subtitle=None):
    """Draw how sure a network was against how often it was right.

    Parameters
    ----------
    claimed, right : array_like, shape (B,)
        For each group of images: mean probability of the answer, and share of right answers.
    counts : array_like of int, shape (B,)
        Images in each group, written beside its point.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = reliability([0.6, 0.9], [0.6, 0.8], [20, 80], title="How sure, how right?")
    """
    claimed = check_array(claimed, "claimed", axes=("B",))
    right = check_array(right, "right", axes=("B",))
    top = 108 if subtitle else 78
    scene = Scene(top + 392, title=title, subtitle=subtitle)
    axes = scene.plot(104, top, 376, 310, xlim=(0.35, 1.04), ylim=(-0.03, 1.06))
    axes.plot([0, 1], [0, 1], linestyle=(0, (3, 3)), color=palette.FILL["muted"], linewidth=2)
    axes.plot(claimed, right, "-o", color=palette.FILL["output"], linewidth=3, markersize=10)
    for x, y in zip(claimed, right, strict=True):
        axes.plot([x, x], [x, y], color=palette.FILL["gradient"], linewidth=2.4)
    axes.set_xticks([0.4, 0.6, 0.8, 1])
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel("how sure it was", fontsize=16)
    axes.set_ylabel("how often it was right", fontsize=16)
    axes.tick_params(labelsize=14)
    lines = [("dashed: sure as often as right", palette.MUTED)]
    lines += [("dots: what was measured", palette.TEXT_ON_LIGHT["output"])]
    lines += [("upright lines: the difference", palette.TEXT_ON_LIGHT["gradient"])]
    for number, (words, color) in enumerate(lines):
        axes.text(
            1.06, 0.94 - 0.09 * number, words, transform=axes.transAxes, color=color,
            fontproperties=handwriting(20), va="center",
        )  # fmt: skip
    axes.text(
        1.06, 0.58, "images, from left to right:", transform=axes.transAxes, color=palette.INK,
        fontproperties=handwriting(20), va="center",
    )  # fmt: skip
    words = ", ".join(f"{count:,}" for count in np.asarray(counts))
    axes.text(
        1.06, 0.49, words, transform=axes.transAxes, color=palette.INK,
        fontproperties=handwriting(20), va="center",
    )  # fmt: skip
    return scene.figure
