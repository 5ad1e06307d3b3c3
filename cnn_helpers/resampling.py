"""Pictures seen through another grid: what they show at places between their pixels."""

from __future__ import annotations

import numpy as np

from cnn_helpers.validation import check_array

__all__ = ["sample_bilinear"]


def sample_bilinear(image, rows, columns, *, fill=0.0):
    """Return what a picture shows at places between its pixels.

    The value is a mean of the four pixels around the place, each weighing more the nearer it is.

    Parameters
    ----------
    image : array_like, shape (H, W)
        Pixel (row, column) lies at exactly that place: its middle.
    rows, columns : array_like of float, both of one shape
        The places, in pixels.
    fill : float
        What lies outside of the picture.

    Returns
    -------
    numpy.ndarray of float, the shape of ``rows``
        In the picture's dtype if that is a float one.

    Raises
    ------
    ValueError
        If the picture has not two axes, or rows and columns differ in shape.

    Examples
    --------
    >>> sample_bilinear([[0.0, 1.0], [2.0, 3.0]], [0, 0.5, 5], [0.25, 0.5, 0])
    array([0.25, 1.5 , 0.  ])
    """
    image = check_array(image, "image", axes="HW")
    rows, columns = np.asarray(rows, np.float64), np.asarray(columns, np.float64)
    if rows.shape != columns.shape:
        raise ValueError(f"rows {rows.shape} and columns {columns.shape} must have one shape")
    height, width = image.shape
    # A frame of the fill color around the picture, so that every place has four neighbours.
    framed = np.full((height + 2, width + 2), fill, image.dtype)
    framed[1:-1, 1:-1] = image
    rows = np.clip(rows + 1, 0, height + 1)
    columns = np.clip(columns + 1, 0, width + 1)
    top = np.minimum(rows.astype(np.intp), height)
    left = np.minimum(columns.astype(np.intp), width)
    down = (rows - top).astype(image.dtype)
    right = (columns - left).astype(image.dtype)
    pixels = framed.ravel()
    at = top * (width + 2) + left
    upper = pixels[at] * (1 - right) + pixels[at + 1] * right
    lower = pixels[at + width + 2] * (1 - right) + pixels[at + width + 3] * right
    return upper * (1 - down) + lower * down
