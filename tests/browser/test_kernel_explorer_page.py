"""The kernel explorer in a real JupyterLab: what is moved, what is drawn, what Python has.

The tests share one page, since opening a notebook takes seconds; each starts by setting the
explorer from Python, so their order doesn't matter.
"""

import io
import re

import numpy as np
import pytest
from explorer_page import START, ExplorerPage
from PIL import Image
from playwright.sync_api import expect as on_page
from scipy.signal import correlate2d

from cnn_helpers.convolution import conv2d
from cnn_helpers.figures.shading import shade
from cnn_helpers.kernels import PRESETS
from cnn_helpers.widgets.modules import STATIC

pytestmark = pytest.mark.browser

START_AGAIN = """if "callback" in globals():
    explorer.unobserve(callback, watched)
    del callback
explorer.set(image="X", kernel="diagonal", stride=1, padding=0, bias=0.0, relu=False,
             predict=False, cell=(0, 0), map_look="signed", channels="grey", second_kernel=None,
             dilation=1, zoom=1, ask="number")
explorer.error = ""
"""


@pytest.fixture(scope="module")
def shared(open_once):
    return ExplorerPage(open_once(START.format(arguments='"X", "diagonal"')))


@pytest.fixture
def explorer(shared):
    shared.root.get_by_role("button", name="Reset").click()  # clears a notice of the page
    shared.notebook.tell_python(START_AGAIN)
    shared.settle()
    shared.expect("explorer.kernel_name", "diagonal")
    shared.notebook.errors.clear()
    yield shared
    assert shared.notebook.errors == []
    assert shared.notebook.cell_errors() == []


def expected_colors(explorer):
    """What the map should look like, from Python's numbers and the figures' own shading."""
    values = explorer.feature_map()
    limit = next(step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step >= np.abs(values).max())
    return np.round(255 * shade(values, "output", limit=limit, strength=0.72))


