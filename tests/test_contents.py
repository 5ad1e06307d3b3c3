from pathlib import Path

from cnn_helpers.contents import CHAPTERS

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def test_the_map_marks_as_written_what_can_be_opened_and_nothing_else():
    written = {chapter.file for chapter in CHAPTERS if chapter.written}
    numbered = {path.name for path in NOTEBOOKS.glob("[0-9]*.ipynb")}
    assert written == numbered


def test_numbers_run_from_00_to_14():
    assert [chapter.number for chapter in CHAPTERS] == [f"{number:02}" for number in range(15)]
