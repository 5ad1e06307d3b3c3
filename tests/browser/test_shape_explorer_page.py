"""The shape explorer in a real JupyterLab: its preview is Python's, its drawing, its questions."""

import numpy as np
import pytest
from one_view import OneView
from playwright.sync_api import expect as on_page
from waiting import settle
from widget_page import eventually

pytestmark = pytest.mark.browser


class ShapePage(OneView):
    """The one view of the widget that Python calls ``shapes``."""

    def __init__(self, notebook):
        super().__init__(notebook, ".cnn-shapes")

    def settle(self):
        """Wait until Python has answered all, and return what it said of the page's numbers."""
        settle(self.page)
        return self.root.get_attribute("data-answer")

    def field(self, name):
        return self.root.get_by_label(name, exact=True)


@pytest.fixture(scope="module")
def shapes(open_once):
    return ShapePage(
        open_once("from cnn_helpers.widgets import ShapeExplorer\nshapes = ShapeExplorer()\nshapes")
    )


@pytest.fixture(autouse=True)
def fresh(shapes):
    """Begin each test with one convolution, and end it without an error on the page."""
    shapes.notebook.tell_python(
        "shapes.set(input_shape='one convolution', selected=0, predict=False)"
    )
    shapes.expect_text(".cnn-chain-output", "4 × 5 × 5")
    shapes.settle()
    yield
    assert shapes.notebook.errors == []


def random_chain(rng):
    layers = []
    for _ in range(rng.integers(1, 5)):
        layer = {
            "kernel_size": int(rng.integers(1, 6)),
            "stride": int(rng.integers(1, 4)),
        }
        if rng.random() < 0.6:
            layer |= {
                "kind": "conv",
                "filters": int(rng.integers(1, 20)),
                "padding": int(rng.integers(0, 4)),
                "dilation": int(rng.integers(1, 4)),
                "bias": bool(rng.integers(2)),
            }
        else:
            layer |= {"kind": str(rng.choice(["max_pool", "avg_pool"]))}
        layers.append(layer)
    return [int(size) for size in rng.integers([1, 4, 4], [9, 60, 60])], layers


def test_the_preview_is_what_python_computes(shapes):
    """The page's own formulas, run in the page, against Python's sizes for random chains."""
    rng = np.random.default_rng(11)
    chains = [random_chain(rng) for _ in range(200)]
    source = shapes.python(
        "(__import__('cnn_helpers.widgets.modules', fromlist=['STATIC']).STATIC"
        " / 'shape_math.js').read_text('utf-8')"
    )
    previews = shapes.page.evaluate(
        """async ([source, chains]) => {
        const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
        const { chainSizes } = await import(address);
        return chains.map(([shape, layers]) => chainSizes(shape, layers)); }""",
        [source, chains],
    )
    shapes.notebook.tell_python("from cnn_helpers.widgets.layer_chain import chain_sizes")
    truth = shapes.python(f"[chain_sizes(shape, layers) for shape, layers in {chains!r}]")
    assert previews == truth
    fits = [sizes[-1]["output_shape"] is not None for sizes in truth]
    assert 40 < sum(fits) < 180  # both kinds are among them


def test_what_sliders_say_python_computes(shapes):
    rng = np.random.default_rng(3)
    names = {"Filters": 32, "Kernel": 7, "Stride": 4, "Padding": 4, "Dilation": 4}
    for _ in range(6):
        values = {name: int(rng.integers(1, high + 1)) for name, high in names.items()}
        for name, value in values.items():
            shapes.field(f"{name}, slider").evaluate(
                "(slider, value) => { slider.value = value;"
                " slider.dispatchEvent(new Event('input', { bubbles: true })); }",
                value,
            )
        shapes.expect(
            "[shapes.layers[0][name] for name in"
            " ('filters', 'kernel_size', 'stride', 'padding', 'dilation')]",
            list(values.values()),
        )
        assert shapes.settle() == "agrees"
        output = shapes.python("shapes.output_shape")
        words = "does not fit" if output is None else " × ".join(map(str, output))
        shapes.expect_text(".cnn-chain-output", words)
        shapes.expect_text(".cnn-drawing svg", words)
        if output is not None:
            results = shapes.root.locator(".cnn-formulas .cnn-result-words").all_text_contents()
            cost = shapes.python("[f'{shapes.parameters:,}', f'{shapes.multiply_adds:,}']")
            assert results == [str(output[1]), *cost]