def png(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_dragging_a_slider_changes_pixels_and_python(explorer):
    np.testing.assert_allclose(explorer.drawn(), expected_colors(explorer), atol=2)
    explorer.drag(explorer.slider(0, 0), to=0.25)
    explorer.expect("explorer.kernel[0, 0]", -1)
    kernel = 2 * np.eye(3) - 1
    kernel[0, 0] = -1
    np.testing.assert_array_equal(explorer.kernel(), kernel)
    image = np.maximum(np.eye(5), np.eye(5)[::-1])
    np.testing.assert_allclose(explorer.feature_map(), correlate2d(image, kernel, "valid"))
    assert explorer.answer == "agrees"
    np.testing.assert_allclose(explorer.drawn(), expected_colors(explorer), atol=2)
    on_page(explorer.field(0, 0)).to_have_value("-1")


def test_the_picture_follows_while_the_mouse_is_still_down(explorer):
    slider = explorer.slider(1, 1)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    mouse = explorer.page.mouse
    mouse.move(box["x"] + box["width"] * 0.74, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + 1, box["y"] + box["height"] / 2, steps=10)
    explorer.expect("explorer.kernel[1, 1]", -2)
    explorer.settle()
    middle_cell = explorer.drawn()[1, 1]
    mouse.up()
    np.testing.assert_allclose(middle_cell, expected_colors(explorer)[1, 1], atol=2)
    assert explorer.feature_map()[1, 1] == -2


def test_arrow_keys_move_a_slider_and_leave_the_notebook_alone(explorer):
    cells_before = explorer.page.locator(".jp-Notebook .jp-Cell").count()
    slider = explorer.slider(2, 1)
    slider.focus()
    for _ in range(3):
        explorer.page.keyboard.press("ArrowRight")
    explorer.expect("explorer.kernel[2, 1]", -0.85, close=1e-12)
    explorer.page.keyboard.press("End")
    explorer.expect("explorer.kernel[2, 1]", 2)
    explorer.page.keyboard.press("Home")
    explorer.expect("explorer.kernel[2, 1]", -2)
    for key in ("a", "b", "d", "d", "x", "m", "Enter"):
        explorer.page.keyboard.press(key)
    on_page(explorer.page.locator(".jp-Notebook .jp-Cell")).to_have_count(cells_before)
    np.testing.assert_allclose(explorer.drawn(), expected_colors(explorer), atol=2)


def test_tab_walks_through_all_controls_in_reading_order(explorer):
    explorer.root.get_by_label("Picture", exact=True).focus()
    seen = []
    for _ in range(40):
        seen.append(
            explorer.page.evaluate(
                """() => { const element = document.activeElement;
                return element.getAttribute('aria-label') || element.labels?.[0]?.textContent
                    || element.textContent; }"""
            )
        )
        explorer.page.keyboard.press("Tab")
    weights = [
        name
        for row in range(3)
        for column in range(3)
        for name in (
            f"weight row {row}, column {column}",
            f"weight row {row}, column {column}, slider",
        )
    ]
    assert seen[:6] == ["Picture", "Open…", "Paste", "zoom out", "zoom in", "Channels"]
    assert seen[6:8] == ["Preset", "Reset"]
    assert seen[8:26] == weights
    assert seen[26:29] == ["÷ sum", "÷ sizes", "Random"]
    assert seen[29:34] == ["bias, slider", "bias", "Stride", "Padding", "Dilation"]
    assert seen[34:37] == ["ReLU", "Compare with a second kernel", "Show as"]
    assert seen[37].startswith("Feature map: arrow keys choose a cell")
    assert seen[38] == "Predict first"


def test_a_number_can_be_typed(explorer):
    field = explorer.field(0, 2)
    field.fill("0.125")
    explorer.expect("explorer.kernel[0, 2]", 0.125)
    field.fill("7.5")
    explorer.expect("explorer.kernel[0, 2]", 7.5)
    on_page(explorer.slider(0, 2)).to_have_attribute("max", "8")
    np.testing.assert_allclose(explorer.drawn(), expected_colors(explorer), atol=2)


@pytest.mark.parametrize("typed", ["", "5000"])
def test_a_wrong_number_is_explained_and_put_back(explorer, typed):
    field = explorer.field(0, 2)
    field.fill(typed)
    field.blur()
    shown = typed or "empty"
    explorer.expect_alert(
        f"weight row 0, column 2 must be a number from -1000 to 1000, but is {shown}"
    )
    on_page(field).to_have_value("-1")
    assert explorer.python("explorer.kernel[0, 2]") == -1
    explorer.field(0, 2).fill("1")
    explorer.expect("explorer.kernel[0, 2]", 1)
    explorer.expect_alert("")


@pytest.mark.parametrize("name", PRESETS)
def test_presets(explorer, name):
    explorer.root.get_by_label("Preset", exact=True).select_option(name)
    explorer.expect("explorer.kernel_name", name)
    np.testing.assert_array_equal(explorer.kernel(), PRESETS[name])
    assert explorer.answer == "agrees"


def test_stride_padding_bias_and_relu(explorer):
    explorer.root.get_by_label("Padding").fill("2")
    explorer.root.get_by_label("Stride").fill("3")
    explorer.root.get_by_label("bias", exact=True).fill("-1.5")
    explorer.root.get_by_label("ReLU").check()
    explorer.expect(
        "[explorer.padding, explorer.stride, explorer.bias, explorer.relu]", [2, 3, -1.5, True]
    )
    assert explorer.answer == "agrees"
    on_page(explorer.root).to_contain_text("(5 + 2 × 2 − 3) ÷ 3 + 1 = 3")
    explorer.root.get_by_label("Stride").fill("4")
    explorer.expect("explorer.stride", 4)
    on_page(explorer.root).to_contain_text("÷ 4 = 1.5, rounded down, + 1 = 2")
    assert explorer.drawn().shape == (2, 2, 3)
    np.testing.assert_allclose(explorer.drawn(), expected_colors(explorer), atol=2)


@pytest.mark.parametrize(
    ("label", "typed", "words"),
    [
        ("Stride", "0", "stride must be a whole number from 1 to 8, but is 0"),
        ("Stride", "2.5", "stride must be a whole number from 1 to 8, but is 2.5"),
        ("Padding", "-1", "padding must be a whole number from 0 to 8, but is -1"),
        ("Padding", "", "padding must be a whole number from 0 to 8, but is empty"),
    ],
)
def test_wrong_geometry_is_explained(explorer, label, typed, words):
    field = explorer.root.get_by_label(label)
    before = field.input_value()
    field.fill(typed)
    field.blur()
    explorer.expect_alert(words)
    on_page(field).to_have_value(before)
    assert explorer.python("[explorer.stride, explorer.padding]") == [1, 0]


def test_pointing_at_a_cell_shows_its_window_and_its_sum(explorer):
    box = explorer.root.locator("canvas.feature-map").bounding_box()
    side = box["width"] / 3
    explorer.page.mouse.move(box["x"] + 2.5 * side, box["y"] + 1.5 * side)
    explorer.expect("list(explorer.cell)", [1, 2])
    on_page(explorer.root.locator(".cnn-card-title")).to_have_text("feature_map[1, 2]")
    products = explorer.root.locator(".cnn-product").all_text_contents()
    window = explorer.python("explorer.window.tolist()")
    kernel = explorer.kernel()
    for index, text in enumerate(products):
        pixel, weight = np.ravel(window)[index], kernel.ravel()[index]
        expected = f"{pixel:g} × {weight:g}{pixel * weight + 0:g}".replace("-", "−")
        assert text == expected
    on_page(explorer.root.locator(".cnn-total")).to_have_text("sum of the products = −3")
    mark = explorer.root.locator(".cnn-mark-window").bounding_box()
    image = explorer.root.locator("canvas.image").bounding_box()
    cell = image["width"] / 5
    assert (mark["x"] - image["x"]) / cell == pytest.approx(2, abs=0.1)
    assert (mark["y"] - image["y"]) / cell == pytest.approx(1, abs=0.1)
    assert mark["width"] / cell == pytest.approx(3, abs=0.1)


def test_arrow_keys_choose_a_cell_and_it_is_said_in_words(explorer):
    explorer.root.locator(".cnn-pointer").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"):
        explorer.page.keyboard.press(key)
    explorer.expect("list(explorer.cell)", [0, 2])
    spoken = explorer.root.locator("[aria-live=polite]")
    sum_so_far = "Row 0, column 2: 0 × 1 + 0 × −1 + 1 × −1 +"
    on_page(spoken).to_have_text(re.compile("^" + re.escape(sum_so_far)))


def test_predict_mode_hides_the_answer_until_a_number_is_typed(explorer):
    explorer.root.get_by_label("Predict first").check()
    explorer.expect("explorer.predict", True)
    canvas = explorer.root.locator("canvas.feature-map")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 5 / 6, "y": box["height"] * 5 / 6})
    explorer.expect("list(explorer.cell)", [2, 2])
    canvas.hover(position={"x": 5, "y": 5})  # a passing pointer chooses nothing now
    on_page(explorer.root.locator(".cnn-card-title")).to_have_text("feature_map[2, 2]")
    np.testing.assert_array_equal(explorer.drawn()[2, 2], [255, 255, 255])
    card = explorer.root.locator(".cnn-card")
    on_page(card.locator(".cnn-total")).to_have_text("sum of the products = ?")
    assert "=3" not in card.text_content().replace(" ", "")
    explorer.root.get_by_label("your prediction").fill("2")
    explorer.page.keyboard.press("Enter")
    explorer.expect("explorer.prediction_is_right", False)
    on_page(card).to_contain_text("Not quite: you said 2, it is 3.")
    np.testing.assert_allclose(explorer.drawn()[2, 2], expected_colors(explorer)[2, 2], atol=2)
    canvas.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    explorer.expect("explorer.prediction", None)
    on_page(card.locator(".cnn-total")).to_have_text("sum of the products = ?")
    explorer.root.get_by_label("your prediction").fill("1")
    explorer.root.get_by_role("button", name="Check").click()
    explorer.expect("explorer.prediction_is_right", True)
    on_page(card).to_contain_text("Right: 1.")


