"""Make the pictures of the widget gallery in a real browser, from the gallery's own code.

    python tools/make_gallery.py                 (all)
    python tools/make_gallery.py KernelExplorer  (one)

It reads ``docs/widgets.md`` and writes ``docs/images/widgets/*.png``. It needs Chromium and the
test extra; it opens a notebook in a JupyterLab of its own, as the browser tests do.
"""

import re
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "browser"))

GALLERY = REPOSITORY / "docs" / "widgets.md"
COLORS = 256
PAUSES = {"TrainingTimeMachine": 25_000}  # milliseconds until there is something to see


def sections(text=None):
    """Return ``{name: code}`` of the gallery's widgets."""
    text = GALLERY.read_text(encoding="utf-8") if text is None else text
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    found = {}
    for part in parts:
        code = re.search(r"^```python\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
        if code:
            found[part.partition("\n")[0].strip()] = code[1]
    return found


def make_pictures(wanted):
    """Write the picture of every widget in ``wanted``, a list of (name, code)."""
    from PIL import Image
    from playwright.sync_api import sync_playwright
    from real_lab import Lab, find_chromium, opening, write_notebook

    if find_chromium() is None:
        sys.exit("Chromium is not installed (on Debian: apt-get install chromium)")
    folder = GALLERY.parent / "images" / "widgets"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as notebooks, tempfile.TemporaryDirectory() as home:
        lab = Lab(Path(notebooks), Path(home))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=find_chromium(), args=["--no-sandbox"]
                )
                with opening(lab, browser) as open_it:
                    for name, code in wanted:
                        cells = ["from cnn_helpers import widgets", code]
                        notebook = open_it(
                            write_notebook(lab, name, cells),
                            width=1120,
                            height=1600,
                            device_scale_factor=2,
                        )
                        notebook.run_all()
                        root = notebook.page.locator(".cnn-widget").first
                        root.wait_for(timeout=60_000)
                        notebook.page.mouse.move(2, 2)
                        notebook.page.wait_for_timeout(PAUSES.get(name, 1500))
                        target = folder / f"{name}.png"
                        root.screenshot(path=target)
                        with Image.open(target) as picture:
                            small = picture.convert("RGB").quantize(COLORS)
                        small.save(target, optimize=True)
                        print(f"{target.name}: {target.stat().st_size / 1000:.0f} KB", flush=True)
                browser.close()
        finally:
            lab.stop()


def main():
    """Make all pictures, or those named on the command line."""
    known = sections()
    names = sys.argv[1:] or list(known)
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"the gallery has {', '.join(known)}, but not {', '.join(unknown)}")
    make_pictures([(name, known[name]) for name in names])


if __name__ == "__main__":
    main()
