"""The made-up order cards: the same by seed, true in what they say of themselves."""

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.data.card_hands import CARD_MARKS, HANDS, write_digit, write_mark
from cnn_helpers.data.card_scan import SCAN_SHAPE
from cnn_helpers.data.marks import MARK_NAMES

LAYOUT = data.CARD_LAYOUT


@pytest.fixture(scope="module")
def cards():
    return data.make_order_cards(40, seed=5)


def test_the_same_seed_gives_the_same_cards_and_more_begin_with_them(cards):
    few = data.make_order_cards(3, seed=5)
    for mine, theirs in zip(few, cards, strict=True):
        np.testing.assert_array_equal(mine, theirs[:3])
    assert not np.array_equal(few.images, data.make_order_cards(3, seed=6).images)


def test_scoops_are_the_numbers_beside_an_x(cards):
    is_x = cards.marks == CARD_MARKS.index("X")
    np.testing.assert_array_equal(cards.scoops, np.where(is_x, cards.digits, 0))
    assert (cards.scoops.sum(axis=1) > 0).all()
    assert set(cards.digits.ravel()) <= {-1, *range(1, 10)}
    # What makes it hard is there: other marks than X, and numbers that order nothing.
    assert len(set(cards.marks.ravel())) == len(CARD_MARKS)
    assert ((cards.digits > 0) & ~is_x).any()


def test_the_marks_begin_as_the_classes_of_the_classifier_do():
    assert CARD_MARKS[: len(MARK_NAMES)] == MARK_NAMES


def test_scans_are_paper_with_ink(cards):
    assert cards.images.shape == (40, *SCAN_SHAPE)
    assert cards.images.dtype == np.uint8
    assert (np.median(cards.images, axis=(1, 2)) < 30).all()  # 0 is paper
    assert (cards.images.reshape(40, -1).max(axis=1) > 200).all()


def test_true_corners_lie_on_dots(cards):
    for image, corners, mishap in zip(cards.images, cards.corners, cards.mishaps, strict=True):
        inks = [image[row - 2 : row + 3, column - 2 : column + 3].mean() for row, column in
                corners.round().astype(int)]  # fmt: skip
        hidden = sum(ink < 150 for ink in inks)
        assert hidden == (1 if mishap == "covered corner" else 0)


def test_angles_are_those_of_the_upper_edge(cards):
    (down, right) = (cards.corners[:, 1] - cards.corners[:, 0]).T
    np.testing.assert_allclose(
        (cards.angles + 180) % 360, np.degrees(np.arctan2(-down, right)) + 180
    )


def test_two_groups_never_meet():
    train, test = (data.make_order_cards(12, part=part, seed=1) for part in ("train", "test"))
    assert not set(HANDS["train"]) & set(HANDS["test"])
    assert set(train.hands) <= set(HANDS["train"])
    assert set(test.hands) <= set(HANDS["test"])


def test_test_cards_take_their_digits_from_the_test_digits(monkeypatch):
    from cnn_helpers.data import card_maker

    mnist = data.load_mnist()
    for part, kept in (("train", "train"), ("test", "test")):
        blank = {f"{other}_images": np.zeros_like(getattr(mnist, f"{other}_images")) for other in
                 {"train", "test"} - {kept}}  # fmt: skip
        half = mnist._replace(**blank)
        monkeypatch.setattr(card_maker, "load_mnist", lambda subset, half=half: half)
        changed = data.make_order_cards(2, part=part, seed=4)
        monkeypatch.undo()
        np.testing.assert_array_equal(
            changed.images, data.make_order_cards(2, part=part, seed=4).images
        )


@pytest.mark.parametrize("revenue", [20.0, 61.0])
def test_a_day_earns_its_revenue(revenue):
    day = data.make_card_day(revenue, seed=8)
    more = data.make_order_cards(len(day.images) + 1, part="test", seed=8)
    np.testing.assert_array_equal(day.images, more.images[:-1])
    off = abs(data.SCOOP_PRICE * day.scoops.sum() - revenue)
    assert off <= abs(data.SCOOP_PRICE * more.scoops.sum() - revenue)


@pytest.mark.parametrize("kind", CARD_MARKS)
def test_every_hand_writes_every_mark(kind):
    for hand in [hand for hands in HANDS.values() for hand in hands.values()]:
        ink = write_mark(kind, hand, np.random.default_rng(0))
        assert ink.max() <= hand.ink[1]
        assert (ink.sum() > 20) == (kind != "empty")


def test_a_digit_is_bent_to_the_hand():
    image = data.load_mnist().train_images[0]
    calm, small = (HANDS["train"][name] for name in ("calm", "small"))
    large_ink, small_ink = (write_digit(image, hand, np.random.default_rng(3)) for hand in
                            (calm, small))  # fmt: skip
    heights = [np.ptp(np.flatnonzero((ink > 0.3).any(axis=1))) for ink in (large_ink, small_ink)]
    assert heights[1] < heights[0]


def test_layout_boxes_are_empty_on_the_form_and_framed():
    form = data.card_form()
    for top, left, height, width in [*LAYOUT.mark_boxes, *LAYOUT.digit_boxes]:
        assert form[top : top + height, left : left + width].max() == 0
        assert form[top - 3, left : left + width].min() > 0.3
    for row, column in LAYOUT.corners.astype(int):
        assert form[row - 3 : row + 4, column - 3 : column + 4].min() > 0.8


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: data.make_order_cards(0), "count must be"),
        (lambda: data.make_order_cards(1, part="both"), 'part must be "train" or "test"'),
        (lambda: data.make_card_day(-3.0), "revenue must be"),
    ],
)
def test_complaints(call, words):
    with pytest.raises(ValueError, match=words):
        call()
