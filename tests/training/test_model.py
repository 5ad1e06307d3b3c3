"""Sequential: a chain of layers that prints like PyTorch's and says which layer doesn't fit."""

import re

import numpy as np
import pytest
from reference_cases import numerical_gradient, reference_cases

from cnn_helpers.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.training import Sequential

TRAINING = reference_cases("training")


def story_network(seed=0):
    return Sequential(
        Conv2d(1, 2, 3), ReLU(), MaxPool2d(2, stride=1), Flatten(), Linear(8, 2), seed=seed
    )


def test_printed_as_in_pytorch():
    assert repr(Sequential(Sequential(ReLU(), Flatten()), Linear(3, 2))) == (
        "Sequential(\n"
        "  (0): Sequential(\n"
        "    (0): ReLU()\n"
        "    (1): Flatten()\n"
        "  )\n"
        "  (1): Linear(in_features=3, out_features=2, bias=True)\n"
        ")"
    )


def test_parameters_have_pytorchs_names_and_are_the_layers_own():
    model = story_network()
    names = [name for name, _ in model.named_parameters()]
    assert names == ["0.weight", "0.bias", "4.weight", "4.bias"]
    assert model.parameters()[0] is model[0].weight
    assert model.parameter_count == 2 * 9 + 2 + 8 * 2 + 2 == 38
    assert list(model) == [model[at] for at in range(len(model))]
    model[0].weight = np.zeros((2, 1, 3, 3))
    assert model.parameters()[0] is model[0].weight


def test_a_seed_makes_the_same_model_and_layers_in_it_differ():
    one, same, other = story_network(3), story_network(3), story_network(4)
    for name, array in one.named_parameters():
        np.testing.assert_array_equal(array, dict(same.named_parameters())[name])
    assert not np.array_equal(one[0].weight, other[0].weight)
    twins = Sequential(Linear(3, 3), Linear(3, 3), seed=0)
    assert not np.array_equal(twins[0].weight, twins[1].weight)


def test_without_a_seed_the_layers_keep_their_parameters():
    layer = Linear(3, 2, seed=1)
    before = layer.weight
    assert Sequential(layer)[0].weight is before


@pytest.mark.parametrize(("settings", "arrays"), TRAINING[:1])
def test_logits_and_all_gradients_equal_pytorch(settings, arrays):
    model = reference_model(arrays)
    logits = model(arrays["images"])
    np.testing.assert_allclose(logits, arrays["logits"], rtol=1e-12)
    model.backward(cross_entropy_backward(logits, arrays["labels"]))
    for name, gradient in model.named_gradients():
        np.testing.assert_allclose(gradient, arrays[f"grad/{name}"], rtol=1e-10, atol=1e-14)


def reference_model(arrays):
    """Return the network of the reference arrays, with the parameters it had before training."""
    model = Sequential(
        Conv2d(2, 3, (3, 2), padding=1), ReLU(), MaxPool2d(2), Flatten(), Linear(36, 4)
    )
    for name, _ in model.named_parameters():
        position, _, attribute = name.partition(".")
        setattr(model[int(position)], attribute, arrays[f"before/{name}"])
    return model


def test_the_gradient_by_the_images_equals_measured_slopes():
    model = story_network(7)
    images, labels = np.random.default_rng(1).standard_normal((2, 1, 5, 5)), np.array([0, 1])
    logits = model(images)
    grad = model.backward(cross_entropy_backward(logits, labels), input_gradient=True)
    slopes = numerical_gradient(lambda array: cross_entropy(model(array), labels), images)
    np.testing.assert_allclose(grad, slopes, atol=1e-8)


