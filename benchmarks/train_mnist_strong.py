"""Train a deeper CNN on MNIST, still in NumPy alone: for accuracy rather than for the clock.

    python benchmarks/train_mnist_strong.py
    python benchmarks/train_mnist_strong.py --seed 0 1 2

Beside the recipe of ``train_mnist.py``: three convolution layers in place of two, every training
digit moved at random by up to two pixels each time it is seen, dropout, and more epochs. With
``--checkpoint PATH`` a run that was stopped goes on where it was.
"""

import argparse

import machine  # first, since it sets how many threads NumPy will use
import numpy as np

from cnn_helpers.data import as_batch, load_mnist, train_validation_split
from cnn_helpers.layers import Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import Adam, Sequential, evaluate, fit, one_cycle, random_shifts

VALIDATION_SIZE = 5_000
EPOCHS = 15
BATCH_SIZE = 64
LEARNING_RATE = 3e-3


def deeper_cnn(seed):
    return Sequential(
        *(Conv2d(1, 16, 5, padding=2), ReLU(), MaxPool2d(2)),
        *(Conv2d(16, 32, 3, padding=1), ReLU(), Conv2d(32, 32, 3), ReLU(), MaxPool2d(2)),
        *(Flatten(), Dropout(0.3), Linear(1152, 128), ReLU(), Dropout(0.3), Linear(128, 10)),
        seed=seed,
    )


def train(seed, epochs=EPOCHS, progress=True, checkpoint=None):
    """Return the trained model and its history. The seed decides everything that is random."""
    mnist = load_mnist()
    *examples, validation_images, validation_labels = train_validation_split(
        mnist.train_images, mnist.train_labels, validation_size=VALIDATION_SIZE, seed=seed
    )
    model = deeper_cnn(seed)
    history = fit(
        model,
        *examples,
        optimizer=Adam(model, LEARNING_RATE),
        epochs=epochs,
        batch_size=BATCH_SIZE,
        validation=(validation_images, validation_labels),
        prepare_batch=as_batch,
        augment=random_shifts,
        schedule=one_cycle,
        seed=seed,
        progress=progress,
        resume=checkpoint,
    )
    return model, history


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, nargs="+", default=[0], help="one or more")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--checkpoint", metavar="PATH", help="go on from here, if it is there")
    parser.add_argument("--quiet", action="store_true", help="without the progress bar")
    arguments = parser.parse_args()
    if arguments.checkpoint and len(arguments.seed) > 1:
        parser.error("--checkpoint is for one seed at a time")
    mnist = load_mnist()
    print(machine.description())
    print(
        f"{deeper_cnn(0).parameter_count:,} parameters, "
        f"{deeper_cnn(0).summary((1, 28, 28)).multiply_adds:,} multiply-adds an image; "
        f"{arguments.epochs} epochs, shifts up to 2 pixels, Adam {LEARNING_RATE} with one cycle"
    )
    accuracies = []
    for seed in arguments.seed:
        model, history = train(
            seed, arguments.epochs, not arguments.quiet, checkpoint=arguments.checkpoint
        )
        _, accuracy = evaluate(model, mnist.test_images, mnist.test_labels, prepare_batch=as_batch)
        accuracies.append(accuracy)
        print(
            f"seed {seed}: test accuracy {accuracy:.2%}, "
            f"validation accuracy {history.validation_accuracy[-1]:.2%}, "
            f"{history.seconds:.1f} seconds",
            flush=True,
        )
    if len(accuracies) > 1:
        print(f"mean of {len(accuracies)} seeds: test accuracy {np.mean(accuracies):.2%}")


if __name__ == "__main__":
    main()
