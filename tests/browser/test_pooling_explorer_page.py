"""The pooling explorer in a real browser: its preview, moving the image, its three questions."""

import json

import numpy as np
import pytest
from one_view import OneView
from playwright.sync_api import expect as on_page

from cnn_helpers.widgets import PoolingExplorer
from cnn_helpers.widgets.modules import join_modules
from cnn_helpers.widgets.shift_lab import LAYERS, MEASURES, measures_table

pytestmark = pytest.mark.browser

START = """from cnn_helpers.widgets import PoolingExplorer
explorer = PoolingExplorer()
explorer
"""
START_AGAIN = """explorer.set(image="X", kernel="diagonal", padding=0, relu=True, pooling="max",
             kernel_size=2, stride=2, shift=(0, 0), predict=False, question="value", cell=(1, 1))
explorer.error = ""
"""

# The store with a model that only holds values: its preview, without Python.
PREVIEW = """async ([text, cases]) => {
  const source = `${text}\\nexport { PoolingStore, LAYERS, MEASURES };`;
  const module = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  return cases.map(({ image, ...settings }) => {
    const packet = { shape: [image.length, image[0].length],
      data: new DataView(Float64Array.from(image.flat()).buffer) };
    const values = { ...settings, image: packet, _revision: 0 };
    const store = new module.PoolingStore({
      get: (name) => values[name], set() {}, on() {}, send() {}, save_changes() {} });
    const { after, measures } = store.maps();
    const shape = (map) => ({ rows: map.rows, columns: map.columns, values: [...map.values] });
    return { map: shape(after.feature_map), pooled: shape(after.pooled),
      winners: [...after.pooled.winners], changes: store.changesByStep(),
      measures: module.LAYERS.map((layer) => module.MEASURES.map((name) => measures[layer][name])),
      names: [module.LAYERS, module.MEASURES] };
  }); }"""


def random_settings(generator):
    shape = generator.integers(6, 15, 2)
    image = generator.random(shape) * (generator.random(shape) < 0.5)
    return {
        "image": np.round(image, 2).tolist(),
        "kernel": generator.normal(size=(3, 3)).tolist() if generator.random() < 0.8 else None,
        "padding": int(generator.integers(0, 3)),
        "relu": bool(generator.integers(2)),
        "pooling": str(generator.choice(["max", "average"])),
        "kernel_size": int(generator.integers(1, 5)),
        "stride": int(generator.integers(1, 5)),
        "shift": generator.integers(-6, 7, 2).tolist(),
    }


def test_preview_is_what_python_computes(chromium):
    generator = np.random.default_rng(4)
    cases = [random_settings(generator) for _ in range(80)]
    page = chromium.new_page()
    page.goto("about:blank")
    previews = page.evaluate(PREVIEW, [join_modules("pooling_store.js"), cases])
    page.close()
    for settings, preview in zip(cases, previews, strict=True):
        explorer = PoolingExplorer(paper=3, **settings)
        for name, expected in (("map", explorer.feature_map), ("pooled", explorer.pooled)):
            got = preview[name]
            values = np.reshape(got["values"], (got["rows"], got["columns"]))
            np.testing.assert_allclose(values, expected, rtol=1e-5, atol=1e-5)
        assert preview["names"] == [list(LAYERS), list(MEASURES)]
        expected = measures_table(explorer.measures)
        np.testing.assert_allclose(preview["measures"], expected, rtol=1e-5, atol=1e-5)
        assert preview["changes"] == explorer.changes
        if settings["pooling"] == "max":
            rows, columns = explorer.winners.reshape(-1, 2).T
            assert preview["winners"] == (rows * preview["map"]["columns"] + columns).tolist()


class Explorer(OneView):
    """The one view of ``explorer``."""

    def canvas(self, layer):
        return self.root.locator(f"canvas.layer-{layer}")

    def middle(self, layer, row, column, shape):
        """Where a cell's middle is on the page."""
        canvas = self.canvas(layer)
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        x = box["x"] + (column + 0.5) * box["width"] / shape[1]
        return x, box["y"] + (row + 0.5) * box["height"] / shape[0]


