"""Test data of the exercises, one file for each notebook: ``<kind>_<part>.py``, found by name."""

import inspect
from importlib import import_module
from pathlib import Path


def modules(kind):
    """Return the modules of this folder that hold one kind of test data, by name."""
    return [import_module(path.stem) for path in sorted(Path(__file__).parent.glob(f"{kind}*.py"))]


def functions(kind):
    """Return the functions that these modules define, name to function."""
    return {
        name: function
        for module in modules(kind)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def values(kind, name):
    """Return dicts of the modules merged into one, for those that have it."""
    merged = {}
    for module in modules(kind):
        merged.update(getattr(module, name, {}))
    return merged
