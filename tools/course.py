r"""The course's commands, for readers and for authors; --help lists them.

`make lab` runs this; so does `py tools\course.py lab` where there is no make.
Standard library only.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
FIRST_NOTEBOOK = "00_start_here.ipynb"


def unsuitable_python(version):
    """Return a sentence if this version of Python does not serve, else None.

    Examples
    --------
    >>> unsuitable_python((3, 12, 1))
    >>> unsuitable_python((3, 9, 18))
    'The course needs Python 3.11 to 3.14, but this is Python 3.9.18.'
    """
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return None
    return "The course needs Python {} to {}, but this is Python {}.".format(
        *(".".join(map(str, numbers)) for numbers in (OLDEST, NEWEST, version[:3]))
    )


def lab_command(python, folder, options):
    """Return the command that serves ``folder`` with its first notebook open."""
    first = f"/tree/{FIRST_NOTEBOOK}" if (folder / FIRST_NOTEBOOK).exists() else ""
    command = [python, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command.append(f"--LabApp.default_url=/lab{first}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in a container; Jupyter would refuse
        command.append("--allow-root")
    return [*map(str, command), *options]


def lab_variables(folder):
    """Return the environment variables for JupyterLab in the environment ``folder``.

    The course's settings come on top of the reader's own, which stay in force otherwise. The
    environment's kernel is used even where the reader has another one of the same name.
    """
    import environment

    variables = environment.clean_variables(folder)
    variables.pop("JUPYTER_NO_CONFIG", None)
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"
    additions = {
        "JUPYTER_CONFIG_PATH": environment.REPOSITORY / "tools" / "jupyter_config",
        "JUPYTER_PATH": folder / "share" / "jupyter",
    }
    for name, path in additions.items():
        variables[name] = os.pathsep.join(filter(None, [str(path), variables.get(name)]))
    return variables


def serve(folder, environment_folder, options):
    """Run JupyterLab on ``folder`` until it is stopped; return its exit code."""
    import environment

    command = lab_command(environment.python_of(environment_folder), folder, options)
    variables = lab_variables(environment_folder)
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, variables)
    try:
        return subprocess.call(command, env=variables)
    except KeyboardInterrupt:
        return 0


def lab(options):
    """Open the learner's copy of the course."""
    import environment
    import working_copy

    folder = environment.prepare(minor_version=options.minor_version)
    my_course = environment.REPOSITORY / "my_course"
    for message in working_copy.update(environment.REPOSITORY / "notebooks", my_course):
        print(message)
    print("Your copy of the course is in my_course/. Stop JupyterLab with Ctrl+C here.")
    return serve(my_course, folder, options.rest)


def edit(options):
    """Open the course's own notebooks, to write them."""
    import environment

    folder = environment.prepare(["test", "dev"], minor_version=options.minor_version)
    return serve(environment.REPOSITORY / "notebooks", folder, options.rest)


def html(options):
    """Write the course as plain web pages into build/html."""
    import environment

    folder = environment.prepare(["html"], minor_version=options.minor_version)
    command = [environment.python_of(folder), environment.REPOSITORY / "tools" / "make_html.py"]
    return subprocess.call(
        [*map(str, command), *options.rest], env=environment.clean_variables(folder)
    )


def cheat_sheet(options):
    """Draw docs/cheat_sheet.pdf and docs/cheat_sheet.svg."""
    import environment

    folder = environment.prepare(minor_version=options.minor_version)
    script = environment.REPOSITORY / "tools" / "make_cheat_sheet.py"
    command = [str(environment.python_of(folder)), str(script)]
    return subprocess.call(command, env=environment.clean_variables(folder))


def make_environment(options):
    """Make or mend the environment."""
    import environment

    folder = environment.prepare(options.rest, minor_version=options.minor_version)
    print(f"The course is installed in {folder}")
    return 0


def coursework(options):
    """Install what instructors need, and say how to go on."""
    import environment

    folder = environment.prepare(["coursework"], minor_version=options.minor_version)
    command = environment.python_of(folder).with_name("coursework")
    print(f"The command is installed. How to begin:  {os.path.relpath(command)} --help")
    return 0


def test(options):
    """Run every test, or the stages that are named."""
    import checks
    import environment

    folder = environment.prepare(
        ["test", "coursework", "dask"], minor_version=options.minor_version
    )
    return checks.run(checks.test_stages(folder), options.rest, folder)


