"""The command ``coursework``: what it understands, and what it says."""

from __future__ import annotations

import argparse
import sys

__all__ = ["main", "parser"]

OVERVIEW = """\
Give out, collect and grade the notebooks of the course.

From nothing to marks:

  coursework start myclass                  make a class folder: settings, roster, nbgrader's files
  coursework check                          is everything here that grading needs?
  coursework release notebooks/04_filters.ipynb --to myclass
                                            make the students' version, without answers, and test it
  (students hand in; download their files from your learning platform, as a folder or a zip)
  coursework grade download.zip --out myclass/grades/04_filters
                                            marks, a page for each student, a summary for you,
                                            tables for Moodle and Canvas, nbgrader's gradebook

Each command explains itself:  coursework grade --help
The guide is coursework/README.md."""

RELEASE = """\
Make the students' version of notebooks.

nbgrader takes the solutions out, locks the checks and clears the outputs. Then the result is
examined: no line of any answer may be left anywhere in the file; it must open and run, and fail in
exactly the exercise cells. If it doesn't, you are told why and nothing is given out.

With --to CLASS (a folder made by 'coursework start') the students' version goes to
CLASS/release/NAME, the solved copy for instructors to CLASS/source/NAME, and the points into
CLASS/gradebook.db. With any other folder only FOLDER/NAME is made."""

COLLECT = """\
Gather what was handed in and lay it out as nbgrader does: TO/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb.

'coursework grade' does this by itself. Use this command to look at what came in, or to go on with
nbgrader.

SUBMITTED may be: a folder as you downloaded it from Moodle or Canvas (or any folder whose files or
subfolders are named after students); a zip; nbgrader's exchange or 'submitted' folder. Symbolic
links, names that lead elsewhere (../) and archives that unpack to gigabytes are left out, and
listed."""

GRADE = """\
Grade what was handed in.

Each student's code runs in a sandbox of its own: no network, no files but its own, little memory,
limited time. The answers and the hidden inputs stay outside. An exercise earns points in part where
its check allows it; a known mistake gets its name and a hint.

SUBMITTED may be a folder or zip as downloaded from Moodle or Canvas, or nbgrader's exchange or
'submitted' folder. In GRADES you find afterwards:

  summary.html    for you: scores, the most common mistakes, who misbehaved and how
  feedback/       a page for each student, named after the student
  grades.csv      everything, one row a student
  moodle.csv      to import into Moodle (with a roster that has Moodle's numbers, or --moodle)
  canvas.csv      to import into Canvas
  private/        finished marks and the seed of the hidden inputs; keep it to yourself

Interrupted, by whatever? Run the same command again: finished marks are kept, and later only work
that changed is graded. Needs Linux with bubblewrap ('coursework check' tells)."""

GRADE_EXAMPLES = """\
examples:
  coursework grade download.zip --out myclass/grades/04_filters
  coursework grade download/ --out grades --assignment 04_filters --roster roster.csv
  coursework grade download/ --out grades --moodle worksheet.csv --similarity
  coursework grade exchange/mycourse/inbound --out grades --scheduler tcp://10.0.0.5:8786"""


class _Help(argparse.RawTextHelpFormatter):
    """Lines as they are written, and room for the longest option beside its words."""

    def __init__(self, prog):
        super().__init__(prog, max_help_position=28)


def parser():
    """Return the parser of the command line."""
    main_parser = argparse.ArgumentParser(
        prog="coursework", description=OVERVIEW, formatter_class=_Help
    )
    commands = main_parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def add(name, short, long, epilog=None):
        command = commands.add_parser(
            name,
            help=short,
            description=long,
            epilog=epilog,
            formatter_class=_Help,
        )
        command.set_defaults(run=name)
        return command

    _add_start(add)
    add(
        "check", "see whether everything is here that grading needs", "Look for what grading needs."
    )
    _add_release(add)
    _add_collect(add)
    _add_grade(add)
    _add_similarity(add)
    _add_variants(add)
    _add_rubric(add)
    return main_parser


def _add_start(add):
    start = add(
        "start",
        "make a class folder",
        "Make a folder for a class: course.toml (due dates, extensions, rules), roster.csv, and\n"
        "nbgrader's configuration. Existing files stay as they are.",
    )
    start.add_argument("folder", help="for example myclass")
    start.add_argument("--course", default="CNNs, Illustrated", help="its name, for pages")
    start.add_argument("--timezone", default="UTC", help="of due dates, for example Europe/Berlin")


def _add_release(add):
    release = add("release", "make the students' version of notebooks", RELEASE)
    release.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="an .ipynb of the course")
    release.add_argument("--to", required=True, metavar="DIR", help="class folder, or any folder")
    release.add_argument(
        "--written",
        action="store_true",
        help="add the written questions that belong to the notebook,\nto be marked by hand",
    )
    release.add_argument(
        "--no-run", action="store_true", help="don't run it once (quicker, but then it is untested)"
    )
    release.add_argument(
        "--timeout", type=float, default=600, metavar="S", help="most seconds for a cell (600)"
    )


