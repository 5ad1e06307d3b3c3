"""The pictures of notebook 11's study: no cut or overlapping words, and the right marks."""

import numpy as np
import pytest

from cnn_helpers.figures.curve_shapes import four_shapes
from cnn_helpers.figures.study_scenes import compared_rows, kernels_collapse, shuffled_pixels
from cnn_helpers.study import load_study


def points(axes, marker):
    return [line for line in axes.lines if line.get_marker() == marker]


@pytest.mark.parametrize("group", ["comparison", "ablation"])
def test_rows_of_the_stored_study(check_figure, group):
    study = load_study()
    rows = [study.rows["cnn"], *(row for row in study.group(group) if row.id != "cnn")]
    figure = compared_rows(
        [row.as_dict() for row in rows],
        title="Rows",
        limits=(90, 100),
        also=("yours: all 55,000 digits", 0.992),
    )
    check_figure(figure)
    axes = figure.axes[1]
    shown = [row for row in rows if row.mean() >= 0.9]
    dots = points(axes, "o")
    assert len(dots) == len(shown)
    for line, row in zip(dots, shown, strict=True):
        np.testing.assert_allclose(line.get_xdata(), 100 * np.array(row.test))
    assert len(axes.texts) == len(rows) - len(shown)  # arrows to what lies further left
    assert points(axes, "D")[0].get_xdata() == [99.2]


def test_shuffled_pixels(check_figure):
    digit = np.random.default_rng(0).random((28, 28))
    check_figure(shuffled_pixels(digit, digit[::-1]))


def test_kernels_collapse(check_figure):
    gap = np.zeros((14, 14))
    gap[0] = 3
    check_figure(kernels_collapse(np.eye(3), -np.eye(3), np.eye(5), gap))


def test_four_shapes(check_figure):
    falling = np.linspace(2.3, 0.1, 25)
    runs = {"A": (falling, falling), "B": (falling[:6], falling[:6]), "C": ([9], [8])}
    figure = four_shapes(runs | {"D": ([], [])})  # D: stopped within its first epoch
    check_figure(figure)
    np.testing.assert_allclose(figure.axes[1].lines[0].get_ydata(), falling)
    with pytest.raises(ValueError, match="must be four, but are 3"):
        four_shapes(runs)
