"""The same class on a small Dask cluster: the same marks."""

import json
import os
import signal

import pytest
from cnn_coursework import dask_pool
from cnn_coursework.assignment import Assignment
from cnn_coursework.dask_pool import mark_content
from cnn_coursework.errors import CourseworkError
from cnn_coursework.grading import Task, grade_class
from handed_in import answer, write

WARM_UP = Assignment("00_start_here", ("warm_up",))
SOURCES = {
    "ada": "def warm_up(scoops, prices):\n    return (scoops * prices).sum()\n",
    "ben": "def warm_up(scoops, prices):\n    return (scoops * prices).mean()\n",
    "cleo": "import os\n\ndef warm_up(scoops, prices):\n    os._exit(0)\n",
}


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    settings = {"n_workers": 1, "threads_per_worker": 2, "dashboard_address": None}
    with distributed.LocalCluster(**settings, protocol="tcp://") as cluster:
        yield cluster


def without_times(marks):
    return {mark["student"]: mark | {"seconds": 0} for mark in marks}


def test_the_cluster_gives_the_marks_of_the_pool(sandbox, cluster, tmp_path):
    jobs = [(name, write(tmp_path, name, answer("warm_up", s))) for name, s in SOURCES.items()]
    jobs.append(("dan", tmp_path / "missing.ipynb"))
    both, elsewhere = [], {"scheduler": cluster.scheduler_address}
    for name, settings in (("pool", {"workers": 1}), ("cluster", elsewhere)):
        journal = tmp_path / name
        settings |= {"seed": 5, "journal": journal, "progress": False}
        both.append(without_times(grade_class(jobs, WARM_UP, **settings)))
        assert len(journal.read_text().splitlines()) == len(jobs)
    assert both[0] == both[1]
    assert both[0]["ada"]["exercises"]["warm_up"]["status"] == "passed"
    assert both[0]["dan"]["problems"][0]["kind"] == "unreadable"


def test_a_killed_worker_loses_no_submission(sandbox, cluster, tmp_path):
    wait = "import time\n\ntime.sleep(0.2)\n"
    jobs = [
        (name, write(tmp_path, name, answer("warm_up", SOURCES["ada"], f"{wait}# {name}")))
        for name in "abcdef"
    ]
    journal, students = tmp_path / "journal", []
    settings = {"seed": 5, "journal": journal, "progress": False}
    for mark in grade_class(jobs, WARM_UP, scheduler=cluster.scheduler_address, **settings):
        if not students:
            os.kill(cluster.workers[0].process.pid, signal.SIGKILL)
        students.append(mark["student"])
        assert mark["exercises"]["warm_up"]["status"] == "passed"
    assert sorted(students) == list("abcdef")
    assert len(journal.read_text().splitlines()) == len(jobs)


def test_a_scheduler_that_is_not_there_is_named(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_pool, "CONNECT_SECONDS", 0.2)
    task = Task(WARM_UP, 5, False)
    with pytest.raises(CourseworkError, match="no Dask scheduler answers at tcp"):
        next(dask_pool.dask_marks([(0, "ada", tmp_path)], task, "tcp://127.0.0.1:9"))
    with pytest.raises(CourseworkError, match="no Dask scheduler answers at nonsense"):
        next(dask_pool.dask_marks([(0, "ada", tmp_path)], task, "nonsense://x"))


def test_what_comes_back_from_a_worker_is_json(sandbox):
    content = json.dumps(answer("warm_up", SOURCES["ben"])).encode()
    mark = mark_content("ben", "ben.ipynb", content, WARM_UP.to_json(), 5, False)
    assert json.loads(mark)["exercises"]["warm_up"]["misconception"] == "mean"
