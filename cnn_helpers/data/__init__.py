"""The data of the course: digits, order-card marks, ice-cream days, photographs. Nothing downloads.

Polarity everywhere: 0 is paper, full ink is 255 (uint8) or 1 (float). ``data/README.md`` gives each
file's source, licence and SHA-256.
"""

from cnn_helpers.data.batches import as_batch, train_validation_split
from cnn_helpers.data.files import DataError
from cnn_helpers.data.mnist import Mnist, load_mnist, make_mnist_10k

__all__ = [
    "DataError",
    "Mnist",
    "as_batch",
    "load_mnist",
    "make_mnist_10k",
    "train_validation_split",
]
