"""Who is in the class: a CSV of your own, Moodle's grading worksheet, or Canvas's export."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from cnn_coursework.errors import CourseworkError
from cnn_coursework.tables import read_table

__all__ = ["Roster", "Student", "names_of_one", "plain_name"]

# What we call a column, and what others call it; compared without case, spaces and underscores.
COLUMNS = {
    "id": ("id", "student", "studentid", "username", "idnumber", "sisloginid", "sisuserid"),
    "name": ("name", "fullname"),
    "first_name": ("firstname", "givenname"),
    "last_name": ("lastname", "surname", "familyname"),
    "email": ("email", "emailaddress", "mail"),
    "section": ("section", "group", "groups"),
    "moodle_id": ("moodleid", "identifier", "participant"),
    "canvas_id": ("canvasid",),
}
GOOD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


@dataclass(frozen=True)
class Student:
    """One student.

    Attributes
    ----------
    id : str
        Letters, digits, ``.``, ``_``, ``@`` and ``-``: it becomes the name of files.
    name : str
        First name first, for pages; empty if it isn't known.
    email, section : str
        May be empty.
    moodle_id, canvas_id : str
        The numbers by which the platforms name this student's files; may be empty.
    """

    id: str
    name: str = ""
    email: str = ""
    section: str = ""
    moodle_id: str = ""
    canvas_id: str = ""

    @property
    def shown(self):
        """Name and id, or the id alone."""
        return f"{self.name} ({self.id})" if self.name else self.id


@dataclass(frozen=True)
class Roster:
    """The class.

    Attributes
    ----------
    students : tuple of Student
        In the order of the file.
    complete : bool
        Whether it came from a file: then whoever isn't in it isn't in the class.
    """

    students: tuple = ()
    complete: bool = False
    _by_key: dict = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        keys = {}
        for student in self.students:
            for key in _keys(student):
                keys.setdefault(key, []).append(student)
        object.__setattr__(self, "_by_key", keys)

    @classmethod
    def read(cls, path):
        """Read a roster.

        Parameters
        ----------
        path : path-like
            A CSV whose header names ``id`` and, as far as you have them, ``name`` (or
            ``first_name``, ``last_name``), ``email``, ``section``, ``moodle_id``, ``canvas_id``;
            or Moodle's grading worksheet; or what Canvas's gradebook exports.

        Raises
        ------
        CourseworkError
            If there is no id, one is there twice, or one can't name a file.
        """
        header, rows = read_table(path)
        if "SIS Login ID" in header or header[:2] == ["Student", "ID"]:
            students = [_from_canvas(dict(zip(header, row, strict=True))) for row in rows]
        else:
            students = _from_columns(path, header, rows)
        students = [student for student in students if student]
        return cls(tuple(_checked(path, students)), complete=True)

    def find(self, *keys):
        """Return the one student who has all of the keys that are known, or None.

        Parameters
        ----------
        *keys : str
            Ids, numbers, addresses or names, as found in a file's name. A key that two students
            share says nothing.

        Examples
        --------
        >>> ada = Student("al1", "Ada Lovelace", moodle_id="77")
        >>> Roster((ada,)).find("lovelace ada").id
        'al1'
        """
        found = {
            matches[0].id: matches[0]
            for key in keys
            for matches in [self._by_key.get(plain_name(key), [])]
            if len(matches) == 1
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def get(self, id):
        """Return the student of this id, or one who is known by it alone."""
        match = [student for student in self.students if student.id == id]
        return match[0] if match else Student(id)


def plain_name(text):
    """Return a key by which names compare: no accents, case, punctuation or order of words.

    Examples
    --------
    >>> plain_name("Zoë O'Neill") == plain_name("oneill, ZOE")
    True
    """
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = re.findall(r"[\w@.-]+", re.sub(r"['’`]", "", text).replace("_", " "))
    return " ".join(sorted(words))


def names_of_one(names):
    """Return the plain names that occur once: those that tell who is meant.

    Examples
    --------
    >>> sorted(names_of_one(["Ada Lovelace", "Alan Turing", "turing, ALAN", ""]))
    ['ada lovelace']
    """
    counts = Counter(map(plain_name, names))
    return {name for name, count in counts.items() if name and count == 1}


def _keys(student):
    """Return by what a file's name may call a student."""
    names = [student.id, student.email, student.email.split("@")[0], student.name]
    numbers = [student.moodle_id, student.canvas_id]
    # Canvas writes "lovelaceada".
    words = plain_name(student.name).split()
    joined = ["".join(words), "".join(reversed(words))]
    split = student.name.split()
    if len(split) > 1:
        joined.append(split[-1] + "".join(split[:-1]))
    return {plain_name(key) for key in [*names, *numbers, *joined] if key} - {""}


def _from_columns(path, header, rows):
    known = {re.sub(r"[\s_-]", "", name).casefold(): place for place, name in enumerate(header)}
    places = {
        ours: next((known[name] for name in theirs if name in known), None)
        for ours, theirs in COLUMNS.items()
    }
    if places["id"] is None:
        places["id"] = places["email"]  # Moodle's worksheet, where id numbers aren't shown
    if places["id"] is None:
        raise CourseworkError(f"{path} has no column 'id'; its columns are {', '.join(header)}")
    for row in rows:
        value = {ours: row[at].strip() if at is not None else "" for ours, at in places.items()}
        name = value["name"] or f"{value['first_name']} {value['last_name']}".strip()
        yield Student(
            value["id"] or value["email"],
            name,
            value["email"],
            value["section"],
            re.sub(r"\D", "", value["moodle_id"]),
            value["canvas_id"],
        )


def _from_canvas(row):
    if "Points Possible" in row["Student"] or not row.get("ID", "").strip().isdigit():
        return None  # the row of points, the row of posting policies, the test student
    last, _, first = row["Student"].partition(",")
    name = f"{first.strip()} {last.strip()}".strip()
    login = row.get("SIS Login ID", "").strip()
    id = login or row.get("SIS User ID", "").strip() or row["ID"].strip()
    email = login if "@" in login else ""
    return Student(id, name, email, row.get("Section", ""), canvas_id=row["ID"].strip())


def _checked(path, students):
    seen = {}
    for number, student in enumerate(students, start=1):
        if not GOOD_ID.fullmatch(student.id) or ".." in student.id:
            raise CourseworkError(
                f"{Path(path).name}, student {number}: the id {student.id!r} can't name a file; "
                "use letters, digits and . _ @ -"
            )
        if student.id.casefold() in seen:
            raise CourseworkError(f"{Path(path).name}: the id {student.id} is there twice")
        seen[student.id.casefold()] = student
    return [replace(student, name=" ".join(student.name.split())) for student in students]
