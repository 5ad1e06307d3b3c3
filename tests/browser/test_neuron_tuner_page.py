"""The neuron tuner in a real JupyterLab: what the page computes is what Python computes."""

import numpy as np
import pytest
from playwright.sync_api import expect as on_page
from waiting import frames, settle

from cnn_helpers.widgets import NeuronTuner, tiny_network
from cnn_helpers.widgets.modules import STATIC
from cnn_helpers.widgets.tuned_network import window_around

pytestmark = pytest.mark.browser

START = """from cnn_helpers.widgets import NeuronTuner
tuner = NeuronTuner(sections=("weights", "landscape", "start", "question"))
tuner
"""
COMPUTE = """async ({ source, parameters, day, days, axes, windows, count }) => {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const network = await import(url);
  const across = network.evenlySpaced(windows[0], count);
  const up = network.evenlySpaced(windows[1], count);
  return {
    answer: network.networkAnswer(parameters, ...day),
    sums: network.neuronSums(parameters, ...day),
    shares: network.neuronShares(parameters, ...day),
    loss: network.meanSquaredError(parameters, days),
    gradient: network.lossGradient(parameters, days),
    windows: axes.map((axis) => network.windowAround(parameters[axis])),
    surface: [...network.lossSurface(parameters, axes, across, up, days).values],
  }; }"""


@pytest.fixture(scope="module")
def notebook(open_once):
    return open_once(START, width=1200, height=1400)


@pytest.fixture
def root(notebook):
    """The tuner's only view, with two neurons at the start of seed 19."""
    notebook.tell_python(
        "tuner.set(network='two neurons', predict=False, lr=0.05)\n"
        "tuner.set(temperature=20.0, weekend=False)\n"
        "tuner.restart(19)"
    )
    view = notebook.page.locator(".cnn-tuner").first
    view.wait_for()
    view.scroll_into_view_if_needed()
    expect(notebook, "tuner.steps", 0)
    return view


def expect(notebook, expression, wanted, close=0.0):
    """Wait until Python gives a value: what the page changes takes a moment to arrive."""
    for _ in range(100):
        settle(notebook.page)
        got = notebook.ask_python(expression)
        if got == wanted or (close and np.allclose(got, wanted, rtol=0, atol=close)):
            return
        notebook.page.wait_for_timeout(100)
    raise AssertionError(f"{expression} is {got}, but should be {wanted}")


def wait_for(root, condition, argument=None):
    """Wait until a condition on the view, in JavaScript, holds."""
    root.page.wait_for_function(
        f"([root, argument]) => {{ return {condition}; }}",
        arg=[root.element_handle(), argument],
        timeout=60_000,
    )


def agrees(root):
    settle(root.page)
    on_page(root).to_have_attribute("data-answer", "agrees")


@pytest.mark.parametrize("network", tiny_network.NETWORKS)
def test_the_preview_computes_what_python_computes(notebook, network):
    random = np.random.default_rng(len(network))
    days = tiny_network.revenue_days()
    for _ in range(4):
        parameters = random.normal(0, 1.5, len(tiny_network.parameter_names(network)))
        day = [float(random.uniform(-1, 4)), float(random.integers(2))]
        axes = random.choice(len(parameters), 2, replace=False).tolist()
        windows = [window_around(parameters[axis]) for axis in axes]
        inputs, targets = days[:2]
        got = notebook.page.evaluate(
            COMPUTE,
            {
                "source": (STATIC / "tiny_network.js").read_text(),
                "parameters": parameters.tolist(),
                "day": day,
                "days": {"inputs": inputs.ravel().tolist(), "targets": targets.ravel().tolist()},
                "axes": axes,
                "windows": windows,
                "count": 7,
            },
        )
        place = np.array([day])
        loss, gradient = tiny_network.loss_and_gradient(network, parameters, inputs, targets)
        across, up = (np.linspace(*window, 7) for window in windows)
        surface = tiny_network.loss_surface(network, parameters, axes, across, up, inputs, targets)
        wanted = {
            "answer": tiny_network.predict_revenue(network, parameters, place)[0],
            "sums": tiny_network.neuron_sums(network, parameters, place)[0],
            "shares": tiny_network.contributions(network, parameters, place)[0],
            "loss": loss,
            "gradient": gradient,
            "windows": windows,
            "surface": surface.ravel(),
        }
        assert got.keys() == wanted.keys()
        for name, value in wanted.items():
            np.testing.assert_allclose(got[name], value, rtol=1e-5, atol=1e-5, err_msg=name)


def test_sliders_and_python_agree_on_random_settings(notebook, root):
    random = np.random.default_rng(1)
    names = notebook.ask_python("tuner.names")
    for _ in range(6):
        name = str(random.choice(names))
        value = round(float(random.uniform(-3, 3)), 2)
        field = root.get_by_label(name, exact=True)
        field.fill(str(value))
        at = names.index(name)
        expect(notebook, f"float(tuner.parameters[{at}])", value)
        agrees(root)
    slider = root.get_by_label("bias of revenue, slider")
    for key, end in (("Home", -4), ("End", 4)):
        slider.press(key)
        expect(notebook, "float(tuner.parameters[8])", end)
        agrees(root)
    train, held = notebook.ask_python("list(tuner.losses)")
    wait_for(
        root, "root.querySelector('.cnn-losses').textContent.includes(argument)", f"{train:.2f}"
    )
    on_page(root.locator(".cnn-losses")).to_contain_text(f"{held:.2f}")
    assert notebook.errors == []


