"""The filter challenge's still picture."""

import numpy as np
import pytest
from matplotlib.text import Text

from cnn_helpers.figures.challenge_scene import challenge_picture
from cnn_helpers.widgets import FilterChallenge

CROSS = [[1, -1, 1], [-1, 1, -1], [1, -1, 1]]


def words(figure):
    return [text.get_text() for text in figure.findobj(Text)]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"kernel": CROSS, "threshold": 1.25},
        {"task": "corners", "kernel": "diagonal", "predict": True},
        {"task": "vertical strokes", "kernel": np.full((3, 3), -0.123), "threshold": -3},
    ],
)
def test_is_readable(settings, check_figure):
    check_figure(FilterChallenge(**settings).figure())


def test_signs_count_what_happened():
    marks = np.stack([np.eye(5)] * 6)
    figure = challenge_picture(
        marks, np.eye(3), threshold=2, title="t", found=[1, 0, 1, 1, 0, 0], points=33.3
    )
    shown = words(figure)
    assert (shown.count("✓"), shown.count("✗"), shown.count("!")) == (2, 1, 1)
    assert "33" in shown


def test_an_open_question_is_not_answered():
    asking = FilterChallenge(kernel=CROSS, threshold=1.25, predict=True)
    assert not {"✓", "✗", "!", "score"} & set(words(asking.figure()))
    asking.prediction = 3
    assert {"✓", "✗", "!", "score", "75"} <= set(words(asking.figure()))