@pytest.fixture(scope="module")
def shared(open_once):
    return Explorer(open_once(START), ".cnn-pooling")


@pytest.fixture
def explorer(shared):
    shared.notebook.tell_python(START_AGAIN)
    shared.expect_text(".cnn-move-words", "not moved")
    shared.expect_text(".cnn-card-title", "pooled[1, 1]")
    shared.settle()
    shared.notebook.errors.clear()
    yield shared
    assert shared.notebook.errors == []
    assert shared.notebook.cell_errors() == []


PAPER = (12, 12)


def test_dragging_moves_the_image_by_whole_pixels(explorer):
    mouse = explorer.page.mouse
    mouse.move(*explorer.middle("image", 5, 5, PAPER))
    mouse.down()
    mouse.move(*explorer.middle("image", 6, 7, PAPER), steps=6)
    explorer.expect("explorer.shift", [1, 2])  # while the button is still down
    explorer.expect_text(".cnn-move-words", "moved 1 down, 2 right")
    mouse.move(*explorer.middle("image", 3, 5, PAPER), steps=6)
    mouse.up()
    explorer.expect("explorer.shift", [-2, 0])
    mouse.move(*explorer.middle("image", 9, 9, PAPER))  # the button is up: it stays
    explorer.settle()
    explorer.expect("explorer.shift", [-2, 0])
    found = explorer.notebook.ask_python("explorer.measures")
    row = explorer.root.get_by_role("row", name="Pooled").get_by_role("cell").all_inner_texts()
    assert row[0] == f"{found['pooled']['unchanged']} of 25"
    assert row[2:] == ["✓ all 20", "✓ all 5"]
    explorer.expect_text(".cnn-lesson", "so the pooled map moved along too")


