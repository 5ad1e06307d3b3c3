"""Every notebook gives a front page its card."""

import io

import pytest
from notebook_cards import card, cards
from PIL import Image

from cnn_helpers.contents import CHAPTERS

CARDS = cards()


def test_every_written_notebook_has_a_card_in_order():
    written = [chapter.file for chapter in CHAPTERS if chapter.written]
    assert [card.file for card in CARDS][: len(written)] == written
    refreshers = [card.file for card in CARDS][len(written) :]
    assert refreshers == ["refresher_maths.ipynb", "refresher_numpy.ipynb"]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.file)
def test_card_says_enough(card):
    assert len(card.title.split()) >= 2
    assert card.minutes_in_short.endswith(" min")
    assert len(card.learns) >= 2
    assert not any(mark in phrase for phrase in (card.title, *card.learns) for mark in "*`[")
    with Image.open(io.BytesIO(card.picture)) as picture:
        assert picture.width >= 800
    assert len(card.alt) >= 20
    assert card.caption


def test_a_card_is_what_its_notebook_says():
    filters = next(card for card in CARDS if card.number == "04")
    assert filters.title == "Slide a filter over a picture"
    assert filters.question == "How can nine numbers find a pen stroke, wherever it runs?"
    assert filters.minutes_in_short == "45 + 20 min"
    assert filters.learns[0] == "to turn nine pixels into one number, by hand and in code"
    assert filters.afternoon
    assert not filters.deeper


def test_a_notebook_without_a_figure_is_named_as_such(tmp_path):
    path = tmp_path / "bare.ipynb"
    path.write_text('{"cells": [{"cell_type": "markdown", "source": ["# A b"]}]}')
    with pytest.raises(ValueError, match="no figure"):
        card(path)
