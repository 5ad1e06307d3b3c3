"""Sections of the file of benchmark results are replaced one by one."""

import importlib.util
from pathlib import Path

import pytest

PLACE = Path(__file__).parents[1] / "benchmarks" / "results.py"


@pytest.fixture(scope="module")
def results():
    spec = importlib.util.spec_from_file_location("bench_results", PLACE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_command_replaces_its_own_section(results, tmp_path):
    file = tmp_path / "RESULTS.md"
    results.write_section("A", "first\n\n```\n## no heading\n```\n\n### Part\n\nx", file)
    results.write_section("B", "second", file)
    before = file.read_text("utf-8")
    results.write_section("B", "second", file)
    assert file.read_text("utf-8") == before
    results.write_section("A", "changed", file)
    assert file.read_text("utf-8") == results.START + "\n## A\n\nchanged\n\n## B\n\nsecond\n"


def test_a_heading_that_would_end_the_section_is_refused(results, tmp_path):
    with pytest.raises(ValueError, match="'A' must not hold headings"):
        results.write_section("A", "text\n## B\n", tmp_path / "RESULTS.md")
