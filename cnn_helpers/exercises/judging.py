"""From the outcomes of all probing calls to the feedback."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnn_helpers.exercises.counting import StepCounter, mentions
from cnn_helpers.exercises.diagnosing import diagnose, diagnose_factor, diagnose_shape
from cnn_helpers.exercises.explaining import common_pattern, listing
from cnn_helpers.exercises.feedback import Feedback
from cnn_helpers.exercises.parts import all_whole, written_parts
from cnn_helpers.exercises.remote import RemoteFunction

__all__ = ["NOT_WRITTEN", "judge"]

# A loop takes a handful of steps for each round; what numpy's own Python code differs by is less.
MORE_STEPS = 100
MOST_STEPS = 20_000

NOT_WRITTEN = "Not written yet: put your own lines in place of the ... and run both cells again."
PASSED = "Your function gave the right answer to all {} of our calls."
SHAPE_OF = (
    "There may be two slips at once. The shape is the one that this slip gives: {} Mend that "
    "first, then check again."
)
FACTOR_OF = (
    "There may be two slips at once. But for a factor, your numbers are those that this slip "
    "gives: {} Look for a multiplication or a division too many."
)


def judge(attempt):
    """Return the ``Feedback`` on an ``Attempt``."""
    outcomes = []
    for call, right in zip(attempt.probes.calls, attempt.probes.expected, strict=True):
        outcomes.append(attempt.run(call))
        if outcomes[-1].kind == "time":
            return attempt.smallest(call, attempt.judge(outcomes[-1], right))
    if _is_unfinished(outcomes):
        return Feedback(attempt.exercise, "not_written", NOT_WRITTEN)
    if attempt.exercise.partial:
        written = written_parts(outcomes, attempt.count)
        if not written:
            return Feedback(attempt.exercise, "not_written", NOT_WRITTEN)
    else:
        written = tuple(range(attempt.count))
    if attempt.count > 1 and all_whole(outcomes, attempt.count):
        return _by_parts(attempt, outcomes, written)
    if len(written) < attempt.count:
        attempt = attempt.only(written)
        outcomes = list(map(attempt.pick, outcomes))
    if all(word == "right" for word in attempt.verdicts(outcomes)):
        return _passed(attempt, outcomes)
    return _failed(attempt, outcomes)


def _is_unfinished(outcomes):
    return all(
        outcome.kind == "ellipsis"
        or (outcome.kind == "raised" and outcome.detail.startswith("NotImplementedError"))
        for outcome in outcomes
    )


def _passed(attempt, outcomes):
    call, right = attempt.probes.calls[0], attempt.probes.expected[0]
    again = attempt.run(call)
    if attempt.judge(again, right) != "right":
        return attempt.unsteady(call, again, right)
    loops = _loops(attempt) if attempt.exercise.loop_calls else None
    printed = next((outcome.printed for outcome in outcomes if outcome.printed), "")
    return loops or Feedback(
        attempt.exercise, "passed", PASSED.format(len(outcomes)), printed=printed
    )


def _loops(attempt):
    """Return the feedback on Python loops where there should be none, or None."""
    exercise = attempt.exercise
    for axis, small, large in exercise.loop_calls(np.random.default_rng(0)):
        few, many = (_steps(attempt, call) for call in (small, large))
        # Above the limit nothing was counted: then there is nothing to compare.
        if many > few + MORE_STEPS or few > MOST_STEPS:
            vectorized = mentions(attempt.function, "vectorize")
            known = exercise.misconceptions["np_vectorize" if vectorized else "python_loop"]
            most = f"{many:,} steps" if many < MOST_STEPS else f"more than {MOST_STEPS:,}"
            message = (
                f"{known.message} The numbers are right, but with more {axis} Python had more to "
                f"do: {few:,} steps became {most}."
            )
            return Feedback(exercise, "loops", message, misconception=known.id)
    return None


def _steps(attempt, call):
    if isinstance(attempt.function, RemoteFunction):
        return attempt.function.steps(call, MOST_STEPS)
    counter = StepCounter(attempt.function, MOST_STEPS)
    # The first time, a function may load or prepare something.
    for function in (attempt.function, counter):
        attempt.with_function(function).run(call)
    return counter.steps


def _by_parts(attempt, outcomes, written):
    """Return the feedback where several results came; each may earn its share."""
    exercise = attempt.exercise
    alone = {part: attempt.only([part]) for part in written}
    wrong = tuple(
        part
        for part, one in alone.items()
        if set(one.verdicts(map(one.pick, outcomes))) - {"right", "changed"}
    )
    right = [part for part in written if part not in wrong]
    names = [result.name for result in exercise.results]
    changed = any(outcome.changed for outcome in outcomes)
    share = len(right) / len(names) if exercise.partial and not changed else 0.0
    if changed and not wrong:
        return _failed(attempt.only(written), list(map(attempt.only(written).pick, outcomes)))
    if not wrong and len(written) == len(names):
        return _passed(attempt, outcomes)
    todo = listing([name for part, name in enumerate(names) if part not in written])
    if not wrong:
        message = f"Right so far: {listing([names[part] for part in right])}. To do: {todo}."
        return Feedback(exercise, "unfinished", message, share=share)
    feedback, shown = _worst_part(attempt, outcomes, written, wrong)
    others = [names[part] for part in wrong if part not in shown]
    message = feedback.message
    if len(shown) < len(written):
        message += f" This is about {listing([names[part] for part in shown])}."
    if others:
        message += f" Besides, {listing(others)} {'is' if len(others) == 1 else 'are'} wrong too."
    if right and exercise.partial:
        message += f" Already right: {listing([names[part] for part in right])}."
    if todo:
        message += f" To do: {todo}."
    return replace(feedback, message=message, share=share)


def _worst_part(attempt, outcomes, written, wrong):
    """Return the feedback on the wrong results together, or on one of them, and which."""
    choices = [written, wrong, *((part,) for part in wrong)]
    for parts in dict.fromkeys(choices):
        some = attempt.only(parts)
        picked = list(map(some.pick, outcomes))
        match = diagnose(some.probes, picked)
        if match:
            return _explained(some, picked, match), parts
    some = attempt.only(wrong)
    return _failed(some, list(map(some.pick, outcomes))), wrong


def _explained(attempt, outcomes, match):
    calls, verdicts = attempt.probes.calls, attempt.verdicts(outcomes)
    wrong = [index for index, word in enumerate(verdicts) if word != "right"]
    wrong = [i for i in wrong if attempt.fits(match.form, calls[i], outcomes[i])] or wrong
    index = min(wrong, key=lambda i: calls[i].size)
    return attempt.smallest(calls[index], verdicts[index], match.form, match.misconception)


def _failed(attempt, outcomes):
    calls, verdicts = attempt.probes.calls, attempt.verdicts(outcomes)
    known = attempt.exercise.misconceptions
    wrong = [index for index, word in enumerate(verdicts) if word != "right"]
    words = {verdicts[index] for index in wrong}
    if words == {"none"}:
        printed = any(outcome.printed for outcome in outcomes)
        name = "printed" if printed else "no_return"
        return attempt.smallest(calls[wrong[0]], "none", known=known[name])
    if words == {"changed"}:
        more = "The numbers themselves are right."
        meddling = known["changed_input"]
        return attempt.smallest(calls[wrong[0]], "changed", known=meddling, more=more)
    match = diagnose(attempt.probes, outcomes)
    if match:
        return _explained(attempt, outcomes, match)
    # A wrong number teaches more than an error or a side effect, where there are both.
    index = min(wrong, key=lambda i: (verdicts[i] in ("raised", "changed"), calls[i].size))
    if all(outcomes[i].changed for i in wrong):
        return attempt.smallest(calls[index], verdicts[index], known=known["changed_input"])
    more = _relation(attempt, outcomes, verdicts)
    return attempt.smallest(calls[index], verdicts[index], more=more)


def _relation(attempt, outcomes, verdicts):
    """Return what can be said of wrong answers that no single mistake explains."""
    if "shape" in verdicts:
        known = diagnose_shape(attempt.probes, outcomes)
        return SHAPE_OF.format(known.message) if known else ""
    wrong = [index for index, word in enumerate(verdicts) if word == "value"]
    if not wrong:
        return ""
    right = [attempt.probes.expected[index] for index in wrong]
    pattern = common_pattern([outcomes[index] for index in wrong], right)
    known = None if pattern else diagnose_factor(attempt.probes, outcomes)
    return FACTOR_OF.format(known.message) if known else pattern
