"""The softmax explorer in a real JupyterLab: its preview, its sliders, its question."""

import numpy as np
import pytest
from one_view import OneView
from waiting import set_theme, settle

pytestmark = pytest.mark.browser

START = """from cnn_helpers import widgets
explorer = widgets.SoftmaxExplorer([1.0, 3.0, 0.0], names=["quiet", "busy", "closed"], label=1)
explorer
"""


class SoftmaxPage(OneView):
    """The one view of ``explorer``."""

    def __init__(self, notebook):
        super().__init__(notebook, ".cnn-softmax")

    def expect(self, expression, wanted):
        """Wait until Python gives these numbers."""
        for _ in range(100):
            got = self.python(expression)
            if np.allclose(got, wanted, atol=1e-9):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{expression} is {got}, but should be {wanted}")

    def text(self, selector):
        """Return the text of a part, up to date."""
        settle(self.page)
        return self.root.locator(selector).text_content()


@pytest.fixture(scope="module")
def explorer(open_once):
    return SoftmaxPage(open_once(START, width=1100))


def test_preview_agrees_with_python_over_random_settings(explorer):
    random = np.random.default_rng(0)
    for _ in range(12):
        logits = (random.normal(size=3) * random.choice([1, 10, 400])).clip(-1000, 1000)
        label = int(random.integers(3))
        explorer.notebook.tell_python(f"explorer.set(logits={logits.tolist()}, label={label})")
        explorer.expect("explorer.logits.tolist()", logits)
        explorer.settle()  # "agrees"
    assert explorer.notebook.errors == []


def test_slider_and_field_move_the_logits(explorer):
    explorer.notebook.tell_python("explorer.set(logits=[0.0, 0.0, 0.0], label=0)")
    slider = explorer.root.get_by_label("logit of busy, slider")
    slider.focus()
    for _ in range(5):
        explorer.page.keyboard.press("ArrowRight")
    explorer.expect("explorer.logits[1]", 0.5)
    explorer.root.get_by_label("logit of closed", exact=True).fill("-1000")
    explorer.expect("explorer.logits[2]", -1000)
    explorer.root.get_by_label("closed", exact=True).check()
    explorer.expect("explorer.label", 2)
    explorer.settle()
    assert "surprise = −ln 0 =" in explorer.text(".cnn-softmax-loss")
    explorer.root.get_by_role("button", name="Add 1 to all").click()
    explorer.expect("explorer.logits.tolist()", [1, 1.5, -999])
    explorer.root.get_by_role("button", name="Reset").click()
    explorer.expect("explorer.logits.tolist()", [1, 3, 0])
    explorer.expect("explorer.label", 1)
    assert explorer.notebook.errors == []


def test_the_answer_is_hidden_until_it_is_predicted(explorer):
    explorer.notebook.tell_python("explorer.set(logits=[0.0, 0.0, 0.0], label=0)")
    explorer.root.get_by_label("Predict first").check()
    explorer.page.wait_for_function(
        "(root) => root.querySelector('.cnn-softmax-output span').textContent === '?'",
        arg=explorer.root.element_handle(),
    )
    explorer.root.get_by_label("predicted probability").fill("0.5")
    explorer.root.get_by_role("button", name="Check").click()
    verdict = explorer.root.locator(".cnn-verdict")
    verdict.get_by_text("Not quite: you said 0.5, it is 0.33").wait_for()
    settle(explorer.page)
    assert explorer.root.locator(".cnn-softmax-output span").all_text_contents() == ["0.333"] * 3
    explorer.root.get_by_label("Predict first").uncheck()


def test_light_and_dark_wide_and_narrow(explorer):
    explorer.notebook.tell_python("explorer.set(logits=[1.0, 3.0, 0.0], label=1)")
    for theme in ("Light", "Dark"):
        set_theme(explorer.page, theme)
        explorer.notebook.picture(f"softmax_explorer_{theme.lower()}", of=explorer.root)
    set_theme(explorer.page, "Light")
    explorer.root.evaluate("(root) => { root.parentElement.style.width = '400px'; }")
    explorer.page.wait_for_function(
        "(root) => root.dataset.layout === 'narrow'", arg=explorer.root.element_handle()
    )
    settle(explorer.page)
    explorer.notebook.picture("softmax_explorer_narrow", of=explorer.root)
    assert explorer.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
