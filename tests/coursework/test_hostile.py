"""A class that cheats, breaks and gets things wrong: everybody gets the mark they deserve.

Each file in ``hostile/`` is one submission with the outcome that it must have. All are graded in
one run, side by side; nothing else may change on the machine meanwhile.
"""

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from cnn_coursework.assignment import Assignment
from cnn_coursework.grading import grade_class
from cnn_coursework.limits import Limits
from cnn_coursework.sandbox import FIRST_USER, USERS
from cnn_coursework.watching import descendants
from handed_in import SETUP, check_cell, code_cell, notebook, solution_cell

FOLDER = Path(__file__).parent / "hostile"
CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")
}
ANSWERS = {
    "right": """
def correlate(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    feature_map = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            feature_map[row, column] = (window * kernel).sum()
    return feature_map
""",
    "zeros": """
def correlate(image, kernel):
    return np.zeros((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1))
""",
}
LIMITS = Limits(
    memory_mb=512,
    processes=12,
    file_mb=2,
    cpu_seconds=10,
    cell_seconds=1.5,
    call_seconds=1.5,
    total_seconds=20,
)
SECRET = "COURSEWORK_SECRET"


def exercise(case):
    return case.get("exercise", "correlate")


def cells_of(case):
    """Return the cells of a submission's notebook."""
    id = exercise(case)
    answer = case.get("solution") or ANSWERS.get(case.get("answer"))
    mark = case.get("solution_id", id)
    after = case.get("after_id")
    cells = [SETUP, *case.get("cells", ())]
    if answer:
        cells.append(solution_cell(mark, answer) if mark else code_cell(answer))
    cells += [solution_cell(after, one) if after else one for one in case.get("after", ())]
    check = check_cell(id) if "check" not in case else case["check"]
    return [check, *cells] if case.get("check_first") else [*cells, *filter(None, [check])]


def hand_in(folder, name, case):
    """Write a submission to a folder and return its path."""
    path = folder / (case.get("name", name) + ".ipynb")
    if "link" in case:
        path.symlink_to(folder / case["link"])
    elif "pipe" in case:
        os.mkfifo(path)
    elif "megabytes" in case:
        with open(path, "wb") as file:
            file.truncate(case["megabytes"] * 10**6)
    elif "file" in case:
        path.write_text(case["file"] * case.get("times", 1), encoding="utf-8")
    else:
        content = notebook(*cells_of(case))
        if "kernel" in case:
            content["metadata"] = {"kernelspec": {"name": "ir", "language": case["kernel"]}}
        text = json.dumps(content)
        path.write_text(text[: len(text) - case.get("cut", 0)], encoding="utf-8")
    return path


def everything_in(folder):
    """Return what a folder holds: name, size, time of the last change."""
    found = {path: path.lstat() for path in folder.rglob("*")}
    return {path: (about.st_size, about.st_mtime_ns) for path, about in found.items()}


def strays():
    """Return processes that sandboxes left behind."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if FIRST_USER <= place.stat().st_uid < FIRST_USER + USERS:
                found.append((place.name, (place / "cmdline").read_bytes()))
        except OSError:
            continue
    return found


@dataclass
class Graded:
    marks: dict
    before: dict
    after: dict
    peak: int


@pytest.fixture(scope="module")
def graded(sandbox, tmp_path_factory):
    """The whole class, graded in one run of two processes for each assignment."""
    folder = tmp_path_factory.mktemp("class")
    submitted, private = folder / "submitted", folder / "gradebook"
    submitted.mkdir()
    private.mkdir()
    (private / "gradebook.db").write_text("marks of all students")
    paths = {name: hand_in(submitted, name, case) for name, case in CASES.items()}
    before, marks, peak = everything_in(folder), {}, 0
    os.environ[SECRET] = "nobody may read this"
    try:
        for ids in (("correlate",), ("conv2d_backward", "conv2d_vectorized")):
            assignment = Assignment("hostile", ids, limits=LIMITS)
            jobs = [(name, paths[name]) for name in CASES if exercise(CASES[name]) in ids]
            journal = tmp_path_factory.mktemp("marks") / "journal"
            settings = {"seed": 31, "journal": journal, "workers": 2, "progress": False}
            for mark in grade_class(jobs, assignment, **settings):
                assert mark["student"] not in marks
                marks[mark["student"]] = mark
                peak = max(peak, *map(peak_memory, graders()))
    finally:
        del os.environ[SECRET]
    return Graded(marks, before, everything_in(folder), peak)


def graders():
    """Return the trusted processes at work now."""
    below = descendants(os.getpid())[1:]
    return [one for one in below if b"pool_worker" in _read(one, "cmdline")] or [None]


def peak_memory(process):
    """Return the most megabytes that a process has held in RAM."""
    lines = [line.split() for line in _read(process, "status").splitlines()]
    return max((int(line[1]) // 1024 for line in lines if line[:1] == [b"VmHWM:"]), default=0)


def _read(process, what):
    try:
        return Path(f"/proc/{process}/{what}").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("name", sorted(CASES))
def test_everybody_gets_the_mark_they_deserve(graded, name):
    case, mark = CASES[name], graded.marks[name]
    entry = mark["exercises"][exercise(case)]
    shown = json.dumps({"entry": entry, "problems": mark["problems"]}, indent=1)
    assert entry["score"] == pytest.approx(case["score"], abs=1e-3), shown
    status = case.get("status", "passed" if case["score"] == 1 else entry["status"])
    assert entry["status"] == status, shown
    assert entry["misconception"] == case.get("misconception", entry["misconception"]), shown
    assert case.get("message", "") in entry["message"], shown
    kinds = {problem["kind"] for problem in mark["problems"]}
    assert set(case.get("problems", ())) <= kinds, shown
    if case["score"] == 1 and "problems" not in case:
        assert kinds <= {"reaches"}, shown
    assert mark["sandbox"] == "bubblewrap"


def test_nobody_is_dropped(graded):
    assert set(graded.marks) == set(CASES)
    assert len(CASES) >= 55


def test_nothing_else_changes(graded):
    assert graded.after == graded.before
    assert not Path("/tmp/pickled").exists()


def test_no_process_is_left(graded):
    assert strays() == []
    assert [one for one in graders() if one is not None] == []


def test_the_trusted_process_stays_small(graded):
    assert 0 < graded.peak < 300


def test_every_mark_can_stand_on_a_page(graded):
    for mark in graded.marks.values():
        text = json.dumps(mark, ensure_ascii=False)
        text.encode("utf-8")  # fails for half a letter
        assert text.isprintable()


def test_feedback_tells_no_seed(graded):
    for mark in graded.marks.values():
        assert "seed" not in json.dumps(mark["exercises"])
