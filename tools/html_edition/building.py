"""Write the pages of the HTML edition into a folder."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2
import notebook_cards

from html_edition.cells import cells_html, sections
from html_edition.markdown import markdown_html

__all__ = ["build"]

REPOSITORY = notebook_cards.REPOSITORY
HERE = Path(__file__).parent
COURSE = "Convolutional Neural Networks, Illustrated"
GLOSSARY = "glossary.ipynb"
DOCUMENTS = {"widgets.md": "The widgets", "figures.md": "The figures"}  # in docs/


@dataclass(frozen=True)
class Page:
    """One page: what its head says, and what stands in it."""

    file: str
    title: str
    description: str
    content: str
    contents: list
    card: object = None

    @cached_property
    def short(self):
        """Return the title with the notebook's number, for links."""
        return f"{self.card.number} {self.title}" if self.card and self.card.number else self.title


def html_file(name):
    """Return the page's file name for a notebook's or a document's."""
    return str(Path(name).with_suffix(".html"))


def notebook_page(path, card=None):
    """Return the page of the notebook at ``path``."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    first = "".join(cells[0]["source"]).removeprefix("# ").split("\n\n")
    title = card.title if card else notebook_cards.plain(first[0])
    about = card.question or title if card else notebook_cards.plain(" ".join(first[1:3]))
    learns = f" You will learn {'; '.join(card.learns)}." if card else ""
    return Page(
        file=html_file(path.name),
        title=title,
        description=about + learns,
        content=cells_html(cells),
        contents=sections(cells),
        card=card,
    )


def document_page(path, title):
    """Return the page of a Markdown document, whose pictures lie beside it."""
    source = path.read_text(encoding="utf-8")
    first = re.match(r"# [^\n]*\n\n(.+?)\n\n", source, re.S)
    content = markdown_html(source.replace("(../notebooks/", "("))
    return Page(
        file=html_file(path.name),
        title=title,
        description=notebook_cards.plain(first[1]) if first else title,
        content=f'<div class="prose">{content}</div>',
        contents=re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', content),
    )


def palette_css():
    """Return the house colours as CSS variables, light and dark."""
    if str(REPOSITORY) not in sys.path:
        sys.path.insert(0, str(REPOSITORY))
    from cnn_helpers.figures import palette

    def rule(theme):
        variables = palette.css_variables(theme).items()
        return ":root { " + " ".join(f"{name}: {value};" for name, value in variables) + " }"

    dark = "@media screen and (prefers-color-scheme: dark)"
    return f"{rule('light')}\n{dark} {{ {rule('dark')} }}\n"


def build(folder, *, notebooks=REPOSITORY / "notebooks", docs=REPOSITORY / "docs"):
    """Write the whole edition into ``folder``, which is made anew.

    Parameters
    ----------
    folder : pathlib.Path
        What stands in it is removed first.
    notebooks, docs : pathlib.Path
        Where the course and its reference pages lie.

    Returns
    -------
    list of str
        The files of the pages, the front page first.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pictures").mkdir(parents=True)
    cards = notebook_cards.cards(notebooks)
    pages = [notebook_page(notebooks / card.file, card) for card in cards]
    reference = [
        document_page(docs / name, title)
        for name, title in DOCUMENTS.items()
        if (docs / name).exists()
    ]
    if (notebooks / GLOSSARY).exists():
        reference.insert(0, notebook_page(notebooks / GLOSSARY))
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    sheets = [name for name in ("cheat_sheet.pdf", "cheat_sheet.svg") if (docs / name).exists()]
    common = {
        "cheat_sheet": len(sheets) == 2,
        "course": COURSE,
        "pages": pages,
        "reference": reference,
    }
    for index, page in enumerate(pages):
        numbered = bool(page.card.number)
        before = pages[index - 1] if numbered and index else None
        after = pages[index + 1] if numbered and index + 1 < len(pages) else None
        after = after if after and after.card.number else None
        write(
            folder / page.file,
            templates,
            "page.html",
            page=page,
            before=before,
            after=after,
            **common,
        )
    for page in reference:
        write(
            folder / page.file, templates, "page.html", page=page, before=None, after=None, **common
        )
    for page in pages:
        (folder / "pictures" / page.file).with_suffix(".png").write_bytes(page.card.picture)
    write(folder / "index.html", templates, "front.html", **common)
    if (docs / "images").exists():
        shutil.copytree(docs / "images", folder / "images")
    for name in sheets:
        shutil.copyfile(docs / name, folder / name)
    style = (HERE / "style.css").read_text(encoding="utf-8")
    (folder / "style.css").write_text(palette_css() + style, encoding="utf-8")
    shutil.copyfile(HERE / "page.js", folder / "page.js")
    font = REPOSITORY / "cnn_helpers" / "figures" / "fonts"
    for name in ("PatrickHand-Regular.ttf", "OFL.txt"):
        shutil.copyfile(font / name, folder / name)
    return ["index.html", *(page.file for page in (*pages, *reference))]


def write(path, templates, template, **words):
    """Fill a template and write it."""
    path.write_text(templates.get_template(template).render(**words), encoding="utf-8")
