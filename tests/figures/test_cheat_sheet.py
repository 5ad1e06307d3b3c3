"""The stored cheat sheet is current, fits one page, and can be read on paper."""

import re

import make_cheat_sheet
import numpy as np
import pytest
from matplotlib.text import Text

from cnn_helpers.figures import sheet_parts

PDF = make_cheat_sheet.DOCS / "cheat_sheet.pdf"
SVG = make_cheat_sheet.DOCS / "cheat_sheet.svg"
SMALLEST = 7  # points


@pytest.fixture(scope="module")
def sheet():
    return make_cheat_sheet.sheet()


def words(figure):
    return [text for text in figure.findobj(Text) if text.get_text().strip()]


@pytest.mark.parametrize("path", [PDF, SVG], ids=lambda path: path.name)
def test_stored_sheet_is_current(path, sheet):
    stored = re.search(rf"{make_cheat_sheet.MARK}(\w+)", path.read_bytes().decode("latin-1"))
    assert stored[1] == make_cheat_sheet.fingerprint(sheet), "run `make cheat-sheet`"


def test_fingerprint_sees_a_changed_word_and_a_changed_number():
    before = make_cheat_sheet.fingerprint(make_cheat_sheet.sheet())
    changed = make_cheat_sheet.sheet()
    words(changed)[0].set_text("another word")
    assert make_cheat_sheet.fingerprint(changed) != before


def test_pdf_is_one_page_of_a4():
    content = PDF.read_bytes()
    assert len(re.findall(rb"/Type /Page\b(?!s)", content)) == 1
    box = [float(side) for side in re.search(rb"/MediaBox \[([^\]]+)\]", content)[1].split()]
    np.testing.assert_allclose(box, [0, 0, 210 / 25.4 * 72, 297 / 25.4 * 72], atol=1)


def test_svg_asks_for_nothing_and_has_the_size_of_a_page():
    content = SVG.read_text(encoding="utf-8")
    assert re.search(r'<svg [^>]*width="595\.\d+pt"', content)
    assert "<text" not in content  # letters are drawn: no font is needed
    letters = [float(size) for size in re.findall(r"scale\(([\d.]+)", content)]
    assert len(letters) > 200
    assert min(letters) > 0.01
    links = re.findall(r'(?:href|src)="(?!#)([^"]+)"', content)
    assert links == []


def test_words_are_large_enough_for_paper(sheet):
    assert min(text.get_fontsize() for text in words(sheet)) >= SMALLEST


def test_nothing_overlaps_or_leaves_its_page(sheet, check_figure):
    check_figure(sheet, largest=400_000)


def test_nothing_leaves_its_panel(sheet):
    """Words begin and end in one of the two columns, or in the panel that takes both."""
    sheet.canvas.draw()
    scale = sheet.bbox.width / 827
    (left, width), (right, right_width) = sheet_parts.LEFT, sheet_parts.RIGHT
    for text in words(sheet):
        box = text.get_window_extent()
        assert box.x0 / scale >= left
        assert box.x1 / scale <= right + right_width, text.get_text()
        top = 1169 - box.y1 / scale
        if 740 < top < 1147 or 78 < top < 520:
            inside_left = box.x1 / scale <= left + width
            assert inside_left or box.x0 / scale >= right, text.get_text()
