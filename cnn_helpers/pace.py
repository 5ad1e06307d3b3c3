"""How much the cells that train take on: all of it, or less where Python is slower.

In a browser Python runs several times slower, and has a part of MNIST only. A notebook says for
each cell that would take too long there what it does instead, and prints which of the two it did.
The environment variable ``CNN_COURSE_PACE`` chooses: ``full`` or ``light``. Without it a browser
takes the light pace, everything else the full one.
"""

from __future__ import annotations

import os

from cnn_helpers.browser import in_browser

__all__ = ["FULL", "LIGHT", "VARIABLE", "current", "pick", "sentence"]

VARIABLE = "CNN_COURSE_PACE"
FULL, LIGHT = "full", "light"


def current():
    """Return ``"full"`` or ``"light"``.

    Raises
    ------
    ValueError
        If the environment variable says something else.

    Examples
    --------
    >>> current()
    'full'
    """
    setting = os.environ.get(VARIABLE, "").strip().lower()
    if setting in (FULL, LIGHT):
        return setting
    if setting:
        raise ValueError(f"{VARIABLE} must be {FULL} or {LIGHT}, but is {setting!r}")
    return LIGHT if in_browser() else FULL


def pick(full, light):
    """Return the first value at the full pace, the second at the light one.

    Examples
    --------
    >>> pick(6, 3)
    6
    """
    return full if current() == FULL else light


def sentence():
    """Say which pace it is, for a notebook to print.

    Examples
    --------
    >>> print(sentence())
    Full pace: all of the data, every run.
    """
    return pick(
        "Full pace: all of the data, every run.",
        "Light pace, since Python is slower here: less data, fewer runs.",
    )
