"""Questions of a quiz, and what is said about an answer.

============  ==================================================================================
``one``       tick the one right option
``many``      tick all right options, and no other
``number``    type a number; ``options`` are wrong numbers that a known slip gives
``order``     bring the steps into order; ``options`` are the steps, in the right one
============  ==================================================================================

Examples
--------
>>> steps = tuple(Option(text, why=f"because {text}") for text in ("multiply", "add", "round"))
>>> question = Question("rule", "order", "04_filters", "In which order?", steps)
>>> verdict = question.judge([0, 2, 1])
>>> verdict.message
'The first step is right, but step 2 comes too early.'
>>> verdict.notes
(None, None, 'because round')
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

__all__ = ["KINDS", "Option", "Question", "Verdict", "read_number"]

KINDS = ("one", "many", "number", "order")
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven")
RIGHT = "Right."


@dataclass(frozen=True)
class Option:
    """One thing to tick, one step, or one wrong number that is known.

    Attributes
    ----------
    text : str
        What stands there; empty for a number.
    why : str
        The explanation: why it is right, or what whoever chose it may have thought.
    right : bool
        Whether it is to be ticked.
    value : float or None
        The wrong number.
    """

    text: str
    why: str
    right: bool = False
    value: float | None = None


@dataclass(frozen=True)
class Verdict:
    """What is said about an answer.

    Attributes
    ----------
    right : bool
        Whether it is right.
    message : str
        In a sentence or two.
    notes : tuple of (str or None)
        The explanation for each option that is to be explained now.
    """

    right: bool
    message: str
    notes: tuple


@dataclass(frozen=True)
class Question:
    """One question of a quiz.

    Attributes
    ----------
    id : str
        Its name within the quiz.
    kind : str
        One of ``KINDS``.
    about : str
        The notebook that taught it, for example ``"04_filters"``.
    ask : str
        The question; code stands in backticks.
    options : tuple of Option
        See the table above.
    code : str
        Lines of code or numbers that belong to the question.
    answer, tolerance : float
        The right number, and how far from it still counts.
    unit : str
        What stands after the number.
    why, otherwise : str
        What is said to the right number, and to a wrong one that no option names.
    proofs : tuple of str
        Python expressions that are true if the question's numbers are; a test evaluates them.
    """

    id: str
    kind: str
    about: str
    ask: str
    options: tuple
    code: str = ""
    answer: float | None = None
    tolerance: float = 0.0
    unit: str = ""
    why: str = ""
    otherwise: str = ""
    proofs: tuple = ()

    @property
    def solution(self):
        """The right answer, in the form in which ``judge`` takes it."""
        if self.kind == "number":
            return self.answer
        if self.kind == "order":
            return list(range(len(self.options)))
        right = [index for index, option in enumerate(self.options) if option.right]
        return right if self.kind == "many" else right[0]

    @property
    def arrangement(self):
        """The order in which the options are shown: steps mixed up, the same way each time."""
        order = list(range(len(self.options)))
        if self.kind == "order":
            generator = random.Random(self.id)
            while order == sorted(order):
                generator.shuffle(order)
        return order

    def judge(self, answer):
        """Return what is to be said about an answer.

        Parameters
        ----------
        answer : int, list of int, float or str
            The option's index; those of all ticked options; the number; or all indices in the order
            that was chosen. Indices count from 0.

        Returns
        -------
        Verdict

        Raises
        ------
        ValueError
            If there is no answer yet, or it is none to this kind of question.
        """
        return getattr(self, f"_judge_{self.kind}")(answer)

    def solved(self):
        """Return what is said once the answer is known: every explanation."""
        if self.kind == "number":
            return Verdict(True, f"{RIGHT} {self.why}", (None,) * len(self.options))
        return Verdict(True, RIGHT, tuple(option.why for option in self.options))

    def _judge_one(self, answer):
        (answer,) = self._indices([] if answer is None else [answer])
        if self.options[answer].right:
            return self.solved()
        return Verdict(False, "Not this one.", self._notes([answer]))

    def _judge_many(self, answer):
        ticked = set(self._indices(answer))
        right = set(self.solution)
        if ticked == right:
            return self.solved()
        wrong, missing = len(ticked - right), len(right - ticked)
        parts = []
        if wrong:
            parts.append(f"{_COUNTS[wrong]} of your ticks should go")
        if missing:
            parts.append(f"{_COUNTS[missing]} {'is' if missing == 1 else 'are'} still missing")
        return Verdict(False, f"Not yet: {' and '.join(parts)}.", self._notes(ticked))

    def _judge_number(self, answer):
        number = read_number(answer)
        if math.isclose(number, self.answer, rel_tol=0, abs_tol=self.tolerance + 1e-12):
            return self.solved()
        for option in self.options:
            if math.isclose(number, option.value, rel_tol=0, abs_tol=self.tolerance + 1e-12):
                return Verdict(False, f"Not yet. {option.why}", (None,) * len(self.options))
        return Verdict(False, f"Not yet. {self.otherwise}", (None,) * len(self.options))

    def _judge_order(self, answer):
        order = self._indices(answer)
        if sorted(order) != self.solution:
            raise ValueError(f"an order needs all {len(self.options)} steps, but has {order}")
        if order == self.solution:
            return self.solved()
        place = next(i for i, step in enumerate(order) if step != i)
        good = ("", "The first step is right, but step", "The first {} steps are right, but step")
        start = good[min(place, 2)].format(_COUNTS[place]) or "Step"
        message = f"{start} {place + 1} comes too early."
        return Verdict(False, message, self._notes([order[place]]))

    def _notes(self, indices):
        return tuple(
            option.why if index in indices else None for index, option in enumerate(self.options)
        )

    def _indices(self, answer):
        if not answer and answer != 0:
            raise ValueError("Choose an answer first.")
        for index in answer:
            whole = isinstance(index, int) and not isinstance(index, bool)
            if not whole or not 0 <= index < len(self.options):
                raise ValueError(f"options are 0 to {len(self.options) - 1}, but got {index!r}")
        return list(answer)


def read_number(text):
    """Return the number that somebody typed; a comma and a long minus sign are welcome too.

    Parameters
    ----------
    text : str, int or float
        What was typed.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it is no finite number.

    Examples
    --------
    >>> read_number(" −2,5 ")
    -2.5
    """
    written = str(text if text is not None else "").strip().replace("−", "-").replace(",", ".")
    try:
        number = float(written)
    except ValueError:
        number = math.nan
    if not written:
        raise ValueError("Type a number first.")
    if not math.isfinite(number):
        raise ValueError(f"a number is needed, such as 24 or -1.5, but got {text!r}")
    return number
