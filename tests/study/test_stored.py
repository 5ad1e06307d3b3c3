"""The stored study is whole and consistent, and says what notebook 11 says of it."""

import json
import re

import numpy as np
import pytest

from cnn_helpers.study import PLANS, Protocol, StudyError, choose_learning_rate, load_study
from cnn_helpers.study.stored import RESULTS


@pytest.fixture(scope="module")
def study():
    return load_study()


@pytest.fixture
def stored():
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def test_it_says_where_it_comes_from(study):
    assert study.about["command"] == "python benchmarks/study.py"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", study.about["date"])
    assert set(study.about["versions"]) == {"python", "numpy", "blas"}
    assert study.about["cores"] >= 1
    assert study.protocol == Protocol()  # the live row is trained by the same


@pytest.mark.parametrize("id", PLANS)
def test_row_tells_its_plans_cost_and_its_best_learning_rate(study, id):
    row, network = study.rows[id], PLANS[id].build(0)
    assert row.parameters == network.parameter_count
    assert row.multiply_adds == network.summary((1, 28, 28)).multiply_adds
    assert row.milliseconds > 0
    assert set(row.tried) == set(study.protocol.learning_rates)
    assert row.learning_rate == choose_learning_rate(row.tried)
    if id != "zero_all":  # which learns nothing with any
        assert min(row.tried) < row.learning_rate < max(row.tried)
    # Accuracies are counts of digits.
    for heap in ("training", "validation", "test"):
        counts = np.array(getattr(row, heap)) * getattr(study.protocol, heap)
        np.testing.assert_allclose(counts, counts.round(), atol=1e-6)


def test_mean_and_spread(study):
    row = study.rows["cnn"]
    assert row.mean() == pytest.approx(np.mean(row.test))
    assert row.spread("validation") == pytest.approx(np.std(row.validation, ddof=1))
    table = study.table([row])
    assert f"{100 * np.mean(row.test):.2f} ± {100 * np.std(row.test, ddof=1):.2f}" in table
    assert "74,774" in table


def test_unknown_group(study):
    with pytest.raises(ValueError, match="'ablation' or 'comparison', but is 'other'"):
        study.group("other")


def without(key):
    def change(stored):
        del stored[key]

    return change


def change_row(key, value):
    def change(stored):
        stored["rows"][0][key] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without("schema"), "no study of schema 1"),
        (without("trials"), "not whole .'trials'."),
        (lambda stored: stored["about"].pop("date"), "does not tell its date"),
        (lambda stored: stored["rows"].pop(), "has the rows"),
        (lambda stored: stored["protocol"].update(more=1), "not whole"),
        (change_row("test", [0.9]), "row cnn: test must be 5 numbers from 0 to 1"),
        (change_row("validation", [97.0] * 5), "row cnn: validation must be"),
    ],
)
def test_a_study_that_is_not_whole_is_refused(stored, tmp_path, change, words):
    change(stored)
    file = tmp_path / "results.json"
    file.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(StudyError, match=words):
        load_study(file)


def test_missing_and_broken_files(tmp_path):
    with pytest.raises(StudyError, match=r"none.json is missing; `make study` makes it anew"):
        load_study(tmp_path / "none.json")
    (tmp_path / "cut.json").write_text('{"schema": 1', encoding="utf-8")
    with pytest.raises(StudyError, match=r"cut.json can't be read"):
        load_study(tmp_path / "cut.json")
