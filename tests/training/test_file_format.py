"""The safetensors format: byte by byte what its own library writes, and nothing else is read."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st

from cnn_helpers.training.file_format import pack, unpack

library = pytest.importorskip("safetensors.numpy")

KINDS = ["bool", "u1", "i1", "i2", "u2", "f2", "i4", "u4", "f4", "c8", "f8", "i8", "u8"]
arrays = st.sampled_from(KINDS).flatmap(
    lambda kind: np_st.arrays(kind, np_st.array_shapes(min_dims=0, max_dims=4, min_side=0))
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
contents = st.dictionaries(texts.filter(lambda name: name != "__metadata__"), arrays, max_size=6)


def same(some, others):
    assert some.keys() == others.keys()
    for name, array in some.items():
        assert array.dtype == others[name].dtype
        assert array.shape == others[name].shape
        assert array.tobytes() == others[name].tobytes()


@settings(max_examples=150, deadline=None)
@given(contents, st.dictionaries(texts, texts, max_size=1))
def test_our_files_are_the_librarys(stored, notes):
    content = pack(stored, notes)
    assert content == library.save(stored, notes or None)
    again, notes_again = unpack(content)
    same(again, stored)
    assert notes_again == notes


def test_arrays_in_any_order_of_memory_and_bytes():
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    content = pack({"a": array}, {})
    assert pack({"a": np.asfortranarray(array)}, {}) == content
    assert pack({"a": array.astype(">f4")}, {}) == content
    read = unpack(content)[0]["a"]
    read[0] = 1  # it is the reader's own
    assert unpack(content)[0]["a"][0, 1] == 1


def test_what_the_format_can_not_hold():
    with pytest.raises(
        TypeError, match=r"^names holds <U1, which the safetensors format can't sto"
    ):
        pack({"names": np.array(["a"])}, {})


def file_of(head, data=b"", length=None):
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + data


def entry(dtype="F32", shape=(1,), begin=0, end=4):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it has no head"),
        (bytes(8), "it has no head"),
        (file_of([1]), "it has no head"),
        (file_of({}, length=2**40), "it has no head"),
        (file_of({"a": entry()}, length=5000), "its head has 5,000 bytes, but 6"),
        (file_of(b'{"a": '), "its head is no JSON"),
        (file_of(b'{"\xff": 1}'), "its head is no JSON"),
        (file_of(b'{"a":' + b"[" * 200_000), "its head is no JSON"),
        (file_of({"__metadata__": {"seed": 0}}), "its notes must be texts"),
        (file_of({"a": 3}, bytes(4)), "a lacks its dtype, shape or data_offsets"),
        (file_of({"a": entry("BF16", end=2)}, bytes(2)), "a holds BF16, which NumPy doesn't know"),
        (file_of({"a": entry("__class__")}, bytes(4)), "a holds __class__"),
        (file_of({"a": entry(shape=(-1,))}, bytes(4)), "a has a shape or place that isn't made"),
        (file_of({"a": entry(shape=(1.0,))}, bytes(4)), "a has a shape or place that isn't made"),
        (file_of({"a": entry(shape=(True,))}, bytes(4)), "a has a shape or place that isn't made"),
        (file_of({"a": entry(shape=(2,))}, bytes(4)), r"a \(2,\) does not fill bytes 0 to 4"),
        (file_of({"a": entry(shape=(2**40, 2**40))}, bytes(4)), "does not fill bytes 0 to 4"),
        (file_of({"a": entry(end=4)}, bytes(3)), r"a \(1,\) does not fill bytes 0 to 4"),
        (file_of({"a": entry()}, bytes(5)), "its arrays need 4 bytes, but 5 are there"),
        (
            file_of({"a": entry(), "b": entry(begin=5, end=9)}, bytes(9)),
            "b begins at 5, but what comes before it ends at 4",
        ),
        (file_of({"a": entry(), "b": entry()}, bytes(4)), "b begins at 0, but what"),
    ],
)
def test_what_is_no_such_file(content, message):
    with pytest.raises(ValueError, match=message):
        unpack(content)
