"""The stages of `make test` and `make lint`: run in turn, timed, summed up at the end."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

from environment import REPOSITORY, clean_variables, python_of


@dataclass(frozen=True)
class Stage:
    """One step: what it is called on the command line, what it does, its commands."""

    name: str
    title: str
    commands: tuple


def test_stages(folder):
    """Return the stages of `make test` in the environment ``folder``."""
    python = str(python_of(folder))
    pytest = (python, "-m", "pytest", "-q")
    # A process a core, but few: each holds the package and its data.
    on_all_cores = (*pytest, "--numprocesses=auto", "--maxprocesses=4")
    exercises, coursework = "tests/exercises", "tests/coursework"
    return [
        Stage(
            "unit",
            "Unit and hygiene tests",
            (
                (
                    *on_all_cores,
                    "--dist=loadfile",
                    "tests",
                    "--ignore=tests/browser",
                    "--ignore=tests/site",
                    f"--ignore={exercises}",
                    f"--ignore={coursework}",
                ),
            ),
        ),
        Stage(
            "exercises",
            "Right, wrong and hostile answers",
            ((*on_all_cores, "--dist=worksteal", exercises),),
        ),
        # One process: these tests start processes of their own, on every core, with time limits.
        Stage("coursework", "Releasing and grading a class", ((*pytest, coursework),)),
        Stage(
            "doctests",
            "Examples in docstrings",
            ((*pytest, "--doctest-modules", "cnn_helpers", "coursework/cnn_coursework"),),
        ),
        Stage(
            "notebooks",
            "Notebooks, run and compared with their stored outputs",
            (
                # Building the font cache prints a warning, which would count as a changed output.
                (python, "-c", "import matplotlib.font_manager"),
                (
                    *on_all_cores,
                    "--dist=loadscope",
                    "--nbval",
                    "--nbval-current-env",
                    "--nbval-cell-timeout=300",
                    # Pictures stand in HTML, where their bytes may differ between machines.
                    "--nbval-sanitize-with=tests/nbval_sanitize.cfg",
                    "notebooks",
                ),
            ),
        ),
        # Without Chromium these two are skipped, except in CI, where they then fail.
        Stage("browser", "Browser tests", ((*on_all_cores, "--dist=loadgroup", "tests/browser"),)),
        Stage(
            "site",
            "The browser edition, built and tried without a network",
            (
                (python, "tools/course.py", "site"),
                (
                    *(python, "tools/without_network.py"),
                    *(*on_all_cores, "--dist=worksteal", "tests/site"),
                ),
            ),
        ),
    ]


def lint_stages(folder):
    """Return the stages of `make lint` in the environment ``folder``."""
    python = str(python_of(folder))
    ruff, codespell, nbstripout = (
        (python, "-m", module) for module in ("ruff", "codespell_lib", "nbstripout")
    )
    notebooks = [str(path) for path in sorted((REPOSITORY / "notebooks").glob("*.ipynb"))]
    keep = ("--keep-output", "--keep-count", "--keep-id")
    return [
        Stage(
            "ruff",
            "Code style, notebooks included",
            ((*ruff, "check"), (*ruff, "format", "--check")),
        ),
        Stage("spelling", "Spelling", (codespell,)),
        Stage("strip", "Notebook metadata", ((*nbstripout, "--verify", *keep, *notebooks),)),
        Stage("size", "Large files", ((python, "tools/check_large_files.py"),)),
    ]


def run(stages, names, folder):
    """Run the stages (or those in ``names``), go on after a failure, return one exit code."""
    unknown = set(names) - {stage.name for stage in stages}
    if unknown:
        known = ", ".join(stage.name for stage in stages)
        print(f"No such stage: {', '.join(sorted(unknown))}. There are: {known}", file=sys.stderr)
        return 2
    # One BLAS thread: sums come out in the same order everywhere, and two cores aren't fought over.
    variables = clean_variables(folder) | {"OPENBLAS_NUM_THREADS": "1"}
    lines = []
    failed = False
    for stage in stages:
        if names and stage.name not in names:
            continue
        print(f"\n=== {stage.title} ({stage.name}) ===", flush=True)
        start = time.monotonic()
        codes = [
            subprocess.call(command, cwd=REPOSITORY, env=variables) for command in stage.commands
        ]
        failed = failed or any(codes)
        verdict = "FAILED " if any(codes) else "passed "
        lines.append(f"{verdict}  {stage.name} ({time.monotonic() - start:.0f} s)")
    print("\n=== Summary ===", *lines, sep="\n")
    return int(failed)
