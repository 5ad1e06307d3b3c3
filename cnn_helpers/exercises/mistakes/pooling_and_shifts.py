"""Known wrong answers to the exercises of notebook 07."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes import windows
from cnn_helpers.exercises.mistakes.windows import misplaced, pool

__all__ = ["MISTAKES"]


def _with(answer, **changes):
    """Return a form that gives another number for each window."""
    return lambda maps, size, stride=None: pool(answer, maps, size, stride, **changes)


def _max(window):
    return window.max(axis=(2, 3))


def _mean(window):
    return window.mean(axis=(2, 3))


def _largest_size(window):
    flat = window.reshape(*window.shape[:2], -1)
    places = np.abs(flat.astype(float)).argmax(axis=2)
    return np.take_along_axis(flat, places[..., None], axis=2)[..., 0]


def _place(window):
    return window.reshape(*window.shape[:2], -1).argmax(axis=2)


def _over_channels(reduce):
    """Return forms that take one number for all channels of an image, or for the whole batch."""

    def one_for_all_channels(window):
        return reduce(window, axis=(1, 2, 3))[:, None]

    return (
        _with(one_for_all_channels),
        lambda maps, size, stride=None: _with(one_for_all_channels)(maps, size, stride)[:, :1],
        lambda maps, size, stride=None: _with(one_for_all_channels)(maps, size, stride)[:, 0],
        _with(reduce),
    )


_PARTIAL = (
    "Your last windows stick out of the map: leftover rows and columns became results of their "
    "own. Here a window counts only if it lies wholly on the map. Which rounding gives that number?"
)
_ZEROS = (
    "You fill the map up with zeros, so that the leftovers make whole windows. Those zeros take "
    "part in the result although nobody measured them: here leftovers are left out."
)

_MAX = (
    Misconception(
        "starts_at_zero",
        "Where all numbers of a window are negative, you answer 0, which isn't in the window. What "
        "does your search for the largest number start with?",
        (
            _with(lambda window: np.maximum(_max(window), 0)),
            _with(lambda window: np.maximum(_max(window), -1)),
        ),
    ),
    Misconception(
        "max_over_channels",
        "One maximum serves several channels, or several images. Each feature map is pooled for "
        "itself: over which axes of the window does your maximum run?",
        _over_channels(np.max),
    ),
    Misconception(
        "partial_windows", _PARTIAL, (windows.partial(_max), windows.cell_by_cell(np.max))
    ),
    Misconception("zero_padded_leftovers", _ZEROS, (windows.zeros_beyond(_max),)),
    Misconception(
        "absolute_values",
        "You compare sizes without their sign: -5 beats 3. The largest number is the one furthest "
        "to the right on the number line.",
        (_with(lambda window: np.abs(window.astype(float)).max(axis=(2, 3))), _with(_largest_size)),
    ),
    Misconception(
        "argmax",
        "You return where the largest number stands in its window. We want the number itself.",
        (_with(_place),),
    ),
    Misconception(
        "mean",
        "You take the mean of each window: that is average pooling. Max pooling keeps the largest.",
        (_with(_mean),),
    ),
    Misconception(
        "minimum",
        "You keep the smallest number of each window. We want the strongest answer.",
        (_with(lambda window: window.min(axis=(2, 3))),),
    ),
    *misplaced(_max, np.max),
)

_AVERAGE = (
    Misconception(
        "sum",
        "You add the numbers of each window up. What is still missing for their mean?",
        (_with(lambda window: window.sum(axis=(2, 3))),),
    ),
    Misconception(
        "divided_by_kernel_size",
        "You divide by kernel_size. A window of kernel_size 3 is three cells high and three wide: "
        "how many numbers did you add?",
        (
            lambda maps, size, stride=None: (
                pool(lambda window: window.sum(axis=(2, 3)), maps, size, stride) / size
            ),
        ),
    ),
    Misconception(
        "divided_by_stride",
        "You divide by the stride, squared or not. How many numbers lie in a window doesn't depend "
        "on how far it moves on.",
        (
            lambda maps, size, stride=None: (
                pool(lambda window: window.sum(axis=(2, 3)), maps, size, stride)
                / (stride or size) ** 2
            ),
            lambda maps, size, stride=None: (
                pool(lambda window: window.sum(axis=(2, 3)), maps, size, stride) / (stride or size)
            ),
        ),
    ),
    Misconception(
        "always_by_four",
        "You divide by 4 whatever the window: that is right for kernel_size 2 only.",
        (_with(lambda window: window.sum(axis=(2, 3)) / 4),),
    ),
    Misconception(
        "integer_division",
        "You divide with //, which rounds down to a whole number. A mean may have a fraction.",
        (
            lambda maps, size, stride=None: (
                pool(lambda window: window.sum(axis=(2, 3)), maps, size, stride) // size**2
            ),
        ),
    ),
    Misconception(
        "partial_windows", _PARTIAL, (windows.partial(_mean), windows.cell_by_cell(np.mean))
    ),
    Misconception("zero_padded_leftovers", _ZEROS, (windows.zeros_beyond(_mean),)),
    Misconception(
        "mean_over_channels",
        "One mean serves several channels, or several images. Each feature map is pooled for "
        "itself: over which axes of the window does your mean run?",
        _over_channels(np.mean),
    ),
    Misconception(
        "maximum",
        "You keep the largest number of each window: that is max pooling. Here every number of the "
        "window counts alike.",
        (_with(_max),),
    ),
    Misconception(
        "middle_number",
        "You take the number in the middle of each window's order (the median). The mean is the "
        "sum, shared out equally.",
        (_with(lambda window: np.median(window, axis=(2, 3))),),
    ),
    Misconception(
        "bytes_overflow",
        "Your sums start again at 0 after 255: they are kept in bytes, as the image is. Which type "
        "of number has room for a sum?",
        (
            _with(lambda window: window.sum(axis=(2, 3), dtype=window.dtype) / window[0, 0].size),
            _with(lambda window: window.sum(axis=(2, 3), dtype=window.dtype) // window[0, 0].size),
        ),
    ),
    Misconception(
        "integer_buffer",
        "The fractions of your means are gone: the array that you put them into holds whole "
        "numbers only, as the input may do. What type should the result have?",
        (
            lambda maps, size, stride=None: pool(_mean, maps, size, stride, dtype=maps.dtype),
            lambda maps, size, stride=None: pool(_mean, maps, size, stride, dtype=int),
        ),
    ),
    *misplaced(_mean, np.mean),
)

MISTAKES = {"max_pool2d": _MAX, "avg_pool2d": _AVERAGE}