def test_preview_equals_python_over_random_settings(explorer):
    generator = np.random.default_rng(5)
    cases = []
    while len(cases) < 200:
        height, width = generator.integers(1, 4, 2)
        channels = int(generator.choice([1, 1, 2, 3]))
        settings = {
            "stride": int(generator.integers(1, 5)),
            "padding": int(generator.integers(0, 5)),
            "dilation": int(generator.integers(1, 5)),
            "bias": float(generator.normal()),
            "relu": bool(generator.integers(2)),
        }
        image = generator.random((channels, *generator.integers(3, 40, 2)))
        room = min(image.shape[1:]) + 2 * settings["padding"]
        if (max(height, width) - 1) * settings["dilation"] + 1 > room:
            continue
        kernel = generator.normal(size=(channels, height, width))
        kernel *= 10.0 ** generator.integers(-2, 3)
        kernel[generator.random(kernel.shape) < 0.2] = 0
        cases.append((image, kernel, settings))
    results = explorer.page.evaluate(
        """async ([text, cases]) => {
        const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
        const { correlate } = await import(url);
        const array = (lines) =>
          ({ rows: lines.length, columns: lines[0].length, values: lines.flat() });
        const planes = (arrays) => (arrays.length === 1 ? array(arrays[0]) : arrays.map(array));
        return cases.map(([image, kernel, settings]) => {
          const { rows, columns, values } = correlate(planes(image), planes(kernel), settings);
          return { rows, columns, values: [...values] };
        }); }""",
        [
            (STATIC / "correlate.js").read_text("utf-8"),
            [[image.tolist(), kernel.tolist(), settings] for image, kernel, settings in cases],
        ],
    )
    for (image, kernel, settings), result in zip(cases, results, strict=True):
        geometry = {name: settings[name] for name in ("stride", "padding", "dilation")}
        expected = conv2d(image[None], kernel[None], np.array([settings["bias"]]), **geometry)
        expected = np.maximum(expected, 0) if settings["relu"] else expected
        preview = np.reshape(result["values"], (result["rows"], result["columns"]))
        np.testing.assert_allclose(preview, expected[0, 0], rtol=1e-5, atol=1e-5)


