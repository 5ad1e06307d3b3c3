"""Random calls for the mutation test of notebook 08's exercises."""


def receptive_field(random):
    kernel_sizes, strides = random.integers(1, 6, (2, random.integers(1, 6)))
    return (kernel_sizes.tolist(), strides.tolist()), {}


def count_multiply_adds(random):
    return tuple(random.integers(1, 12, 5).tolist()), {}


def forward_pass(random):
    count, channels, filters, classes = random.integers(1, 5, 4)
    kernel_shape = random.integers(1, 4, 2)
    pooled_shape = random.integers(1, 4, 2)
    height, width = kernel_shape + pooled_shape
    return (
        random.normal(size=(count, channels, height, width)),
        random.normal(size=(filters, channels, *kernel_shape)),
        random.normal(size=filters),
        random.normal(size=(classes, filters * pooled_shape.prod())),
        random.normal(size=classes),
    ), {}
