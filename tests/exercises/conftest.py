"""Prints what the tests of this folder measured."""


def pytest_terminal_summary(terminalreporter):
    """Print how many wrong variants of each answer there were, and how many were found."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    lines = sorted(
        line for report in reports for name, line in report.user_properties if name == "kill rate"
    )
    if lines:
        terminalreporter.section("Wrong variants of right answers")
        terminalreporter.write_line("\n".join(lines))
