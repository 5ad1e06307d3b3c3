"""The index of figures, docs/figures.md, and the notebooks' lines in the gallery of widgets.

    python tools/figure_index.py       (write both, and the small pictures)

Everything is read: which functions there are from ``cnn_helpers/figures``, what each draws from its
docstring, where it is used from the notebooks' cells, its picture and the picture's words from
their stored outputs.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
FIGURES = REPOSITORY / "cnn_helpers" / "figures"
WIDGETS = REPOSITORY / "cnn_helpers" / "widgets"
NOTEBOOKS = REPOSITORY / "notebooks"
DOCS = REPOSITORY / "docs"
PAGE, GALLERY = DOCS / "figures.md", DOCS / "widgets.md"
PICTURES = DOCS / "images" / "figures"
WIDTH, COLORS = 380, 20
# Pages of their own, and a module that draws nothing.
ELSEWHERE = {"cheat_sheet", "glossary_pictures", "style"}
OPENING = """# The figures

Every drawing of the course is a function of `cnn_helpers.figures`: arrays go in, a matplotlib
figure comes out. Here they are by module, each with the notebooks that show it. This page is made
by `tools/figure_index.py`. The widgets have [a page of their own](widgets.md), and so have the
[glossary](../notebooks/glossary.ipynb), with its small pictures, and the
[cheat sheet](cheat_sheet.pdf).

```python
from cnn_helpers.figures import filters

help(filters.two_strokes)
```
"""


@dataclass
class Drawing:
    """One function that draws, and where its drawings stand."""

    module: str
    name: str
    summary: str
    places: dict = field(default_factory=dict)  # notebook's file -> id of the first cell
    picture: tuple = ()  # alternative text, the PNG in base64
    widgets: tuple = ()

    @property
    def file(self):
        """The small picture's file name."""
        return f"{self.module}.{self.name}.png"


def returns_a_figure(function):
    """Say whether a function's syntax tree gives back a figure."""
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None:
            text = ast.unparse(node.value)
            if text == "figure" or text.endswith(".figure"):
                return True
    return False


def first_sentence(function):
    """Return the first line of a function's docstring."""
    return " ".join((ast.get_docstring(function) or "").split("\n\n")[0].split())


def drawings():
    """Return all public functions that draw, by module and name."""
    found = {}
    for path in sorted(FIGURES.glob("[a-z]*.py")):
        if path.stem in ELSEWHERE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        public = {
            name
            for node in tree.body
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
            for name in ast.literal_eval(node.value)
        }
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name not in public:
                continue
            if returns_a_figure(node) or _hands_on(node, tree):
                found[path.stem, node.name] = Drawing(path.stem, node.name, first_sentence(node))
    return found


def _hands_on(function, tree):
    """Say whether a function returns what a drawing function of its module returns."""
    drawing = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and returns_a_figure(node)
    }
    return any(
        isinstance(node, ast.Return)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") in drawing
        for node in ast.walk(function)
    )


# Where they are used


def calls(source, known):
    """Return the drawing functions that a cell calls, as (module, name), in order."""
    from cnn_helpers.figures import _HOME

    found = []
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = _HOME.get(node.attr, "") if node.value.id == "figures" else node.value.id
            if (module, node.attr) in known and (module, node.attr) not in found:
                found.append((module, node.attr))
    return found


def picture_of(cell):
    """Return (alt, base64) of the only figure that a cell shows, or None."""
    html = "".join(
        "".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", [])
    )
    found = re.findall(r'<img\b[^>]*?alt="([^"]*)"[^>]*?base64,([^"]+)"', html, re.S)
    return found[0] if len(found) == 1 and 'class="cnn-still"' not in html else None


