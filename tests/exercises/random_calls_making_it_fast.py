"""Random calls for the mutation test of notebook 14's exercise."""


def conv2d_vectorized(random):
    count, channels, filters, stride = random.integers(1, 4, 4).tolist()
    padding = int(random.integers(0, 3))
    kernel_shape = random.integers(1, 4, 2)
    shape = kernel_shape + random.integers(0, 4, 2)
    bias = [random.normal(size=filters)] if random.random() < 0.7 else []
    return (
        random.normal(size=(count, channels, *shape)),
        random.normal(size=(filters, channels, *kernel_shape)),
        *bias,
    ), {"stride": stride, "padding": padding}
