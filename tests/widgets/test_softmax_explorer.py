import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax

from cnn_helpers.widgets import SoftmaxExplorer
from cnn_helpers.widgets.settings import SettingError


def test_numbers_of_a_case_by_hand():
    explorer = SoftmaxExplorer([0, np.log(3)], label=1)  # exps 1 and 3: shares 1/4 and 3/4
    np.testing.assert_allclose(explorer.probabilities, [0.25, 0.75])
    assert explorer.loss == pytest.approx(np.log(4 / 3))


@given(st.lists(st.floats(-1000, 1000), min_size=2, max_size=6), st.data())
def test_numbers_agree_with_scipy(logits, data):
    label = data.draw(st.integers(0, len(logits) - 1))
    explorer = SoftmaxExplorer(logits, label=label)
    expected = log_softmax(logits)
    np.testing.assert_allclose(explorer.probabilities, np.exp(expected), atol=1e-12)
    assert explorer.loss == pytest.approx(-expected[label], abs=1e-9)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"logits": [1]}, "logits must be 2 to 6 numbers"),
        ({"logits": [1, np.nan]}, "logits"),
        ({"logits": [1, 1001]}, "logits must lie between -1000 and 1000"),
        ({"label": 3}, "label must be a class from 0 to 2, but is 3"),
        ({"names": ["a", "b"]}, "names must be 3, one for each logit, but are 2"),
        ({"names": "abc"}, "names must be a sequence of words"),
        ({"color": "red"}, "settings are"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_changes(settings, words):
    explorer = SoftmaxExplorer([1, 3, 0], label=2)
    before = explorer.sentence()
    with pytest.raises(SettingError, match=words):
        explorer.set(predict=True, **settings)
    assert explorer.sentence() == before
    assert not explorer.predict


def test_another_number_of_classes_brings_its_own_names_and_keeps_the_label_inside():
    explorer = SoftmaxExplorer([1, 3, 0], label=2)
    explorer.set(logits=[1, 2, 3, 4], label=3)
    assert explorer.names == ("class 0", "class 1", "class 2", "class 3")
    with pytest.raises(SettingError, match="from 0 to 1, but is 3"):
        explorer.set(logits=[1, 2])
    explorer.set(logits=[1, 2], label=0)
    assert explorer.probabilities.shape == (2,)


def test_prediction_is_judged_and_forgotten_with_the_next_change():
    explorer = SoftmaxExplorer([0, 0], predict=True)
    assert explorer.prediction_is_right is None
    assert "predict its share" in explorer.sentence()
    explorer.prediction = 0.505
    assert explorer.prediction_is_right is True
    explorer.prediction = 0.6
    assert explorer.prediction_is_right is False
    explorer.set(logits=[0, 1])
    assert explorer.prediction is None


def test_observers_see_new_probabilities():
    explorer, seen = SoftmaxExplorer([0, 0]), []
    explorer.observe(lambda change: seen.append(change["new"].tolist()), "probabilities")
    explorer.set(logits=[0, np.log(3)])
    np.testing.assert_allclose(seen, [[0.25, 0.75]])
