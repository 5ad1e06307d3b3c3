"""Small PNG files: a drawing holds few colours, so a palette of them is enough.

A notebook carries its pictures inside, and must stay small. Matplotlib writes four bytes a pixel; a
palette takes one, and the file shrinks to about a quarter with no difference to see.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np

__all__ = ["indexed_png"]

FLAT_SHARE = 0.0002


def indexed_png(pixels, colors=128):
    r"""Return ``pixels`` as a PNG file with a palette.

    Colours that fill areas are kept exactly; the in-between ones of soft edges (and of photographs)
    go to the nearest of the rest of the palette, which is spread so that no colour is far from it.

    Parameters
    ----------
    pixels : numpy.ndarray, shape (H, W, 3), uint8
        The picture.
    colors : int
        Size of the palette, at most 256.

    Returns
    -------
    bytes
        The file; the same for the same pixels.

    Examples
    --------
    >>> indexed_png(np.zeros((2, 3, 3), np.uint8))[:8]
    b'\x89PNG\r\n\x1a\n'
    """
    height, width, _ = pixels.shape
    codes, where, counts = np.unique(
        pixels.reshape(-1, 3).astype(np.uint32) @ np.array([65536, 256, 1], np.uint32),
        return_inverse=True,
        return_counts=True,
    )
    candidates = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.float32)
    palette = candidates[_choose(candidates, counts, colors, FLAT_SHARE * height * width)]
    nearest = _nearest(candidates, palette).astype(np.uint8)
    rows = np.zeros((height, width + 1), np.uint8)  # each row starts with filter type 0, "none"
    rows[:, 1:] = nearest[where].reshape(height, width)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _choose(candidates, counts, colors, flat):
    """Return the palette's positions: colours of flat areas, then the farthest, in turn."""
    by_count = np.argsort(-counts, kind="stable")
    chosen = [int(by_count[0])]
    chosen += [int(index) for index in by_count[1 : colors // 2] if counts[index] > flat]
    distance = np.full(len(candidates), np.inf, np.float32)
    for index in chosen:
        distance = np.minimum(distance, ((candidates - candidates[index]) ** 2).sum(axis=1))
    weight = np.sqrt(counts).astype(np.float32)
    while len(chosen) < min(colors, len(candidates)):
        index = int(np.argmax(distance * weight))
        if distance[index] == 0:
            break
        chosen.append(index)
        distance = np.minimum(distance, ((candidates - candidates[index]) ** 2).sum(axis=1))
    return chosen


def _nearest(candidates, palette):
    best = np.zeros(len(candidates), np.intp)
    distance = np.full(len(candidates), np.inf, np.float32)
    for index, color in enumerate(palette):
        here = ((candidates - color) ** 2).sum(axis=1)
        closer = here < distance
        best[closer], distance[closer] = index, here[closer]
    return best


def _chunk(kind, content):
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
