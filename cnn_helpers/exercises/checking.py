"""Check a function against an exercise: probe it, find what differs, say it."""

from __future__ import annotations

import time

import numpy as np

from cnn_helpers.exercises.catalogue import get
from cnn_helpers.exercises.comparing import same_outcome, verdict
from cnn_helpers.exercises.diagnosing import diagnose, diagnose_factor, diagnose_shape
from cnn_helpers.exercises.explaining import binding_problem, common_pattern, explain
from cnn_helpers.exercises.feedback import Feedback
from cnn_helpers.exercises.not_written import is_not_written
from cnn_helpers.exercises.running import run, run_known
from cnn_helpers.exercises.shrinking import shrink

__all__ = ["check"]

CALL_SECONDS = 3.0
TOTAL_SECONDS = 6.0
SHRINK_SECONDS = 1.0

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
        gives the same answer twice; grading passes seeds of its own.

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
    calls = exercise.make_calls(np.random.default_rng(0 if seed is None else seed))
    problem = binding_problem(function, calls[0])
    if problem:
        return _plain(exercise, "signature", problem)
    return _Check(exercise, function, calls).feedback()


def _plain(exercise, kind, message):
    return Feedback(exercise, kind, message)


def _type_name(value):
    try:
        return f"a value of type {type(value).__name__}"
    except Exception:
        return "something else"


class _Check:
    """One function on the probing calls of one exercise."""

    def __init__(self, exercise, function, calls):
        self.exercise, self.function, self.calls = exercise, function, calls
        self.count = len(exercise.results)
        self.deadline = time.monotonic() + TOTAL_SECONDS

    def feedback(self):
        outcomes, expected, verdicts = [], [], []
        for call in self.calls:
            expected.append(self.right(call))
            outcomes.append(self.run(call))
            verdicts.append(self.judge(outcomes[-1], expected[-1]))
            if verdicts[-1] == "time":
                break
        calls = self.calls[: len(outcomes)]
        if all(word == "right" for word in verdicts):
            return self.passed(calls, outcomes, expected)
        if self.is_unfinished(outcomes, verdicts):
            return _plain(self.exercise, "not_written", NOT_WRITTEN)
        return self.failed(calls, outcomes, expected, verdicts)

    def right(self, call):
        return run_known(self.exercise.reference, call, self.count).values

    def run(self, call, seconds=CALL_SECONDS):
        left = max(0.05, self.deadline - time.monotonic())
        return run(self.function, call, self.count, min(seconds, left))

    def judge(self, outcome, expected):
        return verdict(outcome, expected, self.exercise.results)

    def is_unfinished(self, outcomes, verdicts):
        return all(
            word == "ellipsis"
            or (word == "raised" and outcome.detail.startswith("NotImplementedError"))
            for outcome, word in zip(outcomes, verdicts, strict=True)
        )

    def passed(self, calls, outcomes, expected):
        again = self.run(calls[0])
        if self.judge(again, expected[0]) != "right":
            return self.report("unsteady", calls[0], again, expected[0], None, UNSTEADY)
        printed = next((outcome.printed for outcome in outcomes if outcome.printed), "")
        return Feedback(self.exercise, "passed", PASSED.format(len(calls)), printed=printed)

    def failed(self, calls, outcomes, expected, verdicts):
        wrong = [index for index, word in enumerate(verdicts) if word != "right"]
        words = {verdicts[index] for index in wrong}
        if "time" in words:
            index = wrong[-1]
            return self.smallest(calls[index], "time", None)
        if words == {"none"}:
            printed = any(outcome.printed for outcome in outcomes)
            known = self.exercise.misconceptions["printed" if printed else "no_return"]
            return self.smallest(calls[wrong[0]], "none", None, known)
        if words == {"changed"}:
            return self.smallest(calls[wrong[0]], "changed", None)
        match = diagnose(self.exercise, calls, outcomes, expected)
        if match is None:
            # A wrong number teaches more than an error or a side effect, where there are both.
            index = min(
                wrong,
                key=lambda index: (verdicts[index] in ("raised", "changed"), calls[index].size),
            )
            more = self.relation(calls, outcomes, expected, verdicts)
            return self.smallest(calls[index], verdicts[index], None, more=more)
        index = min(
            (index for index in wrong if self.fits(match.form, calls[index], outcomes[index])),
            key=lambda index: calls[index].size,
        )
        return self.smallest(calls[index], verdicts[index], match.form, match.misconception)

    def relation(self, calls, outcomes, expected, verdicts):
        """Return what can be said of wrong answers that no single mistake explains."""
        if "shape" in verdicts:
            known = diagnose_shape(self.exercise, calls, outcomes, expected)
            return SHAPE_OF.format(known.message) if known else ""
        wrong = [index for index, word in enumerate(verdicts) if word == "value"]
        if not wrong:
            return ""
        pattern = common_pattern([outcomes[i] for i in wrong], [expected[i] for i in wrong])
        known = None if pattern else diagnose_factor(self.exercise, calls, outcomes, expected)
        return FACTOR_OF.format(known.message) if known else pattern

    def fits(self, form, call, outcome):
        known = run_known(form, call, self.count)
        return bool(same_outcome(outcome, known, self.exercise.results))

    def smallest(self, call, kind, form, known=None, more=""):
        seconds = 0.25 if kind == "time" else CALL_SECONDS

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
        expected, outcome = self.right(small), self.run(small)
        now = self.judge(outcome, expected)
        if now == "right":
            return self.report("unsteady", small, outcome, expected, None, UNSTEADY)
        if now == "changed":
            known = self.exercise.misconceptions["changed_input"]
        message = known.message if known else explain(now, self.exercise, outcome, expected)
        message = f"{message} {more}" if more else message
        if outcome.changed and now not in ("changed", "right"):
            message += " Besides, your function changes an array that was handed to it."
        return self.report(now, small, outcome, expected, known, message)

    def report(self, kind, call, outcome, expected, known, message):
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
