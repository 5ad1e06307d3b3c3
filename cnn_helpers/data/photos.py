"""Four real photographs, free for any use; ``data/README.md`` says who took them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image

from cnn_helpers.data.files import read_data_file

__all__ = ["load_photo", "photo_names"]

_NAMES = ("camera", "brick", "coffee", "cat")


def photo_names():
    """Return the names that `load_photo` knows: two grey photographs, then two in colour.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> photo_names()
    ('camera', 'brick', 'coffee', 'cat')
    """
    return _NAMES


def load_photo(name):
    """Return a real photograph.

    Parameters
    ----------
    name : {"camera", "brick", "coffee", "cat"}
        A man with a camera (grey, 512x512), a brick wall (grey, 512x512), a cup of coffee (colour,
        320x480), a cat's face (colour, 300x451).

    Returns
    -------
    numpy.ndarray of uint8, shape (H, W) or (H, W, 3)
        0 is black, 255 is full light (unlike digits and marks, where 255 is ink). The last axis of
        a colour photograph holds red, green, blue. Read-only, the same array at each call.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    ValueError
        If there is no such photograph.

    Examples
    --------
    >>> load_photo("cat").shape
    (300, 451, 3)
    """
    if name not in _NAMES:
        raise ValueError(f"name must be one of {', '.join(_NAMES)}, but is {name!r}")
    return _load(name)


@lru_cache
def _load(name):
    with Image.open(BytesIO(read_data_file(f"photos/{name}.png"))) as picture:
        photo = np.array(picture)
    photo.flags.writeable = False
    return photo
