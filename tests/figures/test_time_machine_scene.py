"""The time machine's still picture, drawn from the widget in its various states."""

import numpy as np
import pytest

from cnn_helpers.layers import Flatten, Linear
from cnn_helpers.training import Sequential
from cnn_helpers.widgets import TrainingTimeMachine

SMALL = np.random.default_rng(0).random((60, 28, 28))


@pytest.fixture(scope="module")
def machine():
    pictures = SMALL[:, np.newaxis].astype(np.float32)
    return TrainingTimeMachine(None, pictures, np.arange(60) % 10, lr=0.05, epochs=3)


def test_before_during_and_after(machine, check_figure):
    check_figure(machine.figure())
    machine.fit()
    check_figure(machine.figure())
    machine.fit(lr=0.1)
    machine.digit = 7
    machine.moment = 2
    figure = machine.figure()
    check_figure(figure)
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert any(text.startswith("run 1\nlr 0.05") for text in texts)
    assert any(text.startswith("run 2\nlr 0.1") for text in texts)
    assert "filters after step 2" in texts


def test_a_question_and_a_model_without_maps(check_figure):
    model = Sequential(Flatten(), Linear(784, 10), seed=0)
    machine = TrainingTimeMachine(
        model, SMALL[:, np.newaxis], np.arange(60) % 10, epochs=1, predict=True
    )
    figure = machine.figure()
    check_figure(figure)
    texts = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    assert "What accuracy" in texts.replace("\n", " ")
