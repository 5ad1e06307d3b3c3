"""The filter challenge as a still picture: a kernel, and which marks it finds."""

from __future__ import annotations

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.validation import check_array

__all__ = ["challenge_picture"]

_TILE, _STEP = 40, 62
_PER_ROW = 8


def challenge_picture(marks, kernel, *, threshold, title, found=None, points=None):
    """Draw a kernel, and a gallery of marks framed and signed by what it makes of them.

    Parameters
    ----------
    marks : array_like, shape (N, H, W)
        0 is paper, 1 is ink; the first half is to be found, the second half to be left alone.
    kernel : array_like, shape (KH, KW)
    threshold : float
        Written below the kernel.
    title : str
    found : array_like of bool, shape (N,), optional
        Which marks count as found; None leaves frames and signs out, as long as it is a question.
    points : float, optional
        The score.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> marks = np.stack([np.eye(5)] * 4)
    >>> figure = challenge_picture(
    ...     marks, np.eye(3), threshold=2, title="Find each stroke", found=[True, True, False, True]
    ... )
    """
    marks = check_array(marks, "marks", axes=("N", "H", "W"))
    kernel = check_array(kernel, "kernel", axes=("KH", "KW"))
    half = len(marks) // 2
    rows = -(-half // (_PER_ROW // 2))
    scene = Scene(118 + rows * _STEP + 66, title=title)
    glass = scene.cells(kernel, 60, 150, 44, role="kernel", label="the filter")
    scene.words(
        f"found: more than {threshold:.3g}", glass.center[0], glass.bottom + 66, size="small"
    )
    if points is not None:
        scene.words("score", glass.center[0], glass.bottom + 114, role="muted")
        text = f"{points:.0f}".replace("-", "−")
        scene.words(text, glass.center[0], glass.bottom + 152, size=46, role="output")
    groups = (("to be found", 0), ("to be left alone", half))
    for number, (words, first) in enumerate(groups):
        left = 268 + number * (_PER_ROW // 2 * _STEP + 36)
        scene.words(words, left, 88, align="left", role="input")
        for index in range(half):
            row, column = divmod(index, _PER_ROW // 2)
            place = (left + column * _STEP, 112 + row * _STEP)
            isfound = None if found is None else bool(found[first + index])
            _tile(scene, marks[first + index], *place, isfound, number == 0)
    if found is not None:
        _key(scene)
    return scene.figure


_OUTCOMES = {
    (True, True): ("✓", "found", "output", 3.4),
    (False, True): ("✗", "missed", "gradient", 3.4),
    (True, False): ("!", "false alarm", "gradient", 3.4),
    (False, False): ("", "left alone", "muted", 1.2),
}


def _tile(scene, mark, left, top, found, is_target):
    scene.picture(mark, left, top, _TILE, look="ink", frame=False)
    sign, _, role, width = _OUTCOMES.get((found, is_target), ("", "", "muted", 1.2))
    strokes.box(scene.axes, left, top, _TILE, _TILE, line=palette.FILL[role], line_width=width, z=5)
    if sign:
        scene.words(sign, left + _TILE + 9, top + _TILE / 2, size=21, role=role)


def _key(scene):
    y = scene.height - 26
    words = "✓ found     ✗ missed     ! false alarm     thin frame: rightly left alone"
    scene.words(words, 268, y, size="small", role="muted", align="left")
