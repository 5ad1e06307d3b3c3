"""A whole class: every submission once, whatever is killed in between."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from cnn_coursework.assignment import Assignment
from cnn_coursework.journal import Journal
from cnn_coursework.marking import entry
from cnn_coursework.pool import local_marks
from cnn_coursework.sandbox import way_in
from cnn_coursework.submission_files import sha256_of_file

__all__ = ["Task", "grade_class"]

LOST = (
    "Grading this submission ended the grading process itself, three times. Look at it by hand: "
    "its mark says nothing."
)


@dataclass(frozen=True)
class Task:
    """What is the same for all submissions of a class."""

    assignment: Assignment
    seed: int
    unsafe: bool


def grade_class(
    jobs,
    assignment,
    *,
    seed,
    journal,
    workers=None,
    scheduler=None,
    unsafe_no_sandbox=False,
    progress=True,
):
    """Yield the mark of every submission, as each is finished.

    Parameters
    ----------
    jobs : list of (str, path-like)
        Student and notebook.
    assignment : Assignment
        What they answer.
    seed : int
        Of the hidden inputs: the same for all, known to no student.
    journal : path-like
        The file that finished marks are kept in. What it holds is not graded again: an interrupted
        command goes on where it was, and later only changed work is graded.
    workers : int, optional
        How many processes; as a rule one a core.
    scheduler : str, optional
        Address of a Dask scheduler that has the work done elsewhere.
    unsafe_no_sandbox : bool
        Run submissions as plain processes.
    progress : bool
        Whether to show a bar with the time left.

    Yields
    ------
    dict
        As ``mark_submission`` returns them.

    Raises
    ------
    SandboxUnavailableError
        If there is no sandbox on this machine; before anything is run.
    JournalError
        If the journal can't be used.
    """
    if scheduler is None and not unsafe_no_sandbox:
        way_in()
    task = Task(assignment, seed, unsafe_no_sandbox)
    sandbox = "none" if unsafe_no_sandbox else "bubblewrap"
    with Journal(journal, assignment, seed, sandbox) as book:
        todo = []
        hashes = [_sha256(path, assignment) for _, path in jobs]
        finished = {}
        for number, ((student, _), sha256) in enumerate(zip(jobs, hashes, strict=True)):
            known = book.find(student, sha256)
            if known is not None:
                finished[number] = known
            else:
                todo.append(number)
        same, first = _repeated(todo, jobs, hashes)
        waiting = [(number, *jobs[number]) for number in first]
        source = _elsewhere(scheduler) if scheduler else local_marks
        with _bar(len(jobs), len(finished), progress) as bar:
            yield from finished.values()
            for number, mark in source(waiting, task, workers):
                student = jobs[number][0]
                if mark is None:  # not written down: the next run tries again
                    mark = _lost(*jobs[number], hashes[number], task)
                else:
                    mark["sha256"] = hashes[number]
                    book.add(student, hashes[number], mark)
                for _ in same[number]:
                    bar.update()
                    yield mark


def _elsewhere(scheduler):
    from cnn_coursework.dask_pool import dask_marks

    return lambda waiting, task, workers: dask_marks(waiting, task, scheduler)


def _repeated(todo, jobs, hashes):
    """Return the numbers of equal jobs by the first of them, and these first ones."""
    same = {}
    for number in todo:
        same.setdefault((jobs[number][0], hashes[number]), []).append(number)
    groups = {numbers[0]: numbers for numbers in same.values()}
    return groups, list(groups)


def _sha256(path, assignment):
    try:
        return sha256_of_file(path, assignment.limits.notebook_mb * 1_000_000 + 1)
    except OSError:
        # What can't be read has no bytes to tell it by; its name has to do.
        return hashlib.sha256(b"unreadable\0" + os.fsencode(os.fspath(path))).hexdigest()


def _lost(student, path, sha256, task):
    assignment = task.assignment
    return {
        "student": student,
        "file": os.path.basename(os.fspath(path)),
        "sha256": sha256,
        "assignment": assignment.name,
        "exercises": {id: entry(assignment, id, "error", LOST) for id in assignment.exercises},
        "problems": [{"kind": "lost", "text": LOST}],
        "seconds": 0.0,
        "sandbox": "none" if task.unsafe else "bubblewrap",
    }


def _bar(total, finished, progress):
    from tqdm import tqdm

    return tqdm(total=total, initial=finished, unit="submission", disable=not progress)
