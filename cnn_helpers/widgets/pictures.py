"""The pictures that a widget offers by name, and how an array of one's own is taken.

A picture is an array of values from 0 to 1, grey or red, green and blue, and a look: ``"ink"`` (0
is white paper, 1 is dark ink: marks and digits) or ``"photo"`` (0 is black, 1 is white).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PIL import Image

from cnn_helpers import data
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.uploads import LONG_SIDE, to_grey

__all__ = ["LARGEST_SIDE", "Picture", "as_picture", "named_picture", "picture_groups", "picture_of"]

MARKS = ("X", "O", "tick", "scribble")
DIGITS = tuple(f"digit {digit}" for digit in range(10))
LARGEST_SIDE = 512
OWN = "own array"


class Picture(NamedTuple):
    """A picture ready to be shown.

    Attributes
    ----------
    name : str
        What the widget calls it.
    values : numpy.ndarray, shape (H, W), float64, read-only
        Grey, 0 to 1.
    look : {"ink", "photo"}
        What 0 and 1 stand for.
    rgb : numpy.ndarray or None, shape (H, W, 3), float64, read-only
        Its colours, 0 to 1, if it has any.
    """

    name: str
    values: np.ndarray
    look: str
    rgb: np.ndarray | None = None

    def pixels(self, channels):
        """Return the grey values (H, W), or red, green and blue (H, W, 3).

        Examples
        --------
        >>> named_picture("X").pixels("rgb").shape  # a grey picture has three equal planes
        (5, 5, 3)
        """
        if channels != "rgb":
            return self.values
        if self.rgb is not None:
            return self.rgb
        return frozen(np.repeat(self.values[..., np.newaxis], 3, axis=2))


def picture_of(name, values, look):
    """Return a ``Picture`` of grey values (H, W) or colours (H, W, 3), 0 to 1.

    Examples
    --------
    >>> picture_of("green", np.full((3, 3, 3), [0, 1, 0]), "photo").values[0, 0].item()
    0.587
    """
    if values.ndim == 2:
        return Picture(name, frozen(values), look)
    return Picture(name, frozen(to_grey(values)), look, frozen(values))


def frozen(array):
    """Return a read-only float64 copy, so that a change can't slip past the widget."""
    array = np.array(array, dtype=np.float64, order="C")
    array.setflags(write=False)
    return array


def picture_groups():
    """Return the names on offer, as ``[[group, [name, ...]], ...]``.

    Examples
    --------
    >>> picture_groups()[0]
    ['Marks, 5 × 5', ['X', 'O', 'tick', 'scribble']]
    """
    return [
        ["Marks, 5 × 5", list(MARKS)],
        ["Handwritten digits", list(DIGITS)],
        ["Photographs", list(data.photo_names())],
    ]


@lru_cache(maxsize=16)
def _load(name):
    if name in MARKS:
        return Picture(name, frozen(data.mark_template(name)), "ink")
    if name in DIGITS:
        digits = data.load_mnist(subset="10k")
        first = np.flatnonzero(digits.test_labels == int(name.removeprefix("digit ")))[0]
        return Picture(name, frozen(digits.test_images[first] / 255), "ink")
    photo = Image.fromarray(data.load_photo(name))
    photo.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return picture_of(name, np.asarray(photo) / 255, "photo")


def named_picture(name):
    """Return a picture of the course by its name.

    Parameters
    ----------
    name : str
        A mark (``"X"``, ``"O"``, ``"tick"``, ``"scribble"``), ``"digit 0"`` to ``"digit 9"`` (the
        first such digit among the test images of the 10,000-image subset), or a photograph
        (``data.photo_names()``; scaled to 256 pixels on the longer side).

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is no such picture.

    Examples
    --------
    >>> named_picture("X").values.astype(int).tolist()[0]
    [1, 0, 0, 0, 1]
    """
    names = [name for _, group in picture_groups() for name in group]
    if name not in names:
        raise ValueError(f"image must be one of {', '.join(names)}, or an array, but is {name!r}")
    return _load(name)


def as_picture(image):
    """Return what the learner passed as a ``Picture``.

    Parameters
    ----------
    image : str, Picture or array_like
        A name, or grey values (H, W) from 0 to 1 (uint8: 0 to 255), or an RGB picture (H, W, 3).
        Each side from 3 to 512.

    Returns
    -------
    Picture
        Grey arrays are taken as ``"ink"`` (the course's polarity), RGB as ``"photo"``.

    Raises
    ------
    TypeError, ValueError
        If the name is unknown, or shape, range or type is wrong.

    Examples
    --------
    >>> as_picture([[0, 2, 0], [0, 0, 0], [0, 0, 0]])
    Traceback (most recent call last):
        ...
    ValueError: image must lie between 0 and 1, but reaches from 0 to 2
    """
    if isinstance(image, Picture):
        return image
    if isinstance(image, str):
        return named_picture(image)
    array = check_array(image, "image", floating=False)
    scale = 255 if array.dtype == np.uint8 else 1
    if array.ndim != 2 and not (array.ndim == 3 and array.shape[2] == 3):
        raise ValueError(f"image must have shape (H, W) or (H, W, 3), but has {array.shape}")
    if min(array.shape[:2]) < 3 or max(array.shape[:2]) > LARGEST_SIDE:
        raise ValueError(
            f"image must have from 3 to {LARGEST_SIDE} rows and columns, "
            f"but has shape {array.shape}"
        )
    values = check_finite(array.astype(np.float64), "image") / scale
    if values.min() < 0 or values.max() > 1:
        raise ValueError(
            f"image must lie between 0 and 1, but reaches from {values.min():g} to {values.max():g}"
        )
    return picture_of(OWN, values, "ink" if array.ndim == 2 else "photo")
