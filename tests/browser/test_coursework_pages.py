"""The pages of coursework in a browser: no barrier, nothing cut off, light and dark, narrow."""

import pytest

pytest.importorskip("markupsafe")
pytest.importorskip("jinja2")
from make_coursework_pictures import write_pages

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    return dict(zip(("feedback", "summary"), write_pages(folder), strict=True))


@pytest.mark.parametrize("name", ["feedback", "summary"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_can_be_read_by_everybody(chromium, pages, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": 400, "height": 800}, color_scheme=scheme)
    try:
        messages = []
        page.on("console", lambda message: messages.append(message.text))
        page.goto(pages[name].as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        serious = [
            f"{found['id']}: {found['nodes'][0]['html'][:200]}"
            for found in Axe().run(page).response["violations"]
        ]
        assert serious == []
        smallest = page.evaluate(
            """() => Math.min(...[...document.querySelectorAll('svg text')].map(text =>
                parseFloat(text.getAttribute('font-size')) * text.getScreenCTM().a))"""
        )
        assert smallest >= 10
        page.emulate_media(forced_colors="active")
        assert page.get_by_role("heading", level=1).is_visible()
        assert not [
            text for text in messages if "axe" not in text and "Content Security" not in text
        ]
    finally:
        page.close()
