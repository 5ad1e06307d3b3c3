"""What every figure of the course must satisfy; other modules' tests use ``check_figure`` too."""

import itertools
import warnings

import numpy as np
import pytest
from matplotlib.text import Text

from cnn_helpers.figures.style import PIXELS_PER_INCH, png

SMALLEST_TEXT = 10  # CSS pixels


def _texts(figure):
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text.get_window_extent().width > 0
    ]


def _ink_box(text):
    """Return the text's box without the air above and below its letters."""
    box = text.get_window_extent()
    share = 0.18 if text.get_rotation() == 0 else 0.0
    return box.x0, box.y0 + share * box.height, box.x1, box.y1 - share * box.height


def _check(figure, largest=150_000):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a glyph that no font has is a warning
        first = png(figure)
    assert first == png(figure), "the same figure must give the same bytes"
    assert len(first) < largest, f"the PNG has {len(first)} bytes, too many for a notebook"
    width, height = figure.bbox.width, figure.bbox.height
    texts = _texts(figure)
    for text in texts:
        left, bottom, right, top = _ink_box(text)
        words = text.get_text()
        assert left >= 0, f"{words!r} is cut off at the left"
        assert right <= width, f"{words!r} is cut off at the right"
        assert bottom >= 0, f"{words!r} is cut off below"
        assert top <= height, f"{words!r} is cut off above"
        pixels = text.get_fontsize() * PIXELS_PER_INCH / 72
        assert pixels >= SMALLEST_TEXT, f"{words!r} is {pixels:.1f} px high"
    boxes = [(_ink_box(text), text.get_text()) for text in texts]
    for (one, first_words), (two, second_words) in itertools.combinations(boxes, 2):
        across = min(one[2], two[2]) - max(one[0], two[0])
        along = min(one[3], two[3]) - max(one[1], two[1])
        assert across <= 0 or along <= 0, f"{first_words!r} overlaps {second_words!r}"
    return first


@pytest.fixture
def check_figure():
    """Return a function that fails on a figure with cut, tiny or overlapping text."""
    return _check


@pytest.fixture
def cross():
    """Return a 5 × 5 X, a diagonal kernel, and the map that correlation gives."""
    image = np.clip(np.eye(5) + np.eye(5)[::-1], 0, 1)
    kernel = 2 * np.eye(3) - 1
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    return image, kernel, (windows * kernel).sum(axis=(2, 3))
