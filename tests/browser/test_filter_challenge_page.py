"""The filter challenge in a real browser: its preview, its score, both questions, both designs."""

import re

import numpy as np
import pytest
from one_view import OneView
from playwright.sync_api import expect as on_page

from cnn_helpers.widgets import FilterChallenge
from cnn_helpers.widgets.filter_tasks import TASKS
from cnn_helpers.widgets.modules import join_modules

pytestmark = pytest.mark.browser

UPRIGHT = [[-1, 2, -1]] * 3
START = """from cnn_helpers.widgets import FilterChallenge
challenge = FilterChallenge("vertical strokes")
challenge
"""
# Bests, tries and descents are kept for as long as the widget lives: here each test has its own.
START_AGAIN = """challenge._kept.clear()
challenge.set(predict=False, question="hits", task="X")
challenge.set(task="vertical strokes")
challenge.set_trait("best", {})
challenge.error = ""
"""

# The store with a model that only holds values: its preview, without Python.
PREVIEW = """async ([text, cases]) => {
  const source = `${text}\\nexport { ChallengeStore };`;
  const module = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  return cases.map(({ marks, ...settings }) => {
    const shape = [marks.length, marks[0].length, marks[0][0].length];
    const data = new DataView(Float64Array.from(marks.flat(2)).buffer);
    const values = { ...settings, marks: { shape, data }, best: {}, _revision: 0 };
    const store = new module.ChallengeStore({
      get: (name) => values[name], set() {}, on() {}, send() {}, save_changes() {} });
    const { responses, found, hits, falseAlarms, points } = store.outcome();
    return { responses, found, counts: [hits, falseAlarms, points] };
  }); }"""


def test_preview_is_what_python_computes(chromium):
    generator = np.random.default_rng(9)
    cases, wanted = [], []
    for number in range(36):
        kernel = generator.normal(size=(3, 3)).round(2) if number % 3 else np.eye(3)
        challenge = FilterChallenge(TASKS[number % 3], kernel)
        # Among the responses, and now and then exactly one of them.
        threshold = float(np.quantile(challenge.responses, generator.random(), method="nearest"))
        challenge.threshold = threshold if number % 2 else round(threshold, 2)
        settings = {"task": challenge.task, "kernel": challenge.kernel.tolist()}
        settings |= {"threshold": challenge.threshold, "marks": challenge.marks.tolist()}
        cases.append(settings)
        wanted.append(challenge)
    page = chromium.new_page()
    page.goto("about:blank")
    previews = page.evaluate(PREVIEW, [join_modules("challenge_store.js"), cases])
    page.close()
    for challenge, preview in zip(wanted, previews, strict=True):
        np.testing.assert_allclose(preview["responses"], challenge.responses, rtol=1e-5, atol=1e-5)
        np.testing.assert_array_equal(preview["found"], challenge.found)
        np.testing.assert_allclose(preview["counts"], challenge.answer()["counts"], atol=1e-9)


class Challenge(OneView):
    """The one view of ``challenge``."""

    def button(self, name):
        return self.root.get_by_role("button", name=name)

    def tile(self, mark):
        return self.root.locator(".cnn-tile").nth(mark)

    def design(self, kernel, threshold):
        for place in np.ndindex(3, 3):
            row, column = place
            field = self.root.get_by_label(f"weight row {row}, column {column}", exact=True)
            field.fill(str(kernel[row][column]))
        self.root.get_by_label("threshold", exact=True).fill(str(threshold))


@pytest.fixture(scope="module")
def shared(open_once):
    return Challenge(open_once(START), ".cnn-challenge")


@pytest.fixture
def challenge(shared):
    shared.notebook.tell_python(START_AGAIN)
    shared.expect_text(".cnn-group-title", "Find each vertical stroke: 0 of 32")
    shared.settle()
    shared.notebook.errors.clear()
    yield shared
    assert shared.notebook.errors == []
    assert shared.notebook.cell_errors() == []


def test_a_design_is_scored_in_figures_frames_signs_and_words(challenge):
    on_page(challenge.tile(0).locator(".cnn-tile-words")).to_have_text("✗ missed")
    challenge.design(UPRIGHT, 1.5)
    challenge.settle()
    hits, alarms = challenge.notebook.ask_python("list(challenge.result[:2])")
    assert alarms > 0
    challenge.expect_text(".cnn-hits", f"✓ {hits} of 32 hits")
    challenge.expect_text(".cnn-alarms", f"! {alarms} of 32 false alarms")
    words = challenge.root.locator(".cnn-tile-words").all_inner_texts()
    assert words[:32].count("✓ found") == hits
    assert words[32:].count("! false alarm") == alarms
    assert words[32:].count("– ignored") == 32 - alarms
    styles = challenge.root.evaluate(
        """(root) => Object.fromEntries([...root.querySelectorAll('.cnn-tile')].map((tile) =>
        [tile.dataset.outcome, getComputedStyle(tile.querySelector('canvas')).borderTopStyle]))"""
    )
    assert styles["alarm"] == "double"
    assert styles["found"] == "solid"
    challenge.expect_text("[aria-live]", f"{hits} of 32 hits")


def test_dragging_the_threshold_along_the_responses(challenge):
    challenge.notebook.tell_python(f"challenge.set(kernel={UPRIGHT}, threshold=1.0)")
    challenge.expect_text(".cnn-hits", "32 of 32")
    strip = challenge.root.locator(".cnn-strip-canvas")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    mouse = challenge.page.mouse
    middle = box["y"] + 50
    mouse.move(box["x"] + 0.2 * box["width"], middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 14, middle, steps=20)
    challenge.settle()
    high = challenge.root.locator(".cnn-strip-canvas").get_attribute("aria-label")
    mouse.up()
    assert "0 of 32 marks to be found" in high
    challenge.expect("challenge.result.hits", 0)
    # The best of the way was passed while the mouse moved, and is kept.
    challenge.expect("challenge.best['points'] > 90", True)


