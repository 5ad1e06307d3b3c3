"""A student's function on the probing calls: run it, and show its smallest failure."""

from __future__ import annotations

import time

from cnn_helpers.exercises.comparing import same_outcome, verdict
from cnn_helpers.exercises.explaining import explain
from cnn_helpers.exercises.feedback import Feedback
from cnn_helpers.exercises.parts import PartProbes, pick
from cnn_helpers.exercises.running import run, run_known
from cnn_helpers.exercises.shrinking import shrink

__all__ = ["Attempt"]

# Enough for a first call that imports a large package; a hanging one is told within ten seconds.
CALL_SECONDS = 7.5
TOTAL_SECONDS = 8.0
SHRINK_SECONDS = 1.0
HANG_SECONDS = 0.25

UNSTEADY = (
    "The same call gave a right answer once and a wrong one another time. Does your function use "
    "something from outside that changes, or chance?"
)


class Attempt:
    """One function on the probing calls of one exercise, or on some of the results alone.

    Parameters
    ----------
    function : callable
        The student's.
    probes : Probes
        What to call it with.
    parts : tuple of int, optional
        Which of several results count; all of them if left out.
    """

    def __init__(self, function, probes, parts=None):
        self.function, self.whole = function, probes
        self.count = len(probes.exercise.results)
        self.parts = tuple(range(self.count)) if parts is None else tuple(parts)
        self.probes = PartProbes(probes, self.parts) if parts is not None else probes
        self.exercise = self.probes.exercise
        self.deadline = time.monotonic() + TOTAL_SECONDS

    def only(self, parts):
        """Return the attempt as it looks if some results count only."""
        attempt = Attempt(self.function, self.whole, parts)
        attempt.deadline = self.deadline
        return attempt

    def with_function(self, function):
        """Return the attempt with another function in place of the student's."""
        attempt = Attempt(function, self.whole)
        attempt.deadline = self.deadline
        return attempt

    def pick(self, outcome):
        """Return an outcome of the whole function with the results that count here."""
        return outcome if self.probes is self.whole else pick(outcome, self.parts, self.count)

    def run(self, call, seconds=None):
        """Return the ``Outcome`` of one call, with the results that count."""
        left = max(0.05, self.deadline - time.monotonic())
        limit = min(seconds or CALL_SECONDS, left)
        return self.pick(run(self.function, call, limit, gaps=self.exercise.partial))

    def judge(self, outcome, expected):
        """Return in one word what an outcome is, as ``comparing.verdict`` does."""
        return verdict(outcome, expected, self.exercise.results)

    def verdicts(self, outcomes):
        """Return that word for the outcomes of all calls."""
        return list(map(self.judge, outcomes, self.probes.expected))

    def fits(self, form, call, outcome):
        """Return whether a form of a known mistake answers a call as the function does."""
        known = self.pick(run_known(form, call))
        return bool(same_outcome(outcome, known, self.exercise.results))

    def right(self, call):
        """Return the right results of a call."""
        return self.pick(run_known(self.exercise.reference, call)).values

    def smallest(self, call, kind, form=None, known=None, more=""):
        """Return the feedback on the smallest call that fails as this one does.

        Parameters
        ----------
        call : Call
            One that fails.
        kind : str
            In which way.
        form : callable, optional
            The form of a known mistake that it should go on to look like.
        known : Misconception, optional
            What to say.
        more : str
            What to say besides.
        """
        seconds = HANG_SECONDS if kind == "time" else CALL_SECONDS

        def still_fails(candidate):
            expected = self.right(candidate)
            outcome = self.run(candidate, seconds)
            if not expected or self.judge(outcome, expected) != kind:
                return False
            return form is None or self.fits(form, candidate, outcome)

        small = shrink(
            call,
            still_fails,
            self.exercise.is_valid,
            seconds=SHRINK_SECONDS,
            values=kind in ("value", "nan", "raised"),
        )
        self.deadline = max(self.deadline, time.monotonic() + 1)
        expected, outcome = self.right(small), self.run(small, seconds)
        now = self.judge(outcome, expected)
        if now == "right":
            return self.unsteady(small, outcome, expected)
        if now == "changed" and not known:
            known = self.exercise.misconceptions["changed_input"]
        message = known.message if known else explain(now, self.exercise, outcome, expected)
        message = f"{message} {more}" if more else message
        if outcome.changed and not (known and known.id == "changed_input"):
            message += " Besides, your function changes an array that was handed to it."
        return self.report(now, small, outcome, expected, message, known)

    def unsteady(self, call, outcome, expected):
        """Return the feedback on a function that answers the same call in different ways."""
        return self.report("unsteady", call, outcome, expected, UNSTEADY)

    def report(self, kind, call, outcome, expected, message, known=None):
        """Return the feedback on one call."""
        return Feedback(
            self.exercise,
            kind,
            message,
            misconception=known.id if known else None,
            failing_call=call,
            expected_results=expected,
            got_results=() if kind == "none" else outcome.values,
            error=(outcome.detail, outcome.place) if kind == "raised" else (),
            printed=outcome.printed,
        )
