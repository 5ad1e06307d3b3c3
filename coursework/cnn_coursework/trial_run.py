"""Run a release once, as a student would who has written nothing, and see where it fails."""

from __future__ import annotations

import copy
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["TrialRun", "trial_run"]

# How the first line of a check's answer begins; see cnn_helpers.exercises.feedback.
PASSED, NOT_WRITTEN = "✓", "… To do"


@dataclass
class TrialRun:
    """What happened when a notebook was run.

    Attributes
    ----------
    checks : dict of str to str
        Exercise id to the first line that its check answered.
    errors : dict of str to str
        Cell id to the error that it raised.
    """

    checks: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)

    def problems(self, exercises):
        """Return a sentence for each way in which it does not fail in exactly the exercises.

        Parameters
        ----------
        exercises : iterable of str
            Ids whose checks must answer "not written yet"; everything else must run.
        """
        found = [f"cell {cell} raises {error}" for cell, error in self.errors.items()]
        for id in exercises:
            answer = self.checks.get(id)
            if answer is None:
                found.append(f"{id} is never checked")
            elif not answer.startswith(NOT_WRITTEN):
                found.append(f"{id} should be still to do, but its check answers {answer!r}")
        return found


def _text_of(cell):
    """Return what a cell answers as plain text, or an empty string."""
    texts = [
        output.get("data", {}).get("text/plain", "")
        for output in cell.get("outputs", [])
        if output["output_type"] in ("execute_result", "display_data")
    ]
    return next((text for text in texts if text), "")


def trial_run(notebook, *, timeout=300):
    """Run a copy of a notebook in a kernel of its own and return what its checks answered.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Stays as it is.
    timeout : float
        Most seconds for one cell.

    Returns
    -------
    TrialRun
    """
    from jupyter_client import AsyncKernelManager
    from nbclient import NotebookClient

    notebook = copy.deepcopy(notebook)
    with tempfile.TemporaryDirectory() as folder:
        manager = AsyncKernelManager(kernel_name="python3")
        if os.name == "posix":
            manager.transport, manager.ip = "ipc", str(Path(folder) / "kernel")
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=timeout,
            allow_errors=True,
            resources={"metadata": {"path": folder}},
        )
        client.execute(env={**os.environ, "CNN_COURSE_PROGRESS": "off"})
    run = TrialRun()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                run.errors[cell.id] = f"{output.ename}: {output.evalue}".splitlines()[0]
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade"):
            id = about["grade_id"].removesuffix("-check")
            run.checks[id] = (_text_of(cell).splitlines() or [""])[0]
    return run
