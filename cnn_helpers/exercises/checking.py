"""Check a function against an exercise: probe it, find what differs, say it."""

from __future__ import annotations

import time

from cnn_helpers.exercises import progress
from cnn_helpers.exercises.catalogue import get
from cnn_helpers.exercises.comparing import same_outcome, verdict
from cnn_helpers.exercises.diagnosing import diagnose, diagnose_factor, diagnose_shape
from cnn_helpers.exercises.explaining import binding_problem, common_pattern, explain
from cnn_helpers.exercises.feedback import Feedback
from cnn_helpers.exercises.not_written import is_not_written
from cnn_helpers.exercises.probes import probes_for
from cnn_helpers.exercises.running import run, run_known
from cnn_helpers.exercises.shrinking import shrink

__all__ = ["check"]

# Enough for a first call that imports a large package; a hanging one is told within ten seconds.
CALL_SECONDS = 5.0
TOTAL_SECONDS = 8.0
SHRINK_SECONDS = 1.0
HANG_SECONDS = 0.25

NOT_WRITTEN = "Not written yet: put your own lines in place of the ... and run both cells again."


def check(id, function, *, seed=None):
    """Say whether a function solves an exercise, and if not, what went wrong.

    Never raises because of what the function does; only the stop button (``KeyboardInterrupt``) and
    an unknown ``id`` come through.

    Parameters
    ----------
    id : str
        One of ``ids()``.
    function : callable
        Your function itself, without round brackets after it.
    seed : int, optional
        Which random inputs to probe with. None always means the same ones (seed 0), so that a check
        gives the same answer twice; grading passes seeds of its own. Without a seed, a pass is
        remembered (see ``progress``).

    Returns
    -------
    Feedback
        Shows itself as a card in a notebook and as text in a terminal.

    Raises
    ------
    ValueError
        If there is no exercise of that id.

    Examples
    --------
    >>> def warm_up(scoops, prices):
    ...     return sum(scoops) * sum(prices)
    >>> check("warm_up", warm_up).misconception
    'product_of_sums'
    """
    exercise = get(id)
    if not callable(function):
        return _plain(
            exercise,
            "not_callable",
            f"check needs the function itself, but got {_type_name(function)}. Write "
            f'check("{id}", {id}), without round brackets after the second {id}.',
        )
    if is_not_written(function, exercise.stub):
        return _plain(exercise, "not_written", NOT_WRITTEN)
    probes = probes_for(exercise, 0 if seed is None else seed)
    problem = binding_problem(function, probes.calls[0])
    if problem:
        return _plain(exercise, "signature", problem)
    feedback = _Check(function, probes).feedback()
    if feedback.passed and seed is None:  # a seed: somebody is grading
        progress.record(id)
    return feedback


def _plain(exercise, kind, message):
    return Feedback(exercise, kind, message)


def _type_name(value):
    try:
        return f"a value of type {type(value).__name__}"
    except Exception:
        return "something else"


