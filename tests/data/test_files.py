import gzip
import hashlib

import pytest

from cnn_helpers import data
from cnn_helpers.data import files
from cnn_helpers.data.checksums import SHA256

LABELS = "mnist_10k/t10k-labels-idx1-ubyte.gz"
PHOTO = "photos/cat.png"


def complaint(name):
    with pytest.raises(data.DataError) as caught:
        files.read_data_file(name)
    message = str(caught.value)
    assert "\n" not in message
    assert name in message
    assert SHA256[name] in message
    return message


@pytest.mark.parametrize("name", SHA256)
def test_every_listed_file_is_there_and_right(name):
    content = files.read_data_file(name)
    assert hashlib.sha256(content).hexdigest() == SHA256[name]


def test_packed_files_come_unpacked():
    packed = (files.data_folder() / LABELS).read_bytes()
    assert files.read_data_file(LABELS) == gzip.decompress(packed)


def test_the_hash_of_a_packed_file_does_not_depend_on_how_it_was_packed(data_copy):
    content = files.read_data_file(LABELS)
    (data_copy / LABELS).write_bytes(gzip.compress(content, 1))
    assert files.read_data_file(LABELS) == content


def test_missing_file(data_copy):
    (data_copy / LABELS).unlink()
    message = complaint(LABELS)
    assert "is missing" in message
    assert f"git checkout -- data/{LABELS}" in message


def test_truncated_gzip(data_copy):
    packed = (data_copy / LABELS).read_bytes()
    (data_copy / LABELS).write_bytes(packed[: len(packed) // 2])
    assert "does not unpack" in complaint(LABELS)


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>"], ids=["empty", "a web page"])
def test_not_gzip_at_all(data_copy, content):
    (data_copy / LABELS).write_bytes(content)
    message = complaint(LABELS)
    assert "is damaged" in message


def test_broken_inside_the_gzip(data_copy):
    packed = bytearray((data_copy / LABELS).read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    (data_copy / LABELS).write_bytes(packed)
    assert "does not unpack" in complaint(LABELS)


@pytest.mark.parametrize("name", [LABELS, PHOTO])
def test_one_changed_byte_shows_both_hashes(data_copy, name):
    content = bytearray(files.read_data_file(name))
    content[-1] ^= 1
    packed = gzip.compress(content) if name.endswith(".gz") else bytes(content)
    (data_copy / name).write_bytes(packed)
    assert hashlib.sha256(content).hexdigest() in complaint(name)


def test_a_folder_in_the_place_of_the_file(data_copy):
    (data_copy / PHOTO).unlink()
    (data_copy / PHOTO).mkdir()
    assert "can't be read" in complaint(PHOTO)


def test_no_data_folder_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "FOLDERS", (tmp_path / "_data", tmp_path / "data"))
    with pytest.raises(data.DataError, match="data folder is missing: looked in") as caught:
        files.read_data_file(PHOTO)
    assert str(tmp_path / "_data") in str(caught.value)


def test_a_wheel_reads_its_own_folder_and_advises_to_reinstall(data_copy, monkeypatch):
    in_wheel = data_copy.parent / "_data"
    in_wheel.mkdir()
    monkeypatch.setattr(files, "FOLDERS", (in_wheel, data_copy))
    message = complaint(PHOTO)  # data_copy has it, but the wheel's folder comes first
    assert "reinstall" in message
    assert "git checkout" not in message
