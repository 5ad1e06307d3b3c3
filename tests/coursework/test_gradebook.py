"""Written answers and what people gave for them, while a class is graded again and again."""

import json
import shutil
from contextlib import contextmanager

import pytest
from cnn_coursework import grading, submission_files
from cnn_coursework.collect import Submission
from cnn_coursework.course_settings import CourseSettings
from cnn_coursework.grading_run import GradingOptions, grade
from cnn_coursework.results import unreadable_mark
from cnn_coursework.rubrics import written_cells
from small_notebook import RIGHT, save, small_notebook, solved

pytest.importorskip("nbgrader", reason="the extra 'coursework' is not installed")

NAME, WRITTEN = "00_start_here", "written-large-answer"


class Class:
    """A class folder whose students hand in and are graded; what a sandbox says is made up."""

    def __init__(self, folder):
        self.folder = folder
        self.notebook = small_notebook()
        self.notebook.cells[-1:-1] = written_cells("04_filters")

    def release(self):
        save(self.notebook, self.folder / "release" / NAME / f"{NAME}.ipynb")
        with self.gradebook() as gradebook:
            gradebook.add_assignment(NAME)
            gradebook.add_notebook(NAME, NAME)
            gradebook.add_grade_cell(WRITTEN, NAME, NAME, max_score=4, cell_type="markdown")
            gradebook.add_solution_cell(WRITTEN, NAME, NAME)

    @contextmanager
    def gradebook(self):
        from cnn_coursework.nbgrader_bridge import open_gradebook

        with open_gradebook(self.folder / "gradebook.db") as gradebook:
            yield gradebook
            gradebook.db.commit()

    def hand_in(self, student, text):
        path = self.folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        save(solved(self.notebook, {"warm_up": RIGHT, WRITTEN: text}), path)

    def mark_by_hand(self, student, points):
        """Do what the form grader does."""
        with self.gradebook() as gradebook:
            entry = gradebook.find_grade(WRITTEN, NAME, NAME, student)
            entry.manual_score, entry.needs_manual_grade = points, False

    def grade(self):
        """Return what is marked by hand, by student, and what the instructor is told."""
        options = GradingOptions(
            NAME,
            settings=CourseSettings(folder=self.folder),
            gradebook=self.folder / "gradebook.db",
        )
        outcome = grade(self.folder / "submitted", self.folder / "grades", options, say=str)
        by_hand = {
            r.student.id: r.by_hand and (r.by_hand.points, r.by_hand.of, r.by_hand.waiting)
            for r in outcome.results
        }
        return by_hand, " ".join(outcome.remarks)

    def shown(self, student):
        """Return the written answer as the form grader shows it."""
        path = self.folder / "autograded" / student / NAME / f"{NAME}.ipynb"
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        (cell,) = [c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == WRITTEN]
        return cell["source"]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A class folder before anything was handed in: a new gradebook takes seconds to make."""
    folder = tmp_path_factory.mktemp("class")
    Class(folder).release()
    return folder


@pytest.fixture
def course(tmp_path, monkeypatch, released):
    def unlooked(jobs, assignment, **_):
        for student, path in jobs:
            mark = unreadable_mark(Submission(student, path, path.name), assignment)
            yield mark | {"sha256": submission_files.sha256_of_file(path)}

    monkeypatch.setattr(grading, "grade_class", unlooked)
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    return Class(tmp_path)


def test_whoever_is_graded_after_marking_began_waits_at_once(course):
    course.hand_in("s01", "So.")
    assert course.grade()[0] == {"s01": None}
    course.mark_by_hand("s01", 3)
    course.hand_in("s02", "Thus.")
    by_hand, remarks = course.grade()
    assert by_hand == {"s01": (3, 4, 0), "s02": (0, 4, 1)}
    assert "wait to be marked by hand: s02." in remarks
    page = (course.folder / "grades" / "feedback" / "s02.html").read_text(encoding="utf-8")
    assert "of 5 points" in page


def test_an_answer_that_changed_after_it_was_marked_waits_again(course):
    course.hand_in("s01", "So <b>it</b> is.")
    course.grade()
    course.mark_by_hand("s01", 3)
    assert course.grade()[0] == {"s01": (3, 4, 0)}
    course.hand_in("s01", "No.")
    by_hand, remarks = course.grade()
    assert by_hand == {"s01": (3, 4, 1)}  # its points stand until somebody looks
    assert "wait to be marked by hand: s01." in remarks
    assert course.grade()[0] == {"s01": (3, 4, 1)}
    course.mark_by_hand("s01", 1)
    assert course.grade()[0] == {"s01": (1, 4, 0)}


def test_what_is_too_large_to_show_is_not_shown_as_empty(course, monkeypatch):
    monkeypatch.setattr(submission_files, "SHOWN_BYTES", 50_000)
    course.hand_in("s01", "A" * 60_000)
    course.hand_in("s02", "So.")
    remarks = course.grade()[1]
    assert "too large to show in the form grader or to compare: s01. " in remarks
    assert course.shown("s01").startswith("(too large to show here: open the file s01/")
    assert course.shown("s02") == "So."
    summary = (course.folder / "grades" / "summary.html").read_text(encoding="utf-8")
    assert "open them yourself: s01</p>" in summary
    course.mark_by_hand("s01", 2)
    assert course.grade()[0]["s01"] == (2, 4, 0)
    course.hand_in("s01", "B" * 60_000)
    assert course.grade()[0]["s01"] == (2, 4, 1)


@pytest.mark.parametrize(("limit", "most"), [("SHOWN_BYTES", 5), ("SHOWN_PARTS", 2)])
def test_too_large_and_empty_are_told_apart(tmp_path, monkeypatch, limit, most):
    path = tmp_path / "one.ipynb"
    path.write_text('{"cells": [{}]}', encoding="utf-8")
    assert submission_files.sources_to_show(path) == [(None, {}, "")]
    assert not submission_files.too_large_to_show(path)
    assert not submission_files.too_large_to_show(tmp_path / "nothing.ipynb")
    monkeypatch.setattr(submission_files, limit, most)
    assert submission_files.too_large_to_show(path)
    with pytest.raises(submission_files.TooLargeError, match="bytes"):
        submission_files.sources_to_show(path)
