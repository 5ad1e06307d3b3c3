"""Find the known mistake that answers as the student's function does."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from cnn_helpers.exercises.comparing import same_outcome, verdict
from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.running import run_known

__all__ = ["Match", "diagnose", "diagnose_factor", "diagnose_shape"]


@dataclass(frozen=True, eq=False)
class Match:
    """A known mistake and the very form of it that answers alike."""

    misconception: Misconception
    form: object


def diagnose(exercise, calls, outcomes, expected):
    """Return the ``Match`` that explains the outcomes, or None.

    A form explains them if it gives the same numbers wherever both give numbers, and is itself
    wrong in at least one of these places. Among several the one wins that also fails where the
    student's function fails, then the one that explains more, then the first in the list.

    Parameters
    ----------
    exercise : Exercise
        Whose misconceptions to try.
    calls : list of Call
        The probing calls.
    outcomes : list of Outcome
        What the student's function gave.
    expected : list of tuple of numpy.ndarray
        The right results.
    """
    best, best_rank = None, (0, 0)
    for misconception in exercise.misconceptions.values():
        for form in misconception.forms:
            rank = _rank(exercise, form, calls, outcomes, expected)
            if rank is not None and rank > best_rank:
                best, best_rank = Match(misconception, form), rank
    return best


def diagnose_shape(exercise, calls, outcomes, expected):
    """Return the misconception whose results have the shapes of the outcomes, or None.

    For two mistakes at once, of which one shows in the shape. Arguments as for ``diagnose``.
    """
    for misconception in exercise.misconceptions.values():
        for form in misconception.forms:
            wrong = 0
            for call, outcome, right in zip(calls, outcomes, expected, strict=True):
                known = run_known(form, call, len(exercise.results))
                if outcome.kind != "value" or _shapes(known.values) != _shapes(outcome.values):
                    break
                wrong += _shapes(known.values) != _shapes(right)
            else:
                if wrong >= 2:
                    return misconception
    return None


def diagnose_factor(exercise, calls, outcomes, expected):
    """Return the misconception whose results are proportional to the outcomes, or None.

    For two mistakes at once, of which one multiplies or divides each result as a whole. Arguments
    as for ``diagnose``.
    """
    for misconception in exercise.misconceptions.values():
        for form in misconception.forms:
            known = [run_known(form, call, len(exercise.results)).values for call in calls]
            got = [outcome.values for outcome in outcomes]
            # A form that is itself only a factor away from the right results explains nothing.
            if all(map(_proportional, known, got)) and not all(map(_proportional, known, expected)):
                return misconception
    return None


def _proportional(known, got):
    if not got or _shapes(known) != _shapes(got):
        return False
    known = np.concatenate([part.ravel() for part in known]).astype(float)
    got = np.concatenate([part.ravel() for part in got]).astype(float)
    if not (np.isfinite(known).all() and np.isfinite(got).all() and known.any() and got.any()):
        return False
    factor = got @ known / (known @ known)
    return np.allclose(got, factor * known, rtol=0, atol=1e-6 * np.abs(got).max())


def _shapes(arrays):
    return [array.shape for array in arrays]


def _rank(exercise, form, calls, outcomes, expected):
    explained, alike = 0, 0
    for call, outcome, right in zip(calls, outcomes, expected, strict=True):
        known = run_known(form, call, len(exercise.results))
        same = same_outcome(outcome, known, exercise.results)
        if same is False:
            return None
        alike += same is True
        if same and verdict(known, right, exercise.results) != "right":
            explained += known.kind == "value" or _same_error(outcome, known)
    return (alike, explained) if explained else None


def _same_error(outcome, known):
    """Whether two errors are of one type and name the same numbers (sizes, as a rule)."""
    if outcome.kind != "raised":
        return False
    return _signature(outcome.detail) == _signature(known.detail)


def _signature(detail):
    return detail.split(":")[0], sorted(re.findall(r"\d+", detail))
