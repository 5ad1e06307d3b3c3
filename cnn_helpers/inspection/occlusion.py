"""Cover a patch of the image and see what is lost."""

from __future__ import annotations

import numpy as np

from cnn_helpers.inspection.undisturbed import check_image, check_label, undisturbed
from cnn_helpers.softmax import softmax
from cnn_helpers.validation import check_positive_int

__all__ = ["occlusion_map"]

_AT_ONCE = 256  # covered images in a batch


def occlusion_map(model, image, label, *, patch_size, fill=0.0):
    """Return how much the label's probability falls when a patch of the image is covered.

    The patch lies on all channels, at every place where it lies wholly on the image. What the map
    shows depends on ``fill``: paper (0) takes ink away, ink (1) adds some, and both make pictures
    of a kind that the model has never been trained on.

    Parameters
    ----------
    model : Sequential
        Images (N, C, H, W) to logits (N, K).
    image : array_like, shape (C, H, W) or (H, W)
    label : int
        The class whose probability is watched, 0 to K - 1; it need not be the winner.
    patch_size : int
        Side of the patch in pixels, at most the image's smaller side.
    fill : float
        What covers the pixels.

    Returns
    -------
    numpy.ndarray of float64, shape (H - patch_size + 1, W - patch_size + 1)
        At the patch's top left corner: probability before minus probability with the patch, from
        -1 to 1. Above 0 the covered part had spoken for the label, below 0 against it.

    Raises
    ------
    ValueError
        If the label or the patch doesn't fit.

    References
    ----------
    M. D. Zeiler, R. Fergus, *Visualizing and Understanding Convolutional Networks*, ECCV 2014.

    Examples
    --------
    A corner of the X says more to the story network than its middle.

    >>> from cnn_helpers import data
    >>> from cnn_helpers.training import story_network
    >>> drops = occlusion_map(story_network(), data.mark_template("X"), 0, patch_size=3)
    >>> drops.round(2)[0, 0], drops.round(2)[1, 1]
    (np.float64(0.44), np.float64(0.2))
    """
    image = check_image(image)
    patch_size = check_positive_int(patch_size, "patch_size")
    _, height, width = image.shape
    if patch_size > min(height, width):
        raise ValueError(
            f"patch_size must be at most {min(height, width)}, the image's smaller side, "
            f"but is {patch_size}"
        )
    rows, columns = height - patch_size + 1, width - patch_size + 1
    with undisturbed(model):
        before = softmax(model.forward(image[np.newaxis]))
        label = check_label(label, before.shape[1])
        drops = np.empty(rows * columns)
        for start in range(0, len(drops), _AT_ONCE):
            places = range(start, min(start + _AT_ONCE, len(drops)))
            covered = np.repeat(image[np.newaxis], len(places), axis=0)
            for one, place in zip(covered, places, strict=True):
                row, column = divmod(place, columns)
                one[:, row : row + patch_size, column : column + patch_size] = fill
            after = softmax(model.forward(covered))[:, label]
            drops[start : start + len(places)] = before[0, label] - after
    return drops.reshape(rows, columns)
