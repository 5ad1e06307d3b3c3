"""No change of the page is lost, however slow Python is and however quickly controls are moved.

The widgets stand on a bare page with a model that follows ipywidgets' rules (``bare_page.py``):
random actions, random delays, two views, Python's own changes in between.
"""

import numpy as np
import pytest
from playwright.sync_api import expect as on_page

from cnn_helpers.widgets import KernelExplorer, PixelPainter

pytestmark = pytest.mark.browser

# Plays a list of [pause, view, index, kind, value]; pause -1 means: in the same task.
PLAY = """async ([root, actions]) => {
  const views = [...document.querySelectorAll(root)];
  for (const [pause, view, index, kind, value] of actions) {
    if (pause >= 0) await new Promise((resolve) => setTimeout(resolve, pause));
    const inputs = [...views[view].querySelectorAll('.cnn-weight input')]
      .filter((input) => input.type === kind);
    inputs[index].value = value;
    inputs[index].dispatchEvent(new Event('input', { bubbles: true }));
    if (kind === 'number') inputs[index].dispatchEvent(new Event('change', { bubbles: true }));
  } }"""


@pytest.mark.parametrize("seed", range(6))
def test_every_weight_arrives(bare, seed):
    generator = np.random.default_rng(seed)
    rgb = seed % 3 == 2
    explorer = KernelExplorer("digit 3", "identity", channels="rgb" if rgb else "grey")
    page = bare(explorer, views=2)
    page.page.evaluate("(slow) => { globalThis.slow = slow; }", [0, 5, 40, 90, 150, 300][seed])
    expected = np.eye(3)[1][:, None] * np.eye(3)[1]  # the identity kernel
    for _ in range(4):
        actions = []
        for _ in range(12):
            index = int(generator.integers(9))
            kind = str(generator.choice(["range", "number"]))
            value = float(generator.integers(-20, 21)) / 10
            pause = int(generator.choice([-1, -1, 0, 1, 5, 17, 40]))
            actions.append([pause, int(generator.integers(2)), index, kind, value])
            expected.flat[index] = value
        page.page.evaluate(PLAY, [".cnn-explorer", actions])
        if generator.integers(2):  # Python changes something else meanwhile
            explorer.set(padding=int(generator.integers(3)))
            page.deliver()
    wanted = np.array([expected] * 3) if rgb else expected
    page.wait_until(lambda: np.array_equal(explorer.kernel, wanted))
    for view in range(2):
        page.settle()
        root = page.page.locator(".cnn-explorer").nth(view)
        on_page(root).to_have_attribute("data-answer", "agrees")
        shown = root.locator(".cnn-weight input[type=number]").evaluate_all(
            "(fields) => fields.map((field) => field.valueAsNumber)"
        )
        np.testing.assert_allclose(shown, expected.ravel())
    assert explorer.error == ""


def test_a_change_of_another_setting_leaves_a_weight_that_is_on_its_way(bare):
    explorer = KernelExplorer("X", "identity")
    page = bare(explorer)
    page.page.evaluate("() => { globalThis.slow = 200; }")
    page.page.get_by_label("weight row 0, column 0", exact=True).fill("2")
    page.page.wait_for_function("() => bareWidgets[0].model.onItsWay")
    page.page.get_by_label("Stride").fill("2")
    explorer.set(bias=1.5)
    page.deliver()  # while the page's own messages are on their way
    page.page.get_by_label("weight row 2, column 2", exact=True).fill("-1")
    page.wait_until(lambda: explorer.kernel[2, 2] == -1)
    page.settle()
    assert (explorer.kernel[0, 0], explorer.stride, explorer.bias) == (2, 2, 1.5)
    on_page(page.page.locator(".cnn-explorer")).to_have_attribute("data-answer", "agrees")


@pytest.mark.parametrize("slow", [0, 60, 250])
def test_every_stroke_arrives(bare, slow):
    painter = PixelPainter("empty", size=12)
    page = bare(painter)
    page.page.evaluate("(slow) => { globalThis.slow = slow; }", slow)
    box = page.page.locator("canvas.sheet").bounding_box()
    side = box["width"] / 12
    expected = np.zeros((12, 12))
    mouse = page.page.mouse
    for row in range(0, 12, 2):
        mouse.move(box["x"] + 0.5 * side, box["y"] + (row + 0.5) * side)
        mouse.down()
        mouse.move(box["x"] + 11.5 * side, box["y"] + (row + 0.5) * side, steps=4)
        mouse.up()
        expected[row] = 1
    page.wait_until(lambda: np.array_equal(painter.image, expected))
    for _ in range(2):
        page.page.keyboard.press("Control+z")
    expected[[8, 10]] = 0
    page.wait_until(lambda: np.array_equal(painter.image, expected))
    page.page.keyboard.press("Control+Shift+Z")
    expected[8] = 1
    page.wait_until(lambda: np.array_equal(painter.image, expected))


@pytest.mark.parametrize("slow", [0, 200])
def test_an_upload_meanwhile_loses_no_weight(bare, slow):
    explorer = KernelExplorer("X", "identity", dilation=2)
    page = bare(explorer)
    page.page.evaluate("(slow) => { globalThis.slow = slow; }", slow)
    page.page.get_by_label("weight row 0, column 0", exact=True).fill("2")
    page.page.get_by_label("Picture", exact=True).select_option("digit 3")
    page.page.get_by_label("weight row 0, column 1", exact=True).fill("-2")
    page.wait_until(lambda: explorer.image_name == "digit 3" and explorer.kernel[0, 1] == -2)
    page.settle()
    assert explorer.kernel[0].tolist() == [2, -2, 0]
    on_page(page.page.locator(".cnn-explorer")).to_have_attribute("data-answer", "agrees")


@pytest.mark.parametrize("slow", [0, 200])
def test_a_page_is_settled_only_when_all_has_been_answered_and_drawn(bare, slow):
    explorer = KernelExplorer("X", "diagonal")
    page = bare(explorer)
    page.page.evaluate("(slow) => { globalThis.slow = slow; }", slow)
    root = page.page.locator(".cnn-explorer")
    is_settled = "(root) => root.isSettled()"
    for number in (2, -2):
        root.get_by_label("weight row 0, column 0", exact=True).fill(str(number))
        assert root.evaluate(is_settled) is False
        page.settle()
        assert explorer.kernel[0, 0] == number
        assert root.evaluate(is_settled) is True
    root.get_by_label("Picture", exact=True).select_option("digit 3")
    assert root.evaluate(is_settled) is False
    page.settle()
    assert explorer.image_name == "digit 3"
    label = root.locator("canvas.image").get_attribute("aria-label")
    assert label.startswith("digit 3, 28 × 28")