@pytest.mark.parametrize("first_layers", [(), (ReLU(),), (MaxPool2d(1), ReLU())])
def test_leaving_out_the_input_gradient_changes_no_other(first_layers):
    model = Sequential(*first_layers, Conv2d(1, 2, 3), Flatten(), Linear(18, 2), seed=1)
    images = np.random.default_rng(2).standard_normal((2, 1, 5, 5))
    grad_output = np.array([[1.0, 2.0], [3.0, 4.0]])
    model(images)
    assert model.backward(grad_output, input_gradient=True).shape == images.shape
    expected = model.named_gradients()
    assert model.backward(grad_output) is None
    for (_, gradient), (_, wanted) in zip(model.named_gradients(), expected, strict=True):
        assert gradient is not wanted
        np.testing.assert_array_equal(gradient, wanted)


def test_models_can_be_nested():
    inner = Sequential(Conv2d(1, 2, 3), ReLU())
    model = Sequential(inner, Flatten(), Linear(18, 2), seed=0)
    flat = Sequential(*inner, *model[1:])
    images = np.ones((2, 1, 5, 5))
    logits = model(images)
    np.testing.assert_array_equal(logits, flat(images))
    grad = model.backward(logits, input_gradient=True)
    np.testing.assert_array_equal(grad, flat.backward(logits, input_gradient=True))
    assert [name for name, _ in model.named_parameters()][:2] == ["0.0.weight", "0.0.bias"]


def test_a_layer_that_does_not_fit_is_named_with_its_position():
    model = Sequential(Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(8, 2))
    message = (
        "layer 3, Linear(in_features=8, out_features=2, bias=True): weights expect 8 input "
        "features, but inputs have 18: inputs (1, 18), weights (2, 8)"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        model(np.ones((1, 1, 5, 5)))
    message = (
        "layer 0, Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1)): kernels expect 1 input "
        "channel, but images have 3: images (1, 3, 5, 5), kernels (2, 1, 3, 3)"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        model(np.ones((1, 3, 5, 5)))
    with pytest.raises(TypeError, match=r"^layer 0, Conv2d\(.*\): images must hold real numbers"):
        model(np.full((1, 1, 5, 5), "ink"))


def test_backward_without_forward_says_so():
    with pytest.raises(RuntimeError, match=r"^Linear\.backward needs a forward call first"):
        story_network().backward(np.ones((1, 2)))


def test_what_is_no_chain_of_layers():
    with pytest.raises(ValueError, match=r"^Sequential needs at least one layer, but got none$"):
        Sequential()
    with pytest.raises(
        TypeError, match=r"^layer 1 must be a layer object, but is <class .*ReLU'>$"
    ):
        Sequential(Flatten(), ReLU)
    relu = ReLU()
    with pytest.raises(ValueError, match=r"^the same layer object stands in the chain twice"):
        Sequential(relu, Flatten(), relu)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("pooling", [MaxPool2d(2), MaxPool2d(3, stride=2), MaxPool2d(2, stride=1)])
def test_pooling_before_relu_changes_nothing_to_the_last_bit(seed, pooling):
    generator = np.random.default_rng(seed)
    # Few different whole numbers: many ties, also at 0 and below.
    images = generator.integers(-2, 3, (5, 2, 9, 8)).astype(np.float32)
    layers = [ReLU(), pooling, Conv2d(2, 3, 2, seed=seed), ReLU(), MaxPool2d(2), ReLU()]
    model = Sequential(*layers)
    outputs = images
    for layer in layers:
        outputs = layer(outputs)
    grad_output = grad = generator.integers(-3, 4, outputs.shape).astype(np.float32)
    for layer in reversed(layers):
        grad = layer.backward(grad)
    one_by_one = [*(gradient for _, gradient in model.named_gradients()), grad, outputs]
    traced = model.trace(images)
    np.testing.assert_array_equal(model(images), outputs)
    np.testing.assert_array_equal(traced["relu3"], outputs)
    np.testing.assert_array_equal(traced["relu1"], np.maximum(images, 0))
    grad = model.backward(grad_output, input_gradient=True)
    together = [*(gradient for _, gradient in model.named_gradients()), grad, outputs]
    for array, other in zip(together, one_by_one, strict=True):
        np.testing.assert_array_equal(array, other)
