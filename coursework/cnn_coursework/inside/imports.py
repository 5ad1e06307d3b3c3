"""Which packages a submission may import: a rule. What may not be used isn't in the sandbox."""

from __future__ import annotations

import ast
import builtins
import sys

from cnn_coursework.inside.cells import plain_code

__all__ = ["Imports"]


class Imports:
    """Stands in for ``__import__``: refuses the submission's own cells what is not allowed.

    Parameters
    ----------
    allowed : list of str
        Names of packages; ``"stdlib"`` stands for all that comes with Python.

    Examples
    --------
    >>> sorted(Imports(["stdlib", "numpy"]).forbidden_in("import math, numpy.linalg, scipy.signal"))
    ['scipy']
    """

    def __init__(self, allowed):
        self.real, self.allowed = builtins.__import__, frozenset(allowed)

    def __call__(self, name, globals=None, locals=None, fromlist=(), level=0):
        """Import a module, as ``__import__`` does."""
        if globals is not None and globals.get("__name__") == "__main__" and level == 0:
            package = str(name).split(".")[0]
            if not self.allows(package):
                raise ImportError(f"{package} is not among the packages of this assignment")
        return self.real(name, globals, locals, fromlist, level)

    def allows(self, package):
        """Return whether a package may be imported."""
        if package in self.allowed or package == "__main__":
            return True
        return package in sys.stdlib_module_names and "stdlib" in self.allowed

    def forbidden_in(self, source):
        """Return the packages that a cell imports without being allowed to."""
        try:
            tree = ast.parse(plain_code(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return set()
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(node.module)
        packages = {name.split(".")[0][:80] for name in names}
        return {package for package in packages if not self.allows(package)}
