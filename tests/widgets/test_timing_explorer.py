import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from cnn_helpers.convolution import conv2d
from cnn_helpers.widgets import TimingExplorer
from cnn_helpers.widgets.convolution_work import work_of
from cnn_helpers.widgets.settings import SettingError
from cnn_helpers.widgets.timing_explorer import LIMITS

QUICK = {"batch": 2, "channels": 2, "filters": 2, "size": 8, "seconds": 0.001}


def quick(**settings):
    return TimingExplorer(**{**QUICK, **settings})


@given(st.tuples(*(st.integers(low, min(high, 12)) for low, high in LIMITS.values())))
def test_work_counts_what_numpy_s_own_arrays_hold(sizes):
    batch, channels, filters, size, kernel_size = sizes
    images = np.zeros((batch, channels, size, size), np.float32)
    windows = sliding_window_view(images, (kernel_size, kernel_size), axis=(2, 3))
    stacks = sliding_window_view(images, kernel_size, axis=2)
    work = work_of(*sizes)
    assert work.side == windows.shape[2]
    assert work.column_bytes == windows.nbytes
    assert work.stack_bytes == stacks.nbytes
    assert work.image_bytes == images.nbytes
    assert work.copies == pytest.approx(windows.size / images.size)
    assert work.multiply_adds == windows.size * filters


def test_measure_times_every_design_and_says_so():
    explorer = quick()
    assert set(explorer.seconds.values()) == {None}
    seconds = explorer.measure()
    assert list(seconds) == ["loops", "windows", "slices", "im2col", "batch last", "conv2d"]
    assert all(value > 0 for value in seconds.values())
    assert seconds["loops"] > 10 * seconds["batch last"]
    assert explorer.measured["done"]
    assert explorer.measured["seconds"] == list(seconds.values())


def test_a_change_of_settings_forgets_the_times():
    explorer = quick()
    explorer.measure()
    explorer.set(kernel_size=2, batch=1)
    assert explorer.measured["settings"] == [1, 2, 2, 8, 2, "image by image"]
    assert set(explorer.measured["seconds"]) == {None}
    assert not explorer.measured["done"]


def test_the_page_measures_turn_by_turn_and_no_error_is_wiped_away():
    explorer = quick()
    explorer.error = "something else"
    turns = 0
    while not explorer.measured["done"]:
        explorer._receive(explorer, {"command": "measure"}, [])
        turns += 1
        assert turns < 200
    assert turns > len(explorer.seconds)
    assert explorer.error == "something else"
    before = dict(explorer.measured)
    explorer._receive(explorer, {"command": "measure"}, [])  # all is known: nothing new is timed
    assert explorer.measured["seconds"] == before["seconds"]


def test_own_designs_are_timed_beside_the_course_s():
    explorer = quick(others={"mine": lambda images, kernels: conv2d(images, kernels)})
    assert explorer.measure()["mine"] > 0


@pytest.mark.parametrize(
    ("others", "error", "words"),
    [
        ({"im2col": conv2d}, ValueError, "names of their own"),
        ({"mine": 3}, TypeError, "mine must be a function"),
        ({"mine": lambda images, kernels: None}, ValueError, "but gives"),
        ({"mine": lambda images, kernels: conv2d(images, kernels) + 1}, ValueError, "off by"),
    ],
)
def test_own_designs_must_compute_a_convolution(others, error, words):
    with pytest.raises(error, match=words):
        quick(others=others)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"batch": 65}, "batch must be a whole number from 1 to 64"),
        ({"size": 7}, "size must be a whole number from 8 to 32"),
        ({"kernel_size": 1.5}, "kernel_size"),
        ({"memory": "upside down"}, "memory must be one of"),
        ({"question": "why"}, "question must be one of"),
        ({"speed": 3}, "settings are"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_changes(settings, words):
    explorer = quick()
    before = explorer.sentence()
    with pytest.raises(SettingError, match=words):
        explorer.set(channels=1, **settings)
    assert explorer.sentence() == before


def test_the_sentence_tells_no_time_and_no_secret():
    explorer = quick(size=10, kernel_size=3)
    explorer.measure()
    assert "im2col copies each number 5.8 times" in explorer.sentence()
    assert " ms" not in explorer.sentence() + explorer.still()
    explorer.set(predict=True, question="copies")
    assert "5.8" not in explorer.sentence()


def test_predicting_the_fastest():
    explorer = quick(predict=True)
    with pytest.raises(SettingError, match="prediction must be one of loops"):
        explorer.prediction = "magic"
    explorer.prediction = "loops"
    assert explorer.prediction_is_right is None  # nothing is timed yet
    explorer.measure()
    assert explorer.prediction_is_right is False
    assert explorer.verdict.startswith("Not quite: loops takes")
    best = min(explorer.seconds, key=explorer.seconds.get)
    explorer.prediction = best
    assert explorer.prediction_is_right is True
    explorer.set(batch=1)
    assert explorer.prediction is None
    assert explorer.verdict == ""


def test_predicting_the_copies():
    explorer = quick(predict=True, question="copies", kernel_size=3)  # 36 windows of 9, 64 pixels
    explorer.prediction = 36 * 9 / 64
    assert explorer.prediction_is_right is True
    for wrong, words in ((9, "a pixel in the middle"), (3, "9 pixels, not 3"), (1, "6 × 6")):
        explorer.prediction = wrong
        assert explorer.prediction_is_right is False
        assert words in explorer.verdict
    with pytest.raises(SettingError, match="must be a number"):
        explorer.prediction = "im2col"


def test_the_figure_keeps_what_is_asked_for():
    explorer = quick()
    shown = {text.get_text() for text in explorer.figure().axes[0].texts}
    assert "fastest" in shown
    explorer.predict = True
    shown = {text.get_text() for text in explorer.figure().axes[0].texts}
    assert "fastest" not in shown
    assert "?" in shown
