"""A release holds no answer, runs, and fails in exactly the exercises; or it isn't given out."""

import json
from pathlib import Path

import nbformat
import pytest
from cnn_coursework.errors import CourseworkError
from cnn_coursework.leaks import find_leaks, reference_body, reference_lines
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from small_notebook import save, small_notebook

from cnn_helpers import exercises

pytest.importorskip("nbgrader", reason="the extra 'coursework' is not installed")
from cnn_coursework.release import inspect_release, make_release, solved_copy

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
ANSWER = reference_body("mse_gradient").splitlines()[0]


def release(tmp_path, notebook, **options):
    path = save(notebook, tmp_path / "mine" / "small.ipynb")
    return make_release(path, tmp_path / "out", **options)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A release made with everything, in a class folder."""
    folder = tmp_path_factory.mktemp("class")
    output = new_output("stream", text="stored earlier\n")
    more = new_code_cell("print(2 + 2)", id="sum", outputs=[output])
    path = save(small_notebook(more, ids=("warm_up", "neuron")), folder / "small.ipynb")
    made = make_release(path, folder / "release", class_folder=folder, cover=lambda *_: "**cover**")
    return folder, made, nbformat.read(made.folder / "small.ipynb", as_version=4)


def test_exercises_are_stubs_and_checks_are_locked(made):
    _, release, notebook = made
    cells = {cell.id: cell for cell in notebook.cells}
    for id in ("warm_up", "neuron"):
        assert cells[f"{id}-cell"].source.rstrip() == exercises.get(id).stub.rstrip()
        assert cells[f"{id}-check"].metadata.editable is False
        assert cells[f"{id}-check"].metadata.nbgrader.points == exercises.get(id).points
    assert [cell.source for cell in notebook.cells[:2]] == ["# Reckon an order", "**cover**"]
    assert not any(cell.get("outputs") for cell in notebook.cells)
    assert release.assignment.exercises == ("warm_up", "neuron")


def test_the_solved_copy_stays_with_the_instructor_and_passes(made):
    folder, release, _ = made
    source = nbformat.read(folder / "source" / "small" / "small.ipynb", as_version=4)
    namespace = {"exercises": exercises}
    exec("import numpy as np", namespace)
    for cell in source.cells:
        if cell.cell_type == "code" and cell.id != "setup":
            exec(cell.source, namespace)
    assert exercises.check("neuron", namespace["neuron"], seed=3).passed
    assert sorted(path.name for path in release.folder.iterdir()) == [
        "assignment.json",
        "small.ipynb",
    ]


def test_points_are_in_the_gradebook(made):
    from cnn_coursework.nbgrader_bridge import open_gradebook

    folder, _, _ = made
    with open_gradebook(folder / "gradebook.db") as gradebook:
        cell = gradebook.find_grade_cell("warm_up-check", "small", "small")
        assert cell.max_score == exercises.get("warm_up").points


def test_the_capstones_report_is_released_empty_and_counted_once(tmp_path):
    from cnn_coursework.course_settings import CourseSettings
    from cnn_coursework.cover import cover_text
    from cnn_coursework.rubrics import capstone_parts, written_cells

    path, settings = NOTEBOOKS / "13_capstone_order_cards.ipynb", CourseSettings()
    release = make_release(
        path,
        tmp_path,
        cover=lambda assignment, by_hand: cover_text(assignment, settings, by_hand),
        written=written_cells(path.stem),  # in the notebook already
        run=False,
    )
    parts = capstone_parts()
    assert release.manual == tuple(part["id"] for part in parts)
    notebook = nbformat.read(release.folder / path.name, as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    for part in parts:
        assert cells[part["id"]].source == "*Write your answer here.*"
        assert cells[part["id"]].metadata.nbgrader.points == part["points"]
        assert cells[part["id"]].metadata.get("editable", True)
    assert release.assignment.exercises == ("read_order_card",)
    auto = exercises.get("read_order_card").points
    assert f"**Coursework: {100 + auto} points**" in cells["coursework-cover"].source


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("[01]*.ipynb")), ids=lambda path: path.stem)
def test_no_notebook_of_the_course_gives_an_answer_away(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["outputs"] = []  # nbgrader clears them
    assert find_leaks(notebook, reference_lines()) == []


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell(f"Psst:\n\n    {ANSWER}", id="text"),
        new_code_cell(f"# {ANSWER}", id="comment"),
        new_code_cell(f"x = 1; {ANSWER.replace(' ', '')}  # ha", id="squeezed"),
        new_markdown_cell("nothing here", metadata={"note": [ANSWER]}, id="metadata"),
    ],
    ids=lambda cell: cell.id,
)
def test_an_answer_anywhere_is_found(made, cell):
    _, _, released = made
    given = nbformat.from_dict(released)
    given.cells.append(nbformat.from_dict(cell))
    (problem,) = inspect_release(given, given, reference_lines())
    assert problem.startswith(f"cell {cell.id} holds a line of the answer to mse_gradient: ")


def test_a_release_that_was_changed_is_found(made):
    _, _, released = made
    given = nbformat.from_dict(released)
    cells = {cell.id: cell for cell in given.cells}
    cells["warm_up-cell"].source += "\n# a remark"
    cells["warm_up-check"].metadata.editable = True
    cells["neuron-check"].metadata.nbgrader.points = 0
    cells["sum"].outputs = [new_output("stream", text="4")]
    assert inspect_release(given, given, {}) == [
        "the cell of warm_up is not its stub",
        "the check warm_up-check is not locked",
        "the check neuron-check gives no points",
        "cell sum still has its output",
    ]


def test_own_solutions_hidden_tests_and_outputs_are_taken_out(tmp_path):
    secret = "### BEGIN HIDDEN TESTS\nassert warm_up([7], [11]) == 77\n### END HIDDEN TESTS"
    leaking = new_code_cell("1 + 1", id="sum", outputs=[new_output("stream", text=ANSWER)])
    notebook = small_notebook(leaking)
    notebook.cells[3].source += "\n" + secret
    made = release(tmp_path, notebook, run=False)
    text = (made.folder / "small.ipynb").read_text(encoding="utf-8")
    assert [word for word in ("77", "HIDDEN", ANSWER) if word in text] == []


def test_a_cell_that_raises_stops_the_release(tmp_path):
    broken = new_code_cell("1 / 0", id="broken")
    solved = new_code_cell("def warm_up(scoops, prices):\n    return (scoops @ prices)", id="early")
    notebook = small_notebook(broken)
    # Somebody wrote an answer into the cell between stub and check.
    notebook.cells.insert(3, solved)
    with pytest.raises(CourseworkError) as caught:
        release(tmp_path, notebook)
    assert "cell broken raises ZeroDivisionError" in str(caught.value)
    assert "warm_up should be still to do, but its check answers '✓ Right" in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.filterwarnings("ignore:Non-unique cell id")
def test_no_exercise_or_one_twice_is_refused(tmp_path):
    with pytest.raises(CourseworkError, match="holds no exercise"):
        release(tmp_path, small_notebook(ids=()), run=False)
    with pytest.raises(CourseworkError, match="holds warm_up twice"):
        release(tmp_path, small_notebook(ids=("warm_up", "warm_up")), run=False)


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "x.ipynb"
    with pytest.raises(CourseworkError, match="there is no file"):
        make_release(path, tmp_path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CourseworkError, match="can't be read as a notebook"):
        make_release(path, tmp_path)


@pytest.mark.parametrize("id", exercises.ids())
def test_solved_copy_is_stub_and_reference(id):
    from small_notebook import exercise_cells

    notebook = nbformat.v4.new_notebook(cells=exercise_cells(id))
    source = solved_copy(notebook).cells[0].source
    head, _, rest = source.partition("    ### BEGIN SOLUTION\n")
    assert exercises.get(id).stub.startswith(head)
    assert rest.rstrip().endswith("### END SOLUTION")
