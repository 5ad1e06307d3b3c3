"""The quiz in Python: answers are judged here, and the page knows none before it should."""

import json

import pytest

from cnn_helpers.exercises.quizzes import QuizError, load_quiz, quiz_names
from cnn_helpers.widgets import Quiz


@pytest.fixture
def quiz():
    return Quiz("04_filters")


def result(quiz, id):
    place = [question["id"] for question in quiz.questions].index(id)
    return quiz.results[place]


@pytest.mark.parametrize("name", quiz_names())
def test_the_page_gets_no_answer_before_it_is_given(name):
    quiz = Quiz(name)
    sent = json.dumps([quiz.questions, quiz.results], ensure_ascii=False)
    for question in load_quiz(name).questions:
        for option in question.options:
            assert option.why not in sent
        assert not question.why or question.why not in sent
    keys = {key for question in quiz.questions for key in question}
    assert keys == {"id", "kind", "ask", "code", "unit", "options"}
    assert {key for q in quiz.questions for o in q["options"] for key in o} <= {"index", "text"}


def test_right_at_the_second_try(quiz):
    quiz.give("map-size", 13)
    assert result(quiz, "map-size") == {
        "state": "wrong",
        "tries": 1,
        "answer": 13,
        "message": "Not yet. That is 20 − 7. The first place, column 0, counts too.",
        "notes": [],
    }
    assert quiz.give("map-size", "14").right
    assert (result(quiz, "map-size")["state"], result(quiz, "map-size")["tries"]) == ("right", 2)
    assert quiz.sentence() == "Quiz: Filters, 6 questions, 1 of them solved."


def test_a_wrong_choice_explains_itself_only(quiz):
    quiz.give("large-answer", 3)
    (note,) = result(quiz, "large-answer")["notes"]
    assert note["index"] == 3
    assert not note["right"]
    quiz.give("large-answer", 2)
    notes = result(quiz, "large-answer")["notes"]
    assert [note["right"] for note in notes] == [False, False, True, False]


def test_the_step_that_comes_too_early_is_marked():
    quiz = Quiz("00_start_here")
    quiz.give("work-on-an-exercise", [0, 2, 1, 3])
    (note,) = result(quiz, "work-on-an-exercise")["notes"]
    assert (note["index"], note["right"]) == (2, False)
    quiz.give("work-on-an-exercise", [0, 1, 2, 3])
    assert all(note["right"] for note in result(quiz, "work-on-an-exercise")["notes"])


@pytest.mark.parametrize("name", quiz_names())
def test_every_answer_can_be_shown_and_counts_as_unsolved(name):
    quiz = Quiz(name)
    for question in load_quiz(name).questions:
        quiz.show_answer(question.id)
        shown = result(quiz, question.id)
        assert shown["state"] == "shown"
        assert shown["answer"] == question.solution
        quiz.give(question.id, question.solution)
        assert result(quiz, question.id)["state"] == "shown"
    assert "0 of them solved" in quiz.sentence()
    quiz.start_over()
    assert {one["state"] for one in quiz.results} == {"open"}


def test_what_is_solved_stays_solved(quiz):
    quiz.give("map-size", 14)
    quiz.give("map-size", 13)
    quiz.show_answer("map-size")
    assert result(quiz, "map-size")["state"] == "right"


def test_the_page_s_messages(quiz):
    quiz._receive(None, {"command": "answer", "id": "map-size", "answer": ""}, [])
    assert quiz.error == "Type a number first."
    assert result(quiz, "map-size")["state"] == "open"
    quiz._receive(None, {"command": "answer", "id": "map-size", "answer": "14"}, [])
    assert (quiz.error, result(quiz, "map-size")["state"]) == ("", "right")
    quiz._receive(None, {"command": "show", "id": "shift"}, [])
    assert result(quiz, "shift")["state"] == "shown"
    quiz._receive(None, {"command": "restart"}, [])
    assert result(quiz, "shift")["state"] == "open"
    for content in ({"command": "cheat"}, {"command": "show", "id": "nothing"}):
        quiz._receive(None, content, [])
        assert quiz.error


def test_current_stays_among_the_questions(quiz):
    quiz.current = 5
    quiz.start_over()
    assert quiz.current == 0
    for wrong in (-1, 6, "1", True, 1.0):
        with pytest.raises(ValueError, match="current"):
            quiz.current = wrong
    quiz.set_state({"current": 99})
    assert "from 0 to 5" in quiz.error
    assert quiz.current == 0


def test_two_quizzes_do_not_share_their_answers(quiz):
    quiz.give("map-size", 14)
    assert result(Quiz("04_filters"), "map-size")["state"] == "open"


def test_an_unknown_quiz_says_which_there_are():
    with pytest.raises(QuizError, match="04_filters"):
        Quiz("nothing")


def test_readers_without_a_kernel_get_the_questions_and_folded_answers(quiz):
    content, metadata = quiz._repr_mimebundle_()
    assert "image/png" not in content
    page = content["text/html"]
    assert page.count("<details") == page.count("</details>") == 6
    assert content["text/plain"].endswith("Run this cell to answer.")
    quiz.give("map-size", 14)
    assert quiz._repr_mimebundle_()[0]["text/html"] == page
    assert json.dumps(metadata) is not None
