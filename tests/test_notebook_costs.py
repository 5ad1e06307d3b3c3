"""What notebooks cost is measured, limits are kept, and two runs are compared honestly."""

import os
import subprocess
import sys
from types import SimpleNamespace

import check_notebooks
import nbformat
import notebook_costs
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from notebook_costs import Costs

STAT = "7 (a ) name) S 1 7 7 0 -1 4194560 1 0 0 0 250 150 0 0 20 0 9 0 1 1 1"


def write_process(folder, status="VmPeak:  9 kB\nVmHWM:  500000 kB\n"):
    (folder / "7").mkdir()
    (folder / "7" / "stat").write_text(STAT)
    (folder / "7" / "status").write_text(status)


def test_costs_are_read_as_linux_writes_them(tmp_path, monkeypatch):
    monkeypatch.setattr(notebook_costs.os, "sysconf", lambda name: 100)
    write_process(tmp_path)
    costs = notebook_costs.costs_of(7, tmp_path)
    assert costs == Costs(seconds=4.0, megabytes=512.0)
    assert notebook_costs.costs_of(8, tmp_path) is None


def test_a_process_that_has_ended_costs_nothing_more(tmp_path):
    write_process(tmp_path, status="State: Z (zombie)\n")
    assert notebook_costs.costs_of(7, tmp_path) is None


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_the_largest_moment_counts_even_when_it_is_over():
    code = "big = bytearray(b'x') * 10**8; del big; print('ready', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        costs = notebook_costs.costs_of(process.pid)
        process.communicate(b"\n")
    assert 100 < costs.megabytes < 200
    assert costs.seconds < 30


@pytest.mark.parametrize(
    ("name", "costs", "words"),
    [
        ("04_filters", Costs(60, 1200), ""),
        ("04_filters", Costs(61, 10), "04_filters took 61.0 s of the processor; 60 s at most"),
        ("11_training", Costs(179, 10), ""),
        ("11_training", Costs(10, 1300), "1,300 MB of memory; 1,200 MB at most"),
        ("13_capstone_order_cards", Costs(181, 1201), "180 s at most, and 1,201 MB"),
    ],
)
def test_limits(name, costs, words):
    found = notebook_costs.excess(name, costs)
    assert words in found
    assert bool(found) == bool(words)


def item_of(path, pid):
    provisioner = SimpleNamespace(pid=pid)
    kernel = SimpleNamespace(km=SimpleNamespace(provisioner=provisioner))
    return SimpleNamespace(parent=SimpleNamespace(path=path, kernel=kernel), user_properties=[])


def test_a_notebook_is_looked_at_after_its_last_cell(monkeypatch):
    monkeypatch.setattr(notebook_costs, "costs_of", lambda pid: Costs(3, 100 if pid == 7 else 5000))
    item, large = item_of("a/04_filters.ipynb", 7), item_of("a/05_shapes.ipynb", 8)
    notebook_costs.pytest_runtest_teardown(item, SimpleNamespace(parent=item.parent))
    assert item.user_properties == []
    notebook_costs.pytest_runtest_teardown(item, large)
    assert item.user_properties == [("notebook costs", ("04_filters", 3, 100))]
    with pytest.raises(pytest.fail.Exception, match="05_shapes took 5,000 MB"):
        notebook_costs.pytest_runtest_teardown(large, None)


def test_other_tests_are_left_alone():
    item = SimpleNamespace(parent=SimpleNamespace(), user_properties=[])
    notebook_costs.pytest_runtest_teardown(item, None)
    assert item.user_properties == []


def notebook_of(*texts, tags=()):
    cells = [
        new_code_cell(
            "pass", id=f"cell{place}", outputs=[new_output("stream", name="stdout", text=text)]
        )
        for place, text in enumerate(texts)
    ]
    for place, tag in tags:
        cells[place].metadata["tags"] = [tag]
    return new_notebook(cells=cells)


def test_other_words_are_found_unless_the_cell_is_tagged():
    tags = [(1, "nbval-ignore-output")]
    first = notebook_of("1\n", "0.31 s", "a", tags=tags)
    second = notebook_of("1\n", "0.29 s", "b", tags=tags)
    assert check_notebooks.differences(first, second) == ["cell2"]
    assert check_notebooks.differences(first, first) == []


def test_a_stream_in_two_parts_is_the_same_stream():
    whole, parts = notebook_of("ab"), notebook_of("a")
    parts.cells[0].outputs.append(new_output("stream", name="stdout", text="b"))
    assert check_notebooks.differences(whole, parts) == []


def show(pixels, alt, tags=()):
    html = f'<figure><img src="data:image/png;base64,{pixels}" alt="{alt}"></figure>'
    view = {check_notebooks.VIEW: {"model_id": pixels}}
    cell = new_code_cell("pass", outputs=[new_output("display_data", {"text/html": html, **view})])
    cell.metadata["tags"] = list(tags)
    cell.id = "picture"
    return new_notebook(cells=[cell])


def test_pictures_are_compared_and_of_measured_ones_the_words():
    same = show("AAAA", "a bar")
    assert check_notebooks.differences(same, show("AAAA", "a bar")) == []
    assert check_notebooks.differences(same, show("BBBB", "a bar")) == ["picture"]
    measured = show("AAAA", "a bar", ["measured"])
    assert check_notebooks.differences(measured, show("BBBB", "a bar", ["measured"])) == []
    assert check_notebooks.differences(measured, show("BBBB", "no bar", ["measured"])) != []


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_the_command_runs_a_notebook_twice(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(check_notebooks, "NOTEBOOKS", tmp_path)
    code = "import os\nprint(os.getpid())"
    notebook = new_notebook(cells=[new_code_cell("print(1)", id="one"), new_code_cell(code)])
    notebook.cells[1].id = "restless"
    nbformat.write(notebook, tmp_path / "09_short.ipynb")
    assert check_notebooks.main(["09_short", "--twice"]) == 1
    said = capsys.readouterr()
    assert "other outputs in restless" in said.out
    assert "09_short: restless differ" in said.err
    assert str(os.getpid()) not in said.out


def test_the_report_is_a_table():
    page = check_notebooks.report({"04_filters": (Costs(3.4, 1234.0), 5.6)}, "1 May 2026", 1.7)
    assert "on 1 May 2026, at a load of 2 on" in page
    assert "| 04_filters | 6 | 3 | 1,234 |" in page.splitlines()
