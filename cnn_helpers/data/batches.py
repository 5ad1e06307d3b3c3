"""From stored pictures to what a network takes: batches of numbers, and parts to check on."""

from __future__ import annotations

import numpy as np

from cnn_helpers.validation import check_array, check_finite, check_positive_int

__all__ = ["as_batch", "train_validation_split"]


def as_batch(pictures):
    """Return pictures as a batch of images: float32, values 0 to 1, axes (N, C, H, W).

    Parameters
    ----------
    pictures : array_like
        One grey picture (H, W), several (N, H, W), or several with their channels last
        (N, H, W, C), C being 1 or 3. Whole numbers must be uint8 and are divided by 255; booleans
        become 0 and 1; floats must lie between 0 and 1 already and stay as they are.

    Returns
    -------
    numpy.ndarray of float32, shape (N, C, H, W)
        A new array.

    Raises
    ------
    TypeError
        If the pictures hold anything but uint8, booleans or floats.
    ValueError
        If the shape is another one, or a float lies outside 0 to 1 or isn't finite.

    Examples
    --------
    >>> as_batch(np.array([[0, 51], [102, 255]], np.uint8))
    array([[[[0. , 0.2],
             [0.4, 1. ]]]], dtype=float32)
    """
    pictures = check_array(pictures, "pictures", floating=False)
    _check_picture_shape(pictures.shape)
    _check_picture_values(pictures)
    if pictures.ndim == 2:
        pictures = pictures[np.newaxis]
    # The channel axis moves to second place; grey pictures are given one.
    images = pictures.transpose(0, 3, 1, 2) if pictures.ndim == 4 else pictures[:, np.newaxis]
    batch = np.empty(images.shape, np.float32)
    np.divide(images, 255 if images.dtype == np.uint8 else 1, out=batch, casting="same_kind")
    return batch


def _check_picture_shape(shape):
    if len(shape) not in (2, 3, 4):
        raise ValueError(
            f"pictures must have shape (H, W), (N, H, W) or (N, H, W, C), but have {shape}"
        )
    height, width = shape[-3:-1] if len(shape) == 4 else shape[-2:]
    if height == 0 or width == 0:
        raise ValueError(f"pictures must be at least 1 pixel high and wide, but have shape {shape}")
    if len(shape) == 4 and shape[3] not in (1, 3):
        raise ValueError(
            "pictures (N, H, W, C) must have 1 or 3 channels on their last axis, "
            f"but have {shape[3]}: shape {shape}"
        )
    # A colour photo (H, W, 3) would else pass as H pictures, each a few pixels wide.
    if len(shape) == 3 and shape[2] in (3, 4) and shape[1] >= 16:
        raise ValueError(
            f"shape {shape} looks like one colour picture (H, W, C): "
            "give it a batch axis, picture[np.newaxis], and 3 channels"
        )


def _check_picture_values(pictures):
    if pictures.dtype == np.uint8 or pictures.dtype.kind == "b":
        return
    if pictures.dtype.kind != "f":
        raise TypeError(
            f"pictures must be uint8 (0 to 255), bool or float (0 to 1), but hold {pictures.dtype}"
        )
    check_finite(pictures, "pictures")
    if pictures.size and (pictures.min() < 0 or pictures.max() > 1):
        raise ValueError(
            "pictures of floats must lie between 0 and 1, "
            f"but reach from {pictures.min():g} to {pictures.max():g}"
        )


def train_validation_split(images, labels, *, validation_size, seed):
    """Shuffle, then set some examples aside to check on while training.

    Parameters
    ----------
    images : array_like, shape (N, ...)
        Pictures or feature vectors.
    labels : array_like, shape (N,) or (N, ...)
        What belongs to them.
    validation_size : int
        How many examples are set aside, 1 to N - 1.
    seed : int
        The same seed gives the same split.

    Returns
    -------
    train_images : numpy.ndarray, shape (N - validation_size, ...)
    train_labels : numpy.ndarray, shape (N - validation_size,)
    validation_images : numpy.ndarray, shape (validation_size, ...)
    validation_labels : numpy.ndarray, shape (validation_size,)
        Copies; each example stands in exactly one of the two parts.

    Raises
    ------
    ValueError
        If there aren't as many labels as images, or one of the parts would be empty.

    Examples
    --------
    >>> parts = train_validation_split(np.eye(5), np.arange(5), validation_size=2, seed=0)
    >>> [part.shape for part in parts]
    [(3, 5), (3,), (2, 5), (2,)]
    """
    images, labels = np.asarray(images), np.asarray(labels)
    count = len(images)
    if len(labels) != count:
        raise ValueError(f"expected {count} labels, one for each image, but got {len(labels)}")
    validation_size = check_positive_int(validation_size, "validation_size")
    if validation_size >= count:
        raise ValueError(
            f"validation_size must be smaller than the {count} examples, but is {validation_size}"
        )
    order = np.random.default_rng(seed).permutation(count)
    validation, train = order[:validation_size], order[validation_size:]
    return images[train], labels[train], images[validation], labels[validation]
