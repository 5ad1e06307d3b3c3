"""What people mark: personal questions with their key, rubrics, near-identical code, the guide."""

import json
import re
import shlex
from collections import Counter
from pathlib import Path

import pytest
from cnn_coursework.command import main, parser
from cnn_coursework.course_settings import CourseSettings
from cnn_coursework.errors import CourseworkError
from cnn_coursework.questions import MAKERS, questions_for
from cnn_coursework.roster import Roster, Student
from cnn_coursework.rubrics import (
    capstone_parts,
    rubric_text,
    sum_sheet,
    write_sheet,
    written_cells,
)
from cnn_coursework.similarity import find_pairs
from cnn_coursework.variants import mark_answers, write_variants
from cnn_coursework.which_assignment import catalogue_assignment
from small_notebook import save, small_notebook, solved

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = (REPOSITORY / "coursework" / "README.md").read_text(encoding="utf-8")
ROSTER = Roster(tuple(Student(f"s{number:02}", f"Student {number}") for number in range(1, 6)))


# Personal questions


@pytest.mark.parametrize("notebook", MAKERS)
def test_questions_differ_between_students_and_not_between_runs(notebook):
    asked = [questions_for(notebook, seed) for seed in range(40)]
    again = questions_for(notebook, 7)
    assert [one.answer for one in again] == [one.answer for one in asked[7]]
    for number in range(len(again)):
        answers = [questions[number].answer for questions in asked]
        assert all(answer == int(answer) for answer in answers)
        # An answer that half of the class has could be guessed.
        assert Counter(answers).most_common(1)[0][1] <= 20


def test_a_question_is_worked_out_by_hand_here_too():
    one = questions_for("04_filters", 3)[0]
    (_, image), (_, kernel) = one.arrays
    row, column = map(int, re.search(r"row (\d), column (\d)", one.text).groups())
    total = sum(image[row + r, column + c] * kernel[r, c] for r in range(3) for c in range(3))
    assert one.answer == total


def test_sheets_hold_no_answer_and_the_key_is_closed(tmp_path, capsys):
    keys = tmp_path / "private" / "04_filters-keys.csv"
    count = write_variants(tmp_path, keys, "04_filters", ROSTER, CourseSettings(), "secret")
    assert count == 5
    assert keys.stat().st_mode & 0o077 == 0
    sheet = (tmp_path / "s01.html").read_text(encoding="utf-8")
    assert "The numbers are yours alone" in sheet
    other = (tmp_path / "s02.html").read_text(encoding="utf-8")
    assert sheet.replace("s01", "s02").replace("Student 1", "Student 2") != other
    lines = keys.read_text(encoding="utf-8").splitlines()
    right = {line.split(",")[0]: line.split(",")[3] for line in lines[1:]}
    answers = tmp_path / "answers.csv"
    answers.write_text(
        f"id,cell_of_a_map\ns01,{right['s01'].replace('-', '−')}\n"
        f"s02,99\ns03,\ns04,{right['s04']}.0\nS5,7\nso4,1\n",
        encoding="utf-8",
    )
    found, strangers = mark_answers(keys, answers)
    assert strangers == ["S5", "so4"]
    words = ["variants", "04_filters", "--class", str(tmp_path), "--mark", str(answers)]
    assert main(words) == 0
    printed = capsys.readouterr()
    assert printed.out.count("\n") == 6
    assert printed.err == "Not in the key: S5, so4.\n"
    marked = {row[0]: row[1:] for row in found}
    assert marked["s01"] == (1, 1, "", "")
    assert marked["s02"] == (0, 1, "cell_of_a_map", "")
    assert marked["s03"] == marked["s05"] == (0, 1, "", "cell_of_a_map")
    assert marked["s04"][0] == 1
    with pytest.raises(CourseworkError, match="no questions by hand belong to '00"):
        write_variants(tmp_path, keys, "00_start_here", ROSTER, CourseSettings(), "secret")


# Rubrics


def test_the_capstone_counts_a_hundred():
    parts = capstone_parts()
    assert [(part["name"], part["points"]) for part in parts] == [
        ("Design", 30),
        ("Evidence", 30),
        ("Failures", 25),
        ("Clarity", 15),
    ]
    for part in parts:
        points = [points for points, _ in part["levels"]]
        assert points == sorted(points, reverse=True)
        assert (points[0], points[-1]) == (part["points"], 0)


def test_written_cells_are_what_nbgrader_calls_manually_graded():
    question, answer = written_cells("04_filters")
    assert "4 points" in question.source
    about = answer.metadata.nbgrader
    assert (about.grade, about.solution, about.locked, about.points) == (True, True, False, 4)
    assert written_cells("03_images_as_numbers") == []
    with pytest.raises(CourseworkError, match="no written question belongs to '03"):
        rubric_text("03_images_as_numbers")


def test_the_capstones_notebook_holds_its_report_cells():
    import nbformat

    name = "13_capstone_order_cards"
    cells = nbformat.read(REPOSITORY / "notebooks" / f"{name}.ipynb", as_version=4).cells
    there = [(cell.id, cell.source, cell.metadata) for cell in cells]
    wanted = [(cell.id, cell.source, cell.metadata) for cell in written_cells(name)]
    first = there.index(wanted[0])
    assert there[first : first + 8] == wanted


