"""The glossary: from docs/glossary.toml to notebooks/glossary.ipynb, and links in the notebooks.

    python tools/glossary.py       (write both)

A link stands at a term's first use: in the cell that introduces it, and once in every other
notebook that uses the word, unless the entry says otherwise. Running it again changes nothing.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "docs" / "glossary.toml"
FILE = "glossary.ipynb"
# Where no link may stand: code, formulas, links, pictures, HTML, folded answers, headings, tables.
INLINE_CODE = r"`[^`]*`|"
PROTECTED = (
    r"```.*?```|"
    + INLINE_CODE
    + r"\$\$.*?\$\$|\$[^$\n]*\$|!?\[[^\]]*\]\([^)]*\)|<details>.*?</details>"
    r"|<[^>]*>|^\#.*?$|^\|.*?$"
)
OPENING = (
    "# Look a word up\n\n"
    "**The words of the course, each in a few plain sentences.**\n\n"
    "Under each word stands the notebook that introduces it, and what PyTorch calls it. "
    "In the notebooks a word is linked to this page where it first occurs."
)


@dataclass(frozen=True)
class Entry:
    """One term; the fields are those that docs/glossary.toml explains."""

    term: str
    says: str
    first: str
    formula: str = ""
    pytorch: str = ""
    also: tuple = ()
    code: bool = False
    once: bool = False
    not_in: tuple = ()
    picture: dict = field(default_factory=dict)
    proofs: tuple = ()

    @property
    def place(self):
        """Where the entry stands: the link's target.

        By the cell's id, for JupyterLab finds a heading only if its cell has been drawn already.
        """
        return f"{FILE}#cell-id={self.id}"

    @property
    def id(self):
        """The id of its own cell in the glossary."""
        return re.sub(r"[^\w-]", "-", self.term)

    @property
    def notebook(self):
        """The file that introduces it."""
        return self.first.partition("#")[0] + ".ipynb"

    @property
    def cell(self):
        """The id of the cell that introduces it."""
        return self.first.partition("#")[2]

    @property
    def pattern(self):
        """A regular expression that finds the word in prose, also with a capital or an s."""
        if self.code:
            return re.compile(f"`{re.escape(self.term)}`")
        words = "|".join((re.escape(self.term).replace(r"\ ", r"\s"), *self.also))
        return re.compile(rf"(?<![\w`/.-])(?:{words})s?(?![\w`-])", re.IGNORECASE)


def entries(path=SOURCE):
    """Return all entries in alphabetical order."""
    found = [Entry(**entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["terms"]]
    return sorted(found, key=lambda entry: entry.term.lower())


# The page


def title_of(path):
    """Return a notebook's number and title."""
    first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    number = re.match(r"\d\d", path.name)
    title = first.splitlines()[0].removeprefix("# ")
    return f"{number[0]} {title}" if number else title


def entry_text(entry, title):
    """Return an entry as Markdown."""
    lines = [f"### {entry.term}", entry.says]
    if entry.formula:
        lines.append(f"$${entry.formula}$$")
    if entry.picture:
        lines.append(f"![{entry.picture['alt']}](attachment:{entry.picture['name']}.png)")
    met = f"*Introduced in* [{title}]({entry.notebook}#cell-id={entry.cell})"
    named = f" *· in PyTorch:* {as_code(entry.pytorch)}" if entry.pytorch else ""
    return "\n\n".join([*lines, met + named])


def as_code(text):
    """Return a name in PyTorch with what is code set as code.

    Examples
    --------
    >>> as_code("nn.Linear (also called dense)"), as_code("torch.optim.SGD(..., lr=)")
    ('`nn.Linear` (also called dense)', '`torch.optim.SGD(..., lr=)`')
    """
    name = r"(?:nn|F|torch|torchvision|tensor|model|loss)\b(?:\.\w+)*(?:\([^)]*\))?"
    return re.sub(
        rf"(?<![\w`.=])({name}|\w+_(?:channels|features)|\w+=|dim|target)(?=$|[\s,)])",
        r"`\1`",
        text,
    )


def letter(entry):
    """Return the capital under which the entry stands."""
    return entry.term[0].upper()


def index_text(found):
    """Return a list of all words, a line for each letter."""
    lines = {}
    for entry in found:
        link = f"[{entry.term}](#{entry.place.partition('#')[2]})"
        lines.setdefault(letter(entry), []).append(link)
    return "\n".join(f"- **{first}** {' · '.join(links)}" for first, links in lines.items())


def page(notebooks=REPOSITORY / "notebooks"):
    """Return the glossary as a notebook of Markdown cells; pictures are attachments."""
    found = entries()
    titles = {path.name: title_of(path) for path in notebooks.glob("*.ipynb") if path.name != FILE}
    cells = [_cell("title", OPENING), _cell("words", index_text(found))]
    before = ""
    for entry in found:
        text = entry_text(entry, titles[entry.notebook])
        if letter(entry) != before:
            before = letter(entry)
            text = f"## {before}\n\n{text}"
        cells.append(_cell(entry.id, text, entry.picture))
    python = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": python}, "nbformat": 4, "nbformat_minor": 5}


