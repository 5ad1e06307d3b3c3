"""What each command does, once its options are read."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from cnn_coursework.course_settings import (
    SETTINGS,
    CourseSettings,
    class_secret,
    find_settings,
    template,
)
from cnn_coursework.errors import CourseworkError
from cnn_coursework.nbgrader_bridge import COURSE_ID
from cnn_coursework.roster import Roster
from cnn_coursework.tables import write_safely

__all__ = ["check", "collect", "grade", "release", "rubric", "similarity", "start", "variants"]

_ROSTER = "id,name,email,section,moodle_id,canvas_id\n"
_NBGRADER = '''"""nbgrader in this class folder; `nbgrader` commands work from here."""

c = get_config()

c.CourseDirectory.course_id = "{course_id}"
# "coursework grade" grades; nbgrader's own autograder would run the tests in the student's process.
c.AssignLatePenalties.plugin_class = "cnn_coursework.nbgrader_plugin.CourseLatePenalty"
c.ClearSolutions.code_stub = {{"python": "# your code here\\n..."}}
'''


def start(options):
    """Make a class folder."""
    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        SETTINGS: template(options.course, options.timezone),
        "roster.csv": _ROSTER,
        "nbgrader_config.py": _NBGRADER.format(course_id=COURSE_ID),
    }
    for name, text in files.items():
        if (folder / name).exists():
            print(f"{folder / name} stays as it is")
        else:
            write_safely(folder / name, text)
            print(f"made {folder / name}")
    CourseSettings.read(folder / SETTINGS)
    class_secret(folder)
    print(
        f"Next: put your students into {folder / 'roster.csv'} (or replace it by Moodle's grading\n"
        f"worksheet or Canvas's export), set due dates in {folder / SETTINGS}, and then\n"
        f"coursework release NOTEBOOK --to {folder}"
    )


def check(options):
    """Say what is here and what is not."""
    from cnn_coursework.sandbox import SandboxUnavailableError, way_in

    problems = 0
    try:
        way_in()
        print("yes  sandbox: bubblewrap works")
    except SandboxUnavailableError as error:
        problems += 1
        print(f"NO   sandbox: {error}")
    for module, what in (("nbgrader", "release, gradebook"), ("nbclient", "trying a release")):
        found = _version(module)
        problems += not found
        print(f"{'yes' if found else 'NO '}  {module} {found or '(not installed)'}: {what}")
    dask = "--scheduler (python tools/course.py environment coursework dask)"
    for module, what in (("copydetect", "similarity"), ("distributed", dask)):
        found = _version(module)
        print(
            f"{'yes' if found else 'no '}  {module} {found or '(not installed)'}: {what}, optional"
        )
    if problems:
        print(
            "Install what is missing:  make coursework  (or pip install 'cnn-helpers[coursework]')"
        )
    return 1 if problems else 0


def _version(module):
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(module)
    except PackageNotFoundError:
        return None


def release(options):
    """Make students' versions."""
    from cnn_coursework.cover import cover_text
    from cnn_coursework.release import make_release
    from cnn_coursework.rubrics import written_cells

    to = Path(options.to)
    class_folder = to if (to / SETTINGS).is_file() else None
    settings = CourseSettings.read(to / SETTINGS) if class_folder else CourseSettings()
    for notebook in options.notebooks:
        name = Path(notebook).stem
        written = written_cells(name) if options.written else []
        if options.written and not written:
            print(f"{name}: no written question belongs to it")
        made = make_release(
            notebook,
            to / "release" if class_folder else to,
            class_folder=class_folder,
            cover=lambda assignment, by_hand: cover_text(assignment, settings, by_hand),
            written=written,
            run=not options.no_run,
            timeout=options.timeout,
            report=lambda line, name=name: print(f"{name}: {line} ...", flush=True),
        )
        points = sum(made.assignment.points.values())
        tried = "runs, and fails in exactly its exercises" if made.ran else "NOT RUN (--no-run)"
        by_hand = f", {_count(len(made.manual), 'answer')} to mark by hand" if made.manual else ""
        print(
            f"{name}: {_count(len(made.assignment.exercises), 'exercise')}, "
            f"{_count(points, 'point')}{by_hand}; "
            f"no line of an answer is left; {tried}.\n"
            f"  Give out {made.folder / (name + '.ipynb')}"
        )


def _count(number, what):
    return f"{number:g} {what}{'' if number == 1 else 's'}"


def _settings(options, *near):
    if options.settings:
        return CourseSettings.read(options.settings)
    return find_settings(*near)


def _roster(options, settings):
    if options.roster:
        return Roster.read(options.roster)
    path = settings.folder / "roster.csv" if settings.folder else None
    if path and path.is_file() and len(path.read_text(encoding="utf-8-sig").splitlines()) > 1:
        return Roster.read(path)
    return Roster()


def collect(options):
    """Gather submissions into nbgrader's layout."""
    from cnn_coursework.collect import choose_attempts, copy_to_nbgrader
    from cnn_coursework.collect import collect as gather

    settings = _settings(options, options.to, options.submitted)
    roster = _roster(options, settings)
    with tempfile.TemporaryDirectory() as folder:
        assignment, submissions = _gathered(options, settings, roster, folder, gather)
        policy = "last" if settings.attempts == "best" else settings.attempts
        chosen, _ = choose_attempts(submissions, policy)
        copied = copy_to_nbgrader(chosen, assignment.name, options.to)
    for one in copied:
        print(
            f"{one.student:20} {one.name}" + (f"  LEFT OUT: {one.problem}" if one.problem else "")
        )
    strangers = [one.student for one in copied if not one.known] if roster.complete else []
    if strangers:
        print(f"Not in the roster: {', '.join(strangers)}")
    print(f"{sum(one.path is not None for one in copied)} submissions in {options.to}")


