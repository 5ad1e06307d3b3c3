"""What a measured number depends on: the machine, the versions, the matrix-product kernel.

Import this before numpy: it asks for one thread, and drops settings that pin OpenBLAS to the kernel
of another processor.
"""

import os
import platform
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
for pinned in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(pinned, None)

import ctypes  # noqa: E402

import numpy as np  # noqa: E402


def processor():
    """Return the processor's name, as far as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def blas_kernel():
    """Return which of its kernels NumPy's own OpenBLAS chose for this processor."""
    folder = Path(np.__file__).parent.parent / "numpy.libs"
    for library in sorted(folder.glob("*openblas*")):
        for name in ("scipy_openblas_get_corename64_", "openblas_get_corename"):
            get_name = getattr(ctypes.CDLL(str(library)), name, None)
            if get_name is not None:
                get_name.restype = ctypes.c_char_p
                return f"OpenBLAS {get_name().decode()}"
    return np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]


def load():
    """Return how many processes wanted to run in the last minute, where the system tells it."""
    try:
        return f"load {os.getloadavg()[0]:.1f} before the run"
    except (AttributeError, OSError):
        return "load unknown"


def description(*, busy=True):
    """Return two lines: the machine (and how busy it was), and the versions."""
    return (
        f"{processor()}, {os.cpu_count()} processors, {platform.system()}"
        f"{f', {load()}' if busy else ''}\n"
        f"Python {platform.python_version()}, NumPy {np.__version__}, {blas_kernel()}, "
        f"{os.environ['OPENBLAS_NUM_THREADS']} BLAS thread(s)"
    )
