"""The data of the course: digits, order-card marks, ice-cream days, photographs. Nothing downloads.

Polarity of digits and marks: 0 is paper, full ink is 255 (uint8) or 1 (float).
``data/README.md`` gives each file's source, licence and SHA-256.
"""

from cnn_helpers.data.batches import as_batch, train_validation_split
from cnn_helpers.data.card_form import CARD_LAYOUT, CardLayout, card_form
from cnn_helpers.data.card_hands import CARD_MARKS
from cnn_helpers.data.card_maker import (
    SCOOP_PRICE,
    OrderCards,
    make_card_day,
    make_order_cards,
)
from cnn_helpers.data.card_scan import scan_card
from cnn_helpers.data.files import DataError
from cnn_helpers.data.ice_cream import (
    IceCream,
    expected_revenue,
    load_ice_cream,
    make_ice_cream,
)
from cnn_helpers.data.mark_maker import make_marks
from cnn_helpers.data.marks import Marks, load_marks, mark_template
from cnn_helpers.data.mnist import Mnist, load_mnist, make_mnist_10k
from cnn_helpers.data.photos import load_photo, photo_names
from cnn_helpers.data.stroke_maker import STROKE_NAMES, make_strokes

__all__ = [
    "CARD_LAYOUT",
    "CARD_MARKS",
    "SCOOP_PRICE",
    "STROKE_NAMES",
    "CardLayout",
    "DataError",
    "IceCream",
    "Marks",
    "Mnist",
    "OrderCards",
    "as_batch",
    "card_form",
    "expected_revenue",
    "load_ice_cream",
    "load_marks",
    "load_mnist",
    "load_photo",
    "make_card_day",
    "make_ice_cream",
    "make_marks",
    "make_mnist_10k",
    "make_order_cards",
    "make_strokes",
    "mark_template",
    "photo_names",
    "scan_card",
    "train_validation_split",
]
