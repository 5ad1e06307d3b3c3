"""The painter in Python: its array, its settings, what the page may send, and its questions."""

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.widgets import PixelPainter
from cnn_helpers.widgets.addresses import AddressQuiz
from cnn_helpers.widgets.settings import SettingError


def page_image(array):
    """What the page sends for a drawing."""
    array = np.asarray(array, dtype="<f8")
    return {"shape": list(array.shape), "data": memoryview(array.tobytes())}


def ask(painter, kind):
    """Go on to the next question of a kind and return it."""
    painter.next_question()
    while painter.question["kind"] != kind:
        painter.next_question()
    return painter.question


@pytest.mark.parametrize("size", [5, 12, 28])
@pytest.mark.parametrize("name", ["X", "O", "tick", "scribble", "empty", "V"])
def test_examples_are_the_marks_of_the_course(name, size):
    painter = PixelPainter(name, size=size)
    np.testing.assert_array_equal(painter.image, data.mark_template(name, size))
    assert painter.image_name == name


def test_a_digit_is_28_pixels_square():
    painter = PixelPainter("digit 7")
    digits = data.load_mnist("10k")
    first = digits.test_images[np.flatnonzero(digits.test_labels == 7)[0]]
    np.testing.assert_allclose(painter.image, first / 255)


def test_an_own_array_is_copied_and_read_only():
    own = np.zeros((5, 5))
    painter = PixelPainter(own)
    own[0, 0] = 1
    assert painter.image[0, 0] == 0
    assert painter.image_name == "own drawing"
    with pytest.raises(ValueError, match="read-only"):
        painter.image[0, 0] = 1


def test_bytes_are_scaled():
    painter = PixelPainter(np.full((12, 12), 51, dtype=np.uint8))
    np.testing.assert_allclose(painter.image, 0.2)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"image": np.zeros((4, 4))}, r"5 x 5, 12 x 12 or 28 x 28 pixels, but has \(4, 4\)"),
        ({"image": np.zeros((5, 12))}, r"but has \(5, 12\)"),
        ({"image": np.zeros(5)}, "must have 2 dimensions"),
        ({"image": np.full((5, 5), 2.0)}, "must lie between 0 and 1, but reaches from 2 to 2"),
        ({"image": np.full((5, 5), np.nan)}, "must be finite, but hold nan"),
        ({"image": "Y"}, "at size 5, or an array, but is 'Y'"),
        ({"image": "digit 3", "size": 12}, "at size 12, or an array, but is 'digit 3'"),
        (
            {"image": np.zeros((5, 5)), "size": 12},
            r"must be 12 x 12 as size says, but has \(5, 5\)",
        ),
        ({"size": 7}, "size must be 5, 12 or 28, but is 7"),
        ({"brush": 0}, "brush must be a whole number from 1 to 4, but is 0"),
        ({"soft": 1}, "soft must be True or False, but is 1"),
        ({"tool": "brush"}, "tool must be one of 'pen', 'grey pen', 'eraser', but is 'brush'"),
        ({"pixel": (5, 0)}, r"pixel must lie on the sheet of 5 x 5 pixels, but is \(5, 0\)"),
        ({"pixel": 3}, r"pixel must be a pair \(row, column\), but is 3"),
        ({"predict": 1}, "predict must be True or False, but is 1"),
        ({"colour": "red"}, "settings are .*, but got colour"),
    ],
)
def test_a_wrong_setting_is_named_and_changes_nothing(settings, message):
    painter = PixelPainter("X")
    with pytest.raises(SettingError, match=message):
        painter.set(tool="eraser", **settings) if "tool" not in settings else painter.set(
            **settings
        )
    assert painter.tool == "pen"
    assert painter.image_name == "X"


def test_what_the_page_paints_is_the_image_and_observers_hear_of_it():
    painter = PixelPainter()
    heard = []
    painter.observe(lambda change: heard.append(change["new"]), "image")
    drawing = np.zeros((5, 5))
    drawing[1, 3] = 0.5
    painter.set_state({"image": page_image(drawing), "image_name": "own drawing"})
    np.testing.assert_array_equal(painter.image, drawing)
    assert len(heard) == 1
    np.testing.assert_array_equal(heard[0], drawing)
    painter.set_state({"image": page_image(drawing)})
    assert len(heard) == 1


def test_the_page_has_the_same_numbers():
    painter = PixelPainter("digit 3")
    packet = painter.get_state("image")["image"]
    values = np.frombuffer(packet["data"], "<f8").reshape(packet["shape"])
    np.testing.assert_array_equal(values, painter.image)


def test_an_observer_that_fails_is_shown():
    painter = PixelPainter()
    painter.observe(lambda _: 1 / 0, "image")
    with pytest.raises(ZeroDivisionError):
        painter.set_state({"image": page_image(np.ones((5, 5)))})
    assert painter.error == "ZeroDivisionError: division by zero"


def test_a_drawing_that_can_not_be_is_refused_and_shown():
    painter = PixelPainter("X")
    painter.set_state({"image": page_image(np.full((5, 5), 3.0))})
    assert painter.error == "image must lie between 0 and 1, but reaches from 3 to 3"
    np.testing.assert_array_equal(painter.image, data.mark_template("X"))


