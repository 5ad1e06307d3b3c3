"""A student's function in the sandbox, as the trusted process sees it."""

from __future__ import annotations

import numpy as np

from cnn_coursework.problems import limit_met
from cnn_coursework.session import BrokenOffError, clean
from cnn_helpers.exercises.functions import NamedFunction
from cnn_helpers.exercises.remote import RemoteFunction
from cnn_helpers.exercises.running import ERROR_LIMIT, PRINT_LIMIT, Outcome

__all__ = ["BrokenCallError", "SandboxedFunction", "written_down"]

_KINDS = frozenset(
    {"value", "raised", "time", "none", "ellipsis", "type", "function", "generator", "count"}
    | {"ragged", "complex", "huge"}
)
LARGEST = 1_000_000
_SAID = {
    "time_limit": Outcome("time"),
    "memory_limit": Outcome("raised", detail="MemoryError: it used more memory than is allowed"),
    "file_limit": Outcome("raised", detail="OSError: it wrote a file larger than is allowed"),
    "nonsense": Outcome("raised", detail="RuntimeError: no plain numbers came back"),
    "died": Outcome("raised", detail="SystemExit: it ended the whole process"),
}


class BrokenCallError(Exception):
    """A call broke the sandbox; ``call`` and ``outcome`` say which, and ``kind`` how."""

    def __init__(self, kind, call):
        super().__init__(kind)
        self.kind, self.call, self.outcome = kind, call, _SAID[kind]


class SandboxedFunction(RemoteFunction):
    """One exercise's function.

    Parameters
    ----------
    session : Session
        Where it runs.
    exercise : Exercise
        What it answers.

    Attributes
    ----------
    found, written : bool
        Whether the submission has such a function, and whether somebody has worked on it.
    many : int
        How many different written ones were made, one after the other.
    withheld : bool
        Whether it asked for a withheld answer.
    limits : set of str
        Which limits its calls met, in one word each.
    """

    def __init__(self, session, exercise):
        self.session, self.exercise = session, exercise
        self.limits, self.withheld = set(), False
        self._look()

    def _look(self):
        reply, _ = self.session.ask(
            "look", within=2.0, exercise=self.exercise.id, stub=self.exercise.stub
        )
        self._sandbox = self.session.sandbox
        self.found = reply.get("found") is True
        self.written = reply.get("written") is True
        self.type = clean(reply.get("type"), 80)
        many = reply.get("many")
        self.many = many if type(many) is int else 0

    def _ask(self, question, **more):
        # In a sandbox that was started again the worker must find the function once more.
        if self.session.sandbox is None or self.session.sandbox is not self._sandbox:
            self._look()
            if not self.found:
                raise BrokenOffError("died")
        return self.session.ask(question, **more)

    def is_not_written(self, stub):
        """Return whether it does nothing, or is the stub."""
        return self.found and not self.written

    def binding_problem(self, call):
        """Return a sentence if it can't take the call's arguments, else None."""
        message, arrays = written_down(call)
        try:
            reply, _ = self._ask("binding", arrays=arrays, within=2.0, **message)
        except BrokenOffError as problem:
            raise BrokenCallError(problem.kind, call) from None
        problem = reply.get("problem")
        return clean(problem, 400) if isinstance(problem, str) and problem else None

    def outcome(self, call, seconds, *, gaps):
        """Return the ``Outcome`` of one call.

        Raises
        ------
        BrokenCallError
            If it broke the sandbox: it isn't called again then.
        """
        message, arrays = written_down(call)
        seconds = min(seconds, self.session.assignment.limits.call_seconds)
        try:
            reply, values = self._ask(
                "call", arrays=arrays, within=seconds, seconds=seconds, gaps=gaps, **message
            )
        except BrokenOffError as problem:
            raise BrokenCallError(problem.kind, call) from None
        self.withheld |= bool(reply.get("withheld"))
        outcome = _outcome(reply, values, call)
        met = limit_met("time" if outcome.kind == "time" else outcome.detail)
        self.limits |= {met} - {None}
        return outcome

    def mentions(self, name):
        """Return whether its code uses something of that name."""
        try:
            return self._ask("mentions", name=name, within=2.0)[0].get("mentions") is True
        except BrokenOffError:
            return False

    def steps(self, call, limit):
        """Return how many steps one call takes; as the sandbox says, where it could be changed."""
        message, arrays = written_down(call)
        seconds = self.session.assignment.limits.call_seconds
        try:
            reply, _ = self._ask(
                "steps", arrays=arrays, within=2 * seconds, seconds=seconds, limit=limit, **message
            )
        except BrokenOffError:
            return limit + 1
        steps = reply.get("steps")
        return steps if type(steps) is int and 0 <= steps <= limit + 1 else limit + 1


def _outcome(reply, values, call):
    """Return the ``Outcome`` that a reply states, once every part of it is of the right form."""
    kind, gaps = reply.get("kind"), reply.get("gaps")
    names = [argument.name for argument in call.arguments]
    changed = reply.get("changed")
    proper = isinstance(kind, str) and isinstance(gaps, list) and isinstance(changed, list)
    proper = proper and kind in _KINDS and gaps.count(False) == len(values)
    if not proper or any(value.size > LARGEST for value in values):
        return _SAID["nonsense"]
    rest = iter(values)
    return Outcome(
        kind,
        tuple(None if gap is True else next(rest) for gap in gaps) if kind == "value" else (),
        clean(reply.get("detail"), ERROR_LIMIT),
        clean(reply.get("place"), 120),
        clean(reply.get("printed"), PRINT_LIMIT),
        tuple(name for name in names if name in changed),
    )


def written_down(call):
    """Return a call as a message and its arrays: numbers and names, nothing else.

    Raises
    ------
    TypeError
        If it holds anything else.
    """
    arrays, values = [], {}
    for argument, value, _ in call.given():
        values[argument.name] = _about(value, arrays)
    arguments = [
        {"name": a.name, "keyword_only": a.keyword_only, "listed": a.listed} for a in call.arguments
    ]
    return {"arguments": arguments, "values": values, "count": call.count}, arrays


def _about(value, arrays):
    if isinstance(value, NamedFunction):
        inside = {}
        for name, array in value.arrays.items():
            inside[name] = len(arrays)
            arrays.append(array)
        return {"function": value.name, "arrays": inside}
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": len(arrays) - 1, "layout": _layout(value)}
    if isinstance(value, np.generic):
        arrays.append(np.asarray(value))
        return {"number": len(arrays) - 1}
    if value is None or isinstance(value, (bool, int, float, str)):
        return {"plain": value}
    raise TypeError(f"{type(value).__name__} can't cross the border")


def _layout(array):
    if array.flags.c_contiguous:
        return "rows"
    return "columns" if array.flags.f_contiguous else "gaps"
