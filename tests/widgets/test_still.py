"""What remains of every widget where no kernel runs."""

import base64
import io
import re

import IPython.display
import numpy as np
import pytest
from PIL import Image

from cnn_helpers import widgets
from cnn_helpers.widgets.still import VIEW

NAMES = [name for name in widgets.__all__ if name[0].isupper()]
ARGUMENTS = {"Quiz": ["04_filters"]}
SHOWS_TIMES = {"TimingExplorer"}
PICTURE = re.compile(r'src="data:image/png;base64,[^"]*"')


def make(name):
    return getattr(widgets, name)(*ARGUMENTS.get(name, []))


@pytest.fixture
def displayed(monkeypatch):
    """What is displayed in the test, a list of (MIME data, metadata)."""
    monkeypatch.delenv("VSCODE_PID", raising=False)
    monkeypatch.delenv("VSCODE_CWD", raising=False)
    shown = []
    monkeypatch.setattr(
        IPython.display,
        "display",
        lambda content, *, raw, metadata=None: shown.append((content, metadata or {})),
    )
    return shown


@pytest.mark.parametrize("name", NAMES)
def test_a_still_picture_and_its_sentence_come_before_the_widget(name, displayed):
    widget = make(name)
    widget._ipython_display_()
    (still, _), (live, _) = displayed
    assert list(live) == [VIEW]
    assert live[VIEW]["model_id"] == widget.model_id
    assert still["text/plain"] == f"{widget.sentence()} Run this cell to {widget.use}."
    assert still["text/html"].startswith('<div class="cnn-still">')
    if name != "Quiz":
        alt = re.search(r'<img alt="([^"]*)"', still["text/html"])[1]
        assert alt.startswith(name)
        source = re.search(r'src="data:image/png;base64,([^"]*)"', still["text/html"])[1]
        assert len(source) < 200_000
        picture = Image.open(io.BytesIO(base64.b64decode(source))).convert("L")
        assert picture.width > 600
        assert np.ptp(np.asarray(picture)) > 150
        assert "Run this cell to" in still["text/html"]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_same_in_every_run(name):
    one, two = (make(name)._repr_mimebundle_()[0] for _ in range(2))
    if name in SHOWS_TIMES:  # measured ones: only the words can stay the same
        for bundle in (one, two):
            bundle["text/html"] = PICTURE.sub("", bundle["text/html"])
    for kind in ("text/plain", "text/html"):
        assert one[kind] == two[kind]


@pytest.mark.parametrize("variable", ["VSCODE_PID", "VSCODE_CWD"])
def test_an_editor_that_arranges_outputs_otherwise_gets_one(variable, displayed, monkeypatch):
    monkeypatch.setenv(variable, "1")
    widget = make("PixelPainter")
    widget._ipython_display_()
    ((content, _),) = displayed
    assert set(content) == {VIEW, "text/plain"}
    assert content["text/plain"].startswith(widget.sentence())
