"""The story network: "is this 5x5 picture an X?", in numbers that can be worked out by hand."""

from __future__ import annotations

import numpy as np

from cnn_helpers.kernels import DIAGONAL
from cnn_helpers.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training.model import Sequential

__all__ = ["STORY_NAMES", "story_network"]

STORY_NAMES = ("X", "not X")
"""What the two logits stand for, in their order."""

# What each class makes of the pooled maps: (class, map, row, column). A strong answer in a corner
# of the map speaks for the X. The centre of an X wins two windows of each map, and there the
# weights differ, so that its gradient is a sum of two different numbers. In the second map's lower
# left both classes weigh alike: there two paths cancel.
_WEIGHTS = (
    (((0.5, -0.5), (0.0, 0.5)), ((-0.5, 0.5), (0.5, -0.5))),
    (((0.0, 0.5), (-0.5, 0.0)), ((0.5, 0.0), (0.5, 0.0))),
)
_BIAS = (-1.0, 0.0)


def story_network():
    """Return the network of the course's story: it tells an X from anything else on 5x5 paper.

    Its 38 parameters are chosen by hand, not learned. The first filter looks for a falling stroke,
    the second, its mirror image, for a rising one. Of an X both maps hold 3, 1, 3 along their
    stroke; pooling makes [[3, 1], [1, 3]] of it, and the mirror image; the logits are 3.5 and 2,
    so the X wins with a probability of 0.82. Of an O nothing is left after ReLU, and the biases
    alone decide: logits -1 and 0.

    Returns
    -------
    Sequential
        A new model at each call, float64: images (N, 1, 5, 5) with 0 for paper and 1 for ink,
        logits (N, 2) in the order of ``STORY_NAMES``.

    Examples
    --------
    >>> from cnn_helpers import data
    >>> model = story_network()
    >>> model
    Sequential(
      (0): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))
      (1): ReLU()
      (2): MaxPool2d(kernel_size=(2, 2), stride=(1, 1))
      (3): Flatten()
      (4): Linear(in_features=8, out_features=2, bias=True)
    )
    >>> arrays = model.trace(data.mark_template("X")[np.newaxis])
    >>> arrays["relu1"][0, 0]
    array([[3., 0., 0.],
           [0., 1., 0.],
           [0., 0., 3.]])
    >>> arrays["pool1"][0, 0]
    array([[3., 1.],
           [1., 3.]])
    >>> arrays["linear1"]
    array([[3.5, 2. ]])
    """
    model = Sequential(Conv2d(1, 2, 3), ReLU(), MaxPool2d(2, stride=1), Flatten(), Linear(8, 2))
    convolution, linear = model[0], model[4]
    convolution.weight = np.stack([DIAGONAL, DIAGONAL[:, ::-1]])[:, np.newaxis]
    convolution.bias = np.zeros(2)
    linear.weight = np.reshape(_WEIGHTS, (2, 8))
    linear.bias = np.array(_BIAS)
    return model.eval()
