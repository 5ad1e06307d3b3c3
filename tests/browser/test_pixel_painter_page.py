"""The pixel painter in a real JupyterLab: what is painted is what Python has."""

import re

import nbformat
import numpy as np
import pytest
from playwright.sync_api import expect as on_page
from waiting import set_theme, settle

from cnn_helpers.widgets import PixelPainter

pytestmark = pytest.mark.browser

SETUP = """import numpy as np
from cnn_helpers.widgets import PixelPainter
"""


@pytest.fixture
def open_cells(lab, open_notebook, request):
    """Return a function that opens a notebook of these cells and runs it."""

    def open_them(*cells, **options):
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in (SETUP, *cells)],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        name = f"{request.node.name.split('[')[0]}.ipynb"
        nbformat.write(book, lab.folder / name)
        notebook = open_notebook(name, **options)
        notebook.run_all()
        return notebook

    return open_them


@pytest.fixture
def painted(open_cells):
    """A painter with empty 5 x 5 paper, called ``painter`` in Python."""
    return open_cells("painter = PixelPainter()\npainter")


def sheet(notebook, number=0):
    """The painter's sheet, scrolled into view, and its box on the page."""
    area = notebook.page.locator(".cnn-painter .cnn-pointer").nth(number)
    area.wait_for()
    area.scroll_into_view_if_needed()
    settle(notebook.page)
    return area, area.locator("canvas").bounding_box()


def middle_of(box, row, column, size=5):
    side = box["width"] / size
    return box["x"] + (column + 0.5) * side, box["y"] + (row + 0.5) * side


def expect(notebook, expression, wanted):
    """Wait until Python gives a value; the page's changes take a moment to arrive."""
    for _ in range(40):
        settle(notebook.page)
        got = notebook.ask_python(expression)
        if got == wanted:
            return
        notebook.page.wait_for_timeout(100)
    assert got == wanted


def grey(notebook, row, column, size=5):
    """The colour that is drawn near the corner of a cell, away from its number and its frame."""
    settle(notebook.page)
    return notebook.page.evaluate(
        """([row, column, size]) => {
        const canvas = document.querySelector('.cnn-painter canvas.sheet');
        const side = canvas.width / size;
        const spot = [(column + 0.25) * side, (row + 0.25) * side].map(Math.round);
        return [...canvas.getContext('2d').getImageData(...spot, 1, 1).data]; }""",
        [row, column, size],
    )


def ink(*cells, size=5):
    image = np.zeros((size, size))
    for cell in cells:
        image[cell] = 1
    return image.tolist()


def test_a_stroke_of_the_mouse_is_in_python_and_on_the_page(painted):
    _, box = sheet(painted)
    mouse = painted.page.mouse
    mouse.move(*middle_of(box, 0, 1))
    mouse.down()
    mouse.move(*middle_of(box, 3, 1), steps=2)
    mouse.up()
    expect(painted, "painter.image.tolist()", ink((0, 1), (1, 1), (2, 1), (3, 1)))
    expect(painted, "list(painter.pixel)", [3, 1])
    assert grey(painted, 2, 1)[0] < 60
    assert grey(painted, 2, 2)[0] == 255
    on_page(painted.page.locator(".cnn-address")).to_contain_text("image[3, 1] is 1")
    painted.picture("painter_stroke")
    assert painted.errors == []


