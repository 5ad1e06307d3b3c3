"""IDX, the file format that MNIST came in: a short header, then the bytes of a uint8 array.

The header is 0, 0, 8 (for uint8), the number of axes, then the length of each axis as a
big-endian 32-bit number. Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of
handwritten digits".
"""

from __future__ import annotations

import gzip
import math

import numpy as np

from cnn_helpers.data.files import read_data_file

__all__ = ["IDX_FILES", "load_idx_folder", "pack_idx", "parse_idx", "save_idx_folder"]

_UINT8_MAGIC = b"\x00\x00\x08"
# MNIST's own file names, in the order of `load_idx_folder`, with the number of axes of each.
IDX_FILES = {
    "train-images-idx3-ubyte.gz": 3,
    "train-labels-idx1-ubyte.gz": 1,
    "t10k-images-idx3-ubyte.gz": 3,
    "t10k-labels-idx1-ubyte.gz": 1,
}


def parse_idx(content, axes):
    """Return the array that the bytes of an unpacked IDX file describe.

    Parameters
    ----------
    content : bytes
        Header and values.
    axes : int
        How many axes the array must have: 3 for images, 1 for labels.

    Returns
    -------
    numpy.ndarray of uint8
        Read-only: it shows ``content`` itself, without a copy.

    Raises
    ------
    ValueError
        If the header is another one, or the number of values doesn't fit it.

    Examples
    --------
    >>> parse_idx(bytes([0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4]), 1)
    array([5, 0, 4], dtype=uint8)
    >>> parse_idx(b"no digits", 1)
    Traceback (most recent call last):
        ...
    ValueError: expected an IDX file of 1 axis, which starts with 00 00 08 01, but got 6e 6f 20 64
    """
    problem = _problem(content, axes)
    if problem:
        raise ValueError(problem)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(_shape(content, axes))


def pack_idx(array):
    """Return a uint8 array as the bytes of an IDX file, unpacked.

    Parameters
    ----------
    array : numpy.ndarray of uint8, any shape with 1 to 255 axes

    Returns
    -------
    bytes

    Examples
    --------
    >>> pack_idx(np.array([5, 0, 4], np.uint8)).hex(" ")
    '00 00 08 01 00 00 00 03 05 00 04'
    """
    if array.dtype != np.uint8:
        raise TypeError(f"an IDX file of the course holds uint8, but the array holds {array.dtype}")
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return _UINT8_MAGIC + bytes([array.ndim]) + lengths + array.tobytes()


def load_idx_folder(folder, *, only=""):
    """Return the four arrays of a folder that is laid out as MNIST is.

    Parameters
    ----------
    folder : str
        Inside the data folder, for example ``"mnist"``.
    only : str
        Read just the files whose names begin so: ``"train"`` or ``"t10k"`` gives two arrays.

    Returns
    -------
    tuple of numpy.ndarray
        ``train_images (N, H, W)``, ``train_labels (N,)``, ``test_images (M, H, W)``,
        ``test_labels (M,)``, all uint8 and read-only.

    Raises
    ------
    DataError
        If a file is missing or damaged.
    """
    files = {name: axes for name, axes in IDX_FILES.items() if name.startswith(only)}
    return tuple(_read(f"{folder}/{name}", axes) for name, axes in files.items())


def save_idx_folder(folder, arrays):
    """Write four arrays, in the order of `load_idx_folder`, as packed IDX files into ``folder``.

    Parameters
    ----------
    folder : pathlib.Path
        Made where missing.
    arrays : sequence of four numpy.ndarray of uint8
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in zip(IDX_FILES, arrays, strict=True):
        # mtime=0: else the time of packing would stand in the file, and each run would change it.
        (folder / name).write_bytes(gzip.compress(pack_idx(array), 9, mtime=0))


def _read(name, axes):
    content = read_data_file(name, explain=lambda damaged: _problem(damaged, axes))
    return parse_idx(content, axes)


def _shape(content, axes):
    return tuple(
        int.from_bytes(content[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(axes)
    )


def _problem(content, axes):
    """Say in one clause what is wrong with an IDX file; nothing if it is well formed."""
    magic = _UINT8_MAGIC + bytes([axes])
    if content[:4] != magic:
        word = "axis" if axes == 1 else "axes"
        return (
            f"expected an IDX file of {axes} {word}, which starts with {magic.hex(' ')}, "
            f"but got {content[:4].hex(' ') or 'nothing'}"
        )
    header = 4 + 4 * axes
    if len(content) < header:
        return f"the header takes {header} bytes, but the file has {len(content)}"
    shape = _shape(content, axes)
    if len(content) - header != math.prod(shape):
        return (
            f"shape {shape} takes {math.prod(shape)} values, but the file has "
            f"{len(content) - header}"
        )
    return ""
