"""Pages and tables say what is right, to whom it belongs, and nothing that a student put there."""

import csv
from dataclasses import replace
from datetime import timedelta

import pytest
from cnn_coursework.course_settings import CourseSettings
from cnn_coursework.errors import CourseworkError
from cnn_coursework.exports import (
    fill_canvas,
    fill_moodle,
    write_canvas,
    write_grades,
    write_moodle,
)
from cnn_coursework.feedback_pages import feedback_page
from cnn_coursework.leaks import answer_lines, reference_body, squeezed
from cnn_coursework.results import results_of
from cnn_coursework.roster import Student
from cnn_coursework.summary_page import summary_page
from make_coursework_pictures import DUE, made_up_class

HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def made_up():
    return made_up_class()


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def by_id(results):
    return {result.student.id: result for result in results}


# Results


def test_lateness_counts_from_the_extended_due_date(made_up):
    results, *_ = made_up
    students = by_id(results)
    # Five hours more a student: s13 is on time to the hour, s14 late by five.
    assert students["s13"].penalty == 0
    assert students["s14"].seconds_late == 5 * 3600
    assert students["s14"].penalty == pytest.approx(0.1 * students["s14"].points)
    assert students["s04"].extension == timedelta(days=2)
    assert students["s11"].mark is None
    assert students["s11"].final == 0


def test_the_best_attempt_is_the_best_after_lateness(made_up):
    results, assignment, settings = made_up
    good = by_id(results)["s02"]
    late = replace(good.submission, submitted=DUE + timedelta(days=20))
    strict = replace(settings, attempts="best", late={"percent_per_day": 10, "days_accepted": 7})
    poor = by_id(results)["s01"]
    marks = [
        (late, good.mark),
        (replace(poor.submission, student="s02"), poor.mark | {"student": "s02"}),
    ]
    from cnn_coursework.roster import Roster

    (result,) = results_of(marks, [], {"s02": 2}, Roster(), assignment, strict)
    assert (result.points, result.final, result.attempts) == (1, 1, 2)


# Pages


def test_what_students_wrote_is_text(made_up):
    results, assignment, settings = made_up
    result = by_id(results)["s01"]
    exercises = {
        id: entry | {"message": HOSTILE, "example": HOSTILE, "hints": [HOSTILE] * 3}
        for id, entry in result.mark["exercises"].items()
    }
    problems = [{"kind": "died", "text": HOSTILE}]
    mark = result.mark | {"exercises": exercises, "problems": problems, "file": HOSTILE}
    hostile = replace(
        result,
        student=Student("s01", HOSTILE),
        mark=mark,
        submission=replace(result.submission, name=HOSTILE, known=False),
        known=False,
    )
    pages = [
        feedback_page(hostile, assignment, settings),
        summary_page([hostile], assignment, settings, pages={"s01": HOSTILE}),
    ]
    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
        assert "default-src 'none'" in page


def test_no_page_holds_a_line_of_an_answer_or_a_seed(made_up):
    results, assignment, settings = made_up
    page = feedback_page(by_id(results)["s01"], assignment, settings)
    lines = {squeezed(line) for line in page.splitlines()}
    for id in assignment.exercises:
        assert answer_lines(reference_body(id)) & lines == set()
    assert "seed" not in page


def test_a_page_says_points_state_and_help(made_up):
    results, assignment, settings = made_up
    page = feedback_page(by_id(results)["s01"], assignment, settings, manual=["written-relu"])
    assert 'aria-label="1 of 6 points"' in page
    assert "✓ right" in page
    assert "✗ not right yet" in page
    assert "kernel_size counts once" in page
    assert page.count("<details>") == 6
    assert "A person reads these" in page
    late = feedback_page(by_id(results)["s14"], assignment, settings)
    assert "are taken off for lateness" in " ".join(late.split())


def test_grading_without_a_sandbox_is_said_everywhere(made_up, tmp_path):
    results, assignment, settings = made_up
    result = by_id(results)["s01"]
    unsafe = replace(result, mark=result.mark | {"sandbox": "none"})
    assert "graded without a sandbox" in feedback_page(unsafe, assignment, settings)
    assert "graded without a sandbox" in summary_page([unsafe], assignment, settings)
    write_grades(tmp_path / "g.csv", [unsafe], assignment, settings)
    assert rows(tmp_path / "g.csv")[1][-1] == "none"


def test_the_summary_counts(made_up):
    results, assignment, settings = made_up
    page = summary_page(results, assignment, settings, when=DUE)
    assert "flipped kernel: 3 students" in page
    assert "right 7, not right yet 4, stopped: error or time 1, not written or missing 2" in page
    assert "Ken Thompson (s11)" in page
    assert "Lynn Conway (s12)</th><td>It was still running" in page
    empty = summary_page([], assignment, CourseSettings())
    assert "Nobody yet" in empty


