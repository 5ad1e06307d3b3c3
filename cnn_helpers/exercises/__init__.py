"""Exercises that understand wrong answers.

=====================  ============================================================================
``ids()``              all exercises, in course order
``get(id)``            one of them: title, notebook, points, signature, statement, hints, ...
``hints(id)``          its three hints, folded
``check(id, f)``       is the function ``f`` right, and if not, what went wrong?
``function(name)``     one of the functions that some exercises hand to yours
``withheld(id)``       a ``with`` block in which the package's own answers can't be called
``progress``           which of them are passed, remembered on this machine only
=====================  ============================================================================

Where to look: ``catalogue/`` says what is asked and which calls probe it, ``references/`` holds the
right answers, ``mistakes/`` the known wrong ones; the modules beside them are the engine.

Examples
--------
>>> from cnn_helpers import exercises
>>> def warm_up(scoops, prices):
...     return (scoops * prices).mean()
>>> feedback = exercises.check("warm_up", warm_up)
>>> feedback.passed, feedback.misconception
(False, 'mean')
"""

from cnn_helpers.exercises import progress
from cnn_helpers.exercises.catalogue import get, ids
from cnn_helpers.exercises.checking import check
from cnn_helpers.exercises.definition import Exercise, Misconception
from cnn_helpers.exercises.feedback import Feedback
from cnn_helpers.exercises.functions import function
from cnn_helpers.exercises.hints import Hints
from cnn_helpers.exercises.withholding import WithheldError, withheld

__all__ = [
    "Exercise",
    "Feedback",
    "Hints",
    "Misconception",
    "WithheldError",
    "check",
    "function",
    "get",
    "hints",
    "ids",
    "progress",
    "withheld",
]


def hints(id):
    """Return the three hints of an exercise, each folded away until it is wanted.

    Examples
    --------
    >>> print(repr(hints("warm_up")).splitlines()[0])
    Hints for warm_up
    """
    return Hints(get(id))
