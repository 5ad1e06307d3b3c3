"""Pictures small enough that every number can be read, with one channel or several."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PIL import Image

from cnn_helpers import data
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import frozen

__all__ = [
    "LARGEST_SIDE",
    "MOST_CHANNELS",
    "SmallPicture",
    "as_small_picture",
    "small_picture_groups",
]

LARGEST_SIDE = 28
MOST_CHANNELS = 8
OWN = "own array"

_MARKS = ("X", "O", "V", "tick", "scribble")
_LARGE_MARKS = {f"{name}, 12 × 12": name for name in ("X", "O", "tick")}
_COLOR_X = "two-colour X"
# Name -> photograph, and the box (left, top, right, bottom) that is scaled down to 10 x 10 pixels.
_CROPS = {
    "coffee, 10 × 10": ("coffee", (110, 10, 350, 250)),
    "cat's eye, 10 × 10": ("cat", (122, 64, 218, 160)),
}
_CROP_SIDE = 10


class SmallPicture(NamedTuple):
    """A picture whose numbers are shown.

    Attributes
    ----------
    name : str
        What the widget calls it.
    values : numpy.ndarray, shape (C, H, W), float64, read-only
        0 to 1 for the course's own pictures; an array of one's own may hold any numbers.
    look : {"ink", "photo", "signed"}
        What the numbers stand for: 0 paper and 1 ink, 0 black and 1 white, or any numbers.
    """

    name: str
    values: np.ndarray
    look: str


def small_picture_groups():
    """Return the names on offer, as ``[[group, [name, ...]], ...]``.

    Examples
    --------
    >>> small_picture_groups()[2]
    ['Colour, 3 channels', ['two-colour X', 'coffee, 10 × 10', "cat's eye, 10 × 10"]]
    """
    return [
        ["Marks, 5 × 5", list(_MARKS)],
        ["Marks, 12 × 12", list(_LARGE_MARKS)],
        ["Colour, 3 channels", [_COLOR_X, *_CROPS]],
    ]


@lru_cache(maxsize=16)
def _load(name):
    if name in _MARKS:
        return SmallPicture(name, frozen(data.mark_template(name)[np.newaxis]), "ink")
    if name in _LARGE_MARKS:
        mark = data.mark_template(_LARGE_MARKS[name], 12)
        return SmallPicture(name, frozen(mark[np.newaxis]), "ink")
    if name == _COLOR_X:
        # Red light on one stroke, blue on the other, both where they cross; no green anywhere.
        stroke = np.eye(5)
        return SmallPicture(name, frozen([stroke, 0 * stroke, stroke[::-1]]), "photo")
    photo, box = _CROPS[name]
    size = (_CROP_SIDE, _CROP_SIDE)
    crop = Image.fromarray(data.load_photo(photo)).resize(size, Image.Resampling.BOX, box)
    # Tenths, so that each product can be checked by hand.
    tenths = np.round(np.asarray(crop) / 255, 1)
    return SmallPicture(name, frozen(tenths.transpose(2, 0, 1)), "photo")


def as_small_picture(image):
    """Return what the learner passed as a ``SmallPicture``.

    Parameters
    ----------
    image : str, SmallPicture or array_like
        A name in ``small_picture_groups()``, or numbers (H, W) or (C, H, W): 1 to 28 rows and
        columns, 1 to 8 channels. uint8 is taken as 0 to 255 and scaled to 0 to 1.

    Returns
    -------
    SmallPicture
        An own array of one channel within 0 to 1 is taken as ink, of three channels as a photo; one
        that reaches beyond is signed.

    Raises
    ------
    TypeError, ValueError
        If the name is unknown, or shape, size or type is wrong.

    Examples
    --------
    >>> as_small_picture([[0, 1], [2, -1]]).look
    'signed'
    >>> import numpy as np
    >>> as_small_picture(np.zeros((5, 5, 3)))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: image must have shape (H, W) or (C, H, W), but has (5, 5, 3): pass ...
    """
    if isinstance(image, SmallPicture):
        return image
    if isinstance(image, str):
        names = [name for _, group in small_picture_groups() for name in group]
        if image not in names:
            raise ValueError(
                f"image must be one of {', '.join(names)}, or an array, but is {image!r}"
            )
        return _load(image)
    array = check_array(image, "image", floating=False)
    if array.ndim not in (2, 3):
        raise ValueError(f"image must have shape (H, W) or (C, H, W), but has {array.shape}")
    if array.ndim == 3 and array.shape[2] == 3 and array.shape[0] > 3:
        raise ValueError(
            f"image must have shape (H, W) or (C, H, W), but has {array.shape}: "
            "pass image.transpose(2, 0, 1), which puts the channels first"
        )
    scale = 255 if array.dtype == np.uint8 else 1
    values = array[np.newaxis] if array.ndim == 2 else array
    channels, *sides = values.shape
    if not 1 <= channels <= MOST_CHANNELS:
        raise ValueError(f"image must have from 1 to {MOST_CHANNELS} channels, but has {channels}")
    if min(sides) < 1 or max(sides) > LARGEST_SIDE:
        raise ValueError(
            f"image must have from 1 to {LARGEST_SIDE} rows and columns, "
            f"but has shape {array.shape}"
        )
    values = check_finite(values.astype(np.float64), "image") / scale
    signed = values.min() < 0 or values.max() > 1
    look = "signed" if signed else "photo" if channels == 3 else "ink"
    return SmallPicture(OWN, frozen(values), look)
