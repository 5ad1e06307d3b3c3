"""The index of figures and the gallery's lines on notebooks are current."""

import re

import figure_index
import pytest
from PIL import Image

from cnn_helpers.figures.display import check_alt

FOUND = figure_index.index()
TURN = "run `python tools/figure_index.py`"


def test_stored_index_is_current():
    assert figure_index.PAGE.read_text(encoding="utf-8") == figure_index.figures_page(FOUND), TURN


def test_gallery_names_the_notebooks_of_each_widget():
    text = figure_index.GALLERY.read_text(encoding="utf-8")
    assert text == figure_index.gallery_page(text, figure_index.widget_places()), TURN
    assert "In notebook [04](../notebooks/04_filters.ipynb#cell-id=kernel-explorer)" in text


def test_index_holds_what_the_notebooks_draw():
    strokes = FOUND["filters", "two_strokes"]
    assert strokes.places["04_filters.ipynb"] == "opening-scene"
    assert strokes.summary
    assert len(FOUND) > 110
    assert sum(bool(drawing.places) for drawing in FOUND.values()) > 90
    assert all(drawing.summary.endswith((".", ":")) for drawing in FOUND.values())


def test_every_picture_of_a_widget_is_known():
    named = {name for drawing in FOUND.values() for name in drawing.widgets}
    assert named >= set(figure_index.widget_places()) - {"Quiz"}


@pytest.mark.parametrize(
    "drawing", [drawing for drawing in FOUND.values() if drawing.picture], ids=lambda d: d.file
)
def test_picture_is_there_with_its_words(drawing):
    with Image.open(figure_index.PICTURES / drawing.file) as picture:
        assert picture.width == figure_index.WIDTH, TURN
    assert check_alt(drawing.picture[0])


def test_no_picture_is_left_over():
    stored = {path.name for path in figure_index.PICTURES.glob("*.png")}
    assert stored == {drawing.file for drawing in FOUND.values() if drawing.picture}, TURN


def test_a_drawing_shown_a_cell_later_is_found():
    known = {("filters", "two_strokes"): None, ("digits", "grid"): None}
    source = "drawing = filters.two_strokes(a, b)\nother(1)\nfigures.show(drawing)"
    assert figure_index.calls(source, known) == [("filters", "two_strokes")]
    assert figure_index.calls("%magic", known) == []
    text = figure_index.links({"04_filters.ipynb": "a", "refresher_maths.ipynb": "b"})
    assert re.findall(r"\[([^\]]+)\]", text) == ["04", "refresher maths"]
