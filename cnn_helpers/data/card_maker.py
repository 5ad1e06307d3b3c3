"""The maker of filled-in order cards: orders, hands, a crooked scan, noise, and small mishaps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.browser import in_browser
from cnn_helpers.data.card_form import CARD_LAYOUT, card_form
from cnn_helpers.data.card_hands import CARD_MARKS, HANDS, write_digit, write_mark
from cnn_helpers.data.card_scan import cup_stain, scan_card
from cnn_helpers.data.mnist import load_mnist
from cnn_helpers.validation import check_positive_int, check_positive_number

__all__ = ["SCOOP_PRICE", "OrderCards", "make_card_day", "make_order_cards"]

SCOOP_PRICE = 2.0  # euros, whatever the flavour

_PARTS = ("train", "test")
_SHARE_OF_X = 0.4
_OTHER_MARKS = ("empty", "tick", "O", "scribble", "V", "crossed out")
_OTHER_SHARES = (0.6, 0.12, 0.1, 0.08, 0.04, 0.06)
_STRAY_NUMBER = 0.12  # somebody wrote a number and then thought again
_NUMBERS = np.arange(1, 10)
_NUMBER_SHARES = (0.3, 0.28, 0.15, 0.1, 0.06, 0.04, 0.03, 0.02, 0.02)
_MISHAPS = ("", "upside down", "stain", "covered corner", "very crooked")
_MISHAP_SHARES = (0.87, 0.03, 0.05, 0.02, 0.03)


class OrderCards(NamedTuple):
    """Scanned order cards, with what is true of them.

    Attributes
    ----------
    images : numpy.ndarray of uint8, shape (N, 312, 280)
        The scans; 0 is paper, 255 is full ink.
    scoops : numpy.ndarray of int64, shape (N, F)
        What was ordered of each flavour: the number where there is an X, 0 elsewhere.
    marks : numpy.ndarray of int64, shape (N, F)
        What stands in each tick box, as a position in ``CARD_MARKS``; 0 is the X.
    digits : numpy.ndarray of int64, shape (N, F)
        What stands in each number box, 1 to 9; -1 where nothing does.
    hands : tuple of str
        Who wrote each card.
    mishaps : tuple of str
        What happened to each card: ``""``, ``"upside down"``, ``"stain"``, ``"covered corner"`` or
        ``"very crooked"``.
    angles : numpy.ndarray of float64, shape (N,)
        How far each card is turned, in degrees, counter-clockwise as one looks at it.
    corners : numpy.ndarray of float64, shape (N, 3, 2)
        Where the three corner marks truly lie in the scan: row and column, in the order of
        ``CARD_LAYOUT.corners``.
    """

    images: np.ndarray
    scoops: np.ndarray
    marks: np.ndarray
    digits: np.ndarray
    hands: tuple
    mishaps: tuple
    angles: np.ndarray
    corners: np.ndarray


def make_order_cards(count, *, part="train", seed=2026):
    """Make up filled-in order cards, scanned crookedly. No customer wrote them.

    The marks are drawn as `make_marks` draws them, the digits are MNIST's, both bent to the hand of
    a customer. A card may be turned, shifted, a little larger or smaller, grey and noisy; a few are
    upside down, very crooked, stained, or have a covered corner.

    Parameters
    ----------
    count : int
        How many cards, N.
    part : {"train", "test"}
        Whose cards: those to practise on (four hands, MNIST's training digits) or others that a
        reader meets later (four other hands, MNIST's test digits).
    seed : int
        The same seed gives the same cards; more of them begin with the same ones.

    Returns
    -------
    OrderCards

    Raises
    ------
    ValueError
        If ``count`` is below 1 or there is no such part.

    Examples
    --------
    >>> cards = make_order_cards(2, seed=1)
    >>> cards.images.shape, cards.images.dtype
    ((2, 312, 280), dtype('uint8'))
    >>> cards.scoops.tolist(), cards.hands
    ([[1, 0, 2, 0], [1, 1, 0, 2]], ('hasty', 'hasty'))
    """
    count = check_positive_int(count, "count")
    _check_part(part)
    return _made([_make_card(part, seed, number) for number in range(count)])


def make_card_day(revenue, *, part="test", seed=2026):
    """Make up the cards of one day: as many as it takes to earn a revenue.

    Parameters
    ----------
    revenue : float
        In euros; a scoop costs ``SCOOP_PRICE``. The cards come as near to it as whole cards can.
    part, seed
        As for `make_order_cards`.

    Returns
    -------
    OrderCards

    Examples
    --------
    >>> cards = make_card_day(20.0, seed=3)
    >>> SCOOP_PRICE * int(cards.scoops.sum())
    22.0
    """
    revenue = check_positive_number(revenue, "revenue")
    _check_part(part)
    wanted, total, count = revenue / SCOOP_PRICE, 0, 0
    while True:
        _, _, scoops = _make_order(np.random.default_rng([seed, _PARTS.index(part), count]))
        if count and abs(total + scoops.sum() - wanted) > abs(total - wanted):
            return make_order_cards(count, part=part, seed=seed)
        total, count = total + scoops.sum(), count + 1


def _check_part(part):
    if part not in _PARTS:
        raise ValueError(f'part must be "train" or "test", but is {part!r}')


def _made(cards):
    columns = dict(zip(OrderCards._fields, zip(*cards, strict=True), strict=True))
    return OrderCards(
        **{
            name: column if name in ("hands", "mishaps") else np.stack(column)
            for name, column in columns.items()
        }
    )


def _make_order(generator):
    """Return one customer's marks, digits and the scoops that they order, each (F,)."""
    flavours = len(CARD_LAYOUT.flavours)
    wanted = generator.random(flavours) < _SHARE_OF_X
    wanted[generator.integers(flavours)] = True  # nobody fills in a card to order nothing
    others = generator.choice(len(_OTHER_MARKS), size=flavours, p=_OTHER_SHARES)
    marks = np.array([CARD_MARKS.index(_OTHER_MARKS[other]) for other in others])
    marks[wanted] = 0
    numbers = generator.choice(_NUMBERS, size=flavours, p=_NUMBER_SHARES)
    crossed = marks == CARD_MARKS.index("crossed out")
    written = wanted | crossed | (generator.random(flavours) < _STRAY_NUMBER)
    return marks, np.where(written, numbers, -1), np.where(wanted, numbers, 0)


def _make_card(part, seed, number):
    generator = np.random.default_rng([seed, _PARTS.index(part), number])
    marks, digits, scoops = _make_order(generator)
    name = list(HANDS[part])[generator.integers(len(HANDS[part]))]
    hand = HANDS[part][name]
    card = np.array(card_form())
    for mark, digit, mark_box, digit_box in zip(
        marks, digits, CARD_LAYOUT.mark_boxes, CARD_LAYOUT.digit_boxes, strict=True
    ):
        _lay(card, write_mark(CARD_MARKS[mark], hand, generator), mark_box)
        if digit >= 0:
            _lay(card, write_digit(_draw_digit(part, digit, generator), hand, generator), digit_box)
    mishap = str(generator.choice(_MISHAPS, p=_MISHAP_SHARES))
    if mishap == "covered corner":
        _cover_corner(card, generator)
    angle = generator.uniform(-9, 9)
    if mishap == "very crooked":
        angle = np.copysign(generator.uniform(11, 17), angle)
    if mishap == "upside down":
        angle += 180
    placed = {"angle": angle, "shift": generator.uniform(-7, 7, 2)}
    placed["scale"] = generator.uniform(0.96, 1.04)
    scan, corners = scan_card(card, **placed, noise=0.04, generator=generator)
    if mishap == "stain":
        scan = np.maximum(scan, cup_stain(generator))
    image = np.rint(255 * scan).astype(np.uint8)
    return image, scoops, marks, digits, name, mishap, angle, corners


def _draw_digit(part, digit, generator):
    mnist = load_mnist("light" if in_browser() else None)
    images = mnist.train_images if part == "train" else mnist.test_images
    labels = mnist.train_labels if part == "train" else mnist.test_labels
    return images[generator.choice(np.flatnonzero(labels == digit))]


def _lay(card, sheet, box):
    """Put the ink of a sheet onto the card, the sheet's middle on the box's."""
    top, left, height, width = box
    top, left = top + (height - len(sheet)) // 2, left + (width - len(sheet)) // 2
    part = card[top : top + len(sheet), left : left + len(sheet)]
    np.maximum(part, sheet, out=part)


def _cover_corner(card, generator):
    """Take one corner mark away, as a thumb does, or a torn-off corner."""
    row, column = CARD_LAYOUT.corners[generator.integers(3)].astype(int)
    card[max(row - 12, 0) : row + 13, max(column - 12, 0) : column + 13] = 0
