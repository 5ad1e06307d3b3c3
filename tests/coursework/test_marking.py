"""From a notebook to its mark, in the sandbox and as a plain process."""

import inspect
import json
from pathlib import Path

import pytest
from cnn_coursework.assignment import Assignment
from cnn_coursework.marking import mark_submission
from handed_in import answer, write

from cnn_helpers import exercises

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
CORRELATE = Assignment("04_filters", ("correlate",))


def reference(id):
    return inspect.getsource(exercises.get(id).reference)


def test_a_right_answer_in_the_whole_notebook(sandbox, tmp_path):
    notebook = json.loads((NOTEBOOKS / "04_filters.ipynb").read_text(encoding="utf-8"))
    assignment = Assignment.from_notebook(notebook, "04_filters")
    assert assignment.exercises == ("correlate",)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "correlate":
            cell["source"] = reference("correlate")
    mark = mark_submission(write(tmp_path, "anna", notebook), assignment, seed=1, supplies=sandbox)
    entry = mark["exercises"]["correlate"]
    assert (entry["status"], entry["points"], mark["problems"]) == ("passed", 3, [])
    assert mark["sandbox"] == "bubblewrap"
    assert json.loads(json.dumps(mark)) == mark


@pytest.mark.parametrize("unsafe", [False, True], ids=["sandbox", "plain process"])
def test_a_known_mistake_is_named(sandbox, tmp_path, unsafe):
    flipped = reference("correlate").replace("* kernel", "* kernel[::-1, ::-1]")
    path = write(tmp_path, "ben", answer("correlate", flipped))
    mark = mark_submission(path, CORRELATE, seed=1, supplies=sandbox, unsafe_no_sandbox=unsafe)
    entry = mark["exercises"]["correlate"]
    assert (entry["status"], entry["misconception"]) == ("wrong", "flipped_kernel")
    assert entry["score"] == 0
    assert "We called      correlate(" in entry["example"]
    assert mark["sandbox"] == ("none" if unsafe else "bubblewrap")
