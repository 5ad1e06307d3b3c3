"""Reading order cards: lay the scan straight, cut the boxes out, centre the digits."""

from cnn_helpers.order_cards.centering import center_digit
from cnn_helpers.order_cards.reading import CardReading, cut_boxes, read_card
from cnn_helpers.order_cards.straightening import (
    CardError,
    StraightCard,
    dot_kernel,
    find_dots,
    straighten_card,
)

__all__ = [
    "CardError",
    "CardReading",
    "StraightCard",
    "center_digit",
    "cut_boxes",
    "dot_kernel",
    "find_dots",
    "read_card",
    "straighten_card",
]
