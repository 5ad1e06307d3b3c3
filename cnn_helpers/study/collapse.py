"""Without something non-linear between them, two layers are one: convolutions, whole networks."""

from __future__ import annotations

import numpy as np

from cnn_helpers.layers import AvgPool2d, Conv2d, Flatten, Linear
from cnn_helpers.validation import check_array

__all__ = ["collapse_kernels", "collapse_network"]


def collapse_kernels(first, second):
    """Return the kernels of the one convolution that does what two in a row do.

    The course's "convolution" lays the kernel on the picture as it is: cross-correlation. Chain two
    of them, and the sum over the second kernel's cells shifts the first kernel along: each cell
    (a, b) of ``second`` adds ``first``, moved by (a, b) and times that cell. That sum of shifted
    copies is the two kernels' *true* convolution, the one that flips; channels between are summed.

    With zero padding the two agree only away from the border: the first convolution's maps end
    where the second one pads with zeros, but the one large kernel looks at what was there.

    Parameters
    ----------
    first : array_like, shape (M, C, KH, KW)
        Kernels of the convolution that sees the images.
    second : array_like, shape (K, M, LH, LW)
        Kernels of the one that sees its feature maps; both with stride 1 and without bias.

    Returns
    -------
    numpy.ndarray, shape (K, C, KH + LH - 1, KW + LW - 1)

    Raises
    ------
    ValueError
        If ``second`` doesn't take as many channels as ``first`` gives.

    Examples
    --------
    >>> edge = np.array([[[[1.0, -1.0]]]])
    >>> collapse_kernels(edge, edge)[0, 0]
    array([[ 1., -2.,  1.]])
    """
    axes = ("filters", "channels", "KH", "KW")
    first = check_array(first, "first", axes=axes)
    second = check_array(second, "second", axes=axes)
    middle, channels, height, width = first.shape
    filters, taken, rows, columns = second.shape
    if taken != middle:
        raise ValueError(f"second must take the {middle} channels of first, but takes {taken}")
    both = np.zeros((filters, channels, height + rows - 1, width + columns - 1), first.dtype)
    for row in range(rows):
        for column in range(columns):
            shifted = both[:, :, row : row + height, column : column + width]
            shifted += np.einsum("km,mcij->kcij", second[:, :, row, column], first)
    return both


def collapse_network(network, shape):
    """Return weights and bias of the one linear layer that a network without ReLU is.

    A linear network is told by what it answers to nothing (its bias) and to each single pixel.

    Parameters
    ----------
    network : Sequential
        Of convolution, average pooling, flatten and linear layers only.
    shape : (int, int, int)
        Of one image: channels, rows, columns.

    Returns
    -------
    weights : numpy.ndarray, shape (K, C * H * W)
    bias : numpy.ndarray, shape (K,)

    Raises
    ------
    ValueError
        If a layer is not linear.

    Examples
    --------
    >>> from cnn_helpers.training import Sequential
    >>> network = Sequential(Conv2d(1, 2, 2), Flatten(), Linear(8, 3), seed=0)
    >>> weights, bias = collapse_network(network, (1, 3, 3))
    >>> weights.shape, bias.shape
    ((3, 9), (3,))
    """
    for layer in network:
        if not isinstance(layer, (AvgPool2d, Conv2d, Flatten, Linear)):
            raise ValueError(f"a network with {layer!r} is not linear, so it does not collapse")
    pixels = int(np.prod(shape))
    bias = network(np.zeros((1, *shape)))[0]
    answers = network(np.eye(pixels).reshape(pixels, *shape)) - bias
    return answers.T, bias
