"""When each student handed in, from a table: downloads from learning platforms don't tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cnn_coursework.errors import CourseworkError
from cnn_coursework.roster import names_of_one, plain_name
from cnn_coursework.tables import read_table

__all__ = ["read_times", "with_times"]

MOODLE = "Last modified (submission)"
_WHO = ("id", "student", "username", "idnumber", "identifier", "email", "emailaddress")
_NAME = ("name", "fullname")
_WHEN = ("submitted", "time", "handedin", "submittedat", "date")
# Moodle's in English, as its settings for Britain and America write it.
_FORMS = ("%A, %d %B %Y, %I:%M %p", "%A, %B %d, %Y, %I:%M %p", "%A, %d %B %Y, %H:%M")


def read_times(path, roster, timezone):
    """Read a table of hand-in times.

    Parameters
    ----------
    path : path-like
        A CSV with a column ``id`` (or ``email``, ``name``) and one ``submitted``, whose moments
        are written ``2026-12-01 22:30`` or with an offset from UTC; or Moodle's grading worksheet
        in English. A name counts if no other column tells who it is, and only one row bears it.
    roster : Roster
        Who is meant; without one, ids are taken as they are.
    timezone : zoneinfo.ZoneInfo
        Of moments that name none.

    Returns
    -------
    times : dict of str to datetime
        By student's id.
    unclear : list of str
        What was there instead of a moment.

    Raises
    ------
    CourseworkError
        If the table lacks a column.
    """
    header, rows = read_table(path)
    plain = ["".join(filter(str.isalnum, name)).casefold() for name in header]
    when = header.index(MOODLE) if MOODLE in header else _first(plain, _WHEN)
    who = [plain.index(name) for name in _WHO if name in plain]
    named = _first(plain, _NAME)
    if when is None or not (who or named is not None):
        raise CourseworkError(
            f"{path} tells no hand-in times: it needs columns id and submitted, but has "
            f"{', '.join(header)}"
        )
    times, unclear = {}, []
    clear = names_of_one(row[named] for row in rows) if named is not None else set()
    for row in rows:
        keys = [row[place].removeprefix("Participant ").strip() for place in who]
        keys = [key for key in keys if key]
        if named is not None and plain_name(row[named]) in clear:
            keys.append(row[named].strip())
        student = next(filter(None, map(roster.find, keys)), None)
        text = row[when].strip()
        if not keys or text in ("", "-"):
            continue
        moment = _moment(text, timezone)
        if moment is None:
            unclear.append(text)
        elif student or not roster.complete:
            times[student.id if student else keys[0]] = moment
    return times, unclear


def with_times(submissions, times):
    """Return submissions with the times that were unknown, or told by a stamp alone."""
    return [
        replace(one, submitted=times[one.student], stamped=False)
        if (one.submitted is None or one.stamped) and one.student in times
        else one
        for one in submissions
    ]


def _first(names, wanted):
    return next((names.index(name) for name in wanted if name in names), None)


def _moment(text, timezone):
    """Return the moment that a text states, or None.

    Examples
    --------
    >>> from datetime import UTC
    >>> _moment("Sunday, 22 November 2026, 10:30 PM", UTC).isoformat()
    '2026-11-22T22:30:00+00:00'
    >>> _moment("2026-11-22 22:30+01:00", UTC).isoformat()
    '2026-11-22T22:30:00+01:00'
    >>> _moment("yesterday", UTC)
    """
    text = " ".join(text.split())
    found = None
    try:
        found = datetime.fromisoformat(text.removesuffix(" UTC") + "+00:00" * text.endswith(" UTC"))
    except ValueError:
        for form in _FORMS:
            try:
                found = datetime.strptime(text, form)
                break
            except ValueError:
                continue
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone)
