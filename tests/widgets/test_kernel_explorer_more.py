"""The kernel explorer's further settings: colour channels, dilation, a second kernel, questions."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image
from scipy.signal import correlate2d
from test_kernel_explorer import from_page, message, png

from cnn_helpers import data
from cnn_helpers.kernels import COLOR_PRESETS, PRESETS
from cnn_helpers.widgets import KernelExplorer
from cnn_helpers.widgets.settings import SettingError
from cnn_helpers.widgets.uploads import to_grey

RED = np.zeros((5, 5, 3))
RED[..., 0] = 1


@given(
    rows=st.integers(3, 12),
    columns=st.integers(3, 12),
    stride=st.integers(1, 3),
    padding=st.integers(0, 4),
    dilation=st.integers(1, 4),
    seed=st.integers(0, 1000),
)
def test_three_channels_with_dilation_are_summed(rows, columns, stride, padding, dilation, seed):
    assume(2 * dilation + 1 <= min(rows, columns) + 2 * padding)
    generator = np.random.default_rng(seed)
    image, kernel = generator.random((rows, columns, 3)), generator.normal(size=(3, 3, 3))
    explorer = KernelExplorer(
        image, kernel, channels="rgb", stride=stride, padding=padding, dilation=dilation
    )
    spread = np.zeros((3, 2 * dilation + 1, 2 * dilation + 1))
    spread[:, ::dilation, ::dilation] = kernel
    padded = np.pad(image, ((padding, padding), (padding, padding), (0, 0)))
    expected = sum(correlate2d(padded[..., c], spread[c], "valid") for c in range(3))
    np.testing.assert_allclose(explorer.feature_map, expected[::stride, ::stride], atol=1e-12)
    explorer.cell = tuple(size - 1 for size in explorer.feature_map.shape)
    assert (explorer.window * kernel).sum() == pytest.approx(explorer.feature_map[-1, -1])


def test_switching_channels_brings_image_and_kernels_along():
    explorer = KernelExplorer("cat", "sharpen", second_kernel="edge")
    grey = explorer.image
    seen = []
    explorer.observe(lambda change: seen.append(change.new.shape), "feature_map")
    explorer.channels = "rgb"
    assert explorer.image.shape == (*grey.shape, 3)
    np.testing.assert_allclose(to_grey(explorer.image), grey, atol=1e-12)
    np.testing.assert_array_equal(explorer.kernel, [PRESETS["sharpen"]] * 3)
    assert explorer.second_kernel.shape == (3, 3, 3)
    assert (explorer.image_name, explorer.kernel_name) == ("cat", "sharpen")
    assert len(seen) == 1
    explorer.kernel = np.arange(27).reshape(3, 3, 3)
    explorer.channels = "grey"
    np.testing.assert_array_equal(explorer.kernel, np.arange(9, 18).reshape(3, 3))
    np.testing.assert_array_equal(explorer.image, grey)
    assert explorer.error == ""


def test_a_kernel_must_fit_the_channels():
    explorer = KernelExplorer("X", "diagonal")
    for wrong in (np.ones((3, 3, 3)), "red against green"):
        with pytest.raises(SettingError, match=r'has \(3, 3, 3\): channels="rgb" keeps'):
            explorer.set(kernel=wrong)
        with pytest.raises(SettingError, match=r'has \(3, 3, 3\): channels="rgb" keeps'):
            explorer.kernel = wrong
        assert explorer.kernel_name == "diagonal"
    explorer.set(channels="rgb", kernel="red against green", image=RED)
    np.testing.assert_array_equal(explorer.feature_map, np.ones((3, 3)))
    explorer.kernel = "identity"  # nine numbers count for all three
    assert explorer.kernel.shape == (3, 3, 3)
    with pytest.raises(SettingError, match=r"\(3, 3\) or \(3, 3, 3\), but has \(2, 3, 3\)"):
        explorer.kernel = np.ones((2, 3, 3))


@pytest.mark.parametrize("name", COLOR_PRESETS)
def test_colour_presets(name):
    explorer = KernelExplorer("coffee", name, channels="rgb")
    assert explorer.kernel_name == name
    weights = COLOR_PRESETS[name][:, 1, 1]
    expected = (explorer.image @ weights)[1:-1, 1:-1]
    np.testing.assert_allclose(explorer.feature_map, expected, atol=1e-12)


def test_a_grey_picture_has_three_equal_channels():
    explorer = KernelExplorer("digit 3", "sharpen", channels="rgb")
    grey = KernelExplorer("digit 3", "sharpen")
    np.testing.assert_allclose(explorer.feature_map, 3 * grey.feature_map, atol=1e-12)


def test_colours_of_an_upload_are_kept():
    explorer = KernelExplorer()
    message(explorer, {"command": "upload", "name": "red.png"}, [memoryview(png(30, 20))])
    assert explorer.image.shape == (20, 30)
    explorer.channels = "rgb"
    np.testing.assert_array_equal(explorer.image[0, 0], [1, 0, 0])
    assert explorer.image_name == "red.png"


def test_photographs_keep_their_colours():
    photo = Image.fromarray(data.load_photo("cat"))
    photo.thumbnail((256, 256), Image.Resampling.LANCZOS)
    explorer = KernelExplorer("cat", channels="rgb")
    np.testing.assert_allclose(explorer.image, np.asarray(photo) / 255)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"dilation": 3}, "at most 2 for an image of 5 x 5 with padding 0, but is 3: .* 7 x 7"),
        ({"dilation": 0}, "dilation must be a whole number from 1 to 8, but is 0"),
        ({"padding": 1, "dilation": 4}, "dilation must be at most 3 for an image of 5 x 5 with"),
        ({"zoom": 65}, "zoom must be a whole number from 1 to 64, but is 65"),
        ({"channels": "cmyk"}, "channels must be one of 'grey', 'rgb', but is 'cmyk'"),
        ({"ask": "why"}, "ask must be one of 'number', 'largest', but is 'why'"),
        ({"second_kernel": np.ones(3)}, "kernel must have 2 dimensions"),
    ],
)
def test_a_wrong_setting_changes_nothing(settings, words):
    explorer = KernelExplorer("X", "diagonal")
    before = str(explorer), explorer.get_state()
    with pytest.raises(SettingError, match=words):
        explorer.set(relu=True, **settings)
    assert (str(explorer), explorer.get_state()) == before


def test_a_window_must_fit_into_whatever_comes():
    explorer = KernelExplorer("digit 3", dilation=8)
    with pytest.raises(SettingError, match="dilation must be at most 2 for an image of 5 x 5"):
        explorer.image = "X"
    assert (explorer.image_name, explorer.image.shape) == ("digit 3", (28, 28))
    from_page(explorer, dilation=8, padding=0)
    message(explorer, {"command": "choose", "name": "X"})  # the page's choice takes what fits
    assert (explorer.image_name, explorer.dilation, explorer.error) == ("X", 2, "")
    from_page(explorer, padding=3, dilation=5)
    assert explorer.feature_map.shape == (1, 1)


def test_a_second_kernel_runs_under_the_same_settings():
    explorer = KernelExplorer(
        "tick", "sharpen", second_kernel="edge", padding=1, bias=-1, relu=True
    )
    alone = KernelExplorer("tick", "edge", padding=1, bias=-1, relu=True)
    np.testing.assert_array_equal(explorer.second_map, alone.feature_map)
    assert list(explorer.answer()) == ["feature_map", "second_map"]
    assert "kernel sharpen, compared with edge, stride 1" in explorer.sentence()
    explorer.second_kernel = None
    assert explorer.second_map is None
    assert list(explorer.answer()) == ["feature_map"]


def test_normalise_and_randomise():
    explorer = KernelExplorer("X", np.ones((3, 3)))
    explorer.normalise()
    assert explorer.kernel_name == "box blur"
    explorer.kernel = "edge"
    with pytest.raises(SettingError, match="add up to 0, and nothing can be divided by 0"):
        explorer.normalise()
    explorer.normalise("absolute")
    np.testing.assert_allclose(explorer.kernel, PRESETS["edge"] / 16)
    explorer.kernel = np.zeros((3, 3))
    with pytest.raises(SettingError, match="all weights are 0"):
        explorer.normalise("absolute")
    explorer.kernel = [[1000, -999.9, 0], [0] * 3, [0] * 3]
    with pytest.raises(SettingError, match=r"divided by 0\.1 a weight would be larger than 1000"):
        explorer.normalise()
    with pytest.raises(SettingError, match="by must be 'sum' or 'absolute', but is 'mean'"):
        explorer.normalise("mean")
    explorer.randomise(seed=3)
    first = explorer.kernel
    assert np.abs(first).max() <= 1
    np.testing.assert_array_equal(first, first.round(2))
    explorer.randomise(seed=4)
    assert not np.array_equal(first, explorer.kernel)


def test_the_cell_with_the_largest_number_may_be_asked_for():
    explorer = KernelExplorer("X", "diagonal", predict=True, ask="largest")
    from_page(explorer, prediction=[2, 2], cell=[2, 2])
    assert (explorer.prediction, explorer.prediction_is_right) == ((2, 2), True)
    explorer.cell = (1, 0)  # a look around leaves the answer
    assert explorer.prediction == (2, 2)
    explorer.prediction = (0, 1)
    assert explorer.prediction_is_right is False
    explorer.kernel = "edge"
    assert explorer.prediction is None
    explorer.prediction = (40, 2)
    assert explorer.prediction_is_right is False


def test_of_a_photograph_the_strongest_hundredth_counts():
    explorer = KernelExplorer("camera", "edge", predict=True, ask="largest")
    order = np.argsort(explorer.feature_map, axis=None)[::-1]
    width = explorer.feature_map.shape[1]
    for rank, right in ((0, True), (order.size // 100 - 1, True), (order.size // 20, False)):
        explorer.prediction = tuple(int(index) for index in divmod(order[rank], width))
        assert explorer.prediction_is_right is right
