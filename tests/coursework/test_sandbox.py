"""What a sandbox is made of."""

import os
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from cnn_coursework.inside.protocol import (
    ClosedError,
    Connection,
    ProtocolError,
    TooLateError,
)
from cnn_coursework.seccomp import filter_program
from cnn_coursework.submission_files import TooLargeError, private_copy
from cnn_coursework.supplies import PACKAGES

REPOSITORY = Path(__file__).parents[2]


def verdict(program, machine, number, argument=0, arch=None):
    """Run a filter on one call, as the kernel does, and return what it answers."""
    import struct

    arch = arch or {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}[machine]
    data = {0: number, 4: arch, 16: argument}
    steps = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    at, value = 0, 0
    while True:
        code, yes, no, operand = steps[at]
        at += 1
        if code == 0x20:
            value = data[operand]
        elif code == 0x06:
            return {0x7FFF0000: "allow", 0x80000000: "kill"}.get(operand, operand & 0xFFFF)
        else:
            true = {0x15: value == operand, 0x35: value >= operand, 0x45: value & operand}[code]
            at += yes if true else no


CALLS = {  # name: numbers on x86_64 and aarch64, argument, answer
    "read": (0, 63, 0, "allow"),
    "execve": (59, 221, 0, "allow"),
    "fork by clone": (56, 220, 17, "allow"),
    "thread by clone": (56, 220, 0x3D0F00, "allow"),
    "clone into a user namespace": (56, 220, 0x10000011, 1),
    "clone into a mount namespace": (56, 220, 0x00020011, 1),
    "clone3": (435, 435, 0, 38),
    "ptrace": (101, 117, 0, 1),
    "mount": (165, 40, 0, 1),
    "unshare": (272, 97, 0, 1),
    "keyctl": (250, 219, 0, 1),
    "bpf": (321, 280, 0, 1),
    "io_uring_setup": (425, 425, 0, 1),
    "shmget": (29, 194, 0, 1),
    "memfd_create": (319, 279, 0, 1),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_of_kernel_calls(name, machine):
    *numbers, argument, answer = CALLS[name]
    number = numbers[machine == "aarch64"]
    assert verdict(filter_program(machine), machine, number, argument) == answer


def test_the_filter_knows_other_calling_conventions():
    program = filter_program("x86_64")
    assert verdict(program, "x86_64", 0x40000000 + 101) == 1  # x32's ptrace
    assert verdict(program, "x86_64", 26, arch=0x40000003) == "kill"  # i386's ptrace


def test_a_copy_of_a_submission_is_sealed(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(b"x" * 3_000_000)
    copy, sha256 = private_copy(path, 3_000_000)
    path.write_bytes(b"changed")
    assert (os.fstat(copy).st_size, len(sha256)) == (3_000_000, 64)
    with pytest.raises(PermissionError):
        os.pwrite(copy, b"y", 0)
    os.close(copy)
    with pytest.raises(TooLargeError, match="7 bytes"):
        private_copy(path, 6)


@pytest.fixture
def line():
    import socket

    here, there = socket.socketpair()
    with here, there:
        yield Connection(here, array_bytes=1000, header_bytes=500), there


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"", ClosedError),
        (b"\0\0\0\5[1", ClosedError),
        (b"\xff\xff\xff\xff", ProtocolError),
        (b"\0\0\0\2{}", ProtocolError),
        (b"\0\0\0\5[1,2]", ProtocolError),
        (b"\0\0\0\x64" + b"[" * 50 + b"]" * 50, ProtocolError),
        (b'\0\0\0\x1b[{}, [["object", [1]]]]      ', ProtocolError),
        (b'\0\0\0\x1b[{}, [["float64", [-1]]]]    ', ProtocolError),
        (b'\0\0\0\x1b[{}, [["float64", [999999]]]]', ProtocolError),
        (b"\0\0\0\4\x80\x04K\x01", ProtocolError),
        (b'\0\0\0\x34[{}, [["bool", [0, 2147483647, 2147483647, 99999]]]]', ProtocolError),
    ],
    ids=repr,
)
def test_what_is_no_message_is_refused(line, sent, error):
    connection, other = line
    other.sendall(sent)
    other.close()
    with pytest.raises(error):
        connection.receive()


def test_a_message_that_drips_is_too_late(line):
    import threading
    import time

    connection, other = line
    stop = threading.Event()

    def drip():
        other.sendall(b"\0\0\1\0")
        while not stop.wait(0.01):
            other.sendall(b" ")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises(TooLateError):
            connection.receive(time.monotonic() + 0.2)
    finally:
        stop.set()
        thread.join()


def test_arrays_cross_as_they_are(line):
    connection, other = line
    arrays = [np.array(7), np.zeros((0, 3), np.uint8), np.array([[np.nan, np.inf]]), np.eye(2) > 0]
    arrays += [np.arange(4)[::-2], np.eye(3, order="F")[1:]]
    Connection(other).send({"a": 1}, arrays)
    message, got = connection.receive()
    assert message == {"a": 1}
    for one, two in zip(arrays, got, strict=True):
        assert (one.dtype, one.shape) == (two.dtype, two.shape)
        np.testing.assert_array_equal(one, two)


def test_the_order_of_bytes_is_the_machines(line):
    connection, other = line
    Connection(other).send({}, [np.array([1.5, -2.0], ">f8"), np.array([1.5, -2.0], "<f8")])
    for array in connection.receive()[1]:
        assert array.tolist() == [1.5, -2.0]


def test_what_sandboxes_are_furnished_with_comes_with_the_course():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]}
    names = {"PIL": "pillow"}
    assert {names.get(name, name.removesuffix(".libs")) for name in PACKAGES} <= needed
