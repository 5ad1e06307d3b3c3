"""The story network's pictures: every number is written, where it belongs, and can be read."""

from collections import Counter

import numpy as np
import pytest

from cnn_helpers.figures.shading import format_number
from cnn_helpers.figures.story_scenes import story_backward, story_forward
from cnn_helpers.widgets import BackpropMicroscope


def numbers(figure):
    """Every number in a cell, with how often it is written."""
    return Counter(text.get_text() for text in figure.axes[0].texts if text.get_zorder() == 4)


@pytest.fixture(scope="module")
def microscope():
    return BackpropMicroscope("X")


@pytest.mark.parametrize("mark", ["X", "V", "O"])
def test_forward_and_backward_are_readable(mark, check_figure):
    microscope = BackpropMicroscope(mark)
    label = {"label": microscope.label}
    check_figure(story_forward(microscope.values, **label))
    check_figure(story_backward(microscope.values, microscope.gradients, **label))


@pytest.mark.parametrize(
    ("cell", "predict"),
    [
        (("image", 2, 2), False),
        (("conv_bias", 1), False),
        (("pooled", 0, 0, 1), True),
        (("weights", 1, 6), True),
        (("loss",), False),
    ],
)
def test_the_microscope_is_readable(cell, predict, check_figure):
    check_figure(BackpropMicroscope("X", chosen=cell, predict=predict).figure())


def test_every_number_of_the_way_forward_is_written(microscope):
    written = numbers(story_forward(microscope.values))
    # 25 pixels, 18 kernel weights, 2 x 18 map cells, 8 pooled twice, 16 weights, bias, logits, ...
    assert written.total() == 25 + 18 + 18 + 18 + 8 + 8 + 16 + 2 + 2 + 2 + 1
    assert written["3.5"] == 1
    assert written["0.82"] == 1
    assert written["0.20"] == 1
    assert written["\u22123"] == 8  # the feature maps before ReLU


def test_every_gradient_is_written(microscope):
    written = numbers(story_backward(microscope.values, microscope.gradients))
    assert written.total() == 25 + 18 + 18 + 18 + 8 + 8 + 16 + 2 + 2 + 2 + 1
    wanted = format_number(microscope.gradients["rectified"][1, 1, 1], 2)
    assert wanted == "0.27"
    everything = np.concatenate(
        [
            np.ravel(microscope.gradients[name])
            for name in ("image", "kernels", "feature_maps", "rectified")
        ]
    )
    assert written[wanted] == sum(format_number(value, 2) == wanted for value in everything)


def test_the_captions_say_the_loss_and_where_it_starts(microscope):
    texts = [text.get_text() for text in story_forward(microscope.values).axes[0].texts]
    assert any("\u2212ln 0.82 = 0.20" in text for text in texts)
    figure = story_backward(microscope.values, microscope.gradients)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert any('for "X", \u22120.18' in text for text in texts)
