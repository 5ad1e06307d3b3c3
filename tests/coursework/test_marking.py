"""From a notebook to its mark, in the sandbox and as a plain process."""

import inspect
import json
import os
from pathlib import Path

import numpy as np
import pytest
from cnn_coursework.assignment import ALLOWED_IMPORTS, Assignment
from cnn_coursework.grading import grade_class
from cnn_coursework.marking import mark_submission
from cnn_coursework.sandbox import SandboxUnavailableError, way_in
from handed_in import SETUP, answer, check_cell, notebook, solution_cell, write

from cnn_helpers import exercises

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
CORRELATE = Assignment("04_filters", ("correlate",))


def reference(id):
    return inspect.getsource(exercises.get(id).reference)


def written():
    """Return the names of the course's notebooks that hold exercises."""
    names = {exercises.get(id).notebook for id in exercises.ids()}
    return sorted(name for name in names if (NOTEBOOKS / f"{name}.ipynb").exists())


@pytest.mark.parametrize("name", written())
def test_right_answers_in_a_whole_notebook(sandbox, tmp_path, name):
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    assignment = Assignment.from_notebook(notebook, name)
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution") and about["grade_id"] in assignment.exercises:
            cell["source"] = reference(about["grade_id"])
    mark = mark_submission(write(tmp_path, "anna", notebook), assignment, seed=1, supplies=sandbox)
    entries = mark["exercises"].values()
    assert {entry["status"] for entry in entries} == {"passed"}
    assert mark["problems"] == []
    assert sum(entry["points"] for entry in entries) == sum(assignment.points.values())
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


def test_every_reference_passes_in_the_sandbox(sandbox, tmp_path):
    ids = tuple(exercises.ids())
    cells = [SETUP]
    for id in ids:
        module = inspect.getmodule(exercises.get(id).reference)
        imports = [line for line in inspect.getsource(module).splitlines() if "import" in line]
        cells.append("\n".join(line for line in imports if line.startswith(("from", "import"))))
        cells += [solution_cell(id, reference(id)), check_cell(id)]
    assignment = Assignment("everything", ids)
    mark = mark_submission(
        write(tmp_path, "all", notebook(*cells)), assignment, seed=2, supplies=sandbox
    )
    assert mark["problems"] == []
    entries = mark["exercises"]
    # Together they withhold what some of them may use: those run again, each without its own only.
    assert {id: entries[id]["status"] for id in ids} == dict.fromkeys(ids, "passed")


def test_what_is_withheld_for_one_exercise_may_be_used_in_another(sandbox, tmp_path):
    by_the_package = """
def forward_pass(images, kernels, conv_bias, weights, linear_bias):
    try:
        maps = np.maximum(conv2d(images, kernels, conv_bias), 0)
    except Exception:
        raise LookupError("no convolution") from None
    pooled = max_pool2d(maps, 2, stride=1)
    return softmax(pooled.reshape(len(pooled), -1) @ weights.T + linear_bias)
"""
    imports = (
        "from cnn_helpers.convolution import conv2d\nfrom cnn_helpers.softmax import softmax\n"
    )
    imports += "from cnn_helpers.pooling import max_pool2d"
    cheat = (
        "def conv2d_vectorized(*arguments, **settings):\n    return conv2d(*arguments, **settings)"
    )
    cells = (imports, solution_cell("forward_pass", by_the_package))
    path = write(
        tmp_path, "both", notebook(SETUP, *cells, solution_cell("conv2d_vectorized", cheat))
    )
    assignment = Assignment("both", ("conv2d_vectorized", "forward_pass"))
    entries = mark_submission(path, assignment, seed=1, supplies=sandbox)["exercises"]
    assert entries["forward_pass"]["status"] == "passed"
    assert "write this one yourself" in entries["conv2d_vectorized"]["message"]


