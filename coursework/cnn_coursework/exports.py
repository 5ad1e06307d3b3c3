"""Marks as tables: our own ``grades.csv``, Moodle's grading worksheet, Canvas's gradebook.

The columns are those that the platforms' importers ask for. Moodle's offline grading finds a
student by the number in ``Identifier`` and wants ``Grade`` and ``Last modified (grade)`` to be
there (``mod/assign/feedback/offline/importgradeslib.php``); Canvas wants ``Student``, ``ID``, up to
``Section``, then assignments, and a row ``Points Possible`` (``lib/gradebook_importer.rb``).
Somebody who handed in nothing gets an empty cell there, no 0: what that means is the platform's.
"""

from __future__ import annotations

from html import escape

from cnn_coursework.errors import CourseworkError
from cnn_coursework.results import full_marks
from cnn_coursework.roster import names_of_one, plain_name
from cnn_coursework.tables import read_table, spreadsheet_safe, write_table

__all__ = ["fill_canvas", "fill_moodle", "write_canvas", "write_grades", "write_moodle"]

MOODLE = (
    *("Identifier", "Full name", "ID number", "Email address", "Status", "Grade", "Maximum Grade"),
    *("Grade can be changed", "Last modified (grade)", "Feedback comments"),
)
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
STATUS_WORDS = {
    "passed": "right",
    "partial": "partly right",
    "wrong": "not right yet",
    "not_written": "not written",
    "missing": "missing",
    "error": "stopped with an error",
    "time_limit": "did not end in time",
}


def write_grades(path, results, assignment, settings):
    """Write everything that we know, one row a student."""
    exercises = assignment.exercises
    header = [
        *("id", "name", "email", "section", "assignment", "status", "file", "submitted"),
        *("hours_late", "extension_hours", "attempts", *exercises, "by_hand", "points"),
        *(
            "late_penalty",
            "final",
            "max_points",
            "percent",
            "misconceptions",
            "problems",
            "sandbox",
        ),
    ]
    maximum = full_marks(assignment, results)
    rows = []
    for result in results:
        student, mark, submission = result.student, result.mark, result.submission
        entries = mark["exercises"] if mark else {}
        named = [f"{id}: {e['misconception']}" for id, e in entries.items() if e["misconception"]]
        moment = submission.submitted if submission else None
        row = [
            *(student.id, student.name, student.email, student.section, assignment.name),
            _state(result),
            submission.name if submission else "",
            moment.astimezone(settings.timezone).isoformat(timespec="seconds") if moment else "",
            round(result.seconds_late / 3600, 2),
            result.extension.total_seconds() / 3600,
            result.attempts,
            *(_number(entries[id]["points"]) if mark else "" for id in exercises),
            _number(result.by_hand.points) if result.by_hand else "",
            *(_number(result.points), _number(result.penalty), _number(result.final)),
            *(_number(maximum), round(100 * result.final / maximum, 1)),
            *("; ".join(named), " ".join(result.problems), mark["sandbox"] if mark else ""),
        ]
        rows.append([spreadsheet_safe(cell) for cell in row])
    write_table(path, header, rows)


def write_moodle(path, results, assignment):
    """Write a grading worksheet for those whose number in Moodle the roster has.

    Returns
    -------
    int
        How many students could not be put in, for want of a ``moodle_id``.
    """
    maximum = _number(full_marks(assignment, results))
    rows, left_out = [], 0
    for result in results:
        student = result.student
        if not student.moodle_id:
            left_out += 1
            continue
        grade = _number(result.final) if result.mark else ""
        words = comment(result) if result.mark else ""
        rows.append(
            [
                *(f"Participant {student.moodle_id}", student.name, student.id, student.email),
                *("", grade, maximum, "Yes", "-", words),
            ]
        )
    write_table(path, MOODLE, rows)
    return left_out


