"""Where the windows of a convolution lie in memory, and which memory that is.

:mod:`cnn_helpers.convolution` explains the stack and its overlapping windows. Here is how NumPy is
told to see them, and the :class:`Workspace`: what a convolution writes on its way and nobody else
sees. A layer keeps it from batch to batch, as a cook keeps the bowls out. So it isn't asked for,
filled with its zeros and ones, and cut into windows anew each time.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

__all__ = ["Workspace", "slide"]

_BLOCK_BYTES = 2**19
_IMAGES_AT_A_TIME = 64


def slide(stacks, length, step, dilation, positions, first=0):
    """Return windows of ``length`` columns, the next beginning ``step`` columns later.

    Parameters
    ----------
    stacks : numpy.ndarray, shape (rows, columns, lines, images)
        Contiguous.
    length, step, dilation, positions, first : int
        Columns of a window; from window to window; from column to column in it; how many windows;
        where the first begins.

    Returns
    -------
    numpy.ndarray, shape (rows, positions, length * lines, images)
        A view; for a dilation above 1 a copy.

    Examples
    --------
    >>> stacks = np.arange(8).reshape(1, 4, 2, 1)  # four columns of two lines, one image
    >>> slide(stacks, length=3, step=1, dilation=1, positions=2)[0, :, :, 0]
    array([[0, 1, 2, 3, 4, 5],
           [2, 3, 4, 5, 6, 7]])
    """
    if dilation > 1:  # the columns of a window don't lie side by side
        columns = first + step * np.arange(positions)[:, np.newaxis] + dilation * np.arange(length)
        stacks, step, first = stacks.take(columns.ravel(), axis=1), length, 0
    rows, _, lines, images = stacks.shape
    row_bytes, column_bytes, line_bytes, item_bytes = stacks.strides
    return np.ndarray(
        (rows, positions, length * lines, images),
        stacks.dtype,
        buffer=stacks,
        offset=first * column_bytes,
        strides=(row_bytes, step * column_bytes, line_bytes, item_bytes),
    )


class _Blocks:
    """Rows of stacks in memory that is used again and again, and their windows.

    Parameters
    ----------
    stacks : numpy.ndarray, shape (rows, columns, lines, images)
        Large enough for each part.
    lines : numpy.ndarray
        The view of it that is to be written; the rest stays as it is.
    places : list of (slice, Ellipsis, slice)
        Which output rows and which images are done at a time.
    **settings
        How the windows lie: see :func:`slide`.
    """

    def __init__(self, stacks, lines, places, **settings):
        self._stacks, self._settings, self._parts = stacks, settings, []
        windows = slide(stacks, **settings)
        for place in places:
            rows, _, images = place
            part = slice(rows.stop - rows.start), ..., slice(images.stop - images.start)
            self._parts.append((place, part, lines[part], windows[part]))

    def fill(self, source):
        """Yield each place, with its windows after its part of ``source`` was written."""
        for place, part, lines, windows in self._parts:
            lines[...] = source[place]
            if self._settings["dilation"] > 1:  # they are no view
                windows = slide(self._stacks, **self._settings)[part]
            yield place, windows


class Workspace:
    """The memory of a convolution, for images and kernels of one shape.

    Parameters
    ----------
    geometry : ConvolutionGeometry
    dtype : numpy.dtype
        To compute with.

    Attributes
    ----------
    pixels : numpy.ndarray, shape (H + 2 * top, W + 2 * left, C, N)
        What :meth:`take_in` was given, with its padding.
    matrix : numpy.ndarray, shape (C_out, KW * (KH * C + 1))
        What the windows are multiplied with.
    kernels_place, bias_place : numpy.ndarray, shapes (C_out, C, KH, KW) and (C_out,)
        Where kernels and bias go in it: views. The rest of it is 0.
    """

    def __init__(self, geometry, dtype):
        self.geometry, self.dtype = geometry, dtype
        count, channels, _, width = geometry.images_shape
        filters, _, kernel_height, kernel_width = geometry.kernels_shape
        width += 2 * geometry.padding[1]
        lines = kernel_height * channels + 1
        matrix = np.zeros((filters, kernel_width, lines), dtype)
        self.matrix, self.bias_place = matrix.reshape(filters, -1), matrix[:, 0, -1]
        by_row = matrix[:, :, :-1].reshape(filters, kernel_width, kernel_height, channels)
        self.kernels_place = by_row.transpose(0, 3, 2, 1)
        self.pixels = self._framed = self._gradient_blocks = self._only = None

        parts, last = -(-count // _IMAGES_AT_A_TIME), geometry.output_size[0]
        cuts = [part * count // parts for part in range(parts + 1)]
        most = -(-count // parts)
        step = min(max(1, _BLOCK_BYTES // (width * lines * most * dtype.itemsize)), last)
        self._places = [
            (slice(first, min(first + step, last)), ..., slice(*cut))
            for cut in pairwise(cuts)
            for first in range(0, last, step)
        ]
        self._part_shape = step, most
        stacks = np.ones((step, width, lines, most), dtype)
        self._blocks = _Blocks(
            stacks,
            stacks[:, :, :-1].reshape(step, width, kernel_height, channels, most),
            self._places,
            length=kernel_width,
            step=geometry.stride[1],
            dilation=geometry.dilation[1],
            positions=geometry.output_size[1],
        )

    def fits(self, geometry, dtype):
        """Whether the workspace was made for this geometry and dtype."""
        same = self.geometry is geometry or self.geometry == geometry
        return same and self.dtype == dtype

    def take_in(self, images):
        """Set ``pixels``: a view of images that lie batch last and need no padding, else a copy."""
        self._only = None
        pixels = images.transpose(2, 3, 1, 0)
        padding = self.geometry.padding
        if padding == (0, 0) and pixels.dtype == self.dtype and pixels.flags.c_contiguous:
            self.pixels, self._rows = pixels, self._rows_below(pixels)
            return
        if self._framed is None:
            (top, left), (height, width, channels, count) = padding, pixels.shape
            framed = np.zeros((height + 2 * top, width + 2 * left, channels, count), self.dtype)
            self._inside = framed[top : top + height, left : left + width]
            self._framed = framed, self._rows_below(framed)
        self._inside[...] = pixels
        self.pixels, self._rows = self._framed

    def windows(self):
        """Yield places (rows, ..., images) of the output and their windows.

        The windows' axes are (rows, columns, KW * (KH * C + 1), images). Each is overwritten by the
        next one, but where one holds all, it stays and is yielded again.
        """
        if self._only is None:
            found = self._blocks.fill(self._rows)
            if len(self._places) > 1:
                return found
            self._only = list(found)
        return self._only

    def _rows_below(self, pixels):
        """Return for each output row the KH rows of pixels under the kernels: a view.

        Its axes are (output rows, columns, KH, C, images): as a stack is to be written.
        """
        geometry, (_, width, channels, count) = self.geometry, pixels.shape
        channel = count * self.dtype.itemsize
        column = channels * channel
        row = width * column
        steps = geometry.stride[0] * row, column, geometry.dilation[0] * row, channel
        shape = geometry.output_size[0], width, geometry.kernel_size[0], channels, count
        return np.ndarray(shape, self.dtype, pixels, 0, (*steps, self.dtype.itemsize))

    def gradient_windows(self, grad_maps):
        """Yield places (rows, ..., images) of the maps' gradient, and windows on its columns.

        Their axes are (rows, W, KW * C_out, images). Zero columns stand in where a kernel hangs
        over the border, and where a stride left some out; they are written once.
        """
        if self._gradient_blocks is None:
            geometry, (step, most) = self.geometry, self._part_shape
            width, filters = geometry.images_shape[3], geometry.kernels_shape[0]
            (_, length), (_, left) = geometry.kernel_size, geometry.padding
            border = (length - 1) * geometry.dilation[1]
            last = border + (geometry.output_size[1] - 1) * geometry.stride[1]
            spread = np.zeros((step, width + 2 * left + border, filters, most), self.dtype)
            self._gradient_blocks = _Blocks(
                spread,
                spread[:, border : last + 1 : geometry.stride[1]],
                self._places,
                length=length,
                step=1,
                dilation=geometry.dilation[1],
                positions=width,
                first=left,
            )
        return self._gradient_blocks.fill(grad_maps)
