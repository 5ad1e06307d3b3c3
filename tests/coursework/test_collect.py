"""Submissions are found whatever they are called, and nothing that they ask for is done."""

import os
import stat
import zipfile
from datetime import UTC, datetime

import pytest
from cnn_coursework.archives import ArchiveLimits, unpack
from cnn_coursework.collect import Submission, choose_attempts, collect, copy_to_nbgrader
from cnn_coursework.errors import CourseworkError
from cnn_coursework.feedback_pages import POLICY
from cnn_coursework.naming import parse_nbgrader_time, safe_id, sender_of
from cnn_coursework.roster import Roster, Student
from cnn_coursework.times import with_times
from hypothesis import given
from hypothesis import strategies as st

ROSTER = Roster(
    (
        Student("al1", "Ada Lovelace", "ada@example.org", moodle_id="77", canvas_id="4711"),
        Student("at2", "Alan Turing", "alan@example.org", moodle_id="78", canvas_id="4712"),
        Student("at3", "Alan Turing", "turing@example.org", moodle_id="79", canvas_id="4713"),
        Student("zo4", "Zoë O'Neill", "zoe@example.org", moodle_id="80", canvas_id="4714"),
    ),
    complete=True,
)
NAME = "04_filters"


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("Ada Lovelace_77_assignsubmission_file_/04_filters.ipynb", "al1"),
        ("Alan Turing_79_assignsubmission_file_/my work.ipynb", "at3"),
        ("Zoë O_Neill_80_assignsubmission_file_04_filters.ipynb", "zo4"),
        ("lovelaceada_4711_99812_04_filters-2.ipynb", "al1"),
        ("turingalan_LATE_4713_99_04_filters.ipynb", "at3"),
        ("week4/04_filters/Ada Lovelace_77_assignsubmission_file_/04_filters.ipynb", "al1"),
        ("al1+04_filters+2026-11-26 14:05:00 UTC+abc/04_filters.ipynb", "al1"),
        ("zo4/04_filters/04_filters.ipynb", "zo4"),
        ("al1.ipynb", "al1"),
        ("04_filters_al1.ipynb", "al1"),
        ("AL1 04_filters (2).ipynb", "al1"),
        ("ada@example.org.ipynb", "al1"),
        ("oneill-zoe/notebook.ipynb", "zo4"),
    ],
)
def test_the_student_is_recognised(path, id):
    sender = sender_of(path, NAME, ROSTER)
    assert (sender.id, sender.known) == (id, True)


MOODLES = "Alan Turing_79_assignsubmission_file_"


