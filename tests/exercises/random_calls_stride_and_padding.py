"""Random calls for the mutation test of notebook 05's exercises."""

import numpy as np


def output_size(random):
    kernel_size, stride = random.integers(1, 6, 2).tolist()
    padding = int(random.integers(0, 4))
    input_size = int(max(1, kernel_size - 2 * padding) + random.integers(0, 12))
    if random.random() < 0.3:
        return (kernel_size + input_size, kernel_size, stride)[: random.integers(2, 4)], {}
    return (input_size, kernel_size, stride, padding), {}


def correlate_strided(random):
    kernel_shape = random.integers(1, 5, 2)
    stride, padding = int(random.integers(1, 4)), int(random.integers(0, 3))
    shape = np.maximum(1, kernel_shape - 2 * padding) + random.integers(0, 6, 2)
    if random.random() < 0.3:
        image = random.integers(0, 256, shape, dtype=np.uint8)
    else:
        image = random.normal(size=shape)
    settings = {"stride": stride, "padding": padding}
    if random.random() < 0.2:
        settings = {"stride": stride} if shape.min() >= kernel_shape.max() else settings
    return (image, random.normal(size=kernel_shape)), settings
