import numpy as np

from cnn_helpers.figures import forward_scenes

CROSS = np.maximum(np.eye(5), np.eye(5)[::-1])


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_parts_in_a_row(check_figure):
    parts = [("filters", "2 maps"), ("ReLU", "2 maps"), ("pooling", "smaller")]
    figure = forward_scenes.parts_in_a_row(CROSS, [*parts, ("flatten", "a row"), ("linear", "2")])
    check_figure(figure)
    assert {"filters", "pooling", "82 %"} <= set(words_of(figure))


def test_what_cells_see_names_the_sizes(check_figure):
    paper = np.zeros((12, 12))
    paper[3:8, 4:9] = CROSS
    stages = [("one pixel", 5, 6, 1, 1), ("a map cell", 4, 5, 3, 3), ("deeper", 3, 4, 8, 8)]
    figure = forward_scenes.what_cells_see(paper, stages, title="What cells see")
    check_figure(figure)
    assert {"1 × 1 pixels", "3 × 3 pixels", "8 × 8 pixels"} <= set(words_of(figure))


def test_cost_bars_are_as_long_as_their_numbers(check_figure):
    figure = forward_scenes.cost_bars(
        ["conv1", "conv2", "linear1"], [208, 6432, 67284], [156800, 640000, 67200], title="Costs"
    )
    check_figure(figure)
    lengths = np.array([bar.get_width() for bars in figure.axes[0].containers for bar in bars])
    np.testing.assert_allclose(lengths[:3] / lengths[2], np.array([208, 6432, 67284]) / 67284)
    np.testing.assert_allclose(lengths[3:] / lengths[4], [0.245, 1, 0.105])
    assert {"in all 73,924", "in all 864,000"} <= set(words_of(figure))


def test_cost_bars_of_networks_beside_each_other_are_not_added_up(check_figure):
    figure = forward_scenes.cost_bars(
        ["A", "B"], [61.0, 138.4], [724, 15470], title="Two networks", total=False
    )
    check_figure(figure)
    assert {"138.4", "15,470"} <= set(words_of(figure))
    assert not any("in all" in words for words in words_of(figure))


def test_marks_and_answers(check_figure):
    pooled = np.zeros((2, 2, 2, 2))
    pooled[0] = [[[3, 1], [1, 3]], [[1, 3], [3, 1]]]
    figure = forward_scenes.marks_and_answers(
        {"X": CROSS, "O": 1 - CROSS}, pooled, [[0.82, 0.18], [0.27, 0.73]],
        names=("X", "not X"), title="Two marks",
    )  # fmt: skip
    check_figure(figure)
    words = words_of(figure)
    assert [text for text in words if text.endswith("%")] == ["82%", "18%", "27%", "73%"]
    assert words.count("3") == 4
