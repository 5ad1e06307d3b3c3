"""The pixels that would move the answer."""

from __future__ import annotations

import numpy as np

from cnn_helpers.inspection.undisturbed import check_image, check_label, undisturbed

__all__ = ["saliency_map"]


def saliency_map(model, image, label):
    """Return how strongly the label's logit depends on each pixel, whatever the direction.

    It is a slope at this image: it says what a tiny change would do, not what covering a pixel
    does, nor what the model "looks at".

    Parameters
    ----------
    model : Sequential
        Images (N, C, H, W) to logits (N, K).
    image : array_like, shape (C, H, W) or (H, W)
    label : int
        The class whose logit is watched, 0 to K - 1.

    Returns
    -------
    numpy.ndarray of floats, shape (H, W)
        The absolute derivative of the logit by the pixel, 0 or more; of a pixel's channels the
        largest.

    Raises
    ------
    ValueError
        If the label doesn't fit.

    References
    ----------
    K. Simonyan, A. Vedaldi, A. Zisserman, *Deep Inside Convolutional Networks: Visualising Image
    Classification Models and Saliency Maps*, ICLR workshop 2014.

    Examples
    --------
    >>> from cnn_helpers.layers import Flatten, Linear
    >>> from cnn_helpers.training import Sequential
    >>> model = Sequential(Flatten(), Linear(4, 2))
    >>> model[1].weight = [[1, -2, 3, 0], [0, 0, 0, 5]]
    >>> saliency_map(model, np.ones((2, 2)), 0)
    array([[1., 2.],
           [3., 0.]])
    """
    image = check_image(image)
    with undisturbed(model):
        logits = model.forward(image[np.newaxis])
        grad_logits = np.zeros_like(logits)
        grad_logits[0, check_label(label, logits.shape[1])] = 1
        gradient = model.backward(grad_logits, input_gradient=True)[0]
    return np.abs(gradient).max(axis=0)
