"""Random calls for the mutation test of notebook 01's exercises."""


def neuron(random):
    inputs, weights = random.normal(size=(2, random.integers(1, 7)))
    return (inputs, weights, random.normal()), {}


def mse_gradient(random):
    inputs, targets = random.normal(size=(2, random.integers(1, 7)))
    return (inputs, targets, random.normal(), random.normal()), {}
