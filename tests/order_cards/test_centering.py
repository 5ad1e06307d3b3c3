"""Digits prepared as MNIST's makers did it: MNIST itself is the reference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnn_helpers import data
from cnn_helpers.order_cards import center_digit


def test_digits_of_mnist_are_so_already():
    """Nearly all come out unchanged, which shows that the recipe is theirs."""
    images = data.load_mnist().test_images[:400] / 255
    centred = np.stack([center_digit(image, clean=False) for image in images])
    same = abs(centred - images).max(axis=(1, 2)) < 1e-9
    assert same.mean() > 0.97
    # The others move by one row or column, where the middle of the ink lies between two pixels.
    for image, moved in zip(images[~same], centred[~same], strict=True):
        steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
        assert any(np.allclose(np.roll(image, step, (0, 1)), moved) for step in steps)


@given(
    number=st.integers(0, 50),
    size=st.integers(2, 4),
    place=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
@settings(max_examples=20, deadline=None)
def test_size_and_place_on_the_paper_do_not_matter(number, size, place):
    image = data.load_mnist().train_images[number] / 255
    large = np.kron(image, np.ones((size, size)))
    paper = np.zeros((160, 170))
    paper[place[0] : place[0] + len(large), place[1] : place[1] + len(large)] = large
    found = center_digit(paper, clean=False)
    steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    off = min(abs(np.roll(found, step, (0, 1)) - center_digit(image, clean=False)).mean()
              for step in steps)  # fmt: skip
    assert off < 0.03


def test_box_and_centre_of_mass():
    random = np.random.default_rng(0)
    window = np.zeros((50, 50))
    window[8:41, 12:22] = random.uniform(0.5, 1, (33, 10))
    found = center_digit(window, clean=False)
    mass = found.sum()
    assert abs((found.sum(axis=1) @ np.arange(28)) / mass - 14) < 0.6
    assert abs((found.sum(axis=0) @ np.arange(28)) / mass - 14) < 0.6
    rows = np.flatnonzero((found > 0.3).any(axis=1))
    columns = np.flatnonzero((found > 0.3).any(axis=0))
    assert np.ptp(rows) + 1 in (20, 21)
    assert np.ptp(columns) + 1 in (6, 7)  # 10 of 33, made 20 high


def test_grey_paper_faint_ink_and_specks():
    image = data.load_mnist().train_images[7] / 255
    clear = center_digit(image)
    grey = 0.1 + 0.5 * image
    grey[1, 26] = 0.6
    assert abs(center_digit(grey) - clear).max() < 0.01


@pytest.mark.parametrize("window", [np.zeros((36, 36)), np.full((36, 36), 0.2)])
def test_an_empty_box_stays_empty(window):
    window = window + 0.02 * np.random.default_rng(1).standard_normal(window.shape)
    assert not center_digit(window).any()


def test_uint8_is_scaled_and_the_window_kept():
    window = data.load_mnist().train_images[3].copy()
    before = window.copy()
    np.testing.assert_allclose(center_digit(window), center_digit(window / 255))
    np.testing.assert_array_equal(window, before)


@pytest.mark.parametrize("window", [np.zeros((1, 28, 28)), [[np.inf, 0.0]]])
def test_complaints(window):
    with pytest.raises(ValueError, match="window"):
        center_digit(window)
