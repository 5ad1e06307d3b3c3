"""The environment is made once, mended when it is broken, and left alone otherwise.

Real virtual environments, but empty ones: pip is replaced, so that nothing is downloaded.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import environment
import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="lays out .venv as POSIX does")


def add_package(folder, name, version):
    """Put a tiny package into an environment, as pip would."""
    (site_packages,) = folder.glob("lib/python*/site-packages")
    information = site_packages / f"{name}-{version}.dist-info"
    information.mkdir(parents=True)
    (site_packages / f"{name}.py").write_text("", encoding="utf-8")
    (information / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
    )
    (information / "RECORD").write_text(
        f"{name}.py,,\n{information.name}/METADATA,,\n{information.name}/RECORD,,\n",
        encoding="utf-8",
    )
    return site_packages


class FakePip:
    """Installs one package and remembers what it was asked for; ``code`` is its exit code."""

    def __init__(self):
        self.targets = []
        self.code = 0

    def __call__(self, command, repository, folder):
        assert (folder / environment.UNFINISHED).exists(), "an interruption would go unnoticed"
        self.targets.append(command[-1])
        if self.code == 0 and not list(folder.glob("lib/python*/site-packages/numpy.py")):
            add_package(folder, "numpy", "2.4.6")
        return self.code


@pytest.fixture
def pip(monkeypatch):
    fake = FakePip()
    monkeypatch.setattr(environment, "run_pip", fake)
    return fake


@pytest.fixture
def created(monkeypatch):
    """A list that grows by one entry whenever an environment is made; made without pip."""
    folders = []

    def create(folder):
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=False, symlinks=True)
        (folder / environment.UNFINISHED).touch()
        folders.append(folder)

    monkeypatch.setattr(environment, "create", create)
    return folders


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path.resolve() / "the course"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[project]", encoding="utf-8")
    (folder / "constraints.txt").write_text("numpy==2.4.6", encoding="utf-8")
    return folder


def test_first_start_installs_and_the_second_does_nothing(repository, pip, created, capsys):
    folder = environment.prepare(repository=repository)
    assert folder == repository / ".venv"
    assert pip.targets == ["."]
    assert not (folder / environment.UNFINISHED).exists()
    capsys.readouterr()
    assert environment.prepare(repository=repository) == folder
    assert pip.targets == ["."]
    assert len(created) == 1
    assert capsys.readouterr().out == ""


def test_extras_are_added_and_kept(repository, pip, created):
    environment.prepare(repository=repository)
    environment.prepare(["test"], repository=repository)
    environment.prepare(["dev"], repository=repository)
    environment.prepare(["test"], repository=repository)
    environment.prepare(repository=repository)
    assert pip.targets == [".", ".[test]", ".[dev,test]"]
    assert len(created) == 1


@pytest.mark.parametrize("name", environment.SOURCES)
def test_changed_pins_are_installed_with_the_same_extras(repository, pip, created, name, capsys):
    environment.prepare(["test"], repository=repository)
    (repository / name).write_text("changed", encoding="utf-8")
    environment.prepare(repository=repository)
    assert pip.targets == [".[test]", ".[test]"]
    assert len(created) == 1
    assert "changed" in capsys.readouterr().out


def test_package_in_another_version_is_put_right(repository, pip, created, capsys):
    folder = environment.prepare(repository=repository)
    (information,) = folder.glob("lib/python*/site-packages/numpy-*.dist-info")
    shutil.rmtree(information)
    add_package(folder, "numpy", "9.9")
    environment.prepare(repository=repository)
    assert "numpy should be 2.4.6, but is 9.9" in capsys.readouterr().out
    assert len(pip.targets) == 2
    assert len(created) == 1


def interrupt(folder):
    (folder / environment.UNFINISHED).touch()


def break_python(folder):
    environment.python_of(folder).unlink()


def lose_a_file(folder):
    (path,) = folder.glob("lib/python*/site-packages/numpy.py")
    path.unlink()


def stop_half_way(folder):
    (path,) = folder.glob("lib/python*/site-packages/numpy-*/RECORD")
    path.unlink()


def pretend_move(folder):
    path = folder / environment.STAMP
    stamp = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(stamp | {"folder": "elsewhere"}), encoding="utf-8")


def pretend_other_python(folder):
    path = folder / environment.STAMP
    stamp = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(stamp | {"python": "3.11.0rc1"}), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (interrupt, "interrupted"),
        (break_python, "does not run"),
        (lose_a_file, "numpy.py"),
        (stop_half_way, "the RECORD of numpy"),
        (pretend_move, "moved here from elsewhere"),
        (pretend_other_python, "3.11.0rc1"),
    ],
)
def test_broken_environment_is_made_anew(repository, pip, created, damage, words, capsys):
    folder = environment.prepare(["test"], repository=repository)
    damage(folder)
    environment.prepare(repository=repository)
    assert words in capsys.readouterr().out
    assert pip.targets == [".[test]", ".[test]"]
    assert len(created) == 2
    assert environment.reason_to_rebuild(folder, environment.probe(folder)) is None


def test_environment_made_by_hand_is_filled_not_removed(repository, pip, created):
    folder = repository / ".venv"
    venv.create(folder, with_pip=False, symlinks=True)
    add_package(folder, "torch", "2.13.0")
    environment.prepare(repository=repository)
    assert created == []
    assert pip.targets == ["."]
    assert "torch" in environment.probe(folder)["installed"]


def test_another_python_is_taken_only_if_asked_for(repository, pip, created, capsys):
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    environment.prepare(repository=repository)
    environment.prepare(repository=repository, minor_version=here)
    assert len(created) == 1
    environment.prepare(repository=repository, minor_version="3.99")
    assert len(created) == 2
    assert "3.99 was asked for" in capsys.readouterr().out


def test_failing_pip_is_reported_and_tried_again(repository, pip, created):
    pip.code = 1
    with pytest.raises(environment.EnvironmentMakingError, match="needs the internet"):
        environment.prepare(repository=repository)
    pip.code = 0
    environment.prepare(repository=repository)
    assert len(pip.targets) == 2
    assert len(created) == 1


def test_killed_installation_is_noticed(repository, created, monkeypatch, pip):
    def killed(command, repository, folder):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "run_pip", killed)
        with pytest.raises(KeyboardInterrupt):
            environment.prepare(repository=repository)
    environment.prepare(repository=repository)
    assert len(created) == 2


# How an environment is created


class Commands:
    """Stands for subprocess.run: runs nothing, fails what ``fails`` picks out."""

    def __init__(self, fails):
        self.fails = fails
        self.seen = []

    def __call__(self, command, **options):
        command = [str(part) for part in command]
        self.seen.append(command[1:])
        code = int(self.fails(command))
        return subprocess.CompletedProcess(command, code, "", "Trouble\nNo module named pip\n")


def test_environment_comes_with_pip_where_python_can_do_it(tmp_path, monkeypatch):
    commands = Commands(lambda command: False)
    monkeypatch.setattr(subprocess, "run", commands)
    environment.create(tmp_path / ".venv")
    assert commands.seen == [["-m", "venv", str(tmp_path / ".venv")]]
    assert (tmp_path / ".venv" / environment.UNFINISHED).exists()


def test_without_ensurepip_the_outer_pip_sets_it_up(tmp_path, monkeypatch):
    folder = tmp_path / ".venv"
    commands = Commands(lambda command: command[1:] == ["-m", "venv", str(folder)])
    monkeypatch.setattr(subprocess, "run", commands)
    environment.create(folder)
    python = str(environment.python_of(folder))
    assert commands.seen[1] == ["-m", "venv", "--without-pip", "--clear", str(folder)]
    assert commands.seen[2][:4] == ["-m", "pip", "--python", python]


def test_without_ensurepip_and_pip_one_line_says_what_to_do(tmp_path, monkeypatch):
    commands = Commands(lambda command: "--without-pip" not in command)
    monkeypatch.setattr(subprocess, "run", commands)
    with pytest.raises(environment.EnvironmentMakingError) as caught:
        environment.create(tmp_path / ".venv")
    message = str(caught.value)
    assert "No module named pip" in message
    assert "apt install python3-venv" in message
    assert "\n" not in message


# What surrounds it


def test_variables_that_lead_astray_are_dropped(monkeypatch, tmp_path):
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET"):
        monkeypatch.setenv(name, "somewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("KEPT", "yes")
    venv.create(tmp_path, with_pip=False, symlinks=True)
    variables = environment.clean_variables(tmp_path)
    assert not {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET"} & set(variables)
    assert (variables["PIP_USER"], variables["KEPT"]) == ("0", "yes")
    assert variables["PATH"].split(os.pathsep)[0] == str(tmp_path / "bin")
    assert variables["VIRTUAL_ENV"] == str(tmp_path)


def test_conda_environment_that_holds_the_course_is_used_as_it_is(
    repository, pip, created, monkeypatch
):
    conda = repository.parent / "conda"
    venv.create(conda, with_pip=False, symlinks=True)
    (conda / "conda-meta").mkdir()
    package = repository / "cnn_helpers" / "__init__.py"
    package.parent.mkdir()
    package.touch()
    monkeypatch.setattr(sys, "prefix", str(conda))
    monkeypatch.setattr(sys, "executable", str(conda / "bin" / "python"))
    monkeypatch.setattr(sys, "path", [str(repository)])
    monkeypatch.delitem(sys.modules, "cnn_helpers", raising=False)
    assert environment.conda_environment(repository) == conda
    assert environment.prepare(repository=repository) == conda
    assert environment.prepare(repository=repository) == conda
    assert pip.targets == ["."]
    assert created == []
    assert not (repository / ".venv").exists()


def test_conda_environment_without_the_course_gets_a_venv_of_its_own(
    repository, tmp_path, monkeypatch
):
    (tmp_path / "conda-meta").mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    # The course of these tests is installed, but from another folder than this repository.
    assert environment.conda_environment(repository) is None


def test_second_installation_waits_for_the_first(repository):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import environment, pathlib\n"
        "with environment.one_at_a_time(pathlib.Path(sys.argv[2])): print('in', flush=True)"
    )
    tools = Path(environment.__file__).parent
    with environment.one_at_a_time(repository):
        process = subprocess.Popen(
            [sys.executable, "-c", code, tools, repository], stdout=subprocess.PIPE, text=True
        )
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
    assert process.communicate(timeout=60)[0] == "in\n"


def test_terminal_without_a_screen_shows_only_what_went_wrong(tmp_path, capfd):
    code = "import sys; print('Collecting numpy'); print('ERROR', file=sys.stderr); sys.exit(3)"
    assert environment.run_pip([sys.executable, "-c", code], tmp_path, tmp_path) == 3
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err == "ERROR\n"
