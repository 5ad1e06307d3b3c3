"""The networks that the network explorer looks into: the course's own, or the learner's."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cnn_helpers import data, training
from cnn_helpers.inspection import occlusion_map, saliency_map
from cnn_helpers.training.tracing import named_layers
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import DIGITS, frozen, named_picture

__all__ = ["COURSE_NETWORKS", "OWN_IMAGE", "Network", "course_network", "own_network"]

COURSE_NETWORKS = ("digits", "marks", "story")
OWN_IMAGE = "own drawing"
MOST_EXAMPLES = 50
LARGEST_SIDE = 64
MOST_NUMBERS = 200_000  # between the layers: what travels to the page with each stroke


class Network(NamedTuple):
    """A model with what is needed to look into it.

    Attributes
    ----------
    name, title : str
        As a setting, and in words.
    model : Sequential
    classes : tuple of str
        What the logits stand for.
    examples : dict of str to numpy.ndarray, each (C, H, W) float64, read-only
    shapes : dict of str to tuple
        Of each array of ``model.trace``, without the batch axis.
    kinds : dict of str to str
        Of each but the images: ``"conv"``, ``"pool"``, ``"linear"``, ``"relu"``, ``"flatten"``, ...
    """

    name: str
    title: str
    model: object
    classes: tuple
    examples: dict
    shapes: dict
    kinds: dict

    @property
    def input_shape(self):
        """Shape (C, H, W) of an image."""
        return self.shapes["images"]

    def trace(self, image):
        """Return every array on the way of one image (C, H, W), in the parameters' own type."""
        return self.model.trace(self._in_its_type(image)[np.newaxis])

    def _in_its_type(self, image):
        parameters = self.model.parameters()
        return image.astype(parameters[0].dtype if parameters else np.float64)

    def overlay(self, kind, image, label, patch):
        """Return occlusion's or saliency's map of an image for a class; None for neither."""
        image = self._in_its_type(image)
        if kind == "occlusion":
            return occlusion_map(self.model, image, label, **patch)
        return saliency_map(self.model, image, label) if kind == "saliency" else None

    def as_image(self, image):
        """Return an example's name and pixels, or a checked copy of an array; uint8 is 0 to 255.

        Raises
        ------
        ValueError
            If there is no such example, or the array doesn't fit.
        """
        if isinstance(image, str):
            if image not in self.examples:
                raise ValueError(
                    f"image must be one of {', '.join(self.examples)}, or an array, "
                    f"but is {image!r}"
                )
            return image, self.examples[image]
        array = check_array(image, "image", floating=False)
        if array.ndim == 2:
            array = array[np.newaxis]
        if array.shape != self.input_shape:
            raise ValueError(f"image must have shape {self.input_shape}, but has {np.shape(image)}")
        return OWN_IMAGE, frozen(check_finite(_as_floats(array), "image"))


def _as_floats(array):
    return array.astype(np.float64) / (255 if array.dtype == np.uint8 else 1)


def _network(name, title, model, classes, examples):
    first = next(iter(examples.values()))
    arrays = model.trace(first.astype(np.float32)[np.newaxis])
    shapes = {layer: array.shape[1:] for layer, array in arrays.items()}
    kinds = {layer: layer.rstrip("0123456789") for layer, _, _ in named_layers(model)}
    return Network(name, title, model, tuple(classes), examples, shapes, kinds)


@lru_cache
def course_network(name):
    """Return one of the course's networks: for digits, for order-card marks, or of the story.

    Examples
    --------
    >>> network = course_network("story")
    >>> network.classes, network.shapes["pool1"], list(network.examples)[:2]
    (('X', 'not X'), (2, 2, 2), ['X', 'O'])
    """
    if name == "story":
        examples = {mark: frozen(data.mark_template(mark)[np.newaxis]) for mark in _STORY_MARKS}
        model = training.story_network().eval()
        return _network(name, "Is it an X? (story)", model, training.STORY_NAMES, examples)
    if name == "marks":
        marks = data.load_marks(28)
        examples = {}
        for turn in (1, 2):
            for mark, label in zip(marks.names, range(len(marks.names)), strict=True):
                at = np.flatnonzero(marks.test_labels == label)[turn - 1]
                image = _as_floats(marks.test_images[at])
                examples[f"{mark} {turn}"] = frozen(image[np.newaxis])
        model = training.load_trained("marks_cnn")
        return _network(name, "Marks on order cards", model, marks.names, examples)
    examples = {digit: frozen(named_picture(digit).values[np.newaxis]) for digit in DIGITS}
    model = training.load_trained("mnist_lenet")
    return _network("digits", "Handwritten digits", model, map(str, range(10)), examples)


_STORY_MARKS = ("X", "O", "tick", "scribble", "V", "empty")


def own_network(model, images, names):
    """Return a learner's model, with pictures to look at.

    Parameters
    ----------
    model : Sequential
        Images (N, C, H, W) to logits (N, K), at least two classes.
    images : array_like, shape (N, C, H, W) or (N, H, W)
        At least one; sides of 1 to 64 pixels. Of many, the first 50 are offered.
    names : sequence of str, optional
        Of the K classes; None numbers them.

    Returns
    -------
    Network

    Raises
    ------
    TypeError, ValueError
        If model, images and names don't fit together.

    Examples
    --------
    >>> own_network(training.story_network(), np.zeros((2, 5, 5)), ["yes", "no"]).classes
    ('yes', 'no')
    """
    if not isinstance(model, training.Sequential):
        raise TypeError(
            f"model must be a Sequential or one of {', '.join(COURSE_NETWORKS)}, but is {model!r}"
        )
    if images is None:
        raise ValueError("images must come with a model of one's own, but are None")
    array = check_array(images, "images", floating=False)
    if array.ndim == 3:
        array = array[:, np.newaxis]
    if array.ndim != 4 or 0 in array.shape or max(array.shape[2:]) > LARGEST_SIDE:
        raise ValueError(
            f"images must have shape (N, C, H, W) with sides up to {LARGEST_SIDE}, "
            f"but have {np.shape(images)}"
        )
    array = check_finite(_as_floats(array[:MOST_EXAMPLES]), "images")
    examples = {f"image {number}": frozen(image) for number, image in enumerate(array)}
    network = _network("own", "Your own network", model, (), examples)
    logits = list(network.shapes.values())[-1]
    if len(logits) != 1 or logits[0] < 2:
        raise ValueError(f"the model must give two logits or more, but gives shape {logits}")
    size = sum(int(np.prod(shape)) for shape in network.shapes.values())
    if size > MOST_NUMBERS:
        raise ValueError(
            f"a model may have {MOST_NUMBERS:,} numbers between its layers, but has {size:,}"
        )
    classes = tuple(map(str, range(logits[0]) if names is None else names))
    if len(classes) != logits[0]:
        raise ValueError(f"names must be {logits[0]}, one a class, but are {len(classes)}")
    return network._replace(classes=classes)