def test_tools_undo_and_clear(painted):
    page = painted.page
    _, box = sheet(painted)
    page.get_by_label("Grey pen").check()
    page.mouse.click(*middle_of(box, 1, 2))
    expect(painted, "painter.image[1, 2]", 0.5)
    page.get_by_label("Pen", exact=True).check()
    page.mouse.click(*middle_of(box, 1, 2))
    expect(painted, "painter.image[1, 2]", 1.0)
    page.get_by_label("Eraser").check()
    page.mouse.click(*middle_of(box, 1, 2))
    expect(painted, "float(painter.image.sum())", 0.0)
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    expect(painted, "painter.image[1, 2]", 1.0)
    undo.click()
    expect(painted, "painter.image[1, 2]", 0.5)
    page.get_by_role("button", name="Clear").click()
    expect(painted, "float(painter.image.sum())", 0.0)
    undo.click()
    expect(painted, "painter.image[1, 2]", 0.5)
    undo.click()
    expect(painted, "float(painter.image.sum())", 0.0)
    on_page(undo).to_have_attribute("aria-disabled", "true")
    redo = page.get_by_role("button", name="Redo")
    redo.click()
    expect(painted, "painter.image[1, 2]", 0.5)
    page.mouse.click(*middle_of(box, 0, 0))  # another stroke: what was taken back is gone
    expect(painted, "float(painter.image.sum())", 0.5)
    on_page(redo).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize(
    ("brush", "inked"), [(1, [2]), (2, [1, 2]), (3, [1, 2, 3]), (4, [0, 1, 2, 3])]
)
def test_a_broad_brush_paints_the_pixels_whose_middle_is_near(bare, brush, inked):
    painter = PixelPainter()
    page = bare(painter)
    page.page.get_by_label("Brush", exact=True).select_option(index=brush - 1)
    box = page.page.locator("canvas.sheet").bounding_box()
    row = 2 if brush % 2 else 1.5  # along a row, or between two
    page.page.mouse.move(*middle_of(box, row, 0))
    page.page.mouse.down()
    page.page.mouse.move(*middle_of(box, row, 4), steps=5)
    page.page.mouse.up()
    expected = ink(*[(row, column) for row in inked for column in range(5)])
    page.wait_until(lambda: painter.image.tolist() == expected)
    page.settle()
    assert painter.brush == brush


def test_soft_edges_can_be_had_on_small_paper(bare):
    painter = PixelPainter()
    page = bare(painter)
    page.page.get_by_label("Soft edges").check()
    box = page.page.locator("canvas.sheet").bounding_box()
    page.page.mouse.click(*middle_of(box, 2, 2))
    page.wait_until(lambda: painter.image[2, 2] == 1)
    page.settle()
    # Full ink up to 0.6 pixels from the middle, none from 1.6 on.
    np.testing.assert_allclose(painter.image[2], [0, 0.6, 1, 0.6, 0], atol=0.02)
    assert painter.image[1, 1] == pytest.approx(1.6 - 2**0.5, abs=0.03)
    assert painter.soft


