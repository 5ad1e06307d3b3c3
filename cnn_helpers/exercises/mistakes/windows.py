"""Ways to let a pooling window step over feature maps, each with one thing wrong."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["cell_by_cell", "misplaced", "partial", "pool", "zeros_beyond"]


def pool(
    answer, feature_maps, kernel_size, stride=None, *, outputs=None, steps=None, dtype=float, size=0
):
    """Pool as the reference does; each mistake changes one thing.

    ``answer`` takes a window (N, C, rows, columns) and gives (N, C); ``outputs`` are the lengths of
    the result, ``steps`` how far windows are apart, ``size`` the width of a window.
    """
    if stride is None:
        stride = kernel_size
    size = size or kernel_size
    steps = steps or (stride, stride)
    if outputs is None:
        outputs = _whole_windows(feature_maps, kernel_size, stride)
    pooled = np.zeros((*feature_maps.shape[:2], *outputs), dtype)
    for row in range(outputs[0]):
        for column in range(outputs[1]):
            top, left = row * steps[0], column * steps[1]
            window = feature_maps[:, :, top : top + size, left : left + size]
            pooled[:, :, row, column] = answer(window)
    return pooled


def _whole_windows(feature_maps, kernel_size, stride):
    """Return how many windows fit, down and across."""
    return tuple((length - kernel_size) // stride + 1 for length in feature_maps.shape[2:])


def _default_one(answer):
    """Take stride=None for 1."""
    return lambda maps, size, stride=None: pool(answer, maps, size, 1 if stride is None else stride)


def _ignored(answer, fixed=None):
    """Never look at stride."""
    return lambda maps, size, stride=None: pool(answer, maps, size, fixed)


def _one_axis(answer, axis):
    """Step by stride along one axis, by 1 along the other, in a result of the right size."""

    def pooled(maps, size, stride=None):
        steps = [1, 1]
        steps[axis] = size if stride is None else stride
        return pool(answer, maps, size, stride, steps=steps)

    return pooled


def _one_axis_everywhere(answer, axis):
    """Step by stride along one axis, by 1 along the other, with as many results as that gives."""

    def pooled(maps, size, stride=None):
        steps = [1, 1]
        steps[axis] = size if stride is None else stride
        outputs = [
            (length - size) // step + 1 for length, step in zip(maps.shape[2:], steps, strict=True)
        ]
        return pool(answer, maps, size, stride, steps=steps, outputs=outputs)

    return pooled


def _window_at_row(answer):
    """Start window (row, column) at row, column."""
    return lambda maps, size, stride=None: pool(answer, maps, size, stride, steps=(1, 1))


def _ceiled(maps, size, stride):
    """Return how many windows there are if a last one may stick out."""
    return tuple(-(-(length - size) // stride) + 1 for length in maps.shape[2:])


def partial(answer, outputs=_ceiled):
    """Count windows that stick out, and take what there is of them."""

    def pooled(maps, size, stride=None):
        lengths = outputs(maps, size, size if stride is None else stride)
        return pool(answer, maps, size, stride, outputs=lengths)

    return pooled


def zeros_beyond(answer, outputs=_ceiled):
    """Count windows that stick out, and fill them up with zeros."""

    def pooled(maps, size, stride=None):
        stride = size if stride is None else stride
        lengths = outputs(maps, size, stride)
        beyond = [
            (0, max(0, (length - 1) * stride + size - old))
            for length, old in zip(lengths, maps.shape[2:], strict=True)
        ]
        return pool(answer, np.pad(maps, ((0, 0), (0, 0), *beyond)), size, stride, outputs=lengths)

    return pooled


def _by_division(maps, size, stride):
    """Return H // stride and W // stride."""
    return maps.shape[2] // stride, maps.shape[3] // stride


def _by_kernel(maps, size, stride):
    """Return H // kernel_size and W // kernel_size."""
    return maps.shape[2] // size, maps.shape[3] // size


