import numpy as np
import pytest

from cnn_helpers.figures import pooling_scenes

SMALL = np.array([[1.0, 0, 0, 2], [0, 3, 1, 0], [0, 0, 0, 0], [4, 1, 0, 1]])


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_you_moved(check_figure):
    papers, maps = np.zeros((2, 12, 12)), np.zeros((2, 10, 10))
    papers[0, 4, 4] = papers[1, 4, 5] = 1
    maps[0, 3, 3] = maps[1, 3, 4] = -2
    check_figure(pooling_scenes.you_moved(papers, maps))


@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "left_over"), [(4, 2, 2, 0), (5, 2, 2, 9), (3, 2, 1, 0)]
)
def test_pooled_windows_crosses_out_what_no_window_covers(
    check_figure, size, kernel_size, stride, left_over
):
    feature_map = (np.arange(float(size**2)) * 4 % 7).reshape(size, size)
    count = (size - kernel_size) // stride + 1
    starts = np.arange(count) * stride
    windows = np.array(
        [
            [feature_map[r : r + kernel_size, c : c + kernel_size].max() for c in starts]
            for r in starts
        ]
    )
    whole = pooling_scenes.pooled_windows(
        feature_map, windows, kernel_size, stride, [(0, 0)], title="Pooling"
    )
    check_figure(whole)
    vermilion = [
        artist
        for artist in (*whole.axes[0].patches, *whole.axes[0].lines)
        if np.allclose(_color(artist), (0.6627, 0.2902, 0.0), atol=0.02)
    ]
    assert len(vermilion) == 2 * left_over  # two strokes for each crossed-out cell


def _color(artist):
    from matplotlib.colors import to_rgb

    return to_rgb(
        artist.get_edgecolor() if hasattr(artist, "get_edgecolor") else artist.get_color()
    )


def test_two_poolings_shows_largest_and_mean(check_figure):
    figure = pooling_scenes.two_poolings(
        SMALL, np.array([[3, 2], [4, 1.0]]), np.array([[1, 0.75], [1.25, 0.25]]), title="Two"
    )
    check_figure(figure)
    assert {"1.25", "0.75", "the mean", "the largest"} <= set(words_of(figure))


def test_shift_rows_names_shifts_and_stages(check_figure):
    stages = [np.eye(12), np.eye(10), np.eye(5)]
    figure = pooling_scenes.shift_rows(
        {"not moved": stages, "moved by 1": stages},
        ["the paper", "the map", "pooled by 2"],
        title="The mark moves",
    )
    check_figure(figure)
    assert {"not moved", "moved by 1", "pooled by 2"} <= set(words_of(figure))


@pytest.mark.parametrize("percent", [True, False])
def test_lines_by_shift_draws_the_mean_of_the_runs(check_figure, percent):
    series = {f"network {n}": np.array([[1, 0.5], [0.8, 0.1]]) / (n + 1) for n in range(4)}
    figure = pooling_scenes.lines_by_shift(
        series,
        title="Moved",
        ylabel="read correctly",
        guess=0.25 if percent else None,
        percent=percent,
    )
    check_figure(figure)
    lines = figure.axes[1].lines
    np.testing.assert_allclose(lines[0].get_ydata(), [0.9, 0.3])
    assert len({line.get_linestyle() for line in lines[0:12:3]}) == 4  # told apart without colour
