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
SIZES = (16, 20, 24, 28, 32, 40, 48, 64, 96, 128, 192, 256)
# Squared distances in RGB (0 to 255) too small to be seen: in the mean, and in areas of one colour.
UNSEEN_ERROR = 22.0
SMALL_ERROR = 40.0  # seen by who looks for it
UNSEEN_AREA_ERROR = 120.0
# A light tint of orange (above 0) must not become one of purple (below 0), not even in one cell of
# a map: looked after where a caller allows this many colours.
TINTS_FROM, UNSEEN_TINT_ERROR = 128, 450.0


def indexed_png(pixels, colors=128, error=UNSEEN_ERROR):
    r"""Return ``pixels`` as a PNG file with a palette.

    Colours that fill areas are kept exactly; the in-between ones of soft edges (and of photographs)
    go to the nearest of the rest of the palette, which is spread so that no colour is far from it.

    Parameters
    ----------
    pixels : numpy.ndarray, shape (H, W, 3), uint8
        The picture.
    colors : int
        Largest size of the palette, at most 256. Where fewer look the same, fewer are taken: a
        line drawing needs 16 or 24. From 128 on, small cells keep their tints, too.
    error : float
        How large the mean squared distance of a pixel's colour from the palette's may be.

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
    flat = FLAT_SHARE * height * width
    candidates, where, counts = _distinct(pixels.reshape(-1, 3), flat)
    palette, nearest = _fewest(candidates, counts, colors, flat, error)
    chosen = nearest.astype(np.uint8)[where].reshape(height, width)
    depth, content = _smallest(chosen, 4 if len(palette) <= 16 else 8)
    header = struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            _chunk(b"IDAT", content),
            _chunk(b"IEND", b""),
        ]
    )


def _smallest(chosen, fewest_bits):
    """Return bits a pixel, 4 where they are enough or 8, and the packed rows: the shorter way."""
    ways = [(8, chosen)]
    if fewest_bits == 4:  # two pixels in a byte, the first in the upper half
        even = np.pad(chosen, ((0, 0), (0, chosen.shape[1] % 2)))
        ways.append((4, even[:, ::2] << 4 | even[:, 1::2]))
    # Each row starts with filter type 0, "none".
    packed = [
        (bits, zlib.compress(np.pad(rows, ((0, 0), (1, 0))).tobytes(), 9)) for bits, rows in ways
    ]
    return min(packed, key=lambda way: len(way[1]))


def _distinct(pixels, flat):
    """Return the colours in use (K, 3), which of them each pixel has, and how often each occurs."""
    codes = pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    codes, where, counts = np.unique(codes, return_inverse=True, return_counts=True)
    if len(codes) > 8000:  # a photograph: in-between colours a step of 8 apart are enough
        coarse = np.where(counts > flat, codes, codes & 0xF8F8F8 | 0x040404)
        codes, merged = np.unique(coarse, return_inverse=True)
        counts = np.bincount(merged, weights=counts)
        where = merged[where]
    colors = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    return colors.astype(np.float32), where, counts


def _fewest(candidates, counts, colors, flat, allowed):
    """Return the smallest palette that looks right, and which of its colours each candidate has."""
    sizes = (*(size for size in SIZES if size < min(colors, len(candidates))), colors)
    # A picture of few colours keeps them all.
    for size in sizes[-1:] if len(candidates) <= colors else sizes:
        palette = _spread(candidates, counts, size, flat)
        nearest = _nearest(candidates, palette)
        error = ((candidates - palette[nearest]) ** 2).sum(axis=1)
        areas = error[counts > 10 * flat].max(initial=0.0)
        cells = error[counts > flat / 8].max(initial=0.0) if colors >= TINTS_FROM else 0.0
        unseen = areas < UNSEEN_AREA_ERROR and cells < UNSEEN_TINT_ERROR
        if error @ counts < allowed * counts.sum() and unseen:
            break
    return palette, nearest


def _spread(candidates, counts, colors, flat):
    """Return the palette (colors, 3): the colours of flat areas, then the farthest, in turn."""
    by_count = np.argsort(-counts, kind="stable")
    chosen = [int(by_count[0])]
    chosen += [int(index) for index in by_count[1 : colors // 2] if counts[index] > flat]
    kept = len(chosen)
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
    palette = candidates[chosen]
    for _ in range(2):  # draw the free colours to the middle of what they stand for
        nearest = _nearest(candidates, palette)
        total = np.bincount(nearest, weights=counts, minlength=len(palette))
        for channel in range(3):
            sums = np.bincount(nearest, candidates[:, channel] * counts, len(palette))
            palette[kept:, channel] = np.round((sums / np.maximum(total, 1e-9))[kept:])
    return palette


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
