"""Train the small classifier of box marks, 28x28: X, O, tick, scribble, empty.

    python benchmarks/train_marks.py --seed 0 1 2
    python benchmarks/train_marks.py --save data/weights/marks_cnn.safetensors

2,000 marks to learn from, shifted at random by up to two pixels, 500 to test on once at the end.
"""

import argparse

import machine  # first, since it sets how many threads NumPy will use
from saving import save_with_notes

from cnn_helpers.data import as_batch, load_marks
from cnn_helpers.training import Adam, evaluate, fit, marks_cnn, one_cycle, random_shifts

EPOCHS = 20
BATCH_SIZE = 32
LEARNING_RATE = 3e-3


def train(seed):
    """Return the trained model and its history."""
    marks = load_marks(28)
    model = marks_cnn(seed)
    history = fit(
        model,
        marks.train_images,
        marks.train_labels,
        optimizer=Adam(model, LEARNING_RATE),
        epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        prepare_batch=as_batch,
        augment=random_shifts,
        schedule=one_cycle,
        seed=seed,
        progress=False,
    )
    return model, history


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, nargs="+", default=[0], help="one or more")
    parser.add_argument("--save", metavar="PATH", help="write the weights of the last seed")
    arguments = parser.parse_args()
    print(machine.description())
    marks = load_marks(28)
    for seed in arguments.seed:
        model, history = train(seed)
        _, accuracy = evaluate(model, marks.test_images, marks.test_labels, prepare_batch=as_batch)
        print(f"seed {seed}: test accuracy {accuracy:.2%}, {history.seconds:.1f} seconds")
    if arguments.save:
        save_with_notes(model, arguments.save, arguments.seed[-1], accuracy)


if __name__ == "__main__":
    main()
