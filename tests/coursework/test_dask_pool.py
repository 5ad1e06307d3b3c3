"""The same class on a small Dask cluster: the same marks."""

import json

import pytest
from cnn_coursework.assignment import Assignment
from cnn_coursework.dask_pool import mark_content
from cnn_coursework.grading import grade_class
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
        yield cluster.scheduler_address


def without_times(marks):
    return {mark["student"]: mark | {"seconds": 0} for mark in marks}


def test_the_cluster_gives_the_marks_of_the_pool(sandbox, cluster, tmp_path):
    jobs = [(name, write(tmp_path, name, answer("warm_up", s))) for name, s in SOURCES.items()]
    jobs.append(("dan", tmp_path / "missing.ipynb"))
    both = []
    for name, settings in (("pool", {"workers": 1}), ("cluster", {"scheduler": cluster})):
        journal = tmp_path / name
        settings |= {"seed": 5, "journal": journal, "progress": False}
        both.append(without_times(grade_class(jobs, WARM_UP, **settings)))
        assert len(journal.read_text().splitlines()) == len(jobs)
    assert both[0] == both[1]
    assert both[0]["ada"]["exercises"]["warm_up"]["status"] == "passed"
    assert both[0]["dan"]["problems"][0]["kind"] == "unreadable"


def test_what_comes_back_from_a_worker_is_json(sandbox):
    content = json.dumps(answer("warm_up", SOURCES["ben"])).encode()
    mark = mark_content("ben", "ben.ipynb", content, WARM_UP.to_json(), 5, False)
    assert json.loads(mark)["exercises"]["warm_up"]["misconception"] == "mean"