def _rounded_up(maps, size, stride):
    """Return H / stride and W / stride, rounded up."""
    return -(-maps.shape[2] // stride), -(-maps.shape[3] // stride)


def _one_short(maps, size, stride):
    """Return the number of windows but one, down and across."""
    rows, columns = _whole_windows(maps, size, stride)
    return rows - 1, columns - 1


def _sizes_swapped(maps, size, stride):
    """Return the lengths of the result the wrong way round."""
    return _whole_windows(maps, size, stride)[::-1]


def cell_by_cell(reduce, outputs=_ceiled):
    """Read each cell of a window by its index, which ends in an error beyond the border."""

    def pooled(maps, size, stride=None):
        stride = size if stride is None else stride
        result = np.zeros((*maps.shape[:2], *outputs(maps, size, stride)))
        for image, channel, row, column in np.ndindex(result.shape):
            values = [
                maps[image, channel, row * stride + i, column * stride + j]
                for i in range(size)
                for j in range(size)
            ]
            result[image, channel, row, column] = reduce(values)
        return result

    return pooled


def misplaced(answer, reduce):
    """Return the misconceptions on where windows lie, for a pooling.

    ``answer`` turns a window of all maps into its results, ``reduce`` a list of numbers into one.
    """
    return (
        Misconception(
            "default_stride_one",
            "Without a stride your windows step by 1 and overlap. Here stride=None means that they "
            "lie side by side: how far apart are their corners then?",
            (
                _default_one(answer),
                lambda maps, size, stride=1: pool(answer, maps, size, stride),
            ),
        ),
        Misconception(
            "stride_ignored",
            "Your windows step on without looking at stride. What changes in your code when "
            "somebody asks for another stride than the kernel size?",
            (
                _ignored(answer),
                _ignored(answer, 1),
                _ignored(answer, 2),
            ),
        ),
        Misconception(
            "window_at_row",
            "The result has the right size, but your windows start at row and column themselves. "
            "With stride 2, at which row of the map does the window of result row 1 start?",
            (_window_at_row(answer),),
        ),
        Misconception(
            "stride_on_one_axis",
            "stride counts along one axis only: your windows step by 1 along the other. Down and "
            "across they take the same step.",
            (
                *(_one_axis(answer, axis) for axis in (0, 1)),
                *(_one_axis_everywhere(answer, axis) for axis in (0, 1)),
            ),
        ),
        Misconception(
            "size_and_stride_swapped",
            "kernel_size and stride have changed places: one says how wide a window is, the other "
            "how far it moves on.",
            (
                lambda maps, size, stride=None: pool(
                    answer, maps, size if stride is None else stride, size
                ),
            ),
        ),
        Misconception(
            "window_of_stride",
            "Your windows are stride cells wide. stride says how far they are apart; how wide they "
            "are is told by kernel_size.",
            (
                lambda maps, size, stride=None: pool(
                    answer, maps, size, stride, size=stride or size
                ),
            ),
        ),
        Misconception(
            "size_by_division",
            "Your number of results comes from dividing the length of the map alone. Where windows "
            "overlap, that is not how many fit: try a row of 5 cells, windows of 3 and stride 1 "
            "with your finger.",
            (
                partial(answer, _by_division),
                partial(answer, _by_kernel),
                partial(answer, _rounded_up),
                zeros_beyond(answer, _by_division),
                zeros_beyond(answer, _rounded_up),
                *(cell_by_cell(reduce, size) for size in (_by_division, _by_kernel, _rounded_up)),
            ),
        ),
        Misconception(
            "one_short",
            "You miss the last windows, down and across. Count with your finger: how many windows "
            "of 2 fit side by side on a row of 4?",
            (
                partial(answer, _one_short),
                lambda maps, size, stride=None: _last_left_at_zero(
                    pool(answer, maps, size, stride)
                ),
            ),
        ),
        Misconception(
            "height_width_swapped",
            "Height and width have changed places: shape is (N, C, rows, columns). It shows only "
            "where the two differ.",
            (
                partial(answer, _sizes_swapped),
                lambda maps, size, stride=None: pool(answer, maps, size, stride).swapaxes(2, 3),
            ),
        ),
        Misconception(
            "first_image_only",
            "Only the first image, or the first channel, was pooled. Every feature map of every "
            "image gets its own result.",
            (
                lambda maps, size, stride=None: pool(answer, maps[:1], size, stride),
                lambda maps, size, stride=None: pool(answer, maps[:, :1], size, stride),
                lambda maps, size, stride=None: pool(answer, maps, size, stride)[0],
                lambda maps, size, stride=None: _rest_left_at_zero(
                    pool(answer, maps, size, stride)
                ),
            ),
        ),
    )


def _last_left_at_zero(pooled):
    pooled[:, :, -1] = 0
    pooled[:, :, :, -1] = 0
    return pooled


def _rest_left_at_zero(pooled):
    pooled[1:] = 0
    return pooled
