"""Find a data file of the course, unpack it and make sure that it is the right one.

The files lie in ``data/`` of the repository; an installed wheel carries them as
``cnn_helpers/_data/``. Nothing is ever downloaded.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

from cnn_helpers.data.checksums import SHA256

__all__ = ["DataError", "data_folder", "read_data_file", "sha256_of"]

_PACKAGE = Path(__file__).resolve().parents[1]
# A wheel's folder first: inside an installed package, the second one belongs to somebody else.
FOLDERS = (_PACKAGE / "_data", _PACKAGE.parent / "data")


class DataError(Exception):
    """A data file of the course is missing or damaged; the message says which and what to do."""


def data_folder():
    """Return the folder that holds the course's data files.

    Returns
    -------
    pathlib.Path
        ``cnn_helpers/_data`` of an installed wheel, else ``data`` of the repository.

    Raises
    ------
    DataError
        If there is neither.
    """
    for folder in FOLDERS:
        if folder.is_dir():
            return folder
    places = " and ".join(str(folder) for folder in FOLDERS)
    raise DataError(f"the course's data folder is missing: looked in {places}; {_REINSTALL}")


def sha256_of(content):
    """Return the SHA-256 of some bytes as 64 hexadecimal digits.

    Examples
    --------
    >>> sha256_of(b"ink on paper")[:16]
    '55fe8d28525fb409'
    """
    return hashlib.sha256(content).hexdigest()


def read_data_file(name, *, explain=None):
    """Return the verified content of one data file; a ``.gz`` file comes unpacked.

    Parameters
    ----------
    name : str
        Path inside the data folder with forward slashes, for example ``"photos/camera.png"``.
    explain : callable, optional
        Takes the bytes of a file whose hash is wrong, and returns a sentence that says what is
        wrong with them, or an empty string where it can't tell.

    Returns
    -------
    bytes
        Bytes whose SHA-256 equals the one in ``checksums.py``.

    Raises
    ------
    DataError
        If the file is missing, can't be read or unpacked, or has another hash.

    Examples
    --------
    >>> len(read_data_file("mnist/t10k-labels-idx1-ubyte.gz"))
    10008
    """
    folder = data_folder()
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        raise _complaint(folder, name, "is missing", "no file") from None
    except OSError as error:
        raise _complaint(folder, name, f"can't be read ({error.strerror})", "no content") from error
    if name.endswith(".gz"):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            reason = f"is damaged (it does not unpack: {error})"
            raise _complaint(folder, name, reason, "nothing that unpacks") from error
    actual = sha256_of(content)
    if actual != SHA256[name]:
        why = explain(content) if explain else ""
        reason = f"is damaged ({why})" if why else "is damaged or was changed"
        raise _complaint(folder, name, reason, actual)
    return content


_REINSTALL = "reinstall cnn-helpers, or get a fresh copy of the course"


def _complaint(folder, name, reason, actual):
    """Say in one line: the file, what is wrong, both hashes and the way out."""
    of_what = " of the unpacked bytes" if name.endswith(".gz") else ""
    if folder.name == "_data":
        remedy = _REINSTALL
    else:
        remedy = f"restore it with `git checkout -- data/{name}`, or {_REINSTALL}"
    return DataError(
        f"data file {name} {reason}: expected SHA-256{of_what} {SHA256[name]}, "
        f"but got {actual}; it belongs in {folder}; {remedy}"
    )
