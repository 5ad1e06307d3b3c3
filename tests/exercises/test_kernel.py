"""In a real Jupyter kernel: neither an endless loop nor exit() ends it."""

import nbformat
from nbclient import NotebookClient

CELLS = (
    "from cnn_helpers import exercises\n"
    "from cnn_helpers.exercises import checking\n"
    "checking.CALL_SECONDS = 0.3",
    "def correlate(image, kernel):\n    while True:\n        pass\n"
    'exercises.check("correlate", correlate)',
    'def correlate(image, kernel):\n    exit()\nexercises.check("correlate", correlate)',
    "def correlate(image, kernel):\n    quit\n    raise SystemExit(1)\n"
    'exercises.check("correlate", correlate)',
    'def correlate(image, kernel):\n    print("hello")\nexercises.check("correlate", correlate)',
    "type(exit).__name__",
)


def test_kernel_survives():
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    shown = [cell.outputs[-1].data for cell in notebook.cells[1:]]
    assert all(len(cell.outputs) == 1 for cell in notebook.cells[1:])
    texts = [data["text/plain"] for data in shown]
    assert "still running" in texts[0]
    assert "tried to end the whole program" in texts[1]
    assert "tried to end the whole program" in texts[2]
    assert "Your function prints its answer" in texts[3]
    assert "hello" in texts[3]
    # IPython's own exit is back in its place.
    assert "Autocall" in texts[4]
    assert all('class="cnn-feedback' in data["text/html"] for data in shown[:4])
