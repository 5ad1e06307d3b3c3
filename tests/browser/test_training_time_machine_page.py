"""The training time machine in a real JupyterLab: training beside cells, and back in time."""

import re

import pytest
from playwright.sync_api import expect as on_page
from waiting import settle

pytestmark = pytest.mark.browser

START = """import time
import numpy as np
from cnn_helpers import data
from cnn_helpers.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import Sequential
from cnn_helpers.widgets import TrainingTimeMachine

digits = data.load_mnist("10k")
model = Sequential(Conv2d(1, 4, 5), ReLU(), MaxPool2d(4), Flatten(), Linear(144, 10), seed=0)
slowness = 0.0

def slow(batch, generator):
    time.sleep(slowness)
    return batch

machine = TrainingTimeMachine(
    model, digits.train_images[:640], digits.train_labels[:640], lr=0.1, epochs=2, batch_size=32,
    validation=(digits.train_images[7000:7200], digits.train_labels[7000:7200]), augment=slow,
)
machine
"""
INTERRUPT = """async () => {
  await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt(); }"""
RUN = """async (code) => {
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  window.cellEnded = null;
  kernel.requestExecute({ code, store_history: false }).done
    .then((reply) => { window.cellEnded = reply.content.status; }); }"""

FRAMES = "parseInt(root.querySelector('.cnn-moment-words').textContent.match(/step (\\d+)/)?.[1])"


@pytest.fixture(scope="module")
def notebook(open_once):
    return open_once(START, width=1200, height=1700)


@pytest.fixture
def root(notebook):
    """The machine's only view, at rest."""
    notebook.tell_python(
        "machine.stop(); machine.wait(60); slowness = 0.0\n"
        "machine.set(predict=False, epochs=2, lr=0.1, moment=None, digit=0)"
    )
    view = notebook.page.locator(".cnn-machine").first
    view.wait_for()
    view.scroll_into_view_if_needed()
    return view


def wait_for(root, condition, argument=None, timeout=60_000):
    """Wait until a condition on the view, in JavaScript, holds."""
    root.page.wait_for_function(
        f"([root, argument]) => {{ return {condition}; }}",
        arg=[root.element_handle(), argument],
        timeout=timeout,
    )


def in_state(root, *states):
    wait_for(root, "argument.includes(root.dataset.state)", list(states))


def words(root):
    return on_page(root.locator(".cnn-status"))


def press(root, name):
    root.get_by_role("button", name=name, exact=True).click()


def start(root):
    root.locator(".cnn-button-main").click()


def expect(notebook, expression, wanted):
    """Wait until Python gives a value: what the page changes takes a moment to arrive."""
    for _ in range(200):
        got = notebook.ask_python(expression)
        if got == wanted:
            return
        notebook.page.wait_for_timeout(100)
    raise AssertionError(f"{expression} is {got}, but should be {wanted}")


def test_cells_run_while_it_trains_and_the_page_follows(notebook, root):
    notebook.tell_python("slowness = 0.02")
    start(root)
    in_state(root, "training")
    wait_for(root, f"{FRAMES} > 4")
    assert notebook.ask_python("sum(range(10))") == 45
    assert notebook.ask_python("machine.state") == "training"
    notebook.tell_python("slowness = 0.0")
    in_state(root, "finished")
    expect(notebook, "machine.runs[-1].steps", 40)
    begin = "^Finished: 2 epochs, 40 steps. After epoch 2 validation accuracy"
    words(root).to_have_text(re.compile(begin))
    accuracy = notebook.ask_python("machine.runs[-1].accuracy[-1]")
    words(root).to_contain_text(f"{accuracy:.1%}".replace("%", " %"))
    assert notebook.errors == []


def test_pause_look_back_continue_and_stop(notebook, root):
    notebook.tell_python("slowness = 0.05")
    start(root)
    in_state(root, "training")
    wait_for(root, f"{FRAMES} > 0")
    press(root, "Pause")
    in_state(root, "paused")
    step = notebook.ask_python("machine.runs[-1].steps")
    root.get_by_label("Moment of the training", exact=True).press("Home")
    wait_for(
        root, "root.querySelector('.cnn-moment-words').textContent.includes('after step 0 of')"
    )
    assert notebook.ask_python("[machine.moment, machine.frame['step']]") == [0, 0]
    assert notebook.ask_python("machine.runs[-1].steps") == step
    press(root, "Continue")
    in_state(root, "training")
    press(root, "Stop")
    in_state(root, "stopped")
    expect(notebook, "machine.history.interrupted", True)
    words(root).to_have_text(re.compile("^Stopped after step"))
    notebook.tell_python("slowness = 0.0")
    press(root, "Train on")
    in_state(root, "finished")


