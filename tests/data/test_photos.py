import numpy as np
import pytest

from cnn_helpers import data

SHAPES = {
    "camera": (512, 512),
    "brick": (512, 512),
    "coffee": (320, 480, 3),
    "cat": (300, 451, 3),
}


def test_names():
    assert data.photo_names() == tuple(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_each_photo(name):
    photo = data.load_photo(name)
    assert photo.shape == SHAPES[name]
    assert photo.dtype == np.uint8
    assert np.ptp(photo) > 100
    assert data.load_photo(name) is photo
    with pytest.raises(ValueError, match="read-only"):
        photo[0] = 1


def test_known_colours():
    # Channels in the order red, green, blue: the saucer is red, the cat's nose is pinkish.
    red, green, blue = data.load_photo("coffee")[250, 100]
    assert red > 2 * green
    assert red > 2 * blue
    assert data.load_photo("camera")[20, 20] > 150  # the sky, above the dark coat
    assert data.load_photo("camera")[300, 60] < 50


@pytest.mark.parametrize("name", ["Cat", "cat.png", "../mnist", None])
def test_unknown_photo(name):
    with pytest.raises(ValueError, match="name must be one of camera, brick, coffee, cat, but is"):
        data.load_photo(name)


def test_a_damaged_photo_is_named(data_copy):
    file = data_copy / "photos" / "cat.png"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(data.DataError, match=r"photos/cat\.png is damaged or was changed"):
        data.load_photo("cat")
