"""The stepper's still picture: nothing cut off, and no answer given away."""

import numpy as np
import pytest

from cnn_helpers.kernels import DIAGONAL
from cnn_helpers.widgets import ConvolutionStepper


@pytest.mark.parametrize("ask", ["value", "window"])
def test_an_open_question_hides_its_answer(check_figure, ask):
    stepper = ConvolutionStepper("X", predict=True, position=(0, 1), ask=ask)
    secret = check_figure(stepper.figure())
    stepper.predict = False
    assert check_figure(stepper.figure()) != secret


def test_a_hidden_value_is_not_in_the_picture(check_figure):
    pictures = [
        check_figure(ConvolutionStepper([[2]], [[weight]], predict=True).figure())
        for weight in (1, 1.0)
    ]
    assert pictures[0] == pictures[1]
    texts = {
        text.get_text()
        for text in ConvolutionStepper([[7]], [[8]], predict=True).figure().axes[0].texts
    }
    assert not any("56" in text for text in texts)


@pytest.mark.parametrize(
    "settings",
    [
        {"image": "X", "position": (2, 2)},
        {"image": "coffee, 10 × 10", "bias": [1, -1], "relu": True, "position": (3, 4)},
        {"image": "tick, 12 × 12", "kernels": DIAGONAL, "padding": 2, "dilation": 2},
        {"image": np.ones((8, 28, 28)), "kernels": np.ones((8, 8, 7, 7)), "channel": 7},
        {"image": [[-2.5]], "kernels": [[1]]},
        {"image": 1000 * np.ones((3, 3)), "kernels": 1000 * np.ones((3, 3)), "bias": -1000},
    ],
)
def test_the_picture_is_whole(settings, check_figure):
    check_figure(ConvolutionStepper(**settings).figure())