def test_by_keyboard_alone(painted):
    page = painted.page
    area, _ = sheet(painted)
    area.focus()
    for key in ("ArrowDown", "ArrowRight", " ", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(painted, "painter.image.tolist()", ink((1, 1), (1, 2), (2, 2)))
    page.keyboard.press("Control+z")
    expect(painted, "painter.image.tolist()", ink((1, 1), (1, 2)))
    page.keyboard.press("Control+y")
    expect(painted, "painter.image.tolist()", ink((1, 1), (1, 2), (2, 2)))
    page.keyboard.press("Control+Shift+Z")  # nothing more to bring back
    page.keyboard.press("Control+z")
    expect(painted, "painter.image.tolist()", ink((1, 1), (1, 2)))
    for _ in range(6):  # the edge holds
        page.keyboard.press("ArrowLeft")
    expect(painted, "list(painter.pixel)", [2, 0])
    # JupyterLab's own keys stay out: the notebook still has its two cells.
    for key in ("a", "b", "d", "d"):
        page.keyboard.press(key)
    on_page(page.locator(".jp-CodeCell")).to_have_count(2)
    spoken = page.locator(".cnn-painter [aria-live]")
    page.wait_for_function(
        "(element) => element.textContent.includes('Row 2, column 0: paper.')",
        arg=spoken.element_handle(),
    )


def test_paper_and_examples_come_from_python(painted):
    page = painted.page
    page.get_by_label("Example", exact=True).select_option("tick")
    expect(painted, "painter.image_name", "tick")
    expect(painted, "painter.image[1].tolist()", [0, 0, 0, 0, 1])
    page.get_by_label("Paper", exact=True).select_option("28")
    expect(painted, "list(painter.image.shape)", [28, 28])
    page.get_by_label("Example", exact=True).select_option("digit 4")
    expect(painted, "bool((painter.image > 0).sum() > 50)", True)
    sheet(painted)
    painted.picture("painter_digit")
    page.get_by_role("button", name="Undo").click()
    expect(painted, "float(painter.image.sum())", 0.0)
    page.get_by_role("button", name="Undo").click()
    expect(painted, "painter.image[1].tolist()", [0, 0, 0, 0, 1])
    expect(painted, "painter.image_name", "tick")


def test_a_broad_stroke_on_large_paper_has_soft_edges(open_cells):
    notebook = open_cells("painter = PixelPainter(size=28)\npainter")
    _, box = sheet(notebook)
    mouse = notebook.page.mouse
    mouse.move(*middle_of(box, 6, 14, 28))
    mouse.down()
    mouse.move(*middle_of(box, 20, 14, 28), steps=5)
    mouse.up()
    expect(
        notebook, "[round(v, 3) for v in painter.image[12, 12:17].tolist()]", [0, 0.6, 1, 0.6, 0]
    )


def test_painting_with_a_finger(open_cells):
    notebook = open_cells(
        "painter = PixelPainter()\npainter", has_touch=True, width=500, height=800
    )
    _, box = sheet(notebook)
    notebook.page.touchscreen.tap(*middle_of(box, 2, 4))
    expect(notebook, "painter.image.tolist()", ink((2, 4)))
    area = notebook.page.locator(".cnn-pointer")
    assert area.evaluate("(element) => getComputedStyle(element).touchAction") == "none"


def test_find_the_pixel(open_cells):
    notebook = open_cells("painter = PixelPainter('tick', predict=True)\npainter")
    page = notebook.page
    _, box = sheet(notebook)
    question = notebook.ask_python("painter.question")
    page.mouse.move(*middle_of(box, 2, 2))
    expect(notebook, "painter.prediction", None)
    on_page(page.locator(".cnn-column-numbers span")).to_have_count(0)
    assert page.locator(".cnn-pixel-words").is_hidden()
    page.mouse.click(*middle_of(box, question["column"], question["row"]))
    expect(notebook, "painter.prediction_is_right", False)
    verdict = page.locator(".cnn-verdict")
    page.wait_for_function("(e) => e.textContent !== ''", arg=verdict.element_handle())
    on_page(verdict).to_have_text(re.compile("^" + re.escape("Row and column have changed places")))
    on_page(page.locator(".cnn-mark-asked")).to_be_visible()
    notebook.picture("painter_wrong_answer")
    expect(notebook, "int(painter.image.sum())", 5)


def test_name_the_pixel_by_keyboard(open_cells):
    notebook = open_cells("painter = PixelPainter('tick', predict=True)\npainter")
    page = notebook.page
    notebook.tell_python("painter.next_question()")
    row = page.get_by_label("row", exact=True)
    row.wait_for()
    question = notebook.ask_python("painter.question")
    assert question["kind"] == "name"
    row.focus()
    page.keyboard.type(str(question["row"]))
    page.keyboard.press("Tab")
    page.keyboard.type(str(question["column"]))
    page.keyboard.press("Enter")
    expect(notebook, "painter.prediction_is_right", True)
    following = page.get_by_role("button", name="Next question")
    page.wait_for_function("(e) => e === document.activeElement", arg=following.element_handle())
    page.keyboard.press("Enter")
    area, _ = sheet(notebook)
    page.wait_for_function("(e) => e === document.activeElement", arg=area.element_handle())
    expect(notebook, "painter.question['kind']", "find")


def test_two_views_show_one_drawing(open_cells):
    notebook = open_cells("painter = PixelPainter()\npainter", "painter")
    _, box = sheet(notebook, 1)
    notebook.page.mouse.click(*middle_of(box, 3, 3))
    expect(notebook, "painter.image.tolist()", ink((3, 3)))
    first, second = notebook.page.locator(".cnn-painter canvas").all()
    same = "(canvas) => canvas.toDataURL()"
    assert first.evaluate(same) == second.evaluate(same)


def test_python_paints_too_and_an_error_is_shown(painted):
    page = painted.page
    painted.tell_python("painter.set(image='O')")
    expect(painted, "painter.image_name", "O")
    assert grey(painted, 0, 2)[0] < 60
    painted.tell_python(
        "def fail(change):\n    raise RuntimeError('no ink left')\npainter.observe(fail, 'image')"
    )
    _, box = sheet(painted)
    page.mouse.click(*middle_of(box, 2, 2))
    alert = page.locator(".cnn-painter [role=alert]")
    page.wait_for_function("(e) => e.textContent !== ''", arg=alert.element_handle())
    on_page(alert).to_have_text("RuntimeError: no ink left")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_narrow_page_and_both_themes(open_cells, theme):
    notebook = open_cells("painter = PixelPainter('tick', size=12)\npainter", width=400, height=900)
    page = notebook.page
    set_theme(page, theme)
    sheet(notebook)
    notebook.picture(f"painter_narrow_{theme.lower()}")
    widget = page.locator(".cnn-painter")
    on_page(widget).to_have_attribute("data-layout", "narrow")
    assert widget.evaluate("(e) => e.scrollWidth <= e.clientWidth")