def _cell(id, text, picture=None):
    cell = {"cell_type": "markdown", "id": id, "metadata": {}, "source": text.splitlines(True)}
    if picture:
        data = base64.b64encode(picture_png(picture["name"])).decode("ascii")
        cell["attachments"] = {f"{picture['name']}.png": {"image/png": data}}
    return cell


def picture(name):
    """Return the figure of an entry, drawn from arrays that the package computes."""
    import numpy as np

    from cnn_helpers import kernels
    from cnn_helpers.convolution import conv2d
    from cnn_helpers.data import mark_template
    from cnn_helpers.figures import glossary_pictures as draw
    from cnn_helpers.neurons import relu
    from cnn_helpers.pooling import max_pool2d
    from cnn_helpers.softmax import softmax

    mark, falling = mark_template("X"), kernels.DIAGONAL
    answers = conv2d(mark[None, None], falling[None, None])[0, 0]
    small = np.array([[1.0, 0, 0, 2], [0, 3, 1, 0], [0, 0, 0, 0], [2, 0, 0, 1]])
    logits = np.array([1.0, 3.0])
    counts = np.zeros((3, 3), int)
    np.add.at(counts, ([2, 0, 2, 1, 2, 0], [2, 0, 0, 1, 0, 0]), 1)
    line = np.linspace(-2, 2, 81)
    table = np.arange(6).reshape(2, 3)
    return {
        "window": lambda: draw.window(mark, 1, 2, 3),
        "kernel": lambda: draw.kernel(falling),
        "convolution": lambda: draw.convolution(mark, falling, answers),
        "bias_and_relu": lambda: draw.bias_and_relu(answers, relu(answers - 2)),
        "padding": lambda: draw.padding(np.pad(np.maximum(np.eye(3), np.eye(3)[::-1]), 1)),
        "stride": lambda: draw.stride(np.array([0, 1, 0, 0, 1, 1, 0]), [0, 2, 4], 3),
        "max_pooling": lambda: draw.max_pooling(
            small, max_pool2d(small[None, None], 2)[0, 0], [(1, 1), (0, 3), (3, 0), (3, 3)]
        ),
        "flattening": lambda: draw.flattening(table, table.ravel()),
        "relu_curve": lambda: draw.relu_curve(line, relu(line)),
        "softmax_bars": lambda: draw.softmax_bars(logits, softmax(logits[None])[0]),
        "confusion": lambda: draw.confusion(counts, (2, 0)),
    }[name]()


def picture_png(name):
    """Return the picture of an entry as the bytes of a PNG."""
    from cnn_helpers.figures.style import png

    return png(picture(name), 48)


# The links


def linked(source, entry):
    """Return Markdown with a link at the first free occurrence of the word, or None without one."""
    protected = PROTECTED.replace(INLINE_CODE, "") if entry.code else PROTECTED
    start = 0
    for block in [*re.finditer(protected, source, re.S | re.M), None]:
        end = block.start() if block else len(source)
        found = entry.pattern.search(source[:end], start)
        if found:
            link = f"[{found[0]}]({entry.place})"
            return source[: found.start()] + link + source[found.end() :]
        start = block.end() if block else end
    return None


def is_prose(cell, index):
    """Say whether a link may stand in a cell: in text, after the title's cell, before the recap."""
    return cell["cell_type"] == "markdown" and index > 0 and "nbgrader" not in cell["metadata"]


def link_notebook(notebook, file, found):
    """Put the links that are missing into a notebook and return how many came."""
    count = 0
    for entry in sorted(
        found, key=lambda entry: -len(entry.term)
    ):  # "Sobel filter" before "filter"
        texts = [cell for index, cell in enumerate(notebook["cells"]) if is_prose(cell, index)]
        if any(f"]({entry.place})" in "".join(cell["source"]) for cell in texts):
            continue
        if file == entry.notebook:
            texts = [cell for cell in texts if cell["id"] == entry.cell]
        elif entry.once or file.removesuffix(".ipynb") in entry.not_in:
            continue
        for cell in texts:
            text = linked("".join(cell["source"]), entry)
            if text:
                cell["source"] = text.splitlines(True)
                count += 1
                break
    return count


def write(path, notebook):
    """Write a notebook as nbformat does."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def main():
    """Link the notebooks and write the glossary."""
    sys.path.insert(0, str(REPOSITORY))
    found = entries()
    for path in sorted((REPOSITORY / "notebooks").glob("*.ipynb")):
        if path.name == FILE:
            continue
        notebook = json.loads(path.read_text(encoding="utf-8"))
        count = link_notebook(notebook, path.name, found)
        if count:
            write(path, notebook)
        print(f"{path.name}: {count} new links")
    write(REPOSITORY / "notebooks" / FILE, page())
    print(f"{FILE}: {len(found)} terms")


if __name__ == "__main__":
    main()