def test_one_step_and_fifty(notebook, root):
    twin = NeuronTuner()
    root.get_by_role("button", name="One step").click()
    twin.step()
    expect(notebook, "tuner.parameters.tolist()", twin.parameters.tolist(), close=1e-12)
    wait_for(root, "root.querySelector('.cnn-typical').textContent.includes('1 step made')")
    root.get_by_role("button", name="50 steps").click()
    twin.step(50)
    expect(notebook, "tuner.parameters.tolist()", twin.parameters.tolist(), close=1e-12)
    agrees(root)
    # The trail is drawn from place to place: one line for each step.
    wait_for(root, "root.querySelector('.cnn-trail').getAttribute('d').split('L').length === 52")


def test_live_training_runs_and_stops(notebook, root):
    root.get_by_role("button", name="Train").click()
    wait_for(
        root,
        "parseInt(root.querySelector('.cnn-typical').textContent.match(/(\\d+) steps/)?.[1]) > 60",
    )
    # The kernel is free meanwhile: a cell would run now.
    assert notebook.ask_python("1 + 1") == 2
    root.get_by_role("button", name="Stop").click()
    wait_for(root, "root.dataset.training === 'false'")
    agrees(root)
    done = notebook.ask_python("tuner.steps")
    frames(notebook.page, 10)  # time enough to ask for more steps
    settle(notebook.page)
    assert notebook.ask_python("tuner.steps") == done
    assert notebook.ask_python("tuner.losses[0]") < 0.12


def test_a_rate_that_is_too_large_is_told_in_words(notebook, root):
    notebook.tell_python("tuner.set(network='straight line', lr=1.5)\ntuner.restart(0)")
    root.get_by_role("button", name="Train").click()
    wait_for(root, "root.querySelector('[role=alert]').textContent.includes('is too large here')")
    wait_for(root, "root.dataset.training === 'false'")
    assert notebook.ask_python("float(abs(tuner.parameters).max())") <= 10


def test_the_point_is_put_elsewhere_by_mouse_and_by_keyboard(notebook, root):
    area = root.locator(".cnn-landscape-area")
    area.scroll_into_view_if_needed()
    before = notebook.ask_python("tuner.parameters.tolist()")
    area.focus()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
        area.press(key)
    wanted = [round(before[6] + 0.1 - 1, 2), round(before[7] + 0.1, 2)]
    expect(notebook, "tuner.parameters[6:8].tolist()", wanted, close=1e-9)
    box = root.locator(".cnn-landscape image").bounding_box()
    notebook.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    middles = [float(np.floor(value + 0.5)) for value in wanted]
    expect(notebook, "tuner.parameters[6:8].tolist()", middles, close=0.02)
    others = notebook.ask_python("tuner.parameters.tolist()")
    assert others[:6] == before[:6]
    agrees(root)
    # The other parameter on the same axis: they change places.
    root.get_by_label("Across", exact=True).select_option("neuron 2 → revenue")
    expect(notebook, "list(tuner.axes)", [7, 6])


def test_another_network_has_other_sliders(notebook, root):
    root.get_by_label("Network", exact=True).select_option("straight line")
    expect(notebook, "tuner.network", "straight line")
    wait_for(root, "root.querySelectorAll('.cnn-weights input[type=range]').length === 3")
    on_page(root.locator(".cnn-node")).to_have_count(3)
    agrees(root)
    root.get_by_label("Network", exact=True).select_option("one neuron")
    wait_for(root, "root.querySelectorAll('.cnn-weights input[type=range]').length === 5")
    agrees(root)
    root.get_by_role("button", name="Another random start").click()
    expect(notebook, "tuner.seed", 20)
    assert notebook.errors == []


def test_predict_first_hides_the_slopes_until_there_is_an_answer(notebook, root):
    root.get_by_label("Predict first", exact=True).check()
    expect(notebook, "tuner.predict", True)
    while notebook.ask_python("tuner.question['kind']") != "move":
        notebook.tell_python("tuner.next_question()")
    text = notebook.ask_python("tuner.question['text']")
    wait_for(root, "root.querySelector('.cnn-ask').textContent === argument", text)
    settle(root.page)
    assert set(root.locator(".cnn-slope").all_inner_texts()) == {"slope ?"}
    on_page(root.locator(".cnn-descent")).to_be_hidden()
    on_page(root.get_by_role("button", name="One step")).to_be_disabled()
    slope = notebook.ask_python("float(tuner.gradient[tuner.question['about']])")
    root.get_by_label("down" if slope > 0 else "up", exact=True).check()
    expect(notebook, "tuner.prediction_is_right", True)
    wait_for(root, "root.querySelector('.cnn-verdict').textContent.startsWith('Right')")
    settle(root.page)
    assert "slope ?" not in root.locator(".cnn-slope").all_inner_texts()
    on_page(root.get_by_role("button", name="One step")).to_be_enabled()
    while notebook.ask_python("tuner.question['kind']") != "neuron":
        root.get_by_role("button", name="Next question").click()
        expect(notebook, "tuner.prediction", None)
    about = notebook.ask_python("tuner.question['about']")
    node = root.locator(".cnn-node-kernel .cnn-node-value").nth(about)
    wait_for(root, "root.querySelector('form.cnn-question').hidden === false")
    on_page(node).to_have_text("?")
    root.get_by_label("your answer").fill("99")
    root.get_by_role("button", name="Check").click()
    expect(notebook, "tuner.prediction_is_right", False)
    wait_for(root, "root.querySelector('.cnn-verdict').textContent.startsWith('Not this time')")
    on_page(node).not_to_have_text("?")


def test_what_is_folded_is_the_same_in_python(notebook, root):
    root.locator(".cnn-fold-landscape summary").press("Enter")
    expect(notebook, "'landscape' in tuner.sections", False)
    notebook.tell_python("tuner.sections = ('landscape', *tuner.sections)")
    wait_for(root, "root.querySelector('.cnn-fold-landscape').open")
