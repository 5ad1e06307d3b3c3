"""Times several designs of one convolution, a little at a time, so that nobody has to wait."""

from __future__ import annotations

import time
from math import prod

import numpy as np

from cnn_helpers.batch_last import batch_last
from cnn_helpers.convolution_designs import maps_shape

__all__ = ["Stopwatch", "part_of"]

_LARGEST_PART = 2**25  # bytes of im2col's rows: a part with more of them is not timed
_GROWTH = 4, 1000
_SHORTEST = 5e-4  # seconds; some clocks, of browsers above all, step by a tenth of that


def part_of(whole, most):
    """Return a part (images, filters, rows, columns) of at most ``most`` cells.

    Filters are filled first, then images, columns, and rows: a design that does all images and
    filters at once takes as long for one of them.

    Examples
    --------
    >>> part_of((32, 16, 26, 26), 60)
    (3, 16, 1, 1)
    >>> part_of((32, 16, 26, 26), 30_000)
    (32, 16, 2, 26)
    """
    part = [1, 1, 1, 1]
    for axis in (1, 0, 3, 2):
        part[axis] = max(1, min(whole[axis], most))
        most //= part[axis]
    return tuple(part)


class _Lane:
    """One design on its way from a single cell to as large a part as its time allows."""

    def __init__(self, design, limit):
        self.design, self.limit = design, limit
        self.part = part_of(limit, 1)
        self.arrays, self.best, self.slices, self.settled = None, None, 0, False
        self.in_a_row = 1  # runs that are timed together, where one is too short for the clock

    def run(self, cut, seconds, rounds):
        """Time the design for about so many seconds; keep the fastest run of the present part."""
        if self.arrays is None:
            self.arrays = cut(self.part)
        started = last = time.perf_counter()
        while last - started < seconds:
            for _ in range(self.in_a_row):
                self.design(*self.arrays)
            now = time.perf_counter()
            if now > last:
                self.best = min(self.best or np.inf, (now - last) / self.in_a_row)
            if now - last < _SHORTEST:
                self.in_a_row *= 4
            last = now
        self.slices += 1
        if not self.settled:
            self._grow(seconds, rounds)

    def _grow(self, seconds, rounds):
        least, most = _GROWTH
        factor = max(least, min(most, seconds / self.best))
        larger = part_of(self.limit, int(prod(self.part) * factor))
        if self.best > seconds / 2 and self.slices < rounds:
            return  # something else may have kept the processor busy: look again
        if self.part == self.limit or self.best > seconds / 2 or larger == self.part:
            self.settled = True
        else:
            self.part, self.arrays, self.best, self.slices = larger, None, None, 0
            self.in_a_row = 1


class Stopwatch:
    """Times designs in turn; each call of :meth:`step` times one of them for a moment.

    A design that is too slow for the whole batch is timed on a part of it, and its time is
    multiplied up: a loop over all cells takes twice the time for twice the cells.

    Parameters
    ----------
    designs : dict of str to callable
        Each takes images and kernels and returns the feature maps.
    images_shape, kernels_shape : tuple of int
        (N, C, H, W) and (F, C, KH, KW).
    memory : {"image by image", "batch last"}
        How the images lie in memory.
    seconds : float
        How long a step takes, roughly. A run that was begun is ended.
    rounds : int
        How many steps each design gets at its final part; the fastest run counts.

    Examples
    --------
    >>> from cnn_helpers.convolution_designs import by_im2col, by_loops
    >>> designs = {"loops": by_loops, "im2col": by_im2col}
    >>> stopwatch = Stopwatch(designs, (4, 1, 8, 8), (2, 1, 3, 3), seconds=0.005)
    >>> while not stopwatch.done:
    ...     stopwatch.step()
    >>> stopwatch.seconds["loops"] > 10 * stopwatch.seconds["im2col"]
    True
    """

    def __init__(
        self, designs, images_shape, kernels_shape, *, memory="image by image",
        seconds=0.02, rounds=4,
    ):  # fmt: skip
        random = np.random.default_rng(0)
        self._images = random.standard_normal(images_shape, dtype=np.float32)
        self._kernels = random.standard_normal(kernels_shape, dtype=np.float32)
        self._memory, self._slice, self._rounds = memory, seconds, rounds
        self.whole = maps_shape(self._images, self._kernels)
        count, filters, height, width = self.whole
        row_bytes = 4 * count * width * prod(kernels_shape[1:])
        rows = max(1, min(height, _LARGEST_PART // row_bytes))
        limit = count, filters, rows, width
        self._lanes = {name: _Lane(design, limit) for name, design in designs.items()}
        self._next = 0

    def _cut(self, part):
        """Return the images and kernels that give this part of the maps, in memory of their own."""
        images, filters, rows, columns = part
        kernels = self._kernels[:filters].copy()
        reach = [size - 1 for size in kernels.shape[2:]]
        pixels = self._images[:images, :, : rows + reach[0], : columns + reach[1]].copy()
        return (batch_last(pixels) if self._memory == "batch last" else pixels), kernels

    def step(self):
        """Time the design that has been waiting longest."""
        waiting = [lane for lane in self._lanes.values() if not self._is_done(lane)]
        if waiting:
            waiting[self._next % len(waiting)].run(self._cut, self._slice, self._rounds)
            self._next += 1

    def _is_done(self, lane):
        return lane.settled and lane.slices >= self._rounds

    @property
    def done(self):
        """Whether every design has had its rounds."""
        return all(map(self._is_done, self._lanes.values()))

    @property
    def shares(self):
        """Which part of the work was timed, for each design: above 0, at most 1."""
        return {name: prod(lane.part) / prod(self.whole) for name, lane in self._lanes.items()}

    @property
    def seconds(self):
        """The fastest time for the whole work, for each design; None before it is known."""
        return {
            name: lane.best / self.shares[name] if lane.settled else None
            for name, lane in self._lanes.items()
        }
