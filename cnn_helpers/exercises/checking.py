"""Check a function against an exercise: probe it, find what differs, say it."""

from __future__ import annotations

from cnn_helpers.exercises import progress
from cnn_helpers.exercises.attempt import Attempt
from cnn_helpers.exercises.catalogue import get
from cnn_helpers.exercises.explaining import binding_problem
from cnn_helpers.exercises.feedback import Feedback
from cnn_helpers.exercises.judging import NOT_WRITTEN, judge
from cnn_helpers.exercises.not_written import is_not_written
from cnn_helpers.exercises.probes import probes_for

__all__ = ["check"]


def check(id, function, *, seed=None):
    """Say whether a function solves an exercise, and if not, what went wrong.

    Never raises because of what the function does; only the stop button (``KeyboardInterrupt``) and
    an unknown ``id`` come through.

    Parameters
    ----------
    id : str
        One of ``ids()``.
    function : callable
        Your function itself, without round brackets after it.
    seed : int, optional
        Which random inputs to probe with. None always means the same ones (seed 0), so that a check
        gives the same answer twice; grading passes seeds of its own. Without a seed, a pass is
        remembered (see ``progress``).

    Returns
    -------
    Feedback
        Shows itself as a card in a notebook and as text in a terminal.

    Raises
    ------
    ValueError
        If there is no exercise of that id.

    Examples
    --------
    >>> def warm_up(scoops, prices):
    ...     return sum(scoops) * sum(prices)
    >>> check("warm_up", warm_up).misconception
    'product_of_sums'
    """
    exercise = get(id)
    if not callable(function):
        return _plain(
            exercise,
            "not_callable",
            f"check needs the function itself, but got {_type_name(function)}. Write "
            f'check("{id}", {id}), without round brackets after the second {id}.',
        )
    if is_not_written(function, exercise.stub):
        return _plain(exercise, "not_written", NOT_WRITTEN)
    probes = probes_for(exercise, 0 if seed is None else seed)
    problem = binding_problem(function, probes.calls[0])
    if problem:
        return _plain(exercise, "signature", problem)
    feedback = judge(Attempt(function, probes))
    if feedback.passed and seed is None:  # a seed: somebody is grading
        progress.record(id)
    return feedback


def _plain(exercise, kind, message):
    return Feedback(exercise, kind, message)


def _type_name(value):
    try:
        return f"a value of type {type(value).__name__}"
    except Exception:
        return "something else"
