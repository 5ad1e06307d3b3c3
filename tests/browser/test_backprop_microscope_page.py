"""The microscope in a real JupyterLab: clicked, painted, answered; its numbers are Python's."""

import numpy as np
import pytest
from playwright.sync_api import expect as on_page
from waiting import settle
from widget_page import eventually

from cnn_helpers.widgets.story_arrays import ARRAYS

pytestmark = pytest.mark.browser

START = """from cnn_helpers.widgets import BackpropMicroscope
microscope = BackpropMicroscope()
microscope
"""
# Every cell of the picture: its value and its gradient, as written.
WRITTEN = """(root) => Object.fromEntries([...root.querySelectorAll('.cnn-story-cell')].map(
  (cell) => [cell.dataset.key, ['value', 'gradient'].map((name) =>
    cell.querySelector(`.cnn-story-${name}`).textContent)]))"""
RESET = """microscope.restore()
microscope.set(image='X', chosen=('image', 2, 2), step=5, predict=False, epsilon=1e-4)
microscope.set(learning_rate=0.5, blocked=False)
"""


@pytest.fixture(scope="module")
def notebook(open_once):
    return open_once(START, width=1240, height=1300)


@pytest.fixture
def root(notebook):
    """The microscope's only view, as it was made."""
    notebook.tell_python(RESET)
    view = notebook.page.locator(".cnn-microscope").first
    view.wait_for()
    expect_text(view, ".cnn-card h4", "image[2, 2]")
    settle(notebook.page)
    yield view
    assert notebook.errors == []


@eventually
def expect(notebook, expression, wanted):
    settle(notebook.page)
    assert notebook.ask_python(expression) == wanted


@eventually
def expect_text(root, selector, words):
    on_page(root.locator(selector).first).to_contain_text(words)
    settle(root.page)


def center(root, key):
    box = root.locator(f".cnn-story-cell[data-key='{key}'] .cnn-story-outline").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def click(root, key):
    network = root.locator(".cnn-network")
    network.scroll_into_view_if_needed()
    root.page.mouse.click(*center(root, key))


def number(text):
    return float(text.replace("−", "-"))


def test_every_number_on_the_page_is_pythons(notebook, root):
    random = np.random.default_rng(5)
    for _ in range(4):
        image = random.integers(0, 11, (5, 5)) / 10
        kernels = random.integers(-20, 21, ARRAYS["kernels"]) / 10
        weights = random.integers(-10, 11, ARRAYS["weights"]) / 10
        notebook.tell_python(
            "import numpy as np\n"
            f"microscope.set(image=np.array({image.tolist()}), kernels={kernels.tolist()}, "
            f"weights={weights.tolist()}, label={int(random.integers(2))})"
        )
        parts = notebook.ask_python(
            "[{n: np.ravel(a).tolist() for n, a in d.items()} "
            "for d in (microscope.values, microscope.gradients)]"
        )

        @eventually
        def same(parts=parts):
            written = root.evaluate(WRITTEN)
            assert len(written) == sum(int(np.prod(shape)) for shape in ARRAYS.values())
            for key, texts in written.items():
                name, *index = key.split()
                index = tuple(map(int, index))
                place = int(np.ravel_multi_index(index, ARRAYS[name])) if index else 0
                for text, arrays in zip(texts, parts, strict=True):
                    # Two decimals, fewer for large numbers.
                    value = arrays[name][place]
                    assert abs(number(text) - value) <= max(0.005, 0.006 * abs(value)) + 1e-9, key

        same()


def test_clicked_cells_are_written_out(notebook, root):
    click(root, "rectified 0 1 1")
    expect(notebook, "list(microscope.chosen)", ["rectified", 0, 1, 1])
    expect_text(root, ".cnn-microscope-cards", "1 × 0.182 + 1 × (−0.091) = 0.091")
    expect_text(root, ".cnn-paths tfoot", "sum of 3 paths")
    related = root.locator(".cnn-story-cell[data-related='true']")
    keys = related.evaluate_all("(cells) => cells.map((cell) => cell.dataset.key)")
    assert {"pooled 0 0 1", "pooled 0 1 0", "feature_maps 0 1 1", "loss"} <= set(keys)
    assert not {"pooled 0 0 0", "rectified 1 1 1", "linear_bias 0"} & set(keys)
    notebook.picture("microscope_two_windows", root)


def test_arrow_keys_go_from_cell_to_cell_and_space_turns_a_pixel(notebook, root):
    root.locator(".cnn-network").focus()
    keyboard = root.page.keyboard
    keyboard.press("ArrowRight")
    expect(notebook, "list(microscope.chosen)", ["image", 2, 3])
    keyboard.press("Space")
    expect(notebook, "microscope.image[2, 3]", 1.0)
    expect(notebook, "microscope.image_name", "own drawing")
    keyboard.press("Space")
    expect(notebook, "microscope.image_name", "X")
    keyboard.press("End")
    expect(notebook, "list(microscope.chosen)", ["loss"])
    keyboard.press("ArrowLeft")
    expect(notebook, "microscope.chosen[0]", "probabilities")
    for _ in range(3):
        before = notebook.ask_python("list(microscope.chosen)")
        keyboard.press("ArrowLeft")

        @eventually
        def moved(before=before):
            assert notebook.ask_python("list(microscope.chosen)") != before

        moved()


