"""The files around the course agree: versions, licences, commands, map; no address strays in."""

import re
import subprocess
import tomllib
from pathlib import Path

import environment
import pytest
import yaml

from cnn_helpers.contents import CHAPTERS

REPOSITORY = Path(__file__).resolve().parent.parent
PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][0-9A-Za-z.!+]*")
# Downloads of packages, also from a mirror or a folder: none of them belongs into a course.
PACKAGE_ADDRESS = re.compile(
    r"(?:https?|file|git\+\w+)://\S+\.(?:whl|tgz|tar\.gz|deb|conda)\b"
    r"|https?://\S*/(?:simple|packages)/"
    r"|--(?:extra-)?index-url[ =]|--find-links[ =]"
)
SOMEBODYS_FOLDER = re.compile(
    r"(?<![\w.])(?:/(?:root|(?:home|Users)/(?!ada/)\w+)/|[A-Z]:\\Users\\)"
)


def text(name):
    return (REPOSITORY / name).read_text(encoding="utf-8")


def normalized(name):
    """Return a package's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement):
    return normalized(re.match(r"[A-Za-z0-9._-]+", requirement)[0])


PROJECT = tomllib.loads(text("pyproject.toml"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
PINS = {
    normalized(line.split("==")[0]): line.split("==")[1]
    for line in text("constraints.txt").splitlines()
    if not line.startswith("#")
}


# Versions


def test_constraints_are_names_and_versions_only():
    lines = [line for line in text("constraints.txt").splitlines() if not line.startswith("#")]
    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert len(PINS) == len(lines)
    assert lines == sorted(lines, key=str.lower)


@pytest.mark.parametrize(
    "requirement",
    [
        *PROJECT["dependencies"],
        *(
            package
            for extra in ("test", "dev", "coursework", "dask", "jupyterhub")
            for package in EXTRAS[extra]
        ),
    ],
    ids=name_of,
)
def test_dependency_is_pinned_within_its_range(requirement):
    from packaging.requirements import Requirement

    pinned = PINS[name_of(requirement)]
    assert Requirement(requirement).specifier.contains(pinned)


@pytest.mark.parametrize("group", [PROJECT["dependencies"], *EXTRAS.values()], ids=len)
def test_dependency_stands_in_its_list_once(group):
    assert len({name_of(requirement) for requirement in group}) == len(group)


def test_pinned_versions_are_those_of_the_environment():
    installed = environment.probe(Path(environment.sys.prefix))["installed"]
    differing = {
        name: version
        for name, version in installed.items()
        if normalized(name) in PINS and version != PINS[normalized(name)]
    }
    assert differing == {}


def test_pre_commit_installs_the_pinned_tools():
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    tools = [pin for hook in hooks for pin in hook.get("additional_dependencies", [])]
    assert {name_of(pin) for pin in tools} == {"ruff", "nbstripout", "codespell"}
    assert [pin for pin in tools if PINS[name_of(pin)] != pin.split("==")[1]] == []


def test_pre_commit_keeps_outputs_as_make_lint_does():
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    strip = next(hook for hook in hooks if hook["id"] == "nbstripout")
    assert strip["entry"].split()[1:] == ["--keep-output", "--keep-count", "--keep-id"]
    assert '"--keep-output", "--keep-count", "--keep-id"' in text("tools/checks.py")


def test_conda_environment_brings_python_pip_make_and_the_pinned_course():
    conda = yaml.safe_load(text("environment.yml"))
    assert conda["channels"] == ["conda-forge"]
    *packages, with_pip = conda["dependencies"]
    assert [package.split("=")[0] for package in packages] == ["python", "pip", "make"]
    assert packages[0].split("=")[1] in {"3.11", "3.12", "3.13", "3.14"}
    assert with_pip == {"pip": ["-c constraints.txt", "-e ."]}


# What is said in several places


def test_one_version_of_the_course():
    citation = yaml.safe_load(text("CITATION.cff"))
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\] - (\S+)$", text("CHANGELOG.md"), re.M)
    assert (newest[1], newest[2]) == (citation["version"], str(citation["date-released"]))
    assert PROJECT["version"] == newest[1]


def test_citation_has_what_its_format_demands():
    citation = yaml.safe_load(text("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert all({"name", "family-names"} & set(author) for author in citation["authors"])
    assert citation["license"] == ["MIT", "CC-BY-4.0"]


@pytest.mark.parametrize("name", ["LICENSE", "README.md"])
def test_each_kind_of_content_has_its_licence(name):
    content = text(name)
    for word in ("MIT", "CC BY 4.0", "data/README.md", "font", "OFL"):
        assert word in content, word


def test_font_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE" in text("cnn_helpers/figures/fonts/OFL.txt")


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.number)
def test_readme_links_a_notebook_once_it_is_written(chapter):
    link = f"(notebooks/{chapter.file})"
    assert (link in text("README.md")) == chapter.written
    assert chapter.number in text("README.md")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_link_and_picture_leads_to_a_file(name):
    links = re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", text(name))
    assert links
    for picture, words, target in links:
        assert len(words) > (20 if picture else 0), f"{target} needs words"
        if not target.startswith(("https://", "#")):
            assert (REPOSITORY / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_in_the_text_exists(name):
    targets = set(re.findall(r"^([\w-]+):", text("Makefile"), re.M))
    named = set(re.findall(r"(?:`|^ {4}|^)make ([\w-]+)", text(name), re.M))
    assert named
    assert named <= targets


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_in_the_text_exists(name):
    pattern = r"`((?:cnn_helpers|tests|tools|benchmarks|notebooks|data|docs|\.ci)/[\w./]*)`"
    for path in re.findall(pattern, text(name)):
        assert (REPOSITORY / path).exists(), path


@pytest.mark.parametrize(
    "requirement",
    [*PROJECT["dependencies"], *(package for extra in EXTRAS.values() for package in extra)],
    ids=name_of,
)
def test_contributing_says_why_a_package_is_needed(requirement):
    rows = re.findall(r"^\| `([\w-]+)` \|", text("CONTRIBUTING.md"), re.M)
    assert name_of(requirement) in map(normalized, rows)


def test_contributing_names_no_package_that_is_gone():
    rows = re.findall(r"^\| `([\w-]+)` \|", text("CONTRIBUTING.md"), re.M)
    declared = [*PROJECT["dependencies"], *(name for extra in EXTRAS.values() for name in extra)]
    assert set(map(normalized, rows)) <= set(map(name_of, declared))


# What must not be in any file


def tracked_texts():
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listing.returncode:  # downloaded without git's records
        pytest.skip("not a git clone")
    for name in filter(None, listing.stdout.split("\0")):
        try:
            yield name, text(name)
        except (UnicodeDecodeError, FileNotFoundError):  # a picture, or just deleted
            continue


def test_no_file_holds_a_package_address_or_a_path_of_somebodys_machine():
    # This file and the notebooks' rules spell out what they look for.
    spared = {"tests/test_house.py", "tests/notebook_rules.py"}
    found = [
        f"{name}: {match[0]}"
        for name, content in tracked_texts()
        if name not in spared
        for pattern in (PACKAGE_ADDRESS, SOMEBODYS_FOLDER, re.compile(re.escape(f"{REPOSITORY}/")))
        for match in [pattern.search(content)]
        if match
    ]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (PACKAGE_ADDRESS, "numpy @ https://example.org/numpy-2.4.6-any" + ".whl"),
        (PACKAGE_ADDRESS, "--extra-index-url file:///packages"),
        (PACKAGE_ADDRESS, "https://mirror.example.org/simple/numpy/"),
        (SOMEBODYS_FOLDER, "saved in /home/grace/course/x.npy"),
        (SOMEBODYS_FOLDER, "from '/" + "root/course'"),
        (SOMEBODYS_FOLDER, r"C:\Users\grace"),
    ],
)
def test_what_must_not_stand_there_is_recognised(pattern, line):
    assert pattern.search(line)


def test_ci_script_can_be_run():
    script = REPOSITORY / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
