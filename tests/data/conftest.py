import shutil

import pytest

from cnn_helpers.data import files, ice_cream, marks, mnist, photos


@pytest.fixture
def data_copy(tmp_path, monkeypatch):
    """A copy of data/ to damage (without the large files of MNIST), and loaders that read it."""
    folder = tmp_path / "data"
    shutil.copytree(files.data_folder(), folder, ignore=shutil.ignore_patterns("mnist"))
    monkeypatch.setattr(files, "FOLDERS", (folder,))
    _forget_what_was_loaded()
    yield folder
    _forget_what_was_loaded()


def _forget_what_was_loaded():
    for module in (ice_cream, marks, mnist, photos):
        module._load.cache_clear()
