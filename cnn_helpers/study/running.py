"""How a row of the study is trained and measured, the same for every plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cnn_helpers import data
from cnn_helpers.study.plans import shuffle_pixels
from cnn_helpers.training import Adam, evaluate, fit, one_cycle

__all__ = ["Heaps", "Outcome", "Protocol", "choose_learning_rate", "deal", "train_row"]


@dataclass(frozen=True)
class Protocol:
    """What all rows have in common.

    Each plan chooses its learning rate by the validation heap, in one run with
    ``choosing_seed``. Then it is trained once with each of ``seeds``: a seed decides the split, the
    first weights and the order of the digits, so that two plans with one seed learn from the same
    digits. The test heap is asked once for each finished run, and nothing is chosen by it.

    Attributes
    ----------
    training, validation, test : int
        Digits in each heap.
    epochs, batch_size : int
    learning_rates : tuple of float
        What each plan chooses from. Adam with one cycle.
    choosing_seed : int
    seeds : tuple of int
    """

    training: int = 10_000
    validation: int = 5_000
    test: int = 10_000
    epochs: int = 3
    batch_size: int = 64
    learning_rates: tuple = (0.001, 0.003, 0.01, 0.03, 0.1)
    choosing_seed: int = 100
    seeds: tuple = (0, 1, 2, 3, 4)


class Heaps(NamedTuple):
    """Digits (N, 28, 28) and labels (N,) to learn from, to watch with and to be tested on."""

    training: tuple
    validation: tuple
    test: tuple


class Outcome(NamedTuple):
    """What one run came to: accuracies 0 to 1, and its history."""

    training: float
    validation: float
    test: float | None
    history: object


def deal(protocol, seed, *, shuffled=False):
    """Deal out MNIST's digits for one seed.

    Parameters
    ----------
    protocol : Protocol
    seed : int
        Decides which of the 60,000 digits are learned from, and which watch.
    shuffled : bool
        Whether their pixels are shuffled; the digits are the same ones.

    Returns
    -------
    Heaps
        The test heap is the first ``protocol.test`` of MNIST's 10,000, whatever the seed.

    Examples
    --------
    >>> heaps = deal(Protocol(training=30, validation=20, test=10), seed=0)
    >>> [len(images) for images, _ in heaps]
    [30, 20, 10]
    """
    mnist = data.load_mnist()
    images, labels, validation_images, validation_labels = data.train_validation_split(
        mnist.train_images, mnist.train_labels, validation_size=protocol.validation, seed=seed
    )
    few, many = protocol.training, protocol.test
    order = shuffle_pixels if shuffled else np.array
    return Heaps(
        (order(images[:few]), labels[:few]),
        (order(validation_images), validation_labels),
        (order(mnist.test_images[:many]), mnist.test_labels[:many]),
    )


def train_row(plan, seed, learning_rate, protocol=None, *, open_test=False):
    """Train a plan's network once, and say how often it is right.

    Parameters
    ----------
    plan : Plan
        For example ``PLANS["cnn"]``.
    seed : int
        Decides split, first weights and order.
    learning_rate : float
        The largest one of the cycle.
    protocol : Protocol, optional
        None means that of the stored study.
    open_test : bool
        Whether the test heap is asked, too.

    Returns
    -------
    Outcome
        Training accuracy is measured after training, on all digits learned from.

    Examples
    --------
    >>> from cnn_helpers.study import PLANS
    >>> small = Protocol(training=300, validation=100, test=100, epochs=2)
    >>> outcome = train_row(PLANS["mlp"], 0, 0.01, small)
    >>> outcome.validation > 0.5, outcome.test
    (True, None)
    """
    protocol = Protocol() if protocol is None else protocol
    heaps = deal(protocol, seed, shuffled=plan.shuffled)
    network = plan.build(seed)
    history = fit(
        network,
        *heaps.training,
        optimizer=Adam(network, learning_rate),
        epochs=protocol.epochs,
        batch_size=protocol.batch_size,
        prepare_batch=data.as_batch,
        schedule=one_cycle,
        seed=seed,
        progress=False,
    )

    def accuracy(heap):
        return float(evaluate(network, *heap, prepare_batch=data.as_batch)[1])

    test = accuracy(heaps.test) if open_test else None
    return Outcome(accuracy(heaps.training), accuracy(heaps.validation), test, history)


def choose_learning_rate(tried):
    """Return the learning rate with the best validation accuracy; of equal ones the smallest.

    Parameters
    ----------
    tried : dict of float to float
        Validation accuracy by learning rate.

    Examples
    --------
    >>> choose_learning_rate({0.001: 0.95, 0.003: 0.97, 0.01: 0.97})
    0.003
    """
    return max(sorted(tried), key=tried.get)
