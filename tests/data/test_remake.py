import re
import subprocess
import sys

import pytest

from cnn_helpers.data.checksums import SHA256
from cnn_helpers.data.files import data_folder
from cnn_helpers.data.remake import remake

MADE = ("mnist_10k/", "marks/", "ice_cream/")


@pytest.fixture(scope="module")
def hashes(tmp_path_factory):
    return remake(tmp_path_factory.mktemp("data"))


def test_the_makers_give_the_stored_bytes_again(hashes):
    assert hashes == {name: SHA256[name] for name in SHA256 if name.startswith(MADE)}


def test_command_asks_for_a_folder():
    command = [sys.executable, "-m", "cnn_helpers.data.remake"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.strip() == "usage: python -m cnn_helpers.data.remake FOLDER"


def test_readme_shows_the_hashes_of_the_code():
    page = (data_folder() / "README.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"\| `([\w./-]+)` \|[^|\n]+\| `([0-9a-f]{64})` \|", page))
    assert shown == SHA256


def test_every_file_in_the_folder_is_listed():
    folder = data_folder()
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert there - {"README.md", ".gitattributes"} == set(SHA256)
