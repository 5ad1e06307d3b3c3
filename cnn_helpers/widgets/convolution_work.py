"""What a convolution costs, counted: multiplications, and numbers that its designs copy."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ConvolutionWork", "work_of"]

_BYTES = 4  # of a float32


class ConvolutionWork(NamedTuple):
    """Counts for one convolution with stride 1 and no padding, in float32.

    Attributes
    ----------
    side : int
        Of a feature map.
    multiply_adds : int
        Multiplications, each with an addition.
    image_bytes, column_bytes, stack_bytes : int
        Of the images; of im2col's rows; of the stacks that batch-last copies.
    copies, stacked : float
        How many times the images the columns and the stacks are.
    """

    side: int
    multiply_adds: int
    image_bytes: int
    column_bytes: int
    stack_bytes: int
    copies: float
    stacked: float


def work_of(batch, channels, filters, size, kernel_size):
    """Return the counts for square images and kernels.

    Examples
    --------
    >>> work = work_of(batch=1, channels=2, filters=3, size=4, kernel_size=3)
    >>> work.side, work.multiply_adds, work.copies
    (2, 216, 2.25)
    >>> work.stack_bytes == 4 * 2 * (2 * 4 * 3)  # for 2 output rows: 3 image rows of 4 columns
    True
    """
    side = size - kernel_size + 1
    pixels = batch * channels * size**2
    columns = batch * channels * side**2 * kernel_size**2
    stacks = batch * channels * side * size * kernel_size
    return ConvolutionWork(
        side=side,
        multiply_adds=filters * columns,
        image_bytes=_BYTES * pixels,
        column_bytes=_BYTES * columns,
        stack_bytes=_BYTES * stacks,
        copies=columns / pixels,
        stacked=stacks / pixels,
    )
