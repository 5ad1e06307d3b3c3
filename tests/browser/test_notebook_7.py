"""Every widget in Jupyter Notebook 7: it draws, and what is moved on the page arrives in Python."""

import pytest
from playwright.sync_api import expect as on_page
from real_lab import Lab, opening, write_notebook
from waiting import settle
from widget_cases import CASES
from widget_page import eventually, use_control

pytestmark = pytest.mark.browser

STATE = """import hashlib
def state(widget):
    return hashlib.sha256(repr(sorted(widget.get_state().items())).encode()).hexdigest()
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, chromium):
    """A page of Notebook 7 with one widget of each kind."""
    places = [tmp_path_factory.mktemp(name) for name in ("notebooks", "jupyter")]
    server = Lab(*places, program="notebook")
    cells = [f"widget_{place} = {case.code}\nwidget_{place}" for place, case in enumerate(CASES)]
    name = write_notebook(server, "all", ["from cnn_helpers import widgets\n" + STATE, *cells])
    with opening(server, chromium) as open_notebook:
        page = open_notebook(name, width=1180, height=9000)
        page.errors.clear()  # Notebook 7.6 itself trips over a setting that it doesn't find
        page.run_all()
        yield page
    server.stop()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_draws_and_answers(notebook, case):
    page, name = notebook.page, f"widget_{CASES.index(case)}"
    root = page.locator(case.root)
    root.wait_for(timeout=60_000)
    assert root.bounding_box()["height"] > 100
    on_page(page.locator(".cnn-still:visible")).to_have_count(0)
    settle(page, case.root)
    before = notebook.ask_python(f"state({name})")
    use_control(root.locator(case.mover).first)

    @eventually
    def arrives():
        assert notebook.ask_python(f"state({name})") != before

    arrives()
    settle(page, case.root)
    assert root.get_attribute("data-answer") in ("agrees", "differs")
    on_page(root.locator("[role=alert]").first).to_have_text("")
    assert notebook.ask_python(f"{name}.error") == ""
    notebook.picture(f"notebook_7_{case.name}", of=root)
    assert notebook.errors == []
