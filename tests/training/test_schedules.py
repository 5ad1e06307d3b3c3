"""The learning rate over time."""

import pytest

from cnn_helpers.training import cosine_decay


def test_cosine_decay_falls_from_one_to_zero_slowest_at_both_ends():
    assert [cosine_decay(at) for at in (0, 1 / 3, 1 / 2, 2 / 3, 1)] == pytest.approx(
        [1, 0.75, 0.5, 0.25, 0]
    )
    falls = [cosine_decay(at / 10) - cosine_decay((at + 1) / 10) for at in range(10)]
    assert all(fall > 0 for fall in falls)
    assert max(falls[0], falls[-1]) < min(falls[4], falls[5])
