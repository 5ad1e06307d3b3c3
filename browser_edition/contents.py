"""The notebooks as the site has them: without outputs, and each knowing its version."""

from __future__ import annotations

import hashlib
import json


def version_of(notebook):
    """Return a short hash of what a person writes in a notebook; running it doesn't change it.

    Examples
    --------
    >>> cell = {"cell_type": "code", "source": ["1 + 1"], "outputs": [1]}
    >>> version_of({"cells": [cell]}) == version_of({"cells": [{**cell, "outputs": []}]})
    True
    """
    words = [[cell["cell_type"], "".join(cell["source"])] for cell in notebook["cells"]]
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def prepare(notebook):
    """Return a notebook for the site.

    A widget of a stored output could not be shown without its Python, and a stored result would
    hide that nothing has run yet. The version travels in the metadata, also in a learner's copy.
    """
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell = {**cell, "outputs": [], "execution_count": None}
        cells.append(cell)
    metadata = {
        "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
        "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        "course": {"version": version_of(notebook)},
    }
    return {**notebook, "cells": cells, "metadata": metadata}


def write_all(source, target):
    """Write the course's notebooks for the site; return a dict from file name to version.

    Parameters
    ----------
    source, target : pathlib.Path
        Folder of the stored notebooks, and an empty one.
    """
    versions = {}
    target.mkdir(parents=True)
    for path in sorted(source.glob("*.ipynb")):
        notebook = prepare(json.loads(path.read_text(encoding="utf-8")))
        versions[path.name] = notebook["metadata"]["course"]["version"]
        text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        (target / path.name).write_text(text, encoding="utf-8")
    return versions
