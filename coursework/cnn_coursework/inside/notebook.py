"""Read a notebook that anybody may have written.

Runs inside the sandbox for grading, where neither size nor nesting can do harm; outside, pass a
small ``largest``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

__all__ = ["Cell", "NotebookError", "cell_digest", "read_notebook", "source_of"]

MOST_CELLS = 2000
LARGEST_CELL = 500_000


class NotebookError(Exception):
    """The file can't be read as a notebook; the text says why, in one sentence."""


@dataclass(frozen=True)
class Cell:
    """A code cell.

    Attributes
    ----------
    source : str
        Its code.
    grade_id : str
        What nbgrader calls it, or "".
    solution, grade, locked : bool
        As nbgrader's metadata say.
    """

    source: str
    grade_id: str = ""
    solution: bool = False
    grade: bool = False
    locked: bool = False


def source_of(cell):
    """Return the source of a cell's JSON as one string; notebooks may store it as a list."""
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def cell_digest(source):
    """Return what tells one cell's code from another's; space at the ends of lines is ignored."""
    lines = "\n".join(line.rstrip() for line in source.strip().splitlines())
    return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()[:16]


def read_notebook(content, *, largest=50_000_000):
    """Return the code cells of a notebook, and whether its kernel is Python's.

    Parameters
    ----------
    content : bytes
        Of the file.
    largest : int
        How many bytes are taken in at most.

    Raises
    ------
    NotebookError
        If it is no notebook.

    Examples
    --------
    >>> cells, _ = read_notebook(b'{"cells": [{"cell_type": "code", "source": ["x = 1"]}]}')
    >>> cells[0].source
    'x = 1'
    >>> read_notebook(b"PK")
    Traceback (most recent call last):
    ...
    cnn_coursework.inside.notebook.NotebookError: The file is not a notebook: it holds no JSON.
    """
    if len(content) > largest:
        raise NotebookError(
            f"The file has {len(content) / 1e6:.0f} MB; notebooks of up to {largest / 1e6:.0f} MB "
            "are read."
        )
    if not content.strip():
        raise NotebookError("The file is empty.")
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise NotebookError("The file is not a notebook: its JSON is nested too deeply.") from None
    except (ValueError, UnicodeDecodeError):
        begun = content.lstrip()[:1] == b"{"
        why = "its end is missing, or it was damaged on the way" if begun else "it holds no JSON"
        raise NotebookError(f"The file is not a notebook: {why}.") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if isinstance(notebook, dict) and "worksheets" in notebook:
        raise NotebookError(
            "The notebook is in a format of before 2015: open it in JupyterLab, save it, and hand "
            "it in again."
        )
    if not isinstance(cells, list):
        raise NotebookError("The file is not a notebook: it has no list of cells.")
    code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    if len(code) > MOST_CELLS:
        raise NotebookError(f"The notebook has {len(code)} code cells; {MOST_CELLS} are read.")
    return [_cell(cell) for cell in code], _is_python(notebook)


def _cell(cell):
    source = source_of(cell)
    if len(source) > LARGEST_CELL:
        raise NotebookError(
            f"A cell of the notebook has {len(source):,} characters; {LARGEST_CELL:,} are read."
        )
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    about = about if isinstance(about, dict) else {}
    grade_id = about.get("grade_id")
    flags = {name: about.get(name) is True for name in ("solution", "grade", "locked")}
    return Cell(source, grade_id[:200] if isinstance(grade_id, str) else "", **flags)


def _is_python(notebook):
    metadata = notebook.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    for part, name in (("language_info", "name"), ("kernelspec", "language")):
        about = metadata.get(part)
        language = about.get(name) if isinstance(about, dict) else None
        if isinstance(language, str):
            return language.lower() in ("python", "ipython")
    return True
