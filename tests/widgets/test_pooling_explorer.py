"""The pooling explorer without a page: pooling, moves and what is measured of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import shift as shift_by_scipy
from scipy.signal import correlate2d

from cnn_helpers.data import mark_template
from cnn_helpers.kernels import PRESETS
from cnn_helpers.pooling import max_pool2d_backward
from cnn_helpers.widgets import PoolingExplorer
from cnn_helpers.widgets.papers import named_papers
from cnn_helpers.widgets.pooling_layers import Operation, layers, unused_cells, winners
from cnn_helpers.widgets.settings import SettingError
from cnn_helpers.widgets.shift_lab import LAYERS, MEASURES, compare, measures_table, moved

BY_HAND = np.array(
    [[0.1, 0.5, 0.2, 0.9, 0.3], [0.5, 0.0, 0.9, 0.1, 0.4], [0.3, 0.3, 0.0, 0.0, 1.0]]
)


def by_hand(**settings):
    """An explorer that pools the 3 x 5 array itself."""
    return PoolingExplorer(BY_HAND, None, paper=3, **settings)


def pooled_by_loops(array, size, stride, how):
    rows = range(0, array.shape[0] - size + 1, stride)
    columns = range(0, array.shape[1] - size + 1, stride)
    return [[how(array[r : r + size, c : c + size]) for c in columns] for r in rows]


def test_a_case_by_hand():
    explorer = by_hand()
    assert explorer.pooled.tolist() == [[0.5, 0.9]]
    # Equal values: the first in row order wins.
    assert explorer.winners.tolist() == [[[0, 1], [0, 3]]]
    assert unused_cells((3, 5), explorer.operation).astype(int).tolist() == [
        [0, 0, 0, 0, 1],
        [0, 0, 0, 0, 1],
        [1, 1, 1, 1, 1],
    ]
    explorer.set(pooling="average", stride=1)
    np.testing.assert_allclose(
        explorer.pooled, [[0.275, 0.4, 0.525, 0.425], [0.275, 0.3, 0.25, 0.375]]
    )
    assert not unused_cells((3, 5), explorer.operation).any()


def test_a_long_stride_leaves_gaps():
    explorer = by_hand(kernel_size=1, stride=2)
    assert explorer.pooled.tolist() == [[0.1, 0.2, 0.3], [0.3, 0.0, 1.0]]
    used = ~unused_cells((3, 5), explorer.operation)
    assert np.argwhere(used).tolist() == [[r, c] for r in (0, 2) for c in (0, 2, 4)]


@given(
    rows=st.integers(3, 9),
    columns=st.integers(3, 9),
    size=st.integers(1, 3),
    stride=st.integers(1, 4),
    seed=st.integers(0, 1000),
)
def test_pooling_and_its_winners(rows, columns, size, stride, seed):
    image = np.random.default_rng(seed).integers(0, 4, (rows, columns)) / 3
    explorer = PoolingExplorer(image, None, paper=3, kernel_size=size, stride=stride)
    np.testing.assert_array_equal(explorer.pooled, pooled_by_loops(image, size, stride, np.max))
    # The gradient of the package's pooling goes to the winners, and nowhere else.
    ones = np.ones_like(explorer.pooled)
    gradient = max_pool2d_backward(ones[None, None], image[None, None], size, stride)[0, 0]
    counts = np.zeros_like(image)
    np.add.at(counts, tuple(explorer.winners.reshape(-1, 2).T), 1)
    np.testing.assert_array_equal(counts, gradient)
    reached = np.zeros(image.shape, bool)
    for row, column in np.ndindex(explorer.pooled.shape):
        top, left = row * stride, column * stride
        reached[top : top + size, left : left + size] = True
    np.testing.assert_array_equal(unused_cells(image.shape, explorer.operation), ~reached)
    explorer.pooling = "average"
    np.testing.assert_allclose(explorer.pooled, pooled_by_loops(image, size, stride, np.mean))


moves = st.tuples(st.integers(-7, 7), st.integers(-7, 7))


@given(shift=moves, rows=st.integers(1, 6), columns=st.integers(1, 6))
def test_moving_is_scipys_shift(shift, rows, columns):
    array = np.arange(1.0, rows * columns + 1).reshape(rows, columns)
    expected = shift_by_scipy(array, shift, order=0, mode="constant", cval=0)
    np.testing.assert_array_equal(moved(array, shift), expected)


@given(
    shift=moves,
    padding=st.integers(0, 2),
    relu=st.booleans(),
    pooling=st.sampled_from(["max", "average"]),
    size=st.integers(1, 3),
    stride=st.integers(1, 3),
    with_kernel=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_away_from_the_border_everything_moves_along(
    shift, padding, relu, pooling, size, stride, with_kernel, seed
):
    """The theorem of equivariance, on images full of ink: inside nothing may differ."""
    generator = np.random.default_rng(seed)
    image = generator.random((9, 8))
    kernel = generator.normal(size=(3, 3)) if with_kernel else None
    explorer = PoolingExplorer(
        image,
        kernel,
        paper=3,
        padding=padding,
        relu=relu,
        pooling=pooling,
        kernel_size=size,
        stride=stride,
        shift=shift,
    )
    for layer in LAYERS:
        found = explorer.measures[layer]
        assert found.get("inside_differing", 0) == 0
        if found["moves_along"]:
            assert found["inside"] + found["border"] == found["cells"]
    assert explorer.measures["pooled"]["moves_along"] == all(step % stride == 0 for step in shift)
    if with_kernel:
        picture = np.pad(moved(image, shift), padding)
        np.testing.assert_allclose(
            explorer.feature_map, correlate2d(picture, kernel, "valid"), atol=1e-12
        )


@pytest.mark.parametrize(
    ("padding", "border", "differing"),
    [
        # Without padding two columns of the map come in, and both see ink.
        (0, 8 * 2, 8 * 2),
        # With it, rows 0 and 9 and columns 0, 1, 2 and 9 meet zeros, now or before. Two columns
        # differ: 1 sees ink that was outside the map, 9 lost some; the others met zeros both times.
        (1, 10 * 10 - 8 * 6, 10 * 2),
    ],
)
def test_the_border_by_hand(padding, border, differing):
    """A sheet full of ink moves two columns to the right."""
    image = 0.2 + 0.8 * np.random.default_rng(5).random((10, 10))
    kernel = np.random.default_rng(6).random((3, 3)) + 0.1
    explorer = PoolingExplorer(image, kernel, paper=3, padding=padding, shift=(0, 2))
    found = explorer.measures["feature_map"]
    assert (found["border"], found["border_differing"]) == (border, differing)


def test_ink_that_leaves_the_paper_shows_at_the_border():
    explorer = PoolingExplorer("X", "box blur", padding=1, relu=False)
    explorer.shift = (0, 4)  # touches the edge, and is whole
    assert explorer.measures["feature_map"]["border_differing"] == 0
    explorer.shift = (0, 5)  # one column of ink is lost
    found = explorer.measures["feature_map"]
    assert found["inside_differing"] == 0
    assert found["border_differing"] == 6  # the X's two end points, three rows each
    assert found["border"] == 12 * 12 - 10 * 5


def test_counts_by_hand():
    before = np.array([[0.0, 2.0, 0.0, 0.0], [0.0, 2.0, 0.0, 1.0]])
    after = np.array([[0.0, 0.0, 2.0, 0.0], [0.0, 2.0, 2.0, 3.0]])
    border = np.array([[True, False, False, False]] * 2)
    assert compare(before, after, (0, 1), border) == {
        "cells": 8,
        "unchanged": 4,
        "holding": 5,
        "holding_unchanged": 1,
        "similarity": pytest.approx(1 - (2 + 2 + 2 + 2) / (5 + 9)),
        "moves_along": True,
        "inside": 6,
        "inside_differing": 1 + 1,
        "border": 2,
        "border_differing": 0,
    }
    assert "inside" not in compare(before, after, None, border)
    assert compare(before * 0, before * 0, None, border)["similarity"] == 1


def test_a_multiple_of_the_stride_moves_the_pooled_map():
    explorer = PoolingExplorer("X", "diagonal", shift=(2, -2))
    found = explorer.measures["pooled"]
    assert found["moves_along"]
    assert found["inside_differing"] == found["border_differing"] == 0
    start = PoolingExplorer("X", "diagonal").pooled
    np.testing.assert_array_equal(explorer.pooled, moved(start, (1, -1)))
    explorer.shift = (2, -1)
    assert not explorer.measures["pooled"]["moves_along"]


def test_table_for_the_page():
    explorer = PoolingExplorer(shift=(1, 0))
    table = measures_table(explorer.measures)
    assert table.shape == (len(LAYERS), len(MEASURES))
    assert table[3, MEASURES.index("inside")] == 0  # no whole step: not counted
    assert table[1, MEASURES.index("cells")] == 100
    np.testing.assert_array_equal(explorer.answer()["measures"], table)


@pytest.mark.parametrize("name", [name for _, names in named_papers() for name in names])
def test_every_image_on_offer(name):
    explorer = PoolingExplorer(name)
    assert explorer.image.shape == ((28, 28) if name.startswith("digit") else (12, 12))
    assert explorer.image_name == name
    assert name in explorer.sentence()


def test_paper():
    assert PoolingExplorer("X", paper=5).feature_map.shape == (3, 3)
    pixels = PoolingExplorer("V", paper=8).image
    np.testing.assert_array_equal(pixels[1:6, 1:6], mark_template("V"))
    assert PoolingExplorer(np.ones((3, 20))).image.shape == (12, 20)
    bytes_ = np.full((12, 12), 51, np.uint8)
    assert PoolingExplorer(bytes_).image[0, 0] == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"image": "Y"}, "image must be one of X, O, .* but is 'Y'"),
        ({"image": np.ones((2, 2))}, r"rows and columns, but has shape \(2, 2\)"),
        ({"image": np.full((3, 3), 2)}, "image must lie between 0 and 1"),
        ({"paper": 99, "image": "X"}, "paper must be a whole number from 3 to 32, but is 99"),
        ({"paper": 12}, "paper can be set only together with image"),
        ({"kernel": np.eye(5)}, r"kernel must have shape \(3, 3\), but has \(5, 5\)"),
        ({"pooling": "min"}, "pooling must be one of 'max', 'average', but is 'min'"),
        ({"kernel_size": 0}, "kernel_size must be a whole number from 1 to 4, but is 0"),
        ({"stride": 5}, "stride must be a whole number from 1 to 4, but is 5"),
        ({"padding": 3}, "padding must be a whole number from 0 to 2, but is 3"),
        ({"shift": 1}, r"shift must be a pair \(rows, columns\), but is 1"),
        ({"shift": (0, 40)}, "shift must be a whole number from -31 to 31, but is 40"),
        ({"cell": (5, 0)}, r"cell must lie inside the pooled map of 5 x 5, but is \(5, 0\)"),
        ({"kernel_size": 4, "image": "X", "paper": 5}, "kernel_size must fit into the map of 3 x"),
        ({"question": "winner", "pooling": "average"}, "question 'winner' needs max pooling"),
        ({"question": "why"}, "question must be one of 'value', 'winner', 'changes'"),
        ({"prediction": "many"}, r"prediction must be None, a number or a cell \(row, column\)"),
        ({"size": 2}, "settings are .* but got size"),
    ],
)
def test_wrong_settings_change_nothing(settings, words):
    explorer = PoolingExplorer()
    before = explorer.sentence()
    with pytest.raises(SettingError, match=words):
        explorer.set(**settings)
    assert explorer.sentence() == before
    if "prediction" not in settings and "size" not in settings and settings != {"paper": 12}:
        with pytest.raises(SettingError, match=words):
            PoolingExplorer(**settings)


def test_a_shrinking_map_keeps_the_cell_inside():
    explorer = PoolingExplorer(kernel_size=1, stride=1, cell=(9, 9))
    explorer.set(kernel_size=4, stride=4)
    assert explorer.pooled.shape == (2, 2)
    assert explorer.cell == (1, 1)
    explorer.set_state({"cell": [7, 0]})  # the page has not heard of it yet
    assert explorer.cell == (1, 0)


def test_the_largest_cell_is_chosen_at_first():
    explorer = PoolingExplorer("X", "diagonal")
    assert explorer.pooled[explorer.cell] == 3
    assert PoolingExplorer("X", "diagonal", cell=(0, 0)).cell == (0, 0)


def test_one_notification_for_several_settings():
    explorer = PoolingExplorer()
    seen = []
    explorer.observe(lambda change: seen.append(change.new.shape), "pooled")
    explorer.set(kernel="edge", padding=1, shift=(1, 1), stride=1)
    assert seen == [(11, 11)]


def test_stride_follows_the_size_when_it_is_none():
    explorer = PoolingExplorer(kernel_size=3)
    assert explorer.stride == 3
    explorer.set(kernel_size=2, stride=None)
    assert explorer.stride == 2


class TestPredictions:
    def test_value(self):
        explorer = by_hand(predict=True, cell=(0, 0))
        assert explorer.prediction_is_right is None
        explorer.prediction = 0.9
        assert explorer.prediction_is_right is False
        explorer.prediction = 0.505
        assert explorer.prediction_is_right is True

    def test_winner_is_the_first_of_a_tie(self):
        explorer = by_hand(predict=True, question="winner", cell=(0, 0))
        explorer.prediction = (1, 0)
        assert explorer.prediction_is_right is False
        explorer.prediction = [0, 1]
        assert explorer.prediction_is_right is True

    def test_changes(self):
        explorer = PoolingExplorer(predict=True, question="changes")
        further = PoolingExplorer(shift=(0, 1)).pooled
        truth = int((explorer.pooled != further).sum())
        assert explorer.changes == truth == 15
        explorer.prediction = truth
        assert explorer.prediction_is_right is True
        explorer.prediction = truth - 1
        assert explorer.prediction_is_right is False

    @pytest.mark.parametrize(
        "settings",
        [{"shift": (1, 0)}, {"cell": (0, 1)}, {"pooling": "average"}, {"predict": False}],
    )
    def test_is_forgotten_when_the_question_changes(self, settings):
        explorer = PoolingExplorer(predict=True)
        explorer.prediction = 1.0
        explorer.set(**settings)
        assert explorer.prediction is None

    def test_average_pooling_has_no_winner(self):
        explorer = PoolingExplorer(predict=True, question="winner")
        explorer.pooling = "average"
        assert explorer.question == "value"


def test_messages_of_the_page():
    explorer = PoolingExplorer()
    explorer._receive(None, {"command": "choose", "name": "digit 7"}, [])
    assert explorer.image_name == "digit 7"
    explorer._receive(None, {"command": "choose", "name": "digit 77"}, [])
    assert explorer.error.startswith("image must be one of")
    explorer._receive(None, {"command": "dance"}, [])
    assert explorer.error == "command must be choose, but is 'dance'"


def test_operations_without_a_kernel_pool_the_image():
    operation = Operation(None, 2, False, "max", 2, 1)
    maps = layers(BY_HAND, operation)
    assert maps.feature_map is BY_HAND
    assert winners(maps.activated, operation).shape == (2, 4, 2)


def test_all_presets_are_on_offer():
    explorer = PoolingExplorer()
    assert list(explorer.presets) == list(PRESETS)
    for name in PRESETS:
        explorer.kernel = name
        assert explorer.kernel_name == name
    explorer.kernel = np.full((3, 3), 0.5)
    assert explorer.kernel_name == "own kernel"
    explorer.kernel = "none"
    assert explorer.kernel_name == "none"
