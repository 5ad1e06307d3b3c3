"""The pooling explorer's still picture."""

import numpy as np
import pytest
from matplotlib.text import Text

from cnn_helpers.figures.pooling_scene import pooling_picture
from cnn_helpers.widgets import PoolingExplorer

WIDE = np.random.default_rng(0).random((5, 30))
MAPS = (np.eye(4), np.eye(4), np.eye(4), np.eye(2))


def words(figure):
    return [text.get_text() for text in figure.findobj(Text)]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"shift": (0, 1)},
        {"shift": (3, -5), "padding": 2, "relu": False, "stride": 1},
        {"image": "digit 8", "kernel": "edge", "pooling": "average", "kernel_size": 4},
        {"image": "scribble", "kernel": "Sobel, horizontal edges", "shift": (-2, -3)},
        {"image": "tick", "kernel": None, "predict": True, "question": "winner"},
        {"image": "X", "paper": 5, "kernel_size": 3, "predict": True},
        {"image": WIDE, "paper": 3, "kernel_size": 3, "relu": False},
    ],
)
def test_is_readable(settings, check_figure):
    check_figure(PoolingExplorer(**settings).figure())


def test_keeps_a_secret_until_there_is_an_answer():
    asking = PoolingExplorer(predict=True, cell=(0, 0))
    assert "?" in words(asking.figure())
    assert not any("largest of" in text for text in words(asking.figure()))
    asking.prediction = 1.0
    told = words(asking.figure())
    assert "?" not in told
    assert "pooled[0, 0] = the largest of 0, 0, 0, 1 = 1" in told


def test_a_move_is_shown_beside_the_first_place_and_counted():
    still = words(PoolingExplorer().figure())
    assert "before the move" not in still
    moved = words(PoolingExplorer(shift=(0, 1)).figure())
    assert moved.count("before the move") == 4
    assert any("10 of 25 pooled cells stayed the same" in text for text in moved)


def test_draws_what_it_is_given_and_leaves_it_alone():
    maps = tuple(array.copy() for array in MAPS)
    figure = pooling_picture(
        before=None,
        after=maps,
        kernel=None,
        kernel_name="none",
        image_name="a stroke",
        pooling="max",
        kernel_size=2,
        stride=2,
        relu=False,
        cell=(1, 1),
        winners=np.array([[[0, 0], [0, 2]], [[2, 0], [2, 2]]]),
    )
    assert {"a stroke", "max pooled, 2 × 2, stride 2"} <= set(words(figure))
    for array, copy in zip(MAPS, maps, strict=True):
        np.testing.assert_array_equal(array, copy)
