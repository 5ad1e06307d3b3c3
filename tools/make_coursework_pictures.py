"""Draw the pictures of coursework/README.md: a made-up class, its summary and a student's page.

    .venv/bin/python tools/make_coursework_pictures.py

Needs Chromium and the extras test and coursework. The class is made up; the pages are real.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cnn_coursework.collect import Submission
from cnn_coursework.course_settings import CourseSettings
from cnn_coursework.feedback_pages import write_feedback
from cnn_coursework.results import results_of
from cnn_coursework.roster import Roster, Student
from cnn_coursework.summary_page import write_summary
from cnn_coursework.which_assignment import catalogue_assignment

from cnn_helpers import exercises

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images" / "coursework"
DUE = datetime(2026, 12, 1, 22, 59, tzinfo=UTC)
NAMES = (
    *("Ada Lovelace", "Alan Turing", "Grace Hopper", "Katherine Johnson", "Barbara Liskov"),
    *("Donald Knuth", "Edsger Dijkstra", "Frances Allen", "Hedy Lamarr", "John Backus"),
    *("Ken Thompson", "Lynn Conway", "Margaret Hamilton", "Radia Perlman", "Sophie Wilson"),
)
R, _, X = "right", "not written", "error"
# What each made of bias_relu, count_parameters, conv2d: R, _, X or the name of a mistake.
ANSWERS = (
    (R, "kernel_not_squared", "flipped_kernel"),
    *((R, R, R), (R, R, R), (R, "without_in_channels", R), (R, R, "bias_forgotten")),
    *((R, R, R), ("relu_before_bias", R, "flipped_kernel"), (R, R, R), (R, "one_bias_in_all", _)),
    *((R, R, R), None, (R, R, X), ("relu_before_bias", "without_in_channels", _), (R, R, R)),
    (R, "without_in_channels", "flipped_kernel"),
)
EXAMPLE = """We called      count_parameters(1, 1, 2)
We expected    5
You returned   3"""


def _entry(assignment, id, what):
    exercise, points = exercises.get(id), assignment.points[id]
    known = exercise.misconceptions
    status = {R: "passed", _: "not_written", X: "error"}.get(what, "wrong")
    message = {
        R: "Your function gave the right answer to all of our calls.",
        _: "Not written yet: put your own lines in place of the ... and run both cells again.",
        X: "Your function stopped with an error.",
    }
    return {
        "score": float(what == R),
        "points": points * (what == R),
        "max_points": points,
        "status": status,
        "title": exercise.title,
        "misconception": what if status == "wrong" else None,
        "message": message.get(what) or known[what].message,
        "example": EXAMPLE if what == "kernel_not_squared" else None,
        "hints": list(exercise.hints),
    }


def made_up_class():
    """Return (results, assignment, settings) of a class that doesn't exist."""
    assignment = catalogue_assignment("06_channels_bias_relu")
    roster = Roster(
        tuple(
            Student(
                f"s{number:02}", name, f"s{number:02}@example.org", moodle_id=f"{1000 + number}"
            )
            for number, name in enumerate(NAMES, start=1)
        ),
        complete=True,
    )
    settings = CourseSettings(
        course="CNNs, spring",
        due={assignment.name: DUE},
        late={"percent_per_day": 10, "most_percent": 50},
        extra={("s04", "*"): timedelta(days=2)},
    )
    marks = []
    for number, (student, answers) in enumerate(zip(roster.students, ANSWERS, strict=True)):
        if answers is None:
            continue
        when = DUE + timedelta(hours=-60 + 5 * number)
        name = f"{student.name}_{student.moodle_id}_assignsubmission_file_/{assignment.name}.ipynb"
        problems = []
        if X in answers:
            text = "It was still running when its time was over, and was stopped."
            problems.append({"kind": "time_limit", "text": text})
        mark = {
            "student": student.id,
            "file": f"{assignment.name}.ipynb",
            "sha256": str(number),
            "assignment": assignment.name,
            "exercises": {
                id: _entry(assignment, id, what)
                for id, what in zip(assignment.exercises, answers, strict=True)
            },
            "problems": problems,
            "seconds": 0.3,
            "sandbox": "bubblewrap",
        }
        marks.append((Submission(student.id, Path(name), name, True, when), mark))
    results = results_of(marks, [one for one, _mark in marks], {}, roster, assignment, settings)
    return results, assignment, settings


def write_pages(folder):
    """Write all pages of the made-up class, and return the paths of a student's and of yours."""
    results, assignment, settings = made_up_class()
    pages = write_feedback(folder / "feedback", results, assignment, settings)
    links = {id: path.relative_to(folder).as_posix() for id, path in pages.items()}
    write_summary(folder / "summary.html", results, assignment, settings, pages=links, when=DUE)
    return pages["s01"], folder / "summary.html"


def main():
    """Draw both."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        student, summary = write_pages(Path(folder))
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for path, name, height in ((summary, "summary", 1130), (student, "feedback", 1080)):
            page = browser.new_page(viewport={"width": 900, "height": height})
            page.goto(path.as_uri())
            target = PICTURES / f"{name}.png"
            page.screenshot(path=target)
            with Image.open(target) as picture:
                picture.convert("RGB").quantize(160).save(target, optimize=True)
            print(f"{target.name}: {target.stat().st_size // 1000} kB")
        browser.close()


if __name__ == "__main__":
    main()
