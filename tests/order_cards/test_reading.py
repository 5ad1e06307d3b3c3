"""A card read end to end, with classifiers whose answers are known."""

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.exercises.references.capstone_order_cards import read_order_card
from cnn_helpers.order_cards import CardError, center_digit, cut_boxes, read_card
from cnn_helpers.softmax import softmax
from cnn_helpers.training import load_trained

LAYOUT = data.CARD_LAYOUT


def by_ink(images):
    """Take much ink for an X: certain numbers, made from the picture alone."""
    ink = images.mean(axis=(1, 2, 3))
    return softmax(np.stack([40 * ink, np.full_like(ink, 4), np.zeros_like(ink)], axis=1))


def by_row(images):
    return softmax(10 * images[:, 0, 4:24:2, 8:20].mean(axis=2))


def test_reading_agrees_with_the_exercise():
    cards = data.make_order_cards(4, seed=2)
    for image in cards.images:
        reading = read_card(image, by_ink, by_row)

        def centred(windows):
            return by_row(np.stack([center_digit(window[0]) for window in windows])[:, np.newaxis])

        boxes = LAYOUT.mark_boxes, LAYOUT.digit_boxes
        expected = read_order_card(reading.straight.image, *boxes, by_ink, centred)
        np.testing.assert_array_equal(reading.scoops, expected)


def test_confidence_is_that_of_the_order():
    marks = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.4, 0.6]])
    digits = np.full((4, 10), 0.02)
    digits[:, 7] = 0.82
    card = np.array(data.card_form())
    for row, column, height, width in LAYOUT.digit_boxes[:2]:  # two boxes with ink, two without
        card[row + 8 : row + height - 8, column + 16 : column + width - 16] = 1
    reading = read_card(data.scan_card(card)[0], lambda images: marks, lambda images: digits)
    assert reading.scoops.tolist() == [7, 0, 7, 0]
    np.testing.assert_allclose(reading.confidences, [0.9 * 0.82, 0.8, 0, 0.6])
    assert reading.confidence == 0


def test_trained_networks_read_calm_cards():
    models = [load_trained(name) for name in ("marks_cnn", "mnist_lenet")]
    marks, digits = (lambda images, model=model: softmax(model(images)) for model in models)
    cards = data.make_order_cards(12, seed=31)
    right = [
        np.array_equal(read_card(image, marks, digits).scoops, scoops)
        for image, scoops, mishap in zip(cards.images, cards.scoops, cards.mishaps, strict=True)
        if mishap != "covered corner"
    ]
    assert np.mean(right) >= 0.6


def test_what_cannot_be_straightened_is_not_read():
    with pytest.raises(CardError):
        read_card(np.zeros((312, 280)), by_ink, by_row)


def test_cut_boxes_takes_row_column_height_width():
    card = np.arange(30).reshape(5, 6)
    np.testing.assert_array_equal(cut_boxes(card, [(1, 2, 2, 3)])[0], card[1:3, 2:5])
