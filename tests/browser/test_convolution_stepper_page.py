"""The convolution stepper in a real JupyterLab: its arithmetic, its ways to move, its questions."""

import re

import numpy as np
import pytest
from one_view import OneView
from playwright.sync_api import expect as on_page

pytestmark = pytest.mark.browser

# What the card says: the numbers of every term, and the result.
READ_CARD = """(root) => ({
  title: root.querySelector('.cnn-card-title').textContent,
  terms: [...root.querySelectorAll('.cnn-channel')].map((channel) => [
    channel.querySelector('.cnn-terms').hidden,
    [...channel.querySelectorAll('.cnn-term')].map((term) => [
      term.querySelector('.cnn-input-words').textContent,
      term.querySelector('.cnn-kernel-words').textContent,
      term.querySelector('b').textContent]),
    channel.querySelector('.cnn-channel-sum').textContent]),
  total: root.querySelector('.cnn-total').textContent,
  result: root.querySelector('.cnn-result').textContent })"""

# Whether each cell of the map is drawn as one that nothing was computed for.
READ_EMPTY = """([canvas, rows, columns]) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const empty = [];
  for (let index = 0; index < rows * columns; index++) {
    const x = Math.floor(((index % columns + 0.2) * width) / columns);
    const y = Math.floor(((Math.floor(index / columns) + 0.2) * height) / rows);
    const [red, green, blue] = data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3);
    empty.push(red === 0xf1 && green === 0xed && blue === 0xe4);
  }
  return empty; }"""


class StepperPage(OneView):
    """The one view of the widget that Python calls ``stepper``."""

    def __init__(self, notebook):
        super().__init__(notebook, ".cnn-stepper")

    def tell(self, code):
        """Run code in Python, and wait until the page has written what came of it."""
        self.notebook.tell_python(code)
        filter_, row, column = self.python("[stepper.filter, *stepper.position]")
        self.expect_text(".cnn-card-title", f"feature_maps[{filter_}, {row}, {column}]")

    def card(self):
        return self.root.evaluate(READ_CARD)

    def middle(self, which, row, column, rows, columns):
        """The middle of a cell of ``which`` canvas ("image" is with its padding), on the page."""
        canvas = self.root.locator(f"canvas.{which}")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        return (
            box["x"] + (column + 0.5) * box["width"] / columns,
            box["y"] + (row + 0.5) * box["height"] / rows,
        )


@pytest.fixture(scope="module")
def stepper(open_once):
    return StepperPage(
        open_once(
            "import numpy as np\n"
            "from cnn_helpers.widgets import ConvolutionStepper\n"
            "stepper = ConvolutionStepper('X')\n"
            "stepper"
        )
    )


@pytest.fixture(autouse=True)
def fresh(stepper):
    """Begin each test with the story's X, and end it without an error on the page."""
    stepper.tell(
        "stepper.set(image='X', kernels='two diagonals', bias=0, stride=1, padding=0, dilation=1, "
        "relu=False, position=(0, 0), filter=0, channel=0, predict=False, ask='value')"
    )
    yield
    assert stepper.notebook.errors == []


def number(text):
    return float(text.replace("−", "-"))


