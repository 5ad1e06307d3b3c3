"""A class graded once and whole, whatever is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cnn_coursework import pool
from cnn_coursework.assignment import Assignment
from cnn_coursework.grading import grade_class
from cnn_coursework.journal import GRADER, Journal, JournalBusyError, JournalError
from cnn_coursework.limits import Limits
from cnn_coursework.watching import descendants
from handed_in import answer, write

WARM_UP = Assignment("00_start_here", ("warm_up",))
RIGHT = "def warm_up(scoops, prices):\n    return (scoops * prices).sum()\n"
COMMAND = """
import json, sys
from cnn_coursework.assignment import Assignment
from cnn_coursework.grading import grade_class
assignment = Assignment("00_start_here", ("warm_up",))
jobs = json.loads(sys.argv[1])
for mark in grade_class(jobs, assignment, seed=5, journal=sys.argv[2], workers=2, progress=False):
    print(mark["student"], flush=True)
"""


@pytest.fixture
def jobs(tmp_path):
    """Six students; each answer differs a little."""
    students = ["ada", "ben", "cleo", "dan", "eve", "finn"]
    return [
        (name, str(write(tmp_path, name, answer("warm_up", f"{RIGHT}# {name}\n"))))
        for name in students
    ]


def grade(jobs, journal, **settings):
    settings = {"seed": 5, "workers": 2, "progress": False} | settings
    return list(grade_class(jobs, WARM_UP, journal=journal, **settings))


def lines(journal):
    """Return the students of the marks in the journal, whole lines only."""
    text = journal.read_bytes() if journal.exists() else b""
    return [json.loads(line)["student"] for line in text.splitlines(True) if line.endswith(b"\n")]


def wait_until(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.01)


def is_alive(process):
    return Path(f"/proc/{process}").exists() and "Z (" not in status(process)


def status(process):
    try:
        return Path(f"/proc/{process}/status").read_text()
    except OSError:
        return "Z ("


def test_every_submission_is_graded_once(sandbox, jobs, tmp_path):
    marks = grade(jobs, tmp_path / "journal")
    assert sorted(mark["student"] for mark in marks) == sorted(name for name, _ in jobs)
    assert {mark["exercises"]["warm_up"]["status"] for mark in marks} == {"passed"}
    # A second run has nothing to do, a changed submission is graded again, and only that.
    write(tmp_path, "ada", answer("warm_up", RIGHT.replace("sum", "mean")))
    again = {mark["student"]: mark for mark in grade(jobs, tmp_path / "journal")}
    assert again["ada"]["exercises"]["warm_up"]["misconception"] == "mean"
    assert lines(tmp_path / "journal").count("ada") == 2
    assert len(lines(tmp_path / "journal")) == len(jobs) + 1


def test_killing_the_command_loses_no_finished_mark(sandbox, jobs, tmp_path):
    journal = tmp_path / "journal"
    paths = os.pathsep.join(filter(None, sys.path))
    command = subprocess.Popen(
        [sys.executable, "-c", COMMAND, json.dumps(jobs), str(journal)],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
    )
    wait_until(lambda: len(lines(journal)) >= 2)
    below = descendants(command.pid)[1:]
    command.send_signal(signal.SIGKILL)
    command.wait()
    wait_until(lambda: not any(map(is_alive, below)), 10)
    finished = lines(journal)
    marks = grade(jobs, journal)
    assert sorted(mark["student"] for mark in marks) == sorted(name for name, _ in jobs)
    assert lines(journal)[: len(finished)] == finished
    assert sorted(lines(journal)) == sorted(name for name, _ in jobs)


def test_killing_a_worker_drops_nothing_and_grades_nothing_twice(sandbox, jobs, tmp_path):
    journal, marks = tmp_path / "journal", []
    for mark in grade_class(jobs, WARM_UP, seed=5, journal=journal, workers=2, progress=False):
        marks.append(mark["student"])
        if len(marks) in (1, 3):
            own = [p for p in descendants(os.getpid())[1:] if b"pool_worker" in command_line(p)]
            os.kill(own[0], signal.SIGKILL)
    assert sorted(marks) == sorted(name for name, _ in jobs) == sorted(lines(journal))


def command_line(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_submission_that_always_ends_its_grading_process_is_reported(jobs, tmp_path, monkeypatch):
    deadly = "import sys\nfor line in sys.stdin:\n    if 'ben' in line: sys.exit(1)\n"
    deadly += "    if 'path' in line: print('{}', flush=True)\n"
    monkeypatch.setattr(pool._Worker, "command", (sys.executable, "-c", deadly))
    marks = grade(jobs, tmp_path / "journal", unsafe_no_sandbox=True)
    assert len(marks) == len(jobs)
    lost = [mark for mark in marks if "problems" in mark]
    assert [(mark["student"], mark["problems"][0]["kind"]) for mark in lost] == [("ben", "lost")]
    # Its mark says nothing, so the next run tries again.
    assert "ben" not in lines(tmp_path / "journal")


def test_a_half_written_line_is_cut_off(tmp_path):
    path = tmp_path / "journal"
    with Journal(path, WARM_UP, 5) as journal:
        journal.add("ada", "1", {"seconds": 1})
        journal.add("ben", "2", {"seconds": 2})
    whole = path.read_bytes()
    for length in range(len(whole) // 2 + 1, len(whole)):
        path.write_bytes(whole[:length])
        with Journal(path, WARM_UP, 5) as journal:
            assert journal.find("ada", "1") == {"seconds": 1}
            assert journal.find("ben", "2") is None
        assert path.read_bytes() == whole[: whole.index(b"\n") + 1]


def test_a_mark_belongs_to_student_file_assignment_and_seed(tmp_path):
    path = tmp_path / "journal"
    with Journal(path, WARM_UP, 5) as journal:
        journal.add("ada", "1", {})
    others = Assignment("00_start_here", ("warm_up",), {"warm_up": 2})
    strict = Assignment("00_start_here", ("warm_up",), limits=Limits(call_seconds=1))
    for assignment, seed, student, sha256 in [
        (others, 5, "ada", "1"),
        (strict, 5, "ada", "1"),
        (WARM_UP, 6, "ada", "1"),
        (WARM_UP, 5, "ben", "1"),
        (WARM_UP, 5, "ada", "2"),
    ]:
        with Journal(path, assignment, seed) as journal:
            assert journal.find(student, sha256) is None
    with Journal(path, WARM_UP, 5, "none") as journal:
        assert journal.find("ada", "1") is None
    assert b'"5"' not in path.read_bytes()


def test_marks_of_another_grader_dont_count(tmp_path, monkeypatch):
    path = tmp_path / "journal"
    with Journal(path, WARM_UP, 5) as journal:
        journal.add("ada", "1", {})
    entry = json.loads(path.read_text(encoding="utf-8"))
    assert entry.pop("grader") == GRADER > 1
    with open(path, "a", encoding="utf-8") as file:  # as the first grader wrote it
        file.write(json.dumps(entry | {"student": "ben"}) + "\n")
    with Journal(path, WARM_UP, 5) as journal:
        assert journal.find("ada", "1") == {}
        assert journal.find("ben", "1") is None
    monkeypatch.setattr("cnn_coursework.journal.GRADER", GRADER + 1)
    with Journal(path, WARM_UP, 5) as journal:
        assert journal.find("ada", "1") is None
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_a_journal_is_for_one_command_at_a_time_and_for_marks_only(tmp_path):
    path = tmp_path / "journal"
    with Journal(path, WARM_UP, 5), pytest.raises(JournalBusyError, match="another command"):
        Journal(path, WARM_UP, 5)
    path.write_text("student,mark\n")
    with pytest.raises(JournalError, match="is no journal"):
        Journal(path, WARM_UP, 5)
    assert path.read_text() == "student,mark\n"