def test_leftover_pixels_are_marked_and_counted(shapes):
    on_page(shapes.root.locator(".cnn-rulers")).to_contain_text("1 left over")
    # A column and a row in the drawing, one cell of the ruler.
    on_page(shapes.root.locator(".cnn-drawing .cnn-shape-leftover")).to_have_count(2)
    on_page(shapes.root.locator(".cnn-rulers .cnn-shape-leftover")).to_have_count(1)
    on_page(shapes.root.locator(".cnn-rulers .cnn-ruler-window")).to_have_count(5)
    shapes.field("Height").fill("13")
    shapes.expect("shapes.sizes[0]['leftover']", [0, 1])
    shapes.expect_text(".cnn-rulers svg:nth-child(2)", "nothing left over")
    on_page(shapes.root.locator(".cnn-drawing .cnn-shape-leftover")).to_have_count(1)


def test_the_chain_is_edited_by_its_buttons(shapes):
    root = shapes.root
    root.get_by_role("button", name="+ Pooling").click()
    shapes.expect("[layer['kind'] for layer in shapes.layers]", ["conv", "max_pool"])
    shapes.expect_text(".cnn-layer .cnn-title", "Layer 2 of 2")
    assert shapes.settle() == "agrees"
    root.get_by_role("button", name="Move layer 2 earlier").click()
    shapes.expect("[layer['kind'] for layer in shapes.layers]", ["max_pool", "conv"])
    root.get_by_label("Kind", exact=True).select_option("avg_pool")
    shapes.expect("shapes.layers[0]", {"kind": "avg_pool", "kernel_size": 2, "stride": 2})
    root.get_by_role("button", name="+ Convolution").click()
    shapes.expect("len(shapes.layers)", 3)
    root.get_by_role("button", name="2 convolution 3 × 3").click()
    shapes.expect("shapes.selected", 1)
    root.get_by_role("button", name="Remove layer 1").click()
    shapes.expect("[layer['kind'] for layer in shapes.layers]", ["conv", "conv"])
    shapes.expect("shapes.selected", 0)
    for _ in range(2):
        root.get_by_role("button", name="Remove layer 1").click()
    shapes.expect("shapes.layers", [])
    shapes.expect_text(".cnn-chain-total", "No layer yet")
    root.get_by_label("Example", exact=True).select_option("digits, as trained here")
    shapes.expect("shapes.parameters", 6640)
    assert shapes.settle() == "agrees"
    shapes.notebook.picture("shape_explorer_digits", root)


def test_a_kernel_that_is_too_large_is_explained(shapes):
    shapes.field("Kernel").fill("13")
    shapes.expect_text(".cnn-problem", "reach over 13 rows, but its input has only 12")
    assert shapes.settle() == "agrees"
    assert shapes.python("shapes.output_shape") is None
    shapes.field("Padding").fill("1")
    shapes.expect("shapes.output_shape", [4, 1, 1])
    shapes.page.wait_for_function(
        "(root) => root.querySelector('.cnn-problem').hidden", arg=shapes.root.element_handle()
    )


@eventually
def expect_no_answer(root):
    told = root.evaluate(
        "(root) => root.textContent + [...root.querySelectorAll('[aria-label]')]"
        ".map((part) => part.getAttribute('aria-label')).join(' ')"
    )
    assert "4 × 5 × 5" not in told
    assert "112 parameters" not in told


def test_a_size_is_predicted_by_keyboard(shapes):
    root, page = shapes.root, shapes.page
    root.get_by_label("Predict first").check()
    shapes.expect_text(".cnn-chain-output", "?")
    expect_no_answer(root)
    on_page(root.locator(".cnn-rulers .cnn-ruler-window")).to_have_count(1)
    root.get_by_label("predicted channels").focus()
    for number in ("4", "6", "6"):
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    page.keyboard.type("108")
    page.keyboard.press("Enter")
    shapes.expect_text(".cnn-verdict", "Not quite: it is 4 × 5 × 5 with 112 parameters.")
    shapes.expect_text(".cnn-verdict", "Height and width: round down")
    shapes.expect_text(".cnn-verdict", "Parameters: mind the bias")
    root.get_by_role("button", name="Ask again").click()
    shapes.expect("shapes.prediction", None)
    page.wait_for_function("() => document.activeElement.ariaLabel === 'predicted channels'")
    for number in ("4", "5", "5"):
        page.keyboard.press("Control+a")
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    shapes.expect_text(".cnn-verdict", "Right: 4 × 5 × 5.")
    assert shapes.python("shapes.prediction_is_right") is True
