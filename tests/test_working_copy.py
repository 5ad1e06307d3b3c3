"""The learner's copy: new notebooks arrive, and nothing that was written is lost."""

import json

import pytest
import working_copy
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, writes


def write(path, *sources, outputs=()):
    cells = [new_markdown_cell("# See"), *(new_code_cell(source) for source in sources)]
    cells[-1].outputs = list(outputs) if len(cells) > 1 else []
    path.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")


def sources(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells[1:]]


@pytest.fixture
def course(tmp_path):
    """A course with one notebook, and no copy yet."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    write(notebooks / "04_filters.ipynb", "old")
    return notebooks


@pytest.fixture
def mine(tmp_path):
    return tmp_path / "my_course"


def names(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_first_start_copies_everything_in_silence(course, mine):
    (course / "pictures").mkdir()
    (course / "pictures" / "map.png").write_bytes(b"map")
    assert working_copy.update(course, mine) == []
    assert names(mine) == ["04_filters.ipynb", "pictures"]
    assert (mine / "pictures" / "map.png").read_bytes() == b"map"
    assert (mine / "04_filters.ipynb").read_bytes() == (course / "04_filters.ipynb").read_bytes()


def test_checkpoints_and_hidden_files_stay_behind(course, mine):
    (course / ".ipynb_checkpoints").mkdir()
    write(course / ".ipynb_checkpoints" / "04_filters-checkpoint.ipynb", "old")
    working_copy.update(course, mine)
    assert names(mine) == ["04_filters.ipynb"]


def test_nothing_new_leaves_an_edit_alone(course, mine):
    working_copy.update(course, mine)
    write(mine / "04_filters.ipynb", "mine")
    before = (mine / "04_filters.ipynb").read_bytes()
    assert working_copy.update(course, mine) == []
    assert (mine / "04_filters.ipynb").read_bytes() == before
    assert names(mine) == ["04_filters.ipynb"]


def test_deleted_copy_comes_back(course, mine):
    working_copy.update(course, mine)
    (mine / "04_filters.ipynb").unlink()
    assert working_copy.update(course, mine) == []
    assert sources(mine / "04_filters.ipynb") == ["old"]


def test_unedited_copy_becomes_the_new_version(course, mine):
    working_copy.update(course, mine)
    write(course / "04_filters.ipynb", "new")
    (message,) = working_copy.update(course, mine)
    assert "04_filters.ipynb has a newer version" in message
    assert sources(mine / "04_filters.ipynb") == ["new"]
    assert names(mine) == ["04_filters.ipynb"]
    assert working_copy.update(course, mine) == []


def test_running_a_notebook_is_no_edit(course, mine):
    working_copy.update(course, mine)
    write(mine / "04_filters.ipynb", "old", outputs=[new_output("stream", text="3")])
    write(course / "04_filters.ipynb", "new")
    working_copy.update(course, mine)
    assert sources(mine / "04_filters.ipynb") == ["new"]


def test_course_that_only_stores_other_outputs_disturbs_nobody(course, mine):
    working_copy.update(course, mine)
    write(mine / "04_filters.ipynb", "old", outputs=[new_output("stream", text="my answer")])
    before = (mine / "04_filters.ipynb").read_bytes()
    write(course / "04_filters.ipynb", "old", outputs=[new_output("stream", text="3")])
    assert working_copy.update(course, mine) == []
    assert (mine / "04_filters.ipynb").read_bytes() == before


def test_edited_copy_stays_and_the_new_version_comes_beside_it_once(course, mine):
    working_copy.update(course, mine)
    write(mine / "04_filters.ipynb", "mine")
    write(course / "04_filters.ipynb", "new")
    (message,) = working_copy.update(course, mine)
    assert "You edited yours" in message
    assert "04_filters (new version).ipynb" in message
    assert sources(mine / "04_filters.ipynb") == ["mine"]
    assert sources(mine / "04_filters (new version).ipynb") == ["new"]
    (mine / "04_filters (new version).ipynb").unlink()
    assert working_copy.update(course, mine) == []
    assert names(mine) == ["04_filters.ipynb"]


def test_a_still_newer_version_replaces_the_untouched_one_beside(course, mine):
    working_copy.update(course, mine)
    write(mine / "04_filters.ipynb", "mine")
    for version in ("new", "newer"):
        write(course / "04_filters.ipynb", version)
        working_copy.update(course, mine)
    assert names(mine) == ["04_filters (new version).ipynb", "04_filters.ipynb"]
    assert sources(mine / "04_filters (new version).ipynb") == ["newer"]


def test_a_still_newer_version_spares_the_one_beside_that_was_edited(course, mine):
    working_copy.update(course, mine)
    write(mine / "04_filters.ipynb", "mine")
    write(course / "04_filters.ipynb", "new")
    working_copy.update(course, mine)
    write(mine / "04_filters (new version).ipynb", "mine as well")
    write(course / "04_filters.ipynb", "newer")
    working_copy.update(course, mine)
    assert sources(mine / "04_filters.ipynb") == ["mine"]
    assert sources(mine / "04_filters (new version).ipynb") == ["mine as well"]
    assert sources(mine / "04_filters (new version 2).ipynb") == ["newer"]


def test_copy_that_the_learner_updated_by_hand_counts_as_unedited(course, mine):
    working_copy.update(course, mine)
    write(mine / "04_filters.ipynb", "new")
    write(course / "04_filters.ipynb", "new")
    assert working_copy.update(course, mine) == []
    write(course / "04_filters.ipynb", "newer")
    working_copy.update(course, mine)
    assert sources(mine / "04_filters.ipynb") == ["newer"]
    assert names(mine) == ["04_filters.ipynb"]


@pytest.mark.parametrize("manifest", [None, "", "[1, 2", "[]"])
def test_without_its_records_an_edit_is_still_safe(course, mine, manifest):
    working_copy.update(course, mine)
    write(mine / "04_filters.ipynb", "mine")
    write(course / "04_filters.ipynb", "new")
    if manifest is None:
        (mine / working_copy.MANIFEST).unlink()
    else:
        (mine / working_copy.MANIFEST).write_text(manifest, encoding="utf-8")
    working_copy.update(course, mine)
    assert sources(mine / "04_filters.ipynb") == ["mine"]
    assert sources(mine / "04_filters (new version).ipynb") == ["new"]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"cells": 3}', b'{"cells": [{"source": 3}]}'])
def test_damaged_copy_is_kept_as_if_edited(course, mine, damage):
    working_copy.update(course, mine)
    (mine / "04_filters.ipynb").write_bytes(damage)
    write(course / "04_filters.ipynb", "new")
    working_copy.update(course, mine)
    assert (mine / "04_filters.ipynb").read_bytes() == damage
    assert sources(mine / "04_filters (new version).ipynb") == ["new"]


def test_notebook_that_left_the_course_stays_with_the_learner(course, mine):
    working_copy.update(course, mine)
    (course / "04_filters.ipynb").unlink()
    assert working_copy.update(course, mine) == []
    assert names(mine) == ["04_filters.ipynb"]
