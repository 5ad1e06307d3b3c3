"""Random calls for the mutation test of notebook 06's exercises."""

import numpy as np


def bias_relu(random):
    shape = random.integers(1, 5, 4)
    if random.random() < 0.3:
        maps = random.integers(0, 256, shape, dtype=np.uint8)
    else:
        maps = random.normal(size=shape)
    return (maps, random.normal(size=shape[1])), {}


def count_parameters(random):
    sizes = tuple(random.integers(1, 12, 3).tolist())
    return (*sizes, *random.permutation([True, False])[: random.integers(0, 2)].tolist()), {}


def conv2d(random):
    count, channels, filters, *kernel_size = random.integers(1, 4, 5)
    stride, padding = int(random.integers(1, 4)), int(random.integers(0, 3))
    size = np.maximum(1, np.array(kernel_size) - 2 * padding) + random.integers(0, 5, 2)
    shape = (count, channels, *size)
    if random.random() < 0.3:
        images = random.integers(0, 256, shape, dtype=np.uint8)
    else:
        images = random.normal(size=shape)
    arguments = [images, random.normal(size=(filters, channels, *kernel_size))]
    if random.random() < 0.7:
        arguments.append(random.normal(size=filters))
    return tuple(arguments), {"stride": stride, "padding": padding}