def test_marks_of_the_same_seed_are_the_same_and_of_another_not(sandbox, tmp_path):
    wrong = reference("correlate").replace(".sum()", ".sum() + image[0, 0]")
    path = write(tmp_path, "dan", answer("correlate", wrong))
    one, two, other = (
        mark_submission(path, CORRELATE, seed=seed, supplies=sandbox)["exercises"]["correlate"]
        for seed in (1, 1, 2)
    )
    assert one == two
    assert one["score"] == other["score"] == 0


def test_numbers_learned_from_feedback_earn_nothing():
    known = {}

    def correlate(image, kernel):
        shape = np.subtract(image.shape, kernel.shape) + 1
        return known.get((image.tobytes(), kernel.tobytes(), *shape), np.zeros(shape))

    for attempt in range(6):
        feedback = exercises.check("correlate", correlate, seed=4)
        assert feedback.score == 0
        (expected,) = feedback.expected_results
        image, kernel = (feedback.failing_call.values[name] for name in ("image", "kernel"))
        known[image.tobytes(), kernel.tobytes(), *expected.shape] = expected
        assert len(known) == attempt + 1  # nobody is told the same case twice


def test_an_unchanged_cell_of_the_lesson_runs_only_if_it_is_needed(sandbox, tmp_path):
    slow = "import time\nspent = time.sleep(60)"
    helper = "def add(window, kernel):\n    return (window * kernel).sum()"
    released = answer("correlate", "def correlate(image, kernel): ...", slow, helper)
    assignment = Assignment.from_notebook(released, "04_filters")
    solved = reference("correlate").replace("(window * kernel).sum()", "add(window, kernel)")
    path = write(tmp_path, "eve", answer("correlate", solved, slow, helper))
    mark = mark_submission(path, assignment, seed=1, supplies=sandbox)
    assert mark["exercises"]["correlate"]["status"] == "passed"
    assert mark["problems"] == []


def test_points_are_those_of_the_release(sandbox, tmp_path):
    released = answer("correlate", "def correlate(image, kernel): ...")
    released["cells"][-1]["metadata"]["nbgrader"]["points"] = 7
    assignment = Assignment.from_notebook(released, "week 1")
    assert assignment.points == {"correlate": 7}
    assignment.save(tmp_path / "assignment.json")
    assert Assignment.load(tmp_path / "assignment.json") == assignment
    path = write(tmp_path, "finn", answer("correlate", reference("correlate")))
    mark = mark_submission(path, assignment, seed=1, supplies=sandbox)
    assert mark["exercises"]["correlate"]["points"] == 7


def test_an_allowed_package_goes_into_the_sandbox(sandbox, tmp_path):
    code = "from scipy.signal import correlate2d\n\ndef correlate(image, kernel):\n"
    code += '    return correlate2d(image * 1.0, kernel, mode="valid")\n'
    path = write(tmp_path, "gil", answer("correlate", code))
    allowed = Assignment("x", ("correlate",), allowed_imports=(*ALLOWED_IMPORTS, "scipy"))
    for assignment, status in ((allowed, "passed"), (CORRELATE, "error")):
        mark = mark_submission(path, assignment, seed=1, supplies=sandbox)
        assert mark["exercises"]["correlate"]["status"] == status


def test_without_bubblewrap_nothing_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    way_in.cache_clear()
    try:
        with pytest.raises(SandboxUnavailableError, match=r"not installed.*--unsafe-no-sandbox"):
            mark_submission("unread.ipynb", CORRELATE, seed=1)
        with pytest.raises(SandboxUnavailableError):
            list(grade_class([], CORRELATE, seed=1, journal=tmp_path / "journal"))
        assert not (tmp_path / "journal").exists()
    finally:
        way_in.cache_clear()


def test_a_forbidden_bubblewrap_says_what_to_do(tmp_path, monkeypatch):
    program = tmp_path / "bwrap"
    program.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    way_in.cache_clear()
    try:
        with pytest.raises(SandboxUnavailableError, match=r"may not .*No permissions.*namespaces"):
            way_in()
    finally:
        way_in.cache_clear()
