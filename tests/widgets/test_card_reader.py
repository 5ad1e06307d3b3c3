"""The card reader in Python: what it reads, its settings, its question, its picture."""

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.layers import Flatten, Linear
from cnn_helpers.order_cards import read_card
from cnn_helpers.softmax import softmax
from cnn_helpers.training import Sequential, load_trained
from cnn_helpers.widgets import CardReader
from cnn_helpers.widgets.card_drawings import CARD_NAMES, named_card, write
from cnn_helpers.widgets.settings import SettingError

LAYOUT = data.CARD_LAYOUT


@pytest.fixture(scope="module")
def reader():
    return CardReader()


@pytest.fixture(autouse=True)
def start(request):
    if "reader" in request.fixturenames:
        request.getfixturevalue("reader").set(
            image="example", angle=12.0, scale=1.0, noise=0.03, covered="none", threshold=0.9,
            step=4, predict=False, prediction=None,
        )  # fmt: skip


def test_it_reads_what_read_card_reads(reader):
    models = [load_trained(name) for name in ("marks_cnn", "mnist_lenet")]
    marks, digits = (lambda images, model=model: softmax(model(images)) for model in models)
    expected = read_card(reader.scan, marks, digits)
    np.testing.assert_array_equal(reader.reading.scoops, expected.scoops)
    np.testing.assert_allclose(reader.reading.confidences, expected.confidences, atol=1e-5)
    told = [line["scoops"] for line in reader._told["lines"]]
    assert told == expected.scoops.tolist() == [2, 0, 5, 0]
    assert reader._told["scoops"] == reader.scoops == 7


@pytest.mark.parametrize("angle", [-170.0, -15.0, 0.0, 90.0])
def test_a_turned_card_is_read_alike(reader, angle):
    reader.set(angle=angle)
    assert reader.reading.scoops.tolist() == [2, 0, 5, 0]
    assert abs((reader.reading.straight.angle - angle + 180) % 360 - 180) < 0.5


@pytest.mark.parametrize("corner", ["upper left", "upper right", "lower left"])
def test_a_covered_corner_is_a_problem_in_words(reader, corner):
    reader.set(covered=corner)
    assert reader.reading is None
    assert "3 corner dots, but 2 can be seen" in reader.problem
    assert reader._told["asks"]
    assert reader._told["lines"] == []
    assert len(reader._told["dots"]) == 2
    assert "it can't be laid straight" in reader.sentence()
    reader.set(covered="none")
    assert reader.problem == ""


def test_the_threshold_decides_who_is_asked(reader):
    reader.set(image="an X without a number")
    assert [line["asks"] for line in reader._told["lines"]] == [False, True, False, False]
    reader.set(threshold=0.0)
    assert not any(line["asks"] for line in reader._told["lines"])
    reader.set(threshold=1.0)
    assert reader._told["asks"]


def test_networks_of_ones_own():
    def constant(classes, winner):
        layer = Linear(784, classes, seed=0)
        layer.weight = np.zeros((classes, 784))
        layer.bias = 9.0 * np.eye(classes)[winner]
        return Sequential(Flatten(), layer)

    own = CardReader(constant(5, 0), constant(10, 4), image="empty")
    assert own.reading.scoops.tolist() == [4, 4, 4, 4]
    assert own.reading.confidence == 0  # no number stands there
    with pytest.raises(SettingError, match="marks must be a Sequential, but is str"):
        CardReader("marks_cnn")


def test_writing_without_a_pen_changes_one_line(reader):
    reader.handle("write", {"line": 3, "mark": "X", "number": 9}, [])
    assert reader.reading.scoops.tolist() == [2, 0, 5, 9]
    reader.handle("write", {"line": 0, "mark": "empty", "number": None}, [])
    assert reader.reading.scoops.tolist() == [0, 0, 5, 9]
    assert reader.image_name == "own card"
    reader.handle("card", {"name": "empty"}, [])
    assert reader.scoops == 0
    with pytest.raises(ValueError, match="command must be card or write"):
        reader.handle("shred", {}, [])


def test_ink_from_the_page_arrives_as_it_was(reader):
    ink = np.zeros(LAYOUT.shape)
    ink[100:104, 30:40] = 128 / 255
    packet = {
        "shape": [256, 208],
        "data": memoryview(np.rint(255 * ink).astype(np.uint8).tobytes()),
    }
    reader.set_state({"image": packet, "image_name": "own card"})
    np.testing.assert_array_equal(reader.image, ink)
    assert reader.error == ""
    reader.set_state({"image": {"shape": [2, 2], "data": memoryview(bytes(4))}})
    assert reader.error == "image must have the card's 256 x 208 pixels, but has (2, 2)"
    np.testing.assert_array_equal(reader.image, ink)
    reader.set_state({"angle": 3.0})


def test_prediction_hides_and_judges(reader):
    reader.set(predict=True)
    assert reader.is_open
    assert reader.prediction_is_right is None
    assert "scoops will be read" in reader.sentence()
    reader.set(prediction=6)
    assert reader.prediction_is_right is False
    reader.set(prediction=7)
    assert reader.prediction_is_right
    assert "vanilla 2" in reader.sentence()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"angle": 181}, "angle must be a number from -180 to 180, but is 181"),
        ({"scale": 0.2}, "scale must be a number from 0.7 to 1.3"),
        ({"noise": -0.1}, "noise must be a number from 0 to 0.3"),
        ({"threshold": "high"}, "threshold must be a number"),
        ({"covered": "lower right"}, "covered must be one of"),
        ({"step": 5}, "step must be a whole number from 1 to 4"),
        ({"image": "a menu"}, "image must be one of 'empty'"),
        ({"image": np.full(LAYOUT.shape, 2.0)}, "image must lie between 0 and 1"),
    ],
)
def test_all_or_nothing(reader, settings, words):
    with pytest.raises(SettingError, match=words):
        reader.set(tool="eraser", **settings)
    assert reader.tool == "pen"
    assert reader.angle == 12


@pytest.mark.parametrize("name", CARD_NAMES)
def test_cards_on_offer_have_ink_only_around_their_boxes(name):
    ink = named_card(name)
    allowed = np.zeros(LAYOUT.shape, bool)
    for row, column, height, width in [*LAYOUT.mark_boxes, *LAYOUT.digit_boxes]:
        allowed[row - 9 : row + height + 9, column - 9 : column + width + 9] = True
    assert not ink[~allowed].any()


@pytest.mark.parametrize(
    ("line", "words"),
    [((4, "X", 1), "line must be"), ((0, "Z", 1), "mark must be"), ((0, "X", 0), "number must be")],
)
def test_complaints_about_lines(line, words):
    with pytest.raises(ValueError, match=words):
        write(np.zeros(LAYOUT.shape), *line)
