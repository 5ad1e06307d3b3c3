"""Run notebooks alone, one after the other, each in a kernel of its own, and say what they cost.

    python tools/check_notebooks.py                    (all, and write docs/notebook_costs.md)
    python tools/check_notebooks.py 04_filters         (one)
    python tools/check_notebooks.py --twice            (each twice: the same outputs?)

With ``--twice`` all outputs of the two runs are compared, pictures too, byte by byte. Only cells
that are tagged may differ: ``nbval-ignore-output`` (times, numbers that depend on the processor)
and ``measured`` (pictures of such numbers; their words are compared all the same). The command
fails if a notebook takes too much, or differs.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path

import notebook_costs

REPOSITORY = Path(__file__).resolve().parent.parent
NOTEBOOKS = REPOSITORY / "notebooks"
REPORT = REPOSITORY / "docs" / "notebook_costs.md"
VIEW = "application/vnd.jupyter.widget-view+json"  # numbers of widgets are random
PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")


def run(path):
    """Run a notebook; return it with its outputs, its ``Costs`` and its seconds on the clock."""
    import nbformat
    from nbclient import NotebookClient

    os.environ["CNN_COURSE_PROGRESS"] = "off"
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources)
    start = time.monotonic()
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        costs = notebook_costs.costs_of(client.km.provisioner.pid)
        seconds = time.monotonic() - start
    return notebook, costs, seconds


def outputs_of(cell):
    """Return a cell's outputs as they may be compared, parts of a stream put together.

    Pictures of measured numbers are left out, their words are not.
    """
    streams, rest = {}, []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        else:
            data = {kind: text for kind, text in output.get("data", {}).items() if kind != VIEW}
            if "measured" in cell.metadata.get("tags", []):
                data.pop("image/png", None)
                data = {kind: PICTURE.sub("", text) for kind, text in data.items()}
            rest.append((output.output_type, data))
    return streams, rest


def differences(first, second):
    """Return the names of the cells whose outputs differ and may not."""
    return [
        one.id
        for one, two in zip(first.cells, second.cells, strict=True)
        if one.cell_type == "code"
        and "nbval-ignore-output" not in one.metadata.get("tags", [])
        and outputs_of(one) != outputs_of(two)
    ]


def report(rows, date, load):
    """Return the page for ``{name: (Costs, seconds on the clock)}`` and the machine's load."""
    lines = [
        "# What the notebooks cost",
        "",
        "Each notebook ran from top to bottom, in a fresh kernel with one BLAS thread. Written by",
        f"`python tools/check_notebooks.py` on {date}, at a load of {load:.0f} on {os.cpu_count()}",
        "processors: seconds on the clock grow with all that runs beside, those of the processor",
        "hardly do.",
        "",
        f"Limits: {notebook_costs.MOST_SECONDS} s, for 11 and 13 "
        f"{notebook_costs.MOST_SECONDS_OF_TRAINING} s, and {notebook_costs.MOST_MEGABYTES:,} MB; "
        "`make test` watches over them.",
        "",
        "| notebook | s on the clock | s of the processor | MB at most |",
        "|---|--:|--:|--:|",
    ]
    for name, (costs, seconds) in rows.items():
        lines.append(f"| {name} | {seconds:.0f} | {costs.seconds:.0f} | {costs.megabytes:,.0f} |")
    return "\n".join(lines) + "\n"


def main(arguments=None):
    """Run what is asked for; return 1 if something was wrong, else 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="for example 04_filters; none means all")
    parser.add_argument("--twice", action="store_true", help="run each twice and compare")
    options = parser.parse_args(arguments)
    names = options.names or sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
    rows, wrong = {}, []
    for name in names:
        path = NOTEBOOKS / f"{Path(name).stem}.ipynb"
        notebook, costs, seconds = run(path)
        if costs is None:
            sys.exit("this system does not tell what a process takes: it has no /proc")
        rows[path.stem] = costs, seconds
        words = (
            f"{seconds:6.1f} s, {costs.seconds:6.1f} s of the processor, {costs.megabytes:5,.0f} MB"
        )
        if options.twice:
            found = differences(notebook, run(path)[0])
            words += f"; other outputs in {', '.join(found)}" if found else "; twice the same"
            wrong += [f"{path.stem}: {', '.join(found)} differ from run to run"] if found else []
        print(f"{path.stem:42}{words}", flush=True)
        wrong += filter(None, [notebook_costs.excess(path.stem, costs)])
    if not options.names:
        date = time.strftime("%d %B %Y").lstrip("0")
        REPORT.write_text(report(rows, date, os.getloadavg()[0]), encoding="utf-8")
    print(*wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
