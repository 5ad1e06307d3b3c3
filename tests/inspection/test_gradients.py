"""The gradient check finds what is wrong, and passes what is right."""

import numpy as np
import pytest
from inspected_models import make

from cnn_helpers.inspection import gradient_check, numerical_gradient
from cnn_helpers.layers import Linear
from cnn_helpers.training import Sequential, mnist_lenet


def test_slopes_of_a_polynomial():
    array = np.array([[1.0, -2.0], [0.5, 3.0]])
    found = numerical_gradient(lambda x: (x**3).sum() + x[0, 0] * x[1, 1], array)
    expected = 3 * array**2
    expected[0, 0] += 3
    expected[1, 1] += 1
    np.testing.assert_allclose(found, expected, rtol=1e-8)
    assert array.tolist() == [[1, -2], [0.5, 3]]


def test_integers_are_stepped_too():
    assert numerical_gradient(lambda x: float(x @ x), [1, 2]) == pytest.approx([2, 4])


@pytest.mark.parametrize(("name", "classes"), [("plain", 3), ("padded, two channels", 2)])
@pytest.mark.parametrize("loss", ["cross_entropy", "mse"])
def test_right_gradients_pass(name, classes, loss):
    model, image = make(name, seed=6)
    random = np.random.default_rng(7)
    images = random.random((3, *image.shape))
    targets = random.integers(classes, size=3)
    targets = np.eye(classes)[targets] if loss == "mse" else targets
    found = gradient_check(model, images, targets, loss=loss)
    assert found.passed, (found.worst, found.errors.max())
    assert found.names[0] == "0.weight"
    assert set(found.names) == {name for name, _ in model.named_parameters()}


def test_float32_models_are_checked_in_float64_and_stay_what_they_are():
    model = mnist_lenet(seed=0)
    images = np.random.default_rng(1).random((2, 1, 28, 28), np.float32)
    before = [array.copy() for array in model.parameters()]
    found = gradient_check(model, images, [3, 4], count=5)
    assert len(found.errors) == 8 * 5
    assert np.median(found.errors) < 1e-7
    for old, new in zip(before, model.parameters(), strict=True):
        assert new.dtype == np.float32
        np.testing.assert_array_equal(old, new)
    assert all(gradient is None for _, gradient in model.named_gradients())


class WrongBias(Linear):
    """Forgets to add the samples' shares up."""

    def backward(self, grad_output, *, input_gradient=True):
        grad_inputs = super().backward(grad_output, input_gradient=input_gradient)
        self.grad_bias = grad_output[0]
        return grad_inputs


def test_a_wrong_gradient_fails_and_is_named():
    model = Sequential(WrongBias(3, 2), seed=0)
    found = gradient_check(model, np.random.default_rng(0).random((4, 3)), [0, 1, 1, 0])
    assert not found.passed
    assert found.worst[0] == "0.bias"
    weights = [error for name, error in zip(found.names, found.errors, strict=True) if "w" in name]
    assert max(weights) < 1e-6


def test_complaints():
    model, image = make("plain")
    with pytest.raises(ValueError, match="loss must be one of cross_entropy, mse, but is 'hinge'"):
        gradient_check(model, image[None], [0], loss="hinge")
    with pytest.raises(ValueError, match="epsilon"):
        numerical_gradient(np.sum, [1.0], epsilon=0)
