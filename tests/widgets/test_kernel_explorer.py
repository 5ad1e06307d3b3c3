"""The kernel explorer without a browser: traits, checks, pictures, messages from the page."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image
from scipy.signal import correlate2d
from traitlets import TraitError

from cnn_helpers.convolution import conv2d
from cnn_helpers.kernels import PRESETS
from cnn_helpers.widgets import KernelExplorer
from cnn_helpers.widgets.pictures import picture_groups
from cnn_helpers.widgets.settings import SettingError

NAMES = [name for _, group in picture_groups() for name in group]


def from_page(explorer, **state):
    """Deliver an update as the page sends it."""
    explorer._handle_msg({"content": {"data": {"method": "update", "state": state}}, "buffers": []})


def message(explorer, content, buffers=()):
    """Deliver a message of the page."""
    explorer._handle_msg(
        {"content": {"data": {"method": "custom", "content": content}}, "buffers": list(buffers)}
    )


def png(width, height):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(buffer, "PNG")
    return buffer.getvalue()


def test_start():
    explorer = KernelExplorer()
    assert explorer.image_name == "X"
    assert explorer.look == "ink"
    assert explorer.kernel_name == "identity"
    np.testing.assert_array_equal(explorer.image, np.maximum(np.eye(5), np.eye(5)[::-1]))
    np.testing.assert_array_equal(explorer.feature_map, explorer.image[1:-1, 1:-1])
    assert explorer.kernel.dtype == explorer.feature_map.dtype == np.float64


@pytest.mark.parametrize("name", PRESETS)
def test_presets_by_name(name):
    explorer = KernelExplorer(kernel=name.upper())
    np.testing.assert_array_equal(explorer.kernel, PRESETS[name])
    assert explorer.kernel_name == name


def test_a_part_of_a_name_is_enough_if_only_one_has_it():
    assert KernelExplorer(kernel="vertical edges").kernel_name == "Sobel, vertical edges"
    assert KernelExplorer(kernel="edge").kernel_name == "edge"
    with pytest.raises(SettingError, match=r"kernel must be one of 'identity'.* but is 'blur'"):
        KernelExplorer(kernel="blur")


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_on_offer(name):
    explorer = KernelExplorer(image=name)
    assert explorer.image_name == name
    assert 5 <= min(explorer.image.shape) <= max(explorer.image.shape) <= 256
    assert 0 <= explorer.image.min() < explorer.image.max() <= 1
    assert explorer.look == ("photo" if max(explorer.image.shape) > 28 else "ink")


@given(
    rows=st.integers(3, 9),
    columns=st.integers(3, 9),
    stride=st.integers(1, 4),
    padding=st.integers(0, 4),
    bias=st.floats(-3, 3),
    relu=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_feature_map_is_cross_correlation(rows, columns, stride, padding, bias, relu, seed):
    generator = np.random.default_rng(seed)
    image = generator.random((rows, columns))
    kernel = generator.normal(size=(3, 3))
    explorer = KernelExplorer(image, kernel, stride=stride, padding=padding, bias=bias, relu=relu)
    expected = correlate2d(np.pad(image, padding), kernel, mode="valid")[::stride, ::stride] + bias
    if relu:
        expected = np.maximum(expected, 0)
    np.testing.assert_allclose(explorer.feature_map, expected, atol=1e-12)
    for cell in [(0, 0), (expected.shape[0] - 1, expected.shape[1] - 1)]:
        explorer.cell = cell
        total = (explorer.window * explorer.kernel).sum() + bias
        assert expected[cell] == pytest.approx(max(total, 0) if relu else total)


def test_assigning_a_trait_recomputes_and_tells_observers():
    explorer = KernelExplorer(image="tick")
    seen = []
    explorer.observe(lambda change: seen.append(change.new), "feature_map")
    explorer.kernel = "sharpen"
    explorer.kernel = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    expected = [
        conv2d(explorer.image[None, None], kernel[None, None])[0, 0]
        for kernel in (PRESETS["sharpen"], PRESETS["identity"])
    ]
    np.testing.assert_allclose(seen, expected)


def test_an_equal_value_is_no_change():
    explorer = KernelExplorer(kernel="sharpen")
    explorer.observe(lambda change: pytest.fail(f"{change.name} has not changed"))
    explorer.kernel = PRESETS["sharpen"].copy()
    explorer.image = explorer.image.copy()
    explorer.set(stride=1, padding=0, relu=False, kernel="sharpen")


def test_one_notification_for_several_settings():
    explorer = KernelExplorer()
    seen = []
    explorer.observe(lambda change: seen.append(change.new.shape), "feature_map")
    explorer.set(kernel="sharpen", padding=1, bias=1.0, image="digit 3")
    assert seen == [(28, 28)]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"stride": 0}, "stride must be a whole number from 1 to 8, but is 0"),
        ({"stride": 1.5}, "stride must be a whole number from 1 to 8, but is 1.5"),
        ({"stride": True}, "stride must be a whole number from 1 to 8, but is True"),
        ({"padding": -1}, "padding must be a whole number from 0 to 8, but is -1"),
        ({"padding": 10**9}, "padding must be a whole number from 0 to 8, but is 1000000000"),
        ({"bias": np.nan}, "bias must be a number from -1000 to 1000, but is nan"),
        ({"bias": "1"}, "bias must be a number from -1000 to 1000, but is '1'"),
        ({"relu": 1}, "relu must be True or False, but is 1"),
        ({"kernel": np.eye(5)}, r"kernel must have shape \(3, 3\), but has \(5, 5\)"),
        ({"kernel": [1, 2]}, r"kernel must have 2 dimensions"),
        ({"kernel": np.full((3, 3), np.nan)}, "kernel must hold numbers from .* but holds nan"),
        ({"kernel": [["a"] * 3] * 3}, "kernel must hold real numbers"),
        ({"kernel": "blurry"}, "kernel must be one of .* but is 'blurry'"),
        ({"image": "cat.png"}, "image must be one of X, .* or an array, but is 'cat.png'"),
        ({"image": np.zeros((2, 9))}, r"image must have from 3 to 512 .* has shape \(2, 9\)"),
        ({"image": np.zeros((9, 600))}, r"image must have from 3 to 512 .* has shape \(9, 600\)"),
        ({"image": np.zeros((1, 1, 5, 5))}, r"image must have shape \(H, W\) or \(H, W, 3\), but"),
        ({"image": np.full((5, 5), np.inf)}, "image must be finite, but hold inf"),
        ({"image": np.full((5, 5), 3.5)}, "between 0 and 1, but reaches from 3.5 to 3.5"),
        ({"cell": (3, 0)}, r"cell must lie inside the feature map of 3 x 3, but is \(3, 0\)"),
        ({"cell": (-1, 0)}, "cell must be a whole number from 0 to 10000, but is -1"),
        ({"cell": 4}, r"cell must be a pair \(row, column\), but is 4"),
        ({"look": "sepia"}, "look must be one of 'ink', 'photo', but is 'sepia'"),
        ({"map_limits": (2, 1)}, r"map_limits must have low below high, but is \(2, 1\)"),
        ({"map_limits": 3}, r"map_limits must be None or a pair \(low, high\), but is 3"),
        ({"prediction": np.inf}, "prediction must be a number from"),
        ({"feature_map": np.zeros((3, 3))}, "settings are .* but got feature_map"),
        ({"groups": 2}, "settings are ask, bias, .* but got groups"),
    ],
)
def test_a_wrong_setting_changes_nothing(settings, words):
    explorer = KernelExplorer(kernel="diagonal")
    before = str(explorer), explorer.get_state()
    with pytest.raises(SettingError, match=words) as error:
        explorer.set(**{"relu": True, "map_look": "grey", **settings})
    assert "\n" not in str(error.value)
    assert isinstance(error.value, ValueError)
    assert isinstance(error.value, TraitError)
    assert (str(explorer), explorer.get_state()) == before
    for name, value in settings.items():
        if explorer.has_trait(name):
            with pytest.raises(TraitError):
                setattr(explorer, name, value)
    assert (str(explorer), explorer.get_state()) == before


def test_arrays_handed_out_cannot_be_changed_behind_the_back():
    kernel = np.eye(3)
    explorer = KernelExplorer(kernel=kernel)
    kernel[0, 0] = 9
    assert explorer.kernel[0, 0] == 1
    for array in (explorer.kernel, explorer.image, explorer.feature_map):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 5


@pytest.mark.parametrize(
    ("image", "look"),
    [
        (np.full((4, 4), 255, np.uint8), "ink"),
        (np.ones((4, 4), bool), "ink"),
        (np.ones((4, 4), np.float32), "ink"),
        (np.full((4, 4, 3), 255, np.uint8), "photo"),
    ],
)
def test_arrays_of_other_types(image, look):
    explorer = KernelExplorer(image)
    assert explorer.image_name == "own array"
    assert explorer.look == look
    np.testing.assert_allclose(explorer.image, np.ones((4, 4)))


def test_look_can_be_chosen():
    assert KernelExplorer(np.zeros((5, 5)), look="photo").look == "photo"
    explorer = KernelExplorer()
    explorer.set(image="digit 3", look="photo")
    assert (explorer.image_name, explorer.look) == ("digit 3", "photo")
    explorer.image = "O"
    assert explorer.look == "ink"


def test_the_cell_stays_inside_a_shrinking_map():
    explorer = KernelExplorer(image="digit 3", cell=(25, 20))
    explorer.stride = 3
    assert explorer.cell == (8, 8)
    explorer.image = "X"
    assert explorer.cell == (0, 0)


def test_a_cell_may_come_with_the_image_that_holds_it():
    explorer = KernelExplorer()
    explorer.set(image="digit 3", cell=(20, 20))
    assert explorer.cell == (20, 20)


def test_prediction():
    explorer = KernelExplorer(kernel=np.full((3, 3), 1 / 9), predict=True, cell=(1, 1))
    assert explorer.prediction_is_right is None
    explorer.prediction = 0.56  # it is 5/9
    assert explorer.prediction_is_right is True
    explorer.prediction = 0.6
    assert explorer.prediction_is_right is False
    for settings in ({"cell": (0, 1)}, {"bias": 1.0}, {"predict": False}):
        explorer.prediction = 1
        explorer.set(**settings)
        assert explorer.prediction is None


def test_the_page_sets_traits():
    explorer = KernelExplorer()
    from_page(explorer, kernel=[[0, 0, 0], [0, 0.5, 0], [0, 0, 0]], stride=2, bias=-1, relu=False)
    np.testing.assert_array_equal(explorer.feature_map, np.full((2, 2), -0.5))
    assert explorer.error == ""


def test_a_wrong_value_from_the_page_is_shown_and_undone():
    explorer = KernelExplorer()
    from_page(explorer, stride=0)
    assert explorer.error == "stride must be a whole number from 1 to 8, but is 0"
    assert explorer.stride == 1
    from_page(explorer, stride=2)
    assert explorer.error == ""
    from_page(explorer, cell=[40, -3])  # a pointer on a map that has just shrunk
    assert explorer.cell == (1, 0)


def test_an_exception_in_an_observer_is_shown():
    explorer = KernelExplorer()
    explorer.observe(lambda change: 1 / 0, "bias")
    from_page(explorer, bias=2)
    assert explorer.error == "ZeroDivisionError: division by zero"
    assert explorer.feature_map.max() == 3  # our own work was done all the same
    explorer.unobserve_all("bias")


def test_the_page_asks_for_pythons_numbers(monkeypatch):
    sent = []
    monkeypatch.setattr(KernelExplorer, "_send", lambda _, *args, **kw: sent.append((args, kw)))
    explorer = KernelExplorer(image="tick", kernel="sharpen", padding=1)
    sent.clear()
    message(explorer, {"command": "ask", "number": 7})
    (content,), keywords = sent[0]
    answer = content["content"]
    assert (answer["kind"], answer["number"], answer["revision"]) == ("answer", 7, 0)
    assert answer["arrays"] == [["feature_map", [5, 5]]]
    values = struct.unpack("<25f", keywords["buffers"][0])
    np.testing.assert_allclose(values, explorer.feature_map.ravel())


def test_a_question_of_the_page_leaves_an_error_to_be_read():
    explorer = KernelExplorer()
    from_page(explorer, stride=0)
    message(explorer, {"command": "ask", "number": 1})
    assert explorer.error == "stride must be a whole number from 1 to 8, but is 0"
    message(explorer, {"command": "choose", "name": "tick"})
    assert explorer.error == ""


def test_the_page_chooses_a_picture():
    explorer = KernelExplorer()
    message(explorer, {"command": "choose", "name": "digit 3"})
    assert (explorer.image_name, explorer.image.shape) == ("digit 3", (28, 28))
    message(explorer, {"command": "choose", "name": "nobody"})
    assert explorer.error.endswith("or an array, but is 'nobody'")
    assert explorer.image_name == "digit 3"


def test_the_page_uploads():
    explorer = KernelExplorer()
    message(explorer, {"command": "upload", "name": "red.png"}, [memoryview(png(300, 200))])
    assert (explorer.image_name, explorer.image.shape) == ("red.png", (171, 256))
    np.testing.assert_allclose(explorer.image, 0.299)
    assert explorer.look == "photo"
    message(explorer, {"command": "upload", "name": "bad.png"}, [memoryview(b"no picture")])
    assert explorer.error.startswith("bad.png is not a picture that can be read")
    assert explorer.image_name == "red.png"


def test_an_unknown_command_is_shown():
    explorer = KernelExplorer()
    message(explorer, {"command": "dance"})
    assert explorer.error == "command must be choose or upload, but is 'dance'"


def test_every_control_at_both_ends():
    explorer = KernelExplorer()
    ends = {
        "kernel": [np.full((3, 3), -1000).tolist(), np.full((3, 3), 1000).tolist()],
        "stride": [1, 8],
        "padding": [0, 8],
        "bias": [-1000, 1000],
        "relu": [False, True],
        "predict": [False, True],
        "map_look": ["signed", "grey"],
    }
    for picture in ("X", NAMES[-1]):
        message(explorer, {"command": "choose", "name": picture})
        for name, (low, high) in ends.items():
            for value in (low, high):
                from_page(explorer, **{name: value})
                assert explorer.error == ""
                assert min(explorer.feature_map.shape) >= 1
        rows, columns = explorer.feature_map.shape
        for cell in ([0, 0], [rows - 1, columns - 1]):
            from_page(explorer, cell=cell)
            assert list(explorer.cell) == cell
        assert isinstance(explorer.figure(), Figure)


def test_sentence_and_repr_hold_no_address():
    explorer = KernelExplorer(kernel="diagonal", bias=0.5)
    assert repr(explorer) == (
        "<KernelExplorer: image X (5 x 5), kernel diagonal, stride 1, padding 0, bias 0.5, "
        "no ReLU; feature map 3 x 3 with values from -2.5 to 3.5.>"
    )


def test_the_figure_keeps_a_prediction_secret():
    explorer = KernelExplorer(kernel="diagonal", predict=True)
    words = [text.get_text() for text in explorer.figure().findobj(match=_is_text)]
    assert not any("cell (0, 0)" in word for word in words)
    assert words.count("3") == 1  # the map's other 3, at row 2, column 2
    assert "Predict: which number stands at row 0, column 0?" in words
    explorer.prediction = 3
    words = [text.get_text() for text in explorer.figure().findobj(match=_is_text)]
    assert any("cell (0, 0)" in word for word in words)
    assert words.count("3") == 2


def _is_text(artist):
    return hasattr(artist, "get_text")
