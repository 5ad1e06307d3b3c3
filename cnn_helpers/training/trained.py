"""Models that have learned already: to look into at once, without training first."""

from __future__ import annotations

from cnn_helpers.data.files import data_folder, read_data_file
from cnn_helpers.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training.model import Sequential
from cnn_helpers.training.weights import load_weights

__all__ = ["load_trained", "marks_cnn", "mnist_lenet"]


def mnist_lenet(seed=None):
    """Return an untrained CNN for digits 28x28: LeNet's plan with ReLU and max pooling.

    Parameters
    ----------
    seed : int, optional
        Makes the initial weights reproducible.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document
    recognition*, Proceedings of the IEEE 86 (1998). The numbers of filters are ours.

    Examples
    --------
    >>> mnist_lenet().summary((1, 28, 28)).parameters
    74774
    """
    model = Sequential(
        *(Conv2d(1, 8, 5, padding=2), ReLU(), MaxPool2d(2)),
        *(Conv2d(8, 32, 5), ReLU(), MaxPool2d(2)),
        *(Flatten(), Linear(800, 84), ReLU(), Linear(84, 10)),
    )
    return _seeded(model, seed)


def marks_cnn(seed=None):
    """Return an untrained CNN for box marks 28x28: five logits, in the order of ``Marks.names``.

    Parameters
    ----------
    seed : int, optional
        Makes the initial weights reproducible.

    Examples
    --------
    >>> marks_cnn().summary((1, 28, 28)).parameters
    5173
    """
    model = Sequential(
        *(Conv2d(1, 8, 3, padding=1), ReLU(), MaxPool2d(2)),
        *(Conv2d(8, 16, 3, padding=1), ReLU(), MaxPool2d(2)),
        *(Flatten(), Linear(784, 5)),
    )
    return _seeded(model, seed)


def _seeded(model, seed):
    return model if seed is None else Sequential(*model, seed=seed)


_PLANS = {"marks_cnn": marks_cnn, "mnist_lenet": mnist_lenet}


def load_trained(name):
    """Return a trained model that comes with the course, in evaluation mode.

    ``data/README.md`` says how each was trained, and how often it is right.

    Parameters
    ----------
    name : {"mnist_lenet", "marks_cnn"}
        A digit 0 to 9 from a picture 28x28, or which of five marks fills a box of 28x28.

    Returns
    -------
    Sequential
        A new model at each call: images (N, 1, 28, 28) of floats from 0 to 1, logits (N, K).

    Raises
    ------
    ValueError
        If there is no such model.
    DataError
        If its file is missing or damaged.

    Examples
    --------
    >>> from cnn_helpers import data
    >>> model, mnist = load_trained("mnist_lenet"), data.load_mnist()
    >>> logits = model(data.as_batch(mnist.test_images[:5]))
    >>> logits.argmax(axis=1), mnist.test_labels[:5]
    (array([7, 2, 1, 0, 4]), array([7, 2, 1, 0, 4], dtype=uint8))
    """
    if name not in _PLANS:
        raise ValueError(f"there is no trained {name!r}, only {' and '.join(sorted(_PLANS))}")
    file_name = f"weights/{name}.safetensors"
    read_data_file(file_name)  # complains if it isn't the right one
    model = _PLANS[name]()
    load_weights(model, data_folder() / file_name)
    return model.eval()
