"""Make the made-up data and the MNIST subset again: ``python -m cnn_helpers.data.remake FOLDER``.

``FOLDER`` is ``data`` to replace what is stored, or any other folder to compare. Prints the SHA-256
of what it wrote, ready for ``checksums.py``. Needs the numpy that ``constraints.txt`` pins: another
one may draw other random numbers.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from cnn_helpers.data.files import sha256_of
from cnn_helpers.data.ice_cream import ICE_CREAM_FILE, ice_cream_csv, make_ice_cream
from cnn_helpers.data.idx import IDX_FILES, save_idx_folder
from cnn_helpers.data.mark_maker import make_marks
from cnn_helpers.data.marks import MARK_SIZES
from cnn_helpers.data.mnist import make_mnist_10k

__all__ = ["remake"]


def remake(folder):
    """Write every file that is made by the course itself.

    Parameters
    ----------
    folder : pathlib.Path
        Takes the place of ``data/``.

    Returns
    -------
    dict
        Name inside ``folder`` -> SHA-256, of the unpacked bytes where the file is packed.
    """
    parts = {"mnist_10k": make_mnist_10k()}
    parts |= {f"marks/{size}x{size}": make_marks(size)[:4] for size in MARK_SIZES}
    hashes = {}
    for name, arrays in parts.items():
        save_idx_folder(folder / name, arrays)
        for file_name in IDX_FILES:
            packed = (folder / name / file_name).read_bytes()
            hashes[f"{name}/{file_name}"] = sha256_of(gzip.decompress(packed))
    table = ice_cream_csv(make_ice_cream()).encode("ascii")
    (folder / ICE_CREAM_FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / ICE_CREAM_FILE).write_bytes(table)
    return hashes | {ICE_CREAM_FILE: sha256_of(table)}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m cnn_helpers.data.remake FOLDER")
    for name, digest in remake(Path(sys.argv[1])).items():
        print(f"{digest}  {name}")
