"""What the training time machine trains and watches, with defaults that finish within a minute."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers import data
from cnn_helpers.training import SGD, mnist_lenet
from cnn_helpers.training.checking import check_examples, check_validation
from cnn_helpers.widgets.settings import SettingError

__all__ = ["TrainingSetup", "set_up"]

_TRAIN, _VALIDATION = 5000, 500
_MOST_WATCHED = 500
_MOST_DIGITS = 10


class TrainingSetup(NamedTuple):
    """All that ``fit`` is given, and what is watched meanwhile.

    Attributes
    ----------
    model, optimizer : Layer, SGD or Adam
    images, labels : numpy.ndarray
        To learn from.
    validation : (images, labels) or None
    prepare : callable
        Turns images into what the model takes.
    digits, digit_labels : numpy.ndarray
        One image of each class, ten at most.
    watched : (images, labels)
        What confusion and mistakes are measured with: validation images, 500 at most.
    start : dict
        The parameters and the optimizer's memory before training.
    """

    model: object
    optimizer: object
    images: np.ndarray
    labels: np.ndarray
    validation: tuple | None
    prepare: object
    digits: np.ndarray
    digit_labels: np.ndarray
    watched: tuple
    start: dict

    def back_to_start(self, lr):
        """Give model and optimizer what they had before training, and a learning rate."""
        for name, array in self.model.named_parameters():
            array[...] = self.start["parameters"][name]
        self.optimizer.restore(self.start["optimizer"])
        self.optimizer.lr = lr


def set_up(model, images, labels, *, optimizer, lr, validation, prepare_batch, digits):
    """Fill what was not given, check it all, and return a :class:`TrainingSetup`.

    Raises
    ------
    SettingError
        If something doesn't fit: as ``fit`` says it.
    """
    try:
        if (images is None) != (labels is None):
            raise ValueError("images and labels go together: give both or none")
        if images is None:
            images, labels, ours = _mnist()
            validation = ours if validation is None else validation
        if model is None:
            model = mnist_lenet(seed=0)
        if optimizer is None:
            optimizer = SGD(model, lr=0.1 if lr is None else lr)
        elif optimizer.model is not model:
            raise ValueError("the optimizer was made for another model: make one for this model")
        elif lr is not None:
            raise ValueError("give an optimizer or lr, not both: the optimizer has its lr already")
        prepare = _prepare(images) if prepare_batch is None else prepare_batch
        images, labels = check_examples(model, images, labels, prepare)
        if validation is not None:
            validation = check_validation(model, validation, prepare)
    except (TypeError, ValueError) as error:
        raise SettingError(str(error)) from None
    watched = (images, labels) if validation is None else validation
    watched = watched[0][:_MOST_WATCHED], watched[1][:_MOST_WATCHED]
    chosen, chosen_labels = _one_of_each(*watched)
    if digits is not None:
        chosen, chosen_labels = np.asarray(digits)[:_MOST_DIGITS], np.zeros(0, int)
    start = {
        "parameters": {name: array.copy() for name, array in model.named_parameters()},
        "optimizer": optimizer.state(),
    }
    return TrainingSetup(
        *(model, optimizer, images, labels, validation, prepare, chosen, chosen_labels),
        *(watched, start),
    )


def _mnist():
    """Return 5000 training images with their labels, and 500 others to validate with."""
    digits = data.load_mnist("10k")
    images, labels = digits.train_images, digits.train_labels
    held_out = images[_TRAIN : _TRAIN + _VALIDATION], labels[_TRAIN : _TRAIN + _VALIDATION]
    return images[:_TRAIN], labels[:_TRAIN], held_out


def _prepare(images):
    pictures = np.asarray(images)
    return data.as_batch if pictures.dtype == np.uint8 and pictures.ndim == 3 else _as_it_is


def _as_it_is(batch):
    return batch


def _one_of_each(images, labels):
    classes, places = np.unique(labels, return_index=True)
    return images[places[:_MOST_DIGITS]], classes[:_MOST_DIGITS]
