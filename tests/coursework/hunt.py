"""Look through a redacted course for anything that answers as an exercise's reference does.

    python -I hunt.py COURSE PACKAGES < calls and right results, as JSON

Prints the name of each function, method or object that gives the right results of all calls.
"""

import contextlib
import importlib
import inspect
import io
import json
import pkgutil
import sys
import warnings

sys.path[:0] = sys.argv[1:]
import numpy as np  # noqa: E402 (found in a folder that is named on the command line)


def callables(package):
    """Yield (name, function) for all that the modules hold, and the methods of their classes."""
    seen = set()
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name.startswith(f"{package.__name__}.exercises"):
            continue  # the engine calls functions, and computes nothing itself
        try:
            names = vars(importlib.import_module(module.name))
        except ImportError:
            continue
        for name, value in list(names.items()):
            own = getattr(value, "__module__", "") or ""
            if own.startswith(package.__name__) and callable(value) and id(value) not in seen:
                seen.add(id(value))
                yield f"{module.name}.{name}", value


def attempts(function, arrays):
    """Yield what a function gives for the arguments, handed over in several ways."""
    ways = [lambda: function(*arrays.values()), lambda: function(**arrays)]
    if inspect.isclass(function):
        settings = {n: v for n, v in arrays.items() if not isinstance(v, np.ndarray)}
        rest = [v for v in arrays.values() if isinstance(v, np.ndarray)]
        ways = [lambda: function()(*rest), lambda: function(*settings.values())(*rest)]
    ways += [
        lambda: function(*(np.asarray(value)[None, None] * 1.0 for value in arrays.values())),
        lambda: function(*(np.asarray(value)[None] * 1.0 for value in arrays.values())),
        lambda: function(*(np.asarray(value) * 1.0 for value in arrays.values())),
    ]
    for way in ways:
        try:
            yield way()
        except Exception:
            continue


def is_right(got, right):
    """Return whether a result holds the right numbers, however they are packed."""
    parts = list(got) if isinstance(got, (tuple, list)) else [got]
    for start in range(len(parts) - len(right) + 1):
        try:
            if all(map(_same, parts[start:], right)):
                return True
        except (TypeError, ValueError):
            continue
    return False


def _same(got, right):
    got, right = np.squeeze(np.asarray(got, float)), np.squeeze(right)
    return got.shape == right.shape and np.allclose(got, right, atol=1e-6)


def value_of(about):
    return np.array(about["array"], about["dtype"]) if isinstance(about, dict) else about


def main():

    import cnn_helpers

    calls = [
        ({name: value_of(about) for name, about in arguments.items()}, right)
        for arguments, right in json.load(sys.stdin)
    ]
    found = []
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, function in callables(cnn_helpers):
            answers = [list(attempts(function, arguments)) for arguments, _ in calls]
            for way in zip(*answers, strict=False):
                if all(is_right(one, right) for one, (_, right) in zip(way, calls, strict=True)):
                    found.append(name)
                    break
    print(json.dumps(found))


if __name__ == "__main__":
    main()
