"""Every notebook runs in the browser, offline; every widget in it answers."""

import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
# The longest first, so that two processes end together.
LONG = ["11_training", "03_images", "07_pooling", "12_inside", "13_capstone", "14_making"]
NOTEBOOKS.sort(key=lambda path: not path.name.startswith(tuple(LONG)))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_its_widgets_answer(open_site, path):
    site = open_site(f"notebooks/index.html?path={path.name}")
    site.wait_for_notebook()
    site.run_all()
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    stored = [view for cell in cells for view in cell.get("outputs", []) if is_widget(view)]
    for case, view in site.widgets(len(stored)):
        site.move_a_control(case, view)
    assert site.errors == []


def is_widget(output):
    return "application/vnd.jupyter.widget-view+json" in output.get("data", {})
