"""What must hold for every widget, in a real JupyterLab: see ``widget_cases.py``."""

import pytest
from playwright.sync_api import expect as on_page
from waiting import frames
from widget_cases import CASES
from widget_page import SMALLEST_TARGET, SMALLEST_TEXT, WidgetPage, eventually

from cnn_helpers import widgets

pytestmark = pytest.mark.browser

HIDE_CODE = ".jp-Cell-inputWrapper { display: none !important; }"
OBSERVE = """def _fail(change):
    raise RuntimeError("no ink left")
_names = [name for name in widget.keys if not name.startswith("_") and name != "error"]
widget.observe(_fail, _names)
"""

# The names of all that Tab should stop at: of a group of radios it visits one.
STOPS = """(root) => {
  const seen = new Set();
  const stops = window.cnnTest.controls(root).filter((element) => {
    if (element.type !== 'radio') return true;
    const isNew = !seen.has(element.name);
    seen.add(element.name);
    return isNew;
  });
  return stops.map((element) =>
    element.type === 'radio' ? 'a radio' : window.cnnTest.nameOf(element));
}"""
FOCUSED = """(root) => {
  const element = document.activeElement;
  const name = element.type === 'radio' ? 'a radio' : window.cnnTest.nameOf(element);
  return [name, window.cnnTest.focusShows(), root.contains(element)];
}"""


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def shared(request, open_once_file, lab):
    """A page with two views of one widget and one of another, open for all tests of a case."""
    from real_lab import write_notebook

    case = request.param
    name = write_notebook(
        lab,
        f"every {case.name}",
        [
            "from cnn_helpers import widgets",
            f"widget = {case.code}\nwidget",
            "widget",
            f"other = {case.code}\nother",
        ],
    )
    notebook = open_once_file(name, width=1180, height=2600)
    notebook.run_all()
    notebook.page.add_style_tag(content=HIDE_CODE)
    page = WidgetPage(notebook, case)
    page.settle()
    yield page
    page.page.context.close()


@pytest.fixture
def widget(shared):
    shared.settle()
    shared.notebook.errors.clear()
    yield shared
    shared.expect_no_error()


def test_every_widget_has_a_case():
    named = [name for name in widgets.__all__ if name[0].isupper()]
    assert sorted(case.name for case in CASES) == sorted(named)


def test_two_views_follow_each_other_and_another_widget_stays(widget):
    first, second, other = widget.roots
    before = [widget.ask("shown", root) for root in widget.roots]
    assert before[0] == before[1]
    for root in (first, second):
        widget.move(root)
        widget.settle()

        @eventually
        def both_show_the_same():
            views = [widget.ask("shown", root) for root in (first, second)]
            assert views[0] == views[1]
            assert first.inner_text() == second.inner_text()

        both_show_the_same()
    assert widget.ask("shown", other) == before[2]


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_no_barriers_wide_and_narrow(widget, theme):
    widget.set_theme(theme)
    widget.settle()
    assert widget.barriers() == []
    widget.picture(f"{theme.lower()}_wide")
    widget.set_width(400)
    assert widget.barriers() == []
    for root in widget.roots[:1]:
        assert widget.ask("overflow", root) == []
        assert widget.ask("smallText", root, SMALLEST_TEXT) == []
    widget.picture(f"{theme.lower()}_narrow")
    widget.set_width(None)
    widget.set_theme("Light")


def test_at_200_percent_nothing_sticks_out(widget):
    session = widget.page.context.new_cdp_session(widget.page)
    session.send(
        "Emulation.setDeviceMetricsOverride",
        {"width": 640, "height": 1300, "deviceScaleFactor": 2, "mobile": False},
    )
    widget.page.wait_for_function("() => innerWidth === 640 && devicePixelRatio === 2")
    widget.settle()
    root = widget.roots[0]
    assert widget.ask("overflow", root) == []
    assert root.bounding_box()["x"] + root.bounding_box()["width"] <= 640
    assert widget.ask("smallText", root, SMALLEST_TEXT) == []
    widget.picture("zoomed")
    session.send("Emulation.clearDeviceMetricsOverride")
    widget.page.wait_for_function("() => innerWidth === 1180")


def test_tab_reaches_every_control_in_the_page_s_order(widget):
    page, root = widget.page, widget.roots[0]
    wanted = root.evaluate(STOPS)
    assert all(wanted), wanted
    root.evaluate("(root) => window.cnnTest.controls(root)[0].focus()")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")  # both ways, from here on by keyboard alone
    seen, hidden = [], []
    for _ in range(len(wanted) + 1):
        name, shows, inside = root.evaluate(FOCUSED)
        if not inside:
            break
        seen.append(name)
        if not shows:
            hidden.append(name)
        page.keyboard.press("Tab")
    assert seen == wanted
    assert hidden == []
    assert not root.evaluate(FOCUSED)[2], "Tab does not lead out of the widget"


def test_every_control_can_be_hit_by_a_finger(widget):
    page, root = widget.page, widget.roots[0]
    widget.set_width(400)
    assert widget.ask("smallTargets", root, SMALLEST_TARGET) == []
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    areas = root.locator("[tabindex='0'][role=application]")
    for area in areas.all():
        if not area.is_visible():
            continue
        area.scroll_into_view_if_needed()
        assert area.evaluate("(area) => getComputedStyle(area).touchAction") != "auto"
        box = area.bounding_box()
        point = {"x": box["x"] + box["width"] * 0.6, "y": box["y"] + box["height"] * 0.6}
        area.evaluate(
            "(area) => { area.onpointerdown = (e) => { window.cnnTouched = e.pointerType; }; }"
        )
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_function("() => window.cnnTouched === 'touch'")
        page.evaluate("() => { window.cnnTouched = null; }")
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    widget.set_width(None)
    widget.settle()


