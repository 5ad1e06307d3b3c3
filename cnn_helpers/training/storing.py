"""Arrays in a file, in the safetensors format: names, shapes, numbers, no program code.

Nothing in such a file is ever executed, unlike in a pickle. A file appears as a whole or not at
all: it is written beside its place first, and moved there once every byte is on the disk.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from cnn_helpers.training.file_format import pack, unpack

__all__ = ["FileFormatError", "read_arrays", "write_arrays"]


class FileFormatError(ValueError):
    """A file holds something else than what was asked for; the message says what and what to do."""


def write_arrays(path, arrays, notes):
    """Write arrays to a file, all or nothing: whoever looks sees the old file or the new one.

    Parameters
    ----------
    path : path-like
        Its folder must exist.
    arrays : dict of str to numpy.ndarray
    notes : dict of str to str
        Kept in the file's head.
    """
    path = Path(path)
    content = pack({name: np.asarray(a) for name, a in arrays.items()}, notes)
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    if os.name == "posix":  # the move itself is safe once the folder is on the disk, too
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_arrays(path, what):
    """Return the arrays and notes of a file that :func:`write_arrays` or PyTorch's users wrote.

    Parameters
    ----------
    path : path-like
    what : str
        What the file should be, for the complaint: ``"weights"``.

    Returns
    -------
    arrays : dict of str to numpy.ndarray
    notes : dict of str to str

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileFormatError
        If it is truncated or in no safetensors format.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no {what} file at {path}")
    try:
        return unpack(path.read_bytes())
    except ValueError as error:
        raise FileFormatError(
            f"{path} is no {what} file, or is damaged ({path.stat().st_size:,} bytes): {error}"
        ) from None
