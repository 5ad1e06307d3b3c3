"""Tell a function that nobody has written yet from one that somebody has."""

from __future__ import annotations

import dis
from types import CodeType

from cnn_helpers.exercises.remote import RemoteFunction

__all__ = ["is_not_written"]

_NOTHING = {"RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST", "CACHE"}


def is_not_written(function, stub):
    """Return True for a function that does nothing, or that is the exercise's stub as it stands.

    Parameters
    ----------
    function : callable
        The student's.
    stub : str
        The code that the notebook started with.

    Examples
    --------
    >>> def later(image): ...
    >>> is_not_written(later, "def later(image): ...")
    True
    >>> is_not_written(lambda image: print(image), "def later(image): ...")
    False
    """
    if isinstance(function, RemoteFunction):
        return function.is_not_written(stub)
    try:
        code = function.__code__
    except Exception:
        return False
    if not isinstance(code, CodeType):
        return False
    instructions = list(dis.get_instructions(code))
    if all(instruction.opname in _NOTHING for instruction in instructions):
        constants = {i.argval for i in instructions if i.opname in ("LOAD_CONST", "RETURN_CONST")}
        return constants <= {None, Ellipsis}
    return _fingerprint(code) == _fingerprint(_stub_code(stub))


def _stub_code(stub):
    module = compile(stub, "<stub>", "exec")
    return next(constant for constant in module.co_consts if isinstance(constant, CodeType))


def _fingerprint(code):
    """Return what the code does, without its docstring and its place in a file."""
    return [
        (instruction.opname, instruction.argrepr)
        for instruction in dis.get_instructions(code)
        if instruction.opname not in ("RESUME", "NOP")
    ]
