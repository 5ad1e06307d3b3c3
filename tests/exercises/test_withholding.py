"""Withheld functions raise for a student and go on working for the package."""

import numpy as np
import pytest

from cnn_helpers import convolution, exercises, layers
from cnn_helpers.convolution import conv2d
from cnn_helpers.exercises import WithheldError, withheld

IMAGES, KERNELS = np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2))


def by_the_package(image, kernel):
    return conv2d(image[None, None] * 1.0, kernel[None, None])[0, 0]


def by_attribute(image, kernel):
    return convolution.conv2d(image[None, None] * 1.0, kernel[None, None])[0, 0]


def by_import(image, kernel):
    from cnn_helpers.convolution import conv2d as answer

    return answer(image[None, None] * 1.0, kernel[None, None])[0, 0]


def by_layer(image, kernel):
    layer = layers.Conv2d(1, 1, kernel.shape)
    layer.weight[...] = kernel
    return layer(image[None, None] * 1.0)[0, 0]


@pytest.mark.parametrize("function", [by_the_package, by_attribute, by_import, by_layer])
def test_the_answer_raises_while_it_is_withheld(function):
    with withheld("correlate", globals()):
        feedback = exercises.check("correlate", function)
    assert feedback.kind == "raised"
    assert "write this one yourself" in str(feedback)


@pytest.mark.parametrize("function", [by_the_package, by_attribute, by_import])
def test_in_free_study_everything_may_be_used(function):
    with withheld("correlate", globals()), pytest.raises(WithheldError):
        function(IMAGES[0, 0], KERNELS[0, 0])
    assert exercises.check("correlate", function).passed


@pytest.mark.parametrize("id", exercises.ids())
def test_references_pass_while_the_answers_are_withheld(id):
    with withheld(id):
        assert exercises.check(id, exercises.get(id).reference, seed=1).passed


def test_layers_go_on_working_when_a_function_is_withheld():
    layer = layers.Conv2d(1, 1, 2)
    before = layer(IMAGES)
    with withheld("correlate", globals()):
        assert np.array_equal(layer(IMAGES), before)
        assert isinstance(layer, layers.Conv2d)
    assert np.array_equal(layers.Conv2d(1, 1, 2)(IMAGES).shape, before.shape)


def test_everything_is_back_after_an_error():
    with pytest.raises(ZeroDivisionError), withheld("correlate", globals()):
        _ = 1 / 0
    assert convolution.conv2d is conv2d
    assert conv2d(IMAGES, KERNELS).shape == (1, 1, 2, 2)


def test_an_own_function_of_the_same_name_is_left_alone():
    namespace = {"conv2d": by_attribute}
    with withheld("correlate", namespace):
        assert namespace["conv2d"] is by_attribute
        namespace["relu"] = len
    assert namespace == {"conv2d": by_attribute, "relu": len}


def test_unknown_exercise():
    with pytest.raises(ValueError, match="there is no exercise"), withheld("nothing"):
        pass
