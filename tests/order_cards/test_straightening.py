"""A card laid straight again: random turns recovered, and a clear word where it can't be done."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnn_helpers import data
from cnn_helpers.data.card_scan import SCAN_SHAPE
from cnn_helpers.order_cards import CardError, find_dots, straighten_card
from cnn_helpers.order_cards.straightening import dot_kernel

FORM = data.card_form()


@given(
    angle=st.floats(-18, 18),
    upside_down=st.booleans(),
    shift=st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    scale=st.floats(0.9, 1.04),
    seed=st.integers(0, 99),
)
@settings(max_examples=25, deadline=None)
def test_a_random_turn_is_recovered_within_a_pixel(angle, upside_down, shift, scale, seed):
    placed = {"angle": angle + 180 * upside_down, "shift": shift, "scale": scale}
    noise = {"noise": 0.05, "generator": np.random.default_rng(seed)}
    scan, corners = data.scan_card(FORM, **placed, **noise)
    straight = straighten_card(scan)
    assert abs(straight.corners - corners).max() < 0.5
    assert abs((straight.angle - placed["angle"] + 180) % 360 - 180) < 0.4
    assert abs(straight.scale - scale) < 0.01
    # Every box lies where the layout says: its frame is found a pixel around it, not inside.
    for top, left, height, width in data.CARD_LAYOUT.mark_boxes:
        inside = straight.image[top : top + height, left : left + width]
        assert inside.mean() < 0.15
        assert straight.image[top - 4 : top - 1, left : left + width].max(axis=0).mean() > 0.4


def test_a_straight_card_comes_back_as_it_was():
    scan, _ = data.scan_card(FORM)
    straight = straighten_card(scan)
    assert abs(straight.image - FORM).mean() < 0.01
    assert straight.residual < 0.05
    np.testing.assert_allclose(straighten_card(np.rint(255 * scan).astype(np.uint8)).image,
                               straight.image, atol=0.01)  # fmt: skip


def test_written_cards_are_found_but_for_covered_corners():
    cards = data.make_order_cards(40, part="test", seed=12)
    for image, corners, mishap in zip(cards.images, cards.corners, cards.mishaps, strict=True):
        if mishap == "covered corner":
            with pytest.raises(CardError):
                straighten_card(image)
        else:
            assert abs(straighten_card(image).corners - corners).max() < 1


def test_two_dots_are_too_few():
    card = np.array(FORM)
    card[:30, :30] = 0
    scan, _ = data.scan_card(card, angle=4)
    with pytest.raises(CardError, match=r"3 corner dots, but 2 can be seen at \(row, column\) \("):
        straighten_card(scan)


def test_empty_paper_and_wrong_places_are_told_apart():
    with pytest.raises(CardError, match="but 0 can be seen: is a corner covered"):
        straighten_card(np.zeros(SCAN_SHAPE))
    scan = np.zeros(SCAN_SHAPE)
    row, column = np.indices(SCAN_SHAPE)
    for middle in ((30, 40), (30, 120), (90, 60)):
        scan[np.hypot(row - middle[0], column - middle[1]) < 6] = 1
    with pytest.raises(CardError, match="no 3 of the 3 dots at"):
        straighten_card(scan)


def test_a_filled_box_is_no_dot():
    """A black mark is darker than paper too, but the printed dots fit the layout."""
    card = np.array(FORM)
    card[62 - 8 : 62 + 8, 28:44] = 1
    scan, corners = data.scan_card(card, angle=-7)
    assert abs(straighten_card(scan).corners - corners).max() < 0.5


def test_dots_are_found_between_pixels_and_not_at_the_edge():
    row, column = np.indices((60, 80))
    cover = np.clip(6.5 - np.hypot(row - 20.3, column - 33.6), 0, 1)
    cover += np.clip(6.5 - np.hypot(row - 57, column - 70), 0, 1)  # half of it is outside
    places, contrasts = find_dots(cover, 6)
    np.testing.assert_allclose(places, [(20.3, 33.6)], atol=0.1)
    assert 0.9 < contrasts[0] <= 1


def test_the_filter_answers_with_a_difference_of_means():
    kernel = dot_kernel(6)
    assert abs(kernel.sum()) < 1e-6
    np.testing.assert_allclose(kernel[kernel > 0].sum(), 1, rtol=1e-5)
    np.testing.assert_array_equal(kernel, kernel.T)


@pytest.mark.parametrize(
    ("scan", "words"),
    [(np.zeros(9), "scan must"), (np.full(SCAN_SHAPE, np.nan), "scan must")],
)
def test_complaints(scan, words):
    with pytest.raises(ValueError, match=words):
        straighten_card(scan)