@pytest.mark.parametrize(
    ("path", "id"),
    [
        (f"{MOODLES}/work_unpacked/al1+04_filters+2026-11-26 14:05:00 UTC/04_filters.ipynb", "at3"),
        (f"{MOODLES}/work.zip/al1/04_filters/04_filters.ipynb", "at3"),
        (f"{MOODLES}/work.zip/Ada Lovelace_77_assignsubmission_file_/04_filters.ipynb", "at3"),
        ("turingalan_4713_99_work.zip/lovelaceada_4711_99812_04_filters.ipynb", "at3"),
        ("at3+04_filters+2026-11-26 14:05:00 UTC+abc/al1/04_filters/04_filters.ipynb", "at3"),
        ("submitted/at3/04_filters/al1/04_filters/04_filters.ipynb", "at3"),
        ("at3.zip/al1_04_filters.ipynb", "at3"),
        ("at3.zip/Ada Lovelace_77_assignsubmission_file_/04_filters.ipynb", "at3"),
        ("AT3 04_filters.zip/al1/04_filters.ipynb", "at3"),
        ("at3/al1.ipynb", "at3"),
        # What follows a platform's own words is the student's name for the file.
        (f"{MOODLES}x_77_assignsubmission_file_04_filters.ipynb", "at3"),
        ("turingalan_4713_99_x_77_assignsubmission_file_04_filters.ipynb", "at3"),
        ("turingalan_4713_99_77_assignsubmission_file_04_filters.ipynb", "at3"),
        ("turingalan_4713_99_lovelaceada_4711_98_04_filters.ipynb", "at3"),
        ("at3/04_filters/Ada Lovelace_77_assignsubmission_file_/04_filters.ipynb", "at3"),
        (f"download.zip/{MOODLES}/al1/04_filters/04_filters.ipynb", "at3"),
        ("group B/at3.zip/homework/04_filters.ipynb", "at3"),
    ],
)
def test_nobody_can_hand_in_for_somebody_else(path, id):
    assert sender_of(path, NAME, ROSTER).id == id


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("s01.zip/homework/04_filters.ipynb", "s01"),
        ("s01.zip/ben/04_filters/04_filters.ipynb", "s01"),
        ("s01.zip/Ben_78_assignsubmission_file_/04_filters.ipynb", "s01"),
        ("week4/04_filters/Ben_78_assignsubmission_file_/04_filters.ipynb", "Ben_78"),
        ("s01/04_filters/ben/04_filters/04_filters.ipynb", "s01"),
        ("s01_04_filters.ipynb", "s01"),
        ("s01.ipynb", "s01"),
        ("04_filters-s01.ipynb", "s01"),
        ("s01/04_filters.ipynb", "s01"),
        ("s01/04_filters/04_filters.ipynb", "s01"),
    ],
)
def test_without_a_roster_the_name_has_to_do(path, id):
    sender = sender_of(path, NAME, Roster())
    assert (sender.id, sender.known) == (id, False)


def test_two_of_one_name_stay_two():
    ids = {
        sender_of(f"Alan Turing_{number}_assignsubmission_file_/x.ipynb", NAME, Roster()).id
        for number in (78, 79)
    }
    assert len(ids) == 2


def test_late_copies_and_times_are_read():
    late = sender_of("turingalan_LATE_4713_99_04_filters-3.ipynb", NAME, ROSTER)
    assert (late.late, late.order) == (True, 3)
    path = "al1+04_filters+2026-11-26 14:05:00.5 UTC/04_filters.ipynb"
    when = datetime(2026, 11, 26, 14, 5, 0, 500000, UTC)
    assert sender_of(path, NAME, ROSTER).submitted == when
    assert parse_nbgrader_time("tomorrow") is None


@given(st.text(max_size=80))
def test_an_id_names_a_file_in_its_folder(text):
    name = safe_id(text)
    assert name
    assert name not in (".", "..")
    assert not set('/\\:*?"<>|\0\n') & set(name)
    assert not name.startswith((".", "-"))


@given(st.text(max_size=30), st.text(max_size=30))
def test_different_names_give_different_ids_unless_they_look_alike(one, other):
    if one != other and safe_id(one) == safe_id(other):
        # Sixteen bits of a hash, and the same letters besides.
        assert safe_id(one).rsplit("-", 1)[0] == safe_id(other).rsplit("-", 1)[0]


