import io
from base64 import b64decode
from html.parser import HTMLParser

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image

from cnn_helpers import figures
from cnn_helpers.figures import display, style
from cnn_helpers.figures.display import check_alt, check_caption, picture_html

ALT = 'A 2 × 2 kernel: "one" on the diagonal, <zero> elsewhere & nothing more.'
CAPTION = "Two ones & two zeros."


@pytest.fixture
def figure():
    scene = figures.Scene(200, title="A kernel")
    scene.cells(np.eye(2), 40, 80, 50, role="kernel")
    return scene.figure


class Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.images, self.captions, self.inside = [], [], False

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.images.append(dict(attrs))
        self.inside = tag == "figcaption"

    def handle_data(self, data):
        if self.inside:
            self.captions.append(data)

    def handle_endtag(self, tag):
        self.inside = False


def parse(html):
    parser = Parser()
    parser.feed(html)
    return parser


@pytest.mark.parametrize(
    "alt",
    [
        "",
        "   ",
        "figure",
        "Image.",
        "A small kernel",
        "filter_step_number_three.png",
        "picture picture picture picture",
        "image of a figure plot",
    ],
)
def test_empty_and_placeholder_alt_are_refused(figure, alt):
    with pytest.raises(ValueError, match="alt must describe the picture"):
        figures.show(figure, alt=alt, caption=CAPTION)


def test_alt_and_caption_must_be_given_as_words(figure):
    with pytest.raises(TypeError, match="alt must be a string, but is NoneType"):
        figures.show(figure, alt=None, caption=CAPTION)
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'alt'"):
        figures.show(figure, caption=CAPTION)
    with pytest.raises(ValueError, match="caption must say what the picture shows"):
        figures.show(figure, alt=ALT, caption=" ")


def test_line_breaks_are_folded():
    assert (
        check_alt("A kernel\n   with ones on its diagonal.")
        == "A kernel with ones on its diagonal."
    )
    assert check_caption(" So\nit is. ") == "So it is."


def test_the_html_holds_picture_alt_and_caption(figure):
    page = parse(picture_html(figure, alt=ALT, caption=CAPTION))
    (image,) = page.images
    assert image["alt"] == ALT
    assert page.captions == [CAPTION]
    assert (image["width"], image["height"]) == ("860", "200")
    picture = Image.open(io.BytesIO(b64decode(image["src"].removeprefix("data:image/png;base64,"))))
    assert picture.size == (1290, 300)
    assert picture.convert("RGB").getpixel((1280, 290)) == (255, 253, 248)


def test_a_small_picture_has_its_size_on_the_page_and_leaves_the_figure_as_it_was(figure):
    def image(**how):
        return parse(picture_html(figure, alt=ALT, caption=CAPTION, **how)).images[0]

    usual, small = image(), image(small=True)
    assert image() == usual
    assert (small["width"], small["height"]) == (usual["width"], usual["height"])
    assert len(small["src"]) < 0.9 * len(usual["src"])
    assert image(small=True) == small


@pytest.fixture(scope="module")
def executed():
    """Return a notebook that a real kernel has run: shown, shown again, and drawn live."""
    drawing = (
        "from cnn_helpers import figures\n"
        "scene = figures.Scene(200, title='A kernel')\n"
        "block = scene.cells([[1, 0], [0, 1]], 40, 80, 50, role='kernel')\n"
        f"words = dict(alt={ALT!r}, caption={CAPTION!r})"
    )
    show = "figures.show(scene.figure, **words)"
    live = "live = figures.Live(**words)\nlive.update(lambda: scene.figure)\n"
    redraw = "scene.lens(400, 100)\nlive.update(lambda: scene.figure, last=True)"
    cells = [nbformat.v4.new_code_cell(source) for source in (drawing, show, show, live, redraw)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    return NotebookClient(notebook, kernel_name="python3").execute()


def test_show_is_the_same_each_time_and_has_plain_text(executed):
    (first,), (again,) = (cell.outputs for cell in executed.cells[1:3])
    assert set(first.data) == {"text/html", "text/plain"}
    assert first.data == again.data
    assert first.data["text/plain"] == f"[Picture: {ALT}]\n{CAPTION}"


@pytest.mark.parametrize("template", ["lab", "classic", "basic"])
def test_alt_and_caption_survive_the_export_to_html(executed, template):
    html, _ = HTMLExporter(template_name=template).from_notebook_node(executed)
    page = parse(html)
    assert [image["alt"] for image in page.images] == [ALT] * 3
    assert page.captions == [CAPTION] * 3


def test_a_learner_s_own_figure_appears_as_the_last_line_of_a_cell():
    draw = "from cnn_helpers import figures\nfigures.array_grid([[[0, 1], [1, 0]]], ['one'])"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(draw)])
    (output,) = NotebookClient(notebook, kernel_name="python3").execute().cells[0].outputs
    assert b64decode(output.data["image/png"]).startswith(b"\x89PNG")
    assert output.metadata["image/png"]["width"] == style.WIDTH


def test_live_neither_draws_nor_shows_what_comes_too_soon_but_the_last(monkeypatch):
    shown, drawn = [], []
    monkeypatch.setattr(display, "_bundle", lambda *_: shown.append(1) or {"text/plain": ""})
    live = figures.Live(alt=ALT, caption=CAPTION, seconds=1000)
    live.update(drawn.append, "first")
    live.update(drawn.append, "too soon")
    assert (drawn, len(shown)) == (["first"], 1)
    live.update(drawn.append, "last", last=True)
    assert (drawn, len(shown)) == (["first", "last"], 2)


def test_live_gives_a_slow_drawing_more_time_in_between(monkeypatch):
    now, drawn = [0.0], []
    monkeypatch.setattr(display, "monotonic", lambda: now[0])
    monkeypatch.setattr(display, "_bundle", lambda *_: {"text/plain": ""})

    def slow():
        now[0] += 2.0
        drawn.append(now[0])

    live = figures.Live(alt=ALT, caption=CAPTION, seconds=1)
    for second in (0, 10, 21, 23):
        now[0] = max(now[0], second)
        live.update(slow)
    assert drawn == [2, 25]


def test_live_redraws_the_picture_that_is_there(executed):
    (live,) = executed.cells[3].outputs
    assert executed.cells[4].outputs == []
    assert parse(live.data["text/html"]).images[0]["alt"] == ALT
    assert live.data["text/html"] != executed.cells[1].outputs[0].data["text/html"]
