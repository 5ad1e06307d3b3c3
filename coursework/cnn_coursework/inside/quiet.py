"""Stand-ins for what draws: a submission's figures and widgets cost seconds and earn nothing.

A quiet thing takes every call, attribute and index, and gives another quiet thing back. It is
empty, false, and counts as 0.
"""

from __future__ import annotations

import importlib.machinery
import sys
import types

__all__ = ["QUIET_PACKAGES", "Quiet", "install"]

QUIET_PACKAGES = (
    "cnn_helpers.figures",
    "cnn_helpers.readiness",
    "cnn_helpers.widgets",
    "IPython",
    "ipywidgets",
    "matplotlib",
    "tqdm",
)


class Quiet:
    """Something that would have been seen."""

    def __call__(self, *arguments, **keywords):
        """Return itself."""
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name, value):
        pass

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __bool__(self):
        return False

    def __setitem__(self, key, value):
        pass

    def __float__(self):
        return 0.0

    def __int__(self):
        return 0

    def __len__(self):
        return 0

    def __format__(self, how):
        return ""

    def __repr__(self):
        return "<left out in grading>"

    def __compare(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __compare


def _same(self, *others):
    return self


for _name in (
    *("getitem", "neg", "pos", "abs", "invert"),
    *("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor"),
    *("radd", "rsub", "rmul", "rtruediv", "rfloordiv", "rmod", "rpow", "rmatmul"),
):
    setattr(Quiet, f"__{_name}__", _same)

_QUIET = Quiet()


class _QuietModule(types.ModuleType):
    """A module that holds whatever is asked of it."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _QUIET


class _Finder:
    """Finds the quiet packages and everything in them.

    Its base classes in ``importlib.abc`` would cost a tenth of a submission's time.
    """

    def find_spec(self, name, path=None, target=None):
        if any(name == quiet or name.startswith(f"{quiet}.") for quiet in QUIET_PACKAGES):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if name == "PIL.Image":
            return _only_when_used(name, path)
        return None

    def create_module(self, spec):
        return _QuietModule(spec.name)

    def exec_module(self, module):
        if module.__name__.startswith("tqdm"):
            module.tqdm, module.trange = _unwatched, lambda *numbers, **_: range(*numbers)
        if module.__name__ == "matplotlib.pyplot":
            module.subplots = lambda *_, **__: (_QUIET, _QUIET)


def _only_when_used(name, path):
    """Return how to load a module once something is asked of it; photographs seldom are."""
    from importlib.util import LazyLoader

    spec = importlib.machinery.PathFinder.find_spec(name, path)
    if spec is not None:
        spec.loader = LazyLoader(spec.loader)
    return spec


def _unwatched(iterable=(), *arguments, **settings):
    return iterable


def install():
    """Let the packages above be found as stand-ins, before any others of their names."""
    sys.meta_path.insert(0, _Finder())