def test_smaller_paper_keeps_the_pixel_on_it():
    painter = PixelPainter("X", size=28, pixel=(20, 27))
    painter.set(image="O", size=5)
    assert painter.pixel == (4, 4)


def test_messages_of_the_page_lay_another_sheet():
    painter = PixelPainter("X")
    painter._receive(None, {"command": "paper", "size": 12}, [])
    assert painter.image.shape == (12, 12)
    assert not painter.image.any()
    painter._receive(None, {"command": "example", "name": "tick"}, [])
    np.testing.assert_array_equal(painter.image, data.mark_template("tick", 12))
    painter._receive(None, {"command": "example", "name": "digit 3"}, [])
    assert painter.error.startswith("image must be one of empty, X")
    painter._receive(None, {"command": "jump"}, [])
    assert painter.error == "command must be example, paper or next, but is 'jump'"


def test_questions_start_and_end_with_predict():
    painter = PixelPainter("tick")
    assert painter.question is None
    painter.predict = True
    assert painter.question["kind"] == "find"
    painter.prediction = (0, 0)
    assert painter.verdict
    painter.predict = False
    assert painter.question is None
    assert painter.prediction is None
    assert painter.verdict == ""


def test_every_painter_asks_the_same_questions_one_after_another():
    first, second = PixelPainter("tick", predict=True), PixelPainter("X", predict=True)
    asked = []
    for _ in range(6):
        assert first.question == second.question
        asked.append(first.question)
        first.next_question()
        second._receive(None, {"command": "next"}, [])
    assert [question["kind"] for question in asked] == ["find", "name"] * 3
    assert all(question["row"] != question["column"] for question in asked)


def test_to_name_a_pixel_it_is_the_chosen_one():
    painter = PixelPainter("tick", predict=True)
    question = ask(painter, "name")
    assert painter.pixel == (question["row"], question["column"])


@pytest.mark.parametrize("kind", ["find", "name"])
def test_a_right_answer_is_praised(kind):
    painter = PixelPainter("tick", predict=True)
    question = ask(painter, kind)
    assert painter.prediction_is_right is None
    painter.prediction = (question["row"], question["column"])
    assert painter.prediction_is_right is True
    assert painter.verdict.startswith("Right: image[")
    assert painter.verdict.endswith("1 of 1 right so far.")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda row, column: (column, row), "Row and column have changed places"),
        (lambda row, column: (row + 1, column + 1), "Counting starts at 0, not at 1"),
        (lambda row, column: (row, column + 2), "Not quite"),
    ],
)
def test_a_wrong_answer_is_explained(wrong, said):
    quiz = AddressQuiz()
    question = quiz.ask((5, 5))
    while question["column"] - question["row"] != 2:  # so that no two mistakes give one answer
        question = quiz.ask((5, 5))
    row, column = question["row"], question["column"]
    verdict = quiz.judge(wrong(row, column))
    assert said in verdict
    assert f"image[{row}, {column}] is in row {row}, column {column}." in verdict
    assert verdict.endswith("0 of 1 right so far.")


def test_only_the_first_answer_counts():
    quiz = AddressQuiz()
    question = quiz.ask((5, 5))
    quiz.judge((question["column"], question["row"]))
    assert quiz.judge((question["row"], question["column"])).endswith("0 of 1 right so far.")


def test_another_sheet_asks_anew():
    painter = PixelPainter("X", size=28, predict=True)
    while max(painter.question["row"], painter.question["column"]) < 5:
        painter.next_question()
    painter.set(image="X", size=5)
    assert max(painter.question["row"], painter.question["column"]) < 5


def test_sentence_and_repr_are_the_same_in_every_run():
    painter = PixelPainter("tick", pixel=(3, 2))
    expected = "PixelPainter: tick, 5 x 5 pixels, 5 of them with ink; image[3, 2] is 1."
    assert painter.sentence() == expected
    assert repr(painter) == f"<{expected}>"


def test_an_open_question_hides_its_answer():
    painter = PixelPainter("tick", predict=True)
    ask(painter, "name")
    assert painter.sentence().endswith("What is the address of the circled pixel?")


@pytest.mark.parametrize("settings", [{}, {"size": 12}, {"size": 28}, {"predict": True}])
def test_has_a_static_picture(settings):
    painter = PixelPainter("tick", **settings)
    assert painter.figure().get_size_inches()[0] == pytest.approx(8.6)


def test_edges_are_soft_on_large_paper_unless_one_says_otherwise():
    assert not PixelPainter().soft
    assert PixelPainter(size=28).soft
    assert not PixelPainter(size=28, soft=False).soft
    assert PixelPainter(size=12, soft=True).soft
    painter = PixelPainter("tick")
    painter.set(image="digit 3", size=28)
    assert painter.soft
    painter.set(soft=False)
    painter.set(image="digit 4", size=28)  # the same paper: the choice stays
    assert not painter.soft
    painter.set(image="X", size=5)
    assert not painter.soft
