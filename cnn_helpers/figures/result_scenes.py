"""Pictures of what a classifier got right and wrong."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import shade
from cnn_helpers.validation import check_array, check_labels

__all__ = ["confusion_matrix_figure", "mistakes"]


def confusion_matrix_figure(
    matrix,
    class_names,
    *,
    title="Who is taken for whom?",
    subtitle="Each row is one true class; a perfect answer fills the diagonal.",
    circle=None,
    caption="",
    says=None,
    mood="puzzled",
):
    """Draw a confusion matrix: true classes down, predicted ones across.

    Parameters
    ----------
    matrix : array_like of int, shape (K, K)
        How many pictures of class (row) were taken for class (column).
    class_names : sequence of str, length K
        Short names.
    title, subtitle, caption : str
        The words around it.
    circle : (int, int), optional
        A cell to circle, for example the commonest mistake.
    says, mood : str, optional
        What the ice cream says at the right, and how it looks.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the matrix is not square or names are missing.

    Examples
    --------
    >>> figure = confusion_matrix_figure([[9, 1], [0, 10]], ["X", "O"], circle=(0, 1))
    """
    matrix = check_array(matrix, "matrix", axes=("K", "K"), floating=False)
    count = len(class_names)
    if matrix.shape != (count, count):
        raise ValueError(
            f"matrix must be {count} × {count} for {count} names, but has shape {matrix.shape}"
        )
    longest = max(len(str(name)) for name in class_names)
    cell = min(max(46, 11 * longest), 470 / count)
    left, top = 190, 158
    side = cell * count
    scene = Scene(top + side + (70 if caption else 28), title=title, subtitle=subtitle)
    right = np.eye(count, dtype=bool)
    # Few mistakes stand beside many right answers, so each kind has its own scale.
    hits, misses = np.where(right, matrix, 0), np.where(right, 0, matrix)
    colors = np.where(
        right[..., None],
        shade(hits, "output", strength=0.7),
        shade(misses, "gradient", strength=0.7),
    )
    texts = np.where(matrix == 0, "·", matrix.astype(str).astype(object))
    block = scene.cells(matrix, left, top, cell, role="output", colors=colors, numbers=texts)
    for index, name in enumerate(class_names):
        scene.words(str(name), block.at(0, index)[0], top - 20, size="label")
        scene.words(str(name), left - 18, block.at(index, 0)[1], size="label", align="right")
    scene.words("taken for", block.center[0], top - 48, size="small", role="muted")
    scene.words(
        "truly", left - 46 - 9 * longest, block.center[1], size="small", role="muted", turn=90
    )
    _explain(scene, block.right + 30, block.top + 22)
    if circle is not None:
        scene.circle_cell(block, *circle)
    if says:
        y = block.bottom - 130
        scene.ice_cream(756, y, 170, mood=mood, says=says, bubble_at=(756, y - 118))
    if caption:
        scene.caption(caption)
    return scene.figure


def _explain(scene, x, y):
    for offset, look, text in ((0, "output", "right"), (40, "gradient", "taken for another")):
        scene.cells([[1.0]], x, y + offset - 11, 22, role=look, numbers=False)
        scene.words(text, x + 34, y + offset, size="small", role=look, align="left")


def mistakes(
    images,
    labels,
    predictions,
    probabilities,
    *,
    class_names=None,
    title="The most confident mistakes",
    subtitle="What it was, and what the network took it for.",
    columns=6,
):
    """Draw misread pictures with the truth, the answer and how sure it was.

    Parameters
    ----------
    images : array_like, shape (N, H, W)
        Ink pictures, 0 to 1 (or uint8).
    labels, predictions : array_like of int, shape (N,)
        True and predicted classes.
    probabilities : array_like, shape (N,)
        The probability given to the prediction.
    class_names : sequence of str, optional
        Names of the classes; None writes their numbers.
    title, subtitle : str
        The words above.
    columns : int
        Pictures in a row.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the arrays differ in length, or there is nothing to show.
    """
    images = check_array(images, "images", axes="NHW", floating=False)
    count = len(images)
    if count == 0:
        raise ValueError("images must hold at least one mistake, but is empty")
    classes = len(class_names) if class_names is not None else 1 + max(*labels, *predictions)
    labels = check_labels(labels, classes, count=count)
    predictions = check_labels(predictions, classes, count=count)
    probabilities = check_array(probabilities, "probabilities", axes="N")
    if len(probabilities) != count:
        raise ValueError(f"expected {count} probabilities, but got {len(probabilities)}")
    names = class_names if class_names is not None else [str(index) for index in range(classes)]
    gap, top = 24, 114
    side = (792 - gap * (columns - 1)) / columns
    step = side + 70
    scene = Scene(top + -(-count // columns) * step, title=title, subtitle=subtitle)
    for index in range(count):
        block = scene.picture(
            images[index],
            34 + (index % columns) * (side + gap),
            top + (index // columns) * step,
            side,
            look="ink",
        )
        x, y = block.center[0], block.bottom + 20
        scene.words(f"is {names[labels[index]]}", x, y, size=20, role="output")
        answer = f"read {names[predictions[index]]}, {100 * probabilities[index]:.0f} %"
        scene.words(answer, x, y + 23, size=19, role="gradient")
    return scene.figure
