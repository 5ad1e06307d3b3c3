import numpy as np
import pytest

from cnn_helpers.figures import filter_answers, filters

FALLING = 2 * np.eye(3) - 1
HOOK = np.array([[-1.0, -1, -1], [1, -1, 1], [-1, 1, -1]])
TICK = np.array(
    [[0, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 1, 0], [1, 0, 1, 0, 0], [0, 1, 0, 0, 0.0]]
)
CROSS = np.maximum(np.eye(5), np.eye(5)[::-1])
SOBEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
BLUR = np.full((3, 3), 1 / 9)


def correlate(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))


@pytest.fixture
def photo():
    """Return something like a photograph: smooth, with an edge and some grain."""
    row, column = np.mgrid[0:96, 0:96] / 96
    grain = np.random.default_rng(0).normal(0, 0.02, row.shape)
    return np.clip(0.5 + 0.3 * np.sin(3 * row + 2 * column) + 0.2 * (column > 0.7) + grain, 0, 1)


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_two_strokes(check_figure):
    falling = np.eye(5)
    rising = falling[:, ::-1]
    figure = filters.two_strokes(np.maximum(falling, rising), falling, rising)
    check_figure(figure)
    # 25 pixels of the X and of each stroke, seen in their numbers: 9 + 5 + 5 of ink.
    assert words_of(figure).count("1") == 19


def test_one_window_shows_the_products_and_spells_out_the_sum(check_figure):
    products = TICK[2:5, 0:3] * HOOK
    figure = filters.one_window(TICK, HOOK, products, products.sum(), row=2, column=0)
    check_figure(figure)
    words = words_of(figure)
    assert "The window at row 2, column 0" in words
    assert "0 + 0 + 0 + 1 + 0 + 1 + 0 + 1 + 0  =  3" in words


def test_one_window_puts_brackets_around_negative_terms(check_figure):
    products = TICK[0:3, 2:5] * FALLING
    figure = filters.one_window(TICK, FALLING, products, products.sum(), row=0, column=2)
    check_figure(figure)
    assert "0 + 0 + 0 + 0 + 0 + (−1) + 0 + (−1) + 0  =  −2" in words_of(figure)


def test_film_strips_pair_each_place_with_its_answer(check_figure):
    answers = correlate(TICK, HOOK)
    figure = filters.film_strips(TICK, answers, (3, 3))
    check_figure(figure)
    numbers = [text for text in words_of(figure) if text.lstrip("−").isdigit()]
    assert [int(number.replace("−", "-")) for number in numbers] == answers.ravel().tolist()
    assert words_of(figure).count("column 2") == 3


@pytest.mark.parametrize(("width", "kernel_size", "starts"), [(5, 3, [0, 1, 2]), (5, 4, [0, 1])])
def test_starting_places(check_figure, width, kernel_size, starts):
    figure = filters.starting_places(np.eye(5)[0, :width], kernel_size, starts)
    check_figure(figure)
    assert f"{width} − {kernel_size} + 1 = {len(starts)}" in words_of(figure)


@pytest.mark.parametrize("look", ["input", "photo"])
def test_answer_table(check_figure, look):
    patches = {"falling stroke": np.eye(3), "all ink": np.ones((3, 3)), "all paper": 0 * np.eye(3)}
    kernels = {"ones and zeros": np.eye(3), "ones and minus ones": FALLING}
    answers = [[(k * p).sum() for p in patches.values()] for k in kernels.values()]
    figure = filter_answers.answer_table(kernels, patches, answers, title="Answers", look=look)
    check_figure(figure)
    assert words_of(figure).count("−3") == 1


def test_answer_table_refuses_answers_that_do_not_fit():
    patches = {"ink": np.ones((3, 3))}
    with pytest.raises(ValueError, match="zip"):
        filter_answers.answer_table({"a": np.eye(3)}, patches, [[1.0, 2.0]], title="?")


def test_two_answers_circle_every_largest_answer(check_figure):
    kernels = {"falling": FALLING, "rising": FALLING[:, ::-1]}
    maps = [correlate(CROSS, kernel) for kernel in kernels.values()]
    figure = filter_answers.two_answers(CROSS, kernels, maps, title="Two strokes")
    check_figure(figure)
    once = filter_answers.two_answers(TICK, kernels, [np.eye(3)[::-1] + np.eye(3)] * 2, title="?")
    # Two circles in each map of the X; one in each map with a single largest number.
    assert len(figure.axes[0].patches) == len(once.axes[0].patches) + 2


def test_moved_mark_names_the_place_of_the_largest_answer(check_figure):
    here, there = np.zeros((12, 12)), np.zeros((12, 12))
    here[1:6, 2:7], there[6:11, 5:10] = TICK, TICK
    maps = [correlate(paper, HOOK) for paper in (here, there)]
    figure = filter_answers.moved_mark({"a tick": here, "moved": there}, HOOK, maps)
    check_figure(figure)
    assert "largest at row 3, column 2" in words_of(figure)
    assert "largest at row 8, column 5" in words_of(figure)


def test_filter_puzzle_writes_fractions_and_orders_the_maps_by_letter(photo, check_figure):
    kernels = [SOBEL, BLUR, SOBEL.T, 2 * BLUR, np.eye(3), BLUR]
    maps = [correlate(photo, kernel) for kernel in kernels]
    figure = filter_answers.filter_puzzle(photo, kernels, maps, letters="CADBFE")
    check_figure(figure)
    pictures = [np.asarray(image.get_array()) for image in figure.axes[0].images]
    grey = {number for number, shown in enumerate(pictures) if np.ptp(shown, axis=-1).max() == 0}
    # The photograph, then A to F; only C and D have weights that add up to 0.
    assert grey == {0, 1, 2, 5, 6}
    assert words_of(figure).count("1/9") == 18
