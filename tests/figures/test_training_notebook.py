"""The pictures of notebook 11."""

import numpy as np
import pytest

from cnn_helpers.figures import descent, digits


@pytest.fixture
def pictures():
    """Return 64 pictures that look a little like digits, as stored: bytes."""
    random = np.random.default_rng(2)
    return np.clip(random.normal(40, 90, (64, 28, 28)), 0, 255).astype(np.uint8)


def shares(count, classes=10, sharpness=1.0):
    random = np.random.default_rng(3)
    exponentials = np.exp(sharpness * random.normal(size=(count, classes)))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def test_card_reader(pictures, check_figure):
    check_figure(digits.card_reader(pictures[0], pictures[1:5]))


def test_three_heaps(pictures, check_figure):
    heaps = pictures[:6], pictures[6:12]
    check_figure(digits.three_heaps(heaps, [55_000, 5_000, 10_000]))


@pytest.mark.parametrize("sharpness", [0.3, 1.5, 40])
def test_digit_probabilities(pictures, check_figure, sharpness):
    check_figure(digits.digit_probabilities(pictures[:3], shares(3, 10, sharpness), [1, 7, 0]))


def test_digit_probabilities_counts_its_arrays(pictures):
    with pytest.raises(ValueError, match="got 3, 2 and 3"):
        digits.digit_probabilities(pictures[:3], shares(2), [1, 7, 0])


@pytest.mark.parametrize("slope", [-0.48, 2.5])
def test_one_weight(check_figure, slope):
    turned = np.linspace(-3.5, 1.5, 41)
    losses = 2.5 + slope * turned + 0.3 * turned**2
    check_figure(descent.one_weight(turned, losses, weight=0, loss=2.5, slope=slope))


def test_training_step(pictures, check_figure):
    check_figure(descent.training_step(pictures[:9], 2.72, 2.29, batch_size=64))


def test_training_step_wants_a_square_sheet(pictures):
    with pytest.raises(ValueError, match="square number of pictures, but are 8"):
        descent.training_step(pictures[:8], 2.72, 2.29, batch_size=64)


def test_valley(check_figure):
    across, upward = np.meshgrid(np.linspace(-10, 4, 30), np.linspace(-4, 4, 20))
    ways = [np.outer((-0.8) ** np.arange(13), [-9.0, 2.0]) for _ in range(2)]
    names = ["without momentum", "with momentum 0.6"]
    ground = across**2 / 2 + 6 * upward**2
    check_figure(descent.valley(ground, ways, names=names, extent=(-10, 4, -4, 4)))


def test_valley_names_every_path():
    way = np.zeros((2, 2))
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        descent.valley(np.ones((3, 3)), [way, way], names=["one"], extent=(0, 1, 0, 1))


@pytest.mark.parametrize("last", [[0.2, 1.6, 2.3], [0.2, 0.21, 0.22]])
def test_learning_rates_whose_curves_end_close_together(check_figure, last):
    names = "0.05: good", "0.001: too small", "0.5: too large"
    curves = {name: np.linspace(2.3, end, 90) for name, end in zip(names, last, strict=True)}
    check_figure(descent.learning_rates(curves))
