"""The timing explorer in a real JupyterLab: its counts, its turns, its two questions."""

import numpy as np
import pytest
from one_view import OneView

from cnn_helpers.widgets.timing_explorer import LIMITS

pytestmark = pytest.mark.browser

START = """from cnn_helpers import widgets
explorer = widgets.TimingExplorer(2, 2, filters=2, size=8, seconds=0.002)
explorer
"""


@pytest.fixture(scope="module")
def page(open_once):
    return OneView(open_once(START, width=1100), ".cnn-timing")


@pytest.fixture
def explorer(page):
    yield page
    assert page.notebook.errors == []
    assert page.python("explorer.error") == ""


def test_all_designs_are_timed_without_being_asked(explorer):
    explorer.settle()
    assert explorer.python("explorer.measured['done']")
    times = explorer.root.locator(".cnn-timing-list .cnn-timing-time").all_text_contents()
    words = explorer.python("explorer.measured['words']")
    assert [time.removeprefix("≈ ") for time in times] == words
    best = explorer.root.locator(".cnn-timing-best b").text_content()
    assert explorer.python("min(explorer.seconds, key=explorer.seconds.get)") == best


def test_counts_agree_with_python_over_random_settings(explorer):
    random = np.random.default_rng(0)
    for _ in range(5):
        chosen = {name: int(random.integers(low, high + 1)) for name, (low, high) in LIMITS.items()}
        chosen["batch"] = min(chosen["batch"], 4)  # small work, quickly timed
        explorer.notebook.tell_python(f"explorer.set(**{chosen})")
        explorer.page.wait_for_function(
            "([root, size]) => root.querySelector('[aria-label=\"image size\"]').value === size",
            arg=[explorer.root.element_handle(), str(chosen["size"])],
        )
        explorer.settle()  # "agrees", not "differs"


def test_a_drag_is_measured_at_its_end_only(explorer):
    explorer.notebook.tell_python("explorer.set(batch=1, channels=1, size=8, kernel_size=1)")
    explorer.settle()
    explorer.notebook.tell_python(
        "seen = []\nnote = lambda change: seen.append(change['new'])\n"
        "explorer.observe(note, 'measured')"
    )
    slider = explorer.root.get_by_label("channels, slider")
    slider.focus()
    for _ in range(6):
        explorer.page.keyboard.press("ArrowRight")
    explorer.expect("explorer.channels", 7)
    explorer.settle()
    timed = "sorted({one['settings'][1] for one in seen if any(one['seconds'])})"
    assert explorer.python(timed) == [7]
    explorer.notebook.tell_python("explorer.unobserve(note, 'measured')")


def test_the_fastest_is_hidden_until_it_is_chosen(explorer):
    explorer.root.get_by_label("Predict first").check()
    explorer.expect_text(".cnn-timing-note", "hidden until you have answered")
    times = explorer.root.locator(".cnn-timing-list .cnn-timing-time")
    assert set(times.all_text_contents()) == {"?"}
    explorer.root.get_by_label("Your answer").first.select_option("loops")
    explorer.expect_text(".cnn-verdict", "Not quite: loops takes")
    assert "?" not in times.all_text_contents()
    explorer.root.get_by_role("button", name="Ask again").click()
    explorer.expect("explorer.prediction", None)
    explorer.root.get_by_label("Predict first").uncheck()


def test_the_copies_are_hidden_until_they_are_typed(explorer):
    explorer.notebook.tell_python(
        "explorer.set(size=8, kernel_size=3, predict=True, question='copies')"
    )
    explorer.expect_text(".cnn-timing-gradient .cnn-timing-ratio", "? ×")
    field = explorer.root.get_by_label("Your answer").nth(1)
    field.fill("9")
    field.press("Enter")
    explorer.expect_text(".cnn-verdict", "9 is for a pixel in the middle")
    explorer.expect_text(".cnn-timing-gradient .cnn-timing-ratio", "5.1 ×")
    explorer.notebook.tell_python("explorer.set(predict=False)")


def test_measuring_leaves_other_cells_their_turn(explorer):
    """The largest work of all: while it is timed, Python answers."""
    ends = {name: high for name, (_, high) in LIMITS.items()}
    explorer.notebook.tell_python(f"explorer.set(**{ends})")
    assert explorer.notebook.ask_python("explorer.batch") == 64
    explorer.page.wait_for_function(
        "(root) => root.querySelector('.cnn-timing-note').textContent.startsWith('Measuring')",
        arg=explorer.root.element_handle(),
    )
    assert explorer.notebook.ask_python("1 + 1") == 2
    explorer.notebook.tell_python("explorer.set(batch=1, channels=1, filters=1, size=8)")
    explorer.settle()
    assert explorer.python("explorer.measured['settings'][0]") == 1
