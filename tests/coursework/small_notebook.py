"""A small notebook of the course's kind, which runs in a second."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnn_helpers import exercises

SETUP = "import numpy as np\n\nfrom cnn_helpers import exercises"


def exercise_cells(id, *, source=None, points=None):
    """Return an exercise's cell and its check, as they stand in the course's notebooks."""
    usual = {"schema_version": 3, "task": False}
    answer = {**usual, "grade_id": id, "grade": False, "solution": True, "locked": False}
    check = {**usual, "grade_id": f"{id}-check", "grade": True, "solution": False, "locked": True}
    check["points"] = exercises.get(id).points if points is None else points
    return [
        new_code_cell(
            exercises.get(id).stub if source is None else source,
            metadata={"nbgrader": answer},
            id=f"{id}-cell",
        ),
        new_code_cell(
            f'exercises.check("{id}", {id})', metadata={"nbgrader": check}, id=f"{id}-check"
        ),
    ]


def small_notebook(*more, ids=("warm_up",), before=()):
    """Return a notebook of a title, the set-up, the exercises, and what else is given."""
    cells = [new_markdown_cell("# Reckon an order", id="title"), new_code_cell(SETUP, id="setup")]
    cells += before
    for id in ids:
        cells += exercise_cells(id)
    cells += [*more, new_markdown_cell("## Recap", id="recap")]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return new_notebook(cells=cells, metadata=metadata)


def save(notebook, path):
    """Write a notebook and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def solved(notebook, answers):
    """Return a copy with other sources in some cells, by grade id."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if id in answers:
            cell.source = answers[id]
    return copy


RIGHT = "def warm_up(scoops, prices):\n    return sum(s * p for s, p in zip(scoops, prices))\n"
MEAN = "def warm_up(scoops, prices):\n    return (scoops * prices).mean()\n"
