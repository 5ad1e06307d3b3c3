"""Where the windows of a convolution lie in memory, and which memory that is.

:mod:`cnn_helpers.convolution` explains the stack and its overlapping windows. Here is how NumPy is
told to see them, and the :class:`Workspace`: what a convolution writes on its way and nobody else
sees. A layer keeps it from batch to batch, as a cook keeps the bowls out. So it isn't asked for,
filled with its zeros and ones, and cut into windows anew each time.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

__all__ = ["MANY_FILTERS", "Workspace", "rows_below", "slide"]

# Measured; none of these numbers changes a result.
_BLOCK_BYTES = 2**19  # of stacks at a time: half of what many processors' second cache holds
_IMAGES_AT_A_TIME = 64
_IMAGES_IN_A_SUM = 256  # at most, when bands of images count as images
_MANY_WINDOWS = 64  # for fewer, cutting bands costs more than it gains
_CACHE_LINE = 64  # bytes
MANY_FILTERS = 16  # from here on, transposing a gradient before a product pays


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


def _aligned(shape, dtype, value):
    """Return new memory full of one value, beginning where a line of the processor's cache does.

    Products are up to 15 % faster than with vectors that lie across two lines.
    """
    array = np.empty(math.prod(shape) + _CACHE_LINE // dtype.itemsize, dtype)
    first = -array.ctypes.data % _CACHE_LINE // dtype.itemsize
    array = array[first : first + math.prod(shape)].reshape(shape)
    array.fill(value)
    return array


class _Blocks:
    """Stacks of some rows in memory that is used again and again, and their windows.

    Parameters
    ----------
    stacks : numpy.ndarray, shape (rows, columns, lines, bands * images)
        Large enough for each part.
    written : numpy.ndarray, shape (rows, ..., bands * images)
        The view of it that is to be written; the rest stays as it is.
    axes : tuple of int
        What the last two axes of ``written`` are split into, but for the images.
    places : list of (slice, Ellipsis, slice)
        Which output rows of each band and which images are done at a time.
    **settings
        How the windows lie: see :func:`slide`.
    """

    def __init__(self, stacks, written, axes, places, **settings):
        self._stacks, self._settings, self._parts = stacks, settings, []
        windows = slide(stacks, **settings)
        for place in places:
            rows, _, images = place
            rows, images = rows.stop - rows.start, images.stop - images.start
            part = slice(rows), ..., slice(axes[-1] * images)
            lines = written[part].reshape(rows, -1, *axes, images)
            self._parts.append((place, part, lines, windows[part]))

    def __len__(self):
        return len(self._parts)

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
    bands : int
        Into how many each image is cut for :meth:`windows_in_bands`.
    """

    def __init__(self, geometry, dtype):
        self.geometry, self.dtype = geometry, dtype
        count, channels, _, width = geometry.images_shape
        filters, _, kernel_height, kernel_width = geometry.kernels_shape
        width, lines = width + 2 * geometry.padding[1], kernel_height * channels + 1
        matrix = np.zeros((filters, kernel_width, lines), dtype)
        self.matrix, self.bias_place = matrix.reshape(filters, -1), matrix[:, 0, -1]
        by_row = matrix[:, :, :-1].reshape(filters, kernel_width, kernel_height, channels)
        self.kernels_place = by_row.transpose(0, 3, 2, 1)
        self.pixels = self._framed = self._only = self._banded = self._spread = None
        self._rows = self._framed_rows = {}

        parts = -(-count // _IMAGES_AT_A_TIME)  # of the batch, rounded up
        self._cuts = [part * count // parts for part in range(parts + 1)]
        self._most = -(-count // parts)
        self._row_shape = width, lines
        self._row_bytes = width * lines * self._most * dtype.itemsize
        self._stacks, self.bands = self._make_stacks(bands=1), self._count_bands()

    def fits(self, geometry, dtype):
        """Whether the workspace was made for this geometry and dtype."""
        same = self.geometry is geometry or self.geometry == geometry
        return same and self.dtype == dtype

    def take_in(self, images):
        """Set ``pixels``: a view of images that lie batch last and need no padding, else a copy."""
        self._only = None
        pixels, padding = images.transpose(2, 3, 1, 0), self.geometry.padding
        if padding == (0, 0) and pixels.dtype == self.dtype and pixels.flags.c_contiguous:
            self.pixels, self._rows = pixels, {}
            return
        if self._framed is None:
            (top, left), (height, width, channels, count) = padding, pixels.shape
            framed = np.zeros((height + 2 * top, width + 2 * left, channels, count), self.dtype)
            self._framed = framed, framed[top : top + height, left : left + width]
        (self.pixels, inside), self._rows = self._framed, self._framed_rows
        inside[...] = pixels

    def windows(self):
        """Yield places (rows, ..., images) of the output and their windows.

        The windows' axes are (rows, columns, KW * (KH * C + 1), images). Each is overwritten by the
        next one, but where one holds all, it stays and is yielded again.
        """
        if self._only is None:
            found = self._stacks.fill(self._rows_below(bands=1))
            if len(self._stacks) > 1:
                return found
            self._only = list(found)
        return self._only

    def windows_in_bands(self, maps):
        """Yield parts of the output maps and their windows, with more images than there are.

        Where images are few, they are cut into bands of equally many output rows, and the bands
        count as images: two images in two bands are four.

        Parameters
        ----------
        maps : numpy.ndarray, shape (OH, OW, filters, N)

        Yields
        ------
        part : numpy.ndarray, shape (rows, OW, filters, bands, images)
            A view of some of the maps.
        windows : numpy.ndarray, shape (rows, OW, KW * (KH * C + 1), bands * images)
            Overwritten by the next ones.
        """
        if self.bands == 1:
            found = self.windows()
        else:
            if self._banded is None:
                self._banded = self._make_stacks(self.bands)
            found = self._banded.fill(self._rows_below(self.bands))
        height, width, filters, count = maps.shape
        maps = maps.reshape(self.bands, height // self.bands, width, filters, count)
        maps = maps.transpose(1, 2, 3, 0, 4)
        return ((maps[place], windows) for place, windows in found)

    def _rows_below(self, bands):
        if bands not in self._rows:
            self._rows[bands] = rows_below(self.pixels, self.geometry, bands)
        return self._rows[bands]

    def gradient_windows(self, grad_maps):
        """Yield places (rows, ..., images) of the maps' gradient, and windows on its columns.

        Their axes are (rows, W, KW * C_out, images). Zero columns stand in where a kernel hangs
        over the border, and where a stride left some out; they are written once.
        """
        if self._spread is None:
            geometry, (step, places) = self.geometry, self._places(bands=1)
            width, filters = geometry.images_shape[3], geometry.kernels_shape[0]
            (_, length), (_, left) = geometry.kernel_size, geometry.padding
            border = (length - 1) * geometry.dilation[1]
            last = border + (geometry.output_size[1] - 1) * geometry.stride[1]
            columns = width + 2 * left + border
            spread = _aligned((step, columns, filters, self._most), self.dtype, 0)
            self._spread = _Blocks(
                spread,
                spread[:, border : last + 1 : geometry.stride[1]],
                (filters, 1),
                places,
                length=length,
                step=1,
                dilation=geometry.dilation[1],
                positions=width,
                first=left,
            )
        return self._spread.fill(grad_maps[:, :, :, np.newaxis])

    def _count_bands(self):
        """Return how many bands fit into a block and give sums long enough; 1 if none would pay."""
        (rows, columns), filters = self.geometry.output_size, self.geometry.kernels_shape[0]
        enough = self._most >= _IMAGES_AT_A_TIME or rows * columns < _MANY_WINDOWS
        if enough or filters >= MANY_FILTERS:
            return 1
        most = min(_IMAGES_IN_A_SUM // self._most, _BLOCK_BYTES // self._row_bytes)
        return max([bands for bands in range(1, most + 1) if rows % bands == 0], default=1)

    def _places(self, bands):
        """Return the rows of each band that fit into a block, and all places of the output."""
        rows = self.geometry.output_size[0] // bands
        step = min(max(1, _BLOCK_BYTES // (bands * self._row_bytes)), rows)
        return step, [
            (slice(first, min(first + step, rows)), ..., slice(*cut))
            for cut in pairwise(self._cuts)
            for first in range(0, rows, step)
        ]

    def _make_stacks(self, bands):
        """Return memory for the stacks of some rows, with its lines of ones."""
        geometry, (step, places) = self.geometry, self._places(bands)
        stacks = _aligned((step, *self._row_shape, bands * self._most), self.dtype, 1)
        return _Blocks(
            stacks,
            stacks[:, :, :-1],
            (geometry.kernel_size[0], geometry.images_shape[1], bands),
            places,
            length=geometry.kernel_size[1],
            step=geometry.stride[1],
            dilation=geometry.dilation[1],
            positions=geometry.output_size[1],
        )


def rows_below(pixels, geometry, bands=1):
    """Return for each output row the KH rows of padded pixels under the kernels: a view.

    Its axes are (rows, columns, KH, C, bands, N): as stacks are to be written.
    """
    _, width, channels, count = pixels.shape
    row, column, channel, image = pixels.strides
    rows, step = geometry.output_size[0] // bands, geometry.stride[0] * row
    shape = rows, width, geometry.kernel_size[0], channels, bands, count
    strides = step, column, geometry.dilation[0] * row, channel, rows * step, image
    return np.ndarray(shape, pixels.dtype, pixels, 0, strides)
