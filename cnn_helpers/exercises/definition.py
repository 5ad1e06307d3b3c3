"""What an exercise is made of; the parts below are data, the engine elsewhere works with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from types import MappingProxyType

__all__ = ["Argument", "Exercise", "Misconception", "Result"]


@dataclass(frozen=True)
class Argument:
    """One argument of an exercise's function, and how a failing call is made simpler in it.

    Attributes
    ----------
    name : str
        As in the signature.
    axes : tuple of str
        Names of the array's axes; arguments that share a name share its length. Empty for a number.
    simple : {"digits", "count", "bytes", "keep"} or tuple
        Which values are easy to read: 0, 1, 2 ...; all different; bytes from 0 to 255; as they are.
        For a number, the values to try in this order.
    keyword_only : bool
        Whether it stands after the ``*`` of the signature.
    listed : bool
        Whether the function gets a list of numbers; calls hold it as an array of one axis.
    """

    name: str
    axes: tuple[str, ...] = ()
    simple: str | tuple = "digits"
    keyword_only: bool = False
    listed: bool = False


@dataclass(frozen=True)
class Result:
    """One result of an exercise's function.

    Attributes
    ----------
    name : str
        What the card calls it.
    whole : bool
        Whether the right answers are whole numbers; they are then compared exactly.
    tolerance : float
        Largest difference that counts as rounding, relative to the largest right number (or to 1,
        if that is larger): float32 passes, a real mistake doesn't.
    """

    name: str
    whole: bool = False
    tolerance: float = 1e-5


@dataclass(frozen=True)
class Misconception:
    """A mistake that people make, as code that makes it.

    Attributes
    ----------
    id : str
        Short name, for example ``"flipped_kernel"``.
    message : str
        What to tell somebody who made it: names the slip, leaves the mending to them.
    forms : tuple of callable
        Functions that make the mistake, in the ways in which people write it.
    same_as : tuple of str
        Other misconceptions of the exercise whose answers cannot be told from these.
    """

    id: str
    message: str
    forms: tuple[Callable, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Exercise:
    """One exercise of the course.

    Attributes
    ----------
    id : str
        The name of the function to write, for example ``"correlate"``.
    title : str
        What the function does, in a few words.
    notebook : str
        File name of its notebook without the ending.
    points : int
        What it counts in coursework.
    signature : str
        Arguments and result with their shapes.
    statement : str
        What to write, in two or three sentences.
    stub : str
        The code that stands in the notebook before anybody has written anything.
    hints : tuple of str
        Three steps, from a nudge to nearly all of it.
    arguments : tuple of Argument
        In the order of the signature.
    results : tuple of Result
        One, or several for a function that returns a tuple.
    make_calls : callable
        ``make_calls(random_generator)`` gives the probing calls, small ones first.
    is_valid : callable
        Whether a call keeps the exercise's rules; shrinking asks.
    withheld : tuple of str
        Functions of the package that would be the answer; grading hides them.
    part : str
        The module of ``catalogue``, ``references`` and ``mistakes`` that it belongs to.
    partial : bool
        Whether each result earns its share of the points, and None stands for a part that isn't
        written yet.
    loop_calls : callable or None
        ``loop_calls(random_generator)`` gives (axis in words, small call, large call) for an answer
        that must do without Python loops: both calls have to take as many steps.
    """

    id: str
    title: str
    notebook: str
    points: int
    signature: str
    statement: str
    stub: str
    hints: tuple[str, str, str]
    arguments: tuple[Argument, ...]
    results: tuple[Result, ...]
    make_calls: Callable
    is_valid: Callable
    part: str
    withheld: tuple[str, ...] = ()
    partial: bool = False
    loop_calls: Callable | None = None

    @cached_property
    def reference(self) -> Callable:
        """The right answer; loaded when first asked for, since a release may leave it out."""
        module = import_module(f"cnn_helpers.exercises.references.{self.part}")
        return getattr(module, self.id)

    @cached_property
    def misconceptions(self) -> Mapping[str, Misconception]:
        """Known misconceptions by id: its own, then those that can happen in every exercise."""
        from cnn_helpers.exercises.everywhere import everywhere

        own = import_module(f"cnn_helpers.exercises.mistakes.{self.part}").MISTAKES[self.id]
        known = {misconception.id: misconception for misconception in own}
        for general in everywhere(self):
            # An exercise may know further forms of a general mistake, and say it in its own words.
            special = known.get(general.id)
            forms = (*special.forms, *general.forms) if special else ()
            known[general.id] = replace(special, forms=forms) if special else general
        return MappingProxyType(known)

    def __repr__(self):
        return f"<Exercise {self.id}: {self.title} ({self.points} points, {self.notebook})>"
