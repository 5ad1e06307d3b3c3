"""What crosses the border between the trusted process and the sandbox: JSON and plain arrays.

A message is a header, JSON of a stated length, then the bytes of the arrays that the header
declares. Whoever receives one checks the declared sizes before reading, and gives up at a deadline
for the whole message, however slowly its bytes drip in. Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import math
import struct
import time

import numpy as np

__all__ = ["ClosedError", "Connection", "ProtocolError", "TooLateError"]

HEADER_LIMIT = 1_000_000
NESTING_LIMIT = 24
DTYPES = frozenset(
    f"{kind}{size}"
    for kind, sizes in {
        "int": (8, 16, 32, 64),
        "uint": (8, 16, 32, 64),
        "float": (16, 32, 64),
    }.items()
    for size in sizes
) | {"bool"}
LOOK_SECONDS = 0.1


class ProtocolError(Exception):
    """What arrived is no message."""


class ClosedError(ProtocolError):
    """The other side is gone."""


class TooLateError(ProtocolError):
    """The deadline passed before the message was whole."""


class Connection:
    """One end of the border.

    Parameters
    ----------
    end : socket.socket
        A stream socket.
    array_bytes : int
        How many bytes of arrays a message may hold.
    header_bytes : int
        How long its header may be.
    watch : callable, optional
        Called about ten times a second while waiting; what it raises ends the waiting.

    Examples
    --------
    >>> import socket
    >>> here, there = map(Connection, socket.socketpair())
    >>> here.send({"values": [1, "a"]}, [np.eye(2)])
    >>> message, arrays = there.receive()
    >>> message, arrays[0].tolist()
    ({'values': [1, 'a']}, [[1.0, 0.0], [0.0, 1.0]])
    """

    def __init__(self, end, *, array_bytes=2**28, header_bytes=HEADER_LIMIT, watch=None):
        self.end, self.watch = end, watch
        self.array_bytes, self.header_bytes = array_bytes, header_bytes

    def send(self, message, arrays=(), deadline=None):
        """Send a message with its arrays; memory layouts are lost."""
        # The name of a dtype is silent about the order of its bytes: it is the machine's own.
        arrays = [np.asarray(array, np.asarray(array).dtype.newbyteorder("=")) for array in arrays]
        declared = [[array.dtype.name, list(array.shape)] for array in arrays]
        header = json.dumps([message, declared]).encode()
        parts = [struct.pack("!I", len(header)), header, *(a.tobytes() for a in arrays)]
        self.end.settimeout(None if deadline is None else max(0.001, deadline - time.monotonic()))
        try:
            self.end.sendall(b"".join(parts))
        except TimeoutError:
            raise TooLateError("the other side takes nothing in") from None
        except OSError:
            raise ClosedError("the other side is gone") from None

    def receive(self, deadline=None):
        """Return the next message and its arrays.

        Parameters
        ----------
        deadline : float, optional
            On the clock of ``time.monotonic``, for the whole message.

        Raises
        ------
        TooLateError, ClosedError, ProtocolError
            If it isn't whole by then, if the other side is gone, or if it is no message.
        """
        length = struct.unpack("!I", self._read(4, deadline))[0]
        if length > self.header_bytes:
            raise ProtocolError(f"a header of {length} bytes")
        message, declared = _header(self._read(length, deadline))
        sizes = [_array_bytes(*one) for one in declared]
        if sum(sizes) > self.array_bytes:
            raise ProtocolError(f"arrays of {sum(sizes)} bytes")
        arrays = [
            np.frombuffer(self._read(size, deadline), dtype).reshape(shape)
            for size, (dtype, shape) in zip(sizes, declared, strict=True)
        ]
        return message, arrays

    def _read(self, length, deadline):
        content, filled = bytearray(length), 0
        while filled < length:
            filled += self._some(memoryview(content)[filled:], deadline)
        return content

    def _some(self, room, deadline):
        """Wait for some bytes, put them in place, and return how many they are."""
        while True:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise TooLateError("no whole message in time")
            if self.watch is not None:
                self.watch()
                left = LOOK_SECONDS if left is None else min(left, LOOK_SECONDS)
            self.end.settimeout(left)
            try:
                count = self.end.recv_into(room)
            except TimeoutError:
                continue
            except OSError:
                count = 0
            if not count:
                raise ClosedError("the other side is gone")
            return count


def _header(content):
    # Counting brackets, also those inside strings, is crude and can't be tricked into recursion.
    if _nesting(content) > NESTING_LIMIT:
        raise ProtocolError("a header nested too deeply")
    try:
        message, declared = json.loads(content.decode())
    except (ValueError, TypeError, RecursionError):
        raise ProtocolError("a header that is no pair in JSON") from None
    if not isinstance(message, dict) or not isinstance(declared, list) or len(declared) > 64:
        raise ProtocolError("a header of another form")
    return message, declared


def _nesting(content):
    deepest = depth = 0
    for byte in content.translate(None, delete=_NO_BRACKETS):
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def _array_bytes(dtype=None, shape=None, *more):
    plain = isinstance(dtype, str) and dtype in DTYPES and isinstance(shape, list) and not more
    if not plain or len(shape) > 32 or not all(type(n) is int and 0 <= n < 2**31 for n in shape):
        raise ProtocolError("an array of another form")
    size = np.dtype(dtype).itemsize
    # Without its zeros: numpy refuses such a shape even if nothing is in it.
    if math.prod(length or 1 for length in shape) * size >= 2**62:
        raise ProtocolError("an array of no possible shape")
    return math.prod(shape) * size
