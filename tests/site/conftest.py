"""The built browser edition in a real Chromium, cut off from every network.

`make test ONLY=site` builds the site and runs these tests in a network namespace that has nothing
but the loopback device (``tools/without_network.py``). Each process serves the site to itself.
"""

import os
import socket
import sys
import threading
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY / "browser_edition"), str(REPOSITORY / "tests" / "browser")]

import serve  # noqa: E402
from real_lab import find_chromium  # noqa: E402
from site_page import HOST, SitePage  # noqa: E402

SITE = Path(os.environ.get("CNN_COURSE_SITE") or REPOSITORY / "build" / "site")


def required(present, what):
    """Skip without a site, a browser or a namespace; in CI fail."""
    if not present:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{what}, but CI must try the browser edition")
        pytest.skip(what)


@pytest.fixture(scope="session")
def address():
    """Where the site is served: plain http under another name than localhost."""
    required((SITE / "index.html").exists(), "the site is not built (make site)")
    names = {name for _, name in socket.if_nameindex()}
    required(names == {"lo"}, "there is a network here (use make test ONLY=site)")
    server = serve.make_server(SITE, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """A Chromium of this process."""
    path = find_chromium()
    required(path, "Chromium is not installed (on Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
    arguments += [f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitor(chromium):
    """One visitor of this process, whose browser keeps what it has fetched."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    yield context
    context.close()


@pytest.fixture
def open_site(address, visitor):
    """Return a function that opens a page of the site; it must end without errors."""
    pages = []

    def open_it(path="", context=None):
        pages.append(SitePage((context or visitor).new_page(), address, path))
        return pages[-1]

    yield open_it
    for page in pages:
        page.close()
    for page in pages:
        assert page.errors == []
