"""What the study compares: each plan is a network, and one thing that differs from another plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cnn_helpers.layers import AvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import Sequential
from cnn_helpers.validation import check_array

__all__ = ["PLANS", "SIDE", "Plan", "pixel_order", "shuffle_pixels"]

SIDE = 28
"""Rows and columns of a digit."""


@dataclass(frozen=True)
class Plan:
    """One row of the study: how its network is built, and how it starts.

    The defaults are the CNN of notebook 11 (``training.mnist_lenet``).

    Attributes
    ----------
    id, name : str
        For programs; for readers.
    group : str
        ``"comparison"`` or ``"ablation"``.
    against : str or None
        The id of the plan that it is compared with.
    kind : str
        ``"cnn"`` or ``"mlp"``: linear layers only, and as many parameters.
    shuffled : bool
        Whether all its pictures have their pixels in another order, one and the same for all.
    filters : (int, int)
        Of the two convolutions.
    pooling : str or None
        ``"max"``, ``"average"`` or None.
    relu, bias : bool
        Whether there are any.
    zeros : str or None
        Which weights start at zero: ``"all"`` of them, those of the ``"last"`` layer, or None.
    """

    id: str
    name: str
    group: str
    against: str | None = "cnn"
    kind: str = "cnn"
    shuffled: bool = False
    filters: tuple = (8, 32)
    pooling: str | None = "max"
    relu: bool = True
    bias: bool = True
    zeros: str | None = None

    def build(self, seed):
        """Return the network with its first weights, drawn from the seed.

        Parameters
        ----------
        seed : int

        Returns
        -------
        Sequential
            Images (N, 1, 28, 28), logits (N, 10).

        Examples
        --------
        >>> PLANS["cnn"].build(0).parameter_count, PLANS["mlp"].build(0).parameter_count
        (74774, 74740)
        """
        network = Sequential(*self._layers(), seed=seed)
        learning = network.learning_layers()
        for layer in {"all": learning, "last": learning[-1:], None: []}[self.zeros]:
            layer.weight = np.zeros_like(layer.weight)
        return network

    def _layers(self):
        plain = {"bias": self.bias}
        relu = (ReLU,) if self.relu else ()
        if self.kind == "mlp":  # 94 hidden neurons: as many parameters as the CNN, but for 34
            hidden, head = SIDE * SIDE, 94
            layers = []
        else:
            pool = {"max": (MaxPool2d,), "average": (AvgPool2d,), None: ()}[self.pooling]
            first, second = self.filters
            layers = [Conv2d(1, first, 5, padding=2, **plain)]
            layers += [*(layer() for layer in relu), *(layer(2) for layer in pool)]
            layers += [Conv2d(first, second, 5, **plain)]
            layers += [*(layer() for layer in relu), *(layer(2) for layer in pool)]
            side = 5 if pool else 24
            hidden, head = second * side * side, 84
        layers += [Flatten(), Linear(hidden, head, **plain), *(layer() for layer in relu)]
        return [*layers, Linear(head, 10, **plain)]


_CNN = Plan("cnn", "CNN", "comparison", against=None)
_COMPARISON = (
    _CNN,
    Plan("mlp", "plain network", "comparison", kind="mlp"),
    Plan("cnn_shuffled", "CNN, pixels shuffled", "comparison", shuffled=True),
    Plan(
        "mlp_shuffled",
        "plain network, shuffled",
        "comparison",
        against="mlp",
        kind="mlp",
        shuffled=True,
    ),
)
_ABLATION = replace(_CNN, group="ablation", against="cnn")
_ABLATIONS = (
    replace(_ABLATION, id="average", name="average pooling", pooling="average"),
    replace(
        _ABLATION,
        id="average_no_relu",
        name="average pooling, no ReLU",
        against="average",
        pooling="average",
        relu=False,
    ),
    replace(_ABLATION, id="max_no_relu", name="no ReLU, but max pooling", relu=False),
    replace(_ABLATION, id="no_pooling", name="no pooling", pooling=None),
    replace(_ABLATION, id="one_filter", name="one filter a layer", filters=(1, 1)),
    replace(_ABLATION, id="no_bias", name="no bias", bias=False),
    replace(_ABLATION, id="zero_last", name="last layer starts at 0", zeros="last"),
    replace(_ABLATION, id="zero_all", name="all weights start at 0", zeros="all"),
)

PLANS = {plan.id: plan for plan in (*_COMPARISON, *_ABLATIONS)}
"""Every plan by its id, in the order in which they are told."""


def pixel_order():
    """Return the one fixed order in which shuffled pictures have their pixels.

    Returns
    -------
    numpy.ndarray of int, shape (784,)
        Each place of a digit once; the same at each call.
    """
    return np.random.default_rng(784).permutation(SIDE * SIDE)


def shuffle_pixels(images):
    """Return digits with their pixels at other places: the same places for every digit.

    Nothing is lost: putting the pixels back in order gives the digits again.

    Parameters
    ----------
    images : array_like, shape (N, 28, 28)

    Returns
    -------
    numpy.ndarray, shape (N, 28, 28)
        A new array of the same dtype.

    Examples
    --------
    >>> images = np.arange(784).reshape(1, 28, 28)
    >>> shuffled = shuffle_pixels(images)
    >>> bool((shuffled == images).all()), bool((np.sort(shuffled.ravel()) == np.arange(784)).all())
    (False, True)
    """
    images = check_array(images, "images", axes="NHW", floating=False)
    if images.shape[1:] != (SIDE, SIDE):
        raise ValueError(f"images must be {SIDE} × {SIDE} pixels, but have shape {images.shape}")
    return images.reshape(len(images), -1)[:, pixel_order()].reshape(images.shape)
