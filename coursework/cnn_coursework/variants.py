"""Everybody's own questions: the numbers come from the student's id and the class's secret.

Nobody can work out another's numbers, or an answer before the sheet is out, without the secret; and
whoever has it can make every sheet and its key again at any time.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from cnn_coursework.errors import CourseworkError
from cnn_coursework.feedback_pages import page_style, template
from cnn_coursework.naming import safe_id
from cnn_coursework.questions import MAKERS, questions_for
from cnn_coursework.tables import read_table, write_safely, write_table

__all__ = ["mark_answers", "personal_seed", "write_variants"]

KEYS = ("id", "notebook", "question", "answer")
MARKED = ("id", "right", "of", "wrong", "not answered")


def personal_seed(secret, notebook, student):
    """Return the seed of a student's numbers.

    Examples
    --------
    >>> personal_seed("salt", "04_filters", "s01") == personal_seed("salt", "04_filters", "s02")
    False
    """
    message = f"{notebook}\0{student}".encode()
    return int.from_bytes(hmac.new(secret.encode(), message, hashlib.sha256).digest()[:8], "big")


def write_variants(folder, keys, notebook, roster, settings, secret):
    """Write a sheet for each student, and the key.

    Parameters
    ----------
    folder : path-like
        Gets a page for each student, to print or to hand out.
    keys : path-like
        Gets the answers, for you alone.
    notebook : str
        Which questions; see ``questions.MAKERS``.
    roster : Roster
    settings : CourseSettings
    secret : str
        See ``course_settings.class_secret``.

    Returns
    -------
    int
        How many sheets were written.
    """
    from markupsafe import Markup

    if notebook not in MAKERS:
        raise CourseworkError(
            f"no questions by hand belong to {notebook!r}; there are some for {', '.join(MAKERS)}"
        )
    rows = []
    for student in roster.students:
        questions = questions_for(notebook, personal_seed(secret, notebook, student.id))
        page = template("variant.html").render(
            style=Markup(page_style()),
            student=student,
            notebook=notebook,
            settings=settings,
            questions=questions,
        )
        write_safely(Path(folder) / f"{safe_id(student.id)}.html", page)
        rows += [(student.id, notebook, one.id, f"{one.answer:g}") for one in questions]
    write_safely(keys, "", private=True)
    write_table(keys, KEYS, rows)
    Path(keys).chmod(0o600)
    return len(roster.students)


def mark_answers(keys, answers):
    """Compare students' answers with the key.

    Parameters
    ----------
    keys : path-like
        As ``write_variants`` wrote it.
    answers : path-like
        A CSV with a column ``id`` and one for each question, as a form on a learning platform
        exports it.

    Returns
    -------
    marked : list of tuple
        Rows of ``MARKED``, one for each student of the key.
    strangers : list of str
        Ids that the key doesn't know: nobody's answers, such as a mistyped id's.
    """
    _, key_rows = read_table(keys)
    expected = {}
    for id, _, question, answer in key_rows:
        expected.setdefault(id, {})[question] = float(answer)
    header, rows = read_table(answers)
    if "id" not in header:
        raise CourseworkError(f"{answers} has no column 'id'; its columns are {', '.join(header)}")
    given = {row[header.index("id")].strip(): dict(zip(header, row, strict=True)) for row in rows}
    marked = []
    for id, wanted in expected.items():
        got = {question: _number(given.get(id, {}).get(question, "")) for question in wanted}
        wrong = [q for q, value in got.items() if value is not None and value != wanted[q]]
        empty = [q for q, value in got.items() if value is None]
        right = len(wanted) - len(wrong) - len(empty)
        marked.append((id, right, len(wanted), "; ".join(wrong), "; ".join(empty)))
    return marked, sorted(given.keys() - expected.keys() - {""})


def _number(text):
    """Return what somebody typed as a number, or None: ``-3``, ``−3``, ``3,0``."""
    try:
        return float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return None
