"""The cells of a notebook as plain Python: which must run, and without IPython's own syntax."""

from __future__ import annotations

import ast
import re
import symtable

from cnn_coursework.inside.notebook import cell_digest

__all__ = ["compile_cell", "needed", "plain_code"]

_MAGIC = re.compile(r"^(\s*)(?:[%!]|\?{1,2}\w).*$|^(\s*)[\w.]+\?{1,2}\s*$")
_ASSIGNED_MAGIC = re.compile(r"^(\s*[\w.,\s]+=)\s*[%!].*$")
_TIMED = re.compile(r"^%%(time|timeit|capture|prun)\b.*$")


def plain_code(source):
    r"""Return a cell's code without IPython's magics, shell lines and questions.

    Code that is Python as it stands is left alone, whatever its strings look like.

    Examples
    --------
    >>> plain_code("%matplotlib inline\nx = 1")
    'pass\nx = 1'
    >>> plain_code("%%bash\nrm -r /")
    'pass'
    """
    try:
        ast.parse(source)
        return source
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    lines = source.splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].startswith("%%"):
        if not _TIMED.match(lines[first]):
            return "pass"
        lines[first] = "pass"
    return "\n".join(_plain_line(line) for line in lines)


def _plain_line(line):
    if _ASSIGNED_MAGIC.match(line):
        return _ASSIGNED_MAGIC.sub(r"\1 None", line)
    found = _MAGIC.match(line)
    return f"{found[1] or found[2] or ''}pass" if found else line


def compile_cell(source, name):
    """Return a cell's code object; awaiting at the top is allowed, as in a notebook."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    return compile(plain_code(source), name, "exec", flags=flags, dont_inherit=True)


def needed(cells, lesson, exercises):
    """Return the numbers of the cells that have to run.

    A cell of the lesson, unchanged since the release, runs only if a later one needs a name from
    it; the rest always does, but for checks of the exercises, which are done from outside.

    Parameters
    ----------
    cells : list of Cell
        All of them.
    lesson : container of str
        Digests of the released cells.
    exercises : container of str
        Ids of the exercises, whose names are needed at the end.
    """
    wanted, numbers = set(exercises), []
    for number in reversed(range(len(cells))):
        source = cells[number].source
        if _is_check(source, exercises):
            continue
        made, used = names_of(source)
        if cell_digest(source) in lesson and not made & wanted:
            continue
        numbers.append(number)
        wanted |= used
    return numbers[::-1]


def _is_check(source, exercises):
    found = re.fullmatch(r'\s*exercises\.(?:check|hints)\("(\w+)"(?:, \1)?\)\s*', source)
    return bool(found) and found[1] in exercises


def checks(cell, id, lesson):
    """Return whether a cell is the check of an exercise, as it was handed out."""
    found = cell.grade and f'check("{id}", {id})' in cell.source
    return found and (not lesson or cell_digest(cell.source) in lesson)


def names_of(source):
    r"""Return the names that a cell makes or changes, and those that it uses from outside.

    A function's own variables are neither.

    Examples
    --------
    >>> sorted(map(sorted, names_of("b[0] = a + 1")))
    [['a', 'b'], ['b']]
    >>> made, used = names_of("def f(x):\n    y = x\n    return y + z")
    >>> made, used
    ({'f'}, {'z'})
    """
    try:
        code = plain_code(source)
        tree, table = ast.parse(code), symtable.symtable(code, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(), set()
    made = {symbol.get_name() for symbol in table.get_symbols() if _is_made(symbol)}
    for node in ast.walk(tree):
        # Writing to a part of something changes it, also from within a function.
        changed = isinstance(node, (ast.Attribute, ast.Subscript))
        if changed and not isinstance(node.ctx, ast.Load):
            while isinstance(node, (ast.Attribute, ast.Subscript)):
                node = node.value
            if isinstance(node, ast.Name):
                made.add(node.id)
        elif isinstance(node, ast.Global):
            made.update(node.names)
    return made, _used(table)


def _is_made(symbol):
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _used(table):
    """Return the names that a piece of code and the functions in it take from the notebook."""
    top = table.get_type() == "module"
    names = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (top or symbol.is_global())
    }
    return names.union(*map(_used, table.get_children()))


def first_line(source):
    """Return the first line that is no comment, shortened: to name a cell to its author."""
    lines = (line.strip() for line in source.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")[:80]
