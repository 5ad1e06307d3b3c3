import numpy as np
import pytest

from cnn_helpers.figures import inside_scenes


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_closed_box(check_figure):
    maps = np.random.default_rng(0).normal(size=(4, 28, 28))
    figure = inside_scenes.closed_box(np.eye(28), maps, "3")
    check_figure(figure)
    assert "3" in words_of(figure)


@pytest.mark.parametrize("across", [2, 8])
def test_picture_rows_names_rows_and_pictures(check_figure, across):
    digits = [np.eye(28)] * across
    maps = [np.eye(24) * (number - 1) for number in range(across)]
    names = [f"no. {number}" for number in range(across)]
    figure = inside_scenes.picture_rows(
        {"digits": digits, "their\nmaps": maps},
        title="Rows",
        subtitle="of pictures",
        labels={"their\nmaps": names},
        looks={"their\nmaps": "output"},
        windows={"digits": [(3, 4, 14, 14), *[None] * (across - 1)]},
    )
    check_figure(figure)
    assert {"digits", "their", "maps", *names} <= set(words_of(figure))
    assert len(figure.axes[0].images) == 2 * across


def test_picture_rows_gives_a_row_one_scale():
    """A map of half the size is half as strong, not drawn as strongly as the largest."""
    figure = inside_scenes.picture_rows(
        {"maps": [np.full((2, 2), 1.0), np.full((2, 2), 2.0)]}, title="A", looks={"maps": "output"}
    )
    weak, strong = (image.get_array()[0, 0] for image in figure.axes[0].images)
    np.testing.assert_allclose(1 - np.asarray(weak), (1 - np.asarray(strong)) / 2, atol=0.01)


def test_reliability_draws_claims_against_truth(check_figure):
    claimed, right = np.array([0.5, 0.75, 0.999]), np.array([0.25, 0.6, 0.998])
    figure = inside_scenes.reliability(
        claimed, right, [60, 68, 9338], title="How sure, how right?", subtitle="Ten thousand digits"
    )
    check_figure(figure)
    drawn = figure.axes[1].lines[1]
    np.testing.assert_allclose(drawn.get_xdata(), claimed)
    np.testing.assert_allclose(drawn.get_ydata(), right)
    assert any("9,338" in text.get_text() for text in figure.axes[1].texts)
