"""The tasks of the filter challenge: marks to design a filter on, and others to try it on."""

from __future__ import annotations

from functools import lru_cache
from numbers import Real
from typing import NamedTuple

import numpy as np

from cnn_helpers import data
from cnn_helpers.convolution import conv2d
from cnn_helpers.data.marks import MARK_NAMES
from cnn_helpers.pooling import max_pool2d
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.settings import bounded_int

__all__ = [
    "COUNT",
    "TASKS",
    "Score",
    "Task",
    "as_prediction",
    "largest_responses",
    "load_task",
    "score",
]

SIZE = 12
PRACTICE, HELD_OUT = 32, 100
COUNT = 2 * PRACTICE
"""Practice marks: as many to find as to leave alone."""

TOLERANCE = 1e-9
"""Responses must pass the threshold by more, so that rounding decides nothing."""

_STROKES = {
    "vertical strokes": ("vertical", "horizontal", "falling", "rising", "empty"),
    "corners": ("upper left", "upper right", "lower left", "lower right", "horizontal"),
}
_WORDS = {
    "X": ("an X", "each X"),
    "vertical strokes": ("a vertical stroke", "each vertical stroke"),
    "corners": ("an upper left corner", "each upper left corner (┌)"),
}
TASKS = tuple(_WORDS)


class Task(NamedTuple):
    """What is to be found, and among what.

    Attributes
    ----------
    name : str
    one, each : str
        What is to be found, in words.
    practice, held_out : numpy.ndarray of float64, shape (N, 12, 12), read-only
        0 paper, 1 ink. The first half is to be found, the second half is to be left alone.
    kinds, held_out_kinds : tuple of str
        What each mark is.
    """

    name: str
    one: str
    each: str
    practice: np.ndarray
    held_out: np.ndarray
    kinds: tuple
    held_out_kinds: tuple


@lru_cache(maxsize=len(TASKS))
def load_task(name):
    """Return a task by its name; half of its marks are targets, the others share the other half.

    Examples
    --------
    >>> task = load_task("corners")
    >>> task.practice.shape, task.held_out.shape, task.kinds[0], task.kinds[-1]
    ((64, 12, 12), (200, 12, 12), 'upper left', 'horizontal')
    """
    parts = _order_card_marks() if name == "X" else _strokes(_STROKES[name])
    (practice, kinds), (held_out, held_out_kinds) = parts
    return Task(name, *_WORDS[name], frozen(practice), frozen(held_out), kinds, held_out_kinds)


def _order_card_marks():
    marks = data.load_marks(SIZE)
    return (
        _half_and_half(marks.train_images, marks.train_labels, MARK_NAMES, PRACTICE),
        _half_and_half(marks.test_images, marks.test_labels, MARK_NAMES, HELD_OUT),
    )


def _strokes(names):
    return tuple(
        _half_and_half(*data.make_strokes(names, count, size=SIZE, seed=seed), names, count)
        for count, seed in ((PRACTICE, 61), (HELD_OUT, 62))
    )


def _half_and_half(images, labels, names, count):
    """Return ``count`` marks of the first name and as many of the others, in equal shares."""
    wanted = [count, *[count // (len(names) - 1)] * (len(names) - 1)]
    chosen = [np.flatnonzero(labels == label)[:number] for label, number in enumerate(wanted)]
    kinds = np.repeat(names, wanted).tolist()
    return images[np.concatenate(chosen)] / 255, tuple(kinds)


def largest_responses(marks, kernel):
    """Return each mark's largest response to a kernel, over all positions.

    Parameters
    ----------
    marks : numpy.ndarray, shape (N, H, W)
    kernel : numpy.ndarray, shape (3, 3)

    Returns
    -------
    numpy.ndarray, shape (N,)

    Examples
    --------
    >>> largest_responses(np.eye(5)[None], np.eye(3)).tolist()
    [3.0]
    """
    maps = conv2d(marks[:, None], kernel[None, None])
    return max_pool2d(maps, maps.shape[2:])[:, 0, 0, 0]


class Score(NamedTuple):
    """How well a kernel and a threshold find the targets.

    Attributes
    ----------
    hits, false_alarms : int
        Targets found; other marks found.
    targets, others : int
        How many there are of each.
    """

    hits: int
    false_alarms: int
    targets: int
    others: int

    @property
    def points(self):
        """Share of targets found minus share of others found, times 100.

        100 is perfect, 0 is what guessing gives, whatever its rate: W. J. Youden, *Index for Rating
        Diagnostic Tests*, Cancer 3, 1950.
        """
        return 100 * (self.hits / self.targets - self.false_alarms / self.others)

    def as_dict(self):
        """Return the counts and the points."""
        return {**self._asdict(), "points": self.points}


def score(marks, kernel, threshold):
    """Return the ``Score`` on marks whose first half are targets.

    A mark counts as found if its largest response is more than the threshold.

    Examples
    --------
    >>> marks = np.stack([np.eye(4), np.fliplr(np.eye(4))])
    >>> score(marks, np.eye(3), 2), score(marks, np.eye(3), 2).points
    (Score(hits=1, false_alarms=0, targets=1, others=1), 100.0)
    """
    found = largest_responses(marks, kernel) > threshold + TOLERANCE
    half = len(marks) // 2
    return Score(int(found[:half].sum()), int(found[half:].sum()), half, len(marks) - half)


def as_prediction(prediction):
    """Return None, a number of hits, or a sorted tuple of marks."""
    if prediction is None:
        return None
    if isinstance(prediction, (list, tuple, set)):
        check = bounded_int("prediction", 0, COUNT - 1)
        return tuple(sorted({check(mark) for mark in prediction}))
    real = isinstance(prediction, Real) and not isinstance(prediction, (bool, np.bool_))
    if not real or not abs(prediction) <= 1e9:
        raise ValueError(
            f"prediction must be None, a number of hits or a list of marks, but is {prediction!r}"
        )
    return float(prediction)
