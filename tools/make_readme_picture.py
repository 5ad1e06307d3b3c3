"""Make the README's picture of the kernel explorer in a real browser.

    python tools/make_readme_picture.py

It writes ``docs/images/kernel_explorer.png``. It needs Chromium and the test extra; it opens a
notebook in a JupyterLab of its own, as the browser tests do.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "browser"))

from explorer_page import START, ExplorerPage  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from real_lab import Lab, opening, write_notebook  # noqa: E402

TARGET = REPOSITORY / "docs" / "images" / "kernel_explorer.png"
ARGUMENTS = '"X", "diagonal", cell=(2, 2)'
LIGHT = """async () => { await window.jupyterapp.commands.execute(
    'apputils:change-theme', { theme: 'JupyterLab Light' }); }"""


def main():
    """Open the explorer in a light page and keep what is seen."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is not installed (on Debian: apt-get install chromium)")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        lab = Lab(Path(folder), Path(home))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox"]
                )
                with opening(lab, browser) as open_it:
                    name = write_notebook(lab, "picture", [START.format(arguments=ARGUMENTS)])
                    notebook = open_it(name, width=1100, height=900, device_scale_factor=2)
                    notebook.page.evaluate(LIGHT)
                    notebook.run_all()
                    explorer = ExplorerPage(notebook)
                    explorer.page.mouse.move(2, 2)
                    explorer.page.wait_for_timeout(500)
                    explorer.root.screenshot(path=TARGET)
                browser.close()
        finally:
            lab.stop()
    print(f"{TARGET.relative_to(REPOSITORY)}: {TARGET.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
