import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from cnn_helpers.figures import palette
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number, shade


def texts_of(scene):
    return [text.get_text() for text in scene.figure.findobj(Text) if text.get_text()]


def colors_of(scene):
    (collection,) = scene.figure.findobj(PolyCollection)
    return collection.get_facecolor()[:, :3]


def test_cells_write_every_number_upright_with_a_true_minus():
    scene = Scene(200)
    scene.cells([[1, -2, 0], [10, 3, 4]], 20, 20)
    assert texts_of(scene) == ["1", "−2", "0", "10", "3", "4"]


def test_decimals_are_shared_but_zero_stays_short():
    scene = Scene(200)
    scene.cells([[0.5, 0.25, 0.0]], 20, 20)
    assert texts_of(scene) == ["0.50", "0.25", "0"]


def test_numbers_fit_their_cells():
    scene = Scene(200)
    block = scene.cells([[-12.34, 0.01]], 20, 20, 40)
    widths = [
        text.get_window_extent().width for text in scene.figure.findobj(Text) if text.get_text()
    ]
    one_pixel = scene.figure.bbox.width / scene.width
    assert max(widths) < block.cell * one_pixel


def test_hidden_cells_are_blank():
    scene = Scene(200)
    scene.cells([[1, 2]], 20, 20, hide=[[False, True]])
    assert texts_of(scene) == ["1"]
    np.testing.assert_array_equal(colors_of(scene)[1], 1)


def test_given_texts_replace_numbers_and_are_counted():
    scene = Scene(200)
    scene.cells([[1, 2]], 20, 20, numbers=[["a", "b"]])
    assert texts_of(scene) == ["a", "b"]
    with pytest.raises(ValueError, match="must have 2 entries, but have 1"):
        scene.cells([[1, 2]], 20, 20, numbers=["a"])


def test_a_block_knows_its_places():
    block = Scene(300).cells(np.zeros((2, 3)), 100, 50, 40)
    assert (block.right, block.bottom, block.center) == (220, 130, (160, 90))
    assert block.at(1, 2) == (200, 110)


def test_the_window_frames_its_cells():
    scene = Scene(300)
    block = scene.cells(np.zeros((5, 5)), 100, 50, 40)
    scene.window(block, 1, 2, 3, 3)
    box = scene.axes.patches[-1].get_path().get_extents()
    assert (box.x0, box.y0, box.x1, box.y1) == (180, 90, 300, 210)
    assert to_rgb(scene.axes.patches[-1].get_edgecolor()) == to_rgb(palette.FILL["kernel"])


def test_a_picture_puts_row_0_on_top():
    scene = Scene(300)
    block = scene.picture([[1.0, 1.0], [0.0, 0.0]], 50, 60, 100, look="photo")
    (image,) = scene.axes.images
    assert image.get_extent() == [50, 150, 160, 60]
    np.testing.assert_array_equal(image.get_array()[0], 1)
    assert (block.rows, block.columns, block.cell) == (2, 2, 50)


def test_arrays_of_the_wrong_shape_are_refused():
    with pytest.raises(ValueError, match="but has 3"):
        Scene(200).cells(np.zeros((2, 2, 2)), 0, 0)
    with pytest.raises(ValueError, match="must have 2 dimensions"):
        Scene(200).picture(np.zeros((2, 2, 4)), 0, 0, 100)


def test_signed_shades_meet_in_white_and_end_in_the_role_s_colors():
    colors = shade([-2.0, 0.0, 2.0], "kernel")
    np.testing.assert_allclose(colors[0], to_rgb(palette.FILL["negative"]))
    np.testing.assert_array_equal(colors[1], 1)
    np.testing.assert_allclose(colors[2], to_rgb(palette.FILL["kernel"]))


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_ink_is_darker_and_more_light_brighter(one, two):
    low, high = sorted((one, two))
    assert (shade(high, "ink") <= shade(low, "ink")).all()
    assert (shade(high, "photo") >= shade(low, "photo")).all()


@given(st.floats(0.01, 5))
def test_opposite_numbers_are_equally_strong(value):
    strong = [1 - shade(sign * value, "output", limit=5.0) for sign in (1, -1)]
    full = [1 - np.array(to_rgb(palette.FILL[name])) for name in ("output", "negative")]
    np.testing.assert_allclose(strong[0] / full[0], strong[1] / full[1])


def test_images_have_a_fixed_scale_and_nan_shows():
    np.testing.assert_array_equal(shade(7.0, "photo"), 1)
    np.testing.assert_array_equal(shade(-7.0, "photo"), 0)
    np.testing.assert_allclose(shade(np.nan, "output"), to_rgb(palette.RULE))
    with pytest.raises(ValueError, match=r"look must be one of .*, but is 'viridis'"):
        shade(1.0, "viridis")


@given(st.floats(-100, 100), st.integers(0, 3))
def test_written_numbers_read_back(value, decimals):
    text = format_number(value, decimals)
    assert float(text.replace("−", "-")) == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-9)
    assert text.lstrip("−") != text or not text.startswith("-")


def test_common_decimals_takes_what_is_needed():
    assert common_decimals([1.0, np.nan]) == 0
    assert common_decimals([0.123], most=3) == 3
