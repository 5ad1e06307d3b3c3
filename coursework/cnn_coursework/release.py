"""Make the students' version of a notebook, through nbgrader, and see that it is fit to give out.

The exercise cells of the notebook are filled with the references between nbgrader's solution marks
(the *solved copy*, for instructors alone), nbgrader's ``generate_assignment`` takes them out again,
locks the checks and clears all outputs, and what comes out is looked at as if nobody trusted it.
"""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

from cnn_coursework.errors import CourseworkError
from cnn_coursework.leaks import find_leaks, reference_body, reference_lines, solution_lines
from cnn_coursework.nbgrader_bridge import generate_assignment
from cnn_helpers import exercises

__all__ = ["Release", "inspect_release", "make_release", "solved_copy"]

STUB_TAIL = "# your code here\n..."
COVER_ID = "coursework-cover"


@dataclass(frozen=True)
class Release:
    """What was made.

    Attributes
    ----------
    folder : pathlib.Path
        Holds the notebook and ``assignment.json``.
    assignment : cnn_coursework.assignment.Assignment
        What it asks for.
    manual : tuple of str
        Grade ids that a person marks by hand.
    ran : bool
        Whether it was run once.
    """

    folder: Path
    assignment: object
    manual: tuple
    ran: bool


def make_release(
    notebook, to, *, class_folder=None, cover=None, written=(), run=True, timeout=300, report=None
):
    """Make a notebook's release.

    Parameters
    ----------
    notebook : path-like
        A notebook of the course, or an instructor's copy of one.
    to : path-like
        Folder that gets a folder of the notebook's name.
    class_folder : path-like, optional
        nbgrader's course folder: it gets the solved copy in ``source/`` and the points in
        ``gradebook.db``. Without one, both are thrown away.
    cover : callable, optional
        ``cover(assignment, by_hand)`` gives the Markdown of a cell that says points, due date and
        rules; ``by_hand`` lists the cells that a person marks.
    written : iterable of NotebookNode
        Cells with questions that are marked by hand, put before the recap. Those that the notebook
        holds already are not put there twice.
    run : bool
        Run the release once to see that it fails in the exercises alone.
    timeout : float
        Most seconds for one cell of that run.
    report : callable, optional
        Called with a line on what is being done.

    Returns
    -------
    Release

    Raises
    ------
    CourseworkError
        If the notebook can't be read, holds no exercise, or its release isn't fit to give out;
        then nothing is left in ``to``.
    """
    report = report or (lambda line: None)
    name = Path(notebook).stem
    original = _read(notebook)
    solved = solved_copy(original)
    _add_written(solved, written)
    secrets = {**reference_lines(), **solution_lines(solved)}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(class_folder or folder).resolve()
        _put_cover(solved, name, cover)
        _write(root / "source" / name / f"{name}.ipynb", solved)
        report("nbgrader takes the solutions out")
        released = generate_assignment(root, name, STUB_TAIL)
        report("looking for traces of answers, in cells, outputs and metadata")
        problems = inspect_release(solved, released, secrets)
        if run and not problems:
            report("running it once with nothing written")
            problems = _trial(released, timeout)
        if problems:
            shutil.rmtree(root / "release" / name, ignore_errors=True)
            raise CourseworkError(
                f"{Path(notebook).name} is not fit to give out:\n  " + "\n  ".join(problems)
            )
        made = Path(to) / name
        assignment = _assignment(released, name)
        assignment.save(root / "release" / name / "assignment.json")
        if made.resolve() != root / "release" / name:
            made.mkdir(parents=True, exist_ok=True)
            for file in (root / "release" / name).iterdir():
                shutil.copyfile(file, made / file.name)
    return Release(made, assignment, tuple(_manual(released)), run)


