"""Plain sentences for failures that no known misconception explains."""

from __future__ import annotations

import inspect

import numpy as np

from cnn_helpers.exercises.calls import format_number
from cnn_helpers.exercises.comparing import differing
from cnn_helpers.exercises.remote import RemoteFunction

__all__ = ["binding_problem", "common_pattern", "explain", "listing", "number_pattern"]


_ANY_ERROR = "Your function stopped with an error before it could answer this call."
_ERRORS = {
    "SystemExit": "Your function tried to end the whole program, with exit or quit. Hand the "
    "answer back with return instead.",
    "RecursionError": "Your function calls itself again and again, until Python gives up. What "
    "should end that?",
    "WithheldError": "Your function calls one that would be the answer: write this one yourself.",
    "MemoryError": "Your function asked for more memory than there is. How large is the array that "
    "it makes?",
}


def binding_problem(function, call):
    """Return a sentence if the function can't take the call's arguments, else None."""
    if isinstance(function, RemoteFunction):
        return function.binding_problem(call)
    try:
        signature = inspect.signature(function)
    except Exception:
        # Some callables have no signature, and a strange one may raise anything.
        return None
    positional, keywords = call.fresh()
    try:
        signature.bind(*positional, **keywords)
    except TypeError:
        names = [argument.name for argument in call.arguments if argument.name in call.values]
        return (
            f"We call your function with {listing(names)}, but its first line reads "
            f"{getattr(function, '__name__', 'function')}{signature}. Give it the same arguments "
            "as the exercise does."
        )
    return None


def explain(kind, exercise, outcome, expected):
    """Return what to tell about one failing outcome.

    Parameters
    ----------
    kind : str
        As ``comparing.verdict`` gives it.
    exercise : Exercise
        Which one it is.
    outcome : Outcome
        What the student's function gave.
    expected : tuple of numpy.ndarray
        The right results.
    """
    asked = _asked(exercise, expected)
    fixed = {
        "time": "Your function was still running when we stopped it. Is there a loop that never "
        "ends: a while whose condition stays true?",
        "ellipsis": "Your function returns the three dots ... themselves: the place where your "
        "answer goes.",
        "function": f"Your function returns a function, not {asked}. Are there round brackets "
        "missing, as in array.sum instead of array.sum()?",
        "generator": f"Your function returns a {outcome.detail}, which is a promise of numbers and "
        f"not yet {asked}. Look for yield, or for round brackets around a for.",
        "type": f"Your function returns a {outcome.detail}; we expected {asked}.",
        "ragged": f"Your function returns a list whose rows have different lengths; we expected "
        f"{asked}.",
        "complex": "Your function returns complex numbers (with an imaginary part); we expected "
        "real ones.",
        "huge": f"Your function returns an array of shape {outcome.detail}; that is far too large.",
        "none": "For this call your function returns nothing (None), though it does for others. Is "
        "there a way through it that never meets a return?",
    }
    if kind in fixed:
        return fixed[kind]
    if kind == "raised":
        return _ERRORS.get(outcome.detail.split(":")[0], _ANY_ERROR)
    if kind == "count":
        got = outcome.detail or str(len(outcome.values))
        names = listing([result.name for result in exercise.results])
        return f"Your function returns {got} result(s); we expected {len(expected)}: {names}."
    part = next(
        index
        for index, pair in enumerate(zip(outcome.values, expected, exercise.results, strict=True))
        if differing(*pair).any() or pair[0].shape != pair[1].shape
    )
    return _numbers(kind, exercise.results[part], outcome.values[part], expected[part], exercise)


def _numbers(kind, result, got, expected, exercise):
    several = len(exercise.results) > 1
    name = result.name if several else "it"
    part = f" in {result.name}" if several else ""
    if kind == "shape":
        if expected.ndim == 0 and got.size == 1:
            return (
                f"Your function returns an array with one number in it, of shape {got.shape}; "
                "we expected the number itself."
            )
        if expected.ndim == 0:
            return f"Your function returns {got.size} numbers; we expected a single one."
        return (
            f"The shape is different: we expected {name} to have shape {expected.shape}, but yours "
            f"has {got.shape}. Which axis has the wrong length, and where does that length come "
            "from?"
        )
    wrong = differing(got, expected, result)
    if kind == "nan":
        return (
            f'Your result holds nan ("not a number") in {_count(np.isnan(got.astype(float)))}. '
            "It comes from 0/0, from infinity minus infinity, or from memory that was never filled."
        )
    if expected.size == 1:
        right, yours = format_number(expected.item()), format_number(got.item())
        return f"For this call we expected {right}, but your function says {yours}{part}."
    return f"The shape is right, but {_count(wrong)} differ{part}."


def common_pattern(outcomes, expected):
    """Return how the wrong numbers of several calls relate to the right ones, or "".

    Parameters
    ----------
    outcomes : list of Outcome
        Wrong ones whose shapes are right.
    expected : list of tuple of numpy.ndarray
        The right results.
    """
    got = [part.ravel() for outcome in outcomes for part in outcome.values]
    right = [part.ravel() for results in expected for part in results]
    return number_pattern(np.concatenate(got), np.concatenate(right))


def number_pattern(got, expected):
    """Return a sentence on how all wrong numbers relate to the right ones, or "".

    Examples
    --------
    >>> number_pattern(np.array([2.0, 4.0]), np.array([1.0, 2.0]))
    'Every one of yours is 2 times ours.'
    """
    got, expected = got.astype(float).ravel(), expected.astype(float).ravel()
    if not (np.isfinite(got).all() and np.isfinite(expected).all()) or not expected.any():
        return ""
    size = np.abs(expected).max()
    if np.allclose(got, -expected, rtol=0, atol=1e-6 * size):
        return "Every one of yours has the opposite sign."
    if not got.any():
        return "Yours are all 0."
    if got.size < 2:
        return ""
    factor = float(got @ expected / (expected @ expected))
    if np.allclose(got, factor * expected, rtol=0, atol=1e-6 * size):
        return f"Every one of yours is {format_number(factor)} times ours."
    if np.allclose(got - expected, (got - expected)[0], rtol=0, atol=1e-6 * size):
        return f"Every one of yours is off by {format_number((got - expected)[0])}."
    if (np.abs(got - expected) < 1e-2 * np.maximum(np.abs(expected), 1)).all():
        return "They come close: is something rounded on the way?"
    if np.allclose(np.sort(got), np.sort(expected), rtol=0, atol=1e-6 * size):
        return "The right numbers are all there, in another order."
    return ""


def _count(mask):
    total = int(mask.sum())
    return f"{total} of {mask.size} numbers"


def _asked(exercise, expected):
    if len(exercise.results) > 1:
        return f"{len(exercise.results)} results"
    return "a number" if expected[0].ndim == 0 else f"an array of shape {expected[0].shape}"


def listing(names):
    """Return names as one would say them.

    Examples
    --------
    >>> listing(["rows", "columns", "channels"])
    'rows, columns and channels'
    """
    names = list(names)
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
