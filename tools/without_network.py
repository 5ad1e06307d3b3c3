"""Run a command with no network but the loopback device: ``without_network.py COMMAND...``.

On Linux with bubblewrap. Where namespaces are not allowed the command runs as it is, and the tests
that need one skip, or fail in CI.
"""

import shutil
import subprocess
import sys


def wrapped(command):
    """Return the command inside a network namespace of its own, or as it is."""
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        return command
    prefix = [bubblewrap, "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", "--"]
    works = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    return [*prefix, *command] if works else command


if __name__ == "__main__":
    sys.exit(subprocess.call(wrapped(sys.argv[1:])))
