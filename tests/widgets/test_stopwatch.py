"""The stopwatch with a clock of its own: no test depends on the machine's speed."""

from math import prod

import numpy as np
import pytest

from cnn_helpers.convolution_designs import maps_shape
from cnn_helpers.widgets import stopwatch
from cnn_helpers.widgets.stopwatch import Stopwatch, part_of


class Clock:
    """Time that passes only while a design runs."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        monkeypatch.setattr(stopwatch.time, "perf_counter", lambda: self.now)

    def design(self, per_cell, per_call=0.0, trouble=()):
        """Return a design that takes so long; ``trouble`` delays its first calls."""
        delays = list(trouble)

        def run(images, kernels):
            cells = prod(maps_shape(images, kernels))
            self.now += per_call + per_cell * cells + (delays.pop(0) if delays else 0.0)
            self.largest = max(getattr(self, "largest", 0), cells)

        return run


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


SHAPES = (32, 8, 28, 28), (16, 8, 3, 3)
CELLS = 32 * 16 * 26 * 26


def run(watch):
    steps = 0
    while not watch.done:
        watch.step()
        steps += 1
        assert steps < 500
    return steps


def test_slow_work_is_timed_on_a_part_and_multiplied_up(clock):
    watch = Stopwatch({"loops": clock.design(1e-4)}, *SHAPES, seconds=0.02)
    run(watch)
    assert watch.seconds["loops"] == pytest.approx(1e-4 * CELLS)
    assert watch.shares["loops"] < 0.01
    assert clock.now < 1  # and nobody waited


def test_fast_work_is_timed_as_a_whole(clock):
    watch = Stopwatch({"fast": clock.design(1e-9, 1e-5)}, *SHAPES, seconds=0.02)
    run(watch)
    assert watch.shares["fast"] == 1
    assert watch.seconds["fast"] == pytest.approx(1e-9 * CELLS + 1e-5)


def test_the_fastest_run_counts_whatever_else_the_machine_did(clock):
    watch = Stopwatch({"fast": clock.design(1e-9, 1e-5, [0.05, 0.5, 0.02])}, *SHAPES)
    run(watch)
    assert watch.seconds["fast"] == pytest.approx(1e-9 * CELLS + 1e-5)


def test_a_clock_that_steps_is_no_trouble(clock, monkeypatch):
    """As in a browser: whatever takes less than a step seems to take nothing."""
    monkeypatch.setattr(stopwatch.time, "perf_counter", lambda: round(clock.now, 4))
    watch = Stopwatch({"fast": clock.design(0.0, 7e-6)}, (1, 1, 8, 8), (1, 1, 3, 3))
    run(watch)
    assert watch.seconds["fast"] == pytest.approx(7e-6, rel=0.2)


def test_designs_take_turns_and_no_turn_is_long(clock):
    designs = {"slow": clock.design(1e-4), "fast": clock.design(1e-8, 1e-4)}
    watch = Stopwatch(designs, *SHAPES, seconds=0.02)
    longest, known = 0.0, []
    while not watch.done:
        before = clock.now
        watch.step()
        longest = max(longest, clock.now - before)
        known.append({name for name, value in watch.seconds.items() if value is not None})
    assert longest < 0.1
    assert known[0] == set()
    assert known[-1] == {"slow", "fast"}


def test_no_part_needs_much_memory(clock):
    big = (64, 16, 32, 32), (32, 16, 7, 7)
    watch = Stopwatch({"fast": clock.design(0.0, 1e-6)}, *big)
    run(watch)
    rows = clock.largest / 32  # cells of one filter
    assert rows * 16 * 49 * 4 <= 2**25
    assert watch.shares["fast"] < 1


@pytest.mark.parametrize("memory", ["image by image", "batch last"])
def test_designs_are_given_arrays_that_lie_as_asked(clock, memory):
    seen = []

    def design(images, kernels):
        clock.now += 1e-3
        seen.append(images)

    run(Stopwatch({"looks": design}, (4, 3, 9, 8), (2, 3, 3, 2), memory=memory, seconds=0.003))
    whole = seen[-1]
    assert whole.shape == (4, 3, 9, 8)
    assert whole.dtype == np.float32
    order = (0, 1, 2, 3) if memory == "image by image" else (2, 3, 1, 0)
    assert whole.transpose(order).flags.c_contiguous


@pytest.mark.parametrize("most", [1, 7, 16, 500, 513, 10**9])
def test_parts_fit_in_the_whole(most):
    part = part_of((32, 16, 26, 25), most)
    assert prod(part) <= most
    assert all(1 <= one <= all_ for one, all_ in zip(part, (32, 16, 26, 25), strict=True))
