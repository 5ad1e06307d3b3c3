"""The story network's numbers, worked out by hand: notebooks 08 to 10 show every one of them."""

import math

import numpy as np
import pytest

from cnn_helpers import data
from cnn_helpers.losses import cross_entropy, softmax
from cnn_helpers.training import STORY_NAMES, story_network


def trace(mark):
    arrays = story_network().trace(data.mark_template(mark)[np.newaxis])
    return {name: array[0] for name, array in arrays.items()}


def mirrored(one):
    """Stack a map and its mirror image."""
    one = np.array(one, float)
    return np.stack([one, one[:, ::-1]])


def test_has_38_parameters_in_float64():
    model = story_network()
    shapes = {name: array.shape for name, array in model.named_parameters()}
    assert shapes == {
        "0.weight": (2, 1, 3, 3),
        "0.bias": (2,),
        "4.weight": (2, 8),
        "4.bias": (2,),
    }
    assert model.parameter_count == 38
    assert {array.dtype for array in model.parameters()} == {np.dtype(np.float64)}


def test_the_kernels_are_a_falling_stroke_and_its_mirror_image():
    falling = [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
    np.testing.assert_array_equal(story_network()[0].weight[:, 0], mirrored(falling))


def test_an_x_by_hand():
    arrays = trace("X")
    np.testing.assert_array_equal(
        arrays["conv1"], mirrored([[3, -3, -1], [-3, 1, -3], [-1, -3, 3]])
    )
    np.testing.assert_array_equal(arrays["relu1"], mirrored(np.diag([3, 1, 3])))
    np.testing.assert_array_equal(arrays["pool1"], mirrored([[3, 1], [1, 3]]))
    np.testing.assert_array_equal(arrays["flatten1"], [3, 1, 1, 3, 1, 3, 3, 1])
    # X:     0.5*3 - 0.5*1 + 0*1 + 0.5*3   - 0.5*1 + 0.5*3 + 0.5*3 - 0.5*1   - 1 = 3.5
    # not X:   0*3 + 0.5*1 - 0.5*1 + 0*3   + 0.5*1 + 0*3 + 0.5*3 + 0*1         + 0 = 2
    np.testing.assert_array_equal(arrays["linear1"], [3.5, 2.0])
    probability = 1 / (1 + math.exp(-1.5))
    np.testing.assert_allclose(softmax(arrays["linear1"][None])[0, 0], probability)
    assert 0.8 < probability < 0.85
    loss = cross_entropy(arrays["linear1"][None], [0])
    np.testing.assert_allclose(loss, math.log(1 + math.exp(-1.5)))


def test_a_v_by_hand():
    arrays = trace("V")
    np.testing.assert_array_equal(arrays["pool1"], mirrored([[0, 1], [3, 0]]))
    # X: -0.5*1 + 0*3 - 0.5*1 - 0.5*3 - 1 = -3.5; not X: 0.5*1 - 0.5*3 + 0.5*1 + 0*3 = -0.5
    np.testing.assert_array_equal(arrays["linear1"], [-3.5, -0.5])


@pytest.mark.parametrize("mark", ["O", "scribble", "empty"])
def test_of_other_marks_nothing_is_left_and_the_biases_decide(mark):
    arrays = trace(mark)
    assert not arrays["pool1"].any()
    np.testing.assert_array_equal(arrays["linear1"], [-1.0, 0.0])


def test_the_centre_of_an_x_wins_two_windows_whose_gradients_differ():
    model = story_network()
    image = data.mark_template("X")[None, None]
    grad_logits = softmax(model(image)) - [[1, 0]]
    pooled = (grad_logits @ model[4].weight).reshape(2, 2, 2)
    model.backward(grad_logits, input_gradient=True)
    for one, winners in zip(pooled, ([(0, 1), (1, 0)], [(0, 0), (1, 1)]), strict=True):
        first, second = (one[cell] for cell in winners)
        assert first != second
        assert first
        assert second
    # The first filter's bias gets all that passes ReLU: its corners, and twice the centre.
    np.testing.assert_allclose(model[0].grad_bias, pooled.sum((1, 2)))
    # Where both classes weigh alike, two paths cancel.
    np.testing.assert_allclose(pooled[1, 1, 0], 0, atol=1e-15)


def test_tells_crisp_and_wobbly_marks_apart():
    marks = data.load_marks(5)
    logits = story_network()(data.as_batch(marks.train_images))
    is_x = marks.train_labels == marks.names.index("X")
    accuracy = ((logits.argmax(axis=1) == STORY_NAMES.index("X")) == is_x).mean()
    assert accuracy > 0.99


def test_each_call_gives_a_new_model():
    first, second = story_network(), story_network()
    first[0].weight[:] = 0
    assert second[0].weight.any()
