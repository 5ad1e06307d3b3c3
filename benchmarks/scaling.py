"""How time and memory of a LeNet's training step grow with the batch, and what MNIST takes.

    python benchmarks/scaling.py
    python benchmarks/scaling.py --memory        (peak of a process that trains on all of MNIST)

Time per image is measured in turn, for batches of 16 to 512; in each turn the steps in a row that
512 images take, as in training: a single small step would find the processor's caches full of what
the largest batch left there. It is processor time: on a machine that others use too, a long step
hardly ever runs without being interrupted, and the clock on the wall would count the pauses. Memory
is what a step allocates at most, beside the parameters (tracemalloc).
"""

import argparse
import resource
import sys
import time
import tracemalloc

import machine  # first, since it sets how many threads NumPy will use
from racing import LENET, RANDOM, numbers

from cnn_helpers import layers
from cnn_helpers.data import as_batch, load_mnist
from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.training import SGD, Adam, Sequential, evaluate, fit

BATCH_SIZES = (16, 32, 64, 128, 256, 512)


def lenet():
    return Sequential(*(getattr(layers, name)(*args, **kw) for name, args, kw in LENET), seed=0)


def training_step(batch_size):
    images, labels = numbers(batch_size, 1, 28, 28), RANDOM.integers(0, 10, batch_size)
    model = lenet()
    optimizer = SGD(model, lr=0.01, momentum=0.9)

    def step():
        logits = model(images)
        cross_entropy(logits, labels)
        model.backward(cross_entropy_backward(logits, labels))
        optimizer.step()

    return step


def processor_times(steps, rounds):
    """Return the least microseconds of processor time an image that each step took, in turn."""
    best, images = dict.fromkeys(steps, float("inf")), max(steps)
    for count in range(-3, rounds):  # the first rounds warm up
        for size, step in steps.items():
            started = time.process_time()
            for _ in range(images // size):
                step()
            if count >= 0:
                best[size] = min(best[size], 1e6 * (time.process_time() - started) / images)
    return best


def peak_of(step):
    step()
    tracemalloc.start()
    step()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def train_on_all_of_mnist():
    """Train for one epoch and evaluate; return the process's peak of memory in bytes."""
    mnist, model = load_mnist(), lenet()
    fit(
        model,
        mnist.train_images,
        mnist.train_labels,
        optimizer=Adam(model, 3e-3),
        epochs=1,
        prepare_batch=as_batch,
        progress=False,
    )
    _, accuracy = evaluate(model, mnist.test_images, mnist.test_labels, prepare_batch=as_batch)
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, accuracy


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--memory", action="store_true", help="train on MNIST and print the peak")
    arguments = parser.parse_args()
    if arguments.memory:
        peak, accuracy = train_on_all_of_mnist()
        print(machine.description())
        print(
            f"one epoch of all 60,000 MNIST images, then evaluation of 10,000 (test accuracy "
            f"{accuracy:.1%}): the process peaks at {peak / 2**20:.0f} MB"
        )
        return
    print(f"{machine.description()}\n")
    steps = {size: training_step(size) for size in BATCH_SIZES}
    each = processor_times(steps, arguments.rounds)
    fastest = min(each.values())
    print(f"{'LeNet, batch':14}{'microseconds an image':>22}{'to the best':>13}{'MB a step':>11}")
    for size, step in steps.items():
        ratio = each[size] / fastest
        print(f"{size:12}{each[size]:24.1f}{ratio:13.2f}{peak_of(step) / 2**20:11.1f}")


if __name__ == "__main__":
    main()
