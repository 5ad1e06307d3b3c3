"""Gather what was handed in: a download from a learning platform, a zip, nbgrader's exchange."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from cnn_coursework.archives import ArchiveLimits, is_zip, unpack
from cnn_coursework.errors import CourseworkError
from cnn_coursework.naming import parse_nbgrader_time, printable, sender_of
from cnn_coursework.tables import write_safely

__all__ = ["ATTEMPTS", "Submission", "choose_attempts", "collect", "copy_to_nbgrader"]

ATTEMPTS = ("last", "first", "best")
MOST_ATTEMPTS = 20
# nbgrader's other files, and what JupyterLab and macOS leave behind.
PASSED_OVER = (".ipynb_checkpoints", "__MACOSX", "autograded", "feedback", "release", "source")


@dataclass(frozen=True)
class Submission:
    """One file that somebody handed in.

    Attributes
    ----------
    student : str
        Id.
    path : pathlib.Path or None
        Where it lies; None if it couldn't be taken.
    name : str
        What it was called.
    known : bool
        Whether the roster has the student.
    submitted : datetime or None
        When it was handed in, in UTC; None if nothing tells.
    late : bool
        Whether the platform marked it as late.
    order : int
        Later attempts of a student have larger numbers.
    problem : str
        Why it couldn't be taken; empty if it could.
    """

    student: str
    path: Path | None
    name: str
    known: bool = False
    submitted: datetime | None = None
    late: bool = False
    order: int = 0
    problem: str = ""


def collect(source, assignment, roster, unpacked, limits=None):
    """Find all submissions of an assignment.

    Parameters
    ----------
    source : path-like
        A folder as it was downloaded (archives in it are unpacked), a zip, or nbgrader's exchange
        or ``submitted`` folder.
    assignment : str
        Its name.
    roster : Roster
        May be empty.
    unpacked : path-like
        Where archives are unpacked; emptied first.
    limits : ArchiveLimits, optional
        What an archive may hold.

    Returns
    -------
    list of Submission
        By student and attempt. What could not be taken is among them, with its ``problem``.

    Raises
    ------
    CourseworkError
        If there is no such file or folder, or nothing in it.
    """
    source, unpacked = Path(source), Path(unpacked)
    if not source.exists():
        raise CourseworkError(f"there is no file or folder {source}")
    shutil.rmtree(unpacked, ignore_errors=True)
    found = []
    pairs = [(source, Path(source.name))] if source.is_file() else list(_files(source))
    for number, (path, inside) in enumerate(pairs):
        problem = _not_takeable(path)
        if problem:
            found.append(_submission(None, inside, assignment, roster, problem))
        elif is_zip(path):
            to = unpacked / str(number)
            to.mkdir(parents=True)
            # A student's own archive: the names outside it say whose it is.
            outer = inside if source.is_dir() else Path()
            for name, reason in unpack(path, to, limits or ArchiveLimits()):
                found.append(_submission(None, outer / name, assignment, roster, reason))
            for file, within in _files(to):
                if not is_zip(file):
                    found.append(_submission(file, outer / within, assignment, roster))
        else:
            found.append(_submission(path, inside, assignment, roster))
    if not found:
        raise CourseworkError(f"{source} holds no notebook (.ipynb) and no archive (.zip)")
    found = _without_extras(found, assignment)
    return sorted(found, key=lambda one: (one.student, _moment(one), one.order, one.name))


def _without_extras(found, assignment):
    """Leave out what lies beside a file of the assignment's name: scratch paper, copies."""
    if not assignment:
        return found
    best = {}
    for one in found:
        place = one.student, PurePath(one.name).parent
        best[place] = max(best.get(place, 0), _named_after(one, assignment))
    return [
        one
        for one in found
        if _named_after(one, assignment) == best[one.student, PurePath(one.name).parent]
    ]


def _named_after(submission, assignment):
    """Return 2 for exactly the assignment's name, 1 for one that holds it, else 0."""
    stem = PurePath(submission.name).stem
    return 0 if submission.path is None else (assignment in stem) + (assignment == stem)


