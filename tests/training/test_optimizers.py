"""SGD and Adam: steps by hand, and five steps beside PyTorch's."""

import copy
import re

import numpy as np
import pytest
from reference_cases import reference_cases

from cnn_helpers.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.training import SGD, Adam, Sequential


def one_neuron(weight=1.0):
    layer = Linear(1, 1, bias=False)
    layer.weight = [[weight]]
    return layer


def learn(layer, optimizer, *gradients, scale=1.0):
    """Take one step for each gradient; return the weight after each."""
    weights = []
    for gradient in gradients:
        layer([[1.0]])
        layer.backward([[gradient]])
        optimizer.step(scale)
        weights.append(layer.weight.item())
    return weights


def test_sgd_by_hand():
    layer = one_neuron()
    assert learn(layer, SGD(layer, lr=0.1), 2.0, -5.0) == pytest.approx([0.8, 1.3])


def test_sgd_with_momentum_by_hand():
    layer = one_neuron()
    # Velocities 2, 0.5 * 2 + 4 = 5, 0.5 * 5 + 0 = 2.5.
    weights = learn(layer, SGD(layer, lr=0.1, momentum=0.5), 2.0, 4.0, 0.0)
    assert weights == pytest.approx([0.8, 0.3, 0.05])


def test_adams_first_step_is_the_learning_rate_whatever_the_gradient():
    for gradient in (1e-3, 7.0, 1e6):
        layer = one_neuron()
        assert learn(layer, Adam(layer, lr=0.1), gradient)[0] == pytest.approx(0.9, abs=1e-6)


def test_adams_second_step_by_hand():
    layer = one_neuron(0.0)
    mean, square = 0.9 * 0.1 * 1 + 0.1 * 3, 0.999 * 0.001 * 1 + 0.001 * 9
    second = (mean / (1 - 0.9**2)) / (np.sqrt(square / (1 - 0.999**2)) + 1e-8)
    weights = learn(layer, Adam(layer, lr=0.1), 1.0, 3.0)
    assert weights == pytest.approx([-0.1, -0.1 - 0.1 * second])


@pytest.mark.parametrize("make", [lambda m: SGD(m, lr=0.1), lambda m: Adam(m, lr=0.1)])
def test_a_scale_multiplies_the_learning_rate_of_one_step_only(make):
    layer = one_neuron()
    optimizer = make(layer)
    (after,) = learn(layer, optimizer, 1.0, scale=0.5)
    assert after == pytest.approx(0.95)
    assert optimizer.lr == 0.1


