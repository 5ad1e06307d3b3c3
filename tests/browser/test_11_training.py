"""Notebook 11 in a real JupyterLab: curves that grow, a stop button that keeps what was learned."""

import json
import shutil

import pytest
from playwright.sync_api import expect as on_page
from real_lab import REPOSITORY

pytestmark = pytest.mark.browser

CURVES = 'img[alt^="Training curves."]'
NAME = "11_training.ipynb"


def position(cell_id):
    cells = json.loads((REPOSITORY / "notebooks" / NAME).read_text(encoding="utf-8"))["cells"]
    return [cell["id"] for cell in cells].index(cell_id)


def run(notebook, command, index, timeout=120_000):
    """Select a cell, and run a command of JupyterLab on it to its end."""
    start(notebook, command, index)
    finish(notebook, timeout)


def start(notebook, command, index):
    notebook.page.evaluate(
        """([command, index]) => {
        const panel = window.jupyterapp.shell.currentWidget;
        panel.content.activeCellIndex = index;
        panel.content.scrollToItem(index, 'start');
        window.ran = 'running';
        window.jupyterapp.commands.execute(command)
            .then(() => 'done', String).then((end) => { window.ran = end; }); }""",
        [command, index],
    )


def finish(notebook, timeout):
    notebook.page.wait_for_function("() => window.ran !== 'running'", timeout=timeout)
    assert notebook.page.evaluate("() => window.ran") == "done"


def another(page, seen):
    """Return the source of the picture of curves once it is another than ``seen``."""
    found = page.wait_for_function(
        f"""(seen) => {{ const source = document.querySelector('{CURVES}')?.src;
        return source !== seen && source; }}""",
        arg=seen,
        timeout=60_000,
    )
    return found.json_value()


@pytest.fixture
def notebook(lab, open_notebook):
    """The course's notebook without its stored outputs, run down to where training starts."""
    shutil.copy(REPOSITORY / "notebooks" / NAME, lab.folder)
    opened = open_notebook(NAME, height=1400)
    opened.page.evaluate(
        "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
    )
    run(opened, "notebook:run-all-above", position("train"))
    assert opened.cell_errors() == []
    return opened


def test_curves_grow_and_stopping_keeps_what_was_learned(notebook):
    page = notebook.page
    start(notebook, "notebook:run-cell", position("train"))
    drawn = [another(page, None)]
    for _ in range(2):
        drawn.append(another(page, drawn[-1]))
    page.click('[data-jp-item-name="interrupt"]')
    finish(notebook, 60_000)

    assert len(set(drawn)) == 3
    on_page(page.locator(CURVES)).to_have_count(1)
    assert another(page, drawn[-1])
    notebook.picture("11_training_stopped")
    assert notebook.ask_python("history.interrupted") is True
    assert 0 < notebook.ask_python("len(history.step_losses)") < 6 * 860
    # It knew about a tenth of the digits before; now it knows most of them.
    known = "(predict(network, validation_images[:500], prepare_batch=data.as_batch)"
    known += ".argmax(axis=1) == validation_labels[:500]).mean().item()"
    assert notebook.ask_python(known) > 0.5

    run(notebook, "notebook:run-all-below", position("train-numbers"), timeout=300_000)
    assert notebook.cell_errors() == []
    assert notebook.errors == []
