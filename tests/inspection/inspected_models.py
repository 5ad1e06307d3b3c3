"""Small models of many kinds, and the images that they take."""

import numpy as np

from cnn_helpers.layers import AvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import Sequential

MODELS = {
    "plain": (lambda: [Conv2d(1, 2, 3), ReLU(), MaxPool2d(2), Flatten(), Linear(12, 3)], (1, 6, 9)),
    "padded, two channels": (
        lambda: [
            *(Conv2d(2, 3, 3, padding=1), ReLU(), MaxPool2d((2, 3)), Conv2d(3, 2, 3, padding=1)),
            *(AvgPool2d(2), Flatten(), Linear(4, 3), ReLU(), Linear(3, 2)),
        ],
        (2, 8, 7),
    ),
    "leftover pixels": (
        lambda: [Conv2d(1, 2, 2, stride=3), Conv2d(2, 2, 3, padding=1), MaxPool2d(3, stride=2)],
        (1, 17, 13),
    ),
    "dilated, uneven": (
        lambda: [Conv2d(1, 2, (3, 2), 1, (2, 1), 2), ReLU(), Conv2d(2, 1, (1, 3), stride=(2, 1))],
        (1, 7, 8),
    ),
    "gaps": (lambda: [Conv2d(1, 2, 1, stride=2), MaxPool2d(2, stride=1)], (1, 7, 5)),
    "sees only padding": (lambda: [Conv2d(1, 1, 2, padding=2)], (1, 3, 3)),
}


def make(name, seed=0):
    """Return the model in float64, and an image for it."""
    layers, shape = MODELS[name]
    model = Sequential(*layers(), seed=seed)
    random = np.random.default_rng(seed)
    for layer in model:
        for kind, array in layer.named_parameters():
            spread = array.astype(np.float64)
            if kind == "bias":
                spread = random.normal(size=array.shape) / 10
            setattr(layer, kind, spread)
    return model, random.random(shape)