def fill_moodle(path, worksheet, results, assignment):
    """Fill grades and comments into the worksheet that Moodle gave out, and change nothing else.

    A row is a student's by its number, else its address, else a name that nobody else bears.

    Parameters
    ----------
    path : path-like
        Where the filled one goes.
    worksheet : path-like
        *View all submissions, Download grading worksheet*.
    results : list of Result
    assignment : Assignment

    Returns
    -------
    list of str
        Ids of those who are graded but not in the worksheet.

    Raises
    ------
    CourseworkError
        If a column is missing that Moodle's import needs.
    """
    header, rows = read_table(worksheet)
    needed = ("Identifier", "Grade", "Last modified (grade)")
    missing = [name for name in needed if name not in header]
    if missing:
        raise CourseworkError(
            f"{worksheet} is no grading worksheet of Moodle in English: it has no column "
            f"{', '.join(missing)}"
        )
    by_number = {r.student.moodle_id: r for r in results if r.student.moodle_id}
    by_email = {r.student.email.casefold(): r for r in results if r.student.email}
    ours = names_of_one(r.student.name for r in results)
    by_name = {name: r for r in results if (name := plain_name(r.student.name)) in ours}
    place = {name: number for number, name in enumerate(header)}
    filled, own = set(), full_marks(assignment, results)
    names = [row[place["Full name"]] if "Full name" in place else "" for row in rows]
    theirs = names_of_one(names)
    for row, name in zip(rows, map(plain_name, names), strict=True):
        number = row[place["Identifier"]].rpartition(" ")[2]
        email = row[place["Email address"]] if "Email address" in place else ""
        result = by_number.get(number) or by_email.get(email.strip().casefold())
        if result is None and name in theirs:
            result = by_name.get(name)
        if result is None or result.mark is None:
            continue
        filled.add(result.student.id)
        scale = row[place["Maximum Grade"]] if "Maximum Grade" in place else ""
        row[place["Grade"]] = _scaled(result.final, own, scale)
        if "Feedback comments" in place:
            row[place["Feedback comments"]] = comment(result)
    write_table(path, header, rows)
    return [r.student.id for r in results if r.mark and r.student.id not in filled]


def write_canvas(path, results, assignment, title=None):
    """Write what Canvas's gradebook imports: a new column of the assignment's name."""
    maximum = _number(full_marks(assignment, results))
    rows = [["    Points Possible", "", "", "", "", maximum]]
    for result in results:
        student = result.student
        first, _, last = student.name.rpartition(" ")
        name = f"{last}, {first}" if first else student.name or student.id
        grade = _number(result.final) if result.mark else ""
        rows.append([name, student.canvas_id, student.id, student.id, student.section, grade])
    write_table(path, [*CANVAS, title or assignment.name], rows)


def fill_canvas(path, export, results, assignment, title=None):
    """Fill one column of the gradebook that Canvas exported; its other columns are left out.

    Parameters
    ----------
    path : path-like
        Where it goes.
    export : path-like
        *Gradebook, Export*.
    results : list of Result
    assignment : Assignment
    title : str, optional
        Beginning of the column's header, for example ``"Filters"`` for ``Filters (1234)``. None
        looks for the assignment's name, and makes a new column if there is none.

    Returns
    -------
    list of str
        Ids of those who are graded but not in the export.
    """
    header, rows = read_table(export)
    if header[:2] != ["Student", "ID"] or "Section" not in header:
        raise CourseworkError(
            f"{export} is no gradebook of Canvas: its columns must begin with Student, ID and hold "
            "Section"
        )
    last = header.index("Section")
    wanted = title or assignment.name
    columns = [n for n in range(last + 1, len(header)) if header[n].startswith(wanted)]
    if title and not columns:
        raise CourseworkError(f"{export} has no column that begins with {title!r}")
    column = columns[0] if columns else None
    points = next((row for row in rows if "Points Possible" in row[0]), None)
    scale = points[column] if points and column else ""
    by_key = {}
    for result in results:
        for key in (result.student.canvas_id, result.student.id):
            by_key[key] = result
    by_key.pop("", None)
    filled, out, own = set(), [], full_marks(assignment, results)
    for row in rows:
        keep = row[: last + 1]
        found = [by_key[cell.strip()] for cell in keep[1:last] if cell.strip() in by_key]
        if "Points Possible" in row[0]:
            out.append([*keep, scale or _number(own)])
        elif found and found[0].mark:
            filled.add(found[0].student.id)
            out.append([*keep, _scaled(found[0].final, own, scale)])
    write_table(path, [*header[: last + 1], header[column] if column else wanted], out)
    return [r.student.id for r in results if r.mark and r.student.id not in filled]


def comment(result):
    """Return a short comment in HTML, which is what Moodle takes; from students comes nothing.

    Files, names and whatever a submission printed are left out: the feedback page has them.
    """
    lines = [
        f"{escape(entry['title'])}: {_number(entry['points'])} of {_number(entry['max_points'])} "
        f"({STATUS_WORDS[entry['status']]})"
        for entry in result.mark["exercises"].values()
    ]
    if result.by_hand:
        lines.append(f"By hand: {_number(result.by_hand.points)} of {_number(result.by_hand.of)}")
    if result.penalty:
        lines.append(f"Late: minus {_number(result.penalty)}")
    return "<br>".join(lines)


def _state(result):
    if result.mark is None:
        return "not handed in"
    return "graded" if result.known else "graded, not in the roster"


def _number(value):
    """Return a number without a needless .0."""
    value = round(float(value), 2)
    return int(value) if value == int(value) else value


def _scaled(points, own, maximum):
    try:
        maximum = float(maximum)
    except ValueError:
        return _number(points)
    return _number(points * maximum / own) if maximum > 0 else _number(points)
