"""The safetensors format: eight bytes say how long the head is, the head says where what lies.

The head is JSON: for each array its kind of number, its shape, and where its bytes begin and end;
then come the bytes of all arrays, without a gap. Read and written here with NumPy alone, so that it
works wherever NumPy does, a browser included. The same arrays give the same bytes as the library
``safetensors``, which a test compares.
"""

from __future__ import annotations

import json

import numpy as np

__all__ = ["pack", "unpack"]

# From the format's own list, those that NumPy knows; files have the later ones first.
_KINDS = {
    "BOOL": np.bool_,
    "U8": np.uint8,
    "I8": np.int8,
    "I16": np.int16,
    "U16": np.uint16,
    "F16": np.float16,
    "I32": np.int32,
    "U32": np.uint32,
    "F32": np.float32,
    "C64": np.complex64,
    "F64": np.float64,
    "I64": np.int64,
    "U64": np.uint64,
}
_NAMES = {np.dtype(kind): name for name, kind in _KINDS.items()}
_ORDER = {name: place for place, name in enumerate(reversed(_KINDS))}
_NOTES = "__metadata__"
_LONGEST_HEAD = 100_000_000
_ALIGNMENT = 8


def pack(arrays, notes):
    """Return arrays and notes as the bytes of a file.

    Parameters
    ----------
    arrays : dict of str to numpy.ndarray
    notes : dict of str to str

    Returns
    -------
    bytes

    Raises
    ------
    TypeError
        If an array holds something that the format has no name for.

    Examples
    --------
    >>> content = pack({"bias": np.zeros(2, np.float32)}, {"seed": "0"})
    >>> int.from_bytes(content[:8], "little"), len(content)
    (88, 104)
    >>> content[8:-8].decode().rstrip()
    '{"__metadata__":{"seed":"0"},"bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
    """
    named = []
    for name, array in arrays.items():
        kind = _NAMES.get(array.dtype.newbyteorder("="))
        if kind is None:
            raise TypeError(f"{name} holds {array.dtype}, which the safetensors format can't store")
        named.append((_ORDER[kind], name, kind, array))
    head, parts, end = {_NOTES: notes} if notes else {}, [], 0
    for _, name, kind, array in sorted(named, key=lambda entry: entry[:2]):
        parts.append(array.astype(np.dtype(_KINDS[kind]).newbyteorder("<"), order="C").tobytes())
        begin, end = end, end + len(parts[-1])
        head[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [begin, end]}
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    return b"".join([len(text).to_bytes(8, "little"), text, *parts])


def unpack(content):
    """Return the arrays and notes that :func:`pack`, or the library, made bytes of.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    arrays : dict of str to numpy.ndarray
        They may be changed.
    notes : dict of str to str

    Raises
    ------
    ValueError
        If this is another format, or not the whole of a file.

    Examples
    --------
    >>> unpack(pack({"bias": np.zeros(2, np.float32)}, {"seed": "0"}))
    ({'bias': array([0., 0.], dtype=float32)}, {'seed': '0'})
    """
    head, data = _split(content)
    notes = head.pop(_NOTES, {})
    if not isinstance(notes, dict) or any(not isinstance(note, str) for note in notes.values()):
        raise ValueError("its notes must be texts")
    arrays, end = {}, 0
    for name, about in sorted(head.items(), key=_beginning):
        array, begin, next_end = _one_array(name, about, data)
        if begin != end:
            raise ValueError(f"{name} begins at {begin}, but what comes before it ends at {end}")
        arrays[name], end = array, next_end
    if end != len(data):
        raise ValueError(f"its arrays need {end:,} bytes, but {len(data):,} are there")
    return arrays, notes


def _split(content):
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or not 2 <= length <= _LONGEST_HEAD or content[8:9] != b"{":
        raise ValueError("it has no head of the safetensors format")
    if len(content) < 8 + length:
        raise ValueError(f"its head has {length:,} bytes, but {len(content) - 8:,} are there")
    try:
        # UnicodeDecodeError and JSONDecodeError are ValueErrors, but their words help nobody.
        head = json.loads(content[8 : 8 + length].decode())
    except (ValueError, RecursionError):
        raise ValueError("its head is no JSON") from None
    if not isinstance(head, dict):
        raise ValueError("its head must be a table")
    return head, memoryview(content)[8 + length :]


def _beginning(entry):
    _, about = entry
    try:
        return tuple(int(offset) for offset in about["data_offsets"])
    except (KeyError, TypeError, ValueError):
        return ()


def _one_array(name, about, data):
    try:
        kind, shape, (begin, end) = about["dtype"], about["shape"], about["data_offsets"]
        numbers = [*shape, begin, end]
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"{name} lacks its dtype, shape or data_offsets") from None
    if any(type(number) is not int or number < 0 for number in numbers):
        raise ValueError(f"{name} has a shape or place that isn't made of whole numbers")
    if kind not in _KINDS:
        raise ValueError(f"{name} holds {kind}, which NumPy doesn't know")
    stored = np.dtype(_KINDS[kind]).newbyteorder("<")
    count = 1
    for number in shape:
        count *= number  # Python's whole numbers: a giant shape doesn't overflow
    if end - begin != count * stored.itemsize or end > len(data):
        raise ValueError(f"{name} {tuple(shape)} does not fill bytes {begin} to {end}")
    array = np.frombuffer(data[begin:end], stored).reshape(shape)
    return array.astype(_KINDS[kind]), begin, end
