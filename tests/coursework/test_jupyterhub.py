"""A class on JupyterHub: everybody gets on, and nobody gets at what isn't theirs."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
HUB = REPOSITORY / "coursework" / "jupyterhub"


def missing():
    """Return why the class can't be held here, or None."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "real users need root on Linux"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed"
    try:
        import jupyterhub  # noqa: F401
        import nbgrader  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed"
    search = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
    if shutil.which("configurable-http-proxy", path=search) is None:
        return "configurable-http-proxy is not installed"
    return None


def world(etc):
    """Return the start of a command that runs in a world of its own, as root."""
    command = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--die-with-parent", "--new-session", "--cap-add", "ALL"]
    for folder in ("/usr", "/bin", "/sbin", "/lib", "/lib64"):
        if Path(folder).is_symlink():
            command += ["--symlink", os.readlink(folder), folder]
        elif Path(folder).exists():
            command += ["--ro-bind", folder, folder]
    command += ["--bind", str(etc), "/etc", "--dir", "/proc", "--dev", "/dev"]
    for folder in ("/home", "/srv", "/run", "/var", "/root"):
        command += ["--perms", "0755", "--tmpfs", folder]
    command += ["--perms", "1777", "--tmpfs", "/tmp", "--dir", "/var/log", "--dir", "/var/mail"]
    own = {
        sys.base_prefix,
        sys.prefix,
        str(REPOSITORY),
        *os.environ.get("PYTHONPATH", "").split(":"),
    }
    for folder in sorted(filter(None, own), key=len):
        real = os.path.realpath(folder)
        if not real.startswith("/usr"):
            for parent in reversed(Path(real).parents[:-1]):
                command += ["--perms", "0755", "--dir", str(parent)]
            command += ["--ro-bind", real, real]
    # Not bwrap's own /proc, parts of which are covered: the teacher could make no sandbox then.
    return [*command, "sh", "-c", 'mount -t proc proc /proc && exec "$@"', "sh"]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """What happened from release to feedback."""
    why = missing()
    if why:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must hold a class on JupyterHub, but {why}")
        pytest.skip(why)
    etc = tmp_path_factory.mktemp("world") / "etc"
    subprocess.run(["cp", "-a", "/etc", etc], check=True)
    paths = [REPOSITORY, REPOSITORY / "coursework", REPOSITORY / "tests" / "coursework"]
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": "/root",
    }
    script = REPOSITORY / "tests" / "coursework" / "hub_cycle.py"
    result = subprocess.run(
        [*world(etc), sys.executable, script],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert result.returncode == 0, result.stderr[-6000:]
    return json.loads(result.stdout.splitlines()[-1])


def test_only_members_of_the_class_get_in(report):
    assert report["wrong password"] == 403
    assert report["no member"] == 403


def test_marks_and_feedback_are_those_of_each(report):
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(report["table"]))}
    assert {id: row["final"] for id, row in rows.items()} == {"ada": "1", "alan": "0"}
    assert rows["alan"]["misconceptions"] == "warm_up: mean"
    assert rows["ada"]["submitted"]
    assert rows["ada"]["sandbox"] == "bubblewrap"
    assert "2 graded" in report["graded"]
    assert "All done" in report["feedback"]["ada"]
    assert "not right yet" in report["feedback"]["alan"]


def test_a_students_kernel_cannot_get_at_others_work_source_or_grades(report):
    seen = dict(line.split(" -> ") for line in report["looked"].splitlines() if " -> " in line)
    open_to_all = "/srv/nbgrader/exchange/cnn/outbound/00_start_here"
    assert seen.pop(open_to_all) == "['00_start_here.ipynb', 'assignment.json']"
    assert len(seen) == 12
    assert {path: said for path, said in seen.items() if said != "PermissionError"} == {}
    assert "me: ada" in report["looked"]
    assert "grades -> PermissionError" in report["after"]


def test_the_hub_keeps_students_out_of_each_others_servers(report):
    asked = report["asked"]
    # 404: the hub does not say whether somebody has a server.
    for whose in ("above the home", "the teacher's files"):
        assert asked.pop(whose) in (403, 404)
    assert set(asked.values()) == {403}


def test_the_example_for_kubernetes_is_yaml_and_says_that_it_was_not_run():
    text = (HUB / "zero_to_jupyterhub_values.yaml").read_text(encoding="utf-8")
    assert "NOT RUN HERE" in text
    values = yaml.safe_load(text)
    assert values["singleuser"]["memory"]["limit"] == "1.5G"
