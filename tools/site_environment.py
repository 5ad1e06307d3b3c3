"""The environment that builds the browser edition, .venv-site, beside the one for learning.

Standard library only. It is another one since JupyterLite brings a JupyterLab of its own, and since
learning and testing need none of it.
"""

from __future__ import annotations

import hashlib
import sys

from environment import (
    REPOSITORY,
    EnvironmentMakingError,
    create,
    one_at_a_time,
    python_of,
    run_pip,
)

FOLDER = REPOSITORY / ".venv-site"
SOURCES = ("browser_edition/build_packages.txt", "browser_edition/build_constraints.txt")
STAMP = "site-stamp.txt"


def stamp_of(repository=REPOSITORY):
    """Return what the environment must have been made from: the lists, and this Python."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((repository / name).read_bytes())
    return f"{sys.version_info[0]}.{sys.version_info[1]} {digest.hexdigest()}"


def prepare(folder=FOLDER, repository=REPOSITORY):
    """Return the Python of the build environment; make it, or make it anew, where need be.

    Raises
    ------
    EnvironmentMakingError
        If a package can't be installed.
    """
    python, stamp = python_of(folder), folder / STAMP
    with one_at_a_time(repository):
        wanted = stamp_of(repository)
        if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return python
        print(
            f"Making {folder.name}, which builds the site (a minute, the first time).", flush=True
        )
        create(folder)
        packages, constraints = (repository / name for name in SOURCES)
        pip = [python, "-m", "pip", "install", "--progress-bar", "off"]
        if run_pip([*pip, "-c", constraints, "-r", packages], repository, folder):
            raise EnvironmentMakingError(
                "The packages that build the site could not be installed; pip's message above says "
                "why. The first build needs the internet; run the command again when it is mended."
            )
        stamp.write_text(wanted, encoding="utf-8")
    return python
