"""Slopes from tiny steps, and the check of backpropagation against them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers import losses
from cnn_helpers.inspection.undisturbed import undisturbed
from cnn_helpers.training.tracing import named_layers
from cnn_helpers.validation import check_array, check_positive_int, check_positive_number

__all__ = ["GradientCheck", "gradient_check", "numerical_gradient"]

_LOSSES = {
    "cross_entropy": (losses.cross_entropy, losses.cross_entropy_backward),
    "mse": (losses.mse, losses.mse_backward),
}


def numerical_gradient(function, array, epsilon=1e-5):
    """Return how fast a function grows with each entry of an array: central differences.

    Parameters
    ----------
    function : callable
        Takes an array like this one and returns a number.
    array : array_like
        Where the slope is asked for.
    epsilon : float
        The step, to both sides. Its error shrinks with its square, until rounding takes over: in
        float64 about 1e-5 is best for numbers around 1.

    Returns
    -------
    numpy.ndarray of float64
        Same shape as ``array``.

    Examples
    --------
    >>> numerical_gradient(lambda x: (x ** 2).sum(), [3.0, -1.0]).round(6)
    array([ 6., -2.])
    """
    epsilon = check_positive_number(epsilon, "epsilon")
    array = np.array(check_array(array, "array"), dtype=np.float64)
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        gradient[index] = _slope(lambda: function(array.copy()), array, index, epsilon)
    return gradient


class GradientCheck(NamedTuple):
    """What a comparison of backpropagation with tiny steps has found.

    Attributes
    ----------
    names : tuple of str
        Of the parameters, as in ``model.named_parameters()``; one entry for each number compared.
    indices : tuple of tuple
        Where in its parameter each number stands.
    backward, numerical : numpy.ndarray of float64
        The two derivatives of each.
    errors : numpy.ndarray of float64
        Their difference, divided by the larger of the two and of a hundredth of the largest
        derivative of all (so that two zeros agree).
    passed : bool
        Whether every error lies below the tolerance.
    """

    names: tuple
    indices: tuple
    backward: np.ndarray
    numerical: np.ndarray
    errors: np.ndarray
    passed: bool

    @property
    def worst(self):
        """Name and index of the number with the largest error."""
        at = int(self.errors.argmax())
        return self.names[at], self.indices[at]


def gradient_check(
    model, images, targets, *, loss="cross_entropy", epsilon=1e-5, tolerance=1e-5, count=20, seed=0
):
    """Compare the gradients of ``model.backward`` with tiny steps of the parameters.

    All is computed in float64 and evaluation mode; the model stays as it is. A parameter whose step
    carries a ReLU or a maximum over its kink differs rightly: a few such errors, which change with
    ``epsilon``, are no mistake of the backward pass.

    Parameters
    ----------
    model : Sequential
    images : array_like
        A batch; a few images are enough.
    targets : array_like
        Labels (N,) for cross-entropy, numbers (N, K) for the mean squared error.
    loss : {"cross_entropy", "mse"}
    epsilon : float
        The step, to both sides.
    tolerance : float
        The largest relative error that still passes.
    count : int
        How many numbers of each parameter are tried, drawn by ``seed``; all, where there are fewer.
    seed : int

    Returns
    -------
    GradientCheck

    Examples
    --------
    >>> from cnn_helpers import data
    >>> from cnn_helpers.training import story_network
    >>> marks = data.load_marks(5)
    >>> images, labels = data.as_batch(marks.train_images[:4]), marks.train_labels[:4] > 0
    >>> found = gradient_check(story_network(), images, labels.astype(int))
    >>> found.passed, len(found.errors)
    (True, 38)
    """
    if loss not in _LOSSES:
        raise ValueError(f"loss must be one of {', '.join(_LOSSES)}, but is {loss!r}")
    measure, measure_backward = _LOSSES[loss]
    epsilon = check_positive_number(epsilon, "epsilon")
    count = check_positive_int(count, "count")
    images = np.asarray(check_array(images, "images"), np.float64)
    random = np.random.default_rng(seed)
    names, indices, backward, numerical = [], [], [], []
    with undisturbed(model):
        for _, _, layer in named_layers(model):
            for name, array in layer.named_parameters():
                setattr(layer, name, array.astype(np.float64))
        model.backward(measure_backward(model.forward(images), targets))
        pairs = zip(model.named_parameters(), model.named_gradients(), strict=True)
        # The arrays are taken now: the forward calls below must not make new gradients.
        for (name, array), (_, gradient) in [*pairs]:
            some = random.permutation(array.size)[:count]
            for index in zip(*np.unravel_index(np.sort(some), array.shape), strict=True):
                place = tuple(map(int, index))
                names.append(name)
                indices.append(place)
                backward.append(gradient[place])
                numerical.append(
                    _slope(lambda: measure(model.forward(images), targets), array, place, epsilon)
                )
    backward, numerical = np.array(backward), np.array(numerical)
    sizes = np.maximum(abs(backward), abs(numerical))
    least = 0.01 * sizes.max(initial=0) or 1.0
    errors = abs(backward - numerical) / np.maximum(sizes, least)
    return GradientCheck(
        tuple(names), tuple(indices), backward, numerical, errors, bool((errors < tolerance).all())
    )


def _slope(value, array, index, epsilon):
    """Return (value after a step up - value after a step down) / 2 epsilon; array is as before."""
    here = array[index]
    array[index] = here + epsilon
    above = value()
    array[index] = here - epsilon
    below = value()
    array[index] = here
    return (above - below) / (2 * epsilon)