def write(path, text="{}"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_with_links_is_taken_without_them(tmp_path):
    secret = write(tmp_path / "secret" / "gradebook.ipynb", "secret")
    source = tmp_path / "download"
    write(source / "al1.ipynb", "mine")
    (source / "at2.ipynb").symlink_to(secret)
    (source / "zo4").symlink_to(secret.parent)
    os.mkfifo(source / "at3.ipynb")
    write(source / ".ipynb_checkpoints" / "al1-checkpoint.ipynb")
    found = {one.student: one for one in collect(source, NAME, ROSTER, tmp_path / "unpacked")}
    assert found["al1"].path.read_text(encoding="utf-8") == "mine"
    assert found["at2"].problem == "it is a symbolic link"
    assert found["at3"].problem == "it is no regular file"
    assert set(found) == {"al1", "at2", "at3"}


def test_an_empty_folder_and_a_missing_one_are_told(tmp_path):
    with pytest.raises(CourseworkError, match="holds no notebook"):
        collect(tmp_path, NAME, ROSTER, tmp_path / "unpacked")
    with pytest.raises(CourseworkError, match="there is no file or folder"):
        collect(tmp_path / "nowhere", NAME, ROSTER, tmp_path / "unpacked")


def test_a_hostile_zip_writes_nowhere_else(tmp_path):
    archive = tmp_path / "download.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("al1.ipynb", "mine")
        content.writestr("../../escaped.ipynb", "out")
        content.writestr("/escaped.ipynb", "out")
        content.writestr("a\\..\\..\\escaped.ipynb", "out")
        content.writestr("C:/escaped.ipynb", "out")
        content.writestr("zo4/" + "x" * 300 + ".ipynb", "long")
        link = zipfile.ZipInfo("at2.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        content.writestr(link, "/etc/passwd")
        content.writestr("Zoë O'Neill/моя работа.ipynb", "mine too")
    before = {path for path in tmp_path.rglob("*") if path.name != "unpacked"}
    found = collect(archive, NAME, ROSTER, tmp_path / "unpacked")
    outside = {p for p in tmp_path.rglob("*") if tmp_path / "unpacked" not in p.parents} - before
    assert outside <= {tmp_path / "unpacked"}
    taken = {one.student: one.path.read_text(encoding="utf-8") for one in found if one.path}
    assert taken == {"al1": "mine", "zo4": "mine too"}
    refused = [one.problem for one in found if not one.path]
    assert refused.count("its name leads out of the archive") == 4
    assert "a link or device, no file" in refused
    assert not (tmp_path.parent / "escaped.ipynb").exists()


def test_a_zip_bomb_is_stopped_while_it_unpacks(tmp_path):
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as content:
        content.writestr("al1.ipynb", b"0" * 3_000_000)
        content.writestr("at2.ipynb", b"0" * 1000)
    to = tmp_path / "to"
    refused = unpack(archive, to, ArchiveLimits(file_bytes=1_000_000))
    assert [name for name, _ in refused] == ["al1.ipynb"]
    assert [path.name for path in to.iterdir()] == ["at2.ipynb"]
    # All files together count too, and an archive's word on its sizes isn't believed.
    refused = unpack(archive, tmp_path / "again", ArchiveLimits(total_bytes=100_000))
    assert len(refused) == 2


def test_a_list_of_files_alone_fills_no_memory(tmp_path):
    import struct

    entry = b"PK\1\2" + struct.pack("<6H3I5H2I", 20, 20, *[0] * 4, *[0] * 3, 1, *[0] * 6) + b"a"
    entries = entry * 20_000
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 20_000, 20_000, len(entries), 0, 0)
    path = tmp_path / "al1.zip"
    path.write_bytes(entries + end)
    ((name, reason),) = unpack(path, tmp_path / "to", ArchiveLimits(listing_bytes=100_000))
    assert (name, reason) == ("al1.zip", "its list of files alone has 0.9 MB")
    assert unpack(path, tmp_path / "to") == []


def test_what_is_left_out_is_counted_once_it_is_much(tmp_path):
    path = tmp_path / "al1.zip"
    with zipfile.ZipFile(path, "w") as content:
        for number in range(150):
            content.writestr(f"../{number}.ipynb", "{}")
    refused = unpack(path, tmp_path / "to")
    assert len(refused) == 101
    assert refused[-1] == ("al1.zip", "50 more files are left out")


def test_archives_inside_archives_end_somewhere(tmp_path):
    path = tmp_path / "0.zip"
    with zipfile.ZipFile(path, "w") as content:
        content.writestr("al1.ipynb", "{}")
    for depth in range(1, 4):
        outer = tmp_path / f"{depth}.zip"
        with zipfile.ZipFile(outer, "w") as content:
            content.write(path, path.name)
        path = outer
    refused = unpack(path, tmp_path / "to")
    assert [reason for _, reason in refused] == ["an archive inside an archive inside an archive"]
    broken = write(tmp_path / "broken.zip", "PK no zip")
    assert "not a readable zip" in unpack(broken, tmp_path / "other")[0][1]


def test_a_students_own_zip_belongs_to_the_student(tmp_path):
    folder = tmp_path / "download" / "Ada Lovelace_77_assignsubmission_file_"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "work.zip", "w") as content:
        content.writestr("homework/04_filters.ipynb", "{}")
        content.writestr("homework/photo.png", "no")
    (one,) = collect(tmp_path / "download", NAME, ROSTER, tmp_path / "unpacked")
    assert one.student == "al1"
    assert one.path.name == "04_filters.ipynb"


