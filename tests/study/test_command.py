"""`benchmarks/study.py`, on heaps so small that it takes a second: what it stores is a study."""

import importlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from cnn_helpers import study
from cnn_helpers.study import stored

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
TINY = study.Protocol(
    training=40, validation=30, test=20, epochs=1, learning_rates=(0.003, 0.01), seeds=(0, 1)
)


class InThisProcess:
    """In place of the pool of processes."""

    def __init__(self, jobs):
        self.jobs = jobs

    map = staticmethod(map)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


@pytest.fixture
def command(monkeypatch, tmp_path):
    # It asks for one thread and the processor's own kernel; that must not outlive the test.
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    for pinned in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        monkeypatch.delenv(pinned, raising=False)
    monkeypatch.syspath_prepend(BENCHMARKS)
    module = importlib.import_module("study")
    plans = {id: study.PLANS[id] for id in ("cnn", "mlp", "zero_all", "average_no_relu")}
    monkeypatch.setattr(study, "PLANS", plans)
    monkeypatch.setattr(stored, "PLANS", plans)
    for name, value in {
        "PROTOCOL": TINY,
        "RATES": (0.01, 1e4),
        "HEART_STEPS": 3,
        "ROUNDS": 1,
        "RESULTS": tmp_path / "results.json",
        "ProcessPoolExecutor": InThisProcess,
    }.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(stored, "RESULTS", tmp_path / "results.json")
    return module


def test_what_it_stores_is_read_back(command, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["study.py", "--jobs", "1"])
    command.main()
    found = study.load_study(command.RESULTS)
    assert found.protocol == TINY
    assert list(found.rows) == list(study.PLANS)
    again = study.train_row(study.PLANS["mlp"], 1, found.rows["mlp"].learning_rate, TINY)
    assert found.rows["mlp"].validation[1] == again.validation
    trials = found.trials
    assert [each["factor"] for each in trials["first_losses"]] == list(command.FACTORS)
    assert len(trials["by_heart"]["wrong_labels"]) == 2
    assert trials["learning_rates"][1]["runs"][0]["failed"] == "exploded"
    assert trials["collapse"]["padded_interior"] < 1e-9 < trials["collapse"]["padded_border"]
    assert trials["collapse"]["linear_network"] < 1e-9
    assert "parameters  multiply-adds" in capsys.readouterr().out


def test_a_rate_is_added_to_what_is_stored(command, monkeypatch):
    monkeypatch.setattr("sys.argv", ["study.py", "--jobs", "1"])
    monkeypatch.setattr(command, "PROTOCOL", replace(TINY, learning_rates=(1e-6,)))
    command.main()
    before = study.load_study(command.RESULTS)
    more = replace(TINY, learning_rates=(1e-6, 0.01, 1e4))
    monkeypatch.setattr(command, "PROTOCOL", more)
    monkeypatch.setattr("sys.argv", ["study.py", "--jobs", "1", "--add-rates"])
    command.main()
    after = study.load_study(command.RESULTS)
    assert after.protocol == more
    assert after.about["added_rates"]["rates"] == [0.01, 1e4]
    assert after.trials == before.trials
    plain = after.rows["mlp"]
    assert set(plain.tried) == {1e-6, 0.01, 1e4}
    assert plain.learning_rate == 0.01  # better than next to nothing: trained anew
    again = study.train_row(study.PLANS["mlp"], 1, 0.01, more)
    assert plain.validation[1] == again.validation
    text = command.RESULTS.read_text(encoding="utf-8")
    command.main()  # nothing lacks
    assert command.RESULTS.read_text(encoding="utf-8") == text


def test_rates_are_added_to_the_same_study_only(command, monkeypatch, capsys):
    text = json.dumps({"about": {}, "protocol": asdict(TINY), "rows": []})
    command.RESULTS.write_text(text, encoding="utf-8")
    for protocol, words, complaint in (
        (TINY, ["--quick", "--add-rates"], "--quick only prints, --add-rates writes"),
        (
            replace(TINY, epochs=2, seeds=(0,), learning_rates=(0.1,)),
            ["--add-rates"],
            "the stored study has another epochs, seeds: run all of it",
        ),
    ):
        monkeypatch.setattr(command, "PROTOCOL", protocol)
        monkeypatch.setattr("sys.argv", ["study.py", *words])
        with pytest.raises(SystemExit):
            command.main()
        assert complaint in capsys.readouterr().err
    assert command.RESULTS.read_text(encoding="utf-8") == text


def test_nothing_is_read_where_training_explodes(command):
    task = "average_no_relu", 0, 1e4, replace(TINY, epochs=4), True
    assert command.run_row(task) == (task, (0.0, 0.0, 0.0))
