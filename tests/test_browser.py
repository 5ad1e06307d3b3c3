"""In a browser the page keeps what a file keeps elsewhere: passed exercises, answers of a quiz."""

import json
import sys
import types

import pytest

from cnn_helpers import browser, data, readiness
from cnn_helpers.data.checksums import SHA256
from cnn_helpers.data.files import DataError
from cnn_helpers.exercises import progress
from cnn_helpers.widgets import Quiz


def test_elsewhere_nothing_is_kept():
    browser.keep("a", "1")
    browser.forget("a")
    assert browser.read("a") is None
    assert browser.names() == []


def test_another_page_than_ours_has_no_memory(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "js", types.SimpleNamespace())
    browser.keep("a", "1")
    assert browser.read("a") is None
    assert browser.names() == []


def test_names_and_texts(page_memory):
    for name in ("quiz/b", "quiz/a", "passed/x"):
        browser.keep(name, name.upper())
    assert browser.names("quiz/") == ["quiz/a", "quiz/b"]
    assert browser.read("quiz/a") == "QUIZ/A"
    browser.forget("quiz/a")
    assert browser.names() == ["passed/x", "quiz/b"]


def test_progress_is_kept_one_text_an_exercise(page_memory, tmp_path):
    assert progress.location() is None
    progress.record("flatten")
    progress.record("warm_up")
    assert sorted(page_memory) == ["passed/flatten", "passed/warm_up"]
    page_memory["passed/correlate"] = "2026-01-02"  # another notebook's Python
    assert sorted(progress.passed()) == ["correlate", "flatten", "warm_up"]
    progress.export(tmp_path / "mine.json")
    progress.turn_off()
    progress.record("conv2d")
    assert "conv2d" not in progress.passed()
    assert progress.PAUSED in repr(progress.overview())
    progress.turn_on()
    progress.reset()
    assert page_memory == {}
    progress.restore(tmp_path / "mine.json")
    assert progress.passed()["correlate"] == "2026-01-02"


def test_a_named_file_is_taken_in_a_browser_too(page_memory, tmp_path, monkeypatch):
    monkeypatch.setenv("CNN_COURSE_PROGRESS", str(tmp_path / "own.json"))
    progress.record("flatten")
    assert page_memory == {}
    assert progress.location() == tmp_path / "own.json"


def test_a_quiz_goes_on_after_a_reload(page_memory):
    quiz = Quiz("04_filters")
    quiz.give("map-size", 13)
    quiz.give("map-size", 12)
    other = next(q.id for q in quiz._set.questions if q.id != "map-size")
    quiz.show_answer(other)
    quiz.current = 2
    again = Quiz("04_filters")
    assert again.results == quiz.results
    assert again.current == 2
    again.give("map-size", 14)
    assert Quiz("04_filters").sentence() == again.sentence()
    assert Quiz("03_images_as_numbers").current == 0
    again.start_over()
    assert page_memory == {}
    assert all(result["state"] == "open" for result in Quiz("04_filters").results)


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "no JSON",
        "[]",
        json.dumps({"current": 99}),
        json.dumps({"tried": {"gone": [False, 1, 3], "map-size": [False, 1, "much"]}}),
        json.dumps({"tried": {"map-size": 3}}),
    ],
)
def test_kept_answers_that_fit_no_more_are_left(page_memory, kept):
    page_memory["quiz/04_filters"] = kept
    quiz = Quiz("04_filters")
    assert all(result["state"] == "open" for result in quiz.results)
    assert quiz.current == 0


def test_the_browser_edition_says_what_it_carries(page_memory, monkeypatch):
    with pytest.raises(DataError, match=r'take data\.load_mnist\("light"\)$'):
        data.load_mnist()
    assert len(data.load_mnist("10k").train_images) == 8000
    looked_at = []
    monkeypatch.setattr(readiness, "read_data_file", looked_at.append)
    assert readiness.check_environment().findings[-1].fits
    assert looked_at == [name for name in SHA256 if not name.startswith("mnist/train")]
