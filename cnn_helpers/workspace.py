"""The memory that a convolution writes on its way, and that nobody else sees.

A layer keeps its :class:`Workspace` from batch to batch, as a cook keeps the bowls out. So memory
isn't asked for, filled with its zeros and ones, and cut into windows anew each time. All views into
it are prepared: making them anew would be a tenth of a training step on few small images.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cnn_helpers.windows import Blocks, aligned, rows_below

__all__ = ["MANY_FILTERS", "Workspace"]

# Measured; none of these numbers changes a result.
_BLOCK_BYTES = 2**19  # of stacks at a time: half of what many processors' second cache holds
_IMAGES_AT_A_TIME = 64
_IMAGES_IN_A_SUM = 256  # at most, when bands of images count as images
_MANY_WINDOWS = 64  # for fewer, cutting bands costs more than it gains
MANY_FILTERS = 16  # from here on, transposing a gradient before a product pays


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
        What the windows are multiplied with: kernels and bias, which are written to its views
        ``kernels_place`` (C_out, C, KH, KW) and ``bias_place`` (C_out,). The rest of it is 0.
    gradient : numpy.ndarray, shape (KW * (KH * C + 1), C_out)
        For the gradient of the matrix; ``kernels_gradient`` and ``bias_gradient`` are its views.
    reverse : numpy.ndarray, shape (KH * C, KW * C_out)
        What :meth:`gradient_windows` are multiplied with: kernels with their columns in reverse,
        which are written to its view ``reverse_place`` (C_out, C, KH, KW).
    bands : int
        Into how many each image is cut for :meth:`windows_in_bands`.
    """

    def __init__(self, geometry, dtype):
        self.geometry, self.dtype = geometry, dtype
        count, channels, _, width = geometry.images_shape
        filters, _, kernel_height, kernel_width = geometry.kernels_shape
        width, lines = width + 2 * geometry.padding[1], kernel_height * channels + 1

        matrix = np.zeros((filters, kernel_width, lines), dtype)
        self.matrix = matrix.reshape(filters, -1)
        self.kernels_place, self.bias_place = self._parameters_in(matrix)
        gradient = np.zeros((kernel_width, lines, filters), dtype)
        self.gradient = gradient.reshape(-1, filters)
        by_filter = gradient.transpose(2, 0, 1)
        self.kernels_gradient, self.bias_gradient = self._parameters_in(by_filter)
        reverse = np.empty((kernel_height, channels, kernel_width, filters), dtype)
        self.reverse = reverse.reshape(kernel_height * channels, -1)
        self.reverse_place = reverse[:, :, ::-1].transpose(3, 1, 0, 2)

        self.pixels = self._framed = self._only = self._banded = self._spread = None
        parts = -(-count // _IMAGES_AT_A_TIME)  # of the batch, rounded up
        self._cuts = [part * count // parts for part in range(parts + 1)]
        self._most = -(-count // parts)
        self._row_shape = width, lines
        self._row_bytes = width * lines * self._most * dtype.itemsize
        self._stacks, self.bands = self._make_stacks(bands=1), self._count_bands()

    def _parameters_in(self, matrix):
        """Return the views of kernels and bias in a matrix (C_out, KW, KH * C + 1)."""
        filters, channels, kernel_height, kernel_width = self.geometry.kernels_shape
        by_row = matrix[:, :, :-1].reshape(filters, kernel_width, kernel_height, channels)
        return by_row.transpose(0, 3, 2, 1), matrix[:, 0, -1]

    def fits(self, geometry, dtype):
        """Whether the workspace was made for this geometry and dtype."""
        same = self.geometry is geometry or self.geometry == geometry
        return same and self.dtype == dtype

    def take_in(self, images):
        """Set ``pixels``: a view of images that lie batch last and need no padding, else a copy."""
        self._only = None
        pixels, padding = images.transpose(2, 3, 1, 0), self.geometry.padding
        if padding == (0, 0) and pixels.dtype == self.dtype and pixels.flags.c_contiguous:
            self.pixels = pixels
            return
        if self._framed is None:
            (top, left), (height, width, channels, count) = padding, pixels.shape
            framed = np.zeros((height + 2 * top, width + 2 * left, channels, count), self.dtype)
            self._framed = framed, framed[top : top + height, left : left + width]
        self.pixels, inside = self._framed
        inside[...] = pixels

    def windows(self):
        """Yield places (rows, ..., images) of the output and their windows.

        The windows' axes are (rows, columns, KW * (KH * C + 1), images). Each is overwritten by the
        next one, but where one holds all, it stays and is yielded again.
        """
        if self._only is None:
            found = self._stacks.fill_from(self.pixels)
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
        part : numpy.ndarray, shape (rows, OW, filters, bands * images)
            Some of the maps.
        windows : numpy.ndarray, shape (rows, OW, KW * (KH * C + 1), bands * images)
            Overwritten by the next ones.
        """
        if self.bands == 1:
            for place, windows in self.windows():
                yield maps[place], windows
            return
        if self._banded is None:
            self._banded = self._make_stacks(self.bands)
        height, width, filters, count = maps.shape
        maps = maps.reshape(self.bands, height // self.bands, width, filters, count)
        maps = maps.transpose(1, 2, 3, 0, 4)
        for place, windows in self._banded.fill_from(self.pixels):
            part = maps[place]
            yield part.reshape(*part.shape[:3], -1), windows

    def gradient_windows(self, grad_maps):
        """Yield windows on the columns of the maps' gradient, and where their products belong.

        Zero columns stand in where a kernel hangs over the border, and where a stride left some
        out; they are written once.

        Yields
        ------
        windows : numpy.ndarray, shape (rows, W, KW * C_out, images)
        products : numpy.ndarray, shape (rows, W, KH * C, images)
            Memory for ``reverse @ windows``.
        kernel_rows : list of (place, numpy.ndarray)
            For each kernel row its products, (rows, W, C, images), and their place in the gradient
            of the pixels. Products and windows are overwritten by the next ones.
        """
        if self._spread is None:
            self._spread, self._products = self._make_spread()
        found = self._spread.fill(grad_maps[:, :, :, np.newaxis])
        for (_, windows), (products, kernel_rows) in zip(found, self._products, strict=True):
            yield windows, products, kernel_rows

    def _make_spread(self):
        """Return blocks for the maps' gradient, and for each part its products and their places."""
        geometry, (step, places) = self.geometry, self._places(bands=1)
        _, channels, _, width = geometry.images_shape
        filters, (kernel_height, length) = geometry.kernels_shape[0], geometry.kernel_size
        (stride, column_stride), (dilation, column_dilation) = geometry.stride, geometry.dilation
        left = geometry.padding[1]
        border = (length - 1) * column_dilation
        last = border + (geometry.output_size[1] - 1) * column_stride
        columns = width + 2 * left + border
        spread = aligned((step, columns, filters, self._most), self.dtype, 0)
        blocks = Blocks(
            spread,
            spread[:, border : last + 1 : column_stride],
            (filters, 1),
            places,
            length=length,
            step=1,
            dilation=column_dilation,
            positions=width,
            first=left,
        )
        memory = aligned((step, width, kernel_height * channels, self._most), self.dtype, 0)
        parts = []
        for rows, _, images in places:
            products = memory[: rows.stop - rows.start, ..., : images.stop - images.start]
            by_row = products.reshape(*products.shape[:2], kernel_height, channels, -1)
            tops = range(0, kernel_height * dilation, dilation)
            below = [
                slice(top + rows.start * stride, top + (rows.stop - 1) * stride + 1, stride)
                for top in tops
            ]
            kernel_rows = [
                ((image_rows, ..., images), by_row[:, :, kernel_row])
                for kernel_row, image_rows in enumerate(below)
            ]
            parts.append((products, kernel_rows))
        return blocks, parts

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
        stacks = aligned((step, *self._row_shape, bands * self._most), self.dtype, 1)
        return Blocks(
            stacks,
            stacks[:, :, :-1],
            (geometry.kernel_size[0], geometry.images_shape[1], bands),
            places,
            length=geometry.kernel_size[1],
            step=geometry.stride[1],
            dilation=geometry.dilation[1],
            positions=geometry.output_size[1],
            source=rows_below(geometry, self.dtype.itemsize, bands),
        )
