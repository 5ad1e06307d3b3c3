"""Pictures of what may stand around a picture: zeros, its own edge, its mirror image."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import largest_size
from cnn_helpers.validation import check_array

__all__ = ["frames_compared"]


def frames_compared(padded, answers, *, rings, title, subtitle=None):
    """Draw a photo in several frames, and below each what a filter answers to it.

    Parameters
    ----------
    padded : dict of str to array_like, shape (H + 2 * rings, W + 2 * rings)
        Name of the frame, and the photo with it, 0 to 1; two or three.
    answers : sequence of array_like, shape (OH, OW)
        The filter's map for each.
    rings : int
        How wide the frames are, in pixels.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> photo = np.full((4, 4), 0.5)
    >>> padded = {"zeros": np.pad(photo, 1), "edge": np.pad(photo, 1, mode="edge")}
    >>> figure = frames_compared(padded, [photo, photo], rings=1, title="Two frames")
    """
    answers = [check_array(answer, "answers", axes=("OH", "OW")) for answer in answers]
    limit = largest_size(np.stack(answers))
    side = 214
    step = 860 / len(padded)
    top = 152 if subtitle else 116
    scene = Scene(top + 2 * side + 92, title=title, subtitle=subtitle)
    for number, ((name, photo), answer) in enumerate(zip(padded.items(), answers, strict=True)):
        left = step * (number + 0.5) - side / 2
        scene.words(name, left + side / 2, top - 26, size="label", role="input")
        whole = scene.picture(photo, left, top, side, frame=False)
        inner = rings * whole.cell
        strokes.dashed_box(
            scene.axes, whole.left + inner, whole.top + inner, whole.width - 2 * inner,
            whole.height - 2 * inner,
        )  # fmt: skip
        width = side - 2 * inner
        map_top = top + side + 56
        block = scene.picture(
            answer, left + inner, map_top, width, role="output", look="output", limit=limit
        )
        scene.arrow((left + side / 2, top + side + 10), (left + side / 2, block.top - 12))
    scene.caption("Inside the dashed line: the photo. Green: above 0. Purple: below 0.")
    return scene.figure
