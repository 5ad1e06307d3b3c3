"""The probing calls of one exercise and one seed, with the right and the known wrong answers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnn_helpers.exercises.running import run_known

__all__ = ["Probes", "probes_for"]


class Probes:
    """Probing calls with their right results; what known mistakes answer is worked out on demand.

    Parameters
    ----------
    exercise : Exercise
        Whose calls.
    seed : int
        Where their random numbers come from.

    Attributes
    ----------
    calls : list of Call
        Small ones first.
    expected : list of tuple of numpy.ndarray
        The right results of each.
    """

    def __init__(self, exercise, seed):
        self.exercise = exercise
        self.calls = exercise.make_calls(np.random.default_rng(seed))
        self.expected = [run_known(exercise.reference, call).values for call in self.calls]
        self._known = {}

    def forms(self):
        """Yield (misconception, form) for everything that is known to go wrong."""
        for misconception in self.exercise.misconceptions.values():
            for form in misconception.forms:
                yield misconception, form

    def answers(self, form):
        """Yield what a known mistake answers to each call."""
        known = self._known.setdefault(form, [])
        for index, call in enumerate(self.calls):
            if index == len(known):
                known.append(run_known(form, call))
            yield known[index]

    def wrong_elsewhere(self, form):
        """Return how many results a known mistake gets wrong that are not looked at: none."""
        return 0


@lru_cache(maxsize=64)
def probes_for(exercise, seed):
    """Return the ``Probes``, kept for the next check with the same seed."""
    return Probes(exercise, seed)