def archive(path, *names):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as content:
        for name in names:
            content.writestr(name, "{}")
    return path


ADAS, BENS = (f"{name}_assignsubmission_file_/{NAME}.ipynb" for name in ("Ada_77", "Ben_78"))


def test_without_a_roster_only_a_platforms_download_names_its_files(tmp_path):
    folder, to = tmp_path / "download", tmp_path / "unpacked"

    def students(source):
        return [one.student for one in collect(source, NAME, Roster(), to)]

    both = archive(folder / "class.zip", ADAS, BENS)
    assert students(both) == students(folder) == ["Ada_77", "Ben_78"]
    archive(folder / "s01+04_filters+2026-11-26 14:05:00 UTC" / "work.zip", ADAS)
    both.unlink()
    assert students(folder) == ["s01"]
    archive(folder / "mallory.zip", BENS)
    assert students(folder) == ["mallory", "s01"]


STAMP = "2026-11-26 14:05:00 UTC"


def test_only_nbgraders_own_stamp_tells_the_time(tmp_path):
    source = tmp_path / "submitted"
    write(source / "al1" / NAME / f"{NAME}.ipynb")
    write(source / "al1" / NAME / "timestamp.txt", STAMP)
    moodles = source / "Alan Turing_78_assignsubmission_file_" / NAME
    write(moodles / f"{NAME}.ipynb")
    write(moodles / "timestamp.txt", STAMP)
    with zipfile.ZipFile(source / "at3.zip", "w") as content:
        content.writestr(f"at3/{NAME}/{NAME}.ipynb", "{}")
        content.writestr(f"at3/{NAME}/timestamp.txt", STAMP)
    write(source / "zo4" / NAME / "sub" / f"{NAME}.ipynb")
    write(source / "zo4" / NAME / "sub" / "timestamp.txt", STAMP)
    found = collect(source, NAME, ROSTER, tmp_path / "unpacked")
    when = datetime(2026, 11, 26, 14, 5, tzinfo=UTC)
    times = {one.student: one.submitted for one in found}
    assert times == {"al1": when, "at2": None, "at3": None, "zo4": None}
    later = datetime(2026, 11, 27, tzinfo=UTC)
    told = with_times(found, {"al1": later})
    # The first table counts, then the second, then the stamp.
    assert with_times(told, {"al1": when})[0].submitted == later


def test_an_exchange_open_to_all_lets_nobody_pass_for_another(tmp_path, monkeypatch):
    pwd = pytest.importorskip("pwd")
    for student in ("al1", "at2"):
        folder = f"{student}+04_filters+2026-11-26 14:05:00 UTC"
        write(tmp_path / "inbound" / folder / "04_filters.ipynb")
    account = type("Account", (), {"pw_name": "at2"})
    monkeypatch.setattr(pwd, "getpwuid", lambda number: account)
    assert not any(one.problem for one in collect(tmp_path, NAME, ROSTER, tmp_path / "unpacked"))
    monkeypatch.setattr(os, "getuid", lambda: -1)  # so the files aren't the grader's own
    archive(tmp_path / "inbound" / "zo4+04_filters+2026-11-26 14:05:00 UTC" / "work.zip", "a.ipynb")
    one, two, three = collect(tmp_path / "inbound", NAME, ROSTER, tmp_path / "unpacked")
    assert (one.student, one.path) == ("al1", None)
    assert one.problem == "it belongs to another student's account, not to al1's"
    assert (two.student, two.problem) == ("at2", "")
    assert three.problem == "it belongs to another student's account, not to zo4's"


