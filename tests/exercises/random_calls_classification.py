"""Random calls for the mutation test of notebook 02's exercises."""

import numpy as np


def linear(random):
    count, features, classes = random.integers(1, 6, 3)
    return (
        random.normal(size=(count, features)),
        random.normal(size=(classes, features)),
        random.normal(size=classes),
    ), {}


def softmax(random):
    shape = random.integers(1, 6, 2)
    centres = random.choice([-1000, 0, 0, 1000], (shape[0], 1))
    return (2 * random.normal(size=shape) + centres,), {}


def cross_entropy(random):
    (logits,), _ = softmax(random)
    if random.random() < 0.2:
        logits = 400 * np.round(logits)
    return (logits, random.integers(0, logits.shape[1], len(logits))), {}