def test_painting_changes_values_and_gradients(notebook, root):
    root.get_by_label("Paint pixels").check()
    before = root.evaluate(WRITTEN)
    click(root, "image 0 0")
    expect(notebook, "microscope.image[0, 0]", 0.0)

    @eventually
    def changed():
        after = root.evaluate(WRITTEN)
        assert after["feature_maps 0 0 0"][0] == "2"
        assert after["logits 0"] != before["logits 0"]

    changed()
    root.get_by_label("Paint pixels").uncheck()


def test_going_back_step_by_step(notebook, root):
    root.get_by_role("button", name="First step").click()
    expect(notebook, "microscope.step", 0)

    @eventually
    def gradients(names):
        written = root.evaluate(WRITTEN)
        assert {key.split()[0] for key, (_, slope) in written.items() if slope} == names

    gradients(set())
    expect_text(root, ".cnn-microscope-cards", "Not there yet: it comes in step 5")
    for _ in range(3):
        root.get_by_role("button", name="Forward one step").click()
    gradients({"loss", "probabilities", "logits", "weights", "linear_bias", "pooled", "rectified"})
    expect_text(root, ".cnn-step-words", "won 2 windows")


def test_a_gradient_is_predicted_before_it_is_shown(notebook, root):
    root.get_by_label("Predict first").check()
    expect_text(root, ".cnn-microscope-cards", "Gradient: ?")
    assert root.evaluate(WRITTEN)["image 2 2"][1] == "?"
    assert root.evaluate(WRITTEN)["image 0 0"][1] == ""
    assert "0.091" not in root.locator(".cnn-microscope-cards").inner_text().split("=")[-1]
    field = root.get_by_label("the gradient, your prediction")
    field.fill("0.5")
    field.press("Enter")
    expect_text(root, ".cnn-verdict", "Not quite: you said 0.5, it is 0.091.")
    expect(notebook, "microscope.prediction_is_right", False)


def test_the_cell_that_gets_a_pooled_gradient_is_clicked_or_chosen_by_keys(notebook, root):
    notebook.tell_python("microscope.set(chosen=('pooled', 0, 0, 1), predict=True)")
    expect_text(root, ".cnn-verdict", "Which cell of the map")
    click(root, "rectified 0 0 0")
    expect_text(root, ".cnn-verdict", "it is row 1, column 1")
    notebook.tell_python("microscope.prediction = None")
    expect_text(root, ".cnn-verdict", "Which cell of the map")
    root.locator(".cnn-network").focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        root.page.keyboard.press(key)
    expect(notebook, "microscope.prediction_is_right", True)
    expect_text(root, ".cnn-verdict", "Right: row 1, column 1.")


def test_the_finite_difference_says_why_it_is_off(notebook, root):
    expect_text(root, ".cnn-why", "They agree to five decimals.")
    root.get_by_label("epsilon").select_option(label="1")
    expect(notebook, "microscope.epsilon", 1)
    expect_text(root, ".cnn-why", "the ReLU of feature_maps")


def test_a_step_of_learning_and_back(notebook, root):
    notebook.tell_python("microscope.set(image='V', label='X', learning_rate=0.05)")
    promised = notebook.ask_python("microscope.scene['after']")
    expect_text(root, ".cnn-microscope-column", f"after the step {promised:.4f}"[:-1])
    root.get_by_role("button", name="Take the step").click()

    @eventually
    def learned():
        assert abs(notebook.ask_python("float(microscope.values['loss'])") - promised) < 1e-12

    learned()
    root.get_by_role("button", name="First weights again").click()
    expect(notebook, "microscope.weights[0, 0]", 0.5)


def test_on_narrow_paper_all_cells_are_there_and_large_enough(notebook, root):
    root.evaluate("(root) => { root.parentElement.style.width = '400px'; }")

    @eventually
    def stacked():
        on_page(root).to_have_attribute("data-layout", "narrow")
        assert root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
        boxes = root.locator(".cnn-story-outline").evaluate_all(
            "(cells) => cells.map((cell) => { const b = cell.getBoundingClientRect(); "
            "return [b.left, b.right, b.width, b.height]; })"
        )
        edge = root.bounding_box()
        assert all(left >= edge["x"] for left, *_ in boxes)
        assert all(right <= edge["x"] + edge["width"] for _, right, *_ in boxes)
        assert min(side for *_, width, height in boxes for side in (width, height)) >= 28

    stacked()
    notebook.picture("microscope_narrow", root)
    root.evaluate("(root) => { root.parentElement.style.width = ''; }")
