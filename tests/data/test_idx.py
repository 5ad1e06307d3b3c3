import gzip

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.data import idx
from cnn_helpers.data.checksums import SHA256

PICTURES = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)


def test_layout_of_the_bytes():
    packed = idx.pack_idx(PICTURES)
    assert packed[:16].hex(" ") == "00 00 08 03 00 00 00 02 00 00 00 03 00 00 00 04"
    assert packed[16:] == bytes(range(24))


@pytest.mark.parametrize("array", [PICTURES, PICTURES.transpose(2, 0, 1)], ids=["plain", "a view"])
def test_round_trip(array):
    np.testing.assert_array_equal(idx.parse_idx(idx.pack_idx(array), 3), array)


def test_only_uint8():
    with pytest.raises(TypeError, match="holds uint8, but the array holds float64"):
        idx.pack_idx(np.zeros((2, 2)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "starts with 00 00 08 03, but got nothing"),
        (idx.pack_idx(PICTURES[0]), "3 axes, which starts with 00 00 08 03, but got 00 00 08 02"),
        (b"\x00\x00\x0d\x03" + bytes(40), "but got 00 00 0d 03"),
        (idx.pack_idx(PICTURES)[:10], "the header takes 16 bytes, but the file has 10"),
        (idx.pack_idx(PICTURES)[:-1], r"shape \(2, 3, 4\) takes 24 values, but the file has 23"),
        (idx.pack_idx(PICTURES) + b"!", "takes 24 values, but the file has 25"),
    ],
)
def test_malformed_files(content, message):
    with pytest.raises(ValueError, match=message):
        idx.parse_idx(content, 3)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PICTURES[0, 0], "expected an IDX file of 3 axes"),
        (PICTURES, "is damaged or was changed"),
    ],
    ids=["labels in place of images", "other images"],
)
def test_a_sound_file_of_the_wrong_kind(data_copy, content, reason):
    name = "mnist_10k/train-images-idx3-ubyte.gz"
    (data_copy / name).write_bytes(gzip.compress(idx.pack_idx(content)))
    with pytest.raises(data.DataError, match=reason) as caught:
        data.load_mnist("10k")
    assert SHA256[name] in str(caught.value)


def test_packing_leaves_no_time_stamp(tmp_path):
    idx.save_idx_folder(tmp_path, [PICTURES, PICTURES[0, 0], PICTURES, PICTURES[0, 0]])
    for name in idx.IDX_FILES:
        assert (tmp_path / name).read_bytes()[4:8] == bytes(4)