def test_page_and_python_agree_whatever_is_set(explorer):
    generator = np.random.default_rng(8)
    for image in ("tick", "digit 7", "cat"):
        for turn in range(4):
            rgb = turn % 2 == 1
            settings = {
                "image": image,
                "channels": "rgb" if rgb else "grey",
                "kernel": generator.normal(size=(3, 3, 3) if rgb else (3, 3)).tolist(),
                "second_kernel": generator.normal(size=(3, 3)).tolist() if turn > 1 else None,
                "stride": int(generator.integers(1, 9)),
                "padding": int(generator.integers(2, 9)),
                "dilation": int(generator.integers(1, 5)),
                "bias": float(generator.normal()),
                "relu": bool(generator.integers(2)),
            }
            explorer.notebook.tell_python(f"explorer.set(**{settings!r})")
            assert explorer.answer == "agrees", settings


def test_where_they_differ_python_is_drawn(explorer):
    explorer.notebook.tell_python(
        "import numpy, cnn_helpers.widgets.filtering as module\n"
        "real_conv2d = module.conv2d\n"
        "module.conv2d = lambda *args, **keywords: -real_conv2d(*args, **keywords)"
    )
    explorer.field(0, 0).fill("2")
    assert explorer.answer == "differs"
    colors = expected_colors(explorer)
    explorer.notebook.tell_python("module.conv2d = real_conv2d")
    np.testing.assert_allclose(explorer.drawn(), colors, atol=2)
    explorer.field(0, 0).fill("1")
    assert explorer.answer == "agrees"


def test_choosing_a_picture(explorer):
    explorer.root.get_by_label("Picture", exact=True).select_option("digit 3")
    explorer.expect("explorer.image_name", "digit 3")
    explorer.settle()
    on_page(explorer.root.get_by_text("digit 3, 28 × 28")).to_be_visible()
    expected = 255 * shade(explorer.python("explorer.image.tolist()"), "ink")
    np.testing.assert_allclose(explorer.drawn("image"), expected, atol=2)


def test_a_photo_is_drawn_pixel_by_pixel(explorer):
    explorer.notebook.tell_python('explorer.set(image="camera", kernel="sharpen", map_look="grey")')
    assert explorer.answer == "agrees"
    expected = 255 * shade(explorer.python("explorer.image.tolist()"), "photo")
    np.testing.assert_allclose(explorer.drawn("image"), expected, atol=2)
    values = explorer.feature_map()
    grey = 255 * (values - values.min()) / (values.max() - values.min())
    np.testing.assert_allclose(explorer.drawn()[..., 0], grey, atol=2)


