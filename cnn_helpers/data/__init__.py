"""The data of the course: digits, order-card marks, ice-cream days, photographs. Nothing downloads.

Polarity of digits and marks: 0 is paper, full ink is 255 (uint8) or 1 (float).
``data/README.md`` gives each file's source, licence and SHA-256.
"""

from cnn_helpers.data.batches import as_batch, train_validation_split
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
    "STROKE_NAMES",
    "DataError",
    "IceCream",
    "Marks",
    "Mnist",
    "as_batch",
    "expected_revenue",
    "load_ice_cream",
    "load_marks",
    "load_mnist",
    "load_photo",
    "make_ice_cream",
    "make_marks",
    "make_mnist_10k",
    "make_strokes",
    "mark_template",
    "photo_names",
    "train_validation_split",
]