def test_the_arithmetic_on_the_page_is_pythons(stepper):
    rng = np.random.default_rng(5)
    for _ in range(12):
        channels, filters = rng.integers(1, 4, 2).tolist()
        size = rng.integers(5, 9, 2).tolist()
        kernel = rng.integers(1, 4, 2).tolist()
        stepper.tell(
            f"rng = np.random.default_rng({rng.integers(1000)})\n"
            f"stepper.set(image=rng.normal(size=({channels}, {size[0]}, {size[1]})), "
            f"kernels=rng.normal(size=({filters}, {channels}, {kernel[0]}, {kernel[1]})), "
            f"bias=rng.normal(size={filters}), stride={rng.integers(1, 4)}, "
            f"padding={rng.integers(0, 3)}, dilation={rng.integers(1, 3)}, "
            f"relu={bool(rng.integers(2))}, filter={rng.integers(filters)}, position=(0, 0))\n"
            "shape = stepper.feature_maps.shape[1:]\n"
            "stepper.position = tuple(int(rng.integers(size)) for size in shape)"
        )
        wanted = stepper.python(
            "{'window': stepper.window.tolist(), 'products': stepper.products.tolist(),"
            " 'weights': stepper.kernels[stepper.filter].tolist(),"
            " 'value': float(stepper.feature_maps[(stepper.filter, *stepper.position)])}"
        )
        card = stepper.card()
        terms = np.array(
            [[[number(text) for text in term] for term in terms] for _, terms, _ in card["terms"]]
        )
        for at, name in enumerate(("window", "weights", "products")):
            expected = np.reshape(wanted[name], terms.shape[:2])
            # The page writes three decimals.
            np.testing.assert_allclose(terms[..., at], expected, rtol=0, atol=0.00051)
        assert number(card["result"]) == pytest.approx(wanted["value"], abs=0.00051)
        sums = [number(text.removeprefix("sum = ")) for _, _, text in card["terms"]]
        np.testing.assert_allclose(
            sums, np.sum(wanted["products"], axis=(1, 2)), rtol=0, atol=0.00051
        )


def test_the_map_fills_in_as_the_window_moves(stepper):
    root = stepper.root
    canvas = root.locator("canvas.feature-map").element_handle()

    def filled():
        stepper.settle()
        return 9 - sum(stepper.page.evaluate(READ_EMPTY, [canvas, 3, 3]))

    assert filled() == 1
    for _ in range(4):
        root.get_by_role("button", name="Forward one step").click()
    stepper.expect("list(stepper.position)", [1, 1])
    assert filled() == 5
    root.get_by_role("button", name="Back one step").click()
    stepper.expect("list(stepper.position)", [1, 0])
    assert filled() == 4
    root.get_by_role("button", name="Last step").click()
    stepper.expect("list(stepper.position)", [2, 2])
    assert filled() == 9
    root.get_by_role("button", name="First step").click()
    stepper.expect("list(stepper.position)", [0, 0])


def test_play_goes_to_the_end_and_scrubbing_goes_anywhere(stepper):
    root = stepper.root
    root.get_by_label("Speed").select_option(label="very fast")
    root.get_by_role("button", name="Play").click()
    stepper.expect("list(stepper.position)", [2, 2])
    root.get_by_role("button", name="Play").wait_for()  # no longer Pause
    slider = root.get_by_label("Position of the window", exact=True)
    slider.focus()
    stepper.page.keyboard.press("Home")
    stepper.expect("list(stepper.position)", [0, 0])
    for _ in range(5):
        stepper.page.keyboard.press("ArrowRight")
    stepper.expect("list(stepper.position)", [1, 2])
    on_page(slider).to_have_attribute("aria-valuetext", "row 1, column 2")


def test_a_click_on_the_map_and_the_window_dragged_on_the_image(stepper):
    mouse = stepper.page.mouse
    mouse.click(*stepper.middle("feature-map", 2, 1, 3, 3))
    stepper.expect("list(stepper.position)", [2, 1])
    mouse.move(*stepper.middle("image", 3, 2, 5, 5))
    mouse.down()
    mouse.move(*stepper.middle("image", 1, 4, 5, 5), steps=6)
    mouse.up()
    stepper.expect("list(stepper.position)", [0, 2])
    mouse.move(*stepper.middle("image", 3, 1, 5, 5), steps=3)  # released: nothing follows
    assert stepper.python("list(stepper.position)") == [0, 2]


def test_arrow_keys_move_the_window_on_both_arrays(stepper):
    page = stepper.page
    for selector in ("canvas.feature-map", "canvas.image"):
        stepper.tell("stepper.position = (0, 0)")
        stepper.root.locator(f".cnn-pointer:has({selector})").focus()
        for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
        stepper.expect("list(stepper.position)", [1, 2])


