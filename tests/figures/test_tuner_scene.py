"""The tuner's still picture, drawn from the widget in its various states."""

import numpy as np
import pytest

from cnn_helpers.widgets import NeuronTuner


@pytest.mark.parametrize("network", ["two neurons", "one neuron", "straight line"])
def test_every_network(network, check_figure):
    tuner = NeuronTuner(network=network, weekend=network == "one neuron")
    tuner.step(30)
    check_figure(tuner.figure())


def test_extreme_weights_and_a_flat_place(check_figure):
    check_figure(NeuronTuner([10, -10, 10, -10, 10, -10, 10, -10, 10], temperature=-10).figure())
    check_figure(NeuronTuner(np.zeros(9), axes=(0, 5)).figure())


def test_an_open_question_hides_what_it_asks_for(check_figure):
    tuner = NeuronTuner(predict=True)
    seen = set()
    while seen != {"move", "neuron"}:
        seen.add(tuner.question["kind"])
        figure = tuner.figure()
        check_figure(figure)
        texts = [text.get_text() for axes in figure.axes for text in axes.texts]
        assert tuner.question["text"] in " ".join(texts).replace("\n", " ")
        if tuner.question["kind"] == "neuron":
            assert "?" in texts
            assert "? €" in texts
        tuner.next_question()
