"""Every quiz is whole and true: each option explained, each number recomputed."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import working_copy

from cnn_helpers import data
from cnn_helpers.convolution import conv2d, output_size
from cnn_helpers.exercises import quizzes
from cnn_helpers.exercises.questions import Option, Question, read_number
from cnn_helpers.exercises.quiz_text import quiz_html
from cnn_helpers.exercises.quizzes import QuizError, load_quiz, quiz_names, read_quiz
from cnn_helpers.layers import Flatten

REPOSITORY = Path(__file__).resolve().parents[2]
QUIZZES = {name: load_quiz(name) for name in quiz_names()}
QUESTIONS = [
    pytest.param(question, id=f"{name}:{question.id}")
    for name, quiz in QUIZZES.items()
    for question in quiz.questions
]
LONGEST_EXPLANATION = 40  # words


def slide(picture, kernel):
    return conv2d(picture[np.newaxis, np.newaxis], kernel[np.newaxis, np.newaxis])[0, 0]


TICK = data.mark_template("tick")
PAPER, MOVED = np.zeros((2, 14, 14))
PAPER[3:8, 4:9] = TICK
MOVED[5:10, 5:10] = TICK
NAMES = {
    "np": np,
    "data": data,
    "Flatten": Flatten,
    "conv2d": conv2d,
    "output_size": output_size,
    "slide": slide,
    "close": lambda got, wanted: abs(got - wanted) < 1e-12,
    "CORNER": 2 * TICK[2:5, 0:3] - 1,
    "PAPER": PAPER,
    "MOVED": MOVED,
    "WINDOW": np.array([[1, 1, 1], [0, 0, 0], [0, 0, 1]]),
    "KERNEL": np.array([[3, 0, 0], [3, 1, 0], [3, 1, -1]]),
}


# The quizzes of the course


@pytest.mark.parametrize("name", QUIZZES)
def test_quiz_has_four_to_six_questions_two_of_them_from_earlier_notebooks(name):
    questions = QUIZZES[name].questions
    assert 4 <= len(questions) <= 6
    assert (REPOSITORY / "notebooks" / f"{name}.ipynb").is_file()
    assert all(question.about <= name for question in questions)
    earlier = [question for question in questions if question.about < name]
    assert len(earlier) == (0 if name == "00_start_here" else 2)


def quiz_calls(name):
    """Return the names of the quizzes that a notebook shows, in order."""
    text = (REPOSITORY / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    sources = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    return [quiz for source in sources for quiz in re.findall(r"^Quiz\(\"(\w+)\"\)$", source, re.M)]


@pytest.mark.parametrize("name", QUIZZES)
def test_the_notebook_shows_its_quiz(name):
    assert quiz_calls(name) == [name]


def test_no_notebook_shows_the_quiz_of_another():
    for path in (REPOSITORY / "notebooks").glob("*.ipynb"):
        assert set(quiz_calls(path.stem)) <= {path.stem}


def test_the_learner_s_copy_gets_the_quizzes(tmp_path):
    working_copy.update(REPOSITORY / "notebooks", tmp_path / "my_course")
    for name in QUIZZES:
        assert load_quiz(tmp_path / "my_course" / "quizzes" / f"{name}.toml") == QUIZZES[name]


def test_a_wheel_s_own_folder_comes_first(tmp_path, monkeypatch):
    (tmp_path / "04_filters.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(quizzes, "FOLDERS", (tmp_path, *quizzes.FOLDERS))
    assert load_quiz("04_filters").title == "Try"
    monkeypatch.setattr(quizzes, "FOLDERS", (tmp_path / "absent",))
    with pytest.raises(QuizError, match="missing: looked in"):
        quiz_names()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_option_has_an_explanation_of_its_own(question):
    whys = [option.why for option in question.options]
    whys += [question.why, question.otherwise] if question.kind == "number" else []
    assert all(len(why.split()) >= 4 for why in whys), whys
    assert len(set(whys)) == len(whys)
    long = [why for why in whys if len(why.split()) > LONGEST_EXPLANATION]
    assert long == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_wrong_number_s_explanation_gives_the_answer_away(question):
    if question.kind == "number":
        whys = [option.why for option in question.options] + [question.otherwise]
        given = re.compile(rf"(?<![\d.]){re.escape(f'{question.answer:g}')}(?![\d.]*\d)")
        # A number that the question itself states may be repeated.
        stated = given.search(f"{question.ask} {question.code}")
        assert stated or [why for why in whys if given.search(why)] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_number_is_true(question):
    for proof in question.proofs:
        assert bool(eval(proof, dict(NAMES))) is True, proof


@pytest.mark.parametrize("question", QUESTIONS)
def test_answer_and_known_slips_are_recomputed(question):
    if question.kind == "number":
        proofs = " ".join(question.proofs)
        for value in (question.answer, *(option.value for option in question.options)):
            if f"{value:g}" not in f"{question.ask} {question.otherwise}":
                assert re.search(rf"(?<![\d.]){re.escape(f'{value:g}')}\b", proofs), value
    elif question.code or re.search(r"\d \d|shape", f"{question.ask}"):
        assert question.proofs


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_the_code_of_a_question_gives_is_an_option(question):
    """Run the code that a question shows, and compare what it prints with its right option."""
    if "print" in question.code:
        printed = []
        exec(question.code, {"np": np, "print": lambda value: printed.append(str(value))})
        assert printed == [question.options[question.solution].text.strip("`")]


def test_window_and_kernel_are_those_of_the_question():
    question = next(q for q in QUIZZES["04_filters"].questions if q.id == "one-cell")
    rows = [line.split() for line in question.code.splitlines()[1:]]
    numbers = np.array(rows, dtype=int)
    assert np.array_equal(numbers[:, :3], NAMES["WINDOW"])
    assert np.array_equal(numbers[:, 3:], NAMES["KERNEL"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_solution_passes_and_gets_every_explanation(question):
    verdict = question.judge(question.solution)
    assert verdict.right
    if question.kind == "number":
        assert question.why in verdict.message
    else:
        assert verdict.notes == tuple(option.why for option in question.options)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_wrong_choice_gets_its_own_explanation(question):
    if question.kind == "order":
        assert question.arrangement != question.solution
        assert not question.judge(question.arrangement).right
        return
    for index, option in enumerate(question.options):
        if question.kind == "number":
            verdict = question.judge(option.value)
            assert option.why in verdict.message
        else:
            verdict = question.judge([index] if question.kind == "many" else index)
            assert verdict.notes[index] == option.why
        assert verdict.right == (question.kind == "one" and option.right)


@pytest.mark.parametrize("name", QUIZZES)
def test_right_options_do_not_always_stand_in_the_same_place(name):
    places = [q.solution for q in QUIZZES[name].questions if q.kind == "one"]
    assert len(places) < 2 or len(set(places)) > 1


@pytest.mark.parametrize("name", QUIZZES)
def test_static_page_has_every_word(name):
    page = re.sub(r"<[^>]+>", "", quiz_html(QUIZZES[name]))
    for question in QUIZZES[name].questions:
        words = [
            question.ask,
            *(o.text for o in question.options),
            *(o.why for o in question.options),
        ]
        for text in words:
            plain = text.replace("`", "").replace("&", "&amp;").replace("<", "&lt;")
            assert plain in page


def test_all_kinds_of_question_are_used():
    kinds = {question.kind for quiz in QUIZZES.values() for question in quiz.questions}
    assert kinds == {"one", "many", "number", "order"}


# Judging

THREE = tuple(Option(text, f"because {text}") for text in "abc")
MANY = Question(
    "m",
    "many",
    "04_filters",
    "?",
    (Option("a", "A", True), Option("b", "B"), Option("c", "C", True)),
)
ORDER = Question("o", "order", "04_filters", "?", THREE)
NUMBER = Question(
    "n",
    "number",
    "04_filters",
    "?",
    (Option("", "forgot half", value=3.0),),
    answer=1.5,
    tolerance=0.01,
    why="half of three",
    otherwise="count again",
)


@pytest.mark.parametrize(
    ("ticked", "message"),
    [
        ([0], "Not yet: one is still missing."),
        ([1], "Not yet: one of your ticks should go and two are still missing."),
        ([0, 1, 2], "Not yet: one of your ticks should go."),
        ([2, 0], "Right."),
    ],
)
def test_many(ticked, message):
    verdict = MANY.judge(ticked)
    assert verdict.message == message
    assert all(verdict.notes[index] for index in ticked)


@pytest.mark.parametrize(
    ("order", "message", "explained"),
    [
        ([0, 1, 2], "Right.", "abc"),
        ([1, 0, 2], "Step 1 comes too early.", "b"),
        ([0, 2, 1], "The first step is right, but step 2 comes too early.", "c"),
    ],
)
def test_order(order, message, explained):
    verdict = ORDER.judge(order)
    assert verdict.message == message
    assert [note[-1] for note in verdict.notes if note] == list(explained)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.5", "Right. half of three"),
        (" 1,509 ", "Right. half of three"),
        (3, "Not yet. forgot half"),
        ("−1.5", "Not yet. count again"),
        ("1.52", "Not yet. count again"),
    ],
)
def test_number(typed, message):
    assert NUMBER.judge(typed).message == message


@pytest.mark.parametrize("typed", ["", None, "three", "nan", "inf", "1,000.5"])
def test_what_is_no_number_is_no_answer(typed):
    with pytest.raises(ValueError, match=r"[Nn]umber"):
        read_number(typed)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *((MANY, answer) for answer in ([], None, [3], [-1], ["0"], [True])),
        *((ORDER, answer) for answer in ([], [0, 1], [0, 0, 1], [0, 1, 2, 3])),
        (Question("1", "one", "04_filters", "?", MANY.options), None),
        (Question("1", "one", "04_filters", "?", MANY.options), 7),
    ],
)
def test_what_is_no_answer_raises(question, answer):
    with pytest.raises(ValueError, match=r"[Cc]hoose|options are|needs all"):
        question.judge(answer)


# Files

GOOD = """
title = "Try"
[[questions]]
id = "a"
kind = "one"
about = "04_filters"
ask = "Which?"
[[questions.options]]
text = "this"
right = true
why = "it is"
[[questions.options]]
text = "that"
why = "it isn't"
[[questions.options]]
text = "neither"
why = "one of them is"
"""


def test_a_quiz_of_ones_own(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_quiz(path) == load_quiz(str(path))
    assert load_quiz(path).questions[0].judge(0).right


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('why = "it is"', "", "why is missing"),
        ('why = "it is"', 'why = " "', "every option needs its why"),
        ('text = "that"', 'text = ""', "every option needs its text"),
        ('text = "that"', "", "text is missing"),
        ("right = true", "", "one option must be right, but 0 are"),
        ("right = true", "right = 1", "right must be of type bool"),
        ('why = "it isn\'t"', 'why = "x"\nright = true', "but 2 are"),
        ('kind = "one"', 'kind = "some"', "kind must be one of"),
        ('kind = "one"', 'kind = "many"\nanswer = 3', "only a number has an answer"),
        ('kind = "one"', 'kind = "number"', "a number needs its answer"),
        ("04_filters", "99_nowhere", "about must name a notebook"),
        ('ask = "Which?"', 'ask = "Which?"\nhint = "that"', "hint is none of"),
        ('ask = "Which?"', 'ask = ""', "must not be empty"),
        ('title = "Try"', "", "title"),
        ('title = "Try"', 'title = "Try"\nauthor = "me"', "nothing else"),
        ('title = "Try"', "title = Try", "mine.toml"),
        ('"that"\nwhy = "it isn\'t"\n[[questions.options]]\ntext =', "", "too few options"),
    ],
)
def test_a_fault_in_a_file_is_named(tmp_path, old, new, words):
    path = tmp_path / "mine.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(QuizError, match=re.escape(words)):
        load_quiz(path)


def test_two_questions_with_one_id_are_refused():
    doubled = GOOD + GOOD.replace('title = "Try"', "")
    with pytest.raises(ValueError, match="the same id: a, a"):
        read_quiz(doubled)


def test_slips_must_differ_from_the_answer():
    number = (
        'title = "T"\n[[questions]]\nid = "n"\nkind = "number"\nabout = "04_filters"\nask = "?"\n'
        'answer = 2\ntolerance = 0.5\nwhy = "w"\notherwise = "o"\n'
        '[[questions.options]]\nvalue = {}\nwhy = "slip"\n'
    )
    assert read_quiz(number.format(4)).questions[0].judge(4).message == "Not yet. slip"
    with pytest.raises(ValueError, match="must lie apart"):
        read_quiz(number.format(2.7))


def test_an_unknown_quiz_is_named(tmp_path):
    with pytest.raises(QuizError, match="no quiz '05'; there are 00_start_here"):
        load_quiz("05")
    with pytest.raises(QuizError, match="can't be read"):
        load_quiz(tmp_path / "absent.toml")
