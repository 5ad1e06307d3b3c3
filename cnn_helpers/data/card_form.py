"""The printed order card: where its corner marks and boxes lie, and how it looks before use."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cnn_helpers.data.card_letters import draw_word

__all__ = ["CARD_LAYOUT", "CardLayout", "card_form"]

_PITCH = 48
_FIRST = 62  # row of the first line
_DOT_RADIUS = 6.0
_LINE = 1.5  # thickness of a box's frame
_MARGIN = 3  # paper between a box and its frame
_INK = 0.9


class CardLayout(NamedTuple):
    """Where everything lies on a straight order card, in pixels.

    Attributes
    ----------
    shape : (int, int)
        Height and width of the card.
    flavours : tuple of str
        One line of the card each, from top to bottom.
    corners : numpy.ndarray of float64, shape (3, 2)
        Row and column of the three printed corner marks: upper left, upper right, lower left.
    radius : float
        Of a corner mark, which is a black dot.
    mark_boxes : numpy.ndarray of int64, shape (F, 4)
        Row, column, height and width of each flavour's tick box, its frame not included.
    digit_boxes : numpy.ndarray of int64, shape (F, 4)
        The same for the boxes of the number of scoops.
    """

    shape: tuple
    flavours: tuple
    corners: np.ndarray
    radius: float
    mark_boxes: np.ndarray
    digit_boxes: np.ndarray


def _layout():
    flavours = ("vanilla", "chocolate", "strawberry", "lemon")
    shape = 256, 208
    corners = np.array([[15.0, 15.0], [15.0, shape[1] - 16.0], [shape[0] - 16.0, 15.0]])
    middles = _FIRST + _PITCH * np.arange(len(flavours))
    mark_boxes = np.array([(middle - 14, 22, 28, 28) for middle in middles])
    digit_boxes = np.array([(middle - 18, 154, 36, 36) for middle in middles])
    for array in (corners, mark_boxes, digit_boxes):
        array.flags.writeable = False
    return CardLayout(shape, flavours, corners, _DOT_RADIUS, mark_boxes, digit_boxes)


CARD_LAYOUT = _layout()


def card_form():
    """Return the printed card, before anybody has written on it.

    Three corner marks, the word ORDER, and for each flavour a tick box, its name and a box for a
    number.

    Returns
    -------
    numpy.ndarray of float64, shape ``CARD_LAYOUT.shape``
        0 paper, 1 ink; read-only, the same one at each call.

    Examples
    --------
    >>> form = card_form()
    >>> form.shape, float(form[15, 15])
    ((256, 208), 0.9)
    """
    return _form()


@lru_cache
def _form():
    layout = CARD_LAYOUT
    form = np.zeros(layout.shape)
    row, column = np.indices(layout.shape)
    for corner in layout.corners:
        distance = np.hypot(row - corner[0], column - corner[1])
        form = np.maximum(form, np.clip(layout.radius + 0.5 - distance, 0, 1))
    _print(form, draw_word("ORDER", 13, thickness=1.8), 16, 104)
    for flavour, mark_box, digit_box in zip(
        layout.flavours, layout.mark_boxes, layout.digit_boxes, strict=True
    ):
        for top, left, height, width in (mark_box, digit_box):
            middle = top + (height - 1) / 2, left + (width - 1) / 2
            reach = np.maximum(
                abs(row - middle[0]) - height / 2, abs(column - middle[1]) - width / 2
            )
            form = np.maximum(form, np.clip((_LINE + 1) / 2 - abs(reach - _MARGIN), 0, 1))
        _print(form, draw_word(flavour.upper()), mark_box[0] + mark_box[2] / 2, 102)
    form *= _INK
    form.flags.writeable = False
    return form


def _print(form, picture, row, column):
    """Print a picture with its middle at (row, column)."""
    height, width = picture.shape
    top, left = round(row - height / 2), round(column - width / 2)
    part = form[top : top + height, left : left + width]
    np.maximum(part, picture, out=part)
