"""Every known mistake gets its own name, whatever the inputs."""

import itertools

import numpy as np
import parts
import pytest

from cnn_helpers import exercises
from cnn_helpers.exercises.comparing import same_outcome, verdict
from cnn_helpers.exercises.running import run_known

SEEDS = (1, 2, 3)
# The numbers of these are right: they are told by what else the function does.
RIGHT_NUMBERS = {"changed_input", "python_loop", "np_vectorize"}

FORMS = [
    pytest.param(id, known, form, id=f"{id}-{known.id}-{number}")
    for id in exercises.ids()
    for known in exercises.get(id).misconceptions.values()
    for number, form in enumerate(known.forms)
]

LISTED = parts.values("listed", "LISTED")


@pytest.mark.parametrize(("id", "known", "form"), FORMS)
def test_mistake_gets_its_own_name(id, known, form, monkeypatch):
    # That the failing call gets small has a test of its own; here the first one will do.
    monkeypatch.setattr("cnn_helpers.exercises.attempt.SHRINK_SECONDS", 0)
    for seed in SEEDS:
        feedback = exercises.check(id, form, seed=seed)
        assert not feedback.passed
        assert feedback.score < 1 if exercises.get(id).partial else feedback.score == 0
        named = exercises.get(id).misconceptions[feedback.misconception]
        assert named.id == known.id or known.id in named.same_as, (seed, str(feedback))
        assert feedback.message.startswith(named.message)


@pytest.mark.parametrize("id", exercises.ids())
def test_catalogue_names_what_it_must(id):
    known = exercises.get(id).misconceptions
    assert set(LISTED.get(id, "").split()) <= set(known)
    assert {"printed", "no_return"} <= set(known)
    arrays = any(argument.axes for argument in exercises.get(id).arguments)
    assert ("changed_input" in known) == arrays
    assert len(known) >= 8
    for name, misconception in known.items():
        assert misconception.id == name
        assert misconception.forms
        assert len(misconception.message) > 50
        assert set(misconception.same_as) <= set(known)


def _answers(form, calls):
    return [run_known(form, call) for call in calls]


@pytest.mark.parametrize("id", exercises.ids())
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_no_two_misconceptions_answer_alike_unless_declared(id, seed):
    exercise = exercises.get(id)
    calls = exercise.make_calls(np.random.default_rng(seed))
    # What changes its input, prints, or returns nothing is told apart by that, not by its numbers.
    known = [
        misconception
        for misconception in exercise.misconceptions.values()
        if misconception.id not in {"printed", "no_return", *RIGHT_NUMBERS}
    ]
    answers = {
        misconception.id: [_answers(form, calls) for form in misconception.forms]
        for misconception in known
    }
    for first, second in itertools.combinations(known, 2):
        alike = any(
            all(same_outcome(*pair, exercise.results) for pair in zip(one, two, strict=True))
            for one in answers[first.id]
            for two in answers[second.id]
        )
        declared = second.id in first.same_as or first.id in second.same_as
        assert alike == declared, (first.id, second.id)


@pytest.mark.parametrize("id", exercises.ids())
@pytest.mark.parametrize("seed", range(12))
def test_every_form_is_wrong_on_the_probing_calls(id, seed):
    exercise = exercises.get(id)
    calls = exercise.make_calls(np.random.default_rng(seed))
    right = [exercise.reference(*call.fresh()[0], **call.fresh()[1]) for call in calls]
    count = len(exercise.results)
    expected = [tuple(map(np.asarray, value if count > 1 else (value,))) for value in right]
    for known in exercise.misconceptions.values():
        for form in known.forms:
            if known.id not in RIGHT_NUMBERS:
                outcomes = _answers(form, calls)
                words = [
                    verdict(outcome, value, exercise.results)
                    for outcome, value in zip(outcomes, expected, strict=True)
                ]
                assert set(words) != {"right"}, known.id


@pytest.mark.parametrize(
    ("id", "first", "second"),
    [
        ("correlate", "flipped_kernel", "one_short"),
        ("correlate", "flipped_kernel", "mean"),
        ("correlate", "transposed_kernel", "padded"),
        ("images_to_batch", "channels_last_kept", "divided_by_maximum"),
        ("images_to_batch", "reshape_not_transpose", "inverted"),
        ("confusion_matrix", "transposed", "normalised"),
    ],
)
def test_two_mistakes_at_once_get_a_sensible_message(id, first, second):
    """Such a function fails, and the message names one of the two or says what differs."""
    known = exercises.get(id).misconceptions

    def both(*arguments):
        return COMBINED[id, first, second](*arguments)

    feedback = exercises.check(id, both)
    assert not feedback.passed
    if feedback.misconception is None:
        one_is_told = known[first].message in feedback.message
        other_is_told = known[second].message in feedback.message
        assert (
            one_is_told
            or other_is_told
            or "expected" in feedback.message
            or "differ" in feedback.message
            or "nan" in feedback.message
        )
    assert feedback.call is not None
    assert feedback.expected is not None
    assert feedback.got is not None


def _form(id, name, number=0):
    return exercises.get(id).misconceptions[name].forms[number]


COMBINED = {
    ("correlate", "flipped_kernel", "one_short"): lambda image, kernel: _form(
        "correlate", "one_short"
    )(image, kernel[::-1, ::-1]),
    ("correlate", "flipped_kernel", "mean"): lambda image, kernel: _form("correlate", "mean")(
        image, kernel[::-1, ::-1]
    ),
    ("correlate", "transposed_kernel", "padded"): lambda image, kernel: _form(
        "correlate", "padded"
    )(image, kernel.T),
    ("images_to_batch", "channels_last_kept", "divided_by_maximum"): lambda pictures: (
        pictures / pictures.max()
    ),
    ("images_to_batch", "reshape_not_transpose", "inverted"): lambda pictures: (
        1 - _form("images_to_batch", "reshape_not_transpose")(pictures)
    ),
    ("confusion_matrix", "transposed", "normalised"): lambda labels, predictions, k: _form(
        "confusion_matrix", "normalised"
    )(predictions, labels, k),
}
