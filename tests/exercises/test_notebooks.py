"""Each exercise stands in its notebook, and its reference solves it there.

That stub, metadata and hints are as they should be is among the rules of ``notebook_rules``.
"""

import ast
import inspect
import json
from pathlib import Path

import pytest

from cnn_helpers import exercises

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def read(name):
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    return notebook["cells"]


def source(cell):
    return "".join(cell["source"])


def graded(cells, **wanted):
    """Return the cells whose nbgrader metadata holds what is wanted."""
    return [
        cell
        for cell in cells
        if wanted.items() <= cell.get("metadata", {}).get("nbgrader", {}).items()
    ]


def stub_cell(id):
    cells = graded(read(exercises.get(id).notebook), grade_id=id, solution=True)
    assert len(cells) == 1, f"{exercises.get(id).notebook} must have one cell with grade_id {id}"
    return cells[0]


def check_cell(id):
    cells = graded(read(exercises.get(id).notebook), grade=True)
    found = [cell for cell in cells if f'exercises.check("{id}", {id})' in source(cell)]
    assert len(found) == 1, f"{exercises.get(id).notebook} must check {id} in one graded cell"
    return found[0]


def setup_source(id):
    cells = read(exercises.get(id).notebook)
    return next(source(c) for c in cells if "setup" in c.get("metadata", {}).get("tags", []))


def run_cell(text, namespace):
    """Run a cell's code and return the value of its last line, as a notebook would show it."""
    tree = ast.parse(text)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), namespace)
    if last is not None:
        return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)
    return None


# Exercises come before their notebooks are written.
WRITTEN = [
    id for id in exercises.ids() if (NOTEBOOKS / f"{exercises.get(id).notebook}.ipynb").exists()
]


@pytest.mark.parametrize("id", WRITTEN)
def test_the_stub_answers_not_written_yet_and_the_reference_passes(id):
    namespace = {}
    run_cell(setup_source(id), namespace)
    run_cell(source(stub_cell(id)), namespace)
    assert run_cell(source(check_cell(id)), namespace).kind == "not_written"
    # The reference finds what it needs among the names of the notebook.
    run_cell(inspect.getsource(exercises.get(id).reference), namespace)
    assert run_cell(source(check_cell(id)), namespace).passed


def test_every_exercise_of_a_written_notebook_stands_in_one_cell():
    found = [
        cell["metadata"]["nbgrader"]["grade_id"]
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
        for cell in graded(read(path.stem), solution=True, grade=False)
    ]
    assert sorted(found) == sorted(WRITTEN)
