"""An instructor's way through the command: start, release, grade, grade again, gradebook."""

import csv
import json
import zipfile

import pytest
from cnn_coursework.command import main
from small_notebook import MEAN, RIGHT, save, small_notebook, solved

pytest.importorskip("nbgrader", reason="the extra 'coursework' is not installed")

NAME = "00_start_here"
HTML = "Because <script>alert(1)</script> it is."


@pytest.fixture(scope="module")
def graded(tmp_path_factory, sandbox):
    """A class folder after the first grading, and what was said."""
    root = tmp_path_factory.mktemp("teacher")
    folder = root / "class"
    assert main(["start", str(folder), "--course", "Test"]) == 0
    (folder / "roster.csv").write_text(
        "id,name,email,moodle_id\ns01,Ada Lovelace,ada@example.org,77\n"
        "s02,Alan Turing,,78\ns03,Grace Hopper,,79\n",
        encoding="utf-8",
    )
    notebook = small_notebook()
    notebook.cells[-1:-1] = written()
    path = save(notebook, root / f"{NAME}.ipynb")
    assert main(["release", str(path), "--to", str(folder), "--no-run"]) == 0
    released = json.loads((folder / "release" / NAME / f"{NAME}.ipynb").read_text("utf-8"))
    archive = root / "download.zip"
    hand_in(archive, released, {"s01": RIGHT, "s02": MEAN})
    out = folder / "grades" / NAME
    assert main(["grade", str(archive), "--out", str(out), "--no-progress"]) == 0
    return folder, archive, out, released


def written():
    from cnn_coursework.rubrics import written_cells

    return written_cells("04_filters")


def hand_in(archive, released, answers):
    import nbformat

    names = {"s01": "Ada Lovelace_77", "s02": "Alan Turing_78"}
    with zipfile.ZipFile(archive, "w") as content:
        for student, source in answers.items():
            given = {"warm_up": source, "written-large-answer": HTML}
            notebook = solved(nbformat.from_dict(released), given)
            folder = f"{names[student]}_assignsubmission_file_"
            content.writestr(f"{folder}/{NAME}.ipynb", json.dumps(notebook))


def finals(out):
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: (row["status"], row["final"]) for row in csv.DictReader(file)}


def test_everything_is_there(graded):
    _, _, out, released = graded
    assert finals(out) == {
        "s01": ("graded", "1"),
        "s02": ("graded", "0"),
        "s03": ("not handed in", "0"),
    }
    made = sorted(path.name for path in out.iterdir())
    assert made == ["canvas.csv", "feedback", "grades.csv", "moodle.csv", "private", "summary.html"]
    assert sorted(path.name for path in (out / "feedback").iterdir()) == ["s01.html", "s02.html"]
    assert out.stat().st_mode & 0o007 == 0
    assert "**Coursework: 5 points**" in json.dumps(released)
    assert "A person reads these" in (out / "feedback" / "s01.html").read_text("utf-8")


def test_marks_are_in_nbgraders_gradebook_and_marking_by_hand_goes_on(graded):
    from cnn_coursework.nbgrader_bridge import open_gradebook

    folder, archive, out, _ = graded
    with open_gradebook(folder / "gradebook.db") as gradebook:
        grade = gradebook.find_grade("warm_up-check", NAME, NAME, "s01")
        assert (grade.auto_score, grade.needs_manual_grade) == (1, False)
        comment = gradebook.find_comment("warm_up", NAME, NAME, "s02")
        assert "mean" in comment.auto_comment
        by_hand = gradebook.find_grade("written-large-answer", NAME, NAME, "s01")
        assert (by_hand.max_score, by_hand.needs_manual_grade) == (4, True)
        by_hand.manual_score, by_hand.needs_manual_grade = 3, False
        gradebook.db.commit()
    assert main(["grade", str(archive), "--out", str(out), "--no-progress"]) == 0
    with open_gradebook(folder / "gradebook.db") as gradebook:
        submission = gradebook.find_submission(NAME, "s01")
        assert submission.score == 4
        assert not gradebook.find_grade(
            "written-large-answer", NAME, NAME, "s01"
        ).needs_manual_grade
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        one, two, three = csv.DictReader(file)
    assert [one[name] for name in ("by_hand", "final", "max_points")] == ["3", "4", "5"]
    assert [two[name] for name in ("by_hand", "final", "max_points")] == ["0", "0", "5"]
    assert (three["status"], three["by_hand"]) == ("not handed in", "")
    assert "3 of 4 points, given by a person." in (out / "feedback" / "s01.html").read_text("utf-8")
    assert "0 (1 to mark)" in (out / "summary.html").read_text("utf-8")
    assert ",ada@example.org,,4,5,Yes," in (out / "moodle.csv").read_text("utf-8")


def test_the_form_grader_shows_the_release_with_the_answers_as_text(graded):
    folder, *_ = graded
    path = folder / "autograded" / "s02" / NAME / f"{NAME}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert "(scoops * prices).mean()" in text
    assert "<script" not in text
    assert "&lt;script>" in text


def test_only_changed_work_is_graded_again(graded):
    _, archive, out, released = graded
    journal = out / "private" / "marks.jsonl"
    before = journal.read_text(encoding="utf-8").splitlines()
    hand_in(archive, released, {"s01": RIGHT, "s02": RIGHT})
    assert main(["grade", str(archive), "--out", str(out), "--no-progress"]) == 0
    after = journal.read_text(encoding="utf-8").splitlines()
    assert after[: len(before)] == before
    assert [json.loads(line)["student"] for line in after[len(before) :]] == ["s02"]
    assert finals(out)["s02"] == ("graded", "1")


def test_an_extension_changes_points_and_runs_nothing(graded, tmp_path):
    *_, released = graded
    inbound = tmp_path / "inbound" / f"s01+{NAME}+2026-11-26 14:05:00 UTC+x"
    import nbformat

    save(solved(nbformat.from_dict(released), {"warm_up": RIGHT}), inbound / f"{NAME}.ipynb")
    late = '[due]\n"00_start_here" = 2026-11-25T12:00:00\n[late]\npercent_per_day = 10\n'
    more = '[[extensions]]\nstudent = "s01"\ndays = 3\n'
    settings = tmp_path / "course.toml"
    out = tmp_path / "grades"
    points = []
    for text in (late, late + more):
        settings.write_text(text, encoding="utf-8")
        words = ["grade", str(inbound.parent), "--out", str(out), "--settings", str(settings)]
        assert main([*words, "--no-progress"]) == 0
        points.append(finals(out)["s01"][1])
    assert points == ["0.8", "1"]
    assert len((out / "private" / "marks.jsonl").read_text("utf-8").splitlines()) == 1