def lint(options):
    """Check style, spelling and hygiene, or the stages that are named."""
    import checks
    import environment

    folder = environment.prepare(["dev"], minor_version=options.minor_version)
    return checks.run(checks.lint_stages(folder), options.rest, folder)


def bench(options):
    """Race against PyTorch and other ways to convolve; write benchmarks/RESULTS.md."""
    import environment

    folder = environment.prepare(["bench", "coursework"], minor_version=options.minor_version)
    command = [environment.python_of(folder), environment.REPOSITORY / "benchmarks" / "bench.py"]
    return subprocess.call(
        [*map(str, command), *options.rest], env=environment.clean_variables(folder)
    )


def study(options):
    """Compare networks over several seeds; write what notebook 11 shows."""
    import environment

    folder = environment.prepare(minor_version=options.minor_version)
    command = [environment.python_of(folder), environment.REPOSITORY / "benchmarks" / "study.py"]
    return subprocess.call(
        [*map(str, command), *options.rest], env=environment.clean_variables(folder)
    )


def bench_widgets(options):
    """Race the widgets against interact with matplotlib; write benchmarks/RESULTS.md."""
    import environment

    folder = environment.prepare(["test"], minor_version=options.minor_version)
    script = environment.REPOSITORY / "benchmarks" / "race_widgets.py"
    command = [environment.python_of(folder), script]
    return subprocess.call(
        [*map(str, command), *options.rest], env=environment.clean_variables(folder)
    )


def site(options):
    """Build the browser edition into build/site."""
    import environment
    import site_environment

    python = site_environment.prepare()
    script = environment.REPOSITORY / "browser_edition" / "build.py"
    variables = environment.clean_variables(site_environment.FOLDER)
    return subprocess.call([str(python), str(script), *options.rest], env=variables)


def serve_site(options):
    """Serve the built browser edition on this computer."""
    import environment

    script = environment.REPOSITORY / "browser_edition" / "serve.py"
    folder = environment.REPOSITORY / "build" / "site"
    return subprocess.call([sys.executable, str(script), str(folder), *options.rest])


def bench_site(options):
    """Time the built browser edition in a browser; write benchmarks/RESULTS.md."""
    import environment

    folder = environment.prepare(["test"], minor_version=options.minor_version)
    script = environment.REPOSITORY / "benchmarks" / "site_speed.py"
    command = [environment.python_of(folder), script]
    return subprocess.call(
        [*map(str, command), *options.rest], env=environment.clean_variables(folder)
    )


def clean(options):
    """Remove what the commands made, except the learner's copy."""
    import environment

    repository = environment.REPOSITORY
    made = [
        ".venv",
        ".venv-site",
        ".ci-artefacts",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        "build",
        "dist",
    ]
    made += ["notebooks/.ipynb_checkpoints"]
    for folder in [repository / name for name in made]:
        shutil.rmtree(folder, ignore_errors=True)
    for package in ("browser_edition", "cnn_helpers", "coursework", "tests", "tools", "benchmarks"):
        for folder in list((repository / package).rglob("__pycache__")):
            shutil.rmtree(folder, ignore_errors=True)
    print("Removed .venv, .venv-site and caches; my_course/ stays.")
    return 0


COMMANDS = {
    "lab": lab,
    "edit": edit,
    "html": html,
    "cheat-sheet": cheat_sheet,
    "coursework": coursework,
    "environment": make_environment,
    "test": test,
    "lint": lint,
    "bench": bench,
    "bench-widgets": bench_widgets,
    "bench-site": bench_site,
    "site": site,
    "serve-site": serve_site,
    "study": study,
    "clean": clean,
}


def main(arguments=None):
    """Run one command and return its exit code."""
    problem = unsuitable_python(sys.version_info)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    import environment

    parser = argparse.ArgumentParser(prog="course.py", description=__doc__, allow_abbrev=False)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument(
        "--chosen-python",
        action="store_true",
        help="make .venv anew if it has another version of Python than the one that runs this",
    )
    # What follows is for JupyterLab, or names stages; argparse would take "--port" for its own.
    options, rest = parser.parse_known_args(arguments)
    options.rest = rest
    options.minor_version = (
        f"{sys.version_info[0]}.{sys.version_info[1]}" if options.chosen_python else None
    )
    try:
        return COMMANDS[options.command](options)
    except environment.EnvironmentMakingError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    sys.exit(main())
