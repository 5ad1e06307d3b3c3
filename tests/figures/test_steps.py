import numpy as np
import pytest

from cnn_helpers.figures import frames, steps

CROSS = np.maximum(np.eye(5), np.eye(5)[::-1])
FALLING = 2 * np.eye(3) - 1


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_at_the_edge(check_figure):
    box = np.zeros((7, 7))
    box[1:6, 2:7] = CROSS
    figure = frames.at_the_edge(box, 3)
    check_figure(figure)
    assert "the box, 7 × 7 pixels" in words_of(figure)


def test_seen_counts_writes_every_count_beside_its_label(check_figure):
    counts = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    figure = frames.seen_counts({"two by two": counts}, title="Seen", subtitle="By 2 × 2.")
    check_figure(figure)
    words = words_of(figure)
    assert [words.count(number) for number in "124"] == [4, 4, 1]
    assert "two by two" in words


@pytest.mark.parametrize(("padding", "size"), [(1, "7 × 7"), (2, "9 × 9")])
def test_framed_picture_shows_window_products_and_sum(check_figure, padding, size):
    padded = np.pad(CROSS, padding)
    products = padded[padding : padding + 3, padding : padding + 3] * FALLING
    figure = frames.framed_picture(
        padded, padding, FALLING, products, products.sum(), row=padding, column=padding
    )
    check_figure(figure)
    words = words_of(figure)
    assert f"5 × 5 and a frame: {size}" in words
    assert products.sum() == 3
    assert "3" in words


@pytest.mark.parametrize(
    ("length", "stride", "padding", "starts", "left_over"),
    [
        (7, 2, 0, [0, 2, 4], "nothing is left over"),
        (8, 2, 0, [0, 2, 4], "left over: 1 cell"),
        (7, 3, 1, [-1, 2, 5], "nothing is left over"),
        (8, 3, 0, [0, 3], "left over: 2 cells"),
    ],
)
def test_step_ruler_names_each_place_and_what_is_left(
    check_figure, length, stride, padding, starts, left_over
):
    figure = steps.step_ruler(np.arange(length) % 2, 3, stride, padding, title="A ruler")
    check_figure(figure)
    words = words_of(figure)
    named = [f"place {number}: starts at {start}" for number, start in enumerate(starts)]
    assert [text for text in words if text.startswith("place")] == named
    assert left_over in words


@pytest.mark.parametrize(("settings", "result"), [((8, 3, 2, 0), 3), ((224, 7, 2, 3), 112)])
def test_size_sum_spells_the_formula_out(check_figure, settings, result):
    figure = steps.size_sum(*settings, result)
    check_figure(figure)
    n, k, s, p = settings
    words = words_of(figure)
    assert f"({n} + 2 × {p} − {k}) // {s} + 1  =  {result}" in words
    assert f"= {(n + 2 * p - k) // s}" in words


def test_stepped_map_shows_both_maps(check_figure):
    full = np.arange(25.0).reshape(5, 5)
    figure = steps.stepped_map(full, full[::2, ::2], 2)
    check_figure(figure)
    words = words_of(figure)
    assert words.count("12") == 2  # in both maps
    assert words.count("11") == 1  # only where every place is shown
    assert "9 of 25 answers stay" in words
