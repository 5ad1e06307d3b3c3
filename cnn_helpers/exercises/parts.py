"""Look at some of an exercise's several results as if they were all."""

from __future__ import annotations

from dataclasses import replace

from cnn_helpers.exercises.comparing import verdict

__all__ = ["PartProbes", "all_whole", "pick", "written_parts"]


def pick(outcome, parts, count):
    """Return an ``Outcome`` with some of its results only.

    Parameters
    ----------
    outcome : Outcome
        Of the student's function, or of a known mistake.
    parts : tuple of int
        Which results.
    count : int
        How many there should be in all; with another number of them nothing can be picked.
    """
    if outcome.kind != "value":
        return outcome
    if len(outcome.values) != count:
        return replace(outcome, kind="count", values=(), detail=str(len(outcome.values)))
    return replace(outcome, values=tuple(outcome.values[part] for part in parts))


def written_parts(outcomes, count):
    """Return the numbers of the results that are there whenever results come at all."""
    results = [outcome.values for outcome in outcomes if _is_whole(outcome, count)]
    return tuple(
        part for part in range(count) if all(values[part] is not None for values in results)
    )


def all_whole(outcomes, count):
    """Return whether every outcome has as many results as there should be."""
    return all(_is_whole(outcome, count) for outcome in outcomes)


def _is_whole(outcome, count):
    return outcome.kind == "value" and len(outcome.values) == count


class PartProbes:
    """Probes of which some results count only; used like the ``Probes`` that they come from.

    Parameters
    ----------
    probes : Probes
        All of it.
    parts : tuple of int
        The numbers of the results that count.
    """

    def __init__(self, probes, parts):
        self.whole, self.parts = probes, parts
        self.count = len(probes.exercise.results)
        self.exercise = replace(
            probes.exercise, results=tuple(probes.exercise.results[part] for part in parts)
        )
        self.calls = probes.calls
        self.expected = [tuple(right[part] for part in parts) for right in probes.expected]

    def forms(self):
        """Yield (misconception, form) for everything that is known to go wrong."""
        return self.whole.forms()

    def answers(self, form):
        """Yield what a known mistake answers to each call."""
        for known in self.whole.answers(form):
            yield pick(known, self.parts, self.count)

    def wrong_elsewhere(self, form):
        """Return how many of the other results a known mistake gets wrong."""
        others = set(range(self.count)) - set(self.parts)
        return sum(self._is_wrong(form, part) for part in others)

    def _is_wrong(self, form, part):
        results = self.whole.exercise.results[part : part + 1]
        answers = zip(self.whole.answers(form), self.whole.expected, strict=True)
        return any(
            verdict(pick(known, (part,), self.count), (right[part],), results) != "right"
            for known, right in answers
        )
