"""Find the known mistake that answers as the student's function does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cnn_helpers.exercises.comparing import same_outcome, verdict
from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.running import run_known

__all__ = ["Match", "diagnose"]


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
