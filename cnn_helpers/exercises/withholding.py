"""Hide the functions that would be an exercise's answer, as grading does.

In free study everything may be used. While an exercise's functions are withheld, calling one from
outside the package raises ``WithheldError``; the package itself goes on working.
"""

from __future__ import annotations

import functools
import sys
from contextlib import ExitStack, contextmanager
from importlib import import_module

from cnn_helpers.exercises.catalogue import get

__all__ = ["WithheldError", "withheld"]

PACKAGE = "cnn_helpers"


class WithheldError(RuntimeError):
    """A function of the package was called that would be the answer."""


@contextmanager
def withheld(id, *namespaces):
    """Let the functions that would be the answer to an exercise raise ``WithheldError``.

    Parameters
    ----------
    id : str
        One of ``ids()``; its ``withheld`` names the functions and layers.
    *namespaces : dict
        Where else they may have been imported to, such as the ``globals()`` of a notebook.

    Raises
    ------
    ValueError
        If there is no exercise of that id.

    Examples
    --------
    >>> notebook = {"__name__": "__main__"}
    >>> exec("from cnn_helpers.convolution import conv2d", notebook)
    >>> with withheld("correlate", notebook):
    ...     exec("conv2d(image, kernel)", {**notebook, "image": 1, "kernel": 1})
    Traceback (most recent call last):
    ...
    cnn_helpers.exercises.withholding.WithheldError: conv2d is withheld: write this one yourself
    """
    with ExitStack() as stack:
        for name in get(id).withheld:
            module, attribute = name.rsplit(".", 1)
            answer = getattr(import_module(module), attribute)
            hide = _hide_class if isinstance(answer, type) else _hide_function
            stack.enter_context(hide(answer, namespaces))
        yield


@contextmanager
def _hide_function(answer, namespaces):
    @functools.wraps(answer)
    def guard(*arguments, **keywords):
        _ask(answer.__name__, sys._getframe(1))
        return answer(*arguments, **keywords)

    places = [
        (names, name)
        for names in (*_package_namespaces(), *namespaces)
        for name, value in list(names.items())
        if value is answer
    ]
    for names, name in places:
        names[name] = guard
    try:
        yield
    finally:
        for names, name in places:
            # What somebody has put there meanwhile stays.
            if names.get(name) is guard:
                names[name] = answer


@contextmanager
def _hide_class(answer, namespaces):
    made = answer.__init__

    @functools.wraps(made)
    def guard(self, *arguments, **keywords):
        _ask(answer.__name__, sys._getframe(1))
        made(self, *arguments, **keywords)

    own = "__init__" in vars(answer)
    answer.__init__ = guard
    try:
        yield
    finally:
        if own:
            answer.__init__ = made
        else:
            del answer.__init__


def _package_namespaces():
    return [
        vars(module)
        for name, module in list(sys.modules.items())
        if module is not None and (name == PACKAGE or name.startswith(f"{PACKAGE}."))
    ]


def _ask(name, caller):
    """Raise unless the call comes from the package itself."""
    module = caller.f_globals.get("__name__", "")
    if module != PACKAGE and not module.startswith(f"{PACKAGE}."):
        raise WithheldError(f"{name} is withheld: write this one yourself")
