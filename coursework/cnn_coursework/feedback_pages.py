"""The page that a student gets: what each exercise earned, what was expected, what may help.

Nothing on it is a hidden input's seed or an answer. Whatever came from the student (names, printed
text, errors) is escaped by the template, and the page's own policy lets no script run.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cnn_coursework.charts import ring
from cnn_coursework.collect import MOST_ATTEMPTS
from cnn_coursework.exports import STATUS_WORDS
from cnn_coursework.naming import safe_id
from cnn_coursework.tables import write_safely

__all__ = ["feedback_page", "page_style", "template", "write_feedback"]

PAGES = Path(__file__).parent / "pages"
MARKS = {"passed": "✓", "partial": "◐", "not_written": "…", "missing": "…"}
POLICY = {
    "last": "Of several attempts the last one counts.",
    "first": "Of several attempts the first one counts.",
    "best": f"Of the latest {MOST_ATTEMPTS} attempts the best one counts.",
}


def write_feedback(folder, results, assignment, settings, *, manual=()):
    """Write one page for each student who handed something in.

    Parameters
    ----------
    folder : path-like
        Where the pages go, each named after its student.
    results : list of Result
    assignment : Assignment
    settings : CourseSettings
    manual : iterable of str
        Grade ids of what a person marks.

    Returns
    -------
    dict of str to pathlib.Path
        By student.
    """
    written = {}
    for result in results:
        if result.mark is not None:
            path = Path(folder) / f"{safe_id(result.student.id)}.html"
            write_safely(path, feedback_page(result, assignment, settings, manual=manual))
            written[result.student.id] = path
    return written


def feedback_page(result, assignment, settings, *, manual=()):
    """Return one student's page as HTML."""
    from markupsafe import Markup

    from cnn_helpers import exercises

    by_hand = result.by_hand
    maximum = sum(assignment.points.values()) + (by_hand.of if by_hand else 0)
    entries = [
        {
            **entry,
            "id": id,
            "points": _plain(entry["points"]),
            "max_points": _plain(entry["max_points"]),
            "words": f"{MARKS.get(entry['status'], '✗')} {STATUS_WORDS[entry['status']]}",
            "statement": exercises.get(id).statement,
        }
        for id, entry in result.mark["exercises"].items()
    ]
    right = sum(entry["status"] == "passed" for entry in entries)
    share = result.final / maximum if maximum else 0
    return template("feedback.html").render(
        style=Markup(page_style()),
        result=result,
        assignment=assignment,
        settings=settings,
        exercises=entries,
        written=_written(by_hand, manual),
        heading=_heading(right, len(entries)),
        ring=Markup(ring(share, _plain(result.final), f"of {_plain(maximum)} points")),
        opening=_opening(right, len(entries)),
        lines=_lines(result, assignment, settings),
        attempts=_attempts(result, settings),
    )


@cache
def page_style():
    """Return the style sheet, with the palette for light and dark."""
    from cnn_helpers.figures import palette

    def block(theme):
        values = palette.css_variables(theme)
        values["--cnn-panel"] = palette.WHITE if theme == "light" else "#272727"
        return ":root { " + " ".join(f"{name}: {value};" for name, value in values.items()) + " }"

    dark = f"@media (prefers-color-scheme: dark) {{ {block('dark')} }}"
    return "\n".join([block("light"), dark, (PAGES / "page.css").read_text(encoding="utf-8")])


@cache
def template(name):
    """Return a page's template; whatever is put into it is escaped."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _heading(right, count):
    if right == count:
        return "All done"
    return "A good part is done" if 2 * right >= count else "There is something to build on"


def _opening(right, count):
    if right == count:
        return "Everything is right." if count > 1 else "It is right."
    if right == 0:
        return "Nothing is fully right yet. Take one exercise, read what was found, and try again."
    return f"{right} of {count} exercises are right."


def _lines(result, assignment, settings):
    lines = []
    due = settings.due_for(result.student.id, assignment.name)
    if due:
        more = ", your extension included" if result.extension else ""
        lines.append(f"Due {settings.shown(due)}{more}.")
    if result.submission and result.submission.submitted:
        lines.append(f"Handed in {settings.shown(result.submission.submitted)}.")
    if result.penalty:
        lines.append(
            f"Your answers earned {_plain(result.points)}; {_plain(result.penalty)} are taken off "
            "for lateness."
        )
    elif result.seconds_late:
        lines.append("It was a little late, but within the time of grace.")
    return lines


def _written(by_hand, manual):
    """Return what is said of answers that a person marks; empty if there are none."""
    if by_hand is None:
        return "A person reads these; their points are not in the number above." if manual else ""
    text = f"{_plain(by_hand.points)} of {_plain(by_hand.of)} points, given by a person."
    return text + " Not all of them have been read yet." * bool(by_hand.waiting)


def _attempts(result, settings):
    policy = POLICY[settings.attempts]
    if result.attempts > 1:
        return f"You handed in {result.attempts} times. {policy}"
    return policy


def _plain(number):
    """Return a number as text without a needless .0.

    Examples
    --------
    >>> _plain(3.0), _plain(2.5)
    ('3', '2.5')
    """
    return f"{round(float(number), 2):g}"
