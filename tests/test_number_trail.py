"""Notebooks 08, 09 and 10 follow the same X through the same network: their numbers agree."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.softmax import softmax
from cnn_helpers.training import SGD, story_network

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
NUMBER = re.compile(r"-?\d+\.?\d*")


def printed(name, cell):
    """Return the numbers that a cell of a stored notebook prints, in order."""
    book = nbformat.read(next(NOTEBOOKS.glob(f"{name}_*.ipynb")), as_version=4)
    outputs = next(each.outputs for each in book.cells if each.id == cell)
    return [float(number) for number in NUMBER.findall("".join(o.get("text", "") for o in outputs))]


@pytest.fixture(scope="module")
def story():
    """The trail's numbers, computed here."""
    logits = story_network()(data.mark_template("X")[np.newaxis, np.newaxis])
    return {
        "logits": logits[0],
        "probability": softmax(logits)[0, 0],
        "loss": cross_entropy(logits, [0]),
        "gradients": cross_entropy_backward(logits, [0])[0],
    }


@pytest.mark.parametrize(("name", "cell"), [("08", "softmax"), ("09", "trail")])
def test_the_forward_pass_ends_at_the_same_numbers(name, cell, story):
    numbers = printed(name, cell)
    assert numbers[:2] == story["logits"].tolist()
    assert round(story["probability"], 4) in numbers
    assert numbers[-1] == round(story["loss"], 4)


@pytest.mark.parametrize(("name", "cell"), [("09", "logits"), ("10", "start-numbers")])
def test_the_way_back_begins_at_the_same_numbers(name, cell, story):
    gradients = story["gradients"].round(4).tolist()
    numbers = printed(name, cell)
    pairs = [numbers[place : place + 2] for place in range(len(numbers) - 1)]
    assert gradients in pairs


def test_the_row_s_gradient_of_09_is_where_10_goes_on():
    row = printed("09", "row-by-hand")[1:]
    assert printed("10", "start-numbers")[3:] == row


def test_one_update_leads_where_10_says(story):
    model = story_network()
    images = data.mark_template("X")[np.newaxis, np.newaxis]
    optimizer = SGD(model, lr=0.1)
    model.backward(cross_entropy_backward(model(images), [0]))
    optimizer.step()
    after = model(images)
    before, loss = story["logits"].round(3).tolist(), round(story["loss"], 4)
    numbers = printed("10", "update")
    assert numbers[:4] == [*before, round(story["probability"], 4), loss]
    expected = [
        *after[0].round(3),
        softmax(after)[0, 0].round(4),
        round(cross_entropy(after, [0]), 4),
    ]
    assert numbers[4:] == pytest.approx(expected)
