import numpy as np
import pytest

from cnn_helpers.figures import channels, detectors

CROSS = np.maximum(np.eye(5), np.eye(5)[::-1])
FALLING = 2 * np.eye(3) - 1


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.fixture
def stroke_maps():
    windows = np.lib.stride_tricks.sliding_window_view(CROSS, (3, 3))
    return np.stack([(windows * kernel).sum((2, 3)) for kernel in (FALLING, FALLING[:, ::-1])])


def test_who_decides_counts_the_answers(check_figure, stroke_maps):
    figure = channels.who_decides(CROSS, stroke_maps, ["a falling stroke?", "a rising stroke?"])
    check_figure(figure)
    assert "18 answers. Is it an X, yes or no?" in words_of(figure)
    assert words_of(figure).count("3") == 4  # two in each map


@pytest.mark.parametrize("count", [1, 2, 3])
def test_channel_sum_adds_the_sums_of_all_channels_and_the_bias(check_figure, count):
    windows = np.arange(9.0 * count).reshape(count, 3, 3) % 4
    kernels = np.stack([FALLING, FALLING.T, FALLING[:, ::-1]])[:count]
    figure = channels.channel_sum(
        windows, kernels, names=["red", "green", "blue"][:count], bias=100, title="A sum"
    )
    check_figure(figure)
    words = words_of(figure)
    assert f"{(windows * kernels).sum() + 100:.0f}" in words
    assert "bias 100" in words


@pytest.mark.parametrize(
    ("count", "planes", "words"), [(4, 1, "4 filters"), (2, 3, "2 filters of 3 kernels")]
)
def test_filter_bank_has_a_map_for_each_filter(check_figure, count, planes, words):
    random = np.random.default_rng(0)
    figure = channels.filter_bank(
        random.random((planes, 8, 8)),
        random.normal(size=(count, planes, 3, 3)),
        random.normal(size=(count, 6, 6)),
        title="A layer",
    )
    check_figure(figure)
    written = words_of(figure)
    assert [text for text in written if text.startswith("map ")] == [
        f"map {n}" for n in range(count)
    ]
    assert words in written


def test_the_front_plane_of_a_stack_hides_the_others():
    image = np.zeros((2, 4, 4))
    image[0] = 1  # the front is all ink, the plane behind it paper
    figure = channels.filter_bank(image, np.ones((1, 2, 3, 3)), np.ones((1, 2, 2)), title="Stack")
    heights = [c.get_zorder() for c in figure.axes[0].collections]
    front, behind = heights[1], heights[0]  # drawn from the back to the front
    assert front > behind


def test_bias_and_relu_shows_three_stages(check_figure, stroke_maps):
    shifted = stroke_maps[0] - 2
    figure = channels.bias_and_relu(
        stroke_maps[0], -2, shifted, np.maximum(shifted, 0), title="A bias of −2"
    )
    check_figure(figure)
    words = words_of(figure)
    assert "− 2 everywhere" in words
    assert words.count("−5") == 4
    assert words.count("0") == 7


def test_answers_by_kind_counts_what_is_found(check_figure):
    answers = {"X": np.array([0.5, 1.0, 2.0]), "O": np.array([0.2, 0.6])}
    figure = detectors.answers_by_kind(answers, 0.55, title="Answers", subtitle="A few.")
    check_figure(figure)
    assert {"2 of 3 found", "1 of 2 found"} <= set(words_of(figure))


def test_hits_and_alarms_draws_both_curves(check_figure):
    thresholds = np.linspace(0, 2, 21)
    hits, alarms = 1 - thresholds / 2, (1 - thresholds / 2) ** 3
    figure = detectors.hits_and_alarms(thresholds, hits, alarms, 0.5, title="A trade")
    check_figure(figure)
    lines = figure.axes[1].lines
    np.testing.assert_array_equal(lines[0].get_ydata(), hits)
    np.testing.assert_array_equal(lines[1].get_ydata(), alarms)