def test_a_marking_sheet_is_added_up(tmp_path):
    sheet = tmp_path / "sheet.csv"
    write_sheet(sheet, ROSTER, "13_capstone_order_cards")
    lines = sheet.read_text(encoding="utf-8").splitlines()
    lines[1] = 's01,Student 1,30,"22,5",9,15,well done'
    lines[2] = "s02,Student 2,30,,9,15,"
    sheet.write_text("\n".join(lines), encoding="utf-8")
    sums = dict(sum_sheet(sheet, "13_capstone_order_cards"))
    assert (sums["s01"], sums["s02"]) == (76.5, None)
    lines[1] = "s01,Student 1,31,0,0,0,"
    sheet.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CourseworkError, match="row 2: 31 is not between 0 and 30"):
        sum_sheet(sheet, "13_capstone_order_cards")


# Near-identical code

ONE = """def forward_pass(images, kernels, conv_bias, weights, linear_bias):
    maps = conv2d(images, kernels, conv_bias)
    maps = np.maximum(maps, 0)
    pooled = max_pool2d(maps, 2, stride=1)
    flat = pooled.reshape(len(pooled), -1)
    logits = flat @ weights.T + linear_bias
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
"""
OTHER = """def forward_pass(images, kernels, conv_bias, weights, linear_bias):
    answers = []
    for picture in images:
        channels = relu(conv2d(picture[None], kernels, conv_bias))[0]
        vector = [cell for plane in channels for cell in largest_of_four(plane)]
        scores = [sum(w * v for w, v in zip(row, vector)) for row in weights]
        answers.append(softmax([scores])[0] if linear_bias is None else finish(scores))
    return np.array(answers)
"""


def test_copies_are_found_under_other_names(tmp_path):
    pytest.importorskip("copydetect")
    renamed = ONE.replace("maps", "x").replace("pooled", "p").replace("logits", "zz")
    renamed = renamed.replace("    flat", "    # flatten it\n    vector").replace(
        "flat @", "vector @"
    )
    sources = {"s01": ONE, "s02": renamed, "s03": OTHER, "s04": None}
    files = {}
    for student, source in sources.items():
        notebook = small_notebook(ids=("forward_pass",))
        answer = {"forward_pass": source} if source else {}
        files[student] = save(solved(notebook, answer), tmp_path / f"{student}.ipynb")
    (tmp_path / "s05.ipynb").write_text("[" * 100_000, encoding="utf-8")
    files["s05"] = tmp_path / "s05.ipynb"
    (tmp_path / "s06.ipynb").write_text("[" * 600_000, encoding="utf-8")  # too large to compare
    files["s06"] = tmp_path / "s06.ipynb"
    (pair,) = find_pairs(files, catalogue_assignment("08_forward_pass"))
    assert (pair.first, pair.second) == ("s01", "s02")
    assert [id for id, *_ in pair.same] == ["forward_pass"]
    # What everybody was given is nobody's.
    shown = small_notebook(ids=("forward_pass",))
    shown.cells[1].source = ONE
    release = save(shown, tmp_path / "release.ipynb")
    assert find_pairs(files, catalogue_assignment("08_forward_pass"), release=release) == []


# The guide and the command's own words


def commands_in_the_guide():
    blocks = re.findall(r"```\n(.*?)```", GUIDE, re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`(coursework [a-z][^`]*)`", GUIDE)
    lines = [line.removeprefix(".venv/bin/") for line in lines]
    return sorted({line for line in lines if line.startswith("coursework ")})


@pytest.mark.parametrize("line", commands_in_the_guide())
def test_every_command_in_the_guide_is_understood(line):
    words = shlex.split(line.replace("...", "NOTEBOOK"))[1:]
    if words in (["grade", "--similarity"],):
        words = ["grade", "x", "--out", "y", "--similarity"]
    options = parser().parse_args(words)
    assert options.command == words[0]


def test_every_link_and_picture_of_the_guide_is_there():
    links = re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", GUIDE)
    assert len([1 for picture, *_ in links if picture]) == 2
    for picture, words, target in links:
        assert len(words) > (40 if picture else 0)
        assert (REPOSITORY / "coursework" / target).exists(), target
    files = re.findall(r"(?:coursework/)?jupyterhub/[\w./]+\.\w+", GUIDE)
    for name in files:
        assert (REPOSITORY / "coursework" / name.removeprefix("coursework/")).exists(), name


def test_the_guides_syllabus_names_exercises_that_exist():
    from cnn_helpers import exercises

    table = GUIDE.split("## A syllabus")[1].split("## Add")[0]
    named = set(re.findall(r"`(\w+)`", table))
    assert named <= set(exercises.ids())
    first = re.search(r"\| 1 \|.*?\| (.*?) \((\d+) points\)", table)
    ids = re.findall(r"`(\w+)`", first[1])
    assert sum(exercises.get(id).points for id in ids) == int(first[2])


@pytest.mark.parametrize("name", ["", "release", "collect", "grade", "variants", "rubric"])
def test_help_fits_a_terminal(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*([name] if name else []), "--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert max(len(line) for line in printed.splitlines()) <= 110
    assert json.dumps(printed)


def test_an_error_is_one_line_that_helps(tmp_path, capsys):
    assert main(["grade", str(tmp_path / "nothing"), "--out", str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert error == f"coursework: there is no file or folder {tmp_path / 'nothing'}\n"
