"""The network explorer in a browser: drawing, choosing units, going back, overlays, answers."""

import numpy as np
import pytest
from one_view import OneView
from playwright.sync_api import expect as on_page

pytestmark = pytest.mark.browser

START = """from cnn_helpers.widgets import NetworkExplorer
explorer = NetworkExplorer()
explorer
"""
START_AGAIN = """explorer.set(network="digits", image="digit 0", overlay="none", fill=0.0,
             predict=False, question="value", tool="pen")
explorer.error = ""
"""


class Page(OneView):
    """The one view of ``explorer``."""

    def __init__(self, notebook):
        super().__init__(notebook, ".cnn-network-explorer")

    def middle(self, selector, row, column, shape):
        """Where a cell's middle is on the page."""
        canvas = self.root.locator(selector)
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        x = box["x"] + (column + 0.5) * box["width"] / shape[1]
        return x, box["y"] + (row + 0.5) * box["height"] / shape[0]

    def layer(self, name):
        return self.root.locator(f".cnn-layer:has(p:text-is('{name}'))").locator(
            "[role=application]"
        )


@pytest.fixture(scope="module")
def shared(open_once):
    return Page(open_once(START, width=1180, height=1500))


@pytest.fixture
def explorer(shared):
    shared.notebook.tell_python(START_AGAIN)
    shared.expect_text(".cnn-network-input .cnn-caption", "digit 0")
    shared.expect_text(".cnn-here", "conv1, map 3, row 10, column 19")
    shared.notebook.errors.clear()
    yield shared
    assert shared.notebook.errors == []
    assert shared.notebook.cell_errors() == []


def test_drawing_reaches_every_layer(explorer):
    before = explorer.python("float(explorer.activations['linear2'].sum())")
    mouse = explorer.page.mouse
    mouse.move(*explorer.middle("canvas.network-image", 3, 3, (28, 28)))
    mouse.down()
    mouse.move(*explorer.middle("canvas.network-image", 24, 24, (28, 28)), steps=8)
    mouse.up()
    explorer.expect("explorer.image_name", "own drawing")
    explorer.expect("float(explorer.image[0, 14, 14])", 1.0)
    assert explorer.python("float(explorer.activations['linear2'].sum())") != before
    share = explorer.python("float(explorer.probabilities[5])")
    explorer.expect_text(".cnn-bars button:nth-child(6) .cnn-bar-number", f"{share:.3f}")
    explorer.root.get_by_role("button", name="Undo").click()
    explorer.expect("explorer.image_name", "digit 0")
    explorer.root.get_by_role("button", name="Clear").click()
    explorer.expect("float(explorer.image.max())", 0.0)


def test_drawing_by_keyboard(explorer):
    explorer.root.get_by_role("button", name="Clear").click()
    explorer.expect("float(explorer.image.max())", 0.0)
    explorer.root.locator(".cnn-network-input [role=application]").focus()
    for key in ("ArrowDown", "ArrowRight", "Space"):
        explorer.page.keyboard.press(key)
    explorer.expect("float(explorer.image.max())", 1.0)
    explorer.page.keyboard.press("Control+z")
    explorer.expect("float(explorer.image.max())", 0.0)
    explorer.page.keyboard.press("Control+y")
    explorer.expect("float(explorer.image.max())", 1.0)


def test_a_click_on_a_map_chooses_the_unit(explorer):
    grid = explorer.layer("conv1").locator("canvas")
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    height = box["width"]  # of a map: one stands above the other, 4 pixels apart
    x, y = box["x"] + box["width"] / 2 + 1, box["y"] + 5 * (height + 4) + height / 2 + 1
    explorer.page.mouse.click(x, y)
    explorer.expect("explorer.unit[:2]", ["conv1", 5])
    row, column = explorer.python("explorer.unit[2:]")
    assert {row, column} <= {13, 14, 15}
    explorer.expect_text(".cnn-here", f"conv1, map 5, row {row}, column {column}")
    told = explorer.python("explorer.explained['value']")
    explorer.expect_text(".cnn-total", f"= {told:.2f}".replace("-", "\u2212")[:-1])
    explorer.layer("pool2").focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.expect("explorer.unit[:2]", ["pool2", 0])


def test_the_matrices_show_what_python_computed(explorer):
    explorer.notebook.tell_python("explorer.set(unit=('conv2', 3, 4, 5))")
    explorer.expect_text(".cnn-here", "conv2, map 3")
    parts = explorer.root.locator(".cnn-part")
    parts.nth(2).click()
    sums = explorer.python("explorer.explained['partial_sums']")
    shown = [
        text.replace("\u2212", "-")
        for text in explorer.root.locator(".cnn-part-number").all_inner_texts()
    ]
    np.testing.assert_allclose(np.array(shown, float), sums, atol=0.0051)
    explorer.expect_text(".cnn-partial", f"{sums[2]:.2f}".replace("-", "\u2212").rstrip("0"))
    products = np.array(explorer.python("explorer.explained['products'][2]"))
    label = explorer.root.locator("canvas.unit-products").get_attribute("aria-label")
    spoken = label.split(": ")[1].replace("\u2212", "-").replace(";", "").split()
    np.testing.assert_allclose(np.array(spoken, float).reshape(5, 5), products, atol=0.0051)


