"""What the tests of this folder share; prints what they measured."""

import contextlib

import pytest


@pytest.fixture(scope="session", autouse=True)
def torch_is_loaded():
    """Load PyTorch before a check with a time limit meets an answer that imports it."""
    with contextlib.suppress(ImportError):
        import torch  # noqa: F401


def pytest_terminal_summary(terminalreporter):
    """Print how many wrong variants of each answer there were, and how many were found."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    lines = sorted(
        line for report in reports for name, line in report.user_properties if name == "kill rate"
    )
    if lines:
        terminalreporter.section("Wrong variants of right answers")
        terminalreporter.write_line("\n".join(lines))
