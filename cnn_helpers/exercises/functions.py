"""Functions that are handed to a student's function, rebuilt from a name and arrays.

A check may run in another process: what crosses the border is the name and the arrays.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, replace

import numpy as np

from cnn_helpers.convolution import conv2d
from cnn_helpers.losses import cross_entropy, softmax
from cnn_helpers.neurons import linear, relu
from cnn_helpers.pooling import max_pool2d

__all__ = ["NamedFunction", "function", "names"]


def _quadratic(coefficients):
    def quadratic(array):
        return float((coefficients * np.asarray(array) ** 2).sum())

    return quadratic


def _cubic(coefficients):
    def cubic(array):
        return float((coefficients * np.asarray(array) ** 3).sum())

    return cubic


def _squared_sum(coefficients):
    def squared_sum(array):
        return float((coefficients * np.asarray(array)).sum() ** 2)

    return squared_sum


def _story_network(kernels, conv_bias, weights, linear_bias, labels):
    def story_network(images):
        pooled = max_pool2d(relu(conv2d(images, kernels, conv_bias)), 2, stride=1)
        logits = linear(pooled.reshape(len(pooled), -1), weights, linear_bias)
        return float(cross_entropy(logits, labels))

    return story_network


def _linear_classifier(weights, bias):
    def linear_classifier(images):
        images = _batch("linear_classifier", images, weights.shape[1:])
        return softmax(images.reshape(len(images), -1) @ weights.reshape(len(bias), -1).T + bias)

    return linear_classifier


def _linear_gradient(weights):
    def linear_gradient(image, grad_logits):
        _one("linear_gradient", image, weights.shape[1:])
        grad_logits = _grad_logits("linear_gradient", grad_logits, len(weights))
        return np.tensordot(grad_logits, weights, 1)

    return linear_gradient


def _hidden_gradient(hidden_weights, weights):
    def hidden_gradient(image, grad_logits):
        image = _one("hidden_gradient", image, hidden_weights.shape[1:])
        grad_logits = _grad_logits("hidden_gradient", grad_logits, len(weights))
        active = np.tensordot(hidden_weights, image, image.ndim) > 0
        return np.tensordot(grad_logits @ weights * active, hidden_weights, 1)

    return hidden_gradient


_KNOWN = {
    "quadratic": (_quadratic, "(coefficients * array**2).sum()"),
    "cubic": (_cubic, "(coefficients * array**3).sum()"),
    "squared_sum": (_squared_sum, "(coefficients * array).sum() ** 2"),
    "story_network": (
        _story_network,
        "convolution, ReLU, max pooling, linear, softmax and cross-entropy: the loss of images",
    ),
    "linear_classifier": (
        _linear_classifier,
        "the probabilities (N, K) of images (N, C, H, W), from one linear layer and softmax",
    ),
    "linear_gradient": (
        _linear_gradient,
        "the gradient (C, H, W) by image of a linear layer's logits, each weighted by grad_logits",
    ),
    "hidden_gradient": (
        _hidden_gradient,
        "the gradient (C, H, W) by image of the logits of a network with one hidden ReLU layer, "
        "each weighted by grad_logits",
    ),
}


def _batch(name, images, shape):
    images = np.asarray(images)
    if images.ndim != 1 + len(shape) or images.shape[1:] != shape:
        wanted = ", ".join(map(str, shape))
        raise ValueError(f"{name} expects images (N, {wanted}), but got shape {images.shape}")
    return images


def _one(name, image, shape):
    image = np.asarray(image)
    if image.shape != shape:
        raise ValueError(f"{name} expects an image {shape}, but got shape {image.shape}")
    return image


def _grad_logits(name, grad_logits, count):
    grad_logits = np.asarray(grad_logits)
    if grad_logits.shape != (count,):
        raise ValueError(f"{name} expects grad_logits ({count},), but got {grad_logits.shape}")
    return grad_logits


@dataclass(frozen=True, eq=False)
class NamedFunction:
    """A function of the catalogue together with the arrays that it works with.

    Attributes
    ----------
    name : str
        One of ``names()``.
    arrays : dict
        Name to array, as its maker takes them.
    axes : dict
        Name of an array to the names of its axes; those that it shares with the call's other
        arguments shrink together with them. An array without an entry keeps its size.

    Examples
    --------
    >>> square = NamedFunction("quadratic", {"coefficients": np.array([1.0, 2.0])})
    >>> square(np.array([3.0, 1.0]))
    11.0
    >>> square.code()
    "exercises.function('quadratic', coefficients=np.array([1.0, 2.0]))"
    """

    name: str
    arrays: dict
    axes: dict = field(default_factory=dict)

    def __post_init__(self):
        if self.name not in _KNOWN:
            raise ValueError(f"there is no function {self.name!r}; there are {', '.join(_KNOWN)}")
        wanted = list(inspect.signature(_KNOWN[self.name][0]).parameters)
        if sorted(wanted) != sorted(self.arrays):
            given = ", ".join(self.arrays) or "nothing"
            raise ValueError(f"{self.name} is made from {', '.join(wanted)}, but got {given}")

    def build(self):
        """Return a plain function that works on copies of the arrays."""
        return _KNOWN[self.name][0](**{name: np.copy(array) for name, array in self.arrays.items()})

    def __call__(self, *arguments):
        """Return what the function gives."""
        return self.build()(*arguments)

    @property
    def words(self):
        """What the function gives, in a few words."""
        return _KNOWN[self.name][1]

    def code(self):
        """Return it as Python that can be pasted into a cell."""
        from cnn_helpers.exercises.calls import array_code

        arrays = "".join(f", {name}={array_code(array)}" for name, array in self.arrays.items())
        return f"exercises.function({self.name!r}{arrays})"

    def replaced(self, **arrays):
        """Return it with other arrays."""
        return replace(self, arrays={**self.arrays, **arrays})

    def without(self, axis, index):
        """Return it with one index of a named axis missing from every array that has the axis."""
        return self.replaced(
            **{
                name: np.delete(self.arrays[name], index, axes.index(axis))
                for name, axes in self.axes.items()
                if axis in axes
            }
        )


def function(name, **arrays):
    """Return the function of that name, made from arrays.

    Parameters
    ----------
    name : str
        One of ``names()``.
    **arrays : array_like
        What it works with.

    Raises
    ------
    ValueError
        If there is no such function, or if it is made from other arrays.

    Examples
    --------
    >>> function("cubic", coefficients=[1.0])(np.array([2.0]))
    8.0
    """
    return NamedFunction(name, {key: np.asarray(value) for key, value in arrays.items()}).build()


def names():
    """Return the names of all functions that can be handed over."""
    return list(_KNOWN)
