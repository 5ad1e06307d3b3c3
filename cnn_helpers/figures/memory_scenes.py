"""Pictures of where a convolution's numbers lie in memory, and what is copied of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.validation import check_array

__all__ = ["im2col_unrolled", "memory_ribbons", "overlapping_windows"]

TINTS = tuple(palette.TINT[role] for role in ("input", "output", "negative", "ink"))


def _in_memory(array):
    """Return the indices of an array's cells, (size, axes), in the order of their addresses."""
    places = np.indices(array.shape).reshape(array.ndim, -1)
    return places[:, (np.array(array.strides) @ places).argsort(kind="stable")].T


def _tinted(scene, texts, tints, left, top, cell):
    """Draw a row of cells with words, each on the ground of its own tint."""
    block = scene.cells(
        np.zeros((1, len(texts))), left, top, cell, role="ink", look="plain", numbers=texts
    )
    for number, tint in enumerate(tints):
        x = left + number * cell
        corners = [(x, top), (x + cell, top), (x + cell, top + cell), (x, top + cell)]
        strokes.shape(scene.axes, corners, fill=tint, line=palette.RULE, width=1, wobble=0, z=2.5)
    return block


def _brace(scene, left, right, y, text, role="muted"):
    scene.line([(left + 4, y), (right - 4, y)], role=role, width=1.8)
    scene.words(text, (left + right) / 2, y + 16, size="small", role=role)


def memory_ribbons(layouts, place):
    """Draw the same batch in several memory orders, as they really lie, and one pixel in each.

    Parameters
    ----------
    layouts : dict of str to numpy.ndarray, shape (N, C, H, W)
        Equal whole numbers, differently strided; what the order is called.
    place : (int, int)
        Row and column of the pixel that is framed, for every image and channel.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> images = np.arange(16).reshape(2, 2, 2, 2)
    >>> last = np.ascontiguousarray(images.transpose(2, 3, 1, 0)).transpose(3, 2, 0, 1)
    >>> figure = memory_ribbons({"image by image": images, "batch last": last}, (0, 1))
    """
    first = next(iter(layouts.values()))
    row, column = place
    count = first.size
    cell = min(48, 792 // count)
    scene = Scene(
        226 + 150 * len(layouts),
        title="The same numbers, in two memory orders",
        subtitle=f"Framed: row {row}, column {column}, of every image and channel.",
    )
    for n, image in enumerate(first):
        for c, channel in enumerate(image):
            left, top = 34 + 420 * n + 190 * c, 112
            texts = [str(value) for value in channel.ravel()]
            for line in range(channel.shape[0]):
                part = texts[line * channel.shape[1] : (line + 1) * channel.shape[1]]
                block = _tinted(scene, part, [TINTS[n]] * len(part), left + 66, top + 40 * line, 40)
                if line == row:
                    scene.window(block, 0, column, 1, 1, line_width=4)
            letter = "abcdefgh"[n]
            scene.words(f"image {letter}\nchannel {c}", left + 26, top + 40, size=17, role="muted")
    top = 262
    for name, array in layouts.items():
        array = check_array(array, "layouts", axes="NCHW", floating=False)
        places = _in_memory(array)
        texts = [str(array[tuple(where)]) for where in places]
        scene.words(name, 34, top - 20, size="label", align="left")
        ribbon = _tinted(scene, texts, [TINTS[n] for n, *_ in places], 34, top, cell)
        for number, (_, _, r, c) in enumerate(places):
            if (r, c) == (row, column):
                scene.window(ribbon, 0, number, 1, 1, line_width=4)
        steps = array.strides[0] // array.itemsize
        words = f"from image to image: {steps} step{'s' if steps > 1 else ''}"
        scene.words(words, ribbon.right, top - 20, size="small", align="right", role="kernel")
        _name_stretches(scene, ribbon, places, array)
        top += 150
    return scene.figure


def _name_stretches(scene, ribbon, places, array):
    """Name what lies together: the pixels of one image and channel, or the images of one pixel."""
    by_image = array.strides[0] > array.strides[3]
    keys = places[:, :2] if by_image else places[:, 2:]
    starts = [0, *(1 + np.flatnonzero((keys[1:] != keys[:-1]).any(axis=1))), len(keys)]
    for start, stop in pairwise(starts):
        left, right = (ribbon.left + at * ribbon.cell for at in (start, stop))
        one, two = keys[start]
        words = f"{'abcdefgh'[one]}, channel {two}" if by_image else f"row {one}, column {two}"
        _brace(scene, left, right, ribbon.bottom + 14, words)


def im2col_unrolled(image, kernel, rows, answers, chosen, pixel):
    """Draw im2col: each window as a row of a matrix, times the kernel as a column.

    Parameters
    ----------
    image : array_like, shape (H, W)
    kernel : array_like, shape (KH, KW)
    rows : array_like, shape (OH * OW, KH * KW)
        The windows, one a row.
    answers : array_like, shape (OH * OW,)
        The product.
    chosen : int
        The row whose window is framed.
    pixel : (int, int)
        The pixel whose copies are circled.

    Returns
    -------
    matplotlib.figure.Figure
    """
    image, kernel = check_array(image, "image", axes="HW"), check_array(kernel, "kernel", axes="HW")
    rows = check_array(rows, "rows", axes=("windows", "pixels"))
    height, width = kernel.shape
    shape = image.shape[0] - height + 1, image.shape[1] - width + 1
    cell, top = 38, 146
    scene = Scene(
        top + cell * len(rows) + 62, title="Every window becomes a row",
        subtitle="Then one matrix product gives all cells of the map at once.",
    )  # fmt: skip
    sheet = scene.cells(image, 34, top, cell, look="plain", label="the image", label_side="above")
    row, column = divmod(chosen, shape[1])
    scene.window(sheet, row, column, height, width)
    scene.circle_cell(sheet, *pixel)
    scene.cells(
        kernel, 34 + cell, sheet.bottom + 58, cell, role="kernel", look="plain", label="the kernel"
    )
    matrix = scene.cells(
        rows, sheet.right + 84, top, cell, look="plain", label="all windows", label_side="above"
    )
    scene.window(matrix, chosen, 0, 1, rows.shape[1])
    scene.arrow((sheet.right + 12, sheet.center[1]), (matrix.left - 14, matrix.at(chosen, 0)[1]))
    for number, window in enumerate(_pixel_numbers(image.shape, kernel.shape)):
        for at in np.flatnonzero(window == pixel[0] * image.shape[1] + pixel[1]):
            scene.circle_cell(matrix, number, at)
    middle = matrix.center[1]
    scene.words("×", matrix.right + 24, middle, size="title")
    flat = scene.cells(
        kernel.reshape(-1, 1), matrix.right + 50, middle - cell * kernel.size / 2, cell,
        role="kernel", look="plain",
    )  # fmt: skip
    scene.words("=", flat.right + 25, middle, size="title")
    answers = np.reshape(answers, (-1, 1))
    result = scene.cells(answers, flat.right + 50, top, cell, role="output", look="plain")
    scene.window(result, chosen, 0, 1, 1, role="kernel", line_width=4)
    feature_map = scene.cells(
        answers.reshape(shape), result.right + 60, middle - cell * shape[0] / 2, cell,
        role="output", look="plain", label="the map",
    )  # fmt: skip
    scene.window(feature_map, row, column, 1, 1, role="kernel", line_width=4)
    scene.arrow((result.right + 10, middle), (feature_map.left - 10, middle))
    return scene.figure


def _pixel_numbers(image_shape, kernel_shape):
    numbers = np.arange(image_shape[0] * image_shape[1]).reshape(image_shape)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, kernel_shape)
    return windows.reshape(-1, kernel_shape[0] * kernel_shape[1])