def choose_attempts(submissions, policy):
    """Return what is graded of each student, and how many attempts each handed in.

    Parameters
    ----------
    submissions : list of Submission
        As ``collect`` gives them.
    policy : {"last", "first", "best"}
        Which counts. For ``"best"`` the latest twenty are graded.

    Returns
    -------
    chosen : list of Submission
    attempts : dict of str to int
    """
    if policy not in ATTEMPTS:
        raise CourseworkError(f"attempts must be one of {', '.join(ATTEMPTS)}, not {policy!r}")
    groups = {}
    for submission in submissions:
        groups.setdefault(submission.student, []).append(submission)
    chosen = []
    for group in groups.values():
        # A file that can't be read counts only if there is nothing else.
        usable = [one for one in group if one.path] or group
        place = {"last": slice(-1, None), "first": slice(1), "best": slice(-MOST_ATTEMPTS, None)}
        chosen += usable[place[policy]]
    return chosen, {student: len(group) for student, group in groups.items()}


def copy_to_nbgrader(submissions, assignment, submitted):
    """Lay submissions out as ``nbgrader`` does: ``submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb``.

    Parameters
    ----------
    submissions : list of Submission
        One of each student.
    assignment : str
        Its name.
    submitted : path-like
        nbgrader's ``submitted`` folder.

    Returns
    -------
    list of Submission
        With their new paths.
    """
    copied = []
    for submission in submissions:
        folder = Path(submitted) / submission.student / assignment
        target = folder / f"{assignment}.ipynb"
        if submission.path is None:
            copied.append(submission)
            continue
        if target.resolve() != submission.path.resolve():
            folder.mkdir(parents=True, exist_ok=True)
            _copy(submission.path, target)
        if submission.submitted:
            moment = submission.submitted.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
            write_safely(folder / "timestamp.txt", moment + "\n")
        copied.append(replace(submission, path=target))
    return copied


def _files(folder):
    """Yield (path, path inside the folder) of what may be a submission, links left alone."""
    for place, folders, names in os.walk(folder, followlinks=False):
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        folders[:] = sorted(
            name for name in folders if name not in (*PASSED_OVER, *linked) and name[:1] != "."
        )
        for name in sorted([*names, *linked]):
            path = Path(place) / name
            if path.suffix.lower() in (".ipynb", ".zip") and not name.startswith("."):
                yield path, path.relative_to(folder)


def _not_takeable(path):
    """Say why a path is no file to take, or return an empty string."""
    try:
        kind = path.lstat().st_mode
    except OSError as error:
        return f"it can't be read: {error.strerror}"
    if stat.S_ISLNK(kind):
        return "it is a symbolic link"
    return "" if stat.S_ISREG(kind) else "it is no regular file"


def _submission(path, inside, assignment, roster, problem=""):
    sender = sender_of(inside, assignment, roster)
    submitted = sender.submitted
    if path is not None:
        stamp = path.with_name("timestamp.txt")
        if submitted is None and stamp.is_file() and not stamp.is_symlink():
            with open(stamp, encoding="utf-8", errors="replace") as file:
                submitted = parse_nbgrader_time(file.read(100))
        if _belongs_to_another(path, sender, roster):
            path, problem = None, f"it belongs to another student's account, not to {sender.id}'s"
    return Submission(
        sender.id,
        path,
        printable(str(inside)),
        sender.known,
        submitted,
        sender.late,
        sender.order,
        printable(problem),
    )


def _belongs_to_another(path, sender, roster):
    """Return whether a file's owner here is another student: anybody may write to an exchange."""
    try:
        import pwd

        owner = roster.find(pwd.getpwuid(path.stat().st_uid).pw_name)
    except (ImportError, KeyError, OSError):
        return False
    return owner is not None and owner.id != sender.id


def _moment(submission):
    if submission.submitted:
        return submission.submitted.timestamp()
    return submission.path.stat().st_mtime if submission.path else 0.0


def _copy(source, target):
    """Copy a regular file, even if somebody puts a link in its place meanwhile."""
    descriptor = os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise CourseworkError(f"{source} is no regular file")
        draft = target.with_name(target.name + ".part")
        with open(draft, "wb") as copy:
            shutil.copyfileobj(file, copy)
    draft.replace(target)