def test_upload_of_a_picture(explorer):
    pixels = np.zeros((300, 400, 3), np.uint8)
    pixels[:, 200:] = (0, 255, 0)
    explorer.root.get_by_label("picture file").set_input_files(
        {"name": "half green.png", "mimeType": "image/png", "buffer": png(Image.fromarray(pixels))}
    )
    explorer.expect("explorer.image_name", "half green.png")
    assert explorer.python("explorer.image.shape") == [192, 256]
    assert explorer.python("[explorer.image[0, 0], explorer.image[0, -1]]") == pytest.approx(
        [0, 0.587]
    )
    explorer.settle()
    explorer.expect_alert("")
    picture = explorer.root.get_by_label("Picture", exact=True)
    assert picture.evaluate("(select) => select.selectedOptions[0].textContent") == "half green.png"
    np.testing.assert_allclose(explorer.drawn("image")[0, 255], [150, 150, 150], atol=1)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("notes.png", b"no picture at all", "notes.png is not a picture that can be read"),
        ("wall.png", png(Image.new("1", (12_000, 9_000))), "wall.png is 12000 x 9000 pixels"),
        ("cut.png", png(Image.effect_noise((90, 90), 60))[:2000], "cut.png is damaged"),
    ],
)
def test_upload_of_something_else_is_explained(explorer, name, data, words):
    explorer.root.get_by_label("picture file").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": data}
    )
    explorer.expect_alert(words)
    assert explorer.python("explorer.image_name") == "X"
    explorer.field(0, 0).fill("2")
    explorer.expect("explorer.kernel[0, 0]", 2)
    explorer.expect_alert("")


def test_a_file_can_be_dropped_and_one_too_large_is_not_sent(explorer):
    explorer.page.evaluate(
        """(root) => {
        const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(9_100_000)], 'film.png'));
        const panel = root.querySelector('.cnn-panel');
        panel.dispatchEvent(new DragEvent('drop', { dataTransfer: files })); }""",
        explorer.root.element_handle(),
    )
    explorer.expect_alert("film.png has 9.1 MB, but at most 9 MB are taken: scale it down first")
    assert explorer.python("explorer.image_name") == "X"


def test_python_moves_the_page(explorer):
    explorer.notebook.tell_python('explorer.kernel = "Sobel, vertical edges"\nexplorer.bias = 0.5')
    explorer.settle()
    on_page(explorer.slider(1, 0)).to_have_value("-2")
    on_page(explorer.root.get_by_label("bias", exact=True)).to_have_value("0.5")
    selected = explorer.root.get_by_label("Preset", exact=True).evaluate("(s) => s.value")
    assert selected == "Sobel, vertical edges"
    np.testing.assert_allclose(explorer.drawn(), expected_colors(explorer), atol=2)


def test_an_exception_in_a_callback_is_shown(explorer):
    explorer.notebook.tell_python(
        "def callback(change):\n    1 / 0\nwatched = 'bias'\nexplorer.observe(callback, watched)"
    )
    explorer.root.get_by_label("bias", exact=True).fill("1")
    explorer.expect_alert("ZeroDivisionError: division by zero")
    assert explorer.python("explorer.feature_map[0, 0]") == 4


def test_a_slow_callback_does_not_make_a_queue(explorer):
    explorer.notebook.tell_python(
        "import time\ncalls = []\n"
        "def callback(change):\n    time.sleep(0.1)\n    calls.append(change.new[1, 1])\n"
        "watched = 'kernel'\nexplorer.observe(callback, watched)"
    )
    slider = explorer.slider(1, 1)
    explorer.drag(slider, to=0.0)
    explorer.drag(slider, to=0.9)
    explorer.expect("explorer.kernel[1, 1]", float(slider.input_value()), close=1e-12)
    assert explorer.answer == "agrees"
    calls = explorer.notebook.ask_python("calls")
    assert calls[-1] == pytest.approx(float(slider.input_value()))
    assert len(calls) < 30  # of about fifty values
