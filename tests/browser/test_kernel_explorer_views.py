"""The kernel explorer in other circumstances: two views, themes, a phone, a restarted kernel."""

import numpy as np
import pytest
from explorer_page import START, ExplorerPage
from playwright.sync_api import expect as on_page
from real_lab import KERNEL_READY
from waiting import PATIENCE, set_theme

pytestmark = pytest.mark.browser

SET_WIDTH = "(root, width) => { root.parentElement.style.width = width ? `${width}px` : ''; }"
HIDE_CODE = ".jp-Cell-inputWrapper { display: none !important; }"


def overflow(root):
    """Return the classes of what sticks out of the widget's padding to the right."""
    return root.evaluate(
        """(root) => {
        const edge = root.getBoundingClientRect().right
          - parseFloat(getComputedStyle(root).paddingRight);
        return [...root.querySelectorAll('*')].filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 1 && box.right > edge + 1
            && !element.closest('.cnn-marks') && !element.closest('.cnn-hidden');
        }).map((element) => element.className); }"""
    )


def test_two_views_of_one_explorer_follow_each_other(open_cells):
    notebook = open_cells(START.format(arguments='"tick"'), "explorer", height=1800)
    first, second = ExplorerPage(notebook, view=0), ExplorerPage(notebook, view=1)
    first.field(1, 1).fill("-2")
    first.expect("explorer.kernel[1, 1]", -2)
    second.settle()
    on_page(second.field(1, 1)).to_have_value("-2")
    np.testing.assert_array_equal(first.drawn(), second.drawn())
    second.drag(second.slider(0, 0), to=1.0)
    first.expect("explorer.kernel[0, 0]", 2)
    on_page(first.field(0, 0)).to_have_value("2")
    np.testing.assert_array_equal(first.drawn(), second.drawn())
    assert first.answer == second.answer == "agrees"
    assert notebook.errors == []


def test_light_and_dark_wide_and_narrow(open_cells):
    notebook = open_cells(
        START.format(arguments='"X", "diagonal", cell=(2, 2)'),
        'photo = widgets.KernelExplorer("camera", "Sobel, vertical edges", cell=(60, 120))\nphoto',
        width=1100,
        height=900,
    )
    page = notebook.page
    page.add_style_tag(content=HIDE_CODE)
    for view, name in enumerate(("explorer", "photo")):
        explorer = ExplorerPage(notebook, name, view)
        for theme in ("Light", "Dark"):
            set_theme(page, theme)
            for width, layout in ((None, "wide"), (400, "narrow")):
                explorer.root.evaluate(SET_WIDTH, width)
                page.wait_for_function(
                    "([root, layout]) => root.dataset.layout === layout",
                    arg=[explorer.root.element_handle(), layout],
                )
                explorer.settle()
                assert overflow(explorer.root) == []
                notebook.picture(f"explorer_{name}_{theme.lower()}_{layout}", of=explorer.root)
        background = explorer.root.evaluate("(root) => getComputedStyle(root).backgroundColor")
        assert background == "rgb(31, 31, 31)"
        set_theme(page, "Light")
    assert notebook.errors == []


def test_on_a_phone_by_touch(open_cells):
    notebook = open_cells(
        START.format(arguments='"X", "diagonal", cell=(2, 2)'),
        width=420,
        height=900,
        has_touch=True,
        is_mobile=True,
    )
    notebook.page.add_style_tag(content=HIDE_CODE)
    explorer = ExplorerPage(notebook)
    on_page(explorer.root).to_have_attribute("data-layout", "narrow")
    box = explorer.root.locator("canvas.feature-map").bounding_box()
    notebook.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 6)
    explorer.expect("list(explorer.cell)", [0, 1])
    slider = explorer.slider(0, 0)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert min(box["height"], box["width"]) >= 24  # large enough for a finger
    notebook.page.touchscreen.tap(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    explorer.expect("explorer.kernel[0, 0]", 2)
    notebook.picture("explorer_phone")
    assert overflow(explorer.root) == []
    assert notebook.errors == []


def test_every_control_at_both_ends(open_cells):
    notebook = open_cells(START.format(arguments='"digit 3"'))
    explorer = ExplorerPage(notebook)
    for slider in explorer.root.locator("input[type=range]").all():
        for key in ("Home", "End"):
            slider.press(key)
    explorer.expect("explorer.kernel.tolist()", [[2] * 3] * 3)
    explorer.expect("explorer.bias", 4)
    for label, ends in (("Stride", "18"), ("Padding", "08"), ("Dilation", "81")):
        for end in ends:
            explorer.root.get_by_label(label).fill(end)
            explorer.expect(f"explorer.{label.lower()}", int(end))
    explorer.root.get_by_label("Compare with a second kernel").check()
    explorer.expect("explorer.second_kernel is None", False)
    for slider in explorer.root.locator(".cnn-comparison input[type=range]").all():
        for key in ("End", "Home"):
            slider.press(key)
    explorer.expect("explorer.second_kernel.tolist()", [[-2] * 3] * 3)
    explorer.root.get_by_label("Compare with a second kernel").uncheck()
    explorer.expect("explorer.second_kernel is None", True)
    for label in ("ReLU", "Predict first"):
        for state in (True, False):
            explorer.root.get_by_label(label).set_checked(state)
            explorer.expect(f"explorer.{'relu' if label == 'ReLU' else 'predict'}", state)
    for label in ("Channels", "Preset", "Picture", "Show as"):
        select = explorer.root.get_by_label(label, exact=True)
        values = select.evaluate("(s) => [...s.options].map((o) => o.value).filter(Boolean)")
        for value in (values[-1], values[0]):
            select.select_option(value)
            assert explorer.answer == "agrees"
    pointer = explorer.root.locator(".cnn-pointer")
    for key in ("Shift+ArrowUp", "Shift+ArrowLeft", "Shift+ArrowDown", "Shift+ArrowRight"):
        for _ in range(4):
            pointer.press(key)
    on_page(explorer.root.get_by_role("alert")).to_have_text("")
    assert notebook.errors == []


def test_two_weights_that_change_within_one_frame_both_arrive(open_cells):
    explorer = ExplorerPage(open_cells(START.format(arguments='"digit 3", "identity"')))
    explorer.root.evaluate(
        """(root) => {
        const sliders = [...root.querySelectorAll(".cnn-weight input[type=range]")];
        for (const slider of sliders.slice(0, 2)) {
            slider.value = 2;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        } }"""
    )
    explorer.expect("explorer.kernel.tolist()", [[2, 2, 0], [0, 1, 0], [0, 0, 0]])


def test_after_a_restart_the_page_says_so(open_cells):
    notebook = open_cells(START.format(arguments='"X", "diagonal"'))
    explorer = ExplorerPage(notebook)
    notebook.page.evaluate(
        """async () => {
        const context = window.jupyterapp.shell.currentWidget.sessionContext;
        await context.session.kernel.restart(); }"""
    )
    notebook.page.wait_for_function(KERNEL_READY, timeout=PATIENCE)
    explorer.field(0, 0).fill("2")
    on_page(explorer.field(0, 0)).to_have_value("2")
    notebook.page.wait_for_function(
        "() => document.querySelector('.cnn-explorer [role=alert]').textContent"
        ".startsWith('Python has not answered')",
        timeout=PATIENCE,
    )
    notebook.run_all()
    ExplorerPage(notebook)
