"""The pictures of notebook 03: what they write, that all of it is on the sheet."""

import sys
from functools import cache

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from cnn_helpers.figures.brightness import byte_dial, digit_zoom, light_and_ink
from cnn_helpers.figures.moved_marks import (
    accuracy_by_examples,
    accuracy_by_shift,
    weight_changes,
)
from cnn_helpers.figures.picture_layout import (
    batch_address,
    flat_order,
    lost_neighbours,
    memory_order,
    transpose_and_reshape,
)
from cnn_helpers.figures.pixels import (
    camera_scene,
    pixel_address,
    pixel_question,
    pixel_slices,
)

TICK = np.array(
    [[0, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 1, 0], [1, 0, 1, 0, 0], [0, 1, 0, 0, 0]]
)
BYTES = np.arange(0, 250, 10, dtype=np.uint8).reshape(5, 5)
DIGIT = np.random.default_rng(1).integers(0, 256, (28, 28), dtype=np.uint8)
PAPER = np.pad(TICK, ((3, 4), (3, 4)))
LETTERS = np.array(["r0", "g0", "b0", "r1", "g1", "b1", "r2", "g2", "b2", "r3", "g3", "b3"])
NAMES = LETTERS.reshape(2, 2, 3)
PHOTO = np.random.default_rng(2).integers(0, 256, (24, 36, 3), dtype=np.uint8)
COLOR_BATCH = np.random.default_rng(3).random((2, 3, 20, 20))
RUNS = np.array([[1.0, 0.5, 0.4, 0.2], [0.98, 0.45, 0.42, 0.19]])
CHANGES = np.pad(np.random.default_rng(4).normal(size=(4, 5, 5)), ((0, 0), (3, 4), (3, 4)))

DRAWINGS = {
    "camera_scene": (camera_scene, BYTES),
    "pixel_address": (pixel_address, TICK, 1, 3),
    "pixel_address, 12": (pixel_address, PAPER, 4, 11),
    "pixel_address, 28": (pixel_address, DIGIT / 255, 0, 27),
    "pixel_question, find": (pixel_question, TICK, 1, 3, "find"),
    "pixel_question, name": (pixel_question, TICK, 1, 3, "name"),
    "pixel_slices": (
        pixel_slices,
        TICK,
        [("image[1]", (1, 0, 1, 5), TICK[1]), ("image[1:4, 1:4]", (1, 1, 3, 3), TICK[1:4, 1:4])],
    ),
    "digit_zoom": (digit_zoom, DIGIT, 8, 8, 8),
    "byte_dial": (byte_dial, 200, 100, 44),
    "light_and_ink": (light_and_ink, 1 - TICK, TICK),
    "memory_order": (memory_order, NAMES, NAMES.transpose(2, 0, 1), NAMES.reshape(3, 2, 2)),
    "transpose_and_reshape": (
        transpose_and_reshape,
        PHOTO.transpose(2, 0, 1),
        PHOTO.reshape(3, 24, 36),
    ),
    "batch_address": (batch_address, COLOR_BATCH, (1, 0, 7, 14)),
    "flat_order": (flat_order, np.arange(24).reshape(2, 3, 4), (1, 2, 1)),
    "lost_neighbours": (lost_neighbours, PAPER, 5, 5),
    "accuracy_by_shift": (accuracy_by_shift, np.stack([PAPER] * 4), RUNS, 0.2),
    "accuracy_by_examples": (accuracy_by_examples, [25, 100, 400, 2000], RUNS[:, ::-1], RUNS, 0.2),
    "weight_changes": (weight_changes, CHANGES, (3, 3, 5, 5), (3, 6, 5, 5)),
}


def draw(name):
    function, *arguments = DRAWINGS[name]
    return function(*arguments)


@cache
def drawn(name):
    return draw(name)


def words(figure):
    """Every text of the figure, in the order of drawing."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


@pytest.mark.parametrize("name", DRAWINGS)
def test_is_readable(name, check_figure):
    check_figure(draw(name))


@pytest.mark.parametrize("name", DRAWINGS)
def test_is_a_figure_of_its_own(name):
    first, second = draw(name), draw(name)
    assert isinstance(first, Figure)
    assert first is not second
    assert (
        "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()
    )


@pytest.mark.parametrize("name", DRAWINGS)
def test_arguments_stay_as_they_are(name):
    arrays = [value for value in DRAWINGS[name][1:] if isinstance(value, np.ndarray)]
    before = [array.copy() for array in arrays]
    draw(name)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_the_camera_scene_writes_every_byte():
    shown = words(drawn("camera_scene"))
    assert {str(value) for value in BYTES.ravel()} <= set(shown)


def test_the_address_is_spelled_row_first():
    shown = words(drawn("pixel_address"))
    assert "image[1, 3]" in shown
    assert "row 1, column 3" in shown
    assert shown.count("1") == TICK.sum() + 2  # the ink, and the number of a row and of a column


def test_a_question_does_not_give_its_answer_away():
    find, name = words(drawn("pixel_question, find")), words(drawn("pixel_question, name"))
    assert "image[1, 3]" in find
    assert not any("1, 3" in text for text in name)
    assert name.count("1") == TICK.sum()


def test_slices_show_what_came_out():
    result = [[7, 8, 9]]
    figure = pixel_slices(TICK, [("image[1, :3]", (1, 0, 1, 3), result)])
    assert {"image[1, :3]", "7", "8", "9"} <= set(words(figure))


def test_the_zoom_writes_bytes_of_its_window():
    shown = words(drawn("digit_zoom"))
    assert [text for text in shown if text.isdigit()] == [
        str(value) for value in DIGIT[8:16, 8:16].ravel()
    ]


def test_the_dial_writes_the_sum_and_what_is_left_of_it():
    shown = words(byte_dial(250, 10, 4))
    assert {"250 + 10 = 260", "uint8 answers 4."} <= set(shown)


def test_light_and_ink_show_both_numbers_of_the_same_mark():
    figure = light_and_ink([[0.25, 1]], [[0.75, 0]])
    numbers = [text for text in words(figure) if text in ("0.25", "0.75", "0", "1")]
    assert numbers == ["0.25", "1", "0.75", "0", "0.25", "1"]


def test_memory_order_writes_both_results_in_their_order():
    shown = [text for text in words(drawn("memory_order")) if text in LETTERS]
    in_order = [NAMES, NAMES.transpose(2, 0, 1), NAMES.reshape(3, 2, 2)]
    assert shown == [name for array in in_order for name in array.ravel()]


def test_flat_order_works_out_the_circled_cell():
    shown = words(drawn("flat_order"))
    assert {"(1 · 3 + 2) · 4 + 1", "= 21"} <= set(shown)


def test_neighbours_are_counted_in_steps():
    shown = " ".join(words(drawn("lost_neighbours")))
    assert "to the right: 1 step away" in shown
    assert "below: 12 steps away" in shown


def test_every_run_is_drawn_as_it_was_measured():
    axes = drawn("accuracy_by_shift").axes[1]
    dots = [line.get_ydata() for line in axes.lines if line.get_marker() == "o"]
    np.testing.assert_array_equal(np.stack(dots).ravel(), RUNS.T.ravel())


@pytest.mark.parametrize("function", [camera_scene, lambda array: digit_zoom(array, 0, 0, 4)])
def test_bytes_are_asked_for_by_name(function):
    with pytest.raises(TypeError, match=r"must hold uint8 .* but holds float64"):
        function(np.zeros((5, 5)))


def test_a_picture_without_columns_is_refused():
    with pytest.raises(ValueError, match="image must have 2 dimensions"):
        pixel_address(np.zeros(5), 1, 3)
