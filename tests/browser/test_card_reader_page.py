"""The card reader in a real JupyterLab: pen, keyboard and lists write; steps and questions hide."""

import pytest
from one_view import OneView
from playwright.sync_api import expect as on_page

pytestmark = pytest.mark.browser

START = """from cnn_helpers import widgets
reader = widgets.CardReader(image="empty", noise=0.0)
reader
"""


@pytest.fixture(scope="module")
def page(open_once):
    return OneView(open_once(START, width=1180), ".cnn-card-reader")


@pytest.fixture
def reader(page):
    page.notebook.tell_python(
        "reader.set(image='empty', angle=0.0, covered='none', step=4, predict=False, tool='pen')"
    )
    page.expect_text(".cnn-total", "0 scoops in all")
    yield page
    assert page.notebook.errors == []
    assert page.python("reader.error") == ""


def place(reader, row, column):
    """Return where a pixel of the card lies on the page."""
    box = reader.root.locator("canvas.card-sheet").bounding_box()
    return box["x"] + column / 208 * box["width"], box["y"] + row / 256 * box["height"]


def drag(reader, *points):
    mouse = reader.page.mouse
    mouse.move(*place(reader, *points[0]))
    mouse.down()
    for point in points[1:]:
        mouse.move(*place(reader, *point), steps=4)
    mouse.up()


def test_an_x_and_a_seven_by_pen_are_read(reader):
    drag(reader, (101, 27), (119, 45))
    drag(reader, (101, 45), (119, 27))
    drag(reader, (98, 162), (98, 182), (124, 170))
    reader.expect("reader.reading.scoops.tolist()", [0, 7, 0, 0])
    reader.expect_text(".cnn-total", "7 scoops in all")
    on_page(reader.root.locator("tbody tr").nth(1).locator(".cnn-scoops")).to_have_text("7")
    for _ in range(3):
        reader.root.get_by_role("button", name="Undo").click()
    reader.expect("float(reader.image.max())", 0.0)


def test_the_pen_writes_the_same_pixels_in_python(reader):
    drag(reader, (200, 30), (212, 42))
    reader.expect("bool(reader.image[200:214, 26:46].max() > 0.9)", True)
    reader.expect("bool(reader.image[:190].any() or reader.image[222:].any())", False)


def test_keys_draw_a_line(reader):
    pad = reader.root.get_by_role("application")
    pad.focus()
    for _ in range(6):
        reader.page.keyboard.press("Shift+ArrowRight")
    reader.expect("bool((reader.image > 0.9).sum() >= 6)", True)
    reader.page.keyboard.press("Control+z")
    for _ in range(5):
        reader.page.keyboard.press("Control+z")
    reader.expect("float(reader.image.max())", 0.0)


def test_lists_write_for_those_who_have_no_pen(reader):
    writer = reader.root.get_by_role("group", name="Write without a pen")
    writer.get_by_label("For").select_option(label="lemon")
    writer.get_by_label("write", exact=True).select_option(label="X")
    writer.get_by_label("and").select_option(label="8")
    writer.get_by_role("button", name="Write").click()
    reader.expect("reader.reading.scoops.tolist()", [0, 0, 0, 8])
    reader.expect_text(".cnn-total", "8 scoops in all")


def test_steps_show_more_and_more(reader):
    reader.notebook.tell_python("reader.set(image='example', step=1)")
    table, button = (
        reader.root.locator("table"),
        reader.root.get_by_role("button", name="Next step"),
    )
    reader.expect_text(".cnn-problem", "")
    on_page(table).to_be_hidden()
    button.click()
    reader.expect("reader.step", 2)
    table.wait_for()
    on_page(table.locator(".cnn-share-number")).to_have_text(["?"] * 4)
    button.click()
    reader.expect_text("tbody tr:nth-child(4) .cnn-share-number", "%")
    on_page(table.locator(".cnn-scoops")).to_have_text(["?"] * 4)
    button.click()
    reader.expect_text("tbody tr:nth-child(3) .cnn-scoops", "5")
    reader.root.get_by_role("button", name="Start again").click()
    reader.expect("reader.step", 1)


def test_a_covered_corner_is_said_and_its_dot_not_circled(reader):
    on_page(reader.root.locator(".cnn-mark-dot:visible")).to_have_count(3)
    reader.root.get_by_label("Thumb on").select_option(label="upper right")
    reader.expect_text(".cnn-problem", "A human is asked, for it can't be laid straight")
    on_page(reader.root.locator(".cnn-mark-dot:visible")).to_have_count(2)
    on_page(reader.root.locator("table")).to_be_hidden()


def test_the_question_hides_the_answers_until_it_is_answered(reader):
    reader.notebook.tell_python("reader.set(image='example')")
    reader.expect_text(".cnn-total", "7 scoops")
    reader.root.get_by_label("Predict first").check()
    reader.expect_text(".cnn-total", "")
    on_page(reader.root.locator(".cnn-scoops")).to_have_text(["?"] * 4)
    reader.root.get_by_label("your prediction").fill("6")
    reader.root.get_by_role("button", name="Check").click()
    reader.expect_text(".cnn-verdict", "Not quite: you said 6, it is 7. Only an X orders.")
    reader.root.get_by_label("Turn, degrees", exact=True).fill("20")
    reader.expect_text(".cnn-verdict", "How many scoops")
    reader.root.get_by_label("your prediction").fill("7")
    reader.root.get_by_role("button", name="Check").click()
    reader.expect_text(".cnn-verdict", "Right: 7.")
    reader.expect("reader.prediction_is_right", True)
