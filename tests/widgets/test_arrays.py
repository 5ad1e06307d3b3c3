"""Arrays of any number of axes as traits, and their way to the page and back."""

import anywidget
import numpy as np
import pytest

from cnn_helpers.widgets.arrays import ArraySetting, array_from_page, array_to_page
from cnn_helpers.widgets.settings import SettingError


class Maps(anywidget.AnyWidget):
    _esm = "export default {};"
    maps = ArraySetting(np.zeros((2, 3, 4)), "maps", ("channels", 3, 4), low=-1, high=1)
    sums = ArraySetting([0.0], "sums", ("channels",), read_only=True)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 3, 4), (1, 2, 3, 4)])
def test_an_array_comes_back_as_it_went(shape):
    array = np.random.default_rng(1).normal(size=shape)
    packet = array_to_page(array[..., ::-1])  # a view with negative strides
    assert packet["shape"] == list(shape)
    np.testing.assert_array_equal(array_from_page(packet), array[..., ::-1])
    first = np.array(array.ravel()[shape[-1] - 1]).tobytes()
    assert packet["data"][:8] == first  # row order, eight bytes a number


def test_the_page_sets_an_array_and_python_sends_it():
    widget = Maps()
    new = np.linspace(-1, 1, 12).reshape(1, 3, 4)
    widget.set_state({"maps": {"shape": [1, 3, 4], "data": memoryview(new.tobytes())}})
    np.testing.assert_array_equal(widget.maps, new)
    state = widget.get_state(["maps"])["maps"]
    assert (state["shape"], state["data"]) == ([1, 3, 4], new.tobytes())


def test_observers_hear_of_a_change_and_of_nothing_else():
    widget = Maps()
    heard = []
    widget.observe(lambda change: heard.append(change.new.sum()), "maps")
    widget.maps = np.zeros((2, 3, 4))
    widget.maps = np.ones((1, 3, 4))
    widget.maps = np.ones((1, 3, 4), dtype=int)
    assert heard == [12]
    with pytest.raises(ValueError, match="read-only"):
        widget.maps[0, 0, 0] = 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.zeros((3, 4)), r"maps must have shape \(channels, 3, 4\), but has \(3, 4\)"),
        (np.zeros((0, 3, 4)), r"maps must have shape \(channels, 3, 4\), but has \(0, 3, 4\)"),
        (np.full((1, 3, 4), 2), "maps must lie between -1 and 1, but reaches from 2 to 2"),
        (np.full((1, 3, 4), np.nan), "maps must be finite"),
        ("maps", "maps must hold real numbers"),
    ],
)
def test_what_does_not_fit_is_named(value, words):
    widget = Maps()
    with pytest.raises(SettingError, match=words):
        widget.maps = value
    assert widget.maps.shape == (2, 3, 4)


def test_bytes_that_do_not_fit_their_shape_are_refused():
    with pytest.raises(ValueError, match="cannot reshape"):
        array_from_page({"shape": [2, 2], "data": bytes(24)})


def test_what_python_computes_cannot_be_set():
    with pytest.raises(Exception, match="read-only"):
        Maps().sums = [1.0]
