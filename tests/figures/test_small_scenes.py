"""Pictures that explain one thought: a square that grows, frames, weights that are shared."""

import numpy as np

from cnn_helpers.figures import borders, growing_square, sharing


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_growing_square_says_what_the_strips_add(check_figure):
    figure = growing_square.growing_square(2.0, 0.25, title="A square", subtitle="It grows.")
    check_figure(figure)
    assert {"2 · 2 = 4", "2 · 2 · 0.25 = 1", "0.25 · 0.25 = 0.0625"} <= set(words_of(figure))


def test_frames_are_drawn_with_one_scale(check_figure):
    photo = np.linspace(0.2, 0.9, 144).reshape(12, 12)
    modes = {"zeros": "constant", "the edge, repeated": "edge", "a mirror": "reflect"}
    padded = {name: np.pad(photo, 2, mode=mode) for name, mode in modes.items()}
    answers = [photo - 0.5, 2 * photo - 1, photo]
    figure = borders.frames_compared(padded, answers, rings=2, title="Three frames")
    check_figure(figure)
    pictures = [image.get_array() for image in figure.axes[0].images]
    assert len(pictures) == 6
    darkest = [np.min(picture.mean(axis=2)) for picture in pictures[::2]]
    assert darkest[0] == 0 < min(darkest[1:])
    # The second map is twice the first: its colours are stronger, since all share one limit.
    first, second = pictures[1], pictures[3]
    assert second.min() < first.min()


def test_filter_repeats_the_looks_of_its_three_weights(check_figure):
    figure = sharing.ways_to_connect([24, 12, 3], title="Three ways", subtitle="Each a weight.")
    check_figure(figure)
    assert {"24 weights", "12 weights", "3 weights"} <= set(words_of(figure))
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 2]
    assert len(lines) == 24 + 12 + 12
    looks = [(line.get_color(), line.get_linestyle()) for line in lines[36:]]
    assert len(set(looks)) == 3
    assert all(looks.count(look) == 4 for look in looks)


def test_mixed_channels_shows_the_weights(check_figure):
    photo = np.linspace(0, 1, 6 * 8 * 3).reshape(6, 8, 3)
    weights = [0.299, 0.587, 0.114]
    figure = sharing.mixed_channels(
        photo, weights, photo @ np.array(weights), title="Mixed", subtitle="Pixel by pixel."
    )
    check_figure(figure)
    assert {"red × 0.299", "green × 0.587", "blue × 0.114"} <= set(words_of(figure))