def overlapping_windows(names, stack, windows):
    """Draw a stack of image rows as it lies in memory, and windows that overlap in it.

    Parameters
    ----------
    names : array_like of str, shape (KH, W)
        The pixels of the rows that lie under one output row.
    stack : array_like of str, shape (W * KH,)
        The same pixels, column by column, as they lie in memory.
    windows : array_like of str, shape (OW, KW * KH)
        Views of the stack.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> names = np.array([list("abcd"), list("efgh")])
    >>> stack = names.T.ravel()
    >>> windows = np.lib.stride_tricks.sliding_window_view(stack, 6)[::2]
    >>> figure = overlapping_windows(names, stack, windows)
    """
    names, stack, windows = map(np.asarray, (names, stack, windows))
    cell = 62
    scene = Scene(
        272 + 56 * len(windows), title="Stack the rows once, then only look",
        subtitle="Windows overlap in memory: no number is copied for them.",
    )  # fmt: skip
    for number, line in enumerate(names):
        _tinted(scene, line, [TINTS[number]] * len(line), 34, 118 + 46 * number, 46)
        scene.words(
            f"row {number}", 34 + 46 * len(line) + 18, 141 + 46 * number, size="small",
            role="muted", align="left",
        )  # fmt: skip
    left = 330
    ribbon = _tinted(scene, stack, [TINTS[at % len(names)] for at in range(len(stack))], left, 132,
                     cell)  # fmt: skip
    scene.arrow((34 + 46 * names.shape[1] + 76, 163), (left - 14, 163))
    scene.words("the stack, in memory", ribbon.center[0], ribbon.top - 18, size="small",
                role="muted")  # fmt: skip
    step = len(names)
    for number, window in enumerate(windows):
        start = left + number * step * cell
        top = ribbon.bottom + 26 + 56 * number
        corners = (start + 5, start + len(window) * cell - 5)
        role = "kernel" if number % 2 == 0 else "output"
        points = [(corners[0], top), (corners[0], top + 12), (corners[1], top + 12)]
        scene.line([*points, (corners[1], top)], role=role, width=3)
        words = f"window {number}:  {'  '.join(window)}"
        scene.words(words, sum(corners) / 2, top + 30, size="label", role=role)
    scene.caption("Each letter stands for this pixel of all images of the batch, side by side.")
    return scene.figure
