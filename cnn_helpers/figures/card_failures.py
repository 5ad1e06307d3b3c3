"""The failure gallery of notebook 13: whole cards, and the line of each that went wrong."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures.card_scenes import thumbnails
from cnn_helpers.figures.scene import Scene

__all__ = ["worst_cards"]

_ACROSS = 3
_CARD, _WINDOW = 160, 64


def worst_cards(scans, lines, sure, *, title, subtitle=None):
    """Draw misread cards; beside each, enlarged, the line that went wrong.

    Parameters
    ----------
    scans : array_like, shape (N, H, W)
        0 paper, 1 ink (or uint8).
    lines : sequence of (str, int, int, array_like, array_like) or None, length N
        Flavour, scoops that were ordered and that were read, windows of mark and number;
        None for a card that couldn't be laid straight.
    sure : array_like, shape (N,)
        How sure the reader was of each card.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there are no cards, or not as many lines.

    Examples
    --------
    >>> line = ("lemon", 0, 3, np.eye(28), np.eye(36))
    >>> figure = worst_cards(np.zeros((1, 62, 56)), [line], [0.4], title="The worst")
    """
    scans = np.asarray(scans)
    if not len(scans) == len(lines) == len(sure) >= 1:
        raise ValueError(
            f"one line and one number for each card are needed, and a card at least, but there are "
            f"{len(scans)} cards, {len(lines)} lines and {len(sure)} numbers"
        )
    top = 110 if subtitle else 76
    tall = _CARD * scans.shape[1] / scans.shape[2]
    step = tall + 66
    rows = -(-len(scans) // _ACROSS)
    scene = Scene(top + rows * step, title=title, subtitle=subtitle)
    for number, (scan, line) in enumerate(zip(thumbnails(scans), lines, strict=True)):
        left = 34 + number % _ACROSS * 274
        y = top + number // _ACROSS * step
        card = scene.picture(scan, left, y, _CARD, look="ink", role="muted")
        words = f"sure: {100 * sure[number]:.0f} %"
        scene.words(words, card.center[0], card.bottom + 22, size="small", role="muted")
        x = left + _CARD + 14 + _WINDOW / 2
        if line is None:
            scene.words("not laid\nstraight:\na human\nis asked", x, y + 70, size="small",
                        role="gradient")  # fmt: skip
            continue
        flavour, true, read, mark, digit = line
        scene.words(flavour, x, y + 10, size=17)
        for window, role, down in ((mark, "kernel", 22), (digit, "output", 94)):
            at = x - _WINDOW / 2, y + down
            scene.picture(window, *at, _WINDOW, look="ink", role=role)
        scene.words(f"is {true}", x, card.bottom - 3, size=20, role="output")
        scene.words(f"read {read}", x, card.bottom + 22, size=20, role="gradient")
    return scene.figure
