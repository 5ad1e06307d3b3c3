from importlib import metadata

import pytest

from cnn_helpers import readiness
from cnn_helpers.data.files import DataError


def test_all_is_in_place_in_the_environment_of_the_tests():
    found = readiness.check_environment()
    assert found.ready
    names = [finding.name for finding in found.findings]
    assert names[0] == "Python"
    assert names[-1] == "data files"
    assert {"numpy", "matplotlib", "ipywidgets", "anywidget", "jupyterlab"} <= set(names)
    assert "torch" not in names, "optional parts are not needed to learn"


def test_a_missing_and_an_old_package_are_marked(monkeypatch):
    real = metadata.version

    def version(name):
        if name == "tqdm":
            raise metadata.PackageNotFoundError(name)
        return "1.26.4" if name == "numpy" else real(name)

    monkeypatch.setattr(metadata, "version", version)
    found = readiness.check_environment()
    wrong = {one.name: one.found for one in found.findings if not one.fits}
    assert wrong == {"numpy": "1.26.4", "tqdm": "missing"}
    assert not found.ready
    assert "MEND  numpy        1.26.4       <3,>=2.0" in repr(found)
    assert "make lab" in repr(found)


def test_a_damaged_data_file_is_named(monkeypatch):
    def read(name):
        if name.startswith("mnist/t10k-labels"):
            raise DataError(f"data file {name} is damaged")
        return b""

    monkeypatch.setattr(readiness, "read_data_file", read)
    last = readiness.check_environment().findings[-1]
    assert not last.fits
    assert "t10k-labels" in last.needed


@pytest.mark.parametrize("word", ["ok", "Everything is in place."])
def test_the_table_says_so(word):
    assert word in repr(readiness.check_environment())