# Tables


def test_grades_have_a_row_for_everybody_and_no_formula(made_up, tmp_path):
    results, assignment, settings = made_up
    students = [replace(results[0], student=Student("s01", "=1+1")), *results[1:]]
    write_grades(tmp_path / "grades.csv", students, assignment, settings)
    header, *table = rows(tmp_path / "grades.csv")
    first = dict(zip(header, table[0], strict=True))
    assert len(table) == 15
    assert first["name"] == "'=1+1"
    assert (first["bias_relu"], first["conv2d"], first["final"]) == ("1", "0", "1")
    assert first["misconceptions"] == "count_parameters: kernel_not_squared; conv2d: flipped_kernel"
    assert dict(zip(header, table[10], strict=True))["status"] == "not handed in"


def test_moodles_worksheet_is_filled_and_otherwise_left_alone(made_up, tmp_path):
    results, assignment, _ = made_up
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text(
        "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments\r\n"
        "Participant 1001,Ada Lovelace,x@example.org,Submitted,,60.00,Yes,-,-,\r\n"
        "Participant 9,Somebody Else,s02@example.org,Submitted,,60.00,Yes,-,-,\r\n"
        "Participant 1011,Ken Thompson,s11@example.org,No submission,,60.00,Yes,-,-,\r\n",
        encoding="utf-8",
    )
    strangers = fill_moodle(tmp_path / "m.csv", worksheet, results, assignment)
    _, ada, alan, ken = rows(tmp_path / "m.csv")
    assert (ada[4], alan[4], ken[4]) == ("10", "60", "")
    assert ada[9].startswith("one bias a channel, then ReLU: 1 of 1 (right)<br>")
    assert ada[:4] == ["Participant 1001", "Ada Lovelace", "x@example.org", "Submitted"]
    assert strangers == [f"s{number:02}" for number in range(3, 16) if number != 11]
    worksheet.write_text("Name,Grade\nAda,\n", encoding="utf-8")
    with pytest.raises(CourseworkError, match="no grading worksheet"):
        fill_moodle(tmp_path / "m.csv", worksheet, results, assignment)


def test_a_row_without_a_known_number_or_address_is_found_by_its_name(made_up, tmp_path):
    results, assignment, _ = made_up
    ada = replace(results[0], student=Student("s01", "Ada Lovelace"))
    worksheet = tmp_path / "worksheet.csv"
    row = 'Participant 5,"Lovelace, Ada",,-\r\n'
    for rows_of_her, strangers in ((row, []), (row * 2, ["s01"])):
        text = f"Identifier,Full name,Grade,Last modified (grade)\r\n{rows_of_her}"
        worksheet.write_text(text, encoding="utf-8")
        assert fill_moodle(tmp_path / "m.csv", worksheet, [ada], assignment) == strangers


def test_moodles_columns_are_those_its_import_asks_for(made_up, tmp_path):
    results, assignment, _ = made_up
    assert write_moodle(tmp_path / "m.csv", results, assignment) == 0
    header, *table = rows(tmp_path / "m.csv")
    assert {"Identifier", "Grade", "Last modified (grade)", "Feedback comments"} <= set(header)
    assert table[0][0] == "Participant 1001"
    nobody = [replace(results[0], student=Student("s01"))]
    assert write_moodle(tmp_path / "m.csv", nobody, assignment) == 1


def test_canvas_gets_one_column_scaled(made_up, tmp_path):
    results, assignment, _ = made_up
    export = tmp_path / "export.csv"
    export.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (1),Filters (1234),Final Score\n"
        "    Points Possible,,,,,5,60,(read only)\n"
        '"Lovelace, Ada",4711,,s01,Spring,3,,\n"Thompson, Ken",4712,,s11,Spring,3,,\n',
        encoding="utf-8",
    )
    strangers = fill_canvas(tmp_path / "c.csv", export, results, assignment, "Filters")
    assert rows(tmp_path / "c.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Filters (1234)"],
        ["    Points Possible", "", "", "", "", "60"],
        ["Lovelace, Ada", "4711", "", "s01", "Spring", "10"],
    ]
    assert "s02" in strangers
    with pytest.raises(CourseworkError, match="no column that begins with 'Strides'"):
        fill_canvas(tmp_path / "c.csv", export, results, assignment, "Strides")
    write_canvas(tmp_path / "new.csv", results, assignment)
    header, points, ada, *_ = rows(tmp_path / "new.csv")
    # What lib/gradebook_importer.rb asks of a header.
    assert header[0] == "Student"
    assert header[1] == "ID"
    assert header[4] == "Section"
    assert "Points Possible" in points[0]
    assert ada[0] == "Lovelace, Ada"
