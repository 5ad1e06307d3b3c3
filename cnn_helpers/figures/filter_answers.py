"""What filters answer, for notebook 04: to patches, to a tick, to a photograph."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from cnn_helpers.figures.filter_scenes import sign_key
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, largest_size
from cnn_helpers.validation import check_array

__all__ = ["answer_table", "filter_puzzle", "moved_mark", "two_answers"]


def answer_table(kernels, patches, answers, *, title, subtitle=None, look="input"):
    """Draw what each kernel answers to each patch.

    Parameters
    ----------
    kernels, patches : dict of str to array_like, shape (3, 3)
        Name and values; up to five patches fit side by side.
    answers : array_like, shape (len(kernels), len(patches))
        The sums of products.
    title, subtitle : str
        The words above.
    look : {"input", "photo"}
        How the patches are shaded: ink in blue, or light in grey.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> figure = answer_table({"a": np.eye(3)}, {"b": np.ones((3, 3))}, [[3.0]], title="One")
    """
    answers = check_array(answers, "answers", axes=("kernels", "patches"))
    top = 112 if subtitle else 80
    scene = Scene(top + 156 + 164 * len(kernels), title=title, subtitle=subtitle)
    pitch = 580 / len(patches)
    centers = [254 + pitch * (number + 0.5) for number in range(len(patches))]
    for center, (name, patch) in zip(centers, patches.items(), strict=True):
        scene.cells(patch, center - 51, top, 34, limit=1, look=look, label=name)
    shades = {"limit": largest_size(answers), "decimals": common_decimals(answers)}
    for number, (name, kernel) in enumerate(kernels.items()):
        row_top = top + 162 + number * 164
        scene.panel(34, row_top - 10, 792, 156, role="ink")
        glass = scene.cells(kernel, 92, row_top, 34, role="kernel", label=name)
        for center, answer in zip(centers, answers[number], strict=True):
            left, cell_top = center - 31, glass.center[1] - 31
            scene.cells([[answer]], left, cell_top, 62, role="output", **shades)
    return scene.figure


def two_answers(picture, kernels, feature_maps, *, title):
    """Draw one mark, two kernels, and what each answers; its largest answers are circled.

    Parameters
    ----------
    picture : array_like, shape (5, 5)
        A mark.
    kernels : dict of str to array_like, shape (3, 3)
        Two names and their weights.
    feature_maps : sequence of array_like, shape (3, 3)
        One for each kernel.
    title : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> kernels, maps = {"one": np.tri(3), "other": np.tri(3).T}, [np.eye(3), np.eye(3)]
    >>> figure = two_answers(np.eye(5), kernels, maps, title="Two kernels")
    """
    scene = Scene(470, title=title)
    whole = scene.cells(picture, 40, 154, 42, label="the picture")
    limit = max(largest_size(feature_map) for feature_map in feature_maps)
    for number, ((name, kernel), feature_map) in enumerate(
        zip(kernels.items(), feature_maps, strict=True)
    ):
        top = 78 + number * 196
        glass = scene.cells(kernel, 390, top, 44, role="kernel", label=name)
        answer = scene.cells(feature_map, 660, top, 44, role="output", limit=limit)
        middle = glass.center[1]
        scene.arrow((whole.right + 16, whole.center[1]), (glass.left - 16, middle))
        scene.arrow((glass.right + 24, middle), (answer.left - 24, middle))
        for row, column in np.argwhere(feature_map == np.max(feature_map)):
            scene.circle_cell(answer, row, column)
    return scene.figure


def moved_mark(sheets, kernel, feature_maps):
    """Draw a mark at several places of the paper, and the largest answer that goes along.

    Parameters
    ----------
    sheets : dict of str to array_like, shape (12, 12)
        Name and picture, two in all; 0 is paper, 1 is ink.
    kernel : array_like, shape (3, 3)
        The weights, the same for every sheet.
    feature_maps : sequence of array_like, shape (10, 10)
        One for each sheet.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> sheets = {"here": np.eye(12), "there": np.eye(12)[:, ::-1]}
    >>> figure = moved_mark(sheets, np.eye(3), [np.eye(10), np.eye(10)])
    """
    scene = Scene(
        610,
        title="The mark moves, and its answer moves along",
        subtitle="The same nine weights at every place.",
    )
    glass = scene.cells(kernel, 376, 296, 36, role="kernel", label="one kernel")
    for number, ((name, sheet), feature_map) in enumerate(
        zip(sheets.items(), feature_maps, strict=True)
    ):
        top, left = 106 + number * 252, 40
        paper = scene.cells(sheet, left, top, 17, look="ink", numbers=False, label=name)
        answer = scene.cells(feature_map, 620, top + 17, 17, role="output", numbers=False)
        row, column = np.unravel_index(np.argmax(feature_map), np.shape(feature_map))
        scene.window(paper, row, column, *np.shape(kernel), line_width=4)
        scene.circle(*answer.at(row, column), 15)
        scene.words(
            f"largest at row {row}, column {column}",
            answer.center[0],
            paper.bottom + 14,
            size="label",
            role="gradient",
            vertical="top",
        )
        y = paper.center[1]
        toward = glass.top + 20 if number == 0 else glass.bottom - 20
        scene.arrow((paper.right + 14, y), (glass.left - 14, toward))
        scene.arrow((glass.right + 14, toward), (answer.left - 14, y))
    return scene.figure


def filter_puzzle(photo, kernels, feature_maps, letters):
    """Draw six kernels, and their answers in another order, to be matched.

    Parameters
    ----------
    photo : array_like, shape (H, W)
        Grey values, 0 is black and 1 is white.
    kernels : sequence of array_like, shape (3, 3)
        The filters, numbered from 1.
    feature_maps : sequence of array_like, shape (OH, OW)
        Their answers in the same order. Where the weights add up to 0 an answer is drawn in colours
        centred on 0; otherwise it is still a photograph and is drawn in grey.
    letters : str
        The letter of each feature map; the maps are shown in the order of their letters.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> maps = [np.eye(6), 1 - np.eye(6)]
    >>> figure = filter_puzzle(np.eye(8), [np.eye(3), 1 - np.eye(3)], maps, letters="BA")
    """
    scene = Scene(
        940,
        title="Which filter made which picture?",
        subtitle="Six filters, six answers to the same photograph.",
    )
    scene.picture(photo, 34, 112, 252, label="the photograph")
    for number, kernel in enumerate(kernels):
        left, top = 352 + number % 3 * 164, 138 + number // 3 * 154
        block = _weights(scene, kernel, left, top)
        scene.words(f"filter {number + 1}", block.center[0], top - 20, role="kernel", size="label")
    shown = sorted(zip(letters, kernels, feature_maps, strict=True), key=lambda entry: entry[0])
    for number, (letter, kernel, feature_map) in enumerate(shown):
        left, top = 60 + number % 3 * 270, 440 + number // 3 * 230
        answer = _answer(scene, kernel, feature_map, left, top, 208)
        scene.words(letter, answer.left - 22, top + 20, size="shout", role="output")
    sign_key(scene, scene.height - 26)
    return scene.figure


def _answer(scene, kernel, feature_map, left, top, width):
    """Draw a filter's answer: in signed colours where an even area gives 0, else in grey."""
    if abs(np.sum(kernel)) > 1e-9:
        return scene.picture(feature_map, left, top, width, look="photo", role="output")
    # A few strong edges would leave all others pale, so half the largest value has the full colour.
    limit = largest_size(feature_map) / 2
    return scene.picture(feature_map, left, top, width, look="output", limit=limit, role="output")


def _weights(scene, kernel, left, top):
    """Draw a kernel with its weights as whole numbers or fractions."""
    texts = [str(Fraction(weight).limit_denominator(99)) for weight in np.ravel(kernel)]
    texts = [text.replace("-", "−") for text in texts]
    return scene.cells(kernel, left, top, 36, role="kernel", numbers=texts)
