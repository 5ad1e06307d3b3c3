"""Change training images a little, each time anew, so that a model learns what doesn't matter."""

from __future__ import annotations

import numpy as np

from cnn_helpers.validation import check_array, check_non_negative_int

__all__ = ["random_shifts"]


def random_shifts(images, generator, *, pixels=2):
    """Move each image by a random whole number of pixels; what comes in at the border is 0.

    A digit that stands two pixels further right is the same digit, but other numbers.

    Parameters
    ----------
    images : array_like, shape (N, C, H, W)
    generator : numpy.random.Generator
        Decides the shifts; :func:`~cnn_helpers.training.fit` hands its own to ``augment``.
    pixels : int
        The largest shift up, down, left and right. All shifts are equally likely.

    Returns
    -------
    numpy.ndarray, shape (N, C, H, W)
        A new array.

    References
    ----------
    P. Simard, D. Steinkraus, J. Platt, *Best Practices for Convolutional Neural Networks Applied to
    Visual Document Analysis*, ICDAR 2003.

    Examples
    --------
    >>> images = np.arange(1.0, 5.0).reshape(1, 1, 2, 2)
    >>> random_shifts(images, np.random.default_rng(5), pixels=1)
    array([[[[4., 0.],
             [0., 0.]]]])
    """
    images = check_array(images, "images", axes="NCHW", floating=False)
    pixels = check_non_negative_int(pixels, "pixels")
    count, channels, height, width = images.shape
    framed = np.zeros((count, channels, height + 2 * pixels, width + 2 * pixels), images.dtype)
    framed[:, :, pixels : pixels + height, pixels : pixels + width] = images
    corners = generator.integers(0, 2 * pixels + 1, (count, 2)).tolist()
    shifted = np.empty_like(images)
    for number, (row, column) in enumerate(corners):
        shifted[number] = framed[number, :, row : row + height, column : column + width]
    return shifted
