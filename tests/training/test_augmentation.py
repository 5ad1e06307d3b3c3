"""random_shifts: the same picture elsewhere, nothing wrapped round, all shifts equally likely."""

from collections import Counter

import numpy as np
import pytest

from cnn_helpers.training import random_shifts


@pytest.mark.parametrize("pixels", [0, 1, 3])
def test_each_image_is_moved_by_its_own_shift_and_filled_with_zeros(pixels):
    images = np.random.default_rng(0).random((60, 2, 5, 7)) + 1
    shifted = random_shifts(images, np.random.default_rng(1), pixels=pixels)
    assert shifted.dtype == images.dtype
    seen = set()
    for image, moved in zip(images, shifted, strict=True):
        fits = []
        for down in range(-pixels, pixels + 1):
            for right in range(-pixels, pixels + 1):
                wanted = np.zeros_like(image)
                for row in range(5):
                    for column in range(7):
                        if 0 <= row - down < 5 and 0 <= column - right < 7:
                            wanted[:, row, column] = image[:, row - down, column - right]
                if np.array_equal(wanted, moved):
                    fits.append((down, right))
        assert len(fits) == 1
        seen.add(fits[0])
    assert len(seen) > (1 if pixels else 0)


def test_all_shifts_are_equally_likely():
    image = np.zeros((1, 1, 3, 3))
    image[0, 0, 1, 1] = 1
    shifted = random_shifts(np.repeat(image, 9000, axis=0), np.random.default_rng(2), pixels=1)
    counts = Counter(shifted.reshape(9000, 9).argmax(axis=1).tolist())
    assert len(counts) == 9
    assert max(abs(count - 1000) for count in counts.values()) < 5 * 30  # five standard deviations


def test_the_original_stays_and_the_generator_decides():
    images = np.random.default_rng(3).random((9, 1, 4, 4), np.float32)
    before = images.copy()
    one = random_shifts(images, np.random.default_rng(4))
    same = random_shifts(images, np.random.default_rng(4))
    other = random_shifts(images, np.random.default_rng(5))
    np.testing.assert_array_equal(images, before)
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_what_it_does_not_take():
    with pytest.raises(ValueError, match=r"^images must have 4 dimensions"):
        random_shifts(np.zeros((3, 4, 4)), np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"^pixels must be a whole number of at least 0"):
        random_shifts(np.zeros((1, 1, 4, 4)), np.random.default_rng(0), pixels=-1)