def test_nothing_moves_by_itself_where_less_motion_is_asked_for(widget):
    widget.page.emulate_media(reduced_motion="reduce")
    widget.move()
    widget.settle()
    assert widget.ask("moving", widget.roots[0]) == []
    widget.page.emulate_media(reduced_motion="no-preference")


def _use(widget, control):
    """Move one control to both of its ends; for a switch, yield while it is on."""
    page, root = widget.page, widget.roots[0]
    element = root.locator(f"[data-both-ends='{control['tag']}']")
    if control["name"] in widget.case.untouched or not element.count():
        return
    if not (element.is_visible() and element.is_enabled()):
        return
    kind = control["kind"]
    if kind == "range":
        for key in ("Home", "End"):
            element.press(key)
    elif kind == "number":
        low, high = element.evaluate("(e) => [e.min || '-2', e.max || '2']")
        for value in (low, high):
            element.fill(value)
            element.blur()
    elif kind == "select":
        offered = element.evaluate(
            "(e) => [...e.options].filter((o) => !o.hidden && !o.disabled).map((o) => o.index)"
        )
        for index in (offered[-1], offered[0]):
            if element.is_visible() and element.is_enabled():
                element.select_option(index=index)
                widget.settle()
                yield
    elif kind == "checkbox":
        on = element.is_checked()
        for state in (not on, on):
            if element.is_visible() and element.is_enabled():
                element.set_checked(state)
                widget.settle()
                yield
    elif kind == "radio":
        element.check()
    elif kind == "area":
        keys = ("Shift+ArrowDown", "Shift+ArrowRight", "End", "Home", "ArrowUp", "ArrowLeft")
        for key in (*keys, "Space", "Enter"):
            if element.is_visible():
                element.press(key)
    elif kind in ("text", "search"):
        element.fill("1")
        element.press("Enter")
    else:
        element.click()
        frames(page)
    yield


def test_every_control_at_both_ends(widget):
    used = []

    def use_all(depth):
        for control in widget.ask("found", widget.roots[0], "bothEnds"):
            used.append(control["name"])
            for _ in _use(widget, control):
                widget.expect_no_error()
                if depth < 3:
                    use_all(depth + 1)  # what appeared only now

    use_all(0)
    widget.settle()
    assert len(used) > 5
    widget.picture("at_its_ends")

    @eventually
    def views_still_agree():
        first, second = (widget.ask("shown", root)["canvases"] for root in widget.roots[:2])
        assert first == second

    views_still_agree()


def test_an_exception_in_a_callback_is_shown_and_stays_until_the_next_change(widget):
    widget.notebook.tell_python(OBSERVE)
    widget.move()
    widget.expect_alert("RuntimeError: no ink left")
    widget.settle()  # the page has asked for Python's numbers meanwhile
    widget.expect_alert("RuntimeError: no ink left")
    widget.notebook.tell_python("widget.unobserve(_fail, _names)")
    widget.move()
    widget.expect_alert("")
    widget.notebook.errors.clear()


def test_the_page_says_so_when_python_was_restarted(shared):
    shared.page.evaluate(
        """async () => {
        const context = window.jupyterapp.shell.currentWidget.sessionContext;
        await context.session.kernel.restart(); }"""
    )
    shared.move()
    shared.expect_alert("Python has not answered")
    shared.notebook.run_all()
    WidgetPage(shared.notebook, shared.case).settle()


def test_reopened_without_running_each_is_a_picture_and_a_sentence(open_cells, lab):
    cells = [f"widget_{place} = {case.code}\nwidget_{place}" for place, case in enumerate(CASES)]
    notebook = open_cells("from cnn_helpers import widgets", *cells, height=7000)
    page = notebook.page
    for case in CASES:
        page.locator(case.root).wait_for(timeout=60_000)
    on_page(page.locator(".cnn-still:visible")).to_have_count(0)
    sentences = notebook.ask_python(f"[w.sentence() for w in [{_listed(len(CASES))}]]")
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    again = type(notebook)(page, lab, notebook.name)
    outputs = page.locator(".jp-OutputArea-output:visible")
    outputs.nth(len(CASES) - 1).wait_for(timeout=60_000)

    @eventually
    def each_has_its_sentence():
        for place, (case, sentence) in enumerate(zip(CASES, sentences, strict=True)):
            said = outputs.nth(place).inner_text()
            assert (sentence if case.name != "Quiz" else "Quiz: Start here.") in said
            assert "Run this cell to" in said

    each_has_its_sentence()
    for place, case in enumerate(CASES):
        if case.name != "Quiz":  # its questions remain, as text
            picture = outputs.nth(place).locator("img")
            assert picture.get_attribute("alt").startswith(case.name)
            page.wait_for_function("(img) => img.naturalWidth > 200", arg=picture.element_handle())
    on_page(page.locator(".jp-Notebook")).not_to_contain_text("model not found")
    again.picture("reopened")


def _listed(count):
    return ", ".join(f"widget_{place}" for place in range(count))
