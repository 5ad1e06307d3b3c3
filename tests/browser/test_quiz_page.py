"""The quiz in a real JupyterLab: by keyboard, by mouse, on a phone, and without barriers."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect as on_page
from waiting import set_theme, settle

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
SETUP = "from cnn_helpers.widgets import Quiz\nquiz = Quiz('{}')\nquiz"

WRONG = [  # in the quiz of notebook 00: one question of each kind, with a wrong answer
    (1, "two-flavours", "14"),
    (2, "slice", 0),
    (4, "work-on-an-exercise", [0, 2, 1, 3]),
    (5, "not-yet", [0, 1]),
]


@pytest.fixture(scope="module")
def start_here(open_once):
    """A page with the quiz of notebook 00, which has every kind of question."""
    return open_once(SETUP.format("00_start_here"))


@pytest.fixture
def quiz(start_here):
    """The same, begun anew, light and wide."""
    start_here.tell_python("quiz.start_over()")
    start_here.page.set_viewport_size({"width": 1100, "height": 1000})
    set_theme(start_here.page, "Light")
    return start_here


def barriers(notebook):
    """Return what axe-core finds wrong in the quiz, and what it can't decide about contrast."""
    page = notebook.page
    settle(page)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run('.cnn-quiz')")
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def show(notebook, place):
    """Go to a question, counted from 1."""
    notebook.page.locator(".cnn-place").nth(place - 1).click()
    current = f".cnn-place:nth-child({place})[aria-current=step]"
    notebook.page.wait_for_selector(current)
    settle(notebook.page)


def wait_for_state(notebook, place, state):
    notebook.page.wait_for_selector(f".cnn-place:nth-child({place})[data-state={state}]")
    settle(notebook.page)


def focused(notebook):
    return notebook.page.evaluate("() => document.activeElement.textContent")


def test_by_keyboard_alone(open_cells):
    notebook = open_cells(SETUP.format("04_filters"))
    page = notebook.page
    press = page.keyboard.press
    page.locator(".cnn-quiz .cnn-place").first.focus()
    for _ in range(6):
        press("Tab")  # past the six numbers
    page.locator(".cnn-quiz pre").focus()
    press("Tab")
    press("Space")  # the first option
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    wait_for_state(notebook, 1, "wrong")
    on_page(page.locator(".cnn-note:visible")).to_contain_text("counts from 1")
    spoken = page.locator(".cnn-quiz [aria-live]")
    page.wait_for_function(
        "(e) => e.textContent.startsWith('Not this one.')", arg=spoken.element_handle()
    )
    press("ArrowUp")
    press("Enter")
    wait_for_state(notebook, 1, "right")
    on_page(page.locator(".cnn-note:visible")).to_have_count(3)
    assert barriers(notebook) == []
    notebook.picture("quiz_one_right", page.locator(".cnn-quiz"))
    page.wait_for_function("() => document.activeElement.textContent === 'Next question'")
    press("Enter")
    page.wait_for_function("() => document.activeElement.tagName === 'LEGEND'")
    assert focused(notebook).startswith("Question 2 of 6: ")
    # JupyterLab's own keys stay out: the notebook still has its one cell.
    for key in ("a", "b", "d", "d"):
        press(key)
    on_page(page.locator(".jp-CodeCell")).to_have_count(1)
    on_page(page.locator(".cnn-score")).to_have_text("1 of 6 right, 0 at the first try")
    assert notebook.errors == []


def test_a_number_is_typed_and_nothing_is_asked_for_first(quiz):
    notebook, page = quiz, quiz.page
    show(notebook, 1)
    check = page.get_by_role("button", name="Check", exact=True)
    check.click()
    alert = page.locator(".cnn-quiz .cnn-alert")
    page.wait_for_function(
        "(e) => e.textContent === 'Type a number first.'", arg=alert.element_handle()
    )
    page.get_by_label("Your number").fill("14")
    page.keyboard.press("Enter")
    wait_for_state(notebook, 1, "wrong")
    page.wait_for_function("(e) => e.textContent === ''", arg=alert.element_handle())
    page.get_by_role("button", name="Show the answer").click()
    wait_for_state(notebook, 1, "shown")
    on_page(page.locator(".cnn-message")).to_contain_text("The answer is 7.5.")
    on_page(check).to_be_hidden()
    assert notebook.ask_python("quiz.results[0]['tries']") == 1
    show(notebook, 2)
    page.locator(".cnn-choice input").first.check()
    notebook.tell_python("quiz.start_over()")
    wait_for_state(notebook, 1, "open")
    show(notebook, 2)
    on_page(page.locator(".cnn-choice input:checked")).to_have_count(0)


def test_steps_are_moved_by_keyboard_and_said(quiz):
    notebook, page = quiz, quiz.page
    show(notebook, 4)
    wanted = notebook.ask_python("[option.text for option in quiz._set.questions[3].options]")
    for place, text in enumerate(wanted):
        name = f"Move up: {text.replace('`', '')}"
        button = page.get_by_role("button", name=name)
        button.focus()
        steps = page.locator(".cnn-step > span").all_inner_texts()
        for _ in range(steps.index(text.replace("`", "")) - place):
            page.keyboard.press("Enter")
            assert "Move" in page.evaluate("() => document.activeElement.ariaLabel")
    spoken = page.locator(".cnn-quiz [aria-live]")
    page.wait_for_function(
        "(e) => /^Now step \\d of 4: /.test(e.textContent)", arg=spoken.element_handle()
    )
    page.get_by_role("button", name="Check", exact=True).click()
    wait_for_state(notebook, 4, "right")
    assert barriers(notebook) == []
    notebook.picture("quiz_order_right", page.locator(".cnn-quiz"))
    assert notebook.ask_python("quiz.results[3]['answer']") == [0, 1, 2, 3]


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_no_barriers_in_any_kind_of_question_and_state(quiz, look):
    notebook, page = quiz, quiz.page
    if look == "phone":
        page.set_viewport_size({"width": 400, "height": 900})
    set_theme(page, "Dark" if look == "dark" else "Light")
    for place, id, answer in WRONG:
        show(notebook, place)
        assert barriers(notebook) == []
        notebook.tell_python(f"_ = quiz.give({id!r}, {answer!r})")
        wait_for_state(notebook, place, "wrong")
        assert barriers(notebook) == []
        notebook.picture(f"quiz_{look}_{place}", page.locator(".cnn-quiz"))
        notebook.tell_python(f"quiz.show_answer({id!r})")
        wait_for_state(notebook, place, "shown")
        assert barriers(notebook) == []
    notebook.picture(f"quiz_{look}_end", page.locator(".cnn-quiz"))
    widget = page.locator(".cnn-quiz")
    assert widget.evaluate("(e) => e.scrollWidth <= e.clientWidth")


def test_two_views_show_one_quiz(open_cells):
    notebook = open_cells(SETUP.format("04_filters"), "quiz")
    page = notebook.page
    first, second = page.locator(".cnn-quiz").all()
    second.locator(".cnn-place").nth(2).click()
    page.wait_for_function("() => document.querySelectorAll('.cnn-field').length === 2")
    first.get_by_label("Your number").fill("14")
    first.get_by_role("button", name="Check", exact=True).click()
    second.locator(".cnn-place[data-state=right]").wait_for()
    on_page(second.locator(".cnn-message")).to_contain_text("20 − 7 + 1 = 14")
    on_page(second.get_by_label("Your number")).to_have_value("14")
