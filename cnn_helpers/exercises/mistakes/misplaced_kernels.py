"""Known wrong answers on where the windows of a kernel lie, with stride and padding."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes import result_sizes
from cnn_helpers.exercises.mistakes.sweeping import frame

__all__ = ["misplaced"]


def _beyond(image, padding, kernel):
    """Pad as usual, and much further on the right and below."""
    padded = frame(1, 1)(image, padding, kernel)
    return np.pad(padded, [(0, 0)] * (image.ndim - 2) + [(0, 9), (0, 9)])


def _ceil_of_usual(outputs):
    """Let ``outputs`` see the usual frame while the windows see ``_beyond``."""

    def seen(image, padded, kernel, stride, padding):
        usual = padded[..., : padded.shape[-2] - 9, : padded.shape[-1] - 9]
        return outputs(image, usual, kernel, stride, padding)

    return seen


def _last_left_at_zero(maps):
    maps[..., -1, :] = 0
    maps[..., :, -1] = 0
    return maps


def _placed_by_stride(maps, stride):
    """Put results where their windows start, in maps with room for every place."""
    wide = np.zeros((*maps.shape[:-2], *(stride * (length - 1) + 1 for length in maps.shape[-2:])))
    wide[..., ::stride, ::stride] = maps
    return wide


# Times the padding, before and after; a pair stands for rows and columns.
_ONE_SIDED = ((0, 2), (2, 0), (0, 1), (1, 0), ((2, 0), (0, 2)), ((0, 2), (2, 0)))


def misplaced(form, flips=()):
    """Return the misconceptions on where windows lie.

    Parameters
    ----------
    form : callable
        ``form(after=..., kernel=..., **changes)`` gives a whole answer made of ``sweep`` with these
        changes; ``image`` and ``kernel`` are done to these arrays before, ``after(maps, stride)``
        to the maps.
    flips : tuple of callable
        Further ways in which people flip a kernel.
    """
    by_stride_on_rows = {"steps": lambda stride, kernel: (stride, 1)}
    by_stride_on_columns = {"steps": lambda stride, kernel: (1, stride)}
    return (
        Misconception(
            "stride_ignored",
            "Your kernel moves on by one cell whatever stride says, and your result is too large. "
            "With stride 2, which rows do the windows start at?",
            (form(outputs=result_sizes.without_stride, steps=lambda stride, kernel: (1, 1)),),
        ),
        Misconception(
            "size_without_stride",
            "The size of your result leaves the stride out: your windows run off the image. With "
            "longer steps, are there as many places as before?",
            (form(outputs=result_sizes.without_stride),),
        ),
        Misconception(
            "window_at_row",
            "The result has the right size, but window number 1 starts at row 1, whatever the "
            "stride. With stride 2, at which row of the image should it start?",
            (form(steps=lambda stride, kernel: (1, 1)),),
        ),
        Misconception(
            "stride_on_one_axis",
            "stride counts along one axis only: along the other your kernel moves on by one cell. "
            "Down and across it takes the same step.",
            (
                form(**by_stride_on_rows),
                form(**by_stride_on_columns),
                form(**by_stride_on_rows, outputs=result_sizes.stride_on(0)),
                form(**by_stride_on_columns, outputs=result_sizes.stride_on(1)),
            ),
        ),
        Misconception(
            "steps_of_kernel_size",
            "Your kernel jumps by its own size, like tiles on a floor. How far it moves on is told "
            "by stride, not by the kernel.",
            (form(steps=lambda stride, kernel: kernel.shape[-2:]),),
        ),
        Misconception(
            "gaps_in_window",
            "The pixels of one window lie stride cells apart. stride says how far two windows are "
            "apart; inside a window, neighbours stay neighbours.",
            (
                form(gaps="stride"),
                form(gaps="stride", steps=lambda stride, kernel: (1, 1)),
            ),
        ),
        Misconception(
            "place_times_stride",
            "Your result is as wide as the steps of the kernel, with zeros in between. The windows "
            "are stride cells apart on the image; on the map their numbers lie side by side.",
            (form(after=_placed_by_stride),),
        ),
        Misconception(
            "padding_on_one_side",
            "Your zeros stand on one side only, or the size of your result counts them once. "
            "padding=1 means a row above and one below, a column on the left and one on the right: "
            "what does each pair in np.pad say?",
            tuple(form(framed=frame(*sides)) for sides in _ONE_SIDED),
        ),
        Misconception(
            "padding_on_one_axis",
            "Your zeros stand above and below, or left and right, but not both. The frame goes all "
            "the way round.",
            (form(framed=frame(1, 1, axes=(1, 0))), form(framed=frame(1, 1, axes=(0, 1)))),
        ),
        Misconception(
            "edge_padding",
            "Your frame repeats pixels of the image, or holds another number than 0. In this "
            "course padding means zeros: which mode of np.pad is that?",
            (
                *(
                    form(framed=frame(1, 1, mode=mode))
                    for mode in ("edge", "reflect", "symmetric", "wrap", "mean")
                ),
                form(framed=frame(1, 1, constant_values=1)),
            ),
        ),
        Misconception(
            "padding_ignored",
            "padding has no effect on your answer, or only on its size. The zeros must stand "
            "around the image before the kernel moves.",
            (
                form(framed=frame(0, 0)),
                form(framed=frame(0, 0), outputs=result_sizes.with_padding),
            ),
        ),
        Misconception(
            "padded_twice",
            "There are twice as many zeros around your image as padding says. Does np.pad double "
            "what your code has doubled already?",
            (form(framed=frame(2, 2)),),
        ),
        Misconception(
            "padding_by_kernel_size",
            "The width of your frame doesn't come from padding: it is the same however much is "
            "asked for. Where in your code does padding stand?",
            (form(framed=frame(1, 1, fixed="kernel")), form(framed=frame(1, 1, fixed=1))),
        ),
        Misconception(
            "size_without_padding",
            "The size of your result leaves the padding out: you made a frame of zeros, but the "
            "last windows were never visited. How large is the framed image?",
            (form(outputs=result_sizes.without_padding),),
        ),
        Misconception(
            "one_short",
            "Your kernel stops one place too early, down and across. Count with your finger: at "
            "how many places does a kernel of width 2 lie wholly on a row of 3?",
            (
                form(outputs=result_sizes.one_short),
                form(after=lambda maps, stride: _last_left_at_zero(maps)),
            ),
        ),
        Misconception(
            "one_inside_the_division",
            "Your number of places is (length - kernel + 1) // stride. The first place needs no "
            "step, so its 1 isn't shared out: try length 5, kernel 2 and stride 2 with your "
            "finger.",
            (form(outputs=result_sizes.one_divided),),
        ),
        Misconception(
            "size_rounded_up",
            "You count a last place at which the kernel sticks out of the image. Only places where "
            "it lies wholly on the (framed) image count: which way must you round?",
            (
                form(outputs=result_sizes.rounded_up),
                form(framed=_beyond, outputs=_ceil_of_usual(result_sizes.rounded_up)),
            ),
        ),
        Misconception(
            "size_by_division",
            "Your number of places comes from dividing the length of the image by stride. A kernel "
            "of 3 has no room at the last two pixels: the kernel's size belongs into it.",
            (
                form(outputs=result_sizes.by_division),
                form(framed=_beyond, outputs=_ceil_of_usual(result_sizes.by_division)),
            ),
        ),
        Misconception(
            "size_not_whole",
            "Your number of places is no whole number: / always gives a fraction, even 2.0. Which "
            "division gives whole numbers, and leaves a part of a step out?",
            (form(outputs=result_sizes.with_fraction),),
        ),
        Misconception(
            "height_width_swapped",
            "Height and width have changed places somewhere. A shape ends with (rows, columns): "
            "rows first. It shows only where the two differ.",
            (
                form(outputs=result_sizes.swapped),
                form(outputs=result_sizes.kernel_swapped),
                form(window_size=lambda kernel: kernel.shape[-2:][::-1]),
                form(
                    outputs=result_sizes.kernel_swapped,
                    window_size=lambda kernel: kernel.shape[-2:][::-1],
                ),
                form(outputs=result_sizes.image_swapped),
                form(image=lambda image: image.swapaxes(-1, -2)),
                form(
                    image=lambda image: image.swapaxes(-1, -2),
                    kernel=lambda kernel: kernel.swapaxes(-1, -2),
                ),
                form(crossed=True),
                form(turned=True),
                form(after=lambda maps, stride: maps.swapaxes(-1, -2)),
            ),
        ),
        Misconception(
            "flipped_kernel",
            "Your kernel is flipped: it lies on the image upside down and mirrored. That is the "
            "mathematicians' convolution; in this course, as in deep learning, the kernel is laid "
            "on as it is printed.",
            (form(kernel=lambda kernel: kernel[..., ::-1, ::-1]), *flips),
        ),
        Misconception(
            "half_flipped_kernel",
            "Your kernel lies upside down, or mirrored, on the image. Its first row should meet "
            "the window's first row, its first column the window's first column.",
            (
                form(kernel=lambda kernel: kernel[..., ::-1, :]),
                form(kernel=lambda kernel: kernel[..., ::-1]),
            ),
        ),
        Misconception(
            "transposed_kernel",
            "Rows and columns of your kernel have changed places: its cell [row, column] should "
            "meet [row, column] of the window.",
            (form(kernel=lambda kernel: kernel.swapaxes(-1, -2)),),
        ),
    )
