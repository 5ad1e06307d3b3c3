"""MNIST: 70,000 handwritten digits, the real data of the course."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cnn_helpers.browser import in_browser
from cnn_helpers.data.files import DataError
from cnn_helpers.data.idx import load_idx_folder

__all__ = ["Mnist", "load_mnist", "make_mnist_10k"]

_FOLDERS = {None: "mnist", "10k": "mnist_10k"}
_LIGHT = "light"
_LIGHT_TEST = 2000


class Mnist(NamedTuple):
    """Handwritten digits in two parts: one to learn from, one to be tested on once.

    Attributes
    ----------
    train_images : numpy.ndarray of uint8, shape (60000, 28, 28)
        0 is paper, 255 is full ink.
    train_labels : numpy.ndarray of uint8, shape (60000,)
        The digit that was meant, 0 to 9.
    test_images : numpy.ndarray of uint8, shape (10000, 28, 28)
    test_labels : numpy.ndarray of uint8, shape (10000,)
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def load_mnist(subset=None):
    """Return the handwritten digits of MNIST as uint8, the way they were stored.

    Parameters
    ----------
    subset : {None, "10k", "light"}
        None gives all 60,000 + 10,000 digits. ``"10k"`` gives 8,000 + 2,000 of them, drawn by
        `make_mnist_10k`, for places that can't carry all. ``"light"`` has the same 8,000, and the
        first 2,000 of the test digits: a slow Python's share, with the pictures of the notebooks.

    Returns
    -------
    Mnist
        Read-only uint8 arrays; the same ones at each call. `as_batch` turns a handful of them into
        the numbers that a network takes.

    Raises
    ------
    DataError
        If a file is missing or damaged.
    ValueError
        If there is no such subset.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
    recognition", Proceedings of the IEEE 86 (1998), 2278-2324.

    Examples
    --------
    >>> digits = load_mnist()
    >>> digits.train_images.shape
    (60000, 28, 28)
    >>> digits.train_labels[:5].tolist()
    [5, 0, 4, 1, 9]
    """
    if subset not in (*_FOLDERS, _LIGHT):
        raise ValueError(f'subset must be None, "10k" or "light", but is {subset!r}')
    if subset == _LIGHT:
        return _load_light()
    if subset is None and in_browser():
        raise DataError(
            'the browser edition carries 10,000 of the 70,000 digits: take data.load_mnist("light")'
        )
    return _load(_FOLDERS[subset])


@lru_cache
def _load_light():
    train = load_idx_folder("mnist_10k", only="train")
    return Mnist(*train, *(part[:_LIGHT_TEST] for part in load_idx_folder("mnist", only="t10k")))


@lru_cache
def _load(folder):
    return Mnist(*load_idx_folder(folder))


def make_mnist_10k(*, seed=10_000):
    """Draw the subset ``"10k"`` from the whole of MNIST: the same number of each digit, at random.

    Parameters
    ----------
    seed : int
        The stored subset was drawn with the default.

    Returns
    -------
    Mnist
        800 training images of each digit from the 60,000 and 200 test images of each from the
        10,000, in the order in which they stand there.

    Examples
    --------
    >>> make_mnist_10k().test_images.shape
    (2000, 28, 28)
    """
    generator = np.random.default_rng(seed)
    whole = load_mnist()
    train = _draw(whole.train_labels, 800, generator)
    test = _draw(whole.test_labels, 200, generator)
    return Mnist(
        whole.train_images[train],
        whole.train_labels[train],
        whole.test_images[test],
        whole.test_labels[test],
    )


def _draw(labels, count, generator):
    """Positions of ``count`` images of each digit, in ascending order."""
    drawn = [generator.permutation(np.flatnonzero(labels == digit))[:count] for digit in range(10)]
    return np.sort(np.concatenate(drawn))
