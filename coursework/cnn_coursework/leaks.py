"""Look for answers in a notebook that is about to go to students.

An answer's line is looked for everywhere in the file: in cells of every kind, in outputs, in
metadata, in names of attachments. White space and comments don't hide it.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import re
import textwrap
import tokenize

from cnn_helpers import exercises

__all__ = ["answer_lines", "find_leaks", "reference_body", "reference_lines", "solution_lines"]

SOLUTION_MARKS = (
    "BEGIN SOLUTION",
    "END SOLUTION",
    "BEGIN HIDDEN TESTS",
    "END HIDDEN TESTS",
    "BEGIN MARK SCHEME",
    "END MARK SCHEME",
)
# Lines that say nothing about an answer.
PLAIN = {"else:", "try:", "finally:", "pass", "break", "continue", "return", "returnNone", "..."}
# From this length on a line is also found in the middle of another.
TELLING_LENGTH = 18


def without_comment(line):
    """Return a line of Python without its comment, or as it is if it doesn't tokenize.

    Examples
    --------
    >>> without_comment("total = 0  # of all")
    'total = 0  '
    """
    try:
        for token in tokenize.generate_tokens(io.StringIO(line).readline):
            if token.type == tokenize.COMMENT:
                return line[: token.start[1]]
    except (tokenize.TokenError, SyntaxError):
        pass
    return line


def squeezed(line):
    """Return a line without comment and white space, so that layout hides nothing."""
    return re.sub(r"\s+", "", without_comment(line.strip()))


def reference_body(id):
    """Return the body of an exercise's reference, without its docstring, dedented.

    Examples
    --------
    >>> print(reference_body("mse_gradient").splitlines()[0])
    errors = weight * inputs + bias - targets
    """
    source = textwrap.dedent(inspect.getsource(exercises.get(id).reference))
    function = ast.parse(source).body[0]
    first = function.body[1] if ast.get_docstring(function) else function.body[0]
    lines = source.splitlines()[first.lineno - 1 : function.end_lineno]
    return textwrap.dedent("\n".join(lines))


def answer_lines(source, *, but=()):
    """Return the squeezed lines of a piece of Python that would give an answer away.

    Parameters
    ----------
    source : str
        The answer.
    but : iterable of str
        Sources that students may see, such as the stub; their lines give nothing away.
    """
    allowed = PLAIN | {squeezed(line) for text in but for line in text.splitlines()}
    lines = {squeezed(line) for line in source.splitlines()}
    with contextlib.suppress(SyntaxError):  # a body with return, or no Python at all
        lines |= {squeezed(line) for line in ast.unparse(ast.parse(source)).splitlines()}
    return {line for line in lines if len(line) > 3} - allowed


def reference_lines():
    """Return ``{line: id}`` for every line of every reference in the catalogue."""
    found = {}
    for id in exercises.ids():
        for line in answer_lines(reference_body(id), but=[exercises.get(id).stub]):
            found.setdefault(line, id)
    return found


def solution_lines(notebook):
    """Return ``{line: cell}`` for what stands between solution marks, or in hidden tests."""
    found = {}
    for cell in notebook.cells:
        inside = False
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "a cell")
        for line in cell.source.splitlines():
            if any(mark in line for mark in SOLUTION_MARKS):
                inside = "BEGIN" in line
            elif inside:
                found |= dict.fromkeys(answer_lines(line), name)
    return found


def _texts(value):
    """Yield every string in a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            # Outputs and sources may be lists of lines, or lists of pieces of one line.
            yield from _texts(inner)
    elif isinstance(value, list):
        if value and all(isinstance(inner, str) for inner in value):
            yield "".join(value)
        for inner in value:
            yield from _texts(inner)


def find_leaks(notebook, secrets):
    """Return a sentence for each line of an answer that the notebook still holds.

    Parameters
    ----------
    notebook : dict
        A notebook as JSON.
    secrets : dict of str to str
        Squeezed lines, and whose they are; see ``reference_lines``.

    Returns
    -------
    list of str
        In the order of the notebook's cells.

    Examples
    --------
    >>> cell = {"id": "c1", "source": "errors = weight*inputs + bias - targets  # ha"}
    >>> find_leaks({"cells": [cell]}, reference_lines())
    ["cell c1 holds a line of the answer to mse_gradient: 'errors=weight*inputs+bias-targets'"]
    """
    short = {line for line in secrets if len(line) < TELLING_LENGTH}
    long = sorted(set(secrets) - short)
    places = [
        (f"cell {cell.get('id', number)}", cell) for number, cell in enumerate(notebook["cells"])
    ]
    places.append(("the notebook's metadata", notebook.get("metadata", {})))
    found = []
    for place, content in places:
        texts = list(_texts(content))
        lines = {squeezed(line) for text in texts for line in text.splitlines()}
        whole = "\n".join(re.sub(r"\s+", "", text) for text in texts)
        hits = sorted(lines & short) + [line for line in long if line in whole]
        found += [
            f"{place} holds a line of the answer to {secrets[line]}: {line!r}" for line in hits
        ]
        found += [
            f"{place} holds the mark {mark!r}"
            for mark in SOLUTION_MARKS
            if any(mark in text for text in texts)
        ]
    return found
