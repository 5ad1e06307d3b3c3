"""One submission in its sandbox: opened, run cell by cell, asked; started again where it died."""

from __future__ import annotations

import signal
import time

from cnn_coursework.inside.protocol import ClosedError, ProtocolError, TooLateError
from cnn_coursework.naming import printable
from cnn_coursework.watching import OverMemoryError

__all__ = ["BrokenOffError", "Session", "clean"]

# The worker stops cells and calls by itself; this is for those that won't be stopped.
GRACE_SECONDS = 1.0
START_SECONDS = 20.0
MOST_BREAKS = 8


class BrokenOffError(Exception):
    """The sandbox was ended, or ended itself; ``kind`` says in one word how."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind


class Session:
    """A submission and the sandbox that it runs in at the moment.

    Parameters
    ----------
    start : callable
        ``start(exercises)`` gives a new ``Sandbox`` for the submission, without the answers to
        these exercises.
    assignment : Assignment
        What it answers.
    deadline : float
        When all of it must have ended, on the clock of ``time.monotonic``.

    Attributes
    ----------
    cells : list of (grade_id, solution, grade, first line)
        What the notebook holds; to be believed as far as the student is.
    errors : dict
        Cell number to the error that ended it.
    broken : dict
        Cell number to how it broke the sandbox; such a cell is left out afterwards.
    withheld : bool
        Whether an answer was asked for that isn't there.
    checks : set of str
        Exercises whose check stands as it was handed out.
    forbidden : set of str
        Packages that the code imports without being allowed to.
    reached : set of str
        What its text reaches for that no exercise needs.
    """

    def __init__(self, start, assignment, deadline):
        self.start, self.assignment, self.deadline = start, assignment, deadline
        self.exercises = assignment.exercises
        self.sandbox, self.breaks = None, 0
        self.cells, self.errors, self.broken = [], {}, {}
        self.unreadable, self.python, self.withheld = "", True, False
        self.forbidden, self.checks, self.reached = set(), set(), set()

    def without_answers_to(self, exercises):
        """From the next question on, run in a sandbox without the answers to these exercises."""
        if exercises != self.exercises:
            self.close()
            self.exercises = exercises

    def ask(self, question, arrays=(), within=1.0, **more):
        """Return the worker's reply and its arrays.

        Parameters
        ----------
        question : str
            What is asked.
        arrays : sequence of numpy.ndarray
            That go with it.
        within : float
            How many seconds the answer may take.
        **more
            The rest of the message.

        Raises
        ------
        BrokenOffError
            If no proper answer came; the next question starts a new sandbox.
        """
        if self.sandbox is None:
            self._run_cells()
        return self._ask(question, arrays, within, **more)

    def _ask(self, question, arrays, within, **more):
        connection = self.sandbox.connection
        until = min(time.monotonic() + within + GRACE_SECONDS, self.deadline)
        try:
            connection.send({"ask": question, **more}, arrays, until)
            return connection.receive(until)
        except OverMemoryError:
            kind = "memory_limit"
        except TooLateError:
            kind = "time_limit"
        except ClosedError:
            kind = None
        except ProtocolError:
            kind = "nonsense"
        self.breaks += 1
        code = self.close(wait=kind is None)
        raise BrokenOffError(kind or ended(code))

    def _run_cells(self):
        """Start a sandbox and run the cells in it; as often as cells break it, without those."""
        while True:
            if time.monotonic() > self.deadline:
                raise BrokenOffError("time_limit")
            if self.breaks > MOST_BREAKS:
                raise BrokenOffError("died")
            self.sandbox = self.start(self.exercises)
            if self._open() and self._run_each():
                return

    def _open(self):
        reply, _ = self._ask(
            "open",
            (),
            START_SECONDS,
            exercises=list(self.assignment.exercises),
            lesson=list(self.assignment.lesson),
            allowed=list(self.assignment.allowed_imports),
            largest=self.assignment.limits.notebook_mb * 1_000_000,
        )
        self.unreadable = clean(reply.get("unreadable"))
        self.python = bool(reply.get("python", True))
        self.cells = _cells(reply.get("cells"))
        self.checks = set(map(clean, reply.get("checks") or ()))
        self.needed = reply.get("needed") or []
        self.forbidden = set(map(clean, reply.get("forbidden") or ()))
        self.reached = set(map(clean, reply.get("reached") or ()))
        return True

    def _run_each(self):
        seconds = self.assignment.limits.cell_seconds
        for number in self.needed:
            if number in self.broken:
                continue
            try:
                reply, _ = self._ask("run", (), seconds, cell=number, seconds=seconds)
            except BrokenOffError as problem:
                self.broken[number] = problem.kind
                return False
            self.withheld |= bool(reply.get("withheld"))
            error = clean(reply.get("error"))
            if error:
                self.errors[number] = error
        return True

    def close(self, *, wait=False):
        """End the sandbox, if there is one, and return its exit code."""
        sandbox, self.sandbox = self.sandbox, None
        if sandbox is None:
            return None
        if wait:  # it has closed its side: let it end, so that its exit code tells why
            ends = time.monotonic() + 0.5
            while sandbox.process.poll() is None and time.monotonic() < ends:
                time.sleep(0.005)
        return sandbox.kill()


def ended(code):
    """Return in one word why a sandbox ended, from its exit code."""
    signals = {
        signal.SIGXCPU: "time_limit",
        signal.SIGXFSZ: "file_limit",
    }
    number = code - 128 if code is not None and code > 128 else -(code or 0)
    return signals.get(number, "died")


def clean(text, most=2000):
    r"""Return text from the sandbox, shortened, as it may stand in a report; "" for anything else.

    Examples
    --------
    >>> clean("red: \x1b[31m, half a letter: \ud800"), clean(["no text"])
    ('red:  [31m, half a letter:  ', '')
    """
    return printable(text[: most + 4]) if isinstance(text, str) else ""


def _cells(listed):
    """Return what a reply says of the cells: grade id, solution, grade, first line of each."""
    return [
        (clean(id, 200), bool(solution), bool(grade), clean(line, 80))
        for id, solution, grade, line in listed or ()
    ]
