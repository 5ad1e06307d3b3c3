"""Write constraints.txt anew: the newest versions that the oldest supported Python takes.

    make environment && .venv/bin/python tools/remake_constraints.py

It must run with Python 3.11. pip works out the versions without installing anything. Only names
and versions are written, never where a package came from.
"""

import json
import subprocess
import sys
import tempfile

from course import OLDEST
from environment import REPOSITORY, clean_variables

CONSTRAINTS = REPOSITORY / "constraints.txt"
EXTRAS = "test,dev,coursework,dask,jupyterhub"
# What only other systems need, so that pip would not name it here.
ELSEWHERE = ("appnope", "colorama", "pywinpty")


def resolve(*arguments):
    """Return ``{name: version}`` of what pip would install."""
    report = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"),
            *("--quiet", "--report", "-", *arguments),
        ],
        cwd=REPOSITORY,
        env=clean_variables(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    packages = [entry["metadata"] for entry in json.loads(report)["install"]]
    return {package["name"]: package["version"] for package in packages}


def main():
    """Resolve everything, keep the file's opening comment, write names and versions."""
    if sys.version_info[:2] != OLDEST:
        sys.exit("Run this with Python {}.{}, the oldest that the course takes.".format(*OLDEST))
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = resolve(
            *("--no-deps", "--only-binary=:all:", "--platform=win_amd64", "--target", folder),
            *ELSEWHERE,
        )
    pins = elsewhere | resolve(f".[{EXTRAS}]")
    del pins["cnn-helpers"]
    comment = [
        line
        for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    ]
    lines = sorted((f"{name}=={version}" for name, version in pins.items()), key=str.lower)
    CONSTRAINTS.write_text("\n".join([*comment, *lines, ""]), encoding="utf-8")
    print(f"{len(lines)} versions; see `git diff constraints.txt`, then run `make test`")


if __name__ == "__main__":
    main()
