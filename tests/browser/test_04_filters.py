"""Notebook 04 in a real JupyterLab: all cells run; its explorer moves pixels and Python."""

import shutil

import numpy as np
import pytest
from explorer_page import ExplorerPage
from real_lab import REPOSITORY
from scipy.signal import correlate2d

from cnn_helpers.figures.shading import shade

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def notebook(lab, open_once_file):
    """The course's notebook, run from top to bottom; a cell that raises fails here."""
    shutil.copy(REPOSITORY / "notebooks" / "04_filters.ipynb", lab.folder)
    opened = open_once_file("04_filters.ipynb", height=1400)
    opened.run_all(timeout=300_000)
    return opened


@pytest.fixture
def explorer(notebook):
    """The notebook's explorer, set to the 5x5 X and the diagonal kernel."""
    notebook.tell_python(
        'explorer.set(image="X", kernel="diagonal", stride=1, padding=0, bias=0.0, relu=False,\n'
        '             predict=False, map_look="signed", cell=(0, 0))'
    )
    return ExplorerPage(notebook)


def expected_map(kernel):
    image = np.maximum(np.eye(5), np.eye(5)[::-1])
    return correlate2d(image, kernel, mode="valid")


def expected_colors(values):
    limit = next(step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step >= np.abs(values).max())
    return np.round(255 * shade(values, "output", limit=limit, strength=0.72))


def test_no_cell_raised_and_the_page_is_quiet(notebook):
    assert notebook.cell_errors() == []
    assert notebook.errors == []


def test_dragging_with_the_mouse(explorer):
    before = explorer.drawn()
    explorer.drag(explorer.slider(1, 1), to=0.0)
    explorer.expect("explorer.kernel[1, 1]", -2)
    kernel = 2 * np.eye(3) - 1
    kernel[1, 1] = -2
    explorer.expect("explorer.feature_map.tolist()", expected_map(kernel).tolist())
    assert explorer.answer == "agrees"
    assert not np.array_equal(explorer.drawn(), before)
    np.testing.assert_allclose(explorer.drawn(), expected_colors(expected_map(kernel)), atol=2)
    explorer.notebook.picture("04_filters_explorer", of=explorer.root)
    assert explorer.notebook.errors == []


def test_moving_by_keyboard(explorer):
    slider = explorer.slider(0, 0)
    slider.focus()
    for _ in range(10):
        explorer.page.keyboard.press("ArrowRight")
    explorer.expect("explorer.kernel[0, 0]", 1.5, close=1e-12)
    kernel = 2 * np.eye(3) - 1
    kernel[0, 0] = 1.5
    explorer.expect("explorer.feature_map.tolist()", expected_map(kernel).tolist(), close=1e-12)
    explorer.settle()
    np.testing.assert_allclose(explorer.drawn(), expected_colors(expected_map(kernel)), atol=2)
    assert explorer.python("explorer.error") == ""
    assert explorer.notebook.errors == []
