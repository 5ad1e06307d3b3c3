"""What a notebook costs to run, and what it may cost: a plugin of pytest for nbval, and its parts.

Every notebook has a kernel of its own. Before nbval stops it, this plugin asks the system what it
took: seconds of the processor and the most memory. Too much of either fails the notebook's last
cell, and a table of all notebooks ends the run. Seconds of the processor are those that the
notebook takes on a quiet machine, one core at work; waiting for another program's turn isn't in
them. ``tools/check_notebooks.py`` measures the seconds on the clock too, one notebook at a time.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["Costs", "costs_of", "excess", "most_seconds", "table"]

MOST_MEGABYTES = 1200
MOST_SECONDS = 60
TRAINING = ("11_training", "13_capstone_order_cards")
MOST_SECONDS_OF_TRAINING = 180
_KEY = "notebook costs"


@dataclass(frozen=True)
class Costs:
    """What a process took until now: seconds of all its threads, and its largest memory."""

    seconds: float
    megabytes: float


def costs_of(pid, proc="/proc"):
    """Return the ``Costs`` of a running process; None where the system has no /proc, or it is gone.

    Memory is what the process had in RAM at its largest moment (VmHWM), in units of 10^6 bytes.
    """
    try:
        # The name in parentheses may hold anything; the fields begin behind it.
        fields = Path(proc, str(pid), "stat").read_text().rpartition(")")[2].split()
        status = Path(proc, str(pid), "status").read_text().splitlines()
    except OSError:
        return None
    ticks = os.sysconf("SC_CLK_TCK")
    peak = next((line.split()[1] for line in status if line.startswith("VmHWM:")), None)
    if peak is None:  # it has ended, and only its number is left
        return None
    return Costs((int(fields[11]) + int(fields[12])) / ticks, int(peak) * 1024 / 1e6)


def most_seconds(name):
    """Return how many seconds a notebook may take; those that train a network get more.

    Examples
    --------
    >>> most_seconds("04_filters"), most_seconds("11_training")
    (60, 180)
    """
    return MOST_SECONDS_OF_TRAINING if name in TRAINING else MOST_SECONDS


def excess(name, costs):
    """Return what is too much, in a sentence; empty if nothing is.

    Examples
    --------
    >>> excess("04_filters", Costs(seconds=12.0, megabytes=300.0))
    ''
    >>> excess("04_filters", Costs(seconds=75.2, megabytes=300.0))
    '04_filters took 75.2 s of the processor; 60 s at most'
    """
    found = []
    if costs.seconds > most_seconds(name):
        found.append(f"{costs.seconds:.1f} s of the processor; {most_seconds(name)} s at most")
    if costs.megabytes > MOST_MEGABYTES:
        found.append(f"{costs.megabytes:,.0f} MB of memory; {MOST_MEGABYTES:,} MB at most")
    return f"{name} took {', and '.join(found)}" if found else ""


def table(costs):
    """Return lines, one a notebook, for ``{name: Costs}``."""
    lines = [f"{'notebook':42}{'s of the processor':>20}{'MB at most':>12}"]
    for name, cost in sorted(costs.items()):
        lines.append(f"{name:42}{cost.seconds:20.1f}{cost.megabytes:12,.0f}")
    return lines


def _kernel_process(item):
    """Return the number of the process that runs a cell of nbval's, or None."""
    kernel = getattr(getattr(item, "parent", None), "kernel", None)
    return getattr(getattr(getattr(kernel, "km", None), "provisioner", None), "pid", None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item, nextitem):
    """After a notebook's last cell, look what its kernel took."""
    if nextitem is not None and nextitem.parent is item.parent:
        return
    pid = _kernel_process(item)
    costs = None if pid is None else costs_of(pid)
    if costs is not None:
        name = Path(item.parent.path).stem
        item.user_properties.append((_KEY, (name, costs.seconds, costs.megabytes)))
        if too_much := excess(name, costs):
            pytest.fail(too_much, pytrace=False)


def pytest_terminal_summary(terminalreporter):
    """Write the table of the notebooks that ran."""
    found = {
        value[0]: Costs(*value[1:])
        for reports in terminalreporter.stats.values()
        for report in reports
        for key, value in getattr(report, "user_properties", ())
        if key == _KEY
    }
    if found:
        terminalreporter.section("What the notebooks cost")
        for line in table(found):
            terminalreporter.line(line)
