"""The network explorer's still picture: readable, and silent about what is asked."""

import numpy as np
import pytest
from matplotlib.text import Text

from cnn_helpers.layers import Conv2d, Flatten, Linear, ReLU
from cnn_helpers.training import Sequential
from cnn_helpers.widgets import NetworkExplorer


def words(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"unit": ("linear1", 83)},
        {"unit": ("flatten1", 5), "image": "digit 9"},
        {"network": "story", "image": "V", "predict": True},
        {"network": "story", "unit": ("pool1", 1, 1, 1)},
        {"unit": ("conv1", 2, 12, 9), "overlay": "occlusion"},
        {"network": "marks", "image": "scribble 2", "predict": True, "question": "class"},
    ],
)
def test_is_readable(settings, check_figure):
    check_figure(NetworkExplorer(**settings).figure())


def test_a_model_of_ones_own(check_figure):
    model = Sequential(Conv2d(3, 40, 3), ReLU(), Flatten(), Linear(640, 12), seed=0)
    images = np.random.default_rng(0).random((1, 3, 6, 6))
    check_figure(NetworkExplorer(model, images=images).figure())


def test_keeps_a_secret_until_there_is_an_answer():
    asking = NetworkExplorer("story", "X", predict=True)
    assert any(text.endswith("= ?") for text in words(asking.figure()))
    asking.prediction = 3.0
    assert any(text.endswith("= 3.") for text in words(asking.figure()))
    asking.set(question="class", overlay="saliency")
    assert not any(text.startswith("saliency") for text in words(asking.figure()))
    assert words(asking.figure()).count("?") == 2
    assert "0.82" not in words(asking.figure())
    asking.prediction = 0.0
    assert "0.82" in words(asking.figure())
