"""One submission to one mark. The trusted side: it holds the answers, and runs nothing foreign."""

from __future__ import annotations

import hashlib
import os
import time
from functools import lru_cache

from cnn_coursework import problems
from cnn_coursework.proxies import BrokenCallError, SandboxedFunction
from cnn_coursework.redaction import withheld_names
from cnn_coursework.sandbox import Sandbox, way_in
from cnn_coursework.session import BrokenOffError, Session
from cnn_coursework.submission_files import TooLargeError, private_copy
from cnn_coursework.supplies import Supplies
from cnn_helpers import exercises
from cnn_helpers.exercises import running
from cnn_helpers.exercises.explaining import explain

__all__ = ["entry", "hidden_seed", "mark_submission"]

_STATUS = {
    "passed": "passed",
    "not_written": "not_written",
    "time": "time_limit",
    "raised": "error",
}
TOO_LARGE = "The file has {:.0f} MB; notebooks of up to {} MB are read."
NOT_A_FILE = "The file can't be read: it is missing, a link or no regular file."
MISSING = "The notebook has no function of this name."
NOT_CALLABLE = "{} is not a function: the notebook makes it something of type {}."
CELL_STOPPED = "The cell of this exercise stopped with an error: {}"
CELL_HUNG = "The cell of this exercise was still running when we stopped it."