def test_other_notebooks_beside_the_one_that_counts_are_left_out(tmp_path):
    folder = tmp_path / "submitted" / "al1" / NAME
    for name in ("04_filters", "scratch", "04_filters-Copy1"):
        write(folder / f"{name}.ipynb", name)
    write(tmp_path / "submitted" / "zo4" / NAME / "my work.ipynb")
    found = collect(tmp_path / "submitted", NAME, ROSTER, tmp_path / "unpacked")
    assert [one.path.name for one in found if one.student == "al1"] == ["04_filters.ipynb"]
    assert [one.path.name for one in found if one.student == "zo4"] == ["my work.ipynb"]


@pytest.mark.parametrize(
    ("names", "last"),
    [
        (("lovelaceada_4711_9001_04_filters", "lovelaceada_4711_9002_final-1"), "9002_final-1"),
        (("lovelaceada_4711_9001_04_filters", "lovelaceada_4711_9002_scratch"), "9001_04_filters"),
    ],
)
def test_in_a_flat_download_another_file_is_another_attempt(tmp_path, names, last):
    bens = "turingalan_4712_8_04_filters.ipynb"
    path = archive(tmp_path / "class.zip", *(f"{name}.ipynb" for name in names), bens)
    found = collect(path, NAME, ROSTER, tmp_path / "unpacked")
    chosen, attempts = choose_attempts(found, "last")
    assert attempts == {"al1": 2, "at2": 1}
    assert chosen[0].path.stem.endswith(last)
    # Scratch paper isn't the first attempt either.
    assert choose_attempts(found, "first")[0][0].path.stem.endswith("9001_04_filters")


def test_in_a_flat_folder_the_later_file_is_the_later_attempt(tmp_path):
    for age, name in enumerate(("al1_v2", "al1_04_filters", "at2_04_filters")):
        os.utime(write(tmp_path / "mail" / f"{name}.ipynb"), (2e9 - age, 2e9 - age))
    found = collect(tmp_path / "mail", NAME, ROSTER, tmp_path / "unpacked")
    assert [one.path.stem for one in found] == ["al1_04_filters", "al1_v2", "at2_04_filters"]


def test_of_many_attempts_the_latest_are_graded():
    many = [Submission("al1", None, str(number)) for number in range(25)]
    chosen, attempts = choose_attempts(many, "best")
    assert [one.name for one in chosen] == [str(number) for number in range(5, 25)]
    assert attempts == {"al1": 25}
    assert f"latest {len(chosen)} attempts the best" in POLICY["best"]


@pytest.mark.parametrize(("policy", "text"), [("last", "second"), ("first", "first")])
def test_which_attempt_counts(tmp_path, policy, text):
    for hour, words in ((14, "first"), (15, "second")):
        folder = f"al1+04_filters+2026-11-26 {hour}:00:00 UTC"
        write(tmp_path / "inbound" / folder / "04_filters.ipynb", words)
    found = collect(tmp_path / "inbound", NAME, ROSTER, tmp_path / "unpacked")
    (one,), attempts = choose_attempts(found, policy)
    assert one.path.read_text(encoding="utf-8") == text
    assert attempts == {"al1": 2}
    assert len(choose_attempts(found, "best")[0]) == 2


def test_what_is_laid_out_for_nbgrader_is_found_again(tmp_path):
    folder = tmp_path / "inbound" / "al1+04_filters+2026-11-26 14:05:00 UTC+x"
    write(folder / "04_filters.ipynb", "mine")
    found = collect(tmp_path / "inbound", NAME, ROSTER, tmp_path / "unpacked")
    copy_to_nbgrader(found, NAME, tmp_path / "submitted")
    (one,) = collect(tmp_path / "submitted", NAME, ROSTER, tmp_path / "unpacked")
    assert one.path == tmp_path / "submitted" / "al1" / NAME / f"{NAME}.ipynb"
    assert one.submitted == datetime(2026, 11, 26, 14, 5, tzinfo=UTC)
