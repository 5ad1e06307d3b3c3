"""Turn the bytes of an uploaded picture file into numbers, or say in one line why not.

The header is read first: a picture that would take too much memory is refused before it is
unpacked.
"""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from cnn_helpers.validation import check_array

__all__ = ["LONG_SIDE", "MAX_BYTES", "MAX_PIXELS", "UploadError", "decode_picture", "to_grey"]

LONG_SIDE = 256
"""Uploads and photographs are scaled down until their longer side has this many pixels."""

MAX_BYTES = 9_000_000
"""Largest file taken. Jupyter closes its connection at a message of 10 MiB."""

MAX_PIXELS = 50_000_000
"""Largest picture unpacked: 50 megapixels need about 150 MB of memory for a moment."""


class UploadError(ValueError):
    """A file that can't be shown; the message is one line for the learner."""


def to_grey(rgb):
    """Mix red, green and blue into one grey value: 0.299 R + 0.587 G + 0.114 B.

    These weights follow the eye, which sees green as brightest and blue as darkest.

    Parameters
    ----------
    rgb : array_like, shape (H, W, 3)
        Values from 0 to 1, or uint8 from 0 to 255.

    Returns
    -------
    numpy.ndarray, shape (H, W), float64
        Values from 0 (black) to 1 (white).

    References
    ----------
    Recommendation ITU-R BT.601.

    Examples
    --------
    >>> float(to_grey([[[1.0, 1.0, 1.0]]])[0, 0])
    1.0
    >>> float(to_grey([[[0.0, 1.0, 0.0]]])[0, 0])
    0.587
    """
    values = np.asarray(rgb)
    scale = 255 if values.dtype == np.uint8 else 1
    values = check_array(values, "rgb", axes=("H", "W", "3")) / scale
    if values.shape[2] != 3:
        raise ValueError(f"rgb must have 3 channels, but has {values.shape[2]}: {values.shape}")
    return (values[..., 0] * 299 + values[..., 1] * 587 + values[..., 2] * 114) / 1000


def _damaged(name, error):
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return UploadError(f"{name} is damaged and can't be read: {reason}")


def _open(data, name):
    try:
        with warnings.catch_warnings():
            # The size is checked below, with a message of our own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data))
    except Image.DecompressionBombError:
        limit = MAX_PIXELS // 1_000_000
        raise UploadError(
            f"{name} has more than {2 * Image.MAX_IMAGE_PIXELS // 1_000_000} megapixels, "
            f"but at most {limit} are taken: scale it down first"
        ) from None
    except UnidentifiedImageError:
        raise UploadError(
            f"{name} is not a picture that can be read: expected PNG, JPEG, GIF, WebP, BMP or "
            f"TIFF, but its {len(data)} bytes start with {bytes(data[:8])!r}"
        ) from None
    except Exception as error:  # Pillow's plugins raise many kinds for damaged files
        raise _damaged(name, error) from None


def _pixels(image, name):
    """Return grey or RGB pixels from 0 to 1, at most ``LONG_SIDE`` on the longer side."""
    size = tuple(max(1, round(side * LONG_SIDE / max(image.size))) for side in image.size)
    if max(image.size) <= LONG_SIDE:
        size = image.size
    if image.mode in ("F", "I") or image.mode.startswith("I;16"):
        # Only "F" and "L" can be scaled by Pillow without loss, and 16 bits don't fit in "L".
        values = np.asarray(image).astype(np.float32)
        if not np.isfinite(values).all():
            raise UploadError(f"{name} holds numbers that are not finite (NaN or infinity)")
        values = values / (1 if image.mode == "F" else 65535)
        if values.min() < 0 or values.max() > 1:
            raise UploadError(
                f"{name} holds numbers from {values.min():g} to {values.max():g}, "
                "but grey must lie between 0 and 1"
            )
        resized = Image.fromarray(values).resize(size, Image.Resampling.LANCZOS)
        return np.clip(np.asarray(resized, dtype=np.float64), 0, 1)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    image = image.convert("L" if image.mode in ("1", "L") else "RGB")
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS)) / 255


def decode_picture(data, name="the file", *, color=False):
    """Decode the bytes of a picture file into grey values, or into its colours.

    A photograph is turned upright as its EXIF data says, transparent parts are laid over white
    paper, of an animation the first frame is taken, colours become grey by ``to_grey``, and the
    longer side is scaled down to 256 pixels.

    Parameters
    ----------
    data : bytes-like
        The file: PNG, JPEG, GIF, WebP, BMP, TIFF or what else Pillow reads.
    name : str
        How messages call it.
    color : bool
        Leave red, green and blue as they are, where the picture has them.

    Returns
    -------
    numpy.ndarray, shape (H, W), or (H, W, 3) with ``color`` and where there is any, float64
        Values from 0 (black) to 1 (white); 3 to 256 pixels on each side.

    Raises
    ------
    UploadError
        If it is no picture, is damaged, too large or too small, or holds NaN.

    Examples
    --------
    >>> try:
    ...     decode_picture(b"hello", "note.txt")
    ... except UploadError as error:
    ...     print(str(error)[:46])
    note.txt is not a picture that can be read: ex
    """
    if len(data) > MAX_BYTES:
        raise UploadError(
            f"{name} has {len(data) / 1e6:.1f} MB, but at most {MAX_BYTES / 1e6:.0f} MB are taken: "
            "scale it down first"
        )
    image = _open(data, name)
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise UploadError(
            f"{name} is {width} x {height} pixels ({width * height / 1e6:.0f} megapixels), "
            f"but at most {MAX_PIXELS // 1_000_000} megapixels are taken: scale it down first"
        )
    try:
        # A JPEG can be unpacked at a fraction of its size; for other files this does nothing.
        image.draft("RGB", (2 * LONG_SIDE, 2 * LONG_SIDE))
        pixels = _pixels(ImageOps.exif_transpose(image), name)
    except UploadError:
        raise
    except Exception as error:
        raise _damaged(name, error) from None
    if min(pixels.shape[:2]) < 3:
        raise UploadError(
            f"{name} comes to {pixels.shape[0]} x {pixels.shape[1]} pixels, "
            "but a 3 x 3 kernel needs at least 3 x 3"
        )
    return to_grey(pixels) if pixels.ndim == 3 and not color else pixels
