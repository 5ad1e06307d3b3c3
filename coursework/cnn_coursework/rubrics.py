"""What people mark: written answers and the capstone, with what earns the points."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from cnn_coursework.errors import CourseworkError
from cnn_coursework.tables import read_table, write_table

__all__ = ["capstone_parts", "rubric_text", "sum_sheet", "write_sheet", "written_cells"]


@cache
def _rubrics():
    path = Path(__file__).with_name("rubrics.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def capstone_parts():
    """Return the parts of the capstone's rubric.

    Examples
    --------
    >>> {part["name"]: part["points"] for part in capstone_parts()}
    {'Design': 30, 'Evidence': 30, 'Failures': 25, 'Clarity': 15}
    """
    return _rubrics()["capstone"]["parts"]


def _questions(notebook):
    capstone = _rubrics()["capstone"]
    if notebook == capstone["notebook"]:
        return capstone["parts"]
    return [one for one in _rubrics()["written"] if one["notebook"] == notebook]


def rubric_text(notebook):
    """Return the rubrics of a notebook as Markdown.

    Raises
    ------
    CourseworkError
        If it has no written question.
    """
    questions = _questions(notebook)
    if not questions:
        names = sorted({one["notebook"] for one in _rubrics()["written"]})
        names.append(_rubrics()["capstone"]["notebook"])
        raise CourseworkError(
            f"no written question belongs to {notebook!r}; there are some for {', '.join(names)}"
        )
    return "\n\n".join(_rubric(one) for one in questions) + "\n"


def _rubric(one):
    heading = f"**{one.get('name', 'Written answer')}, {one['points']} points.** {one['question']}"
    rows = "\n".join(f"| {points} | {words} |" for points, words in one["levels"])
    return f"{heading}\n\n| points | what earns them |\n|---:|---|\n{rows}"


def written_cells(notebook):
    """Return cells with a notebook's written questions, for nbgrader's marking by hand.

    Parameters
    ----------
    notebook : str
        Its name without the ending.

    Returns
    -------
    list of nbformat.NotebookNode
        Question and rubric, then the cell to write in, for each. The capstone's stand in its
        notebook; the others are put into a release on demand.
    """
    import nbformat

    cells = []
    for one in _questions(notebook):
        heading = f"Your report: {one['name'].lower()}" if "name" in one else "In words"
        cells.append(
            nbformat.v4.new_markdown_cell(f"### {heading}\n\n{_rubric(one)}", id=f"{one['id']}-q")
        )
        about = {
            "grade": True,
            "grade_id": one["id"],
            "locked": False,
            "points": one["points"],
            "schema_version": 3,
            "solution": True,
            "task": False,
        }
        text = "*Write your answer here.*"
        cells.append(
            nbformat.v4.new_markdown_cell(text, metadata={"nbgrader": about}, id=one["id"])
        )
    return cells


def write_sheet(path, roster, notebook):
    """Write a table to mark in: a row a student, a column a question.

    Parameters
    ----------
    path : path-like
    roster : Roster
    notebook : str
    """
    questions = _questions(notebook)
    header = ["id", "name", *(f"{one['id']} (of {one['points']})" for one in questions), "remarks"]
    rows = [[one.id, one.name, *[""] * (len(questions) + 1)] for one in roster.students]
    write_table(path, header, rows)


def sum_sheet(path, notebook):
    """Add up a filled sheet.

    Returns
    -------
    list of (str, float or None)
        Id and sum; None where a cell is still empty.

    Raises
    ------
    CourseworkError
        If a cell holds no number, or more than its question gives.
    """
    header, rows = read_table(path)
    most = {f"{one['id']} (of {one['points']})": one["points"] for one in _questions(notebook)}
    missing = [name for name in most if name not in header]
    if missing:
        raise CourseworkError(f"{path} has no column {', '.join(missing)}")
    sums = []
    for number, row in enumerate(rows, start=2):
        values = [_points(path, number, row[header.index(name)], most[name]) for name in most]
        id = row[header.index("id")]
        sums.append((id, None if None in values else sum(values)))
    return sums


def _points(path, row, text, most):
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise CourseworkError(f"{path}, row {row}: {text!r} is no number") from None
    if not 0 <= value <= most:
        raise CourseworkError(f"{path}, row {row}: {text} is not between 0 and {most}")
    return value
