"""A real JupyterLab and a real Chromium for the tests in this folder."""

import os

import pytest
from bare_page import BarePage
from real_lab import Lab, find_chromium, opening, write_notebook

pytest.register_assert_rewrite("widget_page")


def pytest_collection_modifyitems(items):
    """Keep the tests of a file, or of a widget's case, in one process: they share a page."""
    for item in items:
        if "browser" not in item.keywords:
            continue
        case = getattr(item, "callspec", None) and item.callspec.params.get("shared")
        group = f"{item.path.stem} {case.name}" if case else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab server for the whole session, with an empty folder of notebooks."""
    server = Lab(tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("jupyter"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium; where it is absent the tests are skipped, in CI they fail."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed, but CI must run the browser tests")
        pytest.skip("Chromium is not installed (on Debian: apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api")
    # A busy machine draws late; what a test waits for may take this long.
    sync_api.expect.set_options(timeout=20_000)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_notebook(lab, chromium):
    """Return a function that opens a notebook of the lab in a new page."""
    with opening(lab, chromium) as open_it:
        yield open_it


@pytest.fixture
def open_cells(lab, open_notebook, request):
    """Return a function that opens a notebook of these cells and runs it."""

    def open_them(*cells, run=True, **options):
        notebook = open_notebook(write_notebook(lab, request.node.name, cells), **options)
        if run:
            notebook.run_all()
        return notebook

    return open_them


@pytest.fixture(scope="module")
def open_once_file(lab, chromium):
    """As ``open_notebook``, but the page stays open for all tests of a file."""
    with opening(lab, chromium) as open_it:
        yield open_it


@pytest.fixture(scope="module")
def open_once(lab, open_once_file, request):
    """As ``open_cells``, but the page stays open for all tests of a file: quick, shared state."""

    def open_them(*cells, **options):
        notebook = open_once_file(write_notebook(lab, request.node.name, cells), **options)
        notebook.run_all()
        return notebook

    return open_them


@pytest.fixture
def bare(chromium):
    """Return a function that opens widgets on a bare page; all are closed at the end."""
    pages = []

    def open_it(*widgets, **options):
        pages.append(BarePage(chromium, *widgets, **options))
        return pages[-1]

    yield open_it
    for page in pages:
        assert page.errors == []
        page.close()