def test_dragging_with_a_finger(explorer):
    area = explorer.root.locator(".cnn-movable")
    assert area.evaluate("(element) => getComputedStyle(element).touchAction") == "none"
    start = explorer.middle("image", 5, 5, PAPER)
    end = explorer.middle("image", 5, 4, PAPER)
    session = explorer.page.context.new_cdp_session(explorer.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    touch("touchMove", ((start[0] + end[0]) / 2, start[1]))
    touch("touchMove", end)
    touch("touchEnd")
    explorer.expect("explorer.shift", [0, -1])
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_moving_by_keyboard_and_by_buttons(explorer):
    explorer.root.locator(".cnn-movable").focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowDown"):
        explorer.page.keyboard.press(key)
    explorer.expect("explorer.shift", [3, 1])
    explorer.page.keyboard.press("Home")
    explorer.expect("explorer.shift", [0, 0])
    for name in ("up", "left", "left"):
        explorer.root.get_by_role("button", name=f"Move the image {name}").click()
    explorer.expect("explorer.shift", [-1, -2])
    explorer.root.get_by_role("button", name="Back to the start").click()
    explorer.expect("explorer.shift", [0, 0])
    on_page(explorer.page.locator(".jp-Notebook .jp-Cell")).to_have_count(1)


def test_the_state_is_spoken(explorer):
    explorer.root.locator(".cnn-movable").focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.expect_text("[aria-live]", "10 of its 25 cells stayed the same")
    explorer.expect_text("[aria-live]", "pooled[1, 1]: the largest of")


def test_border_effects_are_counted_and_named(explorer):
    explorer.notebook.tell_python("explorer.set(kernel='box blur', padding=1, shift=(0, 5))")
    explorer.settle()
    explorer.expect_text(".cnn-lesson", "At the border 6 of its cells differ")
    legend = explorer.root.locator(".cnn-sign-legend")
    explorer.expect_text(".cnn-move-words", "5 right")
    on_page(legend).to_contain_text("border effect")


def test_choosing_a_cell_shows_its_window(explorer):
    explorer.page.mouse.click(*explorer.middle("pooled", 2, 2, (5, 5)))
    explorer.expect("explorer.cell", [2, 2])
    numbers = explorer.root.locator(".cnn-pool-window span").all_inner_texts()
    window = np.array(explorer.notebook.ask_python("explorer.window.tolist()"))
    np.testing.assert_array_equal(np.array(numbers, float), window.ravel())
    # A cell of the map chooses the window that it lies in; in a long stride's gaps there is none.
    explorer.page.mouse.click(*explorer.middle("relu", 9, 8, (10, 10)))
    explorer.expect("explorer.cell", [4, 4])
    explorer.notebook.tell_python("explorer.set(kernel_size=1, stride=3, cell=(0, 0))")
    explorer.expect_text(".cnn-card-title", "pooled[0, 0]")
    explorer.page.mouse.click(*explorer.middle("relu", 4, 4, (10, 10)))
    explorer.page.mouse.click(*explorer.middle("relu", 6, 3, (10, 10)))
    explorer.expect("explorer.cell", [2, 1])


def ask(explorer, question):
    explorer.root.get_by_label("Predict first").check()
    explorer.root.get_by_label("Ask for").select_option(question)
    explorer.expect("explorer.question", question)
    explorer.expect("explorer.predict", True)


def test_predicting_a_value(explorer):
    ask(explorer, "value")
    on_page(explorer.root.locator(".cnn-total")).to_contain_text("= ?")
    on_page(explorer.root.locator(".cnn-winner")).to_have_count(0)
    explorer.root.get_by_label("your prediction").fill("2")
    explorer.page.keyboard.press("Enter")
    explorer.expect("explorer.prediction_is_right", False)
    explorer.expect_text(".cnn-verdict", "Not quite: you said 2, it is 3. the largest of")


def test_predicting_the_winner_by_click_and_by_keyboard(explorer):
    ask(explorer, "winner")
    row, column = explorer.notebook.ask_python("explorer.winners[explorer.cell].tolist()")
    page = explorer.page
    page.mouse.move(*explorer.middle("relu", row, column, (10, 10)))
    explorer.expect("explorer.prediction", None)  # a passing pointer answers nothing
    page.mouse.click(*explorer.middle("relu", row, column, (10, 10)))
    explorer.expect("explorer.prediction_is_right", True)
    explorer.expect_text(".cnn-verdict", f"Right: row {row}, column {column}.")
    page.mouse.click(*explorer.middle("pooled", 0, 1, (5, 5)))
    explorer.expect("explorer.prediction", None)
    explorer.expect("explorer.cell", [0, 1])
    explorer.root.locator(".cnn-panel-relu .cnn-pointer").focus()
    page.keyboard.press("ArrowRight")  # from (0, 2), the window's first cell
    page.keyboard.press("Enter")
    explorer.expect("explorer.prediction", [0, 3])
    explorer.expect("explorer.prediction_is_right", False)
    explorer.expect_text(".cnn-verdict", "it is row 0, column 2. It is the first of 4 equal ones")


def test_predicting_what_a_move_changes(explorer):
    ask(explorer, "changes")
    on_page(explorer.root.locator(".cnn-total")).not_to_contain_text("?")
    truth = explorer.notebook.ask_python("explorer.changes")
    explorer.root.get_by_label("your prediction").fill(json.dumps(truth))
    explorer.page.keyboard.press("Enter")
    explorer.expect("explorer.prediction_is_right", True)
    explorer.expect_text(".cnn-verdict", f"Right: {truth}.")


def test_average_pooling_offers_no_winner(explorer):
    ask(explorer, "winner")
    explorer.root.get_by_label("Pooling", exact=True).select_option("average")
    explorer.expect("explorer.question", "value")
    options = explorer.root.get_by_label("Ask for").locator("option").all_inner_texts()
    assert options == ["a cell's value", "what a move changes"]