def test_planes_and_filters_are_chosen(stepper):
    stepper.root.get_by_label("Picture", exact=True).select_option("two-colour X")
    stepper.expect("list(stepper.image.shape)", [3, 5, 5])
    stepper.root.get_by_label("blue", exact=True).check()
    stepper.expect("stepper.channel", 2)
    on_page(stepper.root.locator("canvas.image")).to_have_attribute(
        "aria-label", re.compile("blue in front")
    )
    stepper.root.get_by_label("filter 1", exact=True).check()
    stepper.expect("stepper.filter", 1)
    stepper.expect_text(".cnn-card-title", "feature_maps[1, 0, 0]")
    on_page(stepper.root.locator(".cnn-planes").first.locator("canvas")).to_have_count(3)
    stepper.notebook.picture("stepper_two_colours", stepper.root)


def test_the_value_is_asked_and_a_slip_is_named(stepper):
    stepper.tell("stepper.set(bias=[1, 0], position=(1, 1))")
    root = stepper.root
    root.get_by_label("Predict first").check()
    stepper.expect_text(".cnn-result", "?")
    assert {text for _, terms, _ in stepper.card()["terms"] for *_, text in terms} == {"?"}
    root.get_by_label("your prediction").fill("1")
    stepper.page.keyboard.press("Enter")
    stepper.expect_text(".cnn-verdict", "Not quite: you said 1, it is 2. That is the sum")
    root.get_by_role("button", name="Next cell").click()
    stepper.expect("list(stepper.position)", [1, 2])
    stepper.expect_text(".cnn-verdict", "What number comes out here?")
    stepper.page.keyboard.type("-2")
    stepper.page.keyboard.press("Enter")
    stepper.expect_text(".cnn-verdict", "Right: −2.")
    assert stepper.python("stepper.prediction_is_right") is True


def test_the_windows_place_is_asked_by_mouse_and_by_keyboard(stepper):
    stepper.tell("stepper.set(padding=1, stride=2, position=(1, 2), predict=True, ask='window')")
    root, page = stepper.root, stepper.page
    page.wait_for_function(
        "(root) => root.querySelector('.cnn-planes .cnn-mark-window').hidden",
        arg=root.element_handle(),
    )
    page.mouse.click(*stepper.middle("image", 1, 2, 7, 7))
    stepper.expect("stepper.prediction and list(stepper.prediction)", [0, 1])
    visible = ".cnn-verdict:not([hidden])"
    stepper.expect_text(visible, "Not quite: you said row 0, column 1, it is row 1, column 3. With")
    root.get_by_role("button", name="Next cell").click()
    stepper.expect("list(stepper.position)", [2, 0])
    page.wait_for_function("() => document.activeElement.matches('.cnn-pointer:has(.image)')")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    stepper.expect("stepper.prediction and list(stepper.prediction)", [3, -1])
    stepper.expect_text(visible, "Right: row 3, column −1.")


def test_a_kernel_that_does_not_fit_is_explained_and_taken_back(stepper):
    field = stepper.root.get_by_label("Dilation", exact=True)
    field.fill("4")
    stepper.expect_text("[role=alert]", "kernels of 9x9 are larger than the padded images of 5x5")
    stepper.expect("stepper.dilation", 1)
    field.blur()
    stepper.page.wait_for_function("(field) => field.value === '1'", arg=field.element_handle())
    field.fill("2")
    stepper.expect("stepper.dilation", 2)
    stepper.expect_text("[role=alert]", "")
    on_page(stepper.root.locator(".cnn-tap")).to_have_count(9)


def test_a_finger_slides_the_window(open_cells):
    notebook = open_cells(
        "from cnn_helpers.widgets import ConvolutionStepper\n"
        "stepper = ConvolutionStepper('X')\n"
        "stepper",
        has_touch=True,
        width=500,
        height=900,
    )
    stepper = StepperPage(notebook)
    stepper.page.touchscreen.tap(*stepper.middle("image", 3, 3, 5, 5))
    stepper.expect("list(stepper.position)", [2, 2])
    stepper.page.touchscreen.tap(*stepper.middle("feature-map", 1, 0, 3, 3))
    stepper.expect("list(stepper.position)", [1, 0])
    area = stepper.root.locator(".cnn-pointer:has(canvas.image)")
    assert area.evaluate("(element) => getComputedStyle(element).touchAction") == "none"
