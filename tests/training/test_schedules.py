"""The learning rate over time."""

import pytest

from cnn_helpers.training import cosine_decay, one_cycle


def test_cosine_decay_falls_from_one_to_zero_slowest_at_both_ends():
    assert [cosine_decay(at) for at in (0, 1 / 3, 1 / 2, 2 / 3, 1)] == pytest.approx(
        [1, 0.75, 0.5, 0.25, 0]
    )
    falls = [cosine_decay(at / 10) - cosine_decay((at + 1) / 10) for at in range(10)]
    assert all(fall > 0 for fall in falls)
    assert max(falls[0], falls[-1]) < min(falls[4], falls[5])


def test_one_cycle_climbs_in_a_straight_line_and_falls_as_a_cosine():
    climb = [one_cycle(at) for at in (0, 0.05, 0.1, 0.15)]
    assert climb == pytest.approx([0.05, 0.2875, 0.525, 0.7625])
    assert one_cycle(0.2) == 1
    assert [one_cycle(0.2 + 0.8 * at) for at in (1 / 3, 1 / 2, 1)] == pytest.approx([0.75, 0.5, 0])
    assert one_cycle(0.25, warm_up=0.5) == pytest.approx(0.525)
