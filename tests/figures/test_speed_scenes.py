"""Pictures of notebook 14: each shows the arrays that it was given, where they really lie."""

import numpy as np
import pytest

from cnn_helpers.batch_last import batch_last
from cnn_helpers.figures import memory_scenes, speed_scenes


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_two_roads(check_figure):
    image = np.eye(28)
    figure = speed_scenes.two_roads(image, np.eye(3), image[1:-1, 1:-1] - 0.2, 24_920_064)
    check_figure(figure)
    assert words_of(figure)[0].startswith("24,920,064 multiplications")


def test_ribbons_follow_the_strides(check_figure):
    images = np.arange(16).reshape(2, 2, 2, 2)
    layouts = {"image by image": images, "batch last": batch_last(images)}
    figure = memory_scenes.memory_ribbons(layouts, (0, 1))
    check_figure(figure)
    words = words_of(figure)
    numbers = [int(word) for word in words if word.isdigit()]
    first, second = numbers[-32:-16], numbers[-16:]
    assert first == list(range(16))
    assert second == np.ascontiguousarray(images.transpose(2, 3, 1, 0)).ravel().tolist()
    assert "from image to image: 8 steps" in words
    assert "from image to image: 1 step" in words


def test_im2col_unrolled_writes_every_window_and_circles_the_copies(check_figure):
    image, kernel = np.arange(1, 13).reshape(3, 4), np.array([[1, 0], [-1, 2]])
    rows = np.lib.stride_tricks.sliding_window_view(image, (2, 2)).reshape(6, 4)
    figure = memory_scenes.im2col_unrolled(image, kernel, rows, rows @ kernel.ravel(), 4, (1, 2))
    check_figure(figure)
    written = [text for text in words_of(figure) if text == "7"]
    assert len(written) == 5  # in the image, and in each of the four windows that cover it
    assert words_of(figure).count("18") == 2  # flat, and as a map


def test_overlapping_windows_are_named(check_figure):
    names = np.array([list("abcd"), list("efgh")])
    stack = names.T.ravel()
    windows = np.lib.stride_tricks.sliding_window_view(stack, 6)[::2]
    figure = memory_scenes.overlapping_windows(names, stack, windows)
    check_figure(figure)
    words = words_of(figure)
    assert "window 0:  a  e  b  f  c  g" in words
    assert "window 1:  b  f  c  g  d  h" in words


@pytest.mark.parametrize("shrink", [1, 40])
def test_time_shares_are_drawn_to_scale(check_figure, shrink):
    parts = {
        "im2col": {"copying": 0.006, "multiplying": 0.002},
        "batch last": {"copying": 0.002 / shrink, "multiplying": 0.002 / shrink},
    }
    figure = speed_scenes.time_shares(parts, title="Where?", subtitle="There", caption="So.")
    check_figure(figure)
    assert {"75%", "8.00 ms"} <= set(words_of(figure))
    boxes = [patch.get_path().get_extents() for patch in figure.axes[0].patches]
    widths = [box.width for box in boxes if box.height == 42]
    np.testing.assert_allclose(widths, np.array([3, 1, 1 / shrink, 1 / shrink]) * 130)


@pytest.mark.parametrize(
    "points",
    [
        {"slices": (1.2, 9e9), "im2col": (3.0, 7e9), "batch last": (8.0, 3e10)},
        {"slices": (1.2, 9e7), "im2col": (3.0, 2.9e9)},  # a slow machine
        {"slices": (1.2, 9e11), "im2col": (300.0, 3e12)},  # and a fast one
    ],
)
def test_roofline(check_figure, points):
    slopes = {"memory": 1.1e10, "cache": 5.5e10}
    figure = speed_scenes.roofline(points, 1.4e11, slopes, title="The roof", subtitle="measured")
    check_figure(figure)
    axes = figure.axes[1]
    for line, bandwidth in zip(axes.lines, slopes.values(), strict=False):
        across, height = line.get_xdata(), line.get_ydata()
        assert height[0] / across[0] == pytest.approx(bandwidth)
        assert across[1] == pytest.approx(1.4e11 / bandwidth)
        assert height[-1] == 1.4e11
    low, high = axes.get_ylim()
    assert all(low < speed < high for _, speed in points.values())
    drawn = [(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines[2::2]]
    assert drawn == list(points.values())