def hidden_seed(seed, exercise):
    """Return the seed of one exercise's probing calls, which nobody can guess from another's."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{exercise}".encode()).digest()[:8], "big")


@lru_cache(maxsize=1)
def _own_supplies():
    return Supplies()


def mark_submission(
    path, assignment, *, seed, student=None, supplies=None, unsafe_no_sandbox=False
):
    """Return the mark of one submission, as plain JSON.

    Whatever the submission does ends in a mark; what is raised is about this machine or about the
    call itself.

    Parameters
    ----------
    path : path-like
        The notebook.
    assignment : Assignment
        What it answers.
    seed : int
        Where the hidden inputs come from; nobody who is graded should know it.
    student : str, optional
        Whose it is.
    supplies : Supplies, optional
        What sandboxes are furnished with; made once for the process if left out.
    unsafe_no_sandbox : bool
        Run it as a plain process. It can then read and do all that you can.

    Returns
    -------
    dict
        ``student``, ``file``, ``sha256``, ``assignment``, ``exercises`` (id to score, points,
        max_points, status, title, misconception, message, example, hints), ``problems`` (kind and
        text of each), ``seconds``, ``sandbox``.

    Raises
    ------
    SandboxUnavailableError
        If there is no sandbox on this machine.
    """
    if not unsafe_no_sandbox:
        way_in()
    began = time.monotonic()
    marking = _Marking(path, assignment, seed, supplies or _own_supplies(), unsafe_no_sandbox)
    try:
        marks = marking.mark()
    finally:
        marking.close()
    return {
        "student": student,
        "file": os.fsdecode(os.path.basename(os.fspath(path))),
        "sha256": marking.sha256,
        "assignment": assignment.name,
        "exercises": marks,
        "problems": marking.problems,
        "seconds": round(time.monotonic() - began, 3),
        "sandbox": "none" if unsafe_no_sandbox else "bubblewrap",
    }


def entry(assignment, id, status, message, *, score=0.0, misconception=None, example=None):
    """Return what a mark says of one exercise.

    Parameters
    ----------
    assignment : Assignment
        Which points it gives.
    id : str
        The exercise.
    status : str
        ``"passed"``, ``"partial"``, ``"wrong"``, ``"not_written"``, ``"missing"``, ``"error"`` or
        ``"time_limit"``.
    message : str
        What to tell the student.
    score : float
        Share of the points, 0 to 1.
    misconception, example : str, optional
        Id of the known mistake, and the smallest call that fails.
    """
    exercise, points = exercises.get(id), assignment.points[id]
    return {
        "score": float(score),
        "points": round(points * float(score), 4),
        "max_points": points,
        "status": status,
        "title": exercise.title,
        "misconception": misconception,
        "message": message,
        "example": example,
        "hints": list(exercise.hints),
    }


def _broken(exercise, problem):
    """Return the feedback on a function that broke the sandbox."""
    call, outcome = problem.call, problem.outcome
    expected = running.run_known(exercise.reference, call).values
    return exercises.Feedback(
        exercise,
        outcome.kind,
        explain(outcome.kind, exercise, outcome, expected),
        failing_call=call,
        expected_results=expected,
        error=(outcome.detail, "") if outcome.detail else (),
    )


class _Marking:
    """The marking of one submission."""

    def __init__(self, path, assignment, seed, supplies, unsafe):
        self.path, self.assignment, self.seed = path, assignment, seed
        self.supplies, self.unsafe = supplies, unsafe
        self.problems, self.sha256, self.copy = [], "", None
        deadline = time.monotonic() + assignment.limits.total_seconds
        self.session = Session(self._start, assignment, deadline)

    def _start(self, withheld):
        os.lseek(self.copy, 0, os.SEEK_SET)
        return Sandbox(self.supplies, withheld, self.copy, self.assignment, unsafe=self.unsafe)

    def close(self):
        self.session.close()
        if self.copy is not None:
            os.close(self.copy)

    def mark(self):
        unreadable = self._unreadable()
        if unreadable:
            self._problem("unreadable", unreadable)
            return {id: self._entry(id, "missing", unreadable) for id in self.assignment.exercises}
        marks, doubtful = {}, []
        for id in self.assignment.exercises:
            marks[id], in_doubt = self._mark_exercise(id)
            doubtful += [id] * in_doubt
        for id in doubtful:
            self.session.without_answers_to((id,))
            marks[id], _ = self._mark_exercise(id)
        self.problems += problems.found(self.session, self.assignment)
        return marks

    def _unreadable(self):
        most = self.assignment.limits.notebook_mb
        try:
            self.copy, self.sha256 = private_copy(self.path, most * 1_000_000)
        except OSError:
            return NOT_A_FILE
        except TooLargeError as error:
            return TOO_LARGE.format(error.size / 1e6, most)
        try:
            self.session.ask("ready")
        except BrokenOffError as problem:
            if not self.session.cells:
                return f"The file can't be read: reading it ended with {problem.kind}."
        return self.session.unreadable

    def _mark_exercise(self, id):
        """Return the entry of one exercise, and whether it has to be marked again on its own.

        That is so if it failed after something was asked for that is withheld, though perhaps only
        for another exercise.
        """
        exercise = exercises.get(id)
        try:
            function = SandboxedFunction(self.session, exercise)
        except BrokenOffError as problem:
            text = problems.TEXTS[problem.kind]
            self._problem(problem.kind, text)
            return self._entry(id, problems.status(problem.kind), text), False
        if not function.found:
            return self._not_found(id, function), self.session.withheld and self._more_withheld(id)
        try:
            feedback = exercises.check(id, function, seed=hidden_seed(self.seed, id))
        except BrokenCallError as problem:
            feedback = _broken(exercise, problem)
            function.limits.add(problem.kind)
        for kind in sorted(function.limits):
            self._problem(kind, problems.TEXTS[kind], exercise=id)
        status = _STATUS.get(feedback.kind, "wrong")
        if not feedback.passed and feedback.score > 0:
            status = "partial"
        entry = self._entry(
            id,
            status,
            feedback.message,
            score=feedback.score,
            misconception=feedback.misconception,
            example=feedback.example or None,
        )
        asked = function.withheld or self.session.withheld
        return entry, asked and not feedback.passed and self._more_withheld(id)

    def _more_withheld(self, id):
        """Return whether more is withheld together than for this exercise alone."""
        return withheld_names((id,)) != withheld_names(self.assignment.exercises)

    def _not_found(self, id, function):
        for number, cell in enumerate(self.session.cells):
            if cell[0] == id and cell[1]:
                if number in self.session.broken:
                    return self._entry(id, "time_limit", CELL_HUNG)
                error = self.session.errors.get(number)
                if error == "time":
                    return self._entry(id, "time_limit", CELL_HUNG)
                if error:
                    return self._entry(id, "error", CELL_STOPPED.format(error))
        if function.type:
            return self._entry(id, "error", NOT_CALLABLE.format(id, function.type))
        return self._entry(id, "missing", MISSING)

    def _entry(self, id, status, message, **more):
        return entry(self.assignment, id, status, message, **more)

    def _problem(self, kind, text, **more):
        problem = {"kind": kind, "text": text, **more}
        if problem not in self.problems:
            self.problems.append(problem)