def test_following_a_unit_back_to_the_picture(explorer):
    explorer.root.locator(".cnn-bar").nth(0).click()
    explorer.expect("explorer.unit", ["linear2", 0])
    explorer.expect_text(".cnn-here", "linear2, unit 0")
    explorer.root.locator(".cnn-part").first.click()
    explorer.expect("explorer.unit[0]", "relu3")
    explorer.expect("explorer.path", [["linear2", 0]])
    explorer.notebook.tell_python("explorer.set(unit=('pool1', 3, 5, 9), path=[('linear2', 0)])")
    explorer.expect_text(".cnn-here", "pool1, map 3")
    winner = explorer.python("explorer.explained['source']")
    explorer.page.mouse.click(*explorer.middle("canvas.unit-before", *winner[2:], (28, 28)))
    explorer.expect("explorer.unit", winner)
    explorer.expect("explorer.path", [["linear2", 0], ["pool1", 3, 5, 9]])
    explorer.root.get_by_role("button", name="linear2, unit 0").click()
    explorer.expect("explorer.unit", ["linear2", 0])
    explorer.expect("explorer.path", [])


def test_keys_in_the_window_go_back_too(explorer):
    explorer.notebook.tell_python("explorer.set(unit=('conv2', 3, 4, 5))")
    explorer.expect_text(".cnn-here", "conv2, map 3")
    explorer.root.locator("canvas.unit-before").locator(
        "xpath=ancestor::*[@role='application']"
    ).focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.page.keyboard.press("Enter")
    explorer.expect("[explorer.unit[0], *explorer.unit[2:]]", ["pool1", 6, 8])
    explorer.expect("explorer.path", [["conv2", 3, 4, 5]])


def test_overlays_state_patch_fill_and_caution(explorer):
    explorer.root.get_by_label("Lay over it").select_option("occlusion")
    explorer.expect("explorer.overlay", "occlusion")
    explorer.expect_text(".cnn-overlay-words", "a patch of 7 × 7 filled with 0 lies at every place")
    highest = explorer.python("float(explorer.overlay_map.max())")
    explorer.expect_text(".cnn-overlay-words", f"by up to {highest:.2f}"[:-1])
    explorer.expect_text(".cnn-overlay-words", "What falls depends on the fill")
    explorer.root.get_by_label("for class").select_option("6")
    explorer.expect("explorer.label", 6)
    explorer.root.get_by_label("Fill", exact=True).fill("0.5")
    explorer.expect("explorer.fill", 0.5)
    explorer.expect_text(".cnn-overlay-words", "filled with 0.5")
    explorer.root.get_by_label("Lay over it").select_option("saliency")
    explorer.expect_text(".cnn-overlay-words", "Saliency: how strongly the logit of 6")
    on_page(explorer.root.locator(".cnn-cover")).to_be_visible()


def test_predicting_a_value(explorer):
    explorer.root.get_by_label("Predict first").check()
    explorer.expect_text(".cnn-total", "= ?")
    told = explorer.python("explorer.explained['value']")
    total = explorer.root.locator(".cnn-total").inner_text()
    assert f"{told:.2f}" not in total
    # A pointer that passes over another cell must not choose it, nor tell what is asked for.
    explorer.page.mouse.move(*explorer.middle("canvas.unit-map", 3, 3, (28, 28)))
    explorer.root.get_by_label("your prediction").fill(f"{told:.2f}")
    explorer.page.keyboard.press("Enter")
    explorer.expect("explorer.prediction_is_right", True)
    explorer.expect_text(".cnn-verdict", "Right")
    assert explorer.python("explorer.unit") == ["conv1", 3, 10, 19]


def test_predicting_the_class_by_its_bar(explorer):
    explorer.root.get_by_label("Predict first").check()
    explorer.root.get_by_label("Ask for").select_option("class")
    explorer.expect_text(".cnn-bar-number", "?")
    assert set(explorer.root.locator(".cnn-bar-number").all_inner_texts()) == {"?"}
    explorer.root.locator(".cnn-bar").nth(6).click()
    explorer.expect("explorer.prediction_is_right", False)
    explorer.expect_text(".cnn-verdict", "Not quite: you said 6, it is 0")
    explorer.root.get_by_label("Picture", exact=True).select_option("digit 4")
    explorer.expect_text(".cnn-bar-number", "?")
    explorer.root.get_by_label("your prediction").fill("4")
    explorer.page.keyboard.press("Enter")
    explorer.expect("explorer.prediction_is_right", True)


def test_another_network(explorer):
    explorer.root.get_by_label("Network").select_option("story")
    explorer.expect("explorer.network", "story")
    explorer.expect_text(".cnn-bars", "not X")
    on_page(explorer.root.locator(".cnn-layer")).to_have_count(4)
    explorer.root.get_by_label("Picture", exact=True).select_option("V")
    explorer.expect("explorer.image_name", "V")