class _Check:
    """One function on the probing calls of one exercise."""

    def __init__(self, function, probes):
        self.function, self.probes, self.exercise = function, probes, probes.exercise
        self.deadline = time.monotonic() + TOTAL_SECONDS

    def feedback(self):
        outcomes, verdicts = [], []
        for call, right in zip(self.probes.calls, self.probes.expected, strict=True):
            outcomes.append(self.run(call))
            verdicts.append(self.judge(outcomes[-1], right))
            if verdicts[-1] == "time":
                return self.smallest(call, "time")
        if all(word == "right" for word in verdicts):
            return self.passed(outcomes)
        if self.is_unfinished(outcomes, verdicts):
            return _plain(self.exercise, "not_written", NOT_WRITTEN)
        return self.failed(outcomes, verdicts)

    def run(self, call, seconds=None):
        left = max(0.05, self.deadline - time.monotonic())
        return run(self.function, call, min(seconds or CALL_SECONDS, left))

    def judge(self, outcome, expected):
        return verdict(outcome, expected, self.exercise.results)

    def is_unfinished(self, outcomes, verdicts):
        return all(
            word == "ellipsis"
            or (word == "raised" and outcome.detail.startswith("NotImplementedError"))
            for outcome, word in zip(outcomes, verdicts, strict=True)
        )

    def passed(self, outcomes):
        first, right = self.probes.calls[0], self.probes.expected[0]
        again = self.run(first)
        if self.judge(again, right) != "right":
            return self.report("unsteady", first, again, right, UNSTEADY)
        printed = next((outcome.printed for outcome in outcomes if outcome.printed), "")
        return Feedback(self.exercise, "passed", PASSED.format(len(outcomes)), printed=printed)

    def failed(self, outcomes, verdicts):
        calls = self.probes.calls
        wrong = [index for index, word in enumerate(verdicts) if word != "right"]
        words = {verdicts[index] for index in wrong}
        if words == {"none"}:
            printed = any(outcome.printed for outcome in outcomes)
            known = self.exercise.misconceptions["printed" if printed else "no_return"]
            return self.smallest(calls[wrong[0]], "none", known=known)
        meddling = self.exercise.misconceptions.get("changed_input")
        if words == {"changed"}:
            more = "The numbers themselves are right."
            return self.smallest(calls[wrong[0]], "changed", known=meddling, more=more)
        match = diagnose(self.probes, outcomes)
        if match:
            wrong = [i for i in wrong if self.fits(match.form, calls[i], outcomes[i])] or wrong
            index = min(wrong, key=lambda i: calls[i].size)
            return self.smallest(calls[index], verdicts[index], match.form, match.misconception)
        # A wrong number teaches more than an error or a side effect, where there are both.
        index = min(wrong, key=lambda i: (verdicts[i] in ("raised", "changed"), calls[i].size))
        if all(outcomes[i].changed for i in wrong):
            return self.smallest(calls[index], verdicts[index], known=meddling)
        more = self.relation(outcomes, verdicts)
        return self.smallest(calls[index], verdicts[index], more=more)

    def relation(self, outcomes, verdicts):
        """Return what can be said of wrong answers that no single mistake explains."""
        if "shape" in verdicts:
            known = diagnose_shape(self.probes, outcomes)
            return SHAPE_OF.format(known.message) if known else ""
        wrong = [index for index, word in enumerate(verdicts) if word == "value"]
        if not wrong:
            return ""
        right = [self.probes.expected[index] for index in wrong]
        pattern = common_pattern([outcomes[index] for index in wrong], right)
        known = None if pattern else diagnose_factor(self.probes, outcomes)
        return FACTOR_OF.format(known.message) if known else pattern

    def fits(self, form, call, outcome):
        return bool(same_outcome(outcome, run_known(form, call), self.exercise.results))

    def smallest(self, call, kind, form=None, known=None, more=""):
        """Return the feedback on the smallest call that fails as this one does."""
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
            return self.report("unsteady", small, outcome, expected, UNSTEADY)
        if now == "changed" and not known:
            known = self.exercise.misconceptions["changed_input"]
        message = known.message if known else explain(now, self.exercise, outcome, expected)
        message = f"{message} {more}" if more else message
        if outcome.changed and not (known and known.id == "changed_input"):
            message += " Besides, your function changes an array that was handed to it."
        return self.report(now, small, outcome, expected, message, known)

    def right(self, call):
        return run_known(self.exercise.reference, call).values

    def report(self, kind, call, outcome, expected, message, known=None):
        return Feedback(
            self.exercise,
            kind,
            message,
            misconception=known.id if known else None,
            failing_call=call,
            expected_results=expected,
            got_results=outcome.values,
            error=(outcome.detail, outcome.place) if kind == "raised" else (),
            printed=outcome.printed,
        )


PASSED = "Your function gave the right answer to all {} of our calls."
SHAPE_OF = (
    "There may be two slips at once. The shape is the one that this slip gives: {} Mend that "
    "first, then check again."
)
FACTOR_OF = (
    "There may be two slips at once. But for a factor, your numbers are those that this slip "
    "gives: {} Look for a multiplication or a division too many."
)
UNSTEADY = (
    "The same call gave a right answer once and a wrong one another time. Does your function use "
    "something from outside that changes, or chance?"
)
