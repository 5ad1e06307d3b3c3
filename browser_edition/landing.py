"""The site's first page: what the course is, and a card a notebook with its picture."""

from __future__ import annotations

import base64
import html
import io
import shutil
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
PICTURE_WIDTH = 640  # pixels: twice a card's width, for sharp screens
COLOURS = 64

PATHS = (
    ("One afternoon", "the shortest way to a network that reads digits"),
    ("Four weeks", "all notebooks from 00 to 08, then 11 and 12"),
    ("All of it", "with backpropagation by hand, and a look under the bonnet"),
)


def small_picture(png):
    """Return a notebook's first figure as a small PNG for its card."""
    with Image.open(io.BytesIO(png)) as picture:
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
        height = round(picture.height * PICTURE_WIDTH / picture.width)
        ground = ground.resize((PICTURE_WIDTH, height), Image.Resampling.LANCZOS)
        packed = io.BytesIO()
        ground.quantize(COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        return packed.getvalue(), height


def card_html(card, picture, height):
    """Return one card: the whole of it leads to its notebook."""
    words = html.escape
    tags = [card.minutes_in_short]
    tags += ["one afternoon"] * card.afternoon + ["goes deeper"] * card.deeper
    learns = "".join(f"<li>{words(phrase)}</li>" for phrase in card.learns)
    number = f'<span class="number">{card.number}</span> ' if card.number else ""
    return f"""
<li class="card">
<a class="open" href="notebooks/index.html?path={card.file}">
<img src="{picture}" width="{PICTURE_WIDTH}" height="{height}" loading="lazy"
 alt="{words(card.alt)}">
<h3>{number}{words(card.title)}</h3></a>
<p>{words(card.question)}</p>
<p class="tags">{"".join(f"<span>{words(tag)}</span>" for tag in tags)}</p>
<details><summary>You will learn</summary><ul>{learns}</ul></details>
</li>"""


def page(cards, pictures, course_version, size):
    """Return the page as HTML; no word or picture of it comes from another server."""
    numbered = [card for card in cards if card.number]
    others = [card for card in cards if not card.number]

    def listing(some):
        return "".join(card_html(card, *pictures[card.file]) for card in some)

    paths = "".join(f"<li><b>{name}</b>: {what}</li>" for name, what in PATHS)
    text = (HERE / "landing" / "landing.html").read_text(encoding="utf-8")
    marks = {
        "CARDS": listing(numbered),
        "REFRESHERS": listing(others),
        "PATHS": paths,
        "VERSION": html.escape(course_version),
        "SIZE": f"{size / 1e6:.0f} MB",
        "COUNT": str(len(numbered)),
    }
    for mark, content in marks.items():
        text = text.replace(f"<!--{mark}-->", content)
    return text


def write(site, cards, course_version, font):
    """Put the page with its pictures, style and script into the site."""
    folder = site / "course"
    folder.mkdir(exist_ok=True)
    pictures = {}
    for card in cards:
        content, height = small_picture(card.picture)
        name = Path(card.file).stem + ".png"
        (folder / name).write_bytes(content)
        pictures[card.file] = (f"course/{name}", height)
    style = (HERE / "landing" / "landing.css").read_text(encoding="utf-8")
    encoded = base64.b64encode(font.read_bytes()).decode("ascii")
    (folder / "landing.css").write_text(style.replace("FONT", encoded), encoding="utf-8")
    shutil.copy(HERE / "landing" / "landing.js", folder)
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    text = page(cards, pictures, course_version, size)
    (site / "index.html").write_text(text, encoding="utf-8")
