"""What filters answer, for notebook 04: to patches, to a tick, to a photograph."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from cnn_helpers.figures.filter_scenes import sign_key
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, largest_size
from cnn_helpers.validation import check_array

__all__ = ["answer_table", "filter_puzzle", "half_turn", "photo_answers"]

PHOTO_WIDTH = 198


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


def half_turn(picture, kernels, feature_maps):
    """Draw one mark, a kernel and the same kernel turned half round, and what each answers.

    Parameters
    ----------
    picture : array_like, shape (5, 5)
        An asymmetric mark.
    kernels : dict of str to array_like, shape (3, 3)
        Name and weights, the unturned kernel first.
    feature_maps : sequence of array_like, shape (3, 3)
        One for each kernel.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> kernels = {"as written": np.tri(3), "turned": np.tri(3)[::-1, ::-1]}
    >>> figure = half_turn(np.eye(5), kernels, [np.eye(3), np.eye(3)])
    """
    scene = Scene(
        506,
        title="Turn the kernel half round, and it looks for something else",
        subtitle="This course lays the kernel down as it is written.",
    )
    whole = scene.cells(picture, 40, 184, 42, label="a tick")
    limit = max(largest_size(feature_map) for feature_map in feature_maps)
    for number, ((name, kernel), feature_map) in enumerate(
        zip(kernels.items(), feature_maps, strict=True)
    ):
        top = 108 + number * 196
        glass = scene.cells(kernel, 390, top, 44, role="kernel", label=name)
        answer = scene.cells(feature_map, 660, top, 44, role="output", limit=limit)
        middle = glass.center[1]
        scene.arrow((whole.right + 16, whole.center[1]), (glass.left - 16, middle))
        scene.arrow((glass.right + 24, middle), (answer.left - 24, middle))
        where = np.unravel_index(np.argmax(feature_map), np.shape(feature_map))
        scene.circle_cell(answer, *where)
    return scene.figure


def photo_answers(photo, kernels, feature_maps, *, title, subtitle=None):
    """Draw a photograph, and beside each kernel what it makes of it.

    Parameters
    ----------
    photo : array_like, shape (H, W)
        Grey values, 0 is black and 1 is white.
    kernels : dict of str to array_like, shape (3, 3)
        Name and weights, two in a row.
    feature_maps : sequence of array_like, shape (OH, OW)
        One for each kernel. Where the weights add up to 0 the map is drawn in colours centred on 0;
        otherwise it is still a photograph and is drawn in grey.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> photo = np.eye(8)
    >>> figure = photo_answers(photo, {"nothing": np.zeros((3, 3))}, [photo[1:-1, 1:-1]], title="?")
    """
    rows, top = -(-(len(kernels) + 1) // 2), 104
    scene = Scene(top + rows * 226 + 34, title=title, subtitle=subtitle)
    scene.picture(photo, 34, top, PHOTO_WIDTH)
    scene.words("the photograph", 34 + PHOTO_WIDTH + 14, top + 24, align="left", role="input")
    for number, ((name, kernel), feature_map) in enumerate(
        zip(kernels.items(), feature_maps, strict=True), start=1
    ):
        left, row_top = 34 + (number % 2) * 408, top + (number // 2) * 226
        picture = _answer(scene, kernel, feature_map, left, row_top)
        scene.words(name, picture.right + 14, row_top + 24, align="left", role="kernel")
        _weights(scene, kernel, picture.right + 14, row_top + 58)
    sign_key(scene, scene.height - 26)
    return scene.figure


def filter_puzzle(photo, kernels, feature_maps, letters):
    """Draw a row of kernels, and a row of answers in another order, to be matched.

    Parameters
    ----------
    photo : array_like, shape (H, W)
        Grey values, 0 is black and 1 is white.
    kernels : sequence of array_like, shape (3, 3)
        The filters, numbered from 1.
    feature_maps : sequence of array_like, shape (OH, OW)
        Their answers in the same order; drawn as in `photo_answers`.
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
        650,
        title="Which filter made which picture?",
        subtitle="Four filters, four answers to the same photograph.",
    )
    scene.picture(photo, 34, 108, PHOTO_WIDTH)
    pitch = 792 / len(kernels)
    for number, kernel in enumerate(kernels, start=1):
        left = 268 + (number - 1) * 144
        _weights(scene, kernel, left, 150)
        scene.words(f"filter {number}", left + 57, 128, role="kernel", size="label")
    shown = sorted(zip(letters, kernels, feature_maps, strict=True), key=lambda entry: entry[0])
    for number, (letter, kernel, feature_map) in enumerate(shown):
        picture = _answer(scene, kernel, feature_map, 34 + number * pitch, 352, pitch - 16)
        scene.words(letter, picture.center[0], picture.bottom + 26, size="shout", role="output")
    sign_key(scene, scene.height - 26)
    return scene.figure


def _answer(scene, kernel, feature_map, left, top, width=PHOTO_WIDTH):
    """Draw a filter's answer: in signed colours where a flat area gives 0, else in grey."""
    if abs(np.sum(kernel)) > 1e-9:
        return scene.picture(feature_map, left, top, width, look="photo", role="output")
    # A few strong edges would leave all others pale, so half the largest value has the full colour.
    limit = largest_size(feature_map) / 2
    return scene.picture(feature_map, left, top, width, look="output", limit=limit, role="output")


def _weights(scene, kernel, left, top):
    """Draw a kernel with its weights as whole numbers or fractions."""
    texts = [str(Fraction(weight).limit_denominator(99)) for weight in np.ravel(kernel)]
    texts = [text.replace("-", "−") for text in texts]
    return scene.cells(kernel, left, top, 38, role="kernel", numbers=texts)
