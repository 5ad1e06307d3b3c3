"""Each module imports only from those above it, only the packages it may, and stays short.

The order is the table below. Where a module belongs in none of its rows, add a row and say so in
CONTRIBUTING.md.
"""

import ast
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "cnn_helpers"
COURSEWORK = REPOSITORY / "coursework" / "cnn_coursework"
LONGEST_MODULE = 300


@dataclass(frozen=True)
class Row:
    """Modules of one height, and what they may import from elsewhere.

    ``lazy`` names what may be imported only inside a function, so that importing the module stays
    cheap: a third-party package, or a module above in the table.
    """

    modules: set
    packages: set
    lazy: set = field(default_factory=set)


TABLE = (
    Row({"browser"}, set()),
    Row({"validation", "contents", "pace"}, {"numpy"}),
    Row({"resampling"}, {"numpy"}),
    Row({"data"}, {"numpy", "PIL"}),
    Row({"readiness"}, {"numpy", "packaging"}),
    Row({"kernels"}, {"numpy"}),
    Row({"geometry", "batch_last"}, {"numpy"}),
    Row(
        {"convolution_designs", "convolution_loops", "pooling_loops", "large_images", "windows"},
        {"numpy"},
    ),
    Row({"workspace"}, {"numpy"}),
    Row({"convolution", "pooling", "neurons", "softmax"}, {"numpy"}),
    Row({"losses", "layers"}, {"numpy"}),
    Row({"training"}, {"numpy", "tqdm"}),
    Row({"inspection"}, {"numpy"}),
    Row({"order_cards"}, {"numpy"}),
    Row({"study"}, {"numpy"}),
    Row({"figures"}, {"numpy", "matplotlib"}, lazy={"IPython", "PIL"}),
    Row({"exercises"}, {"numpy"}, lazy={"figures", "IPython", "platformdirs"}),
    Row(
        {"widgets"},
        {"numpy", "anywidget", "traitlets", "ipywidgets", "PIL"},
        lazy={"IPython"},
    ),
)


@dataclass(frozen=True)
class Import:
    """One import statement's target: ``numpy`` or ``cnn_helpers.data``, and where it stands."""

    target: str
    line: int
    in_function: bool


def imports_of(source):
    """Return every import in the source text, those inside functions marked."""
    found = []

    def visit(node, in_function):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            in_function = True
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the full name, not a relative one"
            targets = [node.module]
            if node.module == "cnn_helpers":
                targets = [f"cnn_helpers.{alias.name}" for alias in node.names]
        else:
            targets = []
        found.extend(Import(target, node.lineno, in_function) for target in targets)
        for child in ast.iter_child_nodes(node):
            visit(child, in_function)

    visit(ast.parse(source), False)
    return found


def problems(module, source):
    """Return a sentence for each import that the table forbids in ``cnn_helpers.<module>``."""
    heights = {name: height for height, row in enumerate(TABLE) for name in row.modules}
    if module not in heights:
        return [f"{module} stands in no row of the table in tests/test_import_layers.py"]
    row = TABLE[heights[module]]
    found = []
    for statement in imports_of(source):
        first, *rest = statement.target.split(".")
        where = f"line {statement.line}: {statement.target}"
        if first == "cnn_helpers":
            other = rest[0] if rest else "__init__"
            if other == module:
                continue
            if other not in heights or heights[other] >= heights[module]:
                found.append(f"{where} is not above {module}")
            elif other in row.lazy and not statement.in_function:
                found.append(f"{where} may be imported only inside a function")
        elif first in sys.stdlib_module_names:
            continue
        elif first in row.lazy:
            if not statement.in_function:
                found.append(f"{where} may be imported only inside a function")
        elif first not in row.packages:
            found.append(f"{where} is none of the packages of {module}: {sorted(row.packages)}")
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def name_of(path):
    return path.relative_to(COURSEWORK if COURSEWORK in path.parents else PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_imports_only_from_above(path):
    module = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    found = problems(module, path.read_text(encoding="utf-8"))
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize(
    "path",
    [*MODULES, *sorted(PACKAGE.glob("widgets/static/*.js")), *sorted(COURSEWORK.rglob("*.py"))],
    ids=name_of,
)
def test_module_is_short_enough_to_read_in_one_go(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_MODULE, f"{name_of(path)} has {lines} lines: split it"


@pytest.mark.parametrize(
    ("module", "source", "words"),
    [
        ("data", "import matplotlib", "none of the packages of data"),
        ("data", "from cnn_helpers import losses", "losses is not above data"),
        ("losses", "from cnn_helpers.layers import Conv2d", "not above losses"),
        ("losses", "import cnn_helpers", "not above losses"),
        ("exercises", "from cnn_helpers.figures import show", "only inside a function"),
        ("exercises", "from cnn_helpers import figures", "only inside a function"),
        ("exercises", "def f():\n    import matplotlib", "none of the packages"),
        ("figures", "import IPython.display", "only inside a function"),
        ("widgets", "import torch", "none of the packages"),
        ("brand_new", "import numpy", "stands in no row"),
    ],
)
def test_rule_finds_what_it_forbids(module, source, words):
    found = problems(module, source)
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("exercises", "def figure():\n    from cnn_helpers.figures import Scene"),
        ("exercises", "from cnn_helpers.exercises.hints import Hints"),
        ("training", "import time\nfrom tqdm.auto import tqdm\nfrom cnn_helpers import layers"),
    ],
)
def test_rule_lets_pass_what_is_allowed(module, source):
    assert problems(module, source) == []


def test_every_package_of_the_table_is_a_declared_dependency():
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    declared = " ".join(settings["project"]["dependencies"]).lower()
    # traitlets is ipywidgets' own vocabulary, IPython the kernel's: they come with these.
    brought = {"traitlets", "ipython"}
    names = {name for row in TABLE for name in row.packages | (row.lazy - {"figures"})}
    installed_as = {"PIL": "pillow"}
    wanted = {installed_as.get(name, name).lower() for name in names} - brought
    assert {name for name in wanted if name not in declared} == set()


def loaded_after(statement):
    """Return the names of all modules that a fresh interpreter holds after ``statement``."""
    code = f"import sys; {statement}; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    return set(result.stdout.split())


def test_importing_the_package_is_cheap():
    loaded = loaded_after("import cnn_helpers")
    assert "cnn_helpers" in loaded
    assert loaded & {"matplotlib", "ipywidgets", "anywidget", "IPython"} == set()


def test_the_coursework_command_starts_without_what_it_may_never_need():
    code = f"import sys; sys.path.insert(0, {str(COURSEWORK.parent)!r})"
    loaded = loaded_after(f"{code}; import cnn_coursework.command")
    assert "cnn_coursework.command" in loaded
    heavy = {"nbgrader", "nbconvert", "matplotlib", "distributed", "copydetect", "jupyterhub"}
    assert loaded & heavy == set()


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("data", {"matplotlib", "ipywidgets", "tqdm"}),
        ("layers", {"matplotlib", "ipywidgets", "tqdm"}),
        ("training", {"matplotlib", "ipywidgets"}),
        ("figures", {"ipywidgets"}),
        ("exercises", {"matplotlib", "ipywidgets", "cnn_helpers.figures"}),
        ("widgets", {"matplotlib"}),
    ],
)
def test_importing_a_part_loads_nothing_heavy_that_it_may_never_need(module, absent):
    loaded = loaded_after(f"import cnn_helpers.{module}")
    assert f"cnn_helpers.{module}" in loaded
    assert loaded & absent == set()
