"""Random calls for the mutation test of notebook 10's exercises."""

import numpy as np


def conv2d_backward(random):
    count, channels, filters, stride = random.integers(1, 4, 4).tolist()
    padding = int(random.integers(0, 3))
    kernel_shape = random.integers(1, 4, 2)
    height, width = kernel_shape + random.integers(0, 4, 2)
    rows, columns = (np.array([height, width]) + 2 * padding - kernel_shape) // stride + 1
    return (
        random.normal(size=(count, filters, rows, columns)),
        random.normal(size=(count, channels, height, width)),
        random.normal(size=(filters, channels, *kernel_shape)),
    ), {"stride": stride, "padding": padding}


def max_pool2d_backward(random):
    kernel_size, stride = random.integers(1, 4, 2).tolist()
    shape = (*random.integers(1, 4, 2), *(kernel_size + random.integers(0, 5, 2)))
    maps = random.normal(size=shape)
    if random.random() < 0.4:
        maps = maps.round()
    default = random.random() < 0.3
    step = kernel_size if default else stride
    rows, columns = ((length - kernel_size) // step + 1 for length in shape[2:])
    grad_output = random.normal(size=(*shape[:2], rows, columns))
    return (grad_output, maps, kernel_size, *([] if default else [stride])), {}