def _add_common(command):
    command.add_argument(
        "--assignment",
        metavar="NAME",
        help="a release folder, or a notebook's name such as 04_filters;\n"
        "left out, it is recognised by the exercises in the files",
    )
    command.add_argument(
        "--roster",
        metavar="CSV",
        help="who is in the class: columns id, name, email, section, moodle_id,\n"
        "canvas_id; or Moodle's grading worksheet; or Canvas's export.\n"
        "Left out: roster.csv of the class folder, if there is one",
    )
    command.add_argument(
        "--settings",
        metavar="TOML",
        help="due dates and rules; left out: course.toml of the class folder",
    )


def _add_collect(add):
    collect = add("collect", "gather submissions into nbgrader's layout", COLLECT)
    collect.add_argument("submitted", metavar="SUBMITTED", help="folder, zip, or exchange")
    collect.add_argument("--to", required=True, metavar="DIR", help="for example myclass/submitted")
    _add_common(collect)


def _add_grade(add):
    grade = add("grade", "grade what was handed in", GRADE, GRADE_EXAMPLES)
    grade.add_argument("submitted", metavar="SUBMITTED", help="folder, zip, or exchange")
    grade.add_argument("--out", required=True, metavar="GRADES", help="folder for the results")
    _add_common(grade)
    grade.add_argument(
        "--gradebook",
        metavar="DB",
        help="nbgrader's gradebook to write to; left out: gradebook.db of\n"
        "the class folder, if there is one",
    )
    grade.add_argument(
        "--moodle",
        metavar="CSV",
        help="the grading worksheet that Moodle gave you, to be filled",
    )
    grade.add_argument("--canvas", metavar="CSV", help="Canvas's exported gradebook, to be filled")
    grade.add_argument("--canvas-column", metavar="TITLE", help="beginning of the column's name")
    grade.add_argument(
        "--times",
        metavar="CSV",
        help="when each was handed in: columns id and submitted (2026-12-01 22:30);\n"
        "with --moodle it is read from the worksheet",
    )
    grade.add_argument(
        "--similarity", action="store_true", help="look for pairs of near-identical code"
    )
    grade.add_argument("--workers", type=int, metavar="N", help="processes (one a core)")
    grade.add_argument(
        "--scheduler", metavar="ADDRESS", help="grade on a Dask cluster, tcp://host:8786"
    )
    grade.add_argument(
        "--seed",
        type=int,
        help="of the hidden inputs; left out, a secret one is drawn and kept\nin GRADES/private",
    )
    grade.add_argument("--no-progress", action="store_true", help="no bar with the time left")
    grade.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="DANGER: run students' code with all that your account may do.\n"
        "Every report will say so. Only for work that you trust",
    )


def _add_similarity(add):
    similarity = add(
        "similarity",
        "list pairs of near-identical code",
        "Compare the code of all submissions, exercise cells only, whatever the names and\n"
        "comments. A high number is a reason to read both, never a verdict.",
    )
    similarity.add_argument("submitted", metavar="SUBMITTED", help="folder, zip, or exchange")
    similarity.add_argument(
        "--threshold", type=float, default=0.8, help="share that must be the same (0.8)"
    )
    _add_common(similarity)


def _add_variants(add):
    variants = add(
        "variants",
        "make personal questions to work out by hand",
        "Make a sheet for each student with questions to work out on paper, with other numbers\n"
        "for everybody, and the key for you. With --mark, compare answers with the key.",
    )
    variants.add_argument("notebook", help="for example 04_filters")
    variants.add_argument("--class", dest="folder", default=".", help="class folder (here)")
    variants.add_argument(
        "--roster", metavar="CSV", help="left out: roster.csv of the class folder"
    )
    variants.add_argument(
        "--mark", metavar="CSV", help="answers to mark: columns id and one for each question"
    )


def _add_rubric(add):
    rubric = add(
        "rubric",
        "show a rubric, or make a sheet to mark with it",
        "Show what earns the points of written answers and of the capstone. With --sheet, write a\n"
        "table to mark in; with --sum, add up a filled one.",
    )
    rubric.add_argument("notebook", help="for example 13_capstone_order_cards")
    rubric.add_argument("--roster", metavar="CSV", default="roster.csv", help="(roster.csv)")
    rubric.add_argument("--sheet", metavar="CSV", help="write a marking sheet")
    rubric.add_argument("--sum", metavar="CSV", help="add up a filled sheet")


def main(arguments=None):
    """Run one command.

    Returns
    -------
    int
        0 if it did what was asked, 1 if not (with one line on standard error), 2 for a command that
        makes no sense, 130 if it was interrupted.
    """
    commands = parser()
    options = commands.parse_args(arguments)
    if options.command is None:
        commands.print_help()
        return 0
    from cnn_coursework import actions
    from cnn_coursework.errors import CourseworkError

    try:
        return getattr(actions, options.run)(options) or 0
    except CourseworkError as error:
        print(f"coursework: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is finished is kept; the same command goes on.", file=sys.stderr)
        return 130
