"""Runs training so that it can be paused, stopped and watched, without costing it much time.

Where Python has no threads, in a browser, training in the background goes on in short turns;
between them Python hears what the page says, and runs other cells.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time

from cnn_helpers.browser import in_browser
from cnn_helpers.training import StopTraining

__all__ = ["SHARE", "TrainingThread"]

SHARE = 0.05
"""The part of the training time that watching may take."""

_BETWEEN_FRAMES = 0.1  # seconds
_BETWEEN_MEASUREMENTS = 1.0
_SHARE_OF_MEASUREMENTS = 0.015
_UNSEEN = 1.0  # a page that does not answer gets one picture a second
_TURN = 0.05  # without threads: how long training goes on before the page is heard
_UNHEARD = 0.25  # while training fills a cell, no page's answer can be heard


class TrainingThread:
    """Runs training in a thread of its own, in turns, or in the caller's, and watches it.

    Parameters
    ----------
    watch : callable
        ``watch(measure)`` shows the present state; with ``measure`` also what takes longer.
    in_turns : bool, optional
        Whether the background is turns on the event loop, for want of threads; None finds out.

    Attributes
    ----------
    seen, sent : int
        Number of the last picture that the page has drawn, and of the last that it was sent.
    watching : float
        Seconds that watching took since the start.
    training : float
        Seconds since the start, pauses left out.
    in_background : bool
        Whether other work goes on meanwhile; else training fills the cell that began it.
    """

    def __init__(self, watch, in_turns=None):
        self._watch = watch
        self._in_turns = in_browser() if in_turns is None else in_turns
        self._thread = self._turns = None
        self._busy = threading.Lock()
        self._stop, self._go = threading.Event(), threading.Event()
        self._go.set()
        self.seen = self.sent = 0
        self.in_background = True

    @property
    def is_running(self):
        """Whether a training run is going on, paused or not."""
        return self._busy.locked()

    @property
    def is_paused(self):
        """Whether it waits."""
        return not self._go.is_set()

    def run(self, work, *, background, after=lambda: None):
        """Do the work, at once or in the background.

        ``work()`` gives an iterator, each step of which calls :meth:`on_step`. ``after`` is called
        when it has ended, however it did.

        Raises
        ------
        RuntimeError
            If work is being done already.
        """
        if not self._busy.acquire(blocking=False):
            raise RuntimeError("training is running already: pause or stop it first")
        self.in_background = background
        self._stop.clear()
        self._go.set()
        self._started = self._last_frame = self._last_measurement = time.perf_counter()
        self._paused = self.watching = 0.0
        self._cost = [0.0, 0.0]  # of the last picture without and with a measurement

        def steps():
            try:
                yield from work()
            finally:
                self._go.set()
                self._busy.release()
                after()

        self._steps, self._stepping = steps(), False
        if background and self._in_turns:
            self._turns = asyncio.ensure_future(self._take_turns())
        elif background:
            self._thread = threading.Thread(target=self._go_on, name="training", daemon=True)
            self._thread.start()
        else:
            self._go_on()

    def _go_on(self, deadline=math.inf):
        """Take all steps that are left, or those until a moment."""
        self._stepping = True
        try:
            for _ in self._steps:
                if time.perf_counter() >= deadline:
                    return
        finally:
            self._stepping = False

    async def _take_turns(self):
        while self.is_running:
            # A step that sleeps lets the event loop go on: the next must not begin inside it.
            if not self._stepping:
                self._go_on(time.perf_counter() + _TURN)
            await asyncio.sleep(0.001 if self._stepping else 0)
            while self.is_running and self.is_paused:
                await self._pause_between_turns()

    def pause(self):
        """Let training wait after its present step."""
        if self.is_running:
            self._go.clear()

    def resume(self):
        """Let it go on."""
        self._go.set()

    def stop(self):
        """End training after its present step."""
        if self.is_running:
            self._stop.set()
            self._go.set()

    def wait(self, timeout=None):
        """Wait until training in the background has ended; return whether it has.

        Without threads nothing would go on meanwhile, so the steps are taken here.
        """
        if self._in_turns:
            deadline = math.inf if timeout is None else time.perf_counter() + timeout
            while self._stepping and time.perf_counter() < deadline:
                time.sleep(0.001)  # a turn sleeps within its step; so it can go on
            if self.is_running and not self.is_paused and not self._stepping:
                self._go_on(deadline)
        elif self._thread is not None:
            self._thread.join(timeout)
        return not self.is_running

    @property
    def training(self):
        """Seconds since the start, pauses left out."""
        return time.perf_counter() - self._started - self._paused

    def on_step(self, history):
        """Show, pause or stop; ``fit`` calls this after each step."""
        if self._stop.is_set():
            raise StopTraining
        if not self._go.is_set():
            if self._in_turns and self.in_background:
                return  # the turns wait
            self._wait_here()
        now = time.perf_counter()
        if now - self._last_frame < _BETWEEN_FRAMES:
            return
        patience = _UNSEEN if self.in_background else _UNHEARD
        if self.seen < self.sent and now - self._last_frame < patience:
            return  # the page is slow: it gets the state as it is when it has caught up
        pause = max(_BETWEEN_MEASUREMENTS, self._cost[1] / _SHARE_OF_MEASUREMENTS)
        measure = now - self._last_measurement >= pause and self._affords(self._cost[1])
        if measure or self._affords(self._cost[0]):
            self._show(measure, now)

    def _affords(self, cost):
        return self.watching + cost <= SHARE * self.training

    def _show(self, measure, now):
        self._watch(measure)
        spent = time.perf_counter() - now
        self.watching += spent
        self._cost[measure] = spent
        self._last_frame = now
        if measure:
            self._last_measurement = now

    async def _pause_between_turns(self):
        began = time.perf_counter()
        self._watch(True)
        while not self._go.is_set():
            await asyncio.sleep(0.05)
        self._paused += time.perf_counter() - began

    def _wait_here(self):
        began = time.perf_counter()
        self._watch(True)
        # Short waits, so that the kernel's interrupt arrives when training runs in a cell.
        while not self._go.wait(0.05):
            pass
        self._paused += time.perf_counter() - began
        if self._stop.is_set():
            raise StopTraining
        self._watch(False)
