"""Write marks into nbgrader's gradebook, through nbgrader's API, so that marking by hand goes on.

One process writes: the one that grades. Beside the marks nbgrader's form grader needs a notebook to
show for each student. We make it of the release with the student's answers put in, and of nothing
else that the student sent: no output, no extra cell, no HTML that would run in a marker's browser.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path

from cnn_coursework.inside.notebook import source_of
from cnn_coursework.nbgrader_bridge import open_gradebook
from cnn_coursework.results import ByHand
from cnn_coursework.submission_files import TooLargeError, sources_to_show
from cnn_coursework.tables import write_safely

__all__ = ["harmless", "read_by_hand", "write_gradebook", "write_nbgrader_feedback"]

LONGEST_ANSWER = 100_000
TOO_LARGE = "(too large to show here: open the file {file}, SHA-256 {sha256:.8}...)"


def read_by_hand(path, assignment):
    """Return what people have marked by hand, in the form grader.

    Parameters
    ----------
    path : path-like
        ``gradebook.db``.
    assignment : Assignment

    Returns
    -------
    dict of str to ByHand
        By student; empty as long as nobody was marked by hand.
    """
    from nbgrader.api import MissingEntry

    found, marked = {}, False
    with open_gradebook(path) as gradebook:
        try:
            submissions = gradebook.assignment_submissions(assignment.name)
        except MissingEntry:
            return {}
        for submission in submissions:
            grades = [
                grade
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.name.removesuffix("-check") not in assignment.points
            ]
            if grades:
                marked |= any(grade.manual_score is not None for grade in grades)
                found[submission.student_id] = ByHand(
                    sum(grade.score for grade in grades),
                    sum(grade.max_score for grade in grades),
                    sum(grade.needs_manual_grade for grade in grades),
                )
    return found if marked else {}


def write_gradebook(path, results, assignment, settings):
    """Write the marks of a class, and the notebooks that the form grader shows.

    An answer that was marked by hand and has changed since keeps its points and waits again.

    Parameters
    ----------
    path : path-like
        ``gradebook.db``, in nbgrader's course folder; made if it isn't there.
    results : list of Result
    assignment : Assignment
    settings : CourseSettings
    """
    from nbgrader.api import MissingEntry

    root = Path(path).resolve().parent
    name = assignment.name
    with open_gradebook(path) as gradebook:
        due = settings.due.get(name)
        values = {"duedate": _naive(due)} if due else {}
        gradebook.update_or_create_assignment(name, **values)
        try:
            gradebook.find_notebook(name, name)
        except MissingEntry:  # released elsewhere
            gradebook.update_or_create_notebook(name, name)
        for id in assignment.exercises:
            _known_cells(gradebook, id, assignment)
        release = root / "release" / name / f"{name}.ipynb"
        for result in results:
            if result.mark is None:
                continue
            if not release.exists():
                _write_result(gradebook, result, assignment)
                continue
            notebook = _notebook_to_show(release, result)
            target = root / "autograded" / result.student.id / name / f"{name}.ipynb"
            # The gradebook first: if we are killed in between, the next run sees the change again.
            _write_result(gradebook, result, assignment, _changed(target, notebook))
            write_safely(target, json.dumps(notebook, indent=1))


def write_nbgrader_feedback(root, results, pages, name):
    """Put feedback pages where ``nbgrader release_feedback`` looks for them.

    Parameters
    ----------
    root : path-like
        nbgrader's course folder.
    results : list of Result
    pages : dict of str to pathlib.Path
        By student.
    name : str
        The assignment.

    Returns
    -------
    int
        How many: those whose work came through nbgrader's exchange.
    """
    count = 0
    for result in results:
        path = result.submission.path if result.submission else None
        if path is None or result.student.id not in pages:
            continue
        # By these two nbgrader knows a student's submission again.
        stamps = [path.with_name(file) for file in ("timestamp.txt", "submission_secret.txt")]
        if not all(stamp.is_file() and not stamp.is_symlink() for stamp in stamps):
            continue
        folder = Path(root) / "feedback" / result.student.id / name
        for stamp in stamps:
            with open(stamp, encoding="ascii", errors="replace") as file:
                write_safely(folder / stamp.name, file.read(1000))
        page = pages[result.student.id].read_text(encoding="utf-8")
        write_safely(folder / f"{name}.html", page)
        count += 1
    return count


def _known_cells(gradebook, id, assignment):
    """Make sure that the gradebook knows the cells of an exercise."""
    from nbgrader.api import MissingEntry

    name = assignment.name
    try:
        gradebook.find_grade_cell(f"{id}-check", name, name)
    except MissingEntry:
        points = {"max_score": assignment.points[id], "cell_type": "code"}
        gradebook.add_grade_cell(f"{id}-check", name, name, **points)
    gradebook.update_or_create_solution_cell(id, name, name)


def _write_result(gradebook, result, assignment, changed=()):
    """Write one student's marks; ``changed`` has the grade ids of answers unlike the last time."""
    name, student = assignment.name, result.student
    first, _, last = student.name.rpartition(" ")
    gradebook.update_or_create_student(
        student.id, first_name=first, last_name=last, email=student.email or None
    )
    submitted = result.submission.submitted
    values = {"timestamp": _naive(submitted)} if submitted else {}
    submission = gradebook.update_or_create_submission(name, student.id, **values)
    submission.extension = result.extension or None
    notebook = gradebook.find_submission_notebook(name, name, student.id)
    marks = result.mark["exercises"]
    for grade in notebook.grades:
        id = grade.name.removesuffix("-check")
        if id in marks:
            grade.auto_score = marks[id]["points"]
            grade.needs_manual_grade = grade.manual_score is not None
        elif grade.manual_score is None or grade.name in changed:
            grade.needs_manual_grade = True
    for comment in notebook.comments:
        if comment.name in marks:
            comment.auto_comment = marks[comment.name]["message"]
    notebook.late_submission_penalty = result.penalty or None
    gradebook.db.commit()


