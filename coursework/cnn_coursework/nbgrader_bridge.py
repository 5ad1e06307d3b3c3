"""How we call nbgrader: its course folder, its gradebook, its programs, without its chatter."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

from cnn_coursework.errors import CourseworkError

__all__ = ["COURSE_ID", "generate_assignment", "open_gradebook"]

# nbgrader's name for the course, in the exchange and in the gradebook.
COURSE_ID = "cnn"


@contextmanager
def nbgrader_at_work():
    """Let nbgrader find its helper programs, and keep its log to ourselves.

    It starts ``alembic`` by name, which is not on PATH where ``.venv/bin/coursework`` is called
    without the environment being active.
    """
    before, path = logging.root.manager.disable, os.environ.get("PATH", os.defpath)
    logging.disable(logging.DEBUG)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        with warnings.catch_warnings():
            # Its own use of SQLAlchemy; nothing that an instructor could put right.
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
        os.environ["PATH"] = path


def generate_assignment(root, name, stub):
    """Make ``root/release/NAME`` of ``root/source/NAME`` as ``nbgrader generate_assignment`` does.

    Parameters
    ----------
    root : pathlib.Path
        nbgrader's course folder, with or without a ``gradebook.db``.
    name : str
        The assignment.
    stub : str
        What stands in place of a solution.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    CourseworkError
        With nbgrader's own words.
    """
    import nbformat
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = COURSE_ID
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    config.ClearSolutions.code_stub = {"python": stub}
    config.ClearSolutions.text_stub = "*Write your answer here.*"
    config.GenerateAssignment.permissions = 644
    with nbgrader_at_work():
        from nbgrader.apps import NbGraderAPI

        api = NbGraderAPI(config=config)
        api.log.handlers = [logging.NullHandler()]
        api.log.propagate = False
        result = api.generate_assignment(name, force=True, create=True)
    made = root / "release" / name / f"{name}.ipynb"
    if not result["success"] or not made.exists():
        raise CourseworkError(f"nbgrader could not make {name}: {_first_error(result)}")
    return nbformat.read(made, as_version=4)


def _first_error(result):
    """Return the line of nbgrader's log that tells why."""
    lines = f"{result.get('log', '')}\n{result.get('error', '')}".splitlines()
    errors = [line.strip() for line in lines if "Error" in line or "[ERROR]" in line]
    # Its first complaint only announces a traceback; the traceback's last line is the reason.
    telling = [line for line in errors if not line.startswith("[ERROR]")]
    return (telling or errors or ["it gave no reason"])[0]


@contextmanager
def open_gradebook(path, course_id=COURSE_ID):
    """Open nbgrader's gradebook, made if it isn't there.

    Parameters
    ----------
    path : path-like
        As a rule ``gradebook.db`` in the class folder.
    course_id : str
        nbgrader's name for the course.

    Yields
    ------
    nbgrader.api.Gradebook
    """
    with nbgrader_at_work():
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{Path(path).resolve()}", course_id) as gradebook:
            yield gradebook
