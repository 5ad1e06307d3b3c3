import glossary
import pytest

PICTURES = [entry.picture["name"] for entry in glossary.entries() if entry.picture]


@pytest.mark.parametrize("name", PICTURES)
def test_drawing(name, check_figure):
    check_figure(glossary.picture(name))


def test_every_drawing_is_used_once():
    from cnn_helpers.figures import glossary_pictures

    assert sorted(PICTURES) == sorted(glossary_pictures.__all__)
