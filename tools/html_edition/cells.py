"""A notebook's cells to HTML: prose, code, and what the code showed."""

from __future__ import annotations

import ast
import json
import re
from html import escape, unescape

from html_edition.markdown import code_html, markdown_html, with_html_addresses

__all__ = ["cells_html", "sections"]

STILL = '<div class="cnn-still">'
STYLE = re.compile(r"<style>.*?</style>\s*", re.S)
WIDGET_NOTE = (
    '<p class="widget-note">This is a widget. Here it stands still; in Jupyter you move it.</p>'
)


def sections(cells):
    """Return ``[(anchor, words), ...]`` of a notebook's sections, for its table of contents."""
    content = "\n".join(_prose(cell) for cell in prose(cells))
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', content, re.S)
    return [(unescape(anchor), re.sub(r"<[^>]+>", "", words)) for anchor, words in found]


def prose(cells):
    """Yield the cells of text."""
    return (cell for cell in cells if cell["cell_type"] == "markdown")


def _prose(cell):
    return markdown_html("".join(cell["source"]), cell.get("attachments"))


def cells_html(cells):
    """Return all cells, each in an element that carries the cell's id as JupyterLab's links do."""
    seen = set()  # style sheets that the page has already
    return "\n".join(_cell(cell, seen) for cell in cells)


def _cell(cell, seen):
    anchor = escape(f"cell-id={cell['id']}")
    if cell["cell_type"] == "markdown":
        return f'<div class="prose" id="{anchor}">\n{_prose(cell)}</div>'
    outputs = "\n".join(filter(None, (_output(output, seen) for output in cell["outputs"])))
    shown = f'<div class="outputs">\n{outputs}\n</div>' if outputs else ""
    return f'<div class="cell" id="{anchor}">\n{_code(cell)}\n{shown}</div>'


def _code(cell):
    """Return the code; what only sets up or shows a picture is folded: in it is nothing to read."""
    source = "".join(cell["source"])
    if "setup" in cell["metadata"].get("tags", []):
        return _folded("The setup cell", source)
    code, showing = _split_at_picture(source) if cell["outputs"] else (source, "")
    shown = code_html(code.rstrip()) if code.strip() else ""
    return shown + (_folded("The code of this picture", showing) if showing else "")


def _folded(words, source):
    return f'<details class="folded"><summary>{words}</summary>\n{code_html(source)}</details>'


def _split_at_picture(source):
    r"""Return the code before a last ``figures.show(...)``, and that.

    Lines just before it that only put words together, such as the picture's title, belong to it.

    Examples
    --------
    >>> _split_at_picture('a = 1\nwords = {"title": "A"}\nfigures.show(a, **words)')[0]
    'a = 1\n'
    >>> _split_at_picture("a = 1\nfigures.show(a)")
    ('a = 1\n', 'figures.show(a)')
    >>> _split_at_picture("figures.show(a)\nb = 1")
    ('figures.show(a)\nb = 1', '')
    """
    try:
        *before, first = ast.parse(source).body
    except SyntaxError:  # a magic
        return source, ""
    if not ast.unparse(first).startswith("figures.show("):
        return source, ""
    while before and _only_words(before[-1]):
        first = before.pop()
    lines = source.splitlines(keepends=True)
    return "".join(lines[: first.lineno - 1]), "".join(lines[first.lineno - 1 :])


def _only_words(statement):
    """Tell whether a statement gives a name to strings, in lists or dicts perhaps."""
    if not isinstance(statement, (ast.Assign, ast.AugAssign)):
        return False
    made_of = (ast.Dict, ast.List, ast.Tuple, ast.Constant, ast.Load)
    return all(isinstance(node, made_of) for node in ast.walk(statement.value)) and all(
        isinstance(node.value, str)
        for node in ast.walk(statement.value)
        if isinstance(node, ast.Constant)
    )


def _output(output, seen):
    if output["output_type"] == "stream":
        return f'<pre class="text">{escape("".join(output["text"]).rstrip())}</pre>'
    data = output.get("data", {})
    if "text/html" in data:
        return _own_html("".join(data["text/html"]), seen)
    if "application/vnd.jupyter.widget-view+json" in data:
        return ""  # its still picture stands in the output before
    if "text/plain" in data:
        return f'<pre class="text">{escape("".join(data["text/plain"]))}</pre>'
    raise ValueError(f"an output of the kinds {sorted(data)}: {json.dumps(output)[:200]}")


def _own_html(content, seen):
    """Return HTML that the course's own code made; a style sheet that comes again is left out."""
    widget = STILL in content and "cnn-still-quiz" not in content
    for sheet in STYLE.findall(content):
        if sheet in seen:
            content = content.replace(sheet, "")
        seen.add(sheet)
    content = content.replace("<img ", '<img decoding="async" ')
    if widget:
        content = content.replace(STILL, f"{STILL}\n{WIDGET_NOTE}")
        # The caption repeats the sentence that the picture's alternative text holds already.
        content = re.sub(
            r"(<figcaption[^>]*>)(.*?)( Run this cell to [^<]*)(</figcaption>)",
            lambda found: found[1] + escape(unescape(found[2])) + found[4],
            content,
            flags=re.S,
        )
    return with_html_addresses(content)
