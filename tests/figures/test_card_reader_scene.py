"""The card reader's still picture, of a reader in each of its states."""

from cnn_helpers.widgets import CardReader


def words_of(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_figure_shows_the_order_or_keeps_it_secret(check_figure):
    reader = CardReader(angle=12.0)
    figure = reader.figure()
    check_figure(figure)
    assert "7 scoops in all" in words_of(figure)
    reader.set(predict=True)
    secret = reader.figure()
    check_figure(secret)
    assert words_of(secret).count("?") == 12
    assert not any("scoops in all" in words for words in words_of(secret))
    reader.set(covered="upper left")
    unread = reader.figure()
    check_figure(unread)
    assert any("laid straight" in words for words in words_of(unread))


def test_unsure_lines_are_marked(check_figure):
    reader = CardReader(image="an X without a number")
    figure = reader.figure()
    check_figure(figure)
    assert words_of(figure).count("ask") == 1
