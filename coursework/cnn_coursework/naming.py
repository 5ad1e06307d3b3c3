"""Whose file is this? Learning platforms say so in the names of files and folders."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

__all__ = ["Sender", "parse_nbgrader_time", "printable", "safe_id", "sender_of"]

INBOUND = re.compile(
    r"(?P<student>[^+]+)\+(?P<assignment>[^+]+)\+"
    r"(?P<time>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^+]*)(?:\+.*)?"
)
# The first such words are Moodle's: what follows is the student's own name for the file.
MOODLE = re.compile(r"(?P<name>.*?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_")
_ARCHIVE = re.compile(r"(?i)(\.zip|_unpacked)$")
CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<number>\d+)_(?P<file>\d+)_")


@dataclass(frozen=True)
class Sender:
    """What a path tells about who sent a file.

    Attributes
    ----------
    id : str
        The student's id, or the best guess where there is no roster; may name a file.
    known : bool
        Whether the roster has this student.
    submitted : datetime or None
        When, if the path tells.
    late : bool
        Whether the platform marked it as late.
    order : int
        Later ones of a student have larger numbers.
    form : {"", "exchange", "nbgrader", "moodle", "canvas"}
        Who gave the path its form; "nbgrader" is ``STUDENT/ASSIGNMENT/FILE``.
    """

    id: str
    known: bool = False
    submitted: datetime | None = None
    late: bool = False
    order: int = 0
    form: str = ""


def printable(text):
    r"""Return text with a space for whatever can't be shown: it may colour or turn what follows.

    Control characters, marks of direction, and halves of letters, which no file can hold, are what
    file names and errors may contain.

    Examples
    --------
    >>> printable("Zoë\x1b[31m\ud800\u202e!\n")
    'Zoë [31m  !\n'
    """
    return "".join(one if one.isprintable() or one == "\n" else " " for one in text)


def safe_id(text):
    """Return text as the name of a file: letters and digits of any script, and ``. _ @ -``.

    Two different texts never give the same name.

    Examples
    --------
    >>> safe_id("s01"), safe_id("Zoë Ó"), safe_id("../../etc")
    ('s01', 'Zoë-Ó-6284', 'etc-74cc')
    """
    plain = unicodedata.normalize("NFC", text)
    name = re.sub(r"[^\w.@-]+", "-", plain).strip(".-")[:60] or "student"
    name = re.sub(r"\.\.+", ".", name)
    if name == text:
        return name
    return f"{name}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:4]}"


def parse_nbgrader_time(text):
    """Return the moment that nbgrader wrote down, or None.

    Examples
    --------
    >>> parse_nbgrader_time("2026-11-26 14:05:00.123456 UTC").isoformat()
    '2026-11-26T14:05:00.123456+00:00'
    """
    match = re.match(r"\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?)", text)
    if not match:
        return None
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError:
        return None
    rest = text[match.end() :].strip()
    try:
        return datetime.fromisoformat(f"{moment.isoformat()}{rest}").astimezone(UTC)
    except ValueError:
        return moment.replace(tzinfo=UTC)  # "UTC", or nothing


def sender_of(path, assignment, roster):
    """Say who sent a file.

    Parameters
    ----------
    path : path-like
        The file's place in the folder or archive that was downloaded.
    assignment : str
        Name of the assignment, which is often part of the file's name.
    roster : Roster
        May be empty.

    Returns
    -------
    Sender

    Examples
    --------
    >>> from cnn_coursework.roster import Roster, Student
    >>> roster = Roster((Student("al1", "Ada Lovelace", moodle_id="77"),))
    >>> moodles = "Ada Lovelace_77_assignsubmission_file_/04_filters.ipynb"
    >>> sender_of(moodles, "04_filters", roster).id
    'al1'
    >>> sender_of("s02_04_filters.ipynb", "04_filters", Roster()).id
    's02'
    """
    parts = PurePath(path).parts
    # What lies outermost counts: what is inside it, the sender may have named after others.
    ends = next((n for n, part in enumerate(parts[:-1], 1) if _ARCHIVE.search(part)), len(parts))
    outer, inner = parts[:ends], parts[ends:]
    sender = _by_platform(outer, assignment, roster)
    if sender or not inner:
        return sender or _by_words(outer, assignment, roster)
    sender = _by_words((*outer[:-1], _ARCHIVE.sub("", outer[-1])), assignment, roster)
    # An archive that is nobody's of the class may hold the class. Without a roster nothing tells
    # that, so it is its sender's.
    if not sender.known and roster.complete:
        within = sender_of(PurePath(*inner), assignment, roster)
        if within.known or _by_platform(inner, assignment, roster):
            return within
    return sender


def _by_platform(parts, assignment, roster):
    """Return the sender if a path is of the form that a platform gives it, else None."""
    layout = None
    for number, part in enumerate(parts):
        folder = number < len(parts) - 1
        # nbgrader's exchange, and what nbgrader has collected from it.
        if folder and (match := INBOUND.fullmatch(part)):
            when = parse_nbgrader_time(match["time"])
            return _sender([match["student"]], roster, submitted=when, form="exchange")
        if sender := _by_learning_platform(part, roster):
            return sender
        if layout is None and parts[number + 1 : -1][:1] == (assignment,):
            form = "nbgrader" if len(parts) == number + 3 else ""
            sender = _sender([part], roster, form=form)
            if sender.known:
                return sender
            # Perhaps the instructor's own folders: a platform's name further in says more.
            layout = sender
    return None if roster.complete else layout


def _by_learning_platform(part, roster):
    """Return the sender if Moodle or Canvas named a file or folder, else None."""
    moodle, canvas = MOODLE.match(part), CANVAS.match(part)
    # Whose words come first gave the name.
    if moodle and not (canvas and canvas.end() <= moodle.start("number")):
        # Moodle's number counts; two people may share a name.
        keys = [moodle["number"], moodle["name"]]
        return _sender(keys, roster, prefer=f"{keys[1]}_{keys[0]}", form="moodle")
    if not canvas:
        return None
    copy = re.search(r"-(\d+)\.\w+$", part)
    return _sender(
        [canvas["number"], canvas["name"]],
        roster,
        prefer=f"{canvas['name']}_{canvas['number']}",
        late=bool(canvas["late"]),
        order=int(copy[1]) if copy else 0,
        form="canvas",
    )


def _by_words(parts, assignment, roster):
    """Return the sender by the words in the names of folders, outermost first, and of the file."""
    stem = PurePath(parts[-1]).stem
    bare = stem.replace(assignment, "").strip(" _-+.()") if assignment else stem
    folders = [part for part in parts[:-1] if part != assignment]
    keys = [key for part in folders for key in (part, *_words(part))]
    keys += [*([bare, stem] if bare else []), *_words(stem)]
    # A file that bears the assignment's name alone belongs to the folder that it lies in.
    return _sender(keys, roster, prefer=bare or (folders or [stem])[-1])


def _words(text):
    return re.split(r"[\s_+,()]+|(?<=\D)-", text)


def _sender(keys, roster, *, prefer=None, **more):
    student = None
    for key in keys:
        student = roster.find(key) if key else None
        if student:
            break
    if student:
        return Sender(student.id, True, **more)
    return Sender(safe_id(prefer or keys[0]), False, **more)
