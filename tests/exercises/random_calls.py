"""Random calls for the mutation test, made apart from the probing calls that it judges."""

import numpy as np


def warm_up(random):
    count = random.integers(1, 7)
    return (random.integers(0, 9, count), random.uniform(0.5, 4, count)), {}


def images_to_batch(random):
    shape = random.integers(1, 6, 4)
    return (random.integers(0, 256, shape, dtype=np.uint8),), {}


def flatten(random):
    return (random.normal(size=random.integers(1, 6, 4)),), {}


def correlate(random):
    kernel_shape = random.integers(1, 5, 2)
    shape = kernel_shape + random.integers(0, 5, 2)
    if random.random() < 0.3:
        image = random.integers(0, 256, shape, dtype=np.uint8)
    else:
        image = random.normal(size=shape)
    return (image, random.normal(size=kernel_shape)), {}


def sgd_momentum_step(random):
    shape = random.integers(1, 5, random.integers(1, 4))
    arrays = tuple(random.normal(size=shape) for _ in range(3))
    return arrays, {"lr": random.uniform(0.01, 1), "momentum": random.uniform(0, 0.99)}


def confusion_matrix(random):
    num_classes, count = int(random.integers(2, 9)), int(random.integers(1, 30))
    labels, predictions = random.integers(0, num_classes, (2, count))
    return (labels, predictions, num_classes), {}
