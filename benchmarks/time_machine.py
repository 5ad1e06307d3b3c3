"""What watching costs: seconds of training with and without the training time machine attached.

``python benchmarks/time_machine.py [--rounds 5] [--epochs 4]``

Trains the time machine's own model on its own images, in turns: with plain ``fit``, and in the
machine's background thread with a page that keeps up (each picture is acknowledged at once, and all
that would go to the page is packed and serialised). One run of each warms up.
"""

import argparse
import json
import time

import machine as this_machine  # first, since it sets how many threads NumPy will use
import numpy as np

from cnn_helpers.training import fit
from cnn_helpers.widgets import TrainingTimeMachine


class WatchedMachine(TrainingTimeMachine):
    """A machine whose page answers at once."""

    pictures = 0
    bytes_sent = 0

    def _watch(self, measure):
        super()._watch(measure)
        state = self.get_state(["frame", "curves", "status", "measured"])
        # What goes over the wire: JSON, with arrays beside it.
        arrays = []

        def apart(value):
            arrays.append(bytes(value))
            return None

        text = json.dumps(state, default=apart)
        self.bytes_sent += len(text) + sum(map(len, arrays))
        self.pictures += 1
        self._runs.thread.seen = self._runs.thread.sent


def plain(watched, epochs):
    """Train without a widget; return the seconds."""
    setup = watched._runs.setup
    setup.back_to_start(0.1)
    started = time.perf_counter()
    fit(
        setup.model,
        setup.images,
        setup.labels,
        optimizer=setup.optimizer,
        epochs=epochs,
        batch_size=32,
        validation=setup.validation,
        prepare_batch=setup.prepare,
        progress=False,
    )
    return time.perf_counter() - started


def attached(watched, epochs):
    """Train in the machine; return the seconds."""
    watched.pictures = watched.bytes_sent = 0
    started = time.perf_counter()
    watched.start(lr=0.1, epochs=epochs)
    watched.wait()
    return time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args()
    watched = WatchedMachine()
    print(f"{this_machine.processor()}; {this_machine.blas_kernel()}; one BLAS thread")
    print(f"LeNet, {len(watched._runs.setup.images)} images, {options.epochs} epochs a run")
    print(f"{'round':>5}{'plain, s':>10}{'watched, s':>12}{'ratio':>7}{'pictures/s':>12}{'kB':>8}")
    times = []
    for number in range(-1, options.rounds):
        # The order alternates, so that a change of the machine's speed hits both alike.
        pair = (plain, attached) if number % 2 else (attached, plain)
        seconds = {run: run(watched, options.epochs) for run in pair}
        if number < 0:
            continue
        times.append([seconds[plain], seconds[attached]])
        rate = watched.pictures / seconds[attached]
        size = watched.bytes_sent / max(watched.pictures, 1) / 1e3
        ratio = seconds[attached] / seconds[plain]
        line = f"{number + 1:>5}{seconds[plain]:>10.2f}{seconds[attached]:>12.2f}{ratio:>7.2f}"
        print(f"{line}{rate:>12.1f}{size:>8.1f}", flush=True)
    best = np.min(times, axis=0)
    middle = np.median(np.divide(*np.transpose(times)[::-1]))
    print(f"minimum {best[0]:.2f} s and {best[1]:.2f} s: {best[1] / best[0]:.3f} times as long")
    print(f"median ratio {middle:.3f}; the goal is at most 1.10")


if __name__ == "__main__":
    main()
