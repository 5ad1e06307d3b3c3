"""Grading processes on this machine; one that dies costs one further try of one submission."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque

from cnn_coursework.supplies import Supplies

__all__ = ["local_marks"]

TRIES = 3
SPARE_SECONDS = 60.0


def local_marks(waiting, task, workers=None):
    """Yield (number, mark) for each submission, as it is finished.

    Parameters
    ----------
    waiting : list of (int, str, path-like)
        Number, student and notebook of each.
    task : Task
        What is the same for all.
    workers : int, optional
        How many processes; one for each core if left out.

    Yields
    ------
    int, dict or None
        None for a submission that ended its grading process again and again.
    """
    if not waiting:
        return
    count = min(len(waiting), workers or len(os.sched_getaffinity(0)))
    pool = _Pool(waiting, task, count)
    try:
        yield from pool.marks()
    finally:
        pool.stop()


class _Pool:
    def __init__(self, waiting, task, count):
        self.task, self.count = task, count
        self.waiting = deque((job, 1) for job in waiting)
        self.supplies = Supplies()
        self.supplies.course(task.assignment.exercises)
        if not task.unsafe:
            self.supplies.bound(task.assignment.allowed_imports)
        self.selector, self.workers = selectors.DefaultSelector(), []

    def marks(self):
        """Yield what is finished, and keep every process busy."""
        while self.waiting or self.workers:
            while self.waiting and len(self.workers) < self.count:
                self._start()
            for worker in self._ready():
                number, mark, lost = self._answer(worker)
                if number is not None:
                    yield number, mark
                if lost:
                    continue
                if self.waiting:
                    self._hand_out(worker)
                else:
                    self._end(worker)

    def _start(self):
        worker = _Worker(self.task, self.supplies)
        self.selector.register(worker.answers, selectors.EVENT_READ, worker)
        self.workers.append(worker)
        self._hand_out(worker)

    def _hand_out(self, worker):
        worker.take(*self.waiting.popleft(), self.task.assignment.limits.total_seconds)

    def _ready(self):
        ready = [key.data for key, _ in self.selector.select(timeout=1.0)]
        now = time.monotonic()
        return ready + [one for one in self.workers if now > one.until and one not in ready]

    def _answer(self, worker):
        """Return (number, mark, whether the process is lost) of what a process says."""
        if time.monotonic() > worker.until:
            worker.process.kill()
        line = worker.read()
        job, tries = worker.job, worker.tries
        if line is not None:
            return job[0], json.loads(line), False
        self._end(worker)
        if tries < TRIES:
            self.waiting.appendleft((job, tries + 1))
            return None, None, True
        return job[0], None, True

    def _end(self, worker):
        self.selector.unregister(worker.answers)
        self.workers.remove(worker)
        worker.stop()

    def stop(self):
        """End all processes, and what they are at."""
        for worker in self.workers:
            worker.stop()
        self.selector.close()


class _Worker:
    """One grading process, and the submission that it is at."""

    command = (sys.executable, "-m", "cnn_coursework.pool_worker")

    def __init__(self, task, supplies):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_variables()
        )
        self.answers = self.process.stdout
        self._say(
            {
                "assignment": task.assignment.to_json(),
                "seed": task.seed,
                "unsafe": task.unsafe,
                "supplies": str(supplies.folder),
            }
        )

    def take(self, job, tries, seconds):
        """Begin a submission."""
        self.job, self.tries = job, tries
        self.until = time.monotonic() + seconds + SPARE_SECONDS
        _, student, path = job
        self._say({"student": student, "path": os.path.abspath(os.fspath(path))})

    def _say(self, message):
        with contextlib.suppress(BrokenPipeError):  # it is dead; its answer will say so
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()

    def read(self):
        """Return the line that it has written, or None if it is dead."""
        line = self.answers.readline()
        return line if line.endswith(b"\n") else None

    def stop(self):
        """End it; what it has started ends with it."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()


def _variables():
    paths = os.pathsep.join(path for path in sys.path if path)
    return os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": paths}
