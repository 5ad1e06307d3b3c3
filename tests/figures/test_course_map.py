import numpy as np
import pytest

from cnn_helpers.contents import CHAPTERS
from cnn_helpers.figures import course_map

X = np.maximum(np.eye(5), np.eye(5)[::-1])
PASSED = {"00": (1, 1), "03": (0, 2), "04": (1, 1), "09": (4, 10), "11": (2, 2)}

DRAWINGS = {
    "question": lambda: course_map.order_question(X, says="Is it an X?"),
    "map": lambda: course_map.course_map(CHAPTERS),
    "map with passed exercises": lambda: course_map.course_map(CHAPTERS, PASSED),
    "rhythm": course_map.lesson_rhythm,
    "colours": lambda: course_map.color_key(X, np.eye(3), -np.eye(3), np.eye(3) / 4),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing(name, check_figure):
    check_figure(DRAWINGS[name]())


def test_the_map_shows_every_chapter():
    figure = course_map.course_map(CHAPTERS)
    words = {text.get_text() for text in figure.axes[0].texts}
    assert {chapter.number for chapter in CHAPTERS} <= words


def test_the_map_tells_how_many_exercises_are_passed():
    figure = course_map.course_map(CHAPTERS, PASSED)
    words = [text.get_text() for text in figure.axes[0].texts]
    assert {f"{done} of {every}" for done, every in PASSED.values()} <= set(words)
    assert words.count("1 of 1") == 2
