"""How fast a class is graded, beside nbgrader's autograder, and how much memory that takes.

    python benchmarks/grade_class.py                        (a class of 1,000; about ten minutes)
    python benchmarks/grade_class.py --submissions 100 --rounds 1
    python benchmarks/grade_class.py --without-nbgrader

Both grade the same notebooks in the same run, in turns: one exercise, right, wrong and unwritten
answers. nbgrader runs `exercises.check` in the student's own kernel, this package in the trusted
process with the functions in bubblewrap. Then a class of 1,000, every hundredth of them hostile.
Aims: 0.3 s a submission and core, 1,000 in 4 minutes on two cores, 300 MB for each trusted process,
ten times nbgrader's throughput.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import description

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "coursework")]

from cnn_coursework.assignment import Assignment  # noqa: E402
from cnn_coursework.grading import grade_class  # noqa: E402
from cnn_coursework.watching import descendants  # noqa: E402

ID = "correlate"
ANSWERS = {
    "loops": """def correlate(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    feature_map = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            feature_map[row, column] = (window * kernel).sum()
    return feature_map
""",
    "windows": """def correlate(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel.astype(float)).sum((2, 3))
""",
    "flipped": """def correlate(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel[::-1, ::-1].astype(float)).sum((2, 3))
""",
    "stub": "def correlate(image, kernel):\n    # your code here\n    ...\n",
}
HOSTILE = (
    "def correlate(image, kernel):\n    while True:\n        pass\n",
    "def correlate(image, kernel):\n    return np.ones(20 * 2**30, np.uint8)\n",
    "def correlate(image, kernel):\n    for _ in range(50):\n        print('ink ' * 10**6)\n",
    "def correlate(image, kernel):\n    return np.zeros((5000, 5000))\n",
    "import os\n\ndef correlate(image, kernel):\n    while True:\n        os.fork()\n",
)


def cell(source, **about):
    metadata = {"nbgrader": {"schema_version": 3, "task": False, **about}} if about else {}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": about.get("grade_id", "setup"),
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def notebook(source, number=0):
    """Return a small notebook with one answer; the number makes it a file of its own."""
    setup = f"import numpy as np\n\nfrom cnn_helpers import exercises\n\nstudent = {number}\n"
    check = f'assert exercises.check("{ID}", {ID}).passed\n'
    cells = [
        cell(setup),
        cell(source, grade_id=ID, solution=True, grade=False, locked=False),
        cell(check, grade_id=f"{ID}-check", solution=False, grade=True, locked=True, points=3),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def hand_in(folder, count, *, hostile=False):
    """Write a class; return its jobs."""
    jobs, answers = [], list(ANSWERS.values())
    for number in range(count):
        source = answers[number % len(answers)]
        if hostile and number % 100 == 50:
            source = HOSTILE[number // 100 % len(HOSTILE)]
        place = folder / f"student{number:04d}" / "week1"
        place.mkdir(parents=True)
        path = place / "week1.ipynb"
        path.write_text(json.dumps(notebook(source, number)), encoding="utf-8")
        jobs.append((f"student{number:04d}", path))
    return jobs


def whole_notebook(folder):
    """Write the course's notebook 04 with its answer; return it with its assignment."""
    text = (REPOSITORY / "notebooks" / "04_filters.ipynb").read_text(encoding="utf-8")
    released = json.loads(text)
    solved = copy.deepcopy(released)
    for one in solved["cells"]:
        if one["metadata"].get("nbgrader", {}).get("grade_id") == ID:
            one["source"] = ANSWERS["loops"]
    path = folder / "whole.ipynb"
    path.write_text(json.dumps(solved), encoding="utf-8")
    return path, Assignment.from_notebook(released, "04_filters")


def ours(jobs, assignment, workers, *, progress=False):
    """Grade a class; return seconds, marks and the peak memory of each trusted process in MB."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"seed": 1, "journal": Path(folder) / "journal", "workers": workers}
        began, marks, peak = time.perf_counter(), [], 0
        for mark in grade_class(jobs, assignment, progress=progress, **settings):
            marks.append(mark)
            peak = max(peak, *(peak_memory(one) for one in trusted()))
        return time.perf_counter() - began, marks, peak


def trusted():
    """Return this process and the graders below it."""
    below = descendants(os.getpid())
    return [one for one in below if b"pool_worker" in _read(one, "cmdline")] + [os.getpid()]


def peak_memory(process):
    lines = [line.split() for line in _read(process, "status").splitlines()]
    return max((int(line[1]) / 1024 for line in lines if line[:1] == [b"VmHWM:"]), default=0)


def _read(process, what):
    try:
        return Path(f"/proc/{process}/{what}").read_bytes()
    except OSError:
        return b""


class NbgraderCourse:
    """A course folder of nbgrader's with the assignment made and the class handed in."""

    def __init__(self, folder, count):
        self.folder = folder
        (folder / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
        source = folder / "source" / "week1"
        source.mkdir(parents=True)
        stub = json.dumps(notebook(ANSWERS["loops"]))
        (source / "week1.ipynb").write_text(stub, encoding="utf-8")
        hand_in(folder / "submitted", count)
        self._run("generate_assignment", "week1", "--force", "--create")

    def seconds(self):
        """Return how long autograding the class takes."""
        began = time.perf_counter()
        self._run("autograde", "week1", "--force")
        return time.perf_counter() - began

    def _run(self, *arguments):
        paths = os.pathsep.join(filter(None, sys.path))
        # nbgrader calls another program of its environment by name.
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": paths, "PATH": programs, "CNN_COURSE_PROGRESS": "off"},
            capture_output=True,
            text=True,
            check=False,
        )
        # A wrong answer is none of nbgrader's failures; one that left no file is.
        if "autograde" in arguments:
            graded = list((self.folder / "autograded").glob("*/week1/week1.ipynb"))
            if len(graded) != len(list((self.folder / "submitted").iterdir())):
                sys.exit(f"nbgrader did not grade all:\n{done.stderr[-2000:]}")
        elif done.returncode:
            sys.exit(f"nbgrader failed:\n{done.stderr[-2000:]}")


def race(folder, count, rounds, workers):
    """Grade the same class with both, in turns; print throughput."""
    course = NbgraderCourse(folder / "nbgrader", count)
    jobs = [(path.parts[-3], path) for path in sorted(course.folder.glob("submitted/*/*/*.ipynb"))]
    assignment = Assignment("week1", (ID,))
    theirs, single, pooled = [], [], []
    for _ in range(rounds):
        theirs.append(course.seconds())
        single.append(ours(jobs, assignment, 1)[0])
        pooled.append(ours(jobs, assignment, workers)[0])
    print(f"{count} submissions of one exercise, best of {rounds} in turns")
    best = min(theirs)
    for name, seconds in (
        ("nbgrader autograde", best),
        ("one process", min(single)),
        (f"{workers} processes", min(pooled)),
    ):
        print(
            f"  {name:<20}{seconds:8.1f} s{seconds / count:9.3f} s each"
            f"{count / seconds:8.2f} a second{best / seconds:7.1f} x nbgrader"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--submissions", type=int, default=1000, help="size of the large class")
    parser.add_argument("--raced", type=int, default=20, help="how many nbgrader grades too")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--without-nbgrader", action="store_true")
    options = parser.parse_args()
    print(description())
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if not options.without_nbgrader:
            (folder / "nbgrader").mkdir()
            race(folder, options.raced, options.rounds, options.workers)
        path, assignment = whole_notebook(folder)
        jobs = [(f"student{number}", path) for number in range(20)]
        seconds = ours(jobs, assignment, 1)[0]
        print(f"20 whole notebooks 04, one process: {seconds / 20:.3f} s each")
        jobs = hand_in(folder / "class", options.submissions, hostile=True)
        assignment = Assignment("week1", (ID,))
        seconds, marks, peak = ours(jobs, assignment, options.workers, progress=True)
        counts = {}
        for mark in marks:
            status = mark["exercises"][ID]["status"]
            counts[status] = counts.get(status, 0) + 1
        told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
        print(
            f"{len(marks)} submissions, every hundredth hostile, {options.workers} processes: "
            f"{seconds:.0f} s ({told})\n"
            f"peak memory of a trusted process: {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
