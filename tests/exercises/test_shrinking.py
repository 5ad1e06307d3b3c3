"""Failing calls are made small, and stay failing and allowed."""

from types import SimpleNamespace

import numpy as np
import parts
import pytest

from cnn_helpers import exercises
from cnn_helpers.exercises import shrinking

MOST_NUMBERS = parts.values("listed", "MOST_NUMBERS")

CASES = [
    pytest.param(id, known.id, form, id=f"{id}-{known.id}-{number}")
    for id in exercises.ids()
    for known in exercises.get(id).misconceptions.values()
    for number, form in enumerate(known.forms)
    # A loop has no failing call: its numbers are right.
    if known.id not in ("python_loop", "np_vectorize")
]


@pytest.fixture(autouse=True)
def clock_that_stands_still(monkeypatch):
    """On a busy machine the time for shrinking runs out early, which is no bug."""
    monkeypatch.setattr(shrinking, "time", SimpleNamespace(monotonic=lambda: 0.0))


@pytest.mark.parametrize(("id", "name", "form"), CASES)
def test_failing_call_is_small_and_shows_the_mistake(id, name, form):
    exercise = exercises.get(id)
    feedback = exercises.check(id, form)
    named = exercise.misconceptions[feedback.misconception]
    assert name == named.id or name in named.same_as, str(feedback)
    call = feedback.failing_call
    assert exercise.is_valid(call)
    assert call.size <= MOST_NUMBERS.get(id, 40), str(feedback)
    positional, keywords = call.fresh()
    right = exercise.reference(*positional, **keywords)
    parts = right if isinstance(right, tuple) else (right,)
    for expected, part in zip(feedback.expected_results, parts, strict=True):
        assert np.array_equal(expected, part)
    if feedback.kind == "value":
        pairs = zip(feedback.expected_results, feedback.got_results, strict=True)
        assert not all(np.allclose(*pair) for pair in pairs)


def test_the_smallest_failing_call_of_a_flipped_kernel_can_be_done_by_hand():
    flipped = exercises.get("correlate").misconceptions["flipped_kernel"].forms[0]
    feedback = exercises.check("correlate", flipped)
    assert feedback.call["image"].size == feedback.call["kernel"].size == 2
    assert feedback.expected.shape == (1, 1)


@pytest.mark.parametrize("id", exercises.ids())
def test_the_call_can_be_pasted(id):
    exercise = exercises.get(id)
    wrong = next(iter(exercise.misconceptions.values())).forms[0]
    feedback = exercises.check(id, wrong)
    pasted = eval(feedback.failing_call.code(id), {"np": np, "exercises": exercises, id: wrong})
    got = feedback.got if isinstance(feedback.got, tuple) else (feedback.got,)
    for one, two in zip(pasted if len(got) > 1 else (pasted,), got, strict=True):
        assert np.allclose(one, two)


def test_a_layout_in_memory_survives_pasting():
    wrong = exercises.get("flatten").misconceptions["memory_order"].forms[0]
    feedback = exercises.check("flatten", wrong)
    code = feedback.failing_call.code("flatten")
    assert "asfortranarray" in code
    pasted = eval(code, {"np": np, "flatten": wrong})
    assert np.array_equal(pasted, feedback.got)
    assert not np.array_equal(pasted, feedback.expected)


def test_a_mistake_on_large_inputs_only_keeps_them():
    def wrong_from_three_on(scoops, prices):
        total = (scoops * prices).sum()
        return total if len(scoops) < 3 else total + 1

    assert len(exercises.check("warm_up", wrong_from_three_on).call["scoops"]) == 3