def _notebook_to_show(release, result):
    """Return the notebook that the form grader shows."""
    notebook = json.loads(release.read_text(encoding="utf-8"))
    marks, too_large = result.mark["exercises"], None
    try:
        answers = _answers(result.submission.path)
    except TooLargeError:
        # Named by its bytes, so that another such file counts as a changed answer.
        sha256 = result.mark["sha256"]
        answers, too_large = {}, TOO_LARGE.format(file=result.submission.name, sha256=sha256)
    for cell in notebook["cells"]:
        about = cell.get("metadata", {}).get("nbgrader", {})
        id = about.get("grade_id", "")
        if about.get("solution") and (too_large or id in answers):
            # Text that a person marks is shown as a page: no tag of the student's may work there.
            if cell["cell_type"] == "markdown":
                cell["source"] = harmless(too_large or answers[id])
            else:
                cell["source"] = f"# {too_large}" if too_large else answers[id]
        elif about.get("grade") and id.removesuffix("-check") in marks:
            entry = marks[id.removesuffix("-check")]
            text = f"{entry['points']:g} of {entry['max_points']:g}: {entry['message']}"
            output = {"output_type": "stream", "name": "stdout", "text": text}
            cell["outputs"] = [output]
    return notebook


def _changed(target, notebook):
    """Return the grade ids of written answers that are not those in the file of the last time."""
    try:
        before = _written(json.loads(target.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError):
        before = {}
    return {id for id, text in _written(notebook).items() if before.get(id) != text}


def _written(notebook):
    """Return the texts of a notebook's cells that a person marks, by grade id."""
    about = [(cell, cell.get("metadata", {}).get("nbgrader", {})) for cell in notebook["cells"]]
    return {
        one["grade_id"]: source_of(cell)
        for cell, one in about
        if one.get("grade") and one.get("solution")
    }


def _answers(path):
    """Return the sources of a student's marked cells by grade id; of what can't be read, none."""
    return {
        str(about.get("grade_id")): source[:LONGEST_ANSWER]
        for _, about, source in (sources_to_show(path) if path else ())
        if about.get("solution")
    }


def harmless(markdown):
    r"""Return a student's Markdown as it may stand on a marker's page: without tags and links.

    The form grader renders it with the marker's own rights, formulas included.

    Examples
    --------
    >>> harmless("<b>so</b> $a < b$, [look](javascript:alert(1)) $\\href{data:x}{y}$")
    '&lt;b>so&lt;/b> $a \\lt b$, [look]\\(javascript:alert(1)) $\\text{data:x}{y}$'
    """
    parts = re.split(r"(\$\$[^$]+\$\$|\$[^$\n]+\$)", markdown)
    for number, part in enumerate(parts):
        formula = number % 2
        # An address may be written in a hundred ways, the brackets before it in one.
        part = re.sub(r"\](?=[(:])", r"]{}" if formula else r"]\\", part)
        # A formula is escaped once more: an entity in it would be shown as it is written.
        part = re.sub(r"<\s*", r"\\lt ", part) if formula else part.replace("<", "&lt;")
        parts[number] = re.sub(r"\\(href|require|html\w*|unicode)\b", r"\\text", part)
    return "".join(parts)


def _naive(moment):
    """Return a moment as nbgrader stores it: UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)
