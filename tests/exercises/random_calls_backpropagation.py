"""Random calls for the mutation test of notebook 09's exercises."""


def relu_backward(random):
    shape = random.integers(1, 5, random.integers(1, 5))
    inputs = random.normal(size=shape)
    inputs[random.random(shape) < 0.2] = 0
    return (random.normal(size=shape), inputs), {}


def linear_backward(random):
    count, features, outputs = random.integers(1, 6, 3)
    shapes = ((count, outputs), (count, features), (outputs, features))
    return tuple(random.normal(size=shape) for shape in shapes), {}


def softmax_cross_entropy_backward(random):
    count, classes = random.integers(1, 7), random.integers(2, 6)
    logits = random.normal(size=(count, classes)) * random.choice([1, 5, 500])
    return (logits + random.choice([0, 0, 800, -800]), random.integers(0, classes, count)), {}


def numerical_gradient(random):
    array = random.normal(size=random.integers(1, 4, random.integers(1, 4)))
    slope, bend, curl = (random.normal(size=array.shape) for _ in range(3))

    def function(array):
        return float((slope * array + bend * array**2 + curl * array**3).sum())

    if random.random() < 0.5:
        return (function, array), {}
    return (function, array, random.uniform(0.1, 1)), {}