def _gathered(options, settings, roster, folder, gather):
    from cnn_coursework.which_assignment import find_assignment, recognise

    if options.assignment:
        assignment = find_assignment(options.assignment, settings.folder)
    else:
        first = gather(options.submitted, "", roster, Path(folder) / "unpacked")
        assignment = recognise([one.path for one in first if one.path], settings.folder)
        print(f"Assignment: {assignment.name} (recognised by its exercises).")
    return assignment, gather(options.submitted, assignment.name, roster, Path(folder) / "unpacked")


def grade(options):
    """Grade and report."""
    from cnn_coursework.grading_run import GradingOptions
    from cnn_coursework.grading_run import grade as grade_all
    from cnn_coursework.journal import JournalError
    from cnn_coursework.results import full_marks
    from cnn_coursework.sandbox import SandboxUnavailableError

    settings = _settings(options, options.out, options.submitted)
    gradebook = Path(options.gradebook) if options.gradebook else None
    if gradebook is None and settings.folder and (settings.folder / "gradebook.db").is_file():
        gradebook = settings.folder / "gradebook.db"
    given = GradingOptions(
        assignment=options.assignment,
        roster=_roster(options, settings),
        settings=settings,
        seed=options.seed,
        workers=options.workers,
        scheduler=options.scheduler,
        unsafe_no_sandbox=options.unsafe_no_sandbox,
        similarity=options.similarity,
        gradebook=gradebook,
        moodle=options.moodle,
        canvas=options.canvas,
        canvas_column=options.canvas_column,
        times=options.times,
        progress=not options.no_progress,
    )
    try:
        outcome = grade_all(options.submitted, options.out, given)
    except (SandboxUnavailableError, JournalError) as error:
        raise CourseworkError(str(error)) from None
    graded = [result for result in outcome.results if result.mark]
    odd = sum(bool(result.problems) for result in graded)
    maximum = full_marks(outcome.assignment, outcome.results)
    mean = sum(result.final for result in graded) / max(len(graded), 1)
    print(f"{len(graded)} graded, mean {mean:.2f} of {maximum:g} points; {odd} misbehaved.")
    strangers = [r.student.id for r in graded if not r.known] if given.roster.complete else []
    if strangers:
        print(f"Not in the roster: {', '.join(strangers)}.")
    for line in outcome.remarks:
        print(line)
    print(f"Open {Path(options.out) / 'summary.html'}")
    if options.unsafe_no_sandbox:
        print("WARNING: graded without a sandbox; every report says so.", file=sys.stderr)


def similarity(options):
    """List pairs of near-identical code."""
    from cnn_coursework.collect import choose_attempts
    from cnn_coursework.collect import collect as gather
    from cnn_coursework.similarity import find_pairs
    from cnn_coursework.submission_files import too_large_to_show

    settings = _settings(options, options.submitted)
    roster = _roster(options, settings)
    with tempfile.TemporaryDirectory() as folder:
        assignment, submissions = _gathered(options, settings, roster, folder, gather)
        chosen, _ = choose_attempts(submissions, "last")
        files = {one.student: one.path for one in chosen if one.path}
        pairs = find_pairs(files, assignment, threshold=options.threshold)
        large = [student for student, path in files.items() if too_large_to_show(path)]
    for pair in pairs:
        same = ", ".join(f"{id} {min(shares):.0%}" for id, *shares in pair.same)
        print(f"{pair.first} and {pair.second}: {same}")
    if large:
        print(f"Too large to compare: {', '.join(large)}.")
    print(f"{len(pairs)} pairs among {len(files)}. Read both before you think anything.")


def variants(options):
    """Make personal sheets, or mark answers."""
    from cnn_coursework.variants import MARKED, mark_answers, write_variants

    folder = Path(options.folder)
    private = folder / "private"
    keys = private / f"{options.notebook}-keys.csv"
    if options.mark:
        print(*MARKED, sep="\t")
        marked, strangers = mark_answers(keys, options.mark)
        for row in marked:
            print(*row, sep="\t")
        if strangers:  # beside the table, which may be on its way to a file
            print(f"Not in the key: {', '.join(strangers)}.", file=sys.stderr)
        return
    options.settings = None
    settings = find_settings(folder)
    roster = _roster(options, settings)
    if not roster.students:
        raise CourseworkError(f"no students: fill {folder / 'roster.csv'}, or give --roster")
    private.mkdir(parents=True, exist_ok=True)
    private.chmod(0o700)
    sheets = folder / "variants" / options.notebook
    count = write_variants(sheets, keys, options.notebook, roster, settings, class_secret(folder))
    print(f"{count} sheets in {sheets}, the key in {keys}")


def rubric(options):
    """Show a rubric, make a sheet, or add one up."""
    from cnn_coursework.rubrics import rubric_text, sum_sheet, write_sheet

    text = rubric_text(options.notebook)
    if options.sheet:
        if not Path(options.roster).is_file():
            raise CourseworkError(f"there is no {options.roster}: say --roster CLASS/roster.csv")
        write_sheet(options.sheet, Roster.read(options.roster), options.notebook)
        print(
            f"Mark in {options.sheet}, then: coursework rubric {options.notebook} "
            f"--sum {options.sheet}"
        )
    elif options.sum:
        for id, points in sum_sheet(options.sum, options.notebook):
            print(id, "not complete" if points is None else f"{points:g}", sep="\t")
    else:
        print(text)