def test_the_best_is_kept_and_comes_back_with_one_click(challenge):
    challenge.design(UPRIGHT, 2.55)
    challenge.expect("challenge.best.get('points')", 100)
    challenge.root.get_by_label("Preset").select_option("edge")
    challenge.expect("challenge.kernel[1, 1]", 8)
    challenge.button("Back to my best").click()
    challenge.expect("challenge.kernel.tolist()", UPRIGHT)
    challenge.expect_text(".cnn-points", "100")


def test_new_marks_are_a_number_that_goes_with_the_next_change(challenge):
    challenge.design(UPRIGHT, 2.55)
    challenge.expect("challenge.result.points", 100)
    challenge.expect_text(".cnn-held-out", "Not tried")
    challenge.button("Try it on 200 new marks").click()
    challenge.expect("challenge.held_out.get('tries')", 1)
    points = challenge.notebook.ask_python("challenge.held_out['points']")
    challenge.expect_text(".cnn-held-out", f"New marks: {points:.0f} points")
    challenge.root.get_by_label("threshold", exact=True).fill("2.5")
    challenge.expect_text(".cnn-held-out", "Not tried")


def test_gradient_descent_learns_can_be_played_and_put_on_the_sliders(challenge):
    challenge.button("Let gradient descent try").click()
    challenge.expect("len(challenge.descent.get('steps', []))", 41)
    descent = challenge.notebook.ask_python("challenge.descent")
    challenge.expect_text(".cnn-comparison", f"{descent['points']:.0f} points on the 64 practice")
    challenge.expect_text(".cnn-comparison", f"{descent['held_out']['points']:.0f} on 200 new")
    challenge.button("First step").click()
    lines = challenge.root.locator(".cnn-design-lines").nth(1)
    lines.get_by_text("step 0 of 400").wait_for()
    challenge.root.get_by_label("Speed").select_option("very fast")
    challenge.button("Play").click()
    lines.get_by_text("step 400 of 400").wait_for()
    challenge.button("Put it on the sliders").click()
    challenge.expect("challenge.kernel.tolist()", descent["kernels"][-1])
    challenge.expect("challenge.result.points", descent["points"])


def test_looking_closely_at_a_mark_by_mouse_and_by_keyboard(challenge):
    challenge.design(UPRIGHT, 2.55)
    challenge.tile(2).click()
    challenge.expect("challenge.mark", 2)
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft"):
        challenge.page.keyboard.press(key)
    challenge.expect("challenge.mark", 3)
    response = challenge.notebook.ask_python("challenge.responses[3]")
    challenge.expect_text(".cnn-detail-words", f"Largest response: {response:.2f}".rstrip("0"))
    challenge.page.keyboard.press("End")
    challenge.expect("challenge.mark", 63)
    on_page(challenge.root.locator(".cnn-tile[tabindex='0']")).to_have_count(1)


def test_predicting_the_number_of_hits(challenge):
    challenge.design(UPRIGHT, 2.55)
    challenge.root.get_by_label("Predict first").check()
    challenge.expect("challenge.predict", True)
    on_page(challenge.root.locator(".cnn-points")).to_have_text("?")
    challenge.settle()
    assert set(challenge.root.locator(".cnn-tile-words").all_inner_texts()) == {"?"}
    on_page(challenge.root.locator(".cnn-strip-canvas")).to_have_attribute(
        "aria-label", re.compile("hidden")
    )
    on_page(challenge.button("Try it on 200 new marks")).to_be_disabled()
    challenge.root.get_by_label("your prediction of hits").fill("31")
    challenge.page.keyboard.press("Enter")
    challenge.expect("challenge.prediction", 31)
    challenge.expect_text(".cnn-verdict", "Not quite: you said 31, it is 32.")
    challenge.root.get_by_label("threshold", exact=True).fill("2.5")
    challenge.expect_text(".cnn-points", "?")


def test_predicting_which_marks(challenge):
    # One weight in the middle: what is found is what has dark ink anywhere but at the edge.
    challenge.design([[0, 0, 0], [0, 1, 0], [0, 0, 0]], 0.97)
    challenge.settle()
    found = challenge.notebook.ask_python("[int(i) for i in challenge.found.nonzero()[0]]")
    assert 0 < len(found) < 8
    challenge.root.get_by_label("Predict first").check()
    challenge.root.get_by_label("Ask for").select_option("marks")
    challenge.expect("challenge.question", "marks")
    for mark in [*found, 63, 63]:  # a second click takes it back
        challenge.tile(mark).click()
    on_page(challenge.tile(found[0]).locator(".cnn-tile-words")).to_have_text("will be found")
    challenge.button("Check").click()
    challenge.expect("challenge.prediction_is_right", True)
    challenge.expect_text(".cnn-verdict", f"Right: all {len(found)} marks.")
    on_page(challenge.root.locator(".cnn-guessed")).to_have_count(len(found))


def test_another_task_brings_other_marks(challenge):
    before = challenge.tile(40).locator("canvas").evaluate("(canvas) => canvas.toDataURL()")
    challenge.design(UPRIGHT, 2.55)
    challenge.root.get_by_label("Find", exact=True).select_option("corners")
    challenge.expect("challenge.task", "corners")
    challenge.expect_text(".cnn-group-title", "Find each upper left corner (┌): 0 of 32")
    challenge.settle()
    after = challenge.tile(40).locator("canvas").evaluate("(canvas) => canvas.toDataURL()")
    assert before != after
    challenge.expect("challenge.kernel.any().item()", False)
