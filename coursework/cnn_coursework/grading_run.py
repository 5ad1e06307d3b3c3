"""All of ``coursework grade``: from a download to marks, pages, tables and the gradebook."""

from __future__ import annotations

import secrets
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from cnn_coursework.collect import choose_attempts, collect
from cnn_coursework.course_settings import CourseSettings
from cnn_coursework.errors import CourseworkError
from cnn_coursework.exports import (
    fill_canvas,
    fill_moodle,
    write_canvas,
    write_grades,
    write_moodle,
)
from cnn_coursework.feedback_pages import write_feedback
from cnn_coursework.gradebook_run import (
    give_back,
    marked_by_hand,
    put_into_gradebook,
    who_waits,
)
from cnn_coursework.results import results_of, unreadable_mark
from cnn_coursework.roster import Roster
from cnn_coursework.submission_files import too_large_to_show
from cnn_coursework.summary_page import write_summary
from cnn_coursework.tables import write_safely
from cnn_coursework.times import read_times, with_times
from cnn_coursework.which_assignment import find_assignment, recognise

__all__ = ["GradingOptions", "Outcome", "grade"]


@dataclass
class GradingOptions:
    """How to grade; see ``coursework grade --help``."""

    assignment: str | None = None
    roster: Roster = field(default_factory=Roster)
    settings: CourseSettings = field(default_factory=CourseSettings)
    seed: int | None = None
    workers: int | None = None
    scheduler: str | None = None
    unsafe_no_sandbox: bool = False
    similarity: bool = False
    gradebook: Path | None = None
    moodle: str | None = None
    canvas: str | None = None
    canvas_column: str | None = None
    times: str | None = None
    progress: bool = True


@dataclass
class Outcome:
    """What came of it.

    Attributes
    ----------
    results : list of Result
        Of the whole class.
    assignment : Assignment
    remarks : list of str
        What the instructor should know, a sentence each.
    """

    results: list
    assignment: object
    remarks: list


def grade(source, out, options, say=print):
    """Grade what was handed in and write all that comes of it.

    Parameters
    ----------
    source : path-like
        See ``collect.collect``.
    out : path-like
        The folder for grades; made, and closed to other users of the machine. Grading into it again
        grades only what has changed.
    options : GradingOptions
    say : callable
        Called with each line for the instructor.

    Returns
    -------
    Outcome
    """
    out = Path(out)
    private = _private_folder(out)
    settings, roster = options.settings, options.roster
    # Names of assignments are part of names of files, so a first look is without one.
    name = options.assignment and find_assignment(options.assignment, settings.folder).name
    submissions = collect(source, name or "", roster, private / "unpacked")
    assignment = _assignment(options, submissions)
    if not name:
        say(f"Assignment: {assignment.name} (recognised by its exercises).")
        submissions = collect(source, assignment.name, roster, private / "unpacked")
    submissions, unclear = _timed(submissions, options)
    chosen, attempts = choose_attempts(submissions, settings.attempts)
    say(_counted(chosen, submissions, settings))
    if options.unsafe_no_sandbox:
        say("WARNING: no sandbox. What students wrote runs with all that your account may do.")
    marks = list(_marks(chosen, assignment, private, options))
    by_hand = marked_by_hand(assignment, options)
    results = results_of(marks, submissions, attempts, roster, assignment, settings, by_hand)
    if options.gradebook:
        results = put_into_gradebook(results, assignment, options)
    remarks = unclear + _write_everything(out, results, assignment, options) + who_waits(results)
    return Outcome(results, assignment, remarks)


def _timed(submissions, options):
    """Return submissions with their hand-in times, and remarks on what a table doesn't tell."""
    remarks = []
    for path in filter(None, (options.times, options.moodle)):
        try:
            times, unclear = read_times(path, options.roster, options.settings.timezone)
        except CourseworkError:
            if path == options.times:
                raise
            continue  # a worksheet without hand-in times is filled all the same
        submissions = with_times(submissions, times)
        if unclear:
            remarks.append(
                f"{path} has {len(unclear)} hand-in times that we can't read, such as "
                f"{unclear[0]!r}: write them as 2026-12-01 22:30 and give the table with --times."
            )
    return submissions, remarks


def _private_folder(out):
    out.mkdir(parents=True, exist_ok=True)
    private = out / "private"
    private.mkdir(exist_ok=True)
    # A class folder that a group of instructors shares on purpose hands its group on.
    mode = out.stat().st_mode
    shared = mode & stat.S_ISGID and out.parent.stat().st_mode & stat.S_IWGRP
    for folder in (out, private):
        folder.chmod(0o2770 if shared else 0o700)
    return private


def _assignment(options, submissions):
    if options.assignment:
        return find_assignment(options.assignment, options.settings.folder)
    return recognise([one.path for one in submissions if one.path], options.settings.folder)


