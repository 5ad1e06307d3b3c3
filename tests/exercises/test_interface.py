"""The interface that notebooks and grading rely on."""

import pytest

from cnn_helpers import exercises


def test_ids_in_course_order():
    assert exercises.ids() == [
        "warm_up",
        "images_to_batch",
        "flatten",
        "correlate",
        "sgd_momentum_step",
        "confusion_matrix",
    ]


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
