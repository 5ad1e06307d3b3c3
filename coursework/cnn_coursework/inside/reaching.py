"""What code reaches for that no exercise needs: a reason for a person to read it, never a verdict.

Looked for before any of it has run, in its text alone, so that nothing it does can hide it.
"""

from __future__ import annotations

import ast

from cnn_coursework.inside.cells import plain_code

__all__ = ["reached_for"]

_MODULES = frozenset(
    (
        *("gc", "ctypes", "_ctypes", "_thread", "threading", "multiprocessing", "subprocess"),
        *("socket", "cnn_coursework"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("settrace", "setprofile", "monitoring", "addaudithook", "_getframe", "_current_frames"),
        *("f_back", "f_locals", "f_globals", "__globals__", "__subclasses__", "fork", "dup2"),
    )
)
_FUNCTIONS = frozenset(("exec", "eval", "__import__"))


def reached_for(source):
    r"""Return the names in a cell that belong to Python's own machinery, not to an exercise.

    Examples
    --------
    >>> sorted(reached_for("import gc, sys, numpy\nsys.settrace(None)\neval('1')"))
    ['eval', 'gc', 'settrace']
    >>> reached_for("import numpy as np\nnp.ones(3).sum()")
    set()
    """
    try:
        tree = ast.parse(plain_code(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {name for node in ast.walk(tree) for name in _names(node)}


def _names(node):
    if isinstance(node, ast.Import):
        packages = (alias.name.split(".")[0] for alias in node.names)
        return _MODULES.intersection(packages)
    if isinstance(node, ast.ImportFrom):
        imported = {alias.name for alias in node.names} & _ATTRIBUTES
        return imported | ({(node.module or "").split(".")[0]} & _MODULES)
    if isinstance(node, ast.Attribute):
        own = node.attr == "modules" and isinstance(node.value, ast.Name) and node.value.id == "sys"
        return {"sys.modules"} if own else {node.attr} & _ATTRIBUTES
    if isinstance(node, ast.Name):
        return {node.id} & _FUNCTIONS
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {"/proc"} if node.value.startswith("/proc/") else set()
    return set()
