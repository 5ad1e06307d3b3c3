"""The kernel explorer's zoom, colour channels, comparison, paste and questions, on a bare page."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect as on_page

from cnn_helpers.kernels import PRESETS
from cnn_helpers.widgets import KernelExplorer

pytestmark = pytest.mark.browser

PASTE = """([selector, bytes]) => {
  const clipboard = new DataTransfer();
  if (bytes) {
    clipboard.items.add(new File([Uint8Array.from(bytes)], 'image.png', { type: 'image/png' }));
  } else clipboard.setData('text/plain', '7');
  const event = new ClipboardEvent('paste',
    { clipboardData: clipboard, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
  return event.defaultPrevented; }"""


def agree(page):
    """Wait until Python has found the page's numbers to be its own."""
    page.settle()
    page.page.wait_for_function(
        "() => document.querySelector('.cnn-explorer').dataset.answer === 'agrees'"
    )


@pytest.fixture
def opened(bare):
    """Return a function that opens an explorer; it gives the explorer, its page and its root."""

    def open_it(*arguments, **settings):
        explorer = KernelExplorer(*arguments, **settings)
        page = bare(explorer)
        root = page.page.locator(".cnn-explorer")
        agree(page)
        return explorer, page, root

    return open_it


def canvas_size(root, name="feature-map"):
    return root.locator(f"canvas.{name}").evaluate("(c) => [c.width, c.height]")


def test_zoom_by_buttons_keys_and_wheel_shows_the_window_around_the_cell(opened):
    explorer, page, root = opened("camera", "edge", cell=(100, 200))
    assert canvas_size(root) == [254, 254]
    root.get_by_label("zoom in", exact=True).click()
    page.wait_until(lambda: explorer.zoom == 2)
    pointer = root.locator(".cnn-pointer")
    pointer.focus()
    for _ in range(4):
        page.page.keyboard.press("+")
    page.wait_until(lambda: explorer.zoom == 32)
    page.settle()
    label = root.locator("canvas.feature-map").get_attribute("aria-label")
    assert "columns 19" in label  # column 200 lies among those that are shown
    assert "are shown" in label
    assert canvas_size(root)[0] > 100  # cells, drawn one by one
    box = pointer.bounding_box()
    page.page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.page.keyboard.down("Control")
    page.page.mouse.wheel(0, 100)
    page.page.keyboard.up("Control")
    page.wait_until(lambda: explorer.zoom == 16)
    page.page.evaluate("() => addEventListener('wheel', () => { window.cnnScrolled = true; })")
    page.page.mouse.wheel(0, 100)  # without Ctrl the page scrolls, and nothing is zoomed
    page.page.wait_for_function("() => window.cnnScrolled")
    page.settle()
    assert explorer.zoom == 16
    page.page.keyboard.press("0")
    page.wait_until(lambda: explorer.zoom == 1)
    assert explorer.error == ""


def test_pointing_in_a_zoomed_map_chooses_the_cell_of_the_whole_map(opened):
    explorer, page, root = opened("camera", "edge", cell=(100, 200), zoom=32)
    chosen = root.locator(".cnn-pointer .cnn-mark-chosen").bounding_box()
    side = chosen["width"]
    x, y = chosen["x"] + side / 2, chosen["y"] + side / 2
    page.page.mouse.move(x + side, y - 2 * side)
    page.wait_until(lambda: explorer.cell == (98, 201))
    on_page(root.locator(".cnn-card-title")).to_have_text("feature_map[98, 201]")
    root.locator(".cnn-pointer").focus()
    for _ in range(12):  # beyond what is shown: the window follows
        page.page.keyboard.press("ArrowRight")
    page.wait_until(lambda: explorer.cell == (98, 213))
    page.page.keyboard.press("Home")
    page.wait_until(lambda: explorer.cell == (98, 0))
    page.settle()
    on_page(root.locator("canvas.feature-map")).to_have_attribute(
        "aria-label", re.compile("columns 0 to")
    )


def test_dragging_moves_what_is_shown_and_pointing_at_the_image_chooses(opened):
    explorer, page, root = opened("camera", "edge", cell=(100, 200), zoom=32)
    box = root.locator("canvas.image").bounding_box()
    mouse = page.page.mouse
    before = root.locator("canvas.feature-map").get_attribute("aria-label")
    mouse.move(box["x"] + 200, box["y"] + 100)
    mouse.down()
    mouse.move(box["x"] + 40, box["y"] + 100, steps=6)
    mouse.up()
    page.settle()
    on_page(root.locator("canvas.feature-map")).not_to_have_attribute("aria-label", before)
    page.set(zoom=1, cell=(0, 0))
    box = root.locator("canvas.image").bounding_box()
    side = box["width"] / 256
    mouse.move(box["x"] + 61.5 * side, box["y"] + 31.5 * side)
    page.wait_until(lambda: explorer.cell == (30, 60))  # the pixel in the middle of the window


def test_two_fingers_zoom(opened):
    explorer, page, root = opened("camera", "edge", cell=(100, 100))
    session = page.context.new_cdp_session(page.page)
    box = root.locator("canvas.feature-map").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def fingers(kind, apart):
        points = [{"x": middle[0] + side * apart / 2, "y": middle[1], "id": i}
                  for i, side in enumerate((-1, 1))]  # fmt: skip
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    fingers("touchStart", 40)
    for apart in (50, 60, 80, 100):
        fingers("touchMove", apart)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_until(lambda: explorer.zoom >= 2)


def test_colour_channels(opened):
    explorer, page, root = opened("coffee", "sharpen")
    root.get_by_label("Channels").select_option("red, green, blue")
    page.wait_until(lambda: explorer.image.ndim == 3)
    agree(page)
    canvas = root.locator("canvas.image")
    pixel = canvas.evaluate("(c) => [...c.getContext('2d').getImageData(7, 9, 1, 1).data]")
    np.testing.assert_allclose(pixel[:3], 255 * explorer.image[9, 7], atol=1)
    root.get_by_label("green", exact=True).check()
    root.get_by_label("weight row 1, column 1", exact=True).fill("-3")
    page.wait_until(lambda: explorer.kernel[1, 1, 1] == -3)
    np.testing.assert_array_equal(explorer.kernel[0], PRESETS["sharpen"])
    np.testing.assert_array_equal(explorer.kernel[2], PRESETS["sharpen"])
    page.settle()
    pixel = canvas.evaluate("(c) => [...c.getContext('2d').getImageData(7, 9, 1, 1).data]")
    np.testing.assert_allclose(pixel[:3], [0, 255 * explorer.image[9, 7, 1], 0], atol=1)
    # All together: each channel moves by as much as their mean.
    root.get_by_label("all three").check()
    field = root.get_by_label("weight row 1, column 1", exact=True)
    page.page.wait_for_function("(f) => f.value === '2.3333'", arg=field.element_handle())
    field.fill("3")
    page.wait_until(lambda: explorer.kernel[0, 1, 1] != 5)
    np.testing.assert_allclose(explorer.kernel[:, 1, 1], np.array([5, -3, 5]) + 2 / 3)
    root.get_by_label("Preset", exact=True).select_option("red against green")
    page.wait_until(lambda: explorer.kernel_name == "red against green")
    agree(page)
    sums = root.locator(".cnn-channel-sum").all_text_contents()
    assert [text.split(":")[0] for text in sums] == ["red", "green", "blue"]
    total = root.locator(".cnn-result").text_content().replace("−", "-")
    assert float(total) == pytest.approx(explorer.feature_map[explorer.cell], abs=6e-4)
    root.get_by_label("Channels").select_option("grey")
    page.wait_until(lambda: explorer.kernel.shape == (3, 3))
    agree(page)


def test_normalise_and_random(opened):
    explorer, page, root = opened("X", np.ones((3, 3)))
    root.get_by_role("button", name="÷ sum").click()
    page.wait_until(lambda: explorer.kernel_name == "box blur")
    page.set(kernel="edge")
    root.get_by_role("button", name="÷ sum").click()
    page.settle()
    alert = root.get_by_role("alert").text_content()
    assert alert.startswith("The weights add up to 0, or nearly")
    root.get_by_role("button", name="÷ sizes").click()
    page.wait_until(lambda: np.allclose(explorer.kernel, PRESETS["edge"] / 16))
    page.settle()
    assert root.locator(".cnn-sums").text_content().endswith("sum 0, sum of their sizes 1")
    root.get_by_role("button", name="Random").click()
    page.wait_until(lambda: explorer.kernel_name == "own kernel" and np.ptp(explorer.kernel) > 0.1)
    assert np.abs(explorer.kernel).max() <= 1


def test_two_kernels_side_by_side(opened):
    explorer, page, root = opened("digit 3", "sharpen", cell=(10, 12))
    root.get_by_label("Compare with a second kernel").check()
    page.wait_until(lambda: explorer.second_map is not None)
    root.get_by_label("Preset of kernel B").select_option("edge")
    page.wait_until(lambda: np.array_equal(explorer.second_kernel, PRESETS["edge"]))
    agree(page)
    first, second = explorer.feature_map[10, 12], explorer.second_map[10, 12]
    words = root.locator(".cnn-compared").text_content().replace("−", "-")
    assert words == f"Kernel B gives {round(second, 3):g}; A - B = {round(first - second, 3):g}."
    strips = root.locator(".cnn-strip-words").all_text_contents()
    assert strips[1] == strips[-1]  # both maps in the same colours
    root.get_by_label("kernel B, row 0, column 0", exact=True).fill("4")
    page.wait_until(lambda: explorer.second_kernel[0, 0] == 4)
    np.testing.assert_array_equal(explorer.kernel, PRESETS["sharpen"])
    root.get_by_label("Compare with a second kernel").uncheck()
    page.wait_until(lambda: explorer.second_kernel is None)


def test_a_picture_is_pasted_by_keyboard(opened):
    explorer, page, _ = opened("X", "diagonal")
    buffer = io.BytesIO()
    Image.new("RGB", (12, 8), (0, 255, 0)).save(buffer, "PNG")
    assert page.page.evaluate(PASTE, [".cnn-pointer", list(buffer.getvalue())])
    page.wait_until(lambda: explorer.image_name == "pasted picture")
    page.settle()
    assert explorer.image.shape == (8, 12)
    np.testing.assert_allclose(explorer.image, 0.587)
    # Text is left to a number field, and explained elsewhere.
    assert not page.page.evaluate(PASTE, [".cnn-weight input[type=number]", None])
    assert page.page.evaluate(PASTE, [".cnn-pointer", None])
    alert = page.page.locator(".cnn-explorer [role=alert]")
    page.settle()
    on_page(alert).to_have_text(re.compile("^" + re.escape("There is no picture in the clipboard")))


def test_dilation_stays_within_what_fits(opened):
    explorer, page, root = opened("X", "identity", padding=2)
    field = root.get_by_label("Dilation")
    field.fill("4")
    page.wait_until(lambda: explorer.dilation == 4)
    on_page(root).to_contain_text("the kernel spans 2 × 4 + 1 = 9 pixels")
    field.fill("5")
    field.blur()
    page.settle()
    assert root.get_by_role("alert").text_content() == (
        "dilation must be a whole number from 1 to 4, but is 5"
    )
    root.get_by_label("Padding").fill("0")  # then only a narrower window fits
    page.wait_until(lambda: (explorer.padding, explorer.dilation) == (0, 2))
    agree(page)
    assert explorer.error == ""


@pytest.mark.parametrize("by", ["click", "key"])
def test_the_largest_number_is_answered_by_a_cell(opened, by):
    explorer, page, root = opened("X", "diagonal")
    root.get_by_label("Predict first").check()
    root.get_by_label("Ask for").select_option(index=1)
    page.wait_until(lambda: explorer.ask == "largest")
    page.settle()
    canvas = root.locator("canvas.feature-map")
    colors = canvas.evaluate(
        "(c) => [0.1, 0.45, 0.8].map((at) => [...c.getContext('2d')"
        ".getImageData(at * c.width, at * c.height, 1, 1).data])"
    )
    assert colors == [[255, 255, 255, 255]] * 3
    box = canvas.bounding_box()
    if by == "click":
        page.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    else:
        root.locator(".cnn-pointer").focus()
        for key in ("ArrowDown", "ArrowRight", "Enter"):
            page.page.keyboard.press(key)
    page.wait_until(lambda: explorer.prediction == (1, 1))
    assert explorer.prediction_is_right is False
    page.settle()
    verdict = root.locator(".cnn-verdict").text_content()
    assert verdict.startswith(
        "Not quite: row 1, column 1 holds 1. The largest is 3 at row 0, column 0"
    )
    root.get_by_label("weight row 0, column 1", exact=True).fill("0")
    page.wait_until(lambda: explorer.prediction is None)
    page.page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.9)
    page.wait_until(lambda: explorer.prediction_is_right is True)
    page.settle()
    on_page(root.locator(".cnn-verdict")).to_have_attribute("data-right", "true")