def test_a_fit_in_a_cell_is_seen_live_and_the_kernels_interrupt_ends_it(notebook, root):
    notebook.tell_python("slowness = 0.05")
    notebook.page.evaluate(RUN, "history = machine.fit(epochs=50)")
    in_state(root, "training")
    for steps in (3, 12, 25):
        wait_for(root, "root.querySelector('.cnn-progress').value > argument", steps)
    words(root).to_contain_text("the notebook's stop button")
    on_page(root.get_by_role("button", name="Stop", exact=True)).to_be_disabled()
    assert notebook.page.evaluate("() => window.cellEnded") is None
    notebook.page.evaluate(INTERRUPT)
    notebook.page.wait_for_function("() => window.cellEnded === 'ok'", timeout=60_000)
    in_state(root, "stopped")
    assert notebook.ask_python("history.interrupted")
    notebook.tell_python("slowness = 0.0")
    notebook.tell_python("machine.epochs = 1")
    start(root)
    in_state(root, "finished")


def test_two_learning_rates_over_each_other_and_all_views_together(notebook, root):
    notebook.tell_python("machine.fit(lr=0.1); machine.fit(lr=0.01)")
    in_state(root, "finished")
    names = notebook.ask_python("[run.name for run in machine.runs[-2:]]")
    wait_for(root, "root.dataset.runs === argument", f"{names[0]}, lr 0.1; {names[1]}, lr 0.01")
    settle(root.page)
    for chart in root.locator(".cnn-machine-curves .cnn-chart").all():
        for line in (".cnn-run-present", ".cnn-run-other"):
            assert len(chart.locator(line).get_attribute("d")) > 20
    pictures = "[...root.querySelectorAll('.cnn-filters, .cnn-maps')].map((c) => c.toDataURL())"
    wait_for(
        root, "root.querySelector('.cnn-moment-words').textContent.includes('after step 40 of')"
    )
    settle(root.page)
    last = root.evaluate(f"(root) => {pictures}")
    before = root.locator(".cnn-mistakes").inner_text(), root.locator(".cnn-confusion").inner_text()
    press(root, "First step")
    wait_for(
        root, "root.querySelector('.cnn-moment-words').textContent.includes('after step 0 of')"
    )
    wait_for(root, f"{pictures}.every((picture, index) => picture !== argument[index])", last)
    on_page(root.locator(".cnn-confusion")).not_to_have_text(before[1])
    on_page(root.locator(".cnn-mistakes")).not_to_have_text(before[0])
    cursor = float(root.locator(".cnn-moment").get_attribute("x1"))
    press(root, "Play")
    wait_for(
        root,
        "parseFloat(root.querySelector('.cnn-moment').getAttribute('x1')) > argument + 5",
        cursor,
    )
    press(root, "Last step")
    wait_for(
        root, "root.querySelector('.cnn-moment-words').textContent.includes('after step 40 of')"
    )
    wait_for(root, f"{pictures}.every((picture, index) => picture === argument[index])", last)
    root.get_by_role("button", name="a 3:").click()
    expect(notebook, "machine.digit", 3)
    wait_for(root, "root.querySelector('.cnn-map-layer h3').textContent.startsWith('The 3:')")


def test_the_accuracy_is_asked_for_first(notebook, root):
    root.get_by_label("Predict first", exact=True).check()
    expect(notebook, "machine.predict", True)
    on_page(root.locator(".cnn-button-main")).to_be_disabled()
    root.get_by_label("What accuracy, in per cent").fill("55")
    press(root, "That is my guess")
    expect(notebook, "machine.prediction", 55.0)
    start(root)
    wait_for(root, "root.querySelector('.cnn-bet .cnn-verdict').textContent.includes('and it is')")
    percent = 100 * notebook.ask_python("machine.runs[-1].accuracy[0]")
    on_page(root.locator(".cnn-bet .cnn-verdict")).to_contain_text(f"it is {percent:.1f} %")
    in_state(root, "finished")


def test_a_page_that_is_busy_finds_one_picture_and_not_a_queue(notebook, root):
    notebook.tell_python("slowness = 0.01; machine.start(epochs=20)")
    in_state(root, "training")
    notebook.page.evaluate("() => { const end = Date.now() + 2500; while (Date.now() < end); }")
    frames, time = notebook.page.evaluate(
        """async (root) => {
        let count = 0;
        const start = performance.now();
        const watcher = new MutationObserver(() => { count += 1; });
        const options = { childList: true, characterData: true, subtree: true };
        watcher.observe(root.querySelector('.cnn-moment-words'), options);
        await new Promise((done) => setTimeout(done, 350));
        return [count, performance.now() - start]; }""",
        root.element_handle(),
    )
    assert frames <= 6 * time / 350, "pictures for the busy page came one by one"
    press(root, "Stop")
    in_state(root, "stopped", "finished")
    assert notebook.errors == []


def test_what_fails_in_the_background_is_shown(notebook, root):
    notebook.tell_python(
        "def fail(batch, generator):\n    raise RuntimeError('no disk left')\n"
        "how = machine._runs._how; kept = how['augment']; how['augment'] = fail"
    )
    start(root)
    in_state(root, "failed")
    wait_for(
        root, "root.querySelector('.cnn-failure').textContent === 'RuntimeError: no disk left'"
    )
    notebook.tell_python("how['augment'] = kept")
    start(root)
    in_state(root, "finished")
    on_page(root.locator(".cnn-failure")).to_have_text("")
