"""Gather what was handed in: a download from a learning platform, a zip, nbgrader's exchange."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from cnn_coursework.archives import ArchiveLimits
from cnn_coursework.errors import CourseworkError
from cnn_coursework.finding import find_pieces
from cnn_coursework.naming import parse_nbgrader_time, printable, sender_of
from cnn_coursework.tables import write_safely

__all__ = ["ATTEMPTS", "Submission", "choose_attempts", "collect", "copy_to_nbgrader"]

ATTEMPTS = ("last", "first", "best")
MOST_ATTEMPTS = 20


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
    stamped : bool
        Whether the time is from nbgrader's ``timestamp.txt`` alone.
    arrived : float
        When the file, or the archive that held it, was last written here, in seconds since 1970;
        0 if a platform's download wrote it.
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
    stamped: bool = False
    arrived: float = 0.0
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
    pieces = list(find_pieces(source, roster, unpacked, limits or ArchiveLimits()))
    if not pieces:
        raise CourseworkError(f"{source} holds no notebook (.ipynb) and no archive (.zip)")
    whole = not roster.complete and _hold_the_class(pieces, assignment, roster)
    found = _without_extras(
        [_submission(one, one.within if whole else one.name, assignment, roster) for one in pieces],
        assignment,
    )

    def place(one):
        # Where nothing tells what is later, the file of the assignment's name comes last.
        return one.student, _when(one), _named_after(one, assignment), one.name

    return sorted(found, key=place)


def _when(submission):
    """Return what orders a student's attempts."""
    known = submission.submitted
    return known.timestamp() if known else submission.arrived, submission.order


def _hold_the_class(pieces, assignment, roster):
    """Return whether there are only archives that a platform filled: one of a student isn't so."""
    platforms = ("exchange", "moodle", "canvas")
    taken = [one for one in pieces if one.path]
    return bool(taken) and all(
        one.archive is not None
        and sender_of(one.within, assignment, roster).form in platforms
        and not (one.archive.parts and sender_of(one.archive, assignment, roster).form)
        for one in taken
    )


def _without_extras(found, assignment):
    """Leave out scratch paper and copies beside a file of the assignment's name.

    Only in a student's own folder: where the files of many lie side by side, another one of a
    student may be a later attempt.
    """
    if not assignment:
        return found
    best, students = {}, {}
    for one in found:
        folder = PurePath(one.name).parent
        best[folder] = max(best.get(folder, 0), _named_after(one, assignment))
        students.setdefault(folder, set()).add(one.student)
    own = {folder for folder, ids in students.items() if folder.parts and len(ids) == 1}
    return [
        one
        for one in found
        for folder in [PurePath(one.name).parent]
        if folder not in own or _named_after(one, assignment) == best[folder]
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
        # Where nothing tells what is earlier, the file of the assignment's name is the last.
        firsts = [one for one in usable if _when(one) == _when(usable[0])]
        most = MOST_ATTEMPTS if policy == "best" else 1
        chosen += (firsts if policy == "first" else usable)[-most:]
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


def _submission(piece, who, assignment, roster):
    sender = sender_of(who, assignment, roster)
    path, problem, submitted = piece.path, piece.problem, sender.submitted
    # Elsewhere, and in archives, a stamp is the student's own word.
    stamped = path is not None and piece.archive is None and sender.form == "nbgrader"
    if stamped:
        submitted = _stamp(path.with_name("timestamp.txt"))
    if piece.owner not in ("", sender.id) and path is not None:
        path, problem = None, f"it belongs to another student's account, not to {sender.id}'s"
    return Submission(
        sender.id,
        path,
        printable(str(piece.name)),
        sender.known,
        submitted,
        sender.late,
        sender.order,
        stamped and submitted is not None,
        0.0 if sender.form in ("moodle", "canvas") else piece.arrived,
        printable(problem),
    )


def _stamp(path):
    """Return the moment in nbgrader's ``timestamp.txt``, or None."""
    if path.is_symlink() or not path.is_file():
        return None
    with open(path, encoding="utf-8", errors="replace") as file:
        return parse_nbgrader_time(file.read(100))


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
