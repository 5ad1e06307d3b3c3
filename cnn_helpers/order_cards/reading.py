"""Read a whole card, every step kept: laid straight, cut, classified, and how sure of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.data import CARD_LAYOUT
from cnn_helpers.order_cards.centering import center_digit
from cnn_helpers.order_cards.straightening import StraightCard, straighten_card

__all__ = ["CardReading", "cut_boxes", "read_card"]


class CardReading(NamedTuple):
    """What was read on a card, and all that led there.

    Attributes
    ----------
    straight : StraightCard
        The card laid straight.
    mark_windows : numpy.ndarray, shape (F, 28, 28)
        What stands in the tick boxes.
    mark_probabilities : numpy.ndarray, shape (F, K)
        Class 0 is the X.
    digit_windows : numpy.ndarray, shape (F, 36, 36)
        What stands in the number boxes.
    digits : numpy.ndarray, shape (F, 28, 28)
        The same, centred as MNIST's digits are; all paper where the box is empty.
    digit_probabilities : numpy.ndarray, shape (F, 10)
    scoops : numpy.ndarray of int64, shape (F,)
        The digit where the mark is an X, 0 elsewhere.
    confidences : numpy.ndarray of float64, shape (F,)
        For an X its probability times the digit's; elsewhere the probability that it is no X; 0
        where an X has no number beside it.
    """

    straight: StraightCard
    mark_windows: np.ndarray
    mark_probabilities: np.ndarray
    digit_windows: np.ndarray
    digits: np.ndarray
    digit_probabilities: np.ndarray
    scoops: np.ndarray
    confidences: np.ndarray

    @property
    def confidence(self):
        """The whole card's: that of its least sure line."""
        return float(self.confidences.min())


def cut_boxes(card, boxes):
    """Return the windows of a straight card, one for each box.

    Parameters
    ----------
    card : numpy.ndarray, shape (H, W)
    boxes : array_like of int, shape (F, 4)
        Row, column, height and width; all of one size.

    Returns
    -------
    numpy.ndarray, shape (F, height, width)
        Copies.

    Examples
    --------
    >>> cut_boxes(np.arange(12).reshape(3, 4), [(0, 1, 2, 2), (1, 2, 2, 2)]).tolist()
    [[[1, 2], [5, 6]], [[6, 7], [10, 11]]]
    """
    return np.stack(
        [card[row : row + height, column : column + width] for row, column, height, width in boxes]
    )


def read_card(scan, classify_marks, classify_digits, layout=CARD_LAYOUT):
    """Read a scanned card.

    Parameters
    ----------
    scan : array_like, shape (H, W)
        0 paper, 1 ink, or uint8 from 0 to 255.
    classify_marks, classify_digits : callable
        Images (N, 1, 28, 28) from 0 to 1 to probabilities (N, K); class 0 of the marks is the X, a
        digit's class is the digit.
    layout : CardLayout
        Where the boxes lie.

    Returns
    -------
    CardReading

    Raises
    ------
    CardError
        If the card can't be laid straight.

    Examples
    --------
    >>> from cnn_helpers.data import card_form, scan_card
    >>> always_x = lambda images: np.eye(5)[[0] * len(images)]
    >>> always_3 = lambda images: np.eye(10)[[3] * len(images)]
    >>> reading = read_card(scan_card(card_form())[0], always_x, always_3)
    >>> reading.scoops.tolist(), reading.confidence  # an X without a number is never sure
    ([3, 3, 3, 3], 0.0)
    """
    straight = straighten_card(scan, layout)
    mark_windows = cut_boxes(straight.image, layout.mark_boxes)
    digit_windows = cut_boxes(straight.image, layout.digit_boxes)
    digits = np.stack([center_digit(window) for window in digit_windows])
    marks = _probabilities(classify_marks, mark_windows)
    numbers = _probabilities(classify_digits, digits)
    is_x = marks.argmax(axis=1) == 0
    written = digits.any(axis=(1, 2))
    scoops = np.where(is_x, numbers.argmax(axis=1), 0)
    sure = np.where(is_x, marks[:, 0] * numbers.max(axis=1) * written, 1 - marks[:, 0])
    return CardReading(
        straight, mark_windows, marks, digit_windows, digits, numbers, scoops, sure
    )  # fmt: skip


def _probabilities(classify, windows):
    images = np.clip(windows, 0, 1)[:, np.newaxis].astype(np.float32)
    return np.asarray(classify(images), np.float64)
