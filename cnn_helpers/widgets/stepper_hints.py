"""What a wrong prediction in the stepper may have come from, in a sentence that helps."""

from __future__ import annotations

__all__ = ["TOLERANCE", "value_hint", "window_hint"]

TOLERANCE = 0.01
"""A prediction this close counts as right, so that 0.33 is right for a third."""


def value_hint(prediction, window, kernel, bias, relu, unstrided=None):
    """Return what may have gone wrong with a predicted value, or ``""``.

    Parameters
    ----------
    prediction : float
        The learner's number.
    window, kernel : numpy.ndarray, shape (C, KH, KW)
        The numbers under the kernel, and its weights.
    bias : float
        Added to the sum of the products.
    relu : bool
        Whether a negative result becomes 0.
    unstrided : float, optional
        What the cell would hold if the window moved one pixel at a time.

    Examples
    --------
    >>> import numpy as np
    >>> ones = np.ones((1, 2, 2))
    >>> value_hint(4, ones, ones, 0.5, False)
    'That is the sum of the products; the bias of 0.5 is still to be added.'
    """
    products = window * kernel
    total = products.sum()
    result = max(total + bias, 0) if relu else total + bias
    channels = len(kernel)
    flipped = (window * kernel[:, ::-1, ::-1]).sum() + bias
    causes = [
        (total + bias, "That is the value before ReLU, which turns negative numbers into 0."),
        (total, f"That is the sum of the products; the bias of {bias:g} is still to be added."),
        (total - bias, f"The bias is {bias:g}: mind its sign."),
        (total + channels * bias, "The bias is added once a filter, not once a channel."),
        (flipped, "Your kernel is turned by half a turn; lay it over the window as it stands."),
        (-total + bias, "Mind the signs of the products."),
        (window.sum() + bias, "That is the sum of the window; each pixel is first multiplied."),
    ]
    if channels > 1:
        for channel, part in enumerate(products.sum(axis=(1, 2))):
            only = f"That is channel {channel} alone; the sums of all channels are added."
            causes += [(part, only), (part + bias, only)]
    if unstrided is not None:
        causes.append((unstrided, "That would be the cell at stride 1: the window moves further."))
    for value, words in causes:
        if abs(value - result) > TOLERANCE >= abs(value - prediction):
            return words
    return ""


def window_hint(prediction, cell, stride, padding, kernel_reach):
    """Return what may have gone wrong with a predicted place of the window, or ``""``.

    Parameters
    ----------
    prediction : (int, int)
        Row and column in the image that the learner took for the window's top left corner.
    cell : (int, int)
        The cell of the feature map that was asked for.
    stride, padding : int
        Geometry of the convolution.
    kernel_reach : (int, int)
        Rows and columns from the window's first pixel to its last, plus 1.

    Examples
    --------
    >>> window_hint((1, 2), (1, 2), 2, 0, (3, 3))
    'With stride 2 the window moves 2 pixels from cell to cell.'
    """
    row, column = (index * stride - padding for index in cell)
    middle = tuple(
        start + (reach - 1) // 2 for start, reach in zip((row, column), kernel_reach, strict=True)
    )
    strided = f"With stride {stride} the window moves {stride} pixels from cell to cell."
    padded = "The first window begins on the padding, not on the image."
    causes = [
        ((cell[0] - padding, cell[1] - padding), strided),
        ((cell[0] * stride, cell[1] * stride), padded),
        (tuple(cell), f"{strided} {padded}"),
        ((column, row), "Row and column have changed places: rows count downwards."),
        (middle, "That is the middle of the window; we asked for its top left pixel."),
        ((row + 1, column + 1), "Counting starts at 0, not at 1."),
    ]
    for place, words in causes:
        if place != (row, column) and place == tuple(prediction):
            return words
    return ""
