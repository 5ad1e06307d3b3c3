"""Find the known mistake that answers as the student's function does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnn_helpers.exercises.comparing import same_outcome, verdict
from cnn_helpers.exercises.definition import Misconception

__all__ = ["Match", "diagnose", "diagnose_factor", "diagnose_shape"]


@dataclass(frozen=True, eq=False)
class Match:
    """A known mistake and the very form of it that answers alike."""

    misconception: Misconception
    form: object


def diagnose(probes, outcomes):
    """Return the ``Match`` that explains the outcomes, or None.

    A form explains them if it gives the same numbers wherever both give numbers, and is itself
    wrong in at least one of these places. Among several the one wins that also fails where the
    student's function fails, then the one that explains more, then the one that leaves results
    right which are not looked at, then the first in the list.

    Parameters
    ----------
    probes : Probes
        The calls, the right results and the known mistakes.
    outcomes : list of Outcome
        What the student's function gave, one for each call.
    """
    best, best_rank = None, (0, 0, -np.inf)
    for misconception, form in probes.forms():
        rank = _rank(probes, form, outcomes)
        if rank is None or rank < best_rank[:2]:
            continue
        rank = (*rank, -probes.wrong_elsewhere(form))
        if rank > best_rank:
            best, best_rank = Match(misconception, form), rank
    return best


def _rank(probes, form, outcomes):
    explained, alike = 0, 0
    results = probes.exercise.results
    for known, outcome, right in zip(probes.answers(form), outcomes, probes.expected, strict=True):
        same = same_outcome(outcome, known, results)
        if same is False:
            return None
        if same:
            alike += 1
            explained += verdict(known, right, results) != "right"
    return (alike, explained) if explained else None


def diagnose_shape(probes, outcomes):
    """Return the misconception whose results have the shapes of the outcomes, or None.

    For two mistakes at once, of which one shows in the shape. Arguments as for ``diagnose``.
    """
    if any(outcome.kind != "value" for outcome in outcomes):
        return None
    got = [_shapes(outcome.values) for outcome in outcomes]
    right = [_shapes(values) for values in probes.expected]
    for misconception, form in probes.forms():
        known = (_shapes(answer.values) for answer in probes.answers(form))
        if all(one == other for one, other in zip(known, got, strict=True)):
            wrong = sum(one != other for one, other in zip(got, right, strict=True))
            return misconception if wrong >= 2 else None
    return None


def diagnose_factor(probes, outcomes):
    """Return the misconception whose results are proportional to the outcomes, or None.

    For two mistakes at once, of which one multiplies or divides each result as a whole. Arguments
    as for ``diagnose``.
    """
    got = [outcome.values for outcome in outcomes]
    for misconception, form in probes.forms():
        known = (answer.values for answer in probes.answers(form))
        if all(map(_proportional, known, got)):
            # A form that is itself only a factor away from the right results explains nothing.
            known = [answer.values for answer in probes.answers(form)]
            if not all(map(_proportional, known, probes.expected)):
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
