"""Which calls of the kernel student code may not make: those that no notebook needs.

It keeps what is least needed and most often broken (mounting, tracing, keyrings, namespaces, code
for the kernel itself) out of reach, and memory that belongs to no process, which no limit counts:
shared segments, queues, files without a folder.
"""

from __future__ import annotations

import platform
import struct

__all__ = ["filter_program"]

# Numbers of the calls, by processor: from the kernel's own tables (asm/unistd.h).
_COMMON = (
    *(425, 426, 427),  # io_uring_setup, io_uring_enter, io_uring_register
    *(428, 429, 430, 431, 432, 433, 442),  # open_tree, move_mount, fsopen ... mount_setattr
    438,  # pidfd_getfd
    447,  # memfd_secret
)
_REFUSED = {
    "x86_64": (
        *(101, 310, 311),  # ptrace, process_vm_readv, process_vm_writev
        *(155, 161, 165, 166),  # pivot_root, chroot, mount, umount2
        *(272, 308),  # unshare, setns
        *(248, 249, 250),  # add_key, request_key, keyctl
        *(298, 321, 323),  # perf_event_open, bpf, userfaultfd
        *(175, 176, 246, 313, 320),  # init_module, delete_module, kexec_load, finit_module, ...
        *(303, 304),  # name_to_handle_at, open_by_handle_at
        *(103, 163, 167, 169, 179),  # syslog, acct, swapon, reboot, quotactl
        *(29, 64, 68, 240, 319),  # shmget, semget, msgget, mq_open, memfd_create
    ),
    "aarch64": (
        *(117, 270, 271),
        *(41, 51, 40, 39),
        *(97, 268),
        *(217, 218, 219),
        *(241, 280, 282),
        *(105, 106, 104, 273, 294),
        *(264, 265),
        *(116, 89, 224, 142, 60),
        *(194, 190, 186, 180, 279),
    ),
}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE, _CLONE3 = {"x86_64": 56, "aarch64": 220}, 435
_NEW_NAMESPACES = 0x7E020000
_X32 = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16


def filter_program(machine=None):
    """Return the filter for bubblewrap's ``--seccomp``, or None for a processor without a table.

    Parameters
    ----------
    machine : str, optional
        As ``platform.machine()`` names it; this one if left out.

    Examples
    --------
    >>> len(filter_program("x86_64")) % 8
    0
    >>> filter_program("abacus") is None
    True
    """
    machine = machine or platform.machine()
    if machine not in _REFUSED:
        return None
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, _ARCHITECTURE[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for number in sorted({*_REFUSED[machine], *_COMMON}):
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | _EPERM)]
    # The other calling convention of the same processor would have numbers of its own.
    steps += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _ERROR | _EPERM)]
    # Its flags lie in memory, where a filter can't look; without it, clone is taken.
    steps += [(_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _ERROR | _ENOSYS)]
    steps += [
        (_EQUAL, 0, 3, _CLONE[machine]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        (_RETURN, 0, 0, _ERROR | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
