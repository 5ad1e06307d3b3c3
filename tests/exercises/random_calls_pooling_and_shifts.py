"""Random calls for the mutation test of notebook 07's exercises."""

import numpy as np


def max_pool2d(random):
    kernel_size = int(random.integers(1, 5))
    shape = (*random.integers(1, 4, 2), *(kernel_size + random.integers(0, 6, 2)))
    if random.random() < 0.3:
        maps = random.integers(0, 256, shape, dtype=np.uint8)
    else:
        maps = random.normal(size=shape)
    if random.random() < 0.3:
        return (maps, kernel_size), {}
    return (maps, kernel_size, int(random.integers(1, 5))), {}


avg_pool2d = max_pool2d
