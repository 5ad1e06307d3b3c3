import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from cnn_helpers.figures.indexed_png import indexed_png
from cnn_helpers.figures.style import png
from cnn_helpers.widgets import NetworkExplorer


def decoded(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


@given(arrays(np.uint8, st.tuples(st.integers(1, 6), st.integers(1, 7), st.just(3))))
def test_few_colors_come_back_exactly(pixels):
    np.testing.assert_array_equal(decoded(indexed_png(pixels, colors=64)), pixels)


def test_areas_keep_their_exact_color_beside_a_photograph():
    pixels = np.random.default_rng(0).integers(0, 256, (120, 160, 3), dtype=np.uint8)
    pixels[:40] = (213, 94, 0)
    again = decoded(indexed_png(pixels, colors=64))
    np.testing.assert_array_equal(again[:40], pixels[:40])


def test_no_more_colors_are_taken_than_are_seen():
    row, column = np.mgrid[0:300, 0:400]
    ring = np.clip(abs(np.hypot(row - 150, column - 200) - 100) - 3, 0, 1)[..., None]
    pixels = np.round(ring * (255, 253, 248) + (1 - ring) * (43, 43, 43)).astype(np.uint8)
    data = indexed_png(pixels, colors=64)
    colors = int.from_bytes(data[33:37], "big") // 3  # the palette follows the header's 33 bytes
    assert colors == 16
    assert np.abs(decoded(data).astype(int) - pixels).mean() < 1


def test_smooth_pictures_stay_close():
    row, column = np.mgrid[0:200, 0:300]
    pixels = np.stack([row, column * 255 // 300, (row + column) // 2], axis=2).astype(np.uint8)
    error = np.abs(decoded(indexed_png(pixels, colors=256)).astype(int) - pixels)
    assert error.mean() < 8
    assert error.max() < 40


def test_a_light_tint_of_one_hue_does_not_become_another_ones():
    explorer = NetworkExplorer("digits", "digit 6", overlay="occlusion")
    assert explorer.overlay_map.min() >= 0  # covering this 6 never helps: nothing is purple
    again = decoded(png(explorer.figure(), 128)).astype(int)
    small = again[500:600, 130:215]  # inside the map
    assert small[..., 2].min() < 150  # orange is there
    assert (small[..., 2] <= small[..., 0] + 4).all()
