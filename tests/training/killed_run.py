"""A training run in a process of its own, to be killed.

    python killed_run.py CHECKPOINT WEIGHTS

Everything that is random takes part: order, shifts, dropout. The saved weights are the proof.
"""

import sys

import numpy as np

from cnn_helpers.layers import Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import (
    Adam,
    Sequential,
    SnapshotPlan,
    fit,
    one_cycle,
    random_shifts,
    save_weights,
)

EPOCHS = 30


def run(checkpoint):
    """Return the model and the history of the run, continued if there is a checkpoint."""
    generator = np.random.default_rng(6)
    images = generator.random((150, 1, 12, 12), np.float32)
    labels = generator.integers(0, 4, 150)
    model = Sequential(
        *(Conv2d(1, 4, 3), ReLU(), MaxPool2d(2), Flatten()),
        *(Linear(100, 16), ReLU(), Dropout(0.4), Linear(16, 4)),
        seed=1,
    )
    history = fit(
        model,
        *(images, labels),
        optimizer=Adam(model, 0.01),
        epochs=EPOCHS,
        batch_size=16,
        validation=(images[:20], labels[:20]),
        augment=random_shifts,
        schedule=one_cycle,
        snapshots=SnapshotPlan(100, images=images[:1], activations=["conv1"]),
        seed=2,
        progress=False,
        resume=checkpoint,
    )
    return model, history


if __name__ == "__main__":
    save_weights(run(sys.argv[1])[0], sys.argv[2])
