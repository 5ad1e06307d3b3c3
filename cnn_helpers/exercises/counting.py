"""Count the steps that Python takes in a function: a loop shows, numpy's own work doesn't.

A step is one instruction of the interpreter, in the function and in all that it calls. The count of
a function without loops of its own stays the same however large its arrays are.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import CodeType, FunctionType

from cnn_helpers.exercises.remote import RemoteFunction

__all__ = ["StepCounter", "TooManyStepsError", "mentions"]


class TooManyStepsError(BaseException):
    """The limit was reached. Not an ``Exception``, so that ``except Exception`` lets it by."""


class StepCounter:
    """A function that counts the steps of another one while it calls it.

    Parameters
    ----------
    function : callable
        Whose steps count.
    limit : int
        The call ends with ``TooManyStepsError`` after so many.

    Attributes
    ----------
    steps : int
        How many steps the latest call took.

    Examples
    --------
    >>> def total(numbers):
    ...     result = 0
    ...     for number in numbers:
    ...         result += number
    ...     return result
    >>> def steps(function, numbers):
    ...     counter = StepCounter(function, 10_000)
    ...     counter(numbers)
    ...     return counter.steps
    >>> steps(total, range(50)) > steps(total, range(5))
    True
    >>> steps(sum, range(50)) == steps(sum, range(5))
    True
    """

    def __init__(self, function, limit):
        self.function, self.limit, self.steps = function, limit, 0

    def __call__(self, *arguments, **keywords):
        """Call the function and return what it returns."""
        self.steps = 0
        with _every_step(self._step):
            return self.function(*arguments, **keywords)

    def _step(self):
        self.steps += 1
        if self.steps > self.limit:
            raise TooManyStepsError


def _every_step(step):
    return _monitored(step) if hasattr(sys, "monitoring") else _traced(step)


@contextmanager
def _traced(step):
    def trace(frame, event, argument):
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            step()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@contextmanager
def _monitored(step):
    monitoring = sys.monitoring
    instruction = monitoring.events.INSTRUCTION
    tool = next(number for number in range(6) if monitoring.get_tool(number) is None)

    def count(code, offset):
        try:
            step()
        except TooManyStepsError:
            # The way out has steps too; counted, they would raise again before the end below.
            monitoring.set_events(tool, 0)
            raise

    monitoring.use_tool_id(tool, "cnn_helpers")
    monitoring.register_callback(tool, instruction, count)
    monitoring.set_events(tool, instruction)
    try:
        yield
    finally:
        monitoring.set_events(tool, 0)
        monitoring.register_callback(tool, instruction, None)
        monitoring.free_tool_id(tool)


def mentions(function, name):
    """Return whether a function, or one of its own that it calls, uses something of that name.

    Examples
    --------
    >>> import numpy as np
    >>> mentions(lambda values: np.vectorize(abs)(values), "vectorize")
    True
    """
    if isinstance(function, RemoteFunction):
        return function.mentions(name)
    todo, seen = [function], set()
    while todo:
        one = todo.pop()
        if isinstance(one, FunctionType) and one not in seen:
            seen.add(one)
            for used in _names(one.__code__):
                if used == name:
                    return True
                value = one.__globals__.get(used)
                if getattr(value, "__module__", None) == one.__module__:
                    todo.append(value)
    return False


def _names(code):
    """Yield the names that a piece of code looks up, and those of the functions inside it."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
