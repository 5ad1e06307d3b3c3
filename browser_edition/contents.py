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


def with_pictures_inside(cell):
    """Return a cell whose attached pictures stand in its text.

    JupyterLab shows attachments, too, but first lets the browser look for each in vain.

    Examples
    --------
    >>> picture = {"a.png": {"image/png": "iVBO"}}
    >>> cell = {"cell_type": "markdown", "source": ["![A](attachment:a.png)"]}
    >>> with_pictures_inside({**cell, "attachments": picture})["source"]
    '![A](data:image/png;base64,iVBO)'
    """
    attachments = cell.get("attachments")
    if not attachments:
        return cell
    source = "".join(cell["source"])
    for name, kinds in attachments.items():
        (kind, data), *_ = kinds.items()
        source = source.replace(f"(attachment:{name})", f"(data:{kind};base64,{data})")
    rest = {key: value for key, value in cell.items() if key != "attachments"}
    return {**rest, "source": source}


def prepare(notebook):
    """Return a notebook for the site.

    A widget of a stored output could not be shown without its Python, and a stored result would
    hide that nothing has run yet. The version travels in the metadata, also in a learner's copy.
    """
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell = {**cell, "outputs": [], "execution_count": None}
        cells.append(with_pictures_inside(cell))
    metadata = {
        "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
        "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        "course": {"version": version_of({"cells": cells})},
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
