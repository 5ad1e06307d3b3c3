"""Make small notebooks as students hand them in."""

import json

from cnn_helpers import exercises

SETUP = "import numpy as np\n\nfrom cnn_helpers import data, exercises, figures\n"


def code_cell(source, **nbgrader):
    """Return a code cell, with nbgrader's metadata if there are any."""
    metadata = {"nbgrader": {"schema_version": 3, "task": False, **nbgrader}} if nbgrader else {}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"cell-{abs(hash(source)) % 10**8}",
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def solution_cell(id, source):
    """Return the cell of an exercise."""
    return code_cell(source, grade_id=id, solution=True, grade=False, locked=False)


def check_cell(id):
    """Return the cell that checks it."""
    source = f'exercises.check("{id}", {id})'
    points = exercises.get(id).points
    return code_cell(
        source, grade_id=f"{id}-check", solution=False, grade=True, locked=True, points=points
    )


def notebook(*cells):
    """Return a notebook of such cells, or of sources."""
    cells = [code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def answer(id, source, *more):
    """Return a notebook that answers one exercise, with further cells before it."""
    return notebook(SETUP, *more, solution_cell(id, source), check_cell(id))


def write(folder, name, content):
    """Write a notebook to a folder and return its path."""
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
