"""Random calls for the mutation test of notebook 12's exercises."""

from cnn_helpers.exercises.functions import function


def occlusion_map(random):
    classes, channels = random.integers(2, 5), random.integers(1, 4)
    patch_size = int(random.integers(1, 4))
    shape = (channels, *(patch_size + random.integers(0, 3, 2)))
    weights, bias = 0.3 * random.normal(size=(classes, *shape)), random.normal(size=classes)
    predict = function("linear_classifier", weights=weights, bias=bias)
    fill = {"fill": random.normal()} if random.random() < 0.7 else {}
    image, label = random.normal(size=shape), int(random.integers(classes))
    return (predict, image, label), {"patch_size": patch_size, **fill}


def saliency_map(random):
    classes, hidden, *shape = random.integers(1, 5, 5).tolist()
    gradient = function(
        "hidden_gradient",
        hidden_weights=random.normal(size=(hidden, *shape)),
        weights=random.normal(size=(classes, hidden)),
    )
    label = int(random.integers(classes))
    return (gradient, random.normal(size=shape), label), {"num_classes": classes}
