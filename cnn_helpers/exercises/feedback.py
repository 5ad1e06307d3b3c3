"""The answer of a check: numbers for grading, a card for the notebook, text for a terminal."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from cnn_helpers.exercises.calls import Call, format_array
from cnn_helpers.exercises.comparing import differences
from cnn_helpers.exercises.definition import Exercise
from cnn_helpers.exercises.functions import NamedFunction

__all__ = ["Feedback"]

_HEADINGS = {"passed": "✓ Right", "not_written": "… To do", "unfinished": "… Partly done"}


@dataclass(frozen=True, eq=False, repr=False)
class Feedback:
    """What ``check`` found.

    In a notebook it shows itself as a card; ``print(feedback)`` gives the same as text.

    Attributes
    ----------
    exercise : Exercise
        Which exercise was checked.
    kind : str
        ``"passed"``; ``"not_written"``, ``"not_callable"`` or ``"signature"`` (nothing could be
        called); ``"unfinished"`` (some results are right, the others not written yet);
        ``"loops"`` (right, but with Python loops where there should be none); ``"value"``,
        ``"shape"``, ``"nan"``, ``"count"`` or ``"changed"`` (the results are wrong); ``"none"``,
        ``"generator"``, ``"function"``, ``"type"``, ``"ragged"``, ``"complex"``, ``"huge"`` or
        ``"ellipsis"`` (no numbers came back); ``"raised"``, ``"time"`` or ``"unsteady"``.
    message : str
        What happened, in plain words.
    misconception : str or None
        Id of the known misconception that answers alike; see ``Exercise.misconceptions``.
    failing_call : Call or None
        The smallest call found that fails.
    expected_results, got_results : tuple of numpy.ndarray
        What the reference and the function give for it.
    error : tuple of str
        Text of the error that the function raised, and its line of code; empty if there was none.
    printed : str
        What the function printed, shortened.
    share : float
        Share of the points that the right ones among several results earn.
    """

    exercise: Exercise
    kind: str
    message: str
    misconception: str | None = None
    failing_call: Call | None = None
    expected_results: tuple = ()
    got_results: tuple = ()
    error: tuple = ()
    printed: str = ""
    share: float = 0.0

    @property
    def passed(self):
        """Whether the function is right."""
        return self.kind == "passed"

    @property
    def score(self):
        """The share of the exercise's points, from 0.0 to 1.0."""
        return 1.0 if self.passed else self.share

    @property
    def call(self):
        """The failing call as a dict from argument name to value, or None."""
        return dict(self.failing_call.values) if self.failing_call else None

    @property
    def expected(self):
        """The right result of the failing call (a tuple if there are several), or None."""
        return _unpack(self.expected_results)

    @property
    def got(self):
        """What the function returned for the failing call, or None if it held no numbers."""
        return _unpack(self.got_results)

    @property
    def heading(self):
        """The first line of card and text."""
        return f"{_HEADINGS.get(self.kind, '✗ Not yet')}: {self.exercise.title}"

    def figure(self):
        """Return a matplotlib figure of expected result, result and difference."""
        from cnn_helpers.exercises.picture import feedback_figure

        return feedback_figure(self)

    def __str__(self):
        lines = [f"{self.heading} ({self.exercise.id})", *_wrap(self.message)]
        return "\n".join([*lines, *filter(None, [self.example])])

    @property
    def example(self):
        """What was called, expected and returned, and what Python said of it; "" if nothing was."""
        lines = []
        if self.error:
            lines.append("Python says    " + ("\n" + " " * 15).join(filter(None, self.error)))
        if self.failing_call:
            lines.append("We called      " + self.failing_call.code(self.exercise.id))
            for argument, value, _ in self.failing_call.given():
                if isinstance(value, NamedFunction):
                    lines.append(f"  {argument.name:<12} {value.name}: {value.words}")
            lines += self._results("We expected", self.expected_results)
            lines += self._results("You returned", self.got_results)
            off = differences(self.exercise.results, self.expected_results, self.got_results)
            for number, (result, array) in enumerate(off):
                lines += self._results("Difference" if number == 0 else "", [array], [result])
            if self.kind == "none":
                lines.append("You returned   None")
        if self.printed:
            lines += ["It printed:", textwrap.indent(self.printed, "    ")]
        return "\n".join(lines)

    def _results(self, words, arrays, results=None):
        results = results or self.exercise.results
        several = len(self.exercise.results) > 1
        lines = []
        for number, array in enumerate(arrays):
            text = format_array(array).replace("\n", "\n" + " " * 15)
            line = f"{words if number == 0 else '':<15}{text}"
            if several and number < len(results):
                line += f"  ({results[number].name})"
            lines.append(f"{line}  shape {array.shape}" if self.kind == "shape" else line)
        return lines

    __repr__ = __str__

    def _repr_mimebundle_(self, include=None, exclude=None):
        from cnn_helpers.exercises.card import card

        return {"text/html": card(self), "text/plain": str(self)}


def _unpack(arrays):
    if not arrays:
        return None
    values = tuple(array if array.ndim else array.item() for array in arrays)
    return values if len(values) > 1 else values[0]


def _wrap(message):
    return textwrap.wrap(message, 88, break_long_words=False, break_on_hyphens=False)