def notebooks():
    """Yield (file, code cells) of every notebook."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path.name, [cell for cell in cells if cell["cell_type"] == "code"]


def index():
    """Return all drawings with their places, pictures and widgets."""
    found = drawings()
    for file, cells in notebooks():
        for number, cell in enumerate(cells):
            used = calls("".join(cell["source"]), found)
            for key in used:
                found[key].places.setdefault(file, cell["id"])
                # A drawing that is made in one cell may be shown by the next one or two.
                shown = [picture_of(cell)] if cell["outputs"] and picture_of(cell) else []
                for later in cells[number + 1 : number + 3]:
                    if not shown and not calls("".join(later["source"]), found):
                        shown += [picture_of(later)] if picture_of(later) else []
                if shown and not found[key].picture and used[0] == key:
                    found[key].picture = shown[0]
    for name, source in widget_sources().items():
        for key, drawing in found.items():
            named = re.search(rf"\b{key[0]}\b|\bfigures\.{key[1]}\(", source)
            if named and re.search(rf"\b{key[1]}\(", source):
                drawing.widgets += (name,)
    return found


def widget_sources():
    """Return ``{widget: source}``; a widget's figure may be drawn in a module beside it."""
    from cnn_helpers import widgets

    found = {}
    for name in widgets.__all__:
        if not name[0].isupper():
            continue
        stem = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        source = (WIDGETS / f"{stem}.py").read_text(encoding="utf-8")
        for module in set(re.findall(r"from cnn_helpers\.widgets\.(\w+) import", source)):
            source += (WIDGETS / f"{module}.py").read_text(encoding="utf-8")
        found[name] = source
    return found


def links(places):
    """Return links to notebooks: the number, or the name of what has none."""
    words = []
    for file, cell in places.items():
        number = re.match(r"\d\d", file)
        name = number[0] if number else file.removesuffix(".ipynb").replace("_", " ")
        words.append(f"[{name}](../notebooks/{file}#cell-id={cell})")
    return ", ".join(words)


def figures_page(found):
    """Return docs/figures.md."""
    lines, module = [OPENING], ""
    for drawing in sorted(found.values(), key=lambda drawing: (drawing.module, drawing.name)):
        if drawing.module != module:
            module = drawing.module
            lines.append(f"## {module}\n")
        lines.append(f"### `{module}.{drawing.name}`\n")
        lines.append(f"{drawing.summary}\n")
        where = []
        if drawing.places:
            where.append(f"In notebook {links(drawing.places)}.")
        if drawing.widgets:
            named = ", ".join(f"[{name}](widgets.md#{name})" for name in drawing.widgets)
            where.append(f"The static picture of {named}.")
        lines.append(f"{' '.join(where) or 'In no notebook by itself.'}\n")
        if drawing.picture:
            alt = re.sub(r"[\[\]]", "", drawing.picture[0])
            lines.append(f"![{alt}](images/figures/{drawing.file})\n")
    return "\n".join(lines)


def widget_places():
    """Return ``{widget: {notebook's file: cell}}``."""
    from cnn_helpers import widgets

    found = {name: {} for name in widgets.__all__ if name[0].isupper()}
    for file, cells in notebooks():
        for cell in cells:
            for name, places in found.items():
                if re.search(rf"\b{name}\(", "".join(cell["source"])):
                    places.setdefault(file, cell["id"])
    return found


def gallery_page(text, places):
    """Return docs/widgets.md with a line on the notebooks under every widget."""
    text = re.sub(r"\nIn notebook [^\n]*\n", "", text)
    parts = re.split(r"^(?=## )", text, flags=re.M)
    for number, part in enumerate(parts):
        name = part.partition("\n")[0].removeprefix("## ").strip()
        if places.get(name):
            line = f"In notebook {links(places[name])}."
            parts[number] = f"{part.rstrip()}\n\n{line}\n\n"
    return "".join(parts).rstrip() + "\n"


def write_pictures(found):
    """Write the small pictures, and remove those of functions that are gone."""
    import base64

    from PIL import Image

    PICTURES.mkdir(parents=True, exist_ok=True)
    wanted = {drawing.file: drawing.picture[1] for drawing in found.values() if drawing.picture}
    for path in PICTURES.glob("*.png"):
        if path.name not in wanted:
            path.unlink()
    for name, data in wanted.items():
        with Image.open(io.BytesIO(base64.b64decode(data))) as image:
            size = WIDTH, round(WIDTH * image.height / image.width)
            small = image.convert("RGB").resize(size, Image.Resampling.LANCZOS).quantize(COLORS)
        small.save(PICTURES / name, optimize=True)


def main():
    """Write the index, the pictures, and the gallery's lines."""
    sys.path.insert(0, str(REPOSITORY))
    found = index()
    write_pictures(found)
    PAGE.write_text(figures_page(found), encoding="utf-8")
    text = gallery_page(GALLERY.read_text(encoding="utf-8"), widget_places())
    GALLERY.write_text(text, encoding="utf-8")
    pictures = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    print(f"{len(found)} figures, {pictures / 1e6:.1f} MB of pictures")


if __name__ == "__main__":
    main()
