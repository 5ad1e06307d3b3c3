"""The settings of a class, in ``course.toml``: due dates, extensions, attempts, rules."""

from __future__ import annotations

import json
import secrets
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cnn_coursework.collect import ATTEMPTS
from cnn_coursework.errors import CourseworkError
from cnn_coursework.tables import write_safely

__all__ = ["SETTINGS", "CourseSettings", "class_secret", "find_settings", "template"]

SETTINGS = "course.toml"
SECRET = "class-secret.txt"
KNOWN = {
    *("course", "timezone", "attempts", "late", "due", "extensions", "accommodations"),
    *("help_by_ai", "hand_in"),
}

_TEMPLATE = """# The settings of this class. A line that begins with # is only a remark.
course = "{course}"
timezone = "{timezone}"        # in which the dates below are meant

# Which attempt counts if somebody hands in several times: "last", "first" or "best".
# Students read it at the top of every assignment.
attempts = "last"

# What students are told about help by AI; see "Help by AI" in coursework/README.md.
help_by_ai = '''
You may ask an assistant to explain. The code that you hand in is yours: you must be able to
explain every line of it in five minutes.'''

# Where they hand in.
hand_in = "Upload the notebook on the course's page."

[due]
# "04_filters" = 2026-12-01T23:59:00

[late]
grace_minutes = 15             # this late is on time
percent_per_day = 10           # of the points earned, for each day that has begun
most_percent = 50              # never more than this ...
days_accepted = 7              # ... but nothing is left after this many days

# [[extensions]]
# student = "s02"
# assignment = "04_filters"
# days = 3

# Somebody who always gets more time. Nothing in the course is timed; see "Accommodations".
# [[accommodations]]
# student = "s03"
# days = 2
"""


@dataclass(frozen=True)
class CourseSettings:
    """What an instructor set.

    Attributes
    ----------
    course : str
        Its name, for pages.
    timezone : zoneinfo.ZoneInfo
        In which dates are meant and shown.
    attempts : str
        One of ``collect.ATTEMPTS``.
    due : dict of str to datetime
        By assignment.
    late : dict
        Keyword arguments for ``lateness.LatePolicy``.
    extra : dict of (str, str) to timedelta
        By student and assignment; assignment ``"*"`` stands for all.
    help_by_ai, hand_in : str
        Sentences for the top of an assignment.
    folder : pathlib.Path or None
        The class folder.
    """

    course: str = "Convolutional Neural Networks, Illustrated"
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    attempts: str = "last"
    due: dict = field(default_factory=dict)
    late: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)
    help_by_ai: str = ""
    hand_in: str = ""
    folder: Path | None = None

    @classmethod
    def read(cls, path):
        """Read a settings file.

        Parameters
        ----------
        path : path-like

        Raises
        ------
        CourseworkError
            If a setting is unknown or its value doesn't fit, in one line that names both.
        """
        path = Path(path)
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CourseworkError(f"{path} can't be read: {error.strerror}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CourseworkError(f"{path}: {error}") from None
        unknown = sorted(set(values) - KNOWN)
        if unknown:
            raise CourseworkError(
                f"{path}: unknown setting {', '.join(unknown)}; "
                f"there are {', '.join(sorted(KNOWN))}"
            )
        try:
            timezone = ZoneInfo(values.get("timezone", "UTC"))
        except (ZoneInfoNotFoundError, ValueError):
            raise CourseworkError(f"{path}: no such timezone: {values['timezone']!r}") from None
        attempts = values.get("attempts", "last")
        if attempts not in ATTEMPTS:
            raise CourseworkError(
                f"{path}: attempts must be one of {', '.join(ATTEMPTS)}, not {attempts!r}"
            )
        due = {
            name: _moment(path, name, at, timezone) for name, at in values.get("due", {}).items()
        }
        late = values.get("late", {})
        _check_policy(path, late)
        return cls(
            course=values.get("course", cls.course),
            timezone=timezone,
            attempts=attempts,
            due=due,
            late=late,
            extra=_extra_time(path, values),
            help_by_ai=values.get("help_by_ai", ""),
            hand_in=values.get("hand_in", ""),
            folder=path.parent.resolve(),
        )

    def extension(self, student, assignment):
        """Return how much more time a student has for an assignment."""
        given = [self.extra.get((student, name), timedelta()) for name in (assignment, "*")]
        return sum(given, timedelta())

    def due_for(self, student, assignment):
        """Return when a student's work is due, extension included, or None."""
        due = self.due.get(assignment)
        return due + self.extension(student, assignment) if due else None

    def shown(self, moment):
        """Return a moment as students read it.

        Examples
        --------
        >>> from datetime import UTC
        >>> CourseSettings().shown(datetime(2026, 12, 1, 23, 59, tzinfo=UTC))
        'Tuesday 1 December 2026, 23:59 (UTC)'
        """
        local = moment.astimezone(self.timezone)
        return f"{local:%A} {local.day} {local:%B %Y, %H:%M} ({local.tzname()})"


def template(course, timezone="UTC"):
    """Return a settings file to start with."""
    # A string in JSON is one in TOML, quotation marks and backslashes included.
    inside = json.dumps(course, ensure_ascii=False)[1:-1]
    return _TEMPLATE.format(course=inside, timezone=timezone)


def find_settings(*near):
    """Return the settings of the class folder that a path lies in, or the usual ones.

    Parameters
    ----------
    *near : path-like
        Looked at in turn, each with the folders above it.
    """
    for path in near:
        place = Path(path).resolve()
        for folder in (place, *place.parents):
            if (folder / SETTINGS).is_file():
                return CourseSettings.read(folder / SETTINGS)
    return CourseSettings()


def class_secret(folder):
    """Return the secret of a class, made at first use, readable by its owner alone.

    Hidden inputs and personal questions are drawn from it: whoever has it can work them out.
    """
    path = Path(folder) / SECRET
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        write_safely(path, secrets.token_hex(16) + "\n", private=True)
        return path.read_text(encoding="ascii").strip()


def _moment(path, name, at, timezone):
    if not isinstance(at, datetime):
        raise CourseworkError(
            f"{path}: due {name!r} must be a date and time such as 2026-12-01T23:59:00, not {at!r}"
        )
    return at if at.tzinfo else at.replace(tzinfo=timezone)


def _check_policy(path, late):
    from cnn_coursework.lateness import LatePolicy

    try:
        LatePolicy(**late)
    except (TypeError, ValueError) as error:
        raise CourseworkError(f"{path}, [late]: {error}") from None


def _extra_time(path, values):
    extra = {}
    for section in ("extensions", "accommodations"):
        for number, entry in enumerate(values.get(section, []), start=1):
            try:
                key = (str(entry["student"]), entry.get("assignment", "*"))
                given = timedelta(days=entry.get("days", 0), hours=entry.get("hours", 0))
            except (KeyError, TypeError):
                raise CourseworkError(
                    f"{path}: entry {number} of {section} needs student, and days or hours"
                ) from None
            extra[key] = extra.get(key, timedelta()) + given
    return extra
