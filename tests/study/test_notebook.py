"""Notebook 11 prints the stored study, and its words on it say nothing that the numbers don't."""

import re
from pathlib import Path

import nbformat
import pytest

from cnn_helpers.study import load_study

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "11_training.ipynb"
ABOUT_THE_STUDY = re.compile(r"fair|rerun|deeper|collapse|sweep")
NUMBER = re.compile(r"(?<![\w.\[])\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def cells():
    return {cell.id: cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells}


def printed(cell):
    return "".join(output.get("text", "") for output in cell.get("outputs", []))


@pytest.fixture(scope="module")
def study():
    return load_study()


def test_tables_are_those_of_the_stored_study(cells, study):
    assert study.table(study.group("comparison")) in printed(cells["fair-table"])
    ablations = [study.rows["cnn"], *study.group("ablation")]
    assert study.table(ablations) in printed(cells["deeper-table"])
    about = printed(cells["fair-about"])
    for told in (study.about["command"], study.about["date"], study.about["machine"]):
        assert told in about


def test_live_row_comes_out_as_stored(cells):
    assert "True" in printed(cells["rerun-bounds"])
    assert "open_test" not in cells["rerun"].source


def test_numbers_in_the_words_on_the_study_are_printed_by_a_cell(cells, study):
    shown = {number for cell in cells.values() for number in NUMBER.findall(printed(cell))}
    protocol = study.protocol
    shown |= {f"{value:,}" for value in (protocol.training, protocol.validation, protocol.test)}
    for id, cell in cells.items():
        if cell.cell_type != "markdown" or not ABOUT_THE_STUDY.match(id):
            continue
        # Parts and pages of the course, and sizes of kernels, are no measured numbers.
        words = re.sub(
            r"\[[^]]*\]\([^)]*\)|parts? \d+|pages? \d\d|\d+ × \d+|\*[^*]*\*", "", cell.source
        )
        told = {number.rstrip(",") for number in NUMBER.findall(words)}
        assert told - shown - {"0", "1", "2", "3", "15"} == set(), id


def test_what_is_said_of_the_comparison(study):
    mean = {id: row.mean() for id, row in study.rows.items()}
    spread = {id: row.spread() for id, row in study.rows.items()}
    rivals = ("mlp", "cnn_shuffled", "mlp_shuffled")
    assert all(mean["cnn"] > mean[id] + 5 * spread[id] for id in rivals)
    assert mean["cnn_shuffled"] < mean["mlp"]
    assert abs(mean["mlp"] - mean["mlp_shuffled"]) < 2 * spread["mlp"]
    assert study.rows["cnn"].multiply_adds > 10 * study.rows["mlp"].multiply_adds


def test_what_is_said_of_the_ablations(study):
    mean = {id: row.mean() for id, row in study.rows.items()}
    assert mean["average_no_relu"] < mean["average"] - 0.03
    assert mean["max_no_relu"] > mean["average_no_relu"] + 0.02
    assert mean["one_filter"] < mean["cnn"] - 0.02
    assert mean["zero_all"] < 0.12
    rows = study.rows
    assert rows["no_pooling"].parameters > 20 * rows["cnn"].parameters
    for id in ("no_bias", "zero_last"):  # no difference that five seeds could show
        assert abs(mean[id] - mean["cnn"]) < 2 * (rows[id].spread() + rows["cnn"].spread())
