"""From marks to what counts: attempts, lateness, the one result of each student."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from cnn_coursework.collect import Submission
from cnn_coursework.lateness import LatePolicy
from cnn_coursework.roster import Student

__all__ = ["ByHand", "Result", "full_marks", "results_of", "status_counts", "unreadable_mark"]


@dataclass(frozen=True)
class ByHand:
    """What people gave for written answers: points, of how many, and how many answers wait."""

    points: float
    of: float
    waiting: int = 0


@dataclass(frozen=True)
class Result:
    """What one student gets for one assignment.

    Attributes
    ----------
    student : Student
        Who.
    mark : dict or None
        As ``marking.mark_submission`` gives it; None if nothing was handed in.
    submission : Submission or None
        What was graded.
    attempts : int
        How many files were handed in.
    seconds_late : float
        After the due date, extension included; 0 if on time or if nothing tells.
    extension : timedelta
        How much more time the student had.
    penalty : float
        Points taken away for lateness.
    known : bool
        Whether the student is in the roster, or there is none.
    by_hand : ByHand or None
        None as long as nobody in the class was marked by hand.
    """

    student: Student
    mark: dict | None
    submission: Submission | None
    attempts: int = 0
    seconds_late: float = 0.0
    extension: timedelta = timedelta()
    penalty: float = 0.0
    known: bool = True
    by_hand: ByHand | None = None

    @property
    def points(self):
        """Points earned, those by hand included, before anything is taken away."""
        if self.mark is None:
            return 0.0
        own = sum(entry["points"] for entry in self.mark["exercises"].values())
        return round(own + (self.by_hand.points if self.by_hand else 0), 4)

    @property
    def final(self):
        """Points that count."""
        return round(max(0.0, self.points - self.penalty), 2)

    @property
    def problems(self):
        """The sentences on what was odd, once each."""
        return list(dict.fromkeys(p["text"] for p in self.mark["problems"])) if self.mark else []


def full_marks(assignment, results):
    """Return how many points there are: of the exercises, and by hand once somebody has them."""
    by_hand = max((result.by_hand.of for result in results if result.by_hand), default=0)
    return sum(assignment.points.values()) + by_hand


def results_of(marks, submissions, attempts, roster, assignment, settings, by_hand=None):
    """Return the result of each student, in the order of the roster, then of ids.

    Parameters
    ----------
    marks : iterable of (Submission, dict)
        What was graded; for attempts "best" several of a student.
    submissions : list of Submission
        All that came in, to tell who handed something in.
    attempts : dict of str to int
        By student.
    roster : Roster
        Who has no submission has a result too: nothing handed in.
    assignment : Assignment
    settings : CourseSettings
    by_hand : dict of str to ByHand, optional
        By student; see ``gradebook.read_by_hand``.
    """
    best = {}
    for submission, mark in marks:
        hand = (by_hand or {}).get(submission.student)
        result = _result(submission, mark, attempts, roster, assignment, settings, hand)
        before = best.get(submission.student)
        if before is None or result.final > before.final:
            best[submission.student] = result
    missing = [student for student in roster.students if student.id not in best]
    for student in missing:
        best[student.id] = Result(student, None, None)
    order = {student.id: place for place, student in enumerate(roster.students)}
    return [best[id] for id in sorted(best, key=lambda id: (order.get(id, len(order)), id))]


def _result(submission, mark, attempts, roster, assignment, settings, by_hand):
    id = submission.student
    due = settings.due_for(id, assignment.name)
    late = 0.0
    if due and submission.submitted:
        late = max(0.0, (submission.submitted - due).total_seconds())
    plain = Result(roster.get(id), mark, submission, by_hand=by_hand)
    return Result(
        plain.student,
        mark,
        submission,
        attempts.get(id, 1),
        late,
        settings.extension(id, assignment.name),
        LatePolicy(**settings.late).penalty(plain.points, late),
        submission.known or not roster.complete,
        by_hand,
    )


def unreadable_mark(submission, assignment):
    """Return the mark of a file that could not even be taken in: nothing earned, and why."""
    from cnn_helpers import exercises

    text = f"The file could not be taken in: {submission.problem}."
    entries = {
        id: {
            "score": 0.0,
            "points": 0.0,
            "max_points": assignment.points[id],
            "status": "missing",
            "title": exercises.get(id).title,
            "misconception": None,
            "message": text,
            "example": None,
            "hints": list(exercises.get(id).hints),
        }
        for id in assignment.exercises
    }
    return {
        "student": submission.student,
        "file": submission.name,
        "sha256": "",
        "assignment": assignment.name,
        "exercises": entries,
        "problems": [{"kind": "unreadable", "text": text}],
        "seconds": 0.0,
        "sandbox": "not run",
    }


def status_counts(results, id):
    """Return how many results have which status in an exercise."""
    return Counter(result.mark["exercises"][id]["status"] for result in results if result.mark)
