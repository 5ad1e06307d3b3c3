"""Every widget stands in the gallery, with a picture and at most five lines of code that run."""

import re

import make_gallery
import pytest
from PIL import Image

from cnn_helpers import widgets

NAMES = [name for name in widgets.__all__ if name[0].isupper()]
SECTIONS = make_gallery.sections()
TEXT = make_gallery.GALLERY.read_text(encoding="utf-8")


def test_every_widget_stands_in_the_gallery_once():
    assert sorted(SECTIONS) == sorted(NAMES)


@pytest.mark.parametrize("name", SECTIONS)
def test_its_code_makes_the_widget(name, monkeypatch):
    lines = SECTIONS[name].strip().splitlines()
    assert len(lines) <= 5
    space = {"widgets": widgets}
    *before, last = lines
    try:
        exec("\n".join(before), space)
        widget = eval(last, space)
        assert isinstance(widget, getattr(widgets, name))
    finally:
        for value in list(space.values()):
            stop = getattr(value, "stop", None)
            if callable(stop):
                stop()


@pytest.mark.parametrize("name", SECTIONS)
def test_it_has_a_picture_in_words_and_pixels(name):
    section = TEXT.partition(f"## {name}\n")[2].partition("\n## ")[0]
    alt, place = re.search(r"!\[([^\]]+)\]\(([^)]+)\)", section).groups()
    assert len(alt) > 40
    picture = make_gallery.GALLERY.parent / place
    assert picture.stat().st_size < 400_000
    with Image.open(picture) as image:
        assert image.width > 1000
