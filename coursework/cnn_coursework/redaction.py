"""A copy of the course's package without what would be an exercise's answer.

What a sandbox does not hold can't be found there, by whatever way. So nothing is hidden: the copy
has a refusal where an answer stood, and neither references, catalogue nor known mistakes at all.
"""

from __future__ import annotations

import ast
import compileall
import shutil
from importlib import import_module
from pathlib import Path

import cnn_coursework
import cnn_helpers
from cnn_helpers import exercises

__all__ = ["build_course", "redacted", "withheld_names"]

_PACKAGE = Path(cnn_helpers.__file__).parent
_OWN = Path(cnn_coursework.__file__).parent
# Of the exercises' engine, what runs a function and looks at what came back.
_ENGINE = (
    *("calls", "comparing", "counting", "definition", "explaining", "functions", "not_written"),
    *("plain", "probing", "remote", "running", "time_limit"),
)
# What draws has stand-ins; the rest of it may hold an answer, or make one out of others.
_LEFT_OUT = ("exercises", "figures", "readiness.py", "widgets", "_data", "__pycache__")

# What else goes with an answer: routines that do its work, and others that are it in disguise.
# A star stands for all functions and classes of a module, or all methods of a class.
_ALONG = {
    "convolution.conv2d": (
        *("convolution.convolve", "convolution._convolve", "convolution.conv2d_backward"),
        *("convolution.convolve_backward", "convolution._kernel_gradient"),
        *("convolution._pixel_gradient", "convolution_loops.*", "large_images.*", "windows.*"),
        *("convolution_designs.*", "inspection.units.*"),
    ),
    "convolution.conv2d_backward": (
        *("convolution.convolve_backward", "convolution._kernel_gradient"),
        *("convolution._pixel_gradient", "windows.Workspace.gradient_windows"),
    ),
    "losses.mse_backward": ("neurons.linear_gradients",),
    "neurons.linear_backward": ("neurons.linear_gradients",),
    "softmax.softmax": (
        *("softmax.softmax_of", "softmax.softmax_backward", "softmax.softmax_backward_loops"),
        *("losses.cross_entropy_backward", "losses.cross_entropy_backward_loops"),
    ),
    "pooling.max_pool2d": (
        *("pooling._combine", "pooling.find_maxima", "pooling._find_winners"),
        *("pooling_loops.*", "inspection.units.*"),
    ),
    "pooling.avg_pool2d": (
        *("pooling._combine", "pooling.avg_pool2d_backward", "pooling_loops.*"),
        "inspection.units.*",
    ),
    "pooling.max_pool2d_backward": (
        *("pooling.find_maxima", "pooling._find_winners", "pooling.pass_to_winners"),
        *("pooling_loops._pool_backward_loops", "pooling_loops._to_first_maximum"),
    ),
    "inspection.gradients.numerical_gradient": (
        "inspection.gradients._slope",
        "inspection.gradients.gradient_check",
    ),
}


def withheld_names(ids):
    """Return what is withheld where these exercises are graded, as names of definitions.

    Parameters
    ----------
    ids : iterable of str
        Of exercises.

    Returns
    -------
    frozenset of str
        For example ``"convolution.conv2d"``; a star stands for everything inside.
    """
    names = set()
    for id in ids:
        for name in exercises.get(id).withheld:
            module, attribute = name.rsplit(".", 1)
            answer = getattr(import_module(module), attribute)
            # Where it is defined: other modules only hand it on.
            place = f"{answer.__module__}.{answer.__qualname__}".removeprefix("cnn_helpers.")
            names.add(f"{place}.*" if isinstance(answer, type) else place)
            names.update(_ALONG.get(place, ()))
    return frozenset(names)


def redacted(source, module, names):
    r"""Return a module's source with a refusal in place of each withheld body.

    Parameters
    ----------
    source : str
        Of the module.
    module : str
        Its name inside the package, for example ``"convolution"``.
    names : container of str
        As ``withheld_names`` gives them.

    Examples
    --------
    >>> print(redacted("def relu(x):\n    return max(x, 0)", "neurons", {"neurons.relu"}))
    def relu(x):
        from cnn_helpers.exercises.withholding import refuse
        refuse('relu')
    """
    tree = ast.parse(source)
    if not _refuse(tree, module, names):
        return source
    return ast.unparse(tree)


def _refuse(parent, path, names):
    """Put refusals into the definitions inside a module or class; return whether there are any."""
    found = False
    for node in parent.body:
        if isinstance(node, ast.ClassDef):
            found |= _refuse(node, f"{path}.{node.name}", names | _star(path, node.name, names))
        elif isinstance(node, ast.FunctionDef) and (
            f"{path}.{node.name}" in names or f"{path}.*" in names
        ):
            said = path.split(".")[-1] if isinstance(parent, ast.ClassDef) else node.name
            node.body = ast.parse(
                f"from cnn_helpers.exercises.withholding import refuse\nrefuse({said!r})"
            ).body
            node.decorator_list = [one for one in node.decorator_list if not _caches(one)]
            found = True
    return found


def _star(path, name, names):
    return {f"{path}.{name}.*"} if f"{path}.*" in names else set()


def _caches(decorator):
    return "cache" in ast.unparse(decorator)


def build_course(folder, names):
    """Write the package as a sandbox gets it, with what runs inside.

    Parameters
    ----------
    folder : path-like
        New, or empty.
    names : frozenset of str
        What is withheld.
    """
    folder = Path(folder)
    package = folder / "cnn_helpers"
    shutil.copytree(_PACKAGE, package, ignore=lambda place, inside: _ignored(place, inside))
    engine = package / "exercises"
    engine.mkdir()
    for name in _ENGINE:
        shutil.copyfile(_PACKAGE / "exercises" / f"{name}.py", engine / f"{name}.py")
    shutil.copyfile(_OWN / "standins" / "exercises.py", engine / "__init__.py")
    shutil.copyfile(_OWN / "standins" / "withholding.py", engine / "withholding.py")
    for path in package.rglob("*.py"):
        module = ".".join(path.relative_to(package).with_suffix("").parts)
        source = path.read_text(encoding="utf-8")
        path.write_text(redacted(source, module.removesuffix(".__init__"), names), encoding="utf-8")
    own = folder / "cnn_coursework"
    shutil.copytree(_OWN / "inside", own / "inside", ignore=shutil.ignore_patterns("__pycache__"))
    (own / "__init__.py").write_text("", encoding="utf-8")
    compileall.compile_dir(folder, quiet=2, force=True)


def _ignored(place, inside):
    top = Path(place) == _PACKAGE
    return [
        name
        for name in inside
        if (top and name in _LEFT_OUT)
        or name == "__pycache__"
        or (Path(place, name).is_file() and not name.endswith(".py"))
    ]
