"""The same jobs on a Dask cluster. What comes back is JSON; what goes there is the file itself."""

from __future__ import annotations

import json
import os
import tempfile
import threading

from cnn_coursework.assignment import Assignment
from cnn_coursework.errors import CourseworkError
from cnn_coursework.marking import mark_submission
from cnn_coursework.submission_files import open_submission

__all__ = ["dask_marks"]

NOT_INSTALLED = (
    "--scheduler needs Dask's library distributed, here and on each machine of the cluster: "
    ".venv/bin/python tools/course.py environment coursework dask"
)
CONNECT_SECONDS = 15
AT_ONCE = 4  # jobs on their way for each thread of the cluster: enough to keep it busy
_ALONE = threading.Lock()


def dask_marks(waiting, task, scheduler):
    """Yield (number, mark) for each submission; None for one that killed its workers.

    Parameters
    ----------
    waiting : list of (int, str, path-like)
        Number, student and notebook of each.
    task : Task
        What is the same for all.
    scheduler : str
        Address of the scheduler.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise CourseworkError(NOT_INSTALLED) from None

    jobs, numbers = iter(waiting), {}
    with _connected(Client, scheduler) as client:

        def submit():
            for number, student, path in jobs:
                content, name = _content(path, task), os.path.basename(os.fspath(path))
                about = (student, name, content, task.assignment.to_json(), task.seed, task.unsafe)
                future = client.submit(mark_content, *about, pure=False)
                numbers[future.key] = number
                return [future]
            return []

        threads = max(1, sum(client.nthreads().values()))
        running = as_completed([one for _ in range(AT_ONCE * threads) for one in submit()])
        for future in running:
            try:
                mark = json.loads(future.result())
            except KilledWorker:
                mark = None
            except ModuleNotFoundError as error:
                raise CourseworkError(f"a worker of the cluster has no {error.name}") from None
            for one in submit():
                running.add(one)
            yield numbers.pop(future.key), mark


def _connected(client, scheduler):
    try:
        return client(scheduler, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        why = str(error) or type(error).__name__
        raise CourseworkError(f"no Dask scheduler answers at {scheduler}: {why}") from None


def _content(path, task):
    """Return the file's bytes, cut off above what is taken in; None for what is no file."""
    try:
        with open(open_submission(path), "rb") as file:
            return file.read(task.assignment.limits.notebook_mb * 1_000_000 + 1)
    except OSError:
        return None


def mark_content(student, name, content, assignment, seed, unsafe):
    """Return the mark of a file's content as JSON text; runs on a worker of the cluster."""
    with _ALONE, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "submission.ipynb")
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)
        mark = mark_submission(
            path,
            Assignment.from_json(assignment),
            seed=seed,
            student=student,
            unsafe_no_sandbox=unsafe,
        )
    return json.dumps(mark | {"file": name})
