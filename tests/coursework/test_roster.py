"""A roster is read as instructors have it; a class's settings say in one line what is wrong."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cnn_coursework.collect import Submission
from cnn_coursework.course_settings import CourseSettings, class_secret, find_settings, template
from cnn_coursework.errors import CourseworkError
from cnn_coursework.lateness import DAY, LatePolicy
from cnn_coursework.roster import Roster
from cnn_coursework.times import read_times, with_times

OWN = "\ufeffID;First name;Last name;E-mail;Moodle ID\ns01;Ada;Lovelace;ada@example.org;77\n"
MOODLE = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (grade),Feedback comments\n"
    "Participant 77,Ada Lovelace,s01,ada@example.org,Submitted,,100.00,Yes,-,\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Filters (1234),Final Score\n"
    "    Points Possible,,,,,10,(read only)\n"
    '"Lovelace, Ada",4711,s01,ada,Spring,,\n'
    '"Student, Test",,,,Spring,,\n'
)


def roster(tmp_path, text):
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return Roster.read(path)


@pytest.mark.parametrize(
    ("text", "id", "more"),
    [
        (OWN, "s01", {"email": "ada@example.org", "moodle_id": "77"}),
        (MOODLE, "s01", {"email": "ada@example.org", "moodle_id": "77"}),
        (CANVAS, "ada", {"canvas_id": "4711", "section": "Spring"}),
    ],
)
def test_rosters_of_several_kinds(tmp_path, text, id, more):
    read = roster(tmp_path, text)
    (student,) = read.students
    assert (student.id, student.name) == (id, "Ada Lovelace")
    assert {name: getattr(student, name) for name in more} == more
    assert read.find("lovelace ADA") is student


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nAda\n", "has no column 'id'; its columns are name"),
        ("id\ns01\nS01\n", "the id S01 is there twice"),
        ("id\n../s01\n", "the id '../s01' can't name a file"),
        ("", "is empty"),
        ("id\ns01,x\n", "row 2: 2 cells, but the header has 1"),
    ],
)
def test_a_roster_that_cannot_be_is_refused(tmp_path, text, message):
    with pytest.raises(CourseworkError, match=message):
        roster(tmp_path, text)


def settings(tmp_path, text):
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    return CourseSettings.read(path)


def test_the_file_to_start_with_is_understood(tmp_path):
    read = settings(tmp_path, template('My "course" \\x', "Europe/Berlin"))
    assert read.course == 'My "course" \\x'
    assert LatePolicy(**read.late).percent_per_day == 10


def test_due_dates_extensions_and_accommodations_add_up(tmp_path):
    read = settings(
        tmp_path,
        'timezone = "Europe/Berlin"\n[due]\n"04_filters" = 2026-12-01T23:59:00\n'
        '[[extensions]]\nstudent = "s02"\nassignment = "04_filters"\ndays = 3\n'
        '[[accommodations]]\nstudent = "s02"\nhours = 12\n',
    )
    due = datetime(2026, 12, 1, 23, 59, tzinfo=ZoneInfo("Europe/Berlin"))
    assert read.due_for("s01", "04_filters") == due
    assert read.due_for("s02", "04_filters") == due + timedelta(days=3, hours=12)
    assert read.due_for("s02", "05_stride_and_padding") is None
    assert read.shown(datetime(2026, 12, 1, 22, 59, tzinfo=UTC)).endswith("23:59 (CET)")
    assert find_settings(tmp_path / "grades" / "04_filters") == read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("attempt = 1", "unknown setting attempt;"),
        ('attempts = "all"', "attempts must be one of last, first, best, not 'all'"),
        ('timezone = "Mars"', "no such timezone: 'Mars'"),
        ('[due]\n"04_filters" = "soon"', "must be a date and time"),
        ("[late]\npercent_per_day = 110", "percent_per_day must be from 0 to 100, not 110"),
        ("[late]\npercent = 1", "percent"),
        ("[[extensions]]\ndays = 1", "entry 1 of extensions needs student"),
        ("course = ", "course.toml"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_one_line(tmp_path, text, message):
    with pytest.raises(CourseworkError, match=message) as caught:
        settings(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_the_secret_is_made_once_and_closed_to_others(tmp_path):
    secret = class_secret(tmp_path)
    assert class_secret(tmp_path) == secret
    assert len(secret) == 32
    assert (tmp_path / "class-secret.txt").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("late", "penalty"),
    [
        (0, 0),
        (900, 0),
        (901, 1),
        (DAY, 1),
        (DAY + 1, 2),
        (6.5 * DAY, 5),
        (7 * DAY, 5),
        (7 * DAY + 1, 10),
    ],
)
def test_what_lateness_costs(late, penalty):
    policy = LatePolicy(15, 10, 50, 7)
    assert policy.penalty(10, late) == penalty


def test_nbgraders_plugin_takes_the_same(tmp_path, monkeypatch):
    pytest.importorskip("nbgrader")
    from cnn_coursework.nbgrader_plugin import CourseLatePenalty

    settings(tmp_path, "[late]\npercent_per_day = 10\n")
    monkeypatch.chdir(tmp_path)
    assert CourseLatePenalty().late_submission_penalty("s01", 8.0, 2 * DAY) == 1.6


# Hand-in times

WORKSHEET = (
    "Identifier,Full name,Email address,Grade,Last modified (submission),Last modified (grade)\n"
    'Participant 77,Ada Lovelace,ada@example.org,,"Tuesday, 1 December 2026, 10:30 PM",-\n'
    "Participant 78,Ben,ben@example.org,,-,-\n"
    'Participant 79,Cleo,cleo@example.org,,"mardi 1 décembre 2026, 22:30",-\n'
)


def test_hand_in_times_are_read_from_moodles_worksheet_and_from_a_plain_table(tmp_path):
    zone = ZoneInfo("Europe/Berlin")
    class_ = roster(tmp_path, OWN)
    path = tmp_path / "worksheet.csv"
    path.write_text(WORKSHEET, encoding="utf-8")
    times, unclear = read_times(path, class_, zone)
    assert times == {"s01": datetime(2026, 12, 1, 21, 30, tzinfo=UTC)}
    assert unclear == ["mardi 1 décembre 2026, 22:30"]
    path.write_text("id;submitted\ns01;2026-12-01 22:30\nx;2026-12-01\n", encoding="utf-8")
    assert read_times(path, class_, zone) == (times, [])
    assert read_times(path, Roster(), UTC)[0]["x"] == datetime(2026, 12, 1, tzinfo=UTC)
    path.write_text("id,points\ns01,3\n", encoding="utf-8")
    with pytest.raises(CourseworkError, match="needs columns id and submitted, but has id, points"):
        read_times(path, class_, zone)


def test_moodles_full_name_tells_who_if_nothing_else_does(tmp_path):
    class_ = roster(tmp_path, "id,name\ns01,Ada Lovelace\ns02,Alan Turing\ns03,Alan Turing\n")
    path = tmp_path / "worksheet.csv"
    path.write_text(WORKSHEET.replace("Ben,", "Alan Turing,"), encoding="utf-8")
    assert set(read_times(path, class_, UTC)[0]) == {"s01"}
    path.write_text(WORKSHEET.replace("Ben,", "Ada Lovelace,"), encoding="utf-8")
    assert read_times(path, class_, UTC)[0] == {}


def test_what_an_exchange_says_of_a_time_counts_first():
    early, late = (datetime(2026, 12, day, tzinfo=UTC) for day in (1, 2))
    known = Submission("s01", None, "a", submitted=early)
    unknown = Submission("s02", None, "b")
    times = {"s01": late, "s02": late}
    assert [one.submitted for one in with_times([known, unknown], times)] == [early, late]
