import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.figures import card_failures, card_results, card_scenes
from cnn_helpers.order_cards import read_card

LAYOUT = data.CARD_LAYOUT


def words_of(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


@pytest.fixture(scope="module")
def cards():
    return data.make_order_cards(6, seed=1)


@pytest.fixture(scope="module")
def reading(cards):
    def marks(images):
        return np.eye(5)[[0, 1, 0, 4]] * 0.8 + 0.04

    def digits(images):
        return np.eye(10)[[3, 1, 7, 2]] * 0.9 + 0.01

    return read_card(cards.images[2], marks, digits)


def test_halved_is_the_mean_of_four_and_thumbnails_have_white_paper():
    random = np.random.default_rng(0).random((2, 5, 6))
    expected = random[:, :4].reshape(2, 2, 2, 3, 2).mean(axis=(2, 4))
    np.testing.assert_allclose(card_scenes.halved(random), expected)
    np.testing.assert_allclose(card_scenes.halved(np.full((2, 2), 51, np.uint8)), [[0.2]])
    assert card_scenes.thumbnails(np.full((2, 2), 0.12)).max() == 0
    assert card_scenes.thumbnails(np.ones((2, 2))).min() == 1


def test_opening_scene(check_figure, cards):
    figure = card_scenes.card_of_the_day(cards.images[:4])
    check_figure(figure)
    assert len(figure.axes[0].images) == 4


def test_laid_straight_circles_the_dots(check_figure, cards, reading):
    scan = cards.images[2] / 255
    figure = card_scenes.laid_straight(scan, scan - 0.5, cards.corners[2], reading.straight.image)
    check_figure(figure)
    assert {"1", "2", "3"} <= set(words_of(figure))


def test_boxes_cut_out(check_figure, reading):
    boxes = LAYOUT.mark_boxes, LAYOUT.digit_boxes
    windows = reading.mark_windows, reading.digit_windows
    figure = card_scenes.boxes_cut_out(reading.straight.image, *boxes, *windows, LAYOUT.flavours)
    check_figure(figure)
    assert {*LAYOUT.flavours, "mark, 28 × 28", "number, 36 × 36"} <= set(words_of(figure))


def test_read_line_by_line_says_what_is_ordered_and_where_to_ask(check_figure, reading):
    figure = card_scenes.read_line_by_line(reading, LAYOUT.flavours, threshold=0.9)
    check_figure(figure)
    words = words_of(figure)
    assert words.count("ask") == (reading.confidences < 0.9).sum()
    assert words.count("not read") == 2
    assert any(line.startswith(f"{reading.scoops.sum()} scoops") for line in words)
    unasked = card_scenes.read_line_by_line(reading, LAYOUT.flavours)
    assert "ask" not in words_of(unasked)


def test_accuracy_bars(check_figure):
    groups = {"clean": {"before": 1.0, "after": 0.99}, "the\nweek": {"before": 0.85, "after": 0.97}}
    figure = card_results.accuracy_bars(groups, title="A", subtitle="B", low=0.8)
    check_figure(figure)
    bars = figure.axes[1].patches
    np.testing.assert_allclose([0.8 + bar.get_height() for bar in bars], [1.0, 0.85, 0.99, 0.97])
    assert "the axis begins at 80 %" in words_of(figure)
    whole = card_results.accuracy_bars(groups, title="A")
    assert not any("begins" in text for text in words_of(whole))


def test_asked_against_wrong_marks_the_chosen_threshold(check_figure):
    figure = card_results.asked_against_wrong(
        [0, 0.1, 0.4, 1], [0.06, 0.02, 0.01, 0], chosen=1, title="A", note="below 0.9:\n10 %"
    )
    check_figure(figure)
    _, dot = figure.axes[1].lines
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (0.1, 0.02)


@pytest.mark.parametrize("spread", [None, 29.0])
def test_week_of_revenue(check_figure, spread):
    series = {"forecast": [90, 200], "read": [100, 180], "true": [102, 190]}
    figure = card_results.week_of_revenue(["Mon", "Tue"], series, title="A week", spread=spread)
    check_figure(figure)
    heights = [bar.get_height() for bar in figure.axes[1].patches]
    np.testing.assert_allclose(heights, [90, 200, 100, 180, 102, 190])


def test_model_card(check_figure):
    figure = card_results.model_card({"for": "cards", "fails": "covered corners,\nstains"})
    check_figure(figure)
    assert {"for", "cards", "fails", "covered corners,", "stains"} <= set(words_of(figure))


def test_worst_cards_show_the_line_that_went_wrong(check_figure, cards):
    line = ("strawberry", 0, 3, np.eye(28), np.eye(36))
    figure = card_failures.worst_cards(cards.images[:4], [line] * 3 + [None], [0.9] * 4, title="A")
    check_figure(figure)
    words = words_of(figure)
    assert words.count("read 3") == 3
    assert any("not laid" in text for text in words)
    with pytest.raises(ValueError, match="there are 4 cards, 1 lines and 4 numbers"):
        card_failures.worst_cards(cards.images[:4], [line], [0.9] * 4, title="A")
