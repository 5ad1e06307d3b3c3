"""The interface that notebooks and grading rely on."""

from importlib import import_module

import numpy as np
import pytest
from listed import COURSE

from cnn_helpers import exercises


def test_ids_in_course_order():
    assert exercises.ids() == [id for id in COURSE if id in exercises.ids()]


@pytest.mark.parametrize("id", exercises.ids())
def test_reference_passes(id):
    exercise = exercises.get(id)
    for seed in (None, *range(20)):
        feedback = exercises.check(id, exercise.reference, seed=seed)
        assert feedback.passed, feedback
        assert feedback.score == 1.0
        assert feedback.misconception is None


@pytest.mark.parametrize("id", exercises.ids())
def test_stub_is_not_written_yet(id):
    namespace = {}
    exec(exercises.get(id).stub, namespace)
    feedback = exercises.check(id, namespace[id])
    assert feedback.kind == "not_written"
    assert not feedback.passed
    assert "Not written yet" in str(feedback)


def test_unknown_id_names_those_that_exist():
    with pytest.raises(ValueError, match=r"there is no exercise 'corelate'; there are warm_up"):
        exercises.check("corelate", len)


@pytest.mark.parametrize("id", exercises.ids())
def test_exercise_is_complete(id):
    exercise = exercises.get(id)
    assert exercise.id == id
    assert exercise.points >= 1
    assert exercise.signature.startswith(f"{id}(")
    assert "->" in exercise.signature
    assert len(exercise.hints) == 3
    assert all(len(hint) > 40 for hint in exercise.hints)
    assert exercise.statement.endswith(".")
    assert f"def {id}(" in exercise.stub
    assert "your code here" in exercise.stub
    assert repr(exercise).startswith(f"<Exercise {id}")


@pytest.mark.parametrize("id", exercises.ids())
def test_withheld_names_exist(id):
    for name in exercises.get(id).withheld:
        module, attribute = name.rsplit(".", 1)
        assert callable(getattr(import_module(module), attribute))


@pytest.mark.parametrize("id", exercises.ids())
def test_seeds_give_fresh_inputs_and_none_gives_the_same(id):
    make_calls = exercises.get(id).make_calls
    codes = [
        [call.code(id) for call in make_calls(np.random.default_rng(seed))] for seed in (0, 0, 1)
    ]
    assert codes[0] == codes[1] != codes[2]
    wrong = next(iter(exercises.get(id).misconceptions.values())).forms[0]
    assert str(exercises.check(id, wrong)) == str(exercises.check(id, wrong, seed=0))


@pytest.mark.parametrize("id", exercises.ids())
def test_probing_calls_follow_the_rules(id):
    exercise = exercises.get(id)
    for seed in range(20):
        for call in exercise.make_calls(np.random.default_rng(seed)):
            assert exercise.is_valid(call)
            assert call.count == len(exercise.results)


def test_feedback_for_grading():
    feedback = exercises.check("warm_up", lambda scoops, prices: scoops * prices)
    assert not feedback.passed
    assert feedback.score == 0.0
    assert feedback.misconception == "no_sum"
    assert set(feedback.call) == {"scoops", "prices"}
    assert isinstance(feedback.expected, float)
    assert feedback.got.shape == feedback.call["scoops"].shape
    pair = exercises.check("sgd_momentum_step", lambda p, g, v, *, lr, momentum: (p * 9, g * 7))
    assert isinstance(pair.expected, tuple)
    assert len(pair.got) == 2
