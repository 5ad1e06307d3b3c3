"""The runs of the training time machine: how they start, go on and end; their records."""

from __future__ import annotations

import math

from cnn_helpers.training import fit_in_steps
from cnn_helpers.widgets.training_record import TrainingRecord, moments_for
from cnn_helpers.widgets.training_thread import TrainingThread

__all__ = ["TrainingRuns"]

_RUNS_WITH_MOMENTS = 2
_MOST_RUNS = 6


class TrainingRuns:
    """Runs of one model, each from the same start.

    Parameters
    ----------
    setup : TrainingSetup
    watch : callable
        ``watch(measure)`` shows the present state.
    memory : float
        Megabytes for the moments of all runs together; only the last two runs keep theirs.
    batch_size, seed, augment, schedule
        As for ``fit``.

    Attributes
    ----------
    records : list of TrainingRecord
        The newest last, six at most.
    state : str
        "ready", "training", "paused", "stopped", "finished" or "failed".
    failure : Exception or None
        What ended the last run.
    total : int
        Steps that the present run has when it is complete.
    """

    def __init__(self, setup, watch, *, memory, batch_size, seed, augment, schedule):
        self.setup, self.memory, self.batch_size, self.seed = setup, memory, batch_size, seed
        self._how = {"augment": augment, "schedule": schedule, "batch_size": batch_size}
        self.most, self.bytes_of_one = moments_for(setup.model, memory, _RUNS_WITH_MOMENTS)
        self.thread = TrainingThread(watch)
        self._watch = watch
        self._ended = "ready"
        self.records, self.failure, self.total, self.number = [], None, 0, 0

    @property
    def state(self):
        """What is going on."""
        if not self.thread.is_running:
            return self._ended
        return "paused" if self.thread.is_paused else "training"

    @property
    def record(self):
        """The present run, or None."""
        return self.records[-1] if self.records else None

    @property
    def steps_per_epoch(self):
        """How many batches the images make."""
        return math.ceil(len(self.setup.images) / self.batch_size)

    def begin(self, lr, epochs, *, new, background):
        """Train: a new run, or the present one for some epochs more.

        Raises
        ------
        RuntimeError
            If training is running already.
        Exception
            Whatever ``fit`` raises, if it doesn't run in the background; else ``failure`` holds it.
        """
        new = new or not self.records

        def work():
            self.failure = None
            if new:
                self._open(lr)
            self._watch(False)
            try:
                history = yield from self._fit(epochs)
                self._ended = "stopped" if history.interrupted else "finished"
            except Exception as error:
                self._ended, self.failure = "failed", error
                if not background:
                    raise

        self.thread.run(work, background=background, after=lambda: self._watch(True))

    def _open(self, lr):
        """Begin a record, with the model as it was at first."""
        self.setup.back_to_start(lr)
        for record in self.records[: 1 - _RUNS_WITH_MOMENTS]:
            record.forget_moments()
        self.number += 1
        record = TrainingRecord(f"run {self.number}", lr, self.most)
        self.records = [*self.records, record][-_MOST_RUNS:]

    def _fit(self, epochs):
        record, setup = self.record, self.setup
        count = epochs * self.steps_per_epoch
        self.total = record.steps + count

        def on_step(history):
            if history not in record:
                record.add(history)
            self.thread.on_step(history)

        try:
            steps = fit_in_steps(
                setup.model,
                setup.images,
                setup.labels,
                optimizer=setup.optimizer,
                epochs=epochs,
                validation=setup.validation,
                prepare_batch=setup.prepare,
                progress=False,
                on_step=on_step,
                seed=self.seed + len(record.histories),
                snapshots=record.plan(count),
                **self._how,
            )
            for history in steps:
                yield history
            if history not in record:  # ended before its first step
                record.add(history)
        finally:
            record.settle()
        return history
