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


def clock():
    """Return the time on the wall and the processor time of this process, in seconds."""
    return np.array([time.perf_counter(), time.process_time()])


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
    """Train without a widget; return the seconds on the wall and on the processor."""
    setup = watched._runs.setup
    setup.back_to_start(0.1)
    started = clock()
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
    return clock() - started


def attached(watched, epochs):
    """Train in the machine; return the seconds on the wall and on the processor."""
    watched.pictures = watched.bytes_sent = 0
    started = clock()
    watched.start(lr=0.1, epochs=epochs)
    watched.wait()
    return clock() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args()
    watched = WatchedMachine()
    print(f"{this_machine.processor()}; {this_machine.blas_kernel()}; one BLAS thread")
    print(f"LeNet, {len(watched._runs.setup.images)} images, {options.epochs} epochs a run")
    print("seconds on the wall; on the processor, which other programs don't disturb")
    print(f"{'round':>5}{'plain':>15}{'watched':>16}{'ratio':>14}{'pictures/s':>12}{'kB':>7}")
    times = []
    for number in range(-1, options.rounds):
        # The order alternates, so that a change of the machine's speed hits both alike.
        pair = (plain, attached) if number % 2 else (attached, plain)
        seconds = {run: run(watched, options.epochs) for run in pair}
        if number < 0:
            continue
        ours, theirs = seconds[attached], seconds[plain]
        times.append([theirs, ours])
        rate = watched.pictures / ours[0]
        size = watched.bytes_sent / max(watched.pictures, 1) / 1e3
        cells = [theirs, ours, ours / theirs]
        line = "".join(f"{wall:>8.2f}{processor:>7.2f} " for wall, processor in cells)
        print(f"{number + 1:>5}{line}{rate:>10.1f}{size:>7.1f}", flush=True)
    times = np.array(times)  # round, plain or watched, wall or processor
    ratios = np.median(times[:, 1] / times[:, 0], axis=0)
    best = times.min(axis=0)
    for place, name in enumerate(("on the wall", "on the processor")):
        print(
            f"{name}: minima {best[0, place]:.2f} s and {best[1, place]:.2f} s, "
            f"ratio {best[1, place] / best[0, place]:.3f}; median ratio {ratios[place]:.3f}"
        )
    print("the goal is at most 1.10")


if __name__ == "__main__":
    main()