def _seed(private, given):
    """Return the seed of the hidden inputs: given, that of the last time, or a new one."""
    path = private / "seed.txt"
    if given is None and path.exists():
        return int(path.read_text(encoding="ascii"))
    seed = secrets.randbits(63) if given is None else given
    # The folder is closed to others already; whoever may grade may go on grading.
    write_safely(path, f"{seed}\n")
    return seed


def _marks(chosen, assignment, private, options):
    """Yield (submission, mark) for all that is graded."""
    from cnn_coursework.grading import grade_class
    from cnn_coursework.submission_files import sha256_of_file

    waiting = defaultdict(list)
    jobs = []
    for submission in chosen:
        if submission.path is None:
            yield submission, unreadable_mark(submission, assignment)
            continue
        try:
            key = sha256_of_file(submission.path, assignment.limits.notebook_mb * 1_000_000 + 1)
        except OSError:
            key = None
        waiting[submission.student, key].append(submission)
        jobs.append((submission.student, submission.path))
    # Marks made without a sandbox must not pass for others later.
    name = "marks-without-sandbox" if options.unsafe_no_sandbox else "marks"
    for mark in grade_class(
        jobs,
        assignment,
        seed=_seed(private, options.seed),
        journal=private / f"{name}.jsonl",
        workers=options.workers,
        scheduler=options.scheduler,
        unsafe_no_sandbox=options.unsafe_no_sandbox,
        progress=options.progress,
    ):
        key = mark["student"], mark["sha256"]
        group = waiting.get(key) or waiting[mark["student"], None]
        yield group.pop(0), mark


def _write_everything(out, results, assignment, options):
    settings, remarks = options.settings, []
    manual = _manual(assignment, settings)
    pages = write_feedback(out / "feedback", results, assignment, settings, manual=manual)
    write_grades(out / "grades.csv", results, assignment, settings)
    remarks += _write_moodle(out, results, assignment, options)
    remarks += _write_canvas(out, results, assignment, options)
    similar = None
    if options.similarity:
        from cnn_coursework.similarity import find_pairs

        files = {r.student.id: r.submission.path for r in results if r.mark and r.submission.path}
        release = _release(assignment, settings)
        similar = find_pairs(files, assignment, release=release if release.exists() else None)
    large = _too_large(results) if options.gradebook or options.similarity else []
    if large:
        remarks.append(
            f"Graded, but too large to show in the form grader or to compare: {', '.join(large)}. "
            "Open these files themselves."
        )
    more = {"similar": similar, "too_large": large}
    more["pages"] = {id: path.relative_to(out).as_posix() for id, path in pages.items()}
    write_summary(out / "summary.html", results, assignment, settings, **more)
    if options.gradebook:
        remarks += give_back(results, pages, assignment, options)
    return remarks


def _too_large(results):
    there = [r for r in results if r.mark and r.submission.path]
    return [r.student.id for r in there if too_large_to_show(r.submission.path)]


def _manual(assignment, settings):
    """Return the grade ids of what a person marks, if the release is at hand."""
    import json

    try:
        cells = json.loads(_release(assignment, settings).read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return []
    about = [cell.get("metadata", {}).get("nbgrader", {}) for cell in cells]
    return [one["grade_id"] for one in about if one.get("grade") and one.get("solution")]


def _release(assignment, settings):
    folder = settings.folder or Path("nowhere")
    return folder / "release" / assignment.name / f"{assignment.name}.ipynb"


def _write_moodle(out, results, assignment, options):
    if options.moodle:
        strangers = fill_moodle(out / "moodle.csv", options.moodle, results, assignment)
        return _not_in("Moodle's worksheet", strangers)
    if not any(result.student.moodle_id for result in results):
        return []
    left_out = write_moodle(out / "moodle.csv", results, assignment)
    return [f"moodle.csv lacks {left_out} without a moodle_id in the roster."] if left_out else []


def _write_canvas(out, results, assignment, options):
    path, column = out / "canvas.csv", options.canvas_column
    if options.canvas:
        strangers = fill_canvas(path, options.canvas, results, assignment, column)
        return _not_in("Canvas's gradebook", strangers)
    write_canvas(path, results, assignment, column)
    return []


def _not_in(what, strangers):
    return [f"Not in {what}: {', '.join(strangers)}."] if strangers else []


def _counted(chosen, submissions, settings):
    students = len({one.student for one in submissions})
    if not students:
        raise CourseworkError("nothing was handed in")
    text = f"{len(submissions)} files from {students} students"
    extra = len(submissions) - len(chosen)
    if extra:
        text += f"; {extra} other attempts are left ({settings.attempts} counts)"
    return text + "."
