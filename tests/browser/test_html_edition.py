"""Every page of the HTML edition in a real browser: links, words for pictures, barriers, widths."""

from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from html_edition import build

from cnn_helpers.contents import CHAPTERS

pytestmark = pytest.mark.browser

LOOKS = {"narrow, dark": (400, "dark"), "wide, light": (1100, "light")}
# These have every style: cards, code, a check's card, formulas, tables, widgets.
ALL_STYLES = ("index.html", "05_stride_and_padding.html", "glossary.html")
FACTS = """() => ({
  links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
  ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
  wordless: [...document.images].filter((image) => !image.alt.trim()).map(
    (image) => image.outerHTML.slice(0, 90)),
  broken: [...document.images].filter((image) => image.complete && !image.naturalWidth).map(
    (image) => image.alt),
  pictures: document.images.length,
  formulas: document.querySelectorAll("math").length,
  dollars: [...document.querySelectorAll(".prose")].filter(
    (part) => part.innerText.includes("$$")).length,
  language: document.documentElement.lang,
  title: document.title,
  description: document.querySelector('meta[name="description"]').content,
  headings: document.querySelectorAll("h1").length,
})"""
OPEN_ALL = "() => document.querySelectorAll('details').forEach((part) => { part.open = true; })"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """The folder of the edition, and its pages."""
    folder = tmp_path_factory.mktemp("edition") / "html"
    return folder, build(folder)


@pytest.fixture(scope="module")
def seen(edition, chromium):
    """What the browser found on every page, once for all tests: {look: {file: facts}}."""
    folder, files = edition
    found = {}
    for look, (width, theme) in LOOKS.items():
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
        )
        page, requests, errors = context.new_page(), [], []
        page.on("request", lambda request, to=requests: to.append(request.url))
        page.on("pageerror", lambda error, to=errors: to.append(str(error)))
        page.on("requestfailed", lambda request, to=errors: to.append(request.url))
        found[look] = {}
        for file in files:
            requests.clear()
            errors.clear()
            page.goto((folder / file).as_uri(), wait_until="load")
            facts = page.evaluate(FACTS)
            page.evaluate(OPEN_ALL)
            facts["sideways"] = page.evaluate(SIDEWAYS)
            facts["requests"], facts["errors"] = list(requests), list(errors)
            # Contrast takes most of the time and depends on styles alone: a few pages have all.
            if theme == "dark" or file in ALL_STYLES:
                facts["barriers"] = barriers(page, contrast=file in ALL_STYLES)
            found[look][file] = facts
        context.close()
    return found


def barriers(page, *, contrast):
    """Return what axe-core calls serious or worse, each in a line."""
    from axe_playwright_python.sync_playwright import Axe

    options = {
        "resultTypes": ["violations"],
        "preload": False,  # it would fetch the style sheet again
        "rules": {"color-contrast": {"enabled": contrast}},
    }
    return [
        f"{barrier['id']}: {node['html'][:120]}"
        for barrier in Axe().run(page, options=options).response["violations"]
        if barrier["impact"] in ("serious", "critical")
        for node in barrier["nodes"][:2]
    ]


def each(seen, key):
    """Return ``{"page, look": value}`` where the value is anything."""
    return {
        f"{file}, {look}": facts[key]
        for look, pages in seen.items()
        for file, facts in pages.items()
        if facts.get(key)
    }


def test_every_written_notebook_has_its_page(edition):
    written = [chapter.file.replace(".ipynb", ".html") for chapter in CHAPTERS if chapter.written]
    assert edition[1][: len(written) + 1] == ["index.html", *written]


def test_no_barriers_light_or_dark(seen):
    assert each(seen, "barriers") == {}


def test_no_page_scrolls_sideways(seen):
    assert each(seen, "sideways") == {}


def test_no_errors_and_no_request_to_another_host(seen):
    assert each(seen, "errors") == {}
    addresses = {url for urls in each(seen, "requests").values() for url in urls}
    assert {urlsplit(url).scheme for url in addresses} <= {"file", "data"}


def test_every_picture_has_words_and_is_there(seen):
    assert each(seen, "wordless") == {}
    assert each(seen, "broken") == {}
    assert all(facts["pictures"] for facts in seen["wide, light"].values())


def test_formulas_are_drawn_by_the_browser_itself(seen):
    assert each(seen, "dollars") == {}
    assert seen["wide, light"]["05_stride_and_padding.html"]["formulas"] >= 1
    assert seen["wide, light"]["refresher_maths.html"]["formulas"] >= 3


def test_every_link_leads_somewhere(edition, seen):
    folder, _ = edition
    pages = seen["wide, light"]
    ids = {file: set(facts["ids"]) for file, facts in pages.items()}
    dead = []
    for file, facts in pages.items():
        for link in set(facts["links"]):
            address, place = urldefrag(link)
            if not address.startswith("file:"):
                continue
            target = folder / unquote(address).removeprefix(folder.as_uri() + "/")
            if not target.is_file():
                dead.append(f"{file}: {link}")
            elif place and unquote(place) not in ids[target.name]:
                dead.append(f"{file}: #{place} is not in {target.name}")
    assert dead == []


def test_every_page_has_a_head(seen):
    pages = seen["wide, light"]
    assert pages["figures.html"]["description"].startswith("Every drawing of the course")
    titles = [facts["title"] for facts in pages.values()]
    assert len(set(titles)) == len(titles)
    for file, facts in pages.items():
        assert facts["language"] == "en", file
        assert len(facts["description"]) > 20, file
        assert facts["headings"] == 1, file


def test_first_tab_skips_to_the_text_and_pages_lead_on(edition, chromium):
    page = chromium.new_page(viewport={"width": 400, "height": 900})
    page.goto((edition[0] / "04_filters.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    # A picture that is wider than a phone is a stop on the keyboard's way; arrow keys move it.
    assert page.evaluate("() => document.querySelector('.outputs figure.scrolls').tabIndex") == 0
    page.get_by_role("link", name="05 Choose where the window stands").first.click()
    page.wait_for_url("**/05_stride_and_padding.html")
    page.get_by_text("All pages", exact=True).click()
    page.get_by_role("navigation", name="All pages").get_by_role("link", name="12 Look").click()
    page.wait_for_url("**/12_inside_a_cnn.html")
    page.close()


def test_dark_pages_are_dark_and_paper_stays_white(edition, chromium):
    page = chromium.new_page(color_scheme="dark")
    page.goto((edition[0] / "04_filters.html").as_uri())
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(31, 31, 31)"
    assert page.evaluate("() => document.documentElement.dataset.jpThemeLight") == "false"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgba(0, 0, 0, 0)"
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(43, 43, 43)"
    assert page.locator(".top").is_hidden()
    page.close()