@pytest.mark.parametrize(("settings", "arrays"), reference_cases("training"))
def test_five_steps_equal_pytorchs(settings, arrays):
    model = Sequential(
        Conv2d(2, 3, (3, 2), padding=1), ReLU(), MaxPool2d(2), Flatten(), Linear(36, 4)
    )
    for name, _ in model.named_parameters():
        position, _, attribute = name.partition(".")
        setattr(model[int(position)], attribute, arrays[f"before/{name}"])
    rates = {key: settings[key] for key in ("lr", "momentum") if key in settings}
    optimizer = {"SGD": SGD, "Adam": Adam}[settings["optimizer"]](model, **rates)
    for scale, expected_loss in zip(settings["schedule"], arrays["step_losses"], strict=True):
        logits = model(arrays["images"])
        assert cross_entropy(logits, arrays["labels"]) == pytest.approx(expected_loss, rel=1e-9)
        model.backward(cross_entropy_backward(logits, arrays["labels"]))
        optimizer.step(scale)
    for name, parameter in model.named_parameters():
        np.testing.assert_allclose(parameter, arrays[f"after/{name}"], rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize("optimizer_class", [SGD, Adam])
def test_float32_parameters_stay_float32_and_the_gradients_stay_unchanged(optimizer_class):
    model = Sequential(Conv2d(1, 2, 3), Flatten(), Linear(2, 2), seed=0)
    optimizer = optimizer_class(model, lr=0.1)
    images = np.random.default_rng(0).standard_normal((4, 1, 3, 3)).astype(np.float32)
    for _ in range(2):
        model.backward(model(images))
        before = [gradient.copy() for _, gradient in model.named_gradients()]
        optimizer.step()
        for (_, gradient), kept in zip(model.named_gradients(), before, strict=True):
            np.testing.assert_array_equal(gradient, kept)
    assert {array.dtype for array in model.parameters()} == {np.dtype(np.float32)}


def test_parameters_that_were_set_anew_are_the_ones_that_learn():
    layer = one_neuron()
    optimizer = SGD(layer, lr=0.1)
    learn(layer, optimizer, 1.0)
    layer.weight = [[5.0]]
    assert learn(layer, optimizer, 1.0) == pytest.approx([4.9])


def test_one_parameter_alone_keeps_its_gradient():
    # A single gradient is one piece already: computing in place must not write into it.
    layer = one_neuron()
    optimizer = Adam(layer, lr=0.1)
    learn(layer, optimizer, 3.0)
    assert layer.grad_weight.item() == 3.0


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda m: SGD(m, lr=0), ValueError, "lr must be a number above 0, but is 0"),
        (lambda m: SGD(m, lr=-0.1), ValueError, "lr must be a number above 0, but is -0.1"),
        (lambda m: Adam(m, lr=np.nan), ValueError, "lr must be a number above 0, but is nan"),
        (lambda m: Adam(m, lr="0.1"), ValueError, "lr must be a number above 0, but is '0.1'"),
        (
            lambda m: SGD(m, lr=0.1, momentum=1.0),
            ValueError,
            "momentum must be at least 0 and below 1, but is 1.0",
        ),
        (
            lambda m: SGD(ReLU(), lr=0.1),
            ValueError,
            "ReLU() has no parameters: there is nothing to optimize",
        ),
        (
            lambda m: SGD(m, lr=0.1).step(),
            RuntimeError,
            "weight has no gradient yet: call model.backward before step",
        ),
    ],
)
def test_what_makes_no_sense(make, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        make(one_neuron())


def test_weight_decay_by_hand():
    layer = one_neuron(2.0)
    # Gradients with decay: 1 + 0.5 * 2 = 2, weight 1.8; then 1 + 0.5 * 1.8 = 1.9, velocity 2.9.
    optimizer = SGD(layer, lr=0.1, momentum=0.5, weight_decay=0.5)
    assert learn(layer, optimizer, 1.0, 1.0) == pytest.approx([1.8, 1.8 - 0.29])


def test_weight_decay_equals_pytorchs():
    torch = pytest.importorskip("torch")
    model = Sequential(Linear(4, 3), ReLU(), Linear(3, 2), seed=3)
    twin = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
    twin.load_state_dict(
        {name: torch.from_numpy(array.copy()) for name, array in model.named_parameters()}
    )
    images = np.random.default_rng(0).standard_normal((6, 4)).astype(np.float32)
    labels = np.array([0, 1, 1, 0, 1, 0])
    settings = {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.05}
    ours, theirs = SGD(model, **settings), torch.optim.SGD(twin.parameters(), **settings)
    for _ in range(5):
        model.backward(cross_entropy_backward(model(images), labels))
        ours.step()
        theirs.zero_grad()
        loss = torch.nn.functional.cross_entropy(
            twin(torch.from_numpy(images)), torch.from_numpy(labels)
        )
        loss.backward()
        theirs.step()
    for name, array in model.named_parameters():
        np.testing.assert_allclose(array, twin.state_dict()[name], atol=1e-5)


@pytest.mark.parametrize("weight_decay", [-0.1, float("nan"), float("inf")])
def test_a_weight_decay_out_of_range(weight_decay):
    with pytest.raises(ValueError, match=r"^weight_decay must be 0 or more and finite, but is"):
        SGD(one_neuron(), 0.1, weight_decay=weight_decay)


@pytest.mark.parametrize(
    "make", [lambda m: SGD(m, 0.1), lambda m: SGD(m, 0.1, momentum=0.9), lambda m: Adam(m, 0.1)]
)
@pytest.mark.parametrize("steps_before", [0, 3])
def test_an_optimizer_with_another_ones_state_goes_on_as_that_one(make, steps_before):
    one, other = one_neuron(), one_neuron()
    first, second = make(one), make(other)
    learn(one, first, *[2.0, -1.0, 0.5][:steps_before])
    other.weight = one.weight
    state = first.state()
    second.restore(state)
    for array in state.values():  # neither the one nor the other lives on these arrays
        array.fill(77)
    assert learn(one, first, 1.0, -3.0) == learn(other, second, 1.0, -3.0)


@pytest.mark.parametrize("make", [lambda m: SGD(m, 0.1, momentum=0.9), lambda m: Adam(m, 0.1)])
def test_copies_of_model_and_optimizer_learn_on_as_the_originals_do(make):
    layer = Linear(2, 3, seed=0)
    optimizer = make(layer)

    def step(layer, optimizer):
        layer(np.eye(2, dtype=np.float32))
        layer.backward(np.arange(6, dtype=np.float32).reshape(2, 3))
        optimizer.step()
        return layer.weight.copy(), layer.bias.copy()

    step(layer, optimizer)
    copied = copy.deepcopy((layer, optimizer))
    for one, other in zip(step(layer, optimizer), step(*copied), strict=True):
        np.testing.assert_array_equal(one, other)


def test_parameters_may_be_replaced_between_steps():
    layer = one_neuron()
    optimizer = SGD(layer, 0.5)
    learn(layer, optimizer, 1.0)
    layer.weight = [[7.0]]
    assert learn(layer, optimizer, 2.0) == [6.0]


def test_the_state_of_another_kind_of_optimizer():
    layer = one_neuron()
    adam = Adam(layer, 0.1)
    learn(layer, adam, 1.0)
    message = "SGD remembers velocity, but the state holds mean, mean_square, steps"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        SGD(layer, 0.1).restore(adam.state())
