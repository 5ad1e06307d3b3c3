"""Memory of page and kernel while a slider is dragged."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

from explorer_page import START, ExplorerPage
from real_lab import Lab, memory_of, opening, write_notebook


def dragging_memory(browser, minutes):
    """Drag a slider of a 64 x 64 explorer for so long; return what it needed, in words."""
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("notebooks", "jupyter")]
        for place in places:
            place.mkdir()
        lab = Lab(*places)
        try:
            with opening(lab, browser) as open_notebook:
                cells = [START.format(arguments='"camera", "sharpen"')]
                notebook = open_notebook(write_notebook(lab, "memory", cells))
                notebook.run_all()
                explorer = ExplorerPage(notebook)
                explorer.drag_for(explorer.slider(1, 1), 10)  # until caches are filled
                before = memory_of(notebook)
                started = time.monotonic()
                explorer.drag_for(explorer.slider(1, 1), 60 * minutes)
                took = time.monotonic() - started
                after = memory_of(notebook)
        finally:
            lab.stop()
    return "\n".join(
        f"{name}: {before[name]:.1f} MB before, {after[name]:.1f} MB after {took:.0f} s of dragging"
        for name in before
    )
