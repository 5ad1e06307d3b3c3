"""Fail if a file of the repository is larger than 500 kB; data/ is excepted.

Without arguments it looks at all files that git knows; pre-commit passes the changed ones.
"""

import subprocess
import sys
from pathlib import Path

LIMIT = 500_000


def too_large(paths, *, repository):
    """Return ``(path, size in bytes)`` of each file past the limit, data/ left out."""
    sizes = [(str(path), (repository / path).stat().st_size) for path in paths]
    return [(path, size) for path, size in sizes if size > LIMIT and Path(path).parts[0] != "data"]


def main(arguments):
    """Check the named files, or all that git knows; return the exit code."""
    repository = Path(__file__).resolve().parent.parent
    if not arguments:
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=True
        )
        arguments = [path for path in listing.stdout.split("\0") if (repository / path).is_file()]
    wrong = too_large(arguments, repository=repository)
    for path, size in wrong:
        print(f"{path} has {size:,} bytes; at most {LIMIT:,} are allowed outside data/")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