def solved_copy(notebook):
    """Return a copy in which every exercise is solved, between nbgrader's solution marks.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Raises
    ------
    CourseworkError
        If no cell is an exercise of the catalogue, or one is there twice.

    Examples
    --------
    >>> import nbformat
    >>> about = {"grade_id": "warm_up", "solution": True, "grade": False, "locked": False}
    >>> cell = nbformat.v4.new_code_cell("...", metadata={"nbgrader": about})
    >>> print(solved_copy(nbformat.v4.new_notebook(cells=[cell])).cells[0].source)
    def warm_up(scoops, prices):
        \"\"\"Return what the order costs: scoops times price, added up.\"\"\"
        ### BEGIN SOLUTION
        return (scoops * prices).sum()
        ### END SOLUTION
    """
    solved = copy.deepcopy(notebook)
    seen = []
    for cell in solved.cells:
        about = cell.metadata.get("nbgrader", {})
        id = about.get("grade_id")
        if about.get("solution") and not about.get("grade") and id in exercises.ids():
            stub = exercises.get(id).stub.rstrip()
            head = stub.removesuffix(textwrap.indent(STUB_TAIL, "    "))
            body = f"### BEGIN SOLUTION\n{reference_body(id)}\n### END SOLUTION"
            cell.source = head + textwrap.indent(body, "    ")
            seen.append(id)
    if not seen:
        raise CourseworkError(
            "the notebook holds no exercise: no cell with nbgrader's metadata has one of the ids "
            "of cnn_helpers.exercises.ids()"
        )
    twice = sorted({id for id in seen if seen.count(id) > 1})
    if twice:
        raise CourseworkError(f"the notebook holds {', '.join(twice)} twice")
    return solved


def inspect_release(solved, released, secrets):
    """Return a sentence for each reason not to give a release out, without running it.

    Parameters
    ----------
    solved, released : nbformat.NotebookNode
        What nbgrader was given, and what it made.
    secrets : dict of str to str
        See ``leaks.find_leaks``.
    """
    import nbformat

    problems = []
    try:
        nbformat.validate(released)
    except nbformat.ValidationError as error:
        problems.append(f"it is no valid notebook: {str(error).splitlines()[0]}")
    problems += find_leaks(json.loads(nbformat.writes(released)), secrets)
    for before, cell in zip(solved.cells, released.cells, strict=True):
        about = cell.metadata.get("nbgrader", {})
        id = about.get("grade_id")
        if about.get("solution") and not about.get("grade") and id in exercises.ids():
            if cell.source.rstrip() != exercises.get(id).stub.rstrip():
                problems.append(f"the cell of {id} is not its stub")
        elif about.get("grade") and not about.get("solution"):
            if cell.metadata.get("editable", True) or cell.metadata.get("deletable", True):
                problems.append(f"the check {id} is not locked")
            if not about.get("points", 0) > 0:
                problems.append(f"the check {id} gives no points")
        if cell.get("outputs"):
            problems.append(f"cell {before.get('id')} still has its output")
    return problems


def _read(path):
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError:
        raise CourseworkError(f"there is no file {path}") from None
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseworkError(f"{path} can't be read as a notebook: {reason}") from None
    return notebook


def _write(path, notebook):
    import nbformat

    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def _put_cover(solved, name, cover):
    if cover is None:
        return
    import nbformat

    text = cover(_assignment(solved, name), [c for c in solved.cells if _by_hand(c)])
    about = {"deletable": False, "editable": False, "tags": [COVER_ID]}
    cell = nbformat.v4.new_markdown_cell(text, metadata=about, id=COVER_ID)
    solved.cells = [c for c in solved.cells if c.get("id") != COVER_ID]
    solved.cells.insert(1, cell)


def _add_written(solved, cells):
    recap = next(
        (
            number
            for number, cell in enumerate(solved.cells)
            if cell.cell_type == "markdown" and cell.source.startswith("## Recap")
        ),
        len(solved.cells),
    )
    there = {cell.get("id") for cell in solved.cells}
    new = [cell for cell in cells if cell.get("id") not in there]
    solved.cells[recap:recap] = copy.deepcopy(new)


def _assignment(notebook, name):
    from cnn_coursework.assignment import Assignment

    return Assignment.from_notebook(notebook, name)


def _by_hand(cell):
    about = cell.metadata.get("nbgrader", {})
    return bool(about.get("grade") and about.get("solution"))


def _manual(notebook):
    return [cell.metadata.nbgrader.grade_id for cell in notebook.cells if _by_hand(cell)]


def _trial(released, timeout):
    from cnn_coursework.trial_run import trial_run

    wanted = _assignment(released, "trial").exercises
    return trial_run(released, timeout=timeout).problems(wanted)
