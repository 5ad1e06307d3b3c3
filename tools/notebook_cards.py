"""One card a notebook, for the front pages: title, question, minutes, picture.

Standard library only. All of it is read from the stored notebook, so that nothing can disagree:
the title from its first line, the picture from its first figure.

    from notebook_cards import cards
    for card in cards():
        print(card.number, card.title, card.minutes_in_short, len(card.picture))
"""

from __future__ import annotations

import base64
import html
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PICTURE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*?src="data:image/png;base64,([^"]+)"', re.S)


@dataclass(frozen=True)
class Card:
    """What a front page says about one notebook.

    Attributes
    ----------
    file : str
        Its name, for example ``"04_filters.ipynb"``.
    number : str
        ``"04"``; empty for what isn't numbered, as the refreshers.
    title, question : str
        Its first line, and the sentence in bold under it (may be empty).
    learns : tuple of str
        What the reader will learn, each a phrase, with Markdown's marks taken out.
    minutes : str
        As the notebook says it.
    picture : bytes
        Its first figure, a PNG of about 1290 pixels width.
    alt, caption : str
        The picture in words, and what stands below it.
    afternoon, deeper : bool
        As ``cnn_helpers.contents`` says: on the shortest path; deeper than a first reading needs.
    """

    file: str
    number: str
    title: str
    question: str
    learns: tuple
    minutes: str
    picture: bytes
    alt: str
    caption: str
    afternoon: bool = False
    deeper: bool = False

    @property
    def minutes_in_short(self):
        """Reading and exercises in a few characters.

        Examples
        --------
        >>> words = "about 45 to read and run, 20 more for the exercises."
        >>> Card("", "", "", "", (), words, b"", "", "").minutes_in_short
        '45 + 20 min'
        >>> Card("", "", "", "", (), "15 to 20", b"", "", "").minutes_in_short
        '15 to 20 min'
        """
        more = re.search(r"(\d+)\D+(\d+)( minutes)? more", self.minutes)
        span = re.match(r"\D*(\d+(?: to \d+)?)", self.minutes)
        return f"{more[1]} + {more[2]} min" if more else f"{span[1]} min"


def plain(text):
    """Return Markdown as bare words on one line.

    Examples
    --------
    >>> plain("a *tick* in [notebook 03](03_images_as_numbers.ipynb),  `np.pad`")
    'a tick in notebook 03, np.pad'
    """
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[*`]+", "", text).split())


def sources(notebook):
    """Return the text of every markdown cell."""
    return [
        "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"
    ]


def first_picture(notebook):
    """Return ``(png, alt, caption)`` of the first figure that the notebook stores."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            shown = "".join(output.get("data", {}).get("text/html", ""))
            found = PICTURE.search(shown)
            if found and "<figure" in shown:
                caption = re.search(r"<figcaption[^>]*>(.*?)</figcaption>", shown, re.S)
                words = (html.unescape(found[1]), html.unescape(caption[1].strip()))
                return base64.b64decode(found[2]), *words
    raise ValueError("the notebook stores no figure")


def card(path, *, number="", afternoon=False, deeper=False):
    """Return the card of the notebook at ``path``."""
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    opening = "\n\n".join(sources(notebook)[:2])
    question = re.search(r"^\*\*([^*]+[.?!])\*\*$", opening, re.M)
    minutes = re.search(r"\*\*Minutes\*\*:? *(.+)", opening)
    learns = re.search(r"\*\*You will learn\*\*.*?\n\n?((?:[-*] .*\n?(?:  .*\n?)*)+)", opening)
    phrases = re.findall(r"^[-*] (.*(?:\n  .*)*)", learns[1], re.M) if learns else []
    png, alt, caption = first_picture(notebook)
    return Card(
        file=Path(path).name,
        number=number,
        title=plain(opening.splitlines()[0].removeprefix("# ")),
        question=plain(question[1]) if question else "",
        learns=tuple(plain(phrase).rstrip(";,.") for phrase in phrases),
        minutes=plain(minutes[1]),
        picture=png,
        alt=alt,
        caption=caption,
        afternoon=afternoon,
        deeper=deeper,
    )


def cards(folder=REPOSITORY / "notebooks"):
    """Return the cards of all written notebooks in course order, then those of the refreshers."""
    if str(REPOSITORY) not in sys.path:
        sys.path.insert(0, str(REPOSITORY))
    from cnn_helpers.contents import CHAPTERS

    numbered = [
        card(
            Path(folder) / chapter.file,
            number=chapter.number,
            afternoon=chapter.afternoon,
            deeper=chapter.deeper,
        )
        for chapter in CHAPTERS
        if chapter.written
    ]
    return numbered + [card(path) for path in sorted(Path(folder).glob("refresher_*.ipynb"))]
