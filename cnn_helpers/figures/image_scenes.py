"""Pictures of pictures: grey values as numbers, colour planes, contact sheets."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.figures.filter_scenes import centered, sign_key, size_words
from cnn_helpers.figures.scene import Scene
from cnn_helpers.validation import check_array

__all__ = ["array_grid", "image_as_numbers", "rgb_planes"]

PLANES = (("red", "#B3261E"), ("green", "#1E7A34"), ("blue", "#1F4FA8"))


def image_as_numbers(
    image,
    *,
    region=None,
    look="ink",
    title="What we see, and what the computer has",
    subtitle="One pixel, one number: 0 is paper, 1 is ink.",
    caption="",
    decimals=None,
):
    """Draw a picture beside its numbers.

    Parameters
    ----------
    image : array_like, shape (H, W)
        Grey values, 0 to 1.
    region : (int, int, int, int), optional
        Row, column, height and width of the part whose numbers are shown (14 by 14 at most); None
        shows all.
    look : {"ink", "photo", "input"}
        "ink": 1 is dark; "photo": 1 is bright; "input": 1 is blue.
    title, subtitle, caption : str
        The words around it.
    decimals : int, optional
        Decimals of the numbers; None takes as many as needed, 2 at most.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If more than 14 rows or columns of numbers are asked for.

    Examples
    --------
    >>> figure = image_as_numbers(np.eye(28), region=(8, 8, 6, 6))
    """
    image = check_array(image, "image", axes="HW")
    row, column, height, width = region or (0, 0, *image.shape)
    part = image[row : row + height, column : column + width]
    if max(part.shape) > 14:
        raise ValueError(
            f"at most 14 × 14 numbers can be read, but the part has {size_words(part)}: "
            "pass region=(row, column, height, width)"
        )
    scene = Scene(500 if caption else 452, title=title, subtitle=subtitle)
    middle = 258
    at = centered(image, 44, 300, middle, 60, tallest=300)
    picture = scene.picture(image, *at[:2], at[2] * image.shape[1], look=look)
    scene.words(
        "what we see", picture.center[0], 436, size="label", role="input", vertical="baseline"
    )
    at = centered(part, 472, 340, middle, 60, tallest=300)
    numbers = scene.cells(
        part, *at, look=look, decimals=decimals, role="kernel" if region else "input"
    )
    label = "the numbers in the frame" if region else "the numbers"
    scene.words(label, numbers.center[0], 436, size="label", role="input", vertical="baseline")
    if region:
        scene.window(picture, row, column, height, width)
    scene.arrow((picture.right + 24, middle), (numbers.left - 22, middle))
    if caption:
        scene.caption(caption)
    return scene.figure


def rgb_planes(
    photo,
    *,
    pixel=None,
    title="A colour picture is three pictures",
    subtitle="One plane each for red, green and blue.",
):
    """Draw a colour photograph and its three planes.

    Parameters
    ----------
    photo : array_like, shape (H, W, 3), uint8 or 0 to 1
        The picture, colours last.
    pixel : (int, int), optional
        Row and column of a pixel to circle; its three numbers are written under the planes.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If ``photo`` has not three colours as its last axis.
    """
    photo = check_array(photo, "photo", axes=("H", "W", "3"), floating=False)
    if photo.shape[2] != 3:
        raise ValueError(f"photo must have shape (H, W, 3), but has {photo.shape}")
    values = photo / 255 if photo.dtype == np.uint8 else photo
    rows, columns, _ = photo.shape
    wide, narrow = 262, 150
    top = 118
    tall = wide * rows / columns
    foot = top + tall + (96 if pixel else 62)
    scene = Scene(foot, title=title, subtitle=subtitle)
    whole = scene.picture(values, 34, top, wide, label=f"the photo, {rows} × {columns} × 3")
    small_top = top + (tall - narrow * rows / columns) / 2
    scene.arrow((whole.right + 8, whole.center[1]), (whole.right + 34, whole.center[1]))
    for index, (name, color) in enumerate(PLANES):
        plane = values[:, :, index]
        end = np.array([int(color[start : start + 2], 16) for start in (1, 3, 5)]) / 255
        tinted = plane[..., None] * (0.35 + 0.65 * end / end.max())
        block = scene.picture(
            tinted, 340 + index * (narrow + 18), small_top, narrow, role=color, label=name
        )
        if pixel:
            scene.circle(*block.at(*pixel), max(9, block.cell))
            number = photo[(*pixel, index)]
            text = f"{number}" if photo.dtype == np.uint8 else f"{number:.2f}"
            scene.words(text, block.center[0], block.bottom + 58, size=24, role="gradient")
    if pixel:
        scene.circle(*whole.at(*pixel), max(10, whole.cell))
        scene.words(
            f"the circled pixel, row {pixel[0]}, column {pixel[1]}",
            whole.center[0],
            whole.bottom + 58,
            size="small",
            role="gradient",
        )
    return scene.figure


def array_grid(
    arrays,
    titles=None,
    *,
    columns=6,
    look="ink",
    role="input",
    limit=None,
    title=None,
    subtitle=None,
    roles=None,
):
    """Draw a contact sheet.

    Parameters
    ----------
    arrays : array_like, shape (N, H, W) or (N, H, W, 3), or a sequence of such pictures
        What to show.
    titles : sequence of str, optional
        Words under each.
    columns : int
        Pictures in a row.
    look, limit
        See ``shading.shade``; signed looks get a key.
    role : str
        Colour of the frames.
    title, subtitle : str, optional
        The words above.
    roles : sequence of str, optional
        A frame colour for each picture, instead of ``role``.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there are no arrays, or titles and arrays differ in number.
    """
    arrays = list(arrays)
    if not arrays:
        raise ValueError("arrays must hold at least one picture, but is empty")
    if titles is not None and len(titles) != len(arrays):
        raise ValueError(f"titles must have {len(arrays)} entries, but have {len(titles)}")
    gap = 22
    side = (792 - gap * (columns - 1)) / columns
    lines = max((str(text).count("\n") + 1 for text in titles), default=1) if titles else 0
    step = max(side * np.shape(a)[0] / np.shape(a)[1] for a in arrays) + 20 + 25 * lines
    top = 112 if subtitle else 76 if title else 28
    signed = look in palette.ROLES
    rows = -(-len(arrays) // columns)
    scene = Scene(top + rows * step + (44 if signed else 8), title=title, subtitle=subtitle)
    for index, array in enumerate(arrays):
        block = scene.picture(
            array,
            34 + (index % columns) * (side + gap),
            top + (index // columns) * step,
            side,
            look=look,
            role=roles[index] if roles else role,
            limit=limit,
        )
        if titles:
            scene.words(
                str(titles[index]),
                block.center[0],
                block.bottom + 26,
                size="small",
                vertical="baseline",
            )
    if signed:
        sign_key(scene, scene.height - 28, role=look)
    return scene.figure
