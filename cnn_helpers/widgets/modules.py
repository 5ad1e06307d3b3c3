"""Joins a widget's JavaScript modules into the one text that anywidget asks for.

Each file in ``static/`` is a plain ES module that a browser, or a test, can import on its own. A
widget hands its page a single text, so the modules are put one after another, those imported first,
and their ``import`` and ``export`` words are taken off. They then share one scope: every top-level
name must be unique, and only these forms are allowed::

    import { correlate, outputSize } from "./correlate.js";
    export function correlate(...)      export const NAME = ...      export class Name
    export default ...                  (in the widget's own file only)
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["STATIC", "join_modules", "module_order"]

STATIC = Path(__file__).parent / "static"

_IMPORT = re.compile(r'^import\s*\{[^}]*\}\s*from\s*"\./([\w-]+\.js)";\n', re.MULTILINE)
_ANY_IMPORT = re.compile(r"^\s*import\b.*", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|const|class|async)\b)", re.MULTILINE)
_NAME = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)


def module_order(entry):
    """Return the file names that ``entry`` needs, each after what it imports, ``entry`` last.

    Examples
    --------
    >>> module_order("kernel_explorer.js")[-1]
    'kernel_explorer.js'
    """
    order = []

    def visit(name, above):
        if name in above:
            raise ValueError(f"{name} imports itself: {' -> '.join([*above, name])}")
        if name not in order:
            for needed in _IMPORT.findall((STATIC / name).read_text(encoding="utf-8")):
                visit(needed, [*above, name])
            order.append(name)

    visit(entry, [])
    return order


def join_modules(entry):
    """Return one ES module that holds ``entry`` and all that it imports.

    Parameters
    ----------
    entry : str
        File name in ``static/``, for example ``"kernel_explorer.js"``.

    Returns
    -------
    str
        JavaScript with a single ``export default``.

    Raises
    ------
    ValueError
        If two modules use the same top-level name, or a form that can't be joined.

    Examples
    --------
    >>> text = join_modules("kernel_explorer.js")
    >>> text.count("export default"), text.count("import {")
    (1, 0)
    """
    owner = {}
    parts = []
    for name in module_order(entry):
        text = _EXPORT.sub("", _IMPORT.sub("", (STATIC / name).read_text(encoding="utf-8")))
        left_over = _ANY_IMPORT.search(text)
        if left_over:
            raise ValueError(f"{name}: this import can't be joined: {left_over[0].strip()}")
        if "\nexport " in text and name != entry:
            raise ValueError(f"{name}: only {entry} may have a default export")
        for found in _NAME.findall(text):
            if owner.setdefault(found, name) != name:
                raise ValueError(f"{name} and {owner[found]} both define {found}")
        parts.append(f"// --- {name} ---\n{text}")
    return "\n".join(parts)
