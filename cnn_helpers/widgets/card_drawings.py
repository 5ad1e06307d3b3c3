"""What can be written on an order card without a pen: whole examples, and single boxes."""

from __future__ import annotations

import numpy as np

from cnn_helpers import data
from cnn_helpers.data.card_hands import CARD_MARKS, HANDS, write_digit, write_mark
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import DIGITS, frozen, named_picture

__all__ = [
    "CARD_NAMES",
    "OWN_CARD",
    "as_ink",
    "ink_from_page",
    "ink_to_page",
    "named_card",
    "write",
]

CARD_NAMES = ("empty", "example", "an X without a number", "second thoughts", "leaving the boxes")
OWN_CARD = "own card"
NUMBERS = ("none", *(str(digit) for digit in range(1, 10)))

# Mark and number of each flavour.
_ORDERS = {
    "empty": (),
    "example": (("X", 2), ("empty", None), ("X", 5), ("tick", None)),
    "an X without a number": (("X", 3), ("X", None), ("O", 1), ("empty", None)),
    "second thoughts": (("crossed out", 4), ("X", 7), ("scribble", 2), ("V", 1)),
    "leaving the boxes": (("X", 1), ("X", 8), ("empty", None), ("X", 6)),
}


def as_ink(image):
    """Return a checked read-only copy of what is written on a card: float64, 0 to 1.

    Examples
    --------
    >>> as_ink(np.zeros((2, 2)))
    Traceback (most recent call last):
        ...
    ValueError: image must have the card's 256 x 208 pixels, but has (2, 2)
    """
    array = check_array(image, "image", axes="HW", floating=False)
    if array.shape != data.CARD_LAYOUT.shape:
        raise ValueError(f"image must have the card's 256 x 208 pixels, but has {array.shape}")
    values = check_finite(array.astype(np.float64), "image")
    values /= 255 if array.dtype == np.uint8 else 1
    if values.min() < 0 or values.max() > 1:
        raise ValueError(
            f"image must lie between 0 and 1, but reaches from {values.min():g} to {values.max():g}"
        )
    return frozen(np.rint(255 * values) / 255)


def ink_to_page(ink, _=None):
    """Return grey values 0 to 1 as the page reads them: a shape, and a byte for each pixel."""
    return {
        "shape": list(np.shape(ink)),
        "data": np.rint(255 * np.asarray(ink)).astype(np.uint8).tobytes(),
    }


def ink_from_page(packet, _=None):
    """Return the grey values of a packet of the page.

    Examples
    --------
    >>> ink_from_page(ink_to_page([[0.0, 1.0]])).tolist()
    [[0.0, 1.0]]
    """
    return np.frombuffer(packet["data"], np.uint8).reshape(packet["shape"]) / 255


def named_card(name):
    """Return what is written on one of the cards on offer, shape ``CARD_LAYOUT.shape``.

    Examples
    --------
    >>> bool(named_card("example").any()), bool(named_card("empty").any())
    (True, False)
    """
    if name not in CARD_NAMES:
        names = ", ".join(map(repr, CARD_NAMES))
        raise ValueError(f"image must be one of {names}, or an array, but is {name!r}")
    ink = np.zeros(data.CARD_LAYOUT.shape)
    for line, (mark, number) in enumerate(_ORDERS[name]):
        ink = write(ink, line, mark, number, far=name == "leaving the boxes")
    return ink


def write(ink, line, mark, number, *, far=False):
    """Return the ink with one line of the card written anew; what stood in its boxes is gone.

    Parameters
    ----------
    ink : numpy.ndarray, shape ``CARD_LAYOUT.shape``
    line : int
        Which flavour, from 0.
    mark : str
        Out of ``CARD_MARKS``.
    number : int or None
        1 to 9, or None for an empty box.
    far : bool
        Whether it is written by a hand that hardly keeps to the boxes.

    Examples
    --------
    >>> ink = write(np.zeros(data.CARD_LAYOUT.shape), 1, "X", 3)
    >>> row, column, height, width = data.CARD_LAYOUT.digit_boxes[1]
    >>> bool(ink[row : row + height, column : column + width].max() > 0.5)
    True
    """
    layout = data.CARD_LAYOUT
    if line not in range(len(layout.flavours)):
        raise ValueError(f"line must be from 0 to {len(layout.flavours) - 1}, but is {line!r}")
    if mark not in CARD_MARKS:
        raise ValueError(f"mark must be one of {', '.join(CARD_MARKS)}, but is {mark!r}")
    if number is not None and number not in range(1, 10):
        raise ValueError(f"number must be from 1 to 9, or None, but is {number!r}")
    hand = HANDS["test"]["in a hurry"] if far else HANDS["train"]["calm"]
    generator = np.random.default_rng([line, CARD_MARKS.index(mark), number or 0])
    ink = np.array(ink, np.float64)
    sheets = [(layout.mark_boxes[line], write_mark(mark, hand, generator))]
    if number is None:
        sheets.append((layout.digit_boxes[line], np.zeros((44, 44))))
    else:
        picture = np.rint(255 * named_picture(DIGITS[number]).values).astype(np.uint8)
        sheets.append((layout.digit_boxes[line], write_digit(picture, hand, generator)))
    for (top, left, height, width), sheet in sheets:
        top, left = top + (height - 44) // 2, left + (width - 44) // 2
        ink[top : top + 44, left : left + 44] = sheet
    return ink
