"""What is to be seen of a model at one moment: filters, feature maps, answers, mistakes."""

from __future__ import annotations

import copy
import math

import numpy as np

from cnn_helpers.softmax import softmax
from cnn_helpers.training import predict
from cnn_helpers.training.tracing import named_layers, trace

__all__ = ["ModelViews", "confusion", "from_packet", "to_packet", "worst_mistakes"]

_MOST_FILTERS = 32
_MOST_MISTAKES = 8


def to_packet(array):
    """Return an array in the form that the page reads, in single precision: pictures need no more.

    Examples
    --------
    >>> packet = to_packet(np.eye(2))
    >>> packet["shape"], len(packet["data"])
    ([2, 2], 16)
    """
    array = np.ascontiguousarray(array, dtype="<f4")
    return {"shape": list(array.shape), "data": array.tobytes()}


def from_packet(packet):
    """Return the array that a packet holds.

    Examples
    --------
    >>> from_packet(to_packet(np.eye(2))).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    return np.frombuffer(packet["data"], "<f4").reshape(packet["shape"])


def confusion(labels, guesses, classes):
    """Return how often each class (row) was taken for each other (column).

    Examples
    --------
    >>> confusion([0, 0, 1], [0, 1, 1], 2).tolist()
    [[1, 1], [0, 1]]
    """
    places = np.asarray(labels, np.int64) * classes + np.asarray(guesses, np.int64)
    return np.bincount(places, minlength=classes**2).reshape(classes, classes)


def worst_mistakes(probabilities, labels, most=_MOST_MISTAKES):
    """Return the positions of wrong answers, those that were given with most confidence first.

    Examples
    --------
    >>> worst_mistakes(np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]]), [1, 0, 1]).tolist()
    [0, 1]
    """
    guesses = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(guesses != np.asarray(labels))
    order = np.argsort(-probabilities[wrong, guesses[wrong]], kind="stable")
    return wrong[order][:most]


class ModelViews:
    """Looks into a model; knows the images that it is watched with.

    Parameters
    ----------
    model : Layer
    digits : array_like
        A few images, as ``prepare`` takes them.
    prepare : callable
        Turns images into what the model takes.
    watched : (images, labels) or None
        What accuracy, confusion and mistakes are measured with.
    """

    def __init__(self, model, digits, prepare, watched):
        self.model, self.prepare, self.watched = model, prepare, watched
        self.inputs = prepare(digits)
        self.map_names = _shown_layers(model, self.inputs[:1])
        self._twin = None
        if watched is not None:
            self.watched_pictures = _pictures(prepare(watched[0]))

    @property
    def pictures(self):
        """The watched digits as grey pictures, (D, H, W); None where they aren't pictures."""
        return _pictures(self.inputs)

    def at(self, snapshot):
        """Return views of the model as it was; the model itself stays as it is."""
        if self._twin is None:
            self._twin = copy.deepcopy(self.model).eval()
        for name, array in self._twin.named_parameters():
            array[...] = snapshot.parameters[name]
        twin = copy.copy(self)
        twin.model = self._twin
        return twin

    def filters(self):
        """Return the first layer's weights as small pictures, (F, KH, KW); None if there are none.

        Several input channels are averaged. A linear layer's weights are laid out as the picture
        that it looks at.
        """
        for _, _, layer in named_layers(self.model):
            weights = dict(layer.named_parameters()).get("weight")
            if weights is None:
                continue
            if weights.ndim == 4:
                return weights[:_MOST_FILTERS].mean(axis=1)
            height, width = self.inputs.shape[-2:] if self.inputs.ndim == 4 else (0, 0)
            if height * width == weights.shape[1]:
                return weights[:_MOST_FILTERS].reshape(-1, height, width)
            return None
        return None

    def look(self, chosen):
        """Return the quick views: filters, the digits' probabilities, the maps of one of them."""
        arrays = trace(self.model, self.inputs)
        *_, logits = arrays.values()
        filters = self.filters()
        return {
            "filters": None if filters is None else to_packet(filters),
            "probabilities": to_packet(softmax(logits)),
            "maps": [
                {"name": name, **to_packet(arrays[name][chosen][:_MOST_FILTERS])}
                for name in self.map_names
            ],
        }

    def measure(self):
        """Return the slow views: accuracy, confusion matrix and worst mistakes; None without data.

        Returns
        -------
        dict or None
            accuracy (0 to 1), count, confusion (list of lists), mistakes: pictures, labels,
            guesses and the probability of each guess.
        """
        if self.watched is None:
            return None
        images, labels = self.watched
        logits = predict(self.model, images, prepare_batch=self.prepare, batch_size=250)
        probabilities = softmax(logits)
        guesses = probabilities.argmax(axis=1)
        worst = worst_mistakes(probabilities, labels)
        pictures = self.watched_pictures
        return {
            "accuracy": float((guesses == labels).mean()),
            "count": len(labels),
            "confusion": confusion(labels, guesses, logits.shape[1]).tolist(),
            "mistakes": {
                "pictures": None if pictures is None else to_packet(pictures[worst]),
                "labels": np.asarray(labels)[worst].tolist(),
                "guesses": guesses[worst].tolist(),
                "shares": probabilities[worst, guesses[worst]].tolist(),
            },
        }


def _pictures(inputs):
    """Return images as grey pictures (N, H, W), or None."""
    if inputs.ndim == 4:
        return inputs.mean(axis=1)
    side = math.isqrt(inputs.shape[1]) if inputs.ndim == 2 else 0
    return inputs.reshape(-1, side, side) if side > 1 and side**2 == inputs.shape[1] else None


def _shown_layers(model, image):
    """Return the names of the feature maps to show: after each convolution, behind its ReLU."""
    shapes = {name: array.shape for name, array in trace(model, image).items()}
    names = list(shapes)
    shown = []
    for name, follower in zip(names, [*names[1:], ""], strict=True):
        if name.startswith("conv"):
            shown.append(follower if follower.startswith("relu") else name)
    return [name for name in shown if len(shapes[name]) == 4]
