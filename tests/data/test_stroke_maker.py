"""Single strokes and corners: seeded, in their place, and what their names say."""

import numpy as np
import pytest

from cnn_helpers.data import STROKE_NAMES, make_strokes


def ink(name, count=60, **options):
    images, _ = make_strokes([name], count, **options)
    return images / 255


def test_shape_type_and_order():
    images, labels = make_strokes(["rising", "empty"], 3, seed=1)
    assert images.shape == (6, 12, 12)
    assert images.dtype == labels.dtype == np.uint8
    assert labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert images[:3].max() > 160 > 130 > images[3:].max()  # specks are grey


def test_the_seed_decides():
    first, _ = make_strokes(STROKE_NAMES, 2, seed=3)
    again, _ = make_strokes(STROKE_NAMES, 2, seed=3)
    other, _ = make_strokes(STROKE_NAMES, 2, seed=4)
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def moments(name):
    """Spread of the ink along rows, along columns, and how the two go together."""
    mean = ink(name, wander=0).mean(axis=0)  # all in the middle of the paper
    mean[mean < 0.1] = 0  # the specks
    row, column = np.indices(mean.shape)
    down = row - (mean * row).sum() / mean.sum()
    right = column - (mean * column).sum() / mean.sum()
    pairs = ((down, down), (right, right), (down, right))
    return [(mean * one * other).sum() / mean.sum() for one, other in pairs]


def test_strokes_run_as_their_names_say():
    rows, columns, _ = moments("vertical")
    assert rows > 3 * columns
    rows, columns, _ = moments("horizontal")
    assert columns > 3 * rows
    assert moments("falling")[2] > 1  # down and right grow together
    assert moments("rising")[2] < -1


@pytest.mark.parametrize(
    ("name", "down", "right"),
    [
        ("upper left", -1, -1),
        ("upper right", -1, 1),
        ("lower left", 1, -1),
        ("lower right", 1, 1),
    ],
)
def test_corners_lie_where_their_names_say(name, down, right):
    images = ink(name, wander=0)  # all in the middle of the paper
    mean = images.mean(axis=0)
    halves = mean[:6].sum() < mean[6:].sum(), mean[:, :6].sum() < mean[:, 6:].sum()
    assert halves == (down > 0, right > 0)


def test_wander():
    still, moving = ink("vertical", wander=0), ink("vertical")
    assert np.count_nonzero(still.mean(axis=0) > 0.1) < np.count_nonzero(moving.mean(axis=0) > 0.05)


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        ((["wavy"], 2), {}, r"names must be out of vertical, .*, but are \['wavy'\]"),
        (([], 2), {}, r"but are \[\]"),
        ((["vertical"], 0), {}, "count must be"),
        ((["vertical"], 2), {"size": 9}, "size must be 5, 12 or 28, but is 9"),
        ((["vertical"], 2), {"wander": 2}, "wander must lie between 0 and 1, but is 2"),
    ],
)
def test_what_cannot_be_drawn(arguments, options, words):
    with pytest.raises(ValueError, match=words):
        make_strokes(*arguments, **options)
