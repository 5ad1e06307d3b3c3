"""Questions about addresses: which pixel is meant, and what a pixel's address is."""

from __future__ import annotations

import numpy as np

__all__ = ["AddressQuiz"]

KINDS = ("find", "name")


class AddressQuiz:
    """Asks for addresses, one after another, and judges the answers.

    ``"find"`` gives an address and wants the pixel, ``"name"`` gives a pixel and wants its address.
    Row and column always differ, so that changing them over is noticed. The questions are the same
    in every run.

    Attributes
    ----------
    shape : (int, int) or None
        Of the picture that the last question was about.

    Examples
    --------
    >>> quiz = AddressQuiz()
    >>> question = quiz.ask((5, 5))
    >>> question["kind"], question["row"] != question["column"]
    ('find', True)
    >>> quiz.judge((question["column"], question["row"])).startswith("Row and column have changed")
    True
    """

    def __init__(self):
        self._generator = np.random.default_rng(3)
        self._asked = 0
        self._answered = 0
        self._right = 0
        self._question = None
        self._judged = False
        self.shape = None

    def ask(self, shape):
        """Return the next question for a picture of this shape, ``{"kind", "row", "column"}``."""
        self.shape = tuple(shape)
        kind = KINDS[self._asked % len(KINDS)]
        self._asked += 1
        before = self._question
        while True:
            row, column = (int(self._generator.integers(size)) for size in shape)
            self._question = {"kind": kind, "row": row, "column": column}
            if row != column and (before is None or (row, column) != _place(before)):
                self._judged = False
                return dict(self._question)

    def words(self):
        """Return the open question in words."""
        row, column = _place(self._question)
        if self._question["kind"] == "find":
            return f"Which pixel is image[{row}, {column}]?"
        return "What is the address of the circled pixel?"

    def judge(self, answer):
        """Return what is said about an answer (row, column); the first one to a question counts."""
        place = _place(self._question)
        right = tuple(answer) == place
        if not self._judged:
            self._judged = True
            self._answered += 1
            self._right += right
        return f"{_comment(tuple(answer), place)} {self._right} of {self._answered} right so far."


def _place(question):
    return question["row"], question["column"]


def _written(place):
    return f"image[{place[0]}, {place[1]}]"


def _comment(answer, place):
    row, column = place
    where = f"{_written(place)} is in row {row}, column {column}."
    if answer == place:
        return f"Right: {where}"
    if answer == (column, row):
        return (
            f"Row and column have changed places: that is {_written(answer)}. "
            f"The row comes first and counts down. {where}"
        )
    steps = (answer[0] - row, answer[1] - column)
    if steps in ((1, 1), (-1, -1)):
        return f"Close: that is {_written(answer)}. Counting starts at 0, not at 1. {where}"
    return f"Not quite: that is {_written(answer)}. {where}"
