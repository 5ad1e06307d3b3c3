"""Build the HTML edition: ``python tools/make_html.py [FOLDER]``; the default is build/html."""

import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def main():
    """Build it and say where it lies."""
    from html_edition import build

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "build" / "html"
    start = time.monotonic()
    pages = build(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{len(pages)} pages, {size / 1e6:.1f} MB, in {time.monotonic() - start:.1f} s")
    print(f"Open {folder / 'index.html'}")


if __name__ == "__main__":
    main()
