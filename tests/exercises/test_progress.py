"""Passed exercises are remembered in a file that survives two kernels, damage and a full disk."""

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from cnn_helpers import exercises
from cnn_helpers.exercises import progress, progress_file
from cnn_helpers.exercises.progress_file import VARIABLE, ProgressFile, parse


def right(scoops, prices):
    return (scoops * prices).sum()


def wrong(scoops, prices):
    return scoops.sum()


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A progress file of the test's own, not there yet."""
    path = tmp_path / "deep" / "progress.json"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_tests_never_touch_the_real_file():
    assert os.environ[VARIABLE] == "off"
    assert progress.location() is None
    assert progress.passed() == {}


def test_the_real_file_lies_in_the_users_data_folder(monkeypatch):
    import platformdirs

    monkeypatch.delenv(VARIABLE)
    assert progress.location().is_relative_to(Path(platformdirs.user_data_dir()).parent)
    assert progress.location().name == "progress.json"


def test_a_pass_is_remembered_and_nothing_else(file):
    exercises.check("warm_up", wrong)
    assert not file.exists()
    assert exercises.check("warm_up", right).passed
    content = json.loads(file.read_text())
    assert content.keys() == {"format", "recording", "passed"}
    assert list(content["passed"]) == ["warm_up"]
    exercises.check("warm_up", wrong)
    assert list(progress.passed()) == ["warm_up"]


def test_a_check_with_a_seed_records_nothing(file):
    assert exercises.check("warm_up", right, seed=5).passed
    assert not file.exists()


def test_the_day_of_the_first_pass_stays(file):
    file.parent.mkdir()
    progress_file.write_whole(file, {"recording": True, "passed": {"warm_up": "2020-02-20"}})
    before = file.stat()
    exercises.check("warm_up", right)
    assert progress.passed() == {"warm_up": "2020-02-20"}
    assert file.stat().st_ino == before.st_ino


def test_off_by_the_environment_reads_and_writes_nothing(file, monkeypatch):
    exercises.check("warm_up", right)
    file.write_text("damaged")
    monkeypatch.setenv(VARIABLE, "OFF")
    assert exercises.check("warm_up", right).passed
    assert progress.passed() == {}
    assert "turned off" in repr(progress.overview())
    assert file.read_text() == "damaged"
    for function in (progress.reset, progress.turn_on, progress.turn_off):
        with pytest.raises(progress.ProgressError, match=VARIABLE):
            function()
    with pytest.raises(progress.ProgressError, match=VARIABLE):
        progress.export(file.with_name("copy.json"))


def test_turning_off_lasts_and_keeps_what_there_is(file):
    exercises.check("warm_up", right)
    progress.turn_off()
    progress.record("flatten")
    assert list(progress.passed()) == ["warm_up"]
    assert "turn_off()" in repr(progress.overview())
    progress.turn_on()
    progress.record("flatten")
    assert sorted(progress.passed()) == ["flatten", "warm_up"]
    assert "turn_off()" not in repr(progress.overview())


def test_reset_forgets(file):
    progress.record("warm_up")
    progress.turn_off()
    progress.reset()
    assert progress.passed() == {}
    assert parse(file.read_text())["recording"] is False


def test_export_and_restore(file, tmp_path, monkeypatch):
    progress.record("warm_up")
    copy = progress.export(tmp_path / "copy.json")
    progress.export(copy)  # over its own older copy: fine
    monkeypatch.setenv(VARIABLE, str(tmp_path / "other.json"))
    progress_file.write_whole(
        tmp_path / "other.json",
        {"recording": True, "passed": {"warm_up": "2020-01-01", "flatten": "2020-01-01"}},
    )
    progress.restore(copy)
    assert progress.passed() == {"warm_up": "2020-01-01", "flatten": "2020-01-01"}
    progress.reset()
    progress.restore(str(copy))
    assert list(progress.passed()) == ["warm_up"]


def test_export_spares_another_file(file, tmp_path):
    mine = tmp_path / "essay.txt"
    mine.write_text("dear diary")
    with pytest.raises(progress.ProgressError, match="another file"):
        progress.export(mine)
    assert mine.read_text() == "dear diary"
    with pytest.raises(progress.ProgressError, match="no copy"):
        progress.restore(mine)
    with pytest.raises(progress.ProgressError, match="can't be written"):
        progress.export(tmp_path / "nowhere" / "copy.json")


DAMAGED = [
    "",
    '{"format": 1, "recor',
    "[]",
    '{"format": 2, "recording": true, "passed": {}}',
    '{"format": 1, "recording": 1, "passed": {}}',
    '{"format": 1, "recording": true, "passed": {"flatten": "yesterday"}}',
    '{"format": 1, "recording": true, "passed": ["flatten"]}',
    "\xff",
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_is_kept_aside_and_said(file, text):
    file.parent.mkdir()
    for number in (1, 2):
        file.write_bytes(text.encode("latin-1"))
        with pytest.warns(UserWarning, match=f"kept as .*progress.damaged-{number}.json"):
            assert progress.passed() == {}
    progress.record("flatten")
    assert list(progress.passed()) == ["flatten"]
    kept = file.with_name("progress.damaged-1.json")
    assert kept.read_bytes() == text.encode("latin-1")


def test_a_place_that_takes_no_file_spoils_no_right_answer(tmp_path, monkeypatch):
    (tmp_path / "no_folder").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "no_folder" / "progress.json"))
    with pytest.warns(UserWarning, match="not remembered"):
        assert exercises.check("warm_up", right).passed
    with pytest.raises(progress.ProgressError, match="can't be written"):
        progress.reset()
    assert "0 of" in repr(progress.overview())


def test_an_interrupted_write_leaves_the_old_file(file, monkeypatch):
    progress.record("warm_up")

    def stop(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(progress_file.os, "fsync", stop)
        with pytest.warns(UserWarning, match="No space left"):
            progress.record("flatten")
    assert list(progress.passed()) == ["warm_up"]
    assert sorted(path.suffix for path in file.parent.iterdir()) == [".json", ".lock"]


def test_several_kernels_at_once_lose_nothing(file):
    code = "import sys; from cnn_helpers.exercises import progress\n" + (
        "for number in range(12): progress.record(f'{sys.argv[1]}{number}')"
    )
    kernels = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, name], env={**os.environ})
        for name in "abc"
    ]
    assert [kernel.wait(60) for kernel in kernels] == [0, 0, 0]
    assert len(progress.passed()) == 36


def test_a_lock_that_is_never_opened_stops_nobody(file, monkeypatch):
    monkeypatch.setattr(progress_file, "LOCK_SECONDS", 0.05)
    monkeypatch.setattr(progress_file, "_is_taken", lambda handle: True)
    progress.record("warm_up")
    assert list(ProgressFile(file).read()["passed"]) == ["warm_up"]


def test_overview_in_words_and_in_numbers(file):
    assert progress.overview().sentence.startswith("No exercise is passed yet. Still open: warm_up")
    progress.record("flatten")
    overview = progress.overview()
    assert overview.counts["03"] == (1, 2)
    assert overview.counts["00"] == (0, 1)
    assert "✓ flatten" in repr(overview)
    assert "· images_to_batch" in repr(overview)
    for id in exercises.ids():
        progress.record(id)
    words = progress.overview().sentence
    assert words.startswith("All ")
    assert all(id in words for id in exercises.ids())


def test_an_exercise_of_a_later_version_does_no_harm(file):
    progress.record("from_the_future")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "from_the_future" not in repr(progress.overview())
