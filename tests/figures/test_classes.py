import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.figures import classes
from cnn_helpers.widgets import SoftmaxExplorer


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_one_or_two_helpers(check_figure):
    figure = classes.one_or_two_helpers()
    check_figure(figure)
    assert {"busy", "quiet", "one helper", "two helpers"} <= set(words_of(figure))


def test_days_by_class_draws_every_day_once(check_figure):
    shop = data.load_ice_cream()
    busy = shop.revenue >= 250
    figure = classes.days_by_class(shop.temperature, shop.is_weekend, busy, title="Days")
    check_figure(figure)
    quiet_days, busy_days = figure.axes[1].lines
    assert len(busy_days.get_xdata()) == busy.sum()
    assert len(quiet_days.get_xdata()) == len(busy) - busy.sum()
    assert quiet_days.get_marker() != busy_days.get_marker()


def test_softmax_bars_have_the_heights_of_their_numbers(check_figure):
    logits = np.array([1.0, -1.0, 0.5])
    exponentials = np.exp(logits)
    shares = exponentials / exponentials.sum()
    figure = classes.softmax_bars(logits, exponentials, shares, ["a", "b", "c"], title="Softmax")
    check_figure(figure)
    heights = np.array([bar.get_height() for bar in figure.axes[0].containers for bar in bar])
    for stage, values in zip(np.split(heights, 3), (logits, exponentials, shares), strict=True):
        np.testing.assert_allclose(stage / stage.max(), np.abs(values) / np.abs(values).max())
    assert {"0.57", "0.08", "0.35", "−1"} <= set(words_of(figure))


def test_surprise_names_its_points(check_figure):
    p = np.linspace(0.01, 1, 50)
    points = [(0.5, np.log(2), "half and half"), (0.98, 0.02, "sure and right")]
    figure = classes.surprise(p, -np.log(p), points, title="Surprise")
    check_figure(figure)
    assert [text.get_text() for text in figure.axes[1].texts] == ["half and half", "sure and right"]


def test_probability_curves(check_figure):
    degrees = np.linspace(-5, 35, 41)
    curve = 1 / (1 + np.exp(20 - degrees))
    names = ("weekday", "weekend")
    figure = classes.probability_curves(
        degrees,
        dict.fromkeys(names, curve),
        dict.fromkeys(names, ([10, 20, 30], [0, 0.5, 1])),
        title="How sure?",
    )
    check_figure(figure)
    first, _, second, _ = figure.axes[1].lines[:4]
    assert first.get_linestyle() != second.get_linestyle()


@pytest.mark.parametrize("predict", [False, True])
def test_softmax_picture_hides_what_is_asked_for(check_figure, predict):
    explorer = SoftmaxExplorer([1, 3, 0], label=1, predict=predict)
    figure = explorer.figure()
    check_figure(figure)
    words = [text.get_text() for text in figure.axes[0].texts]
    assert ("0.84" in words) is not predict
    assert ("?" in words) is predict
