"""Train a small CNN on MNIST, in NumPy alone: the recipe of notebook 11.

    python benchmarks/train_mnist.py
    python benchmarks/train_mnist.py --seed 0 1 2
    python benchmarks/train_mnist.py --seed 0 1 2 --torch
    python benchmarks/train_mnist.py --save data/weights/mnist_lenet.safetensors

55,000 digits to learn from, 5,000 to validate on, 10,000 to test once at the end. One line a seed.
With ``--torch`` PyTorch then trains the same network: same first weights, split, batches,
optimizer, schedule, number of epochs and measuring; its images are float tensors from the start.
"""

import argparse
import sys
import time

import machine  # first, since it sets how many threads NumPy will use
import numpy as np
from saving import save_with_notes

from cnn_helpers.data import as_batch, load_mnist, train_validation_split
from cnn_helpers.layers import Conv2d, Linear, MaxPool2d, ReLU
from cnn_helpers.training import Adam, evaluate, fit, mnist_lenet, one_cycle

VALIDATION_SIZE = 5_000
EPOCHS = 6
BATCH_SIZE = 64
LEARNING_RATE = 3e-3


def split(seed):
    """Return training images and labels, validation images and labels."""
    mnist = load_mnist()
    return train_validation_split(
        mnist.train_images, mnist.train_labels, validation_size=VALIDATION_SIZE, seed=seed
    )


def train(seed, epochs=EPOCHS, progress=True):
    """Return the trained model and its history. The seed decides split, weights and order."""
    *examples, validation_images, validation_labels = split(seed)
    model = mnist_lenet(seed)
    history = fit(
        model,
        *examples,
        optimizer=Adam(model, LEARNING_RATE),
        epochs=epochs,
        batch_size=BATCH_SIZE,
        validation=(validation_images, validation_labels),
        prepare_batch=as_batch,
        schedule=one_cycle,
        seed=seed,
        progress=progress,
    )
    return model, history


def train_in_torch(torch, seed, epochs=EPOCHS):
    """Return a function that tells PyTorch's accuracy on a test set, and the seconds it took."""
    nn = torch.nn
    modules = []
    for layer in mnist_lenet(seed):
        if isinstance(layer, Conv2d):
            plan = layer.in_channels, layer.out_channels, layer.kernel_size
            modules.append(nn.Conv2d(*plan, layer.stride, layer.padding))
        elif isinstance(layer, Linear):
            modules.append(nn.Linear(layer.in_features, layer.out_features))
        elif isinstance(layer, MaxPool2d):
            modules.append(nn.MaxPool2d(layer.kernel_size, layer.stride))
        else:
            modules.append(nn.ReLU() if isinstance(layer, ReLU) else nn.Flatten())
    network = nn.Sequential(*modules)
    network.load_state_dict(
        {
            name: torch.from_numpy(array.copy())
            for name, array in mnist_lenet(seed).named_parameters()
        }
    )

    def tensors(images, labels):
        return torch.from_numpy(as_batch(images)), torch.from_numpy(labels.astype(np.int64))

    def accuracy(images, labels):
        with torch.no_grad():
            right = sum(
                int((network(some).argmax(1) == theirs).sum())
                for some, theirs in zip(
                    images.split(BATCH_SIZE), labels.split(BATCH_SIZE), strict=True
                )
            )
        return right / len(images)

    *examples, validation_images, validation_labels = split(seed)
    images, labels = tensors(*examples)
    validation = tensors(validation_images, validation_labels)
    total = epochs * -(-len(images) // BATCH_SIZE)
    optimizer = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: one_cycle(step / total))
    generator = np.random.default_rng(seed)
    started = time.perf_counter()
    for _ in range(epochs):
        order = torch.from_numpy(generator.permutation(len(images)))
        for chosen in order.split(BATCH_SIZE):
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(images[chosen]), labels[chosen]).backward()
            optimizer.step()
            schedule.step()
        accuracy(*validation)
    seconds = time.perf_counter() - started
    return lambda images, labels: accuracy(*tensors(images, labels)), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, nargs="+", default=[0], help="one or more")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--torch", action="store_true", help="let PyTorch do the same")
    parser.add_argument("--save", metavar="PATH", help="write the weights of the last seed")
    parser.add_argument("--quiet", action="store_true", help="without the progress bar")
    arguments = parser.parse_args()
    print(machine.description())
    torch = None
    if arguments.torch:
        try:
            import torch
        except ImportError:
            sys.exit('--torch needs PyTorch: pip install -e ".[parity]"')
        torch.set_num_threads(1)
        print(f"PyTorch {torch.__version__}, eager, 1 thread")

    mnist = load_mnist()
    test = mnist.test_images, mnist.test_labels
    print(
        f"{len(mnist.train_images) - VALIDATION_SIZE:,} training, {VALIDATION_SIZE:,} validation, "
        f"{len(test[0]):,} test images; {mnist_lenet(0).parameter_count:,} parameters; "
        f"{arguments.epochs} epochs; Adam {LEARNING_RATE} with one cycle, batches of {BATCH_SIZE}"
    )
    ours, theirs = [], []
    for seed in arguments.seed:
        model, history = train(seed, arguments.epochs, progress=not arguments.quiet)
        _, accuracy = evaluate(model, *test, prepare_batch=as_batch)
        ours.append(accuracy)
        line = (
            f"seed {seed}: test accuracy {accuracy:.2%}, "
            f"validation accuracy {history.validation_accuracy[-1]:.2%}, "
            f"{history.seconds:.1f} seconds"
        )
        if torch is not None:
            measure, seconds = train_in_torch(torch, seed, arguments.epochs)
            theirs.append(measure(*test))
            line += (
                f"; PyTorch {theirs[-1]:.2%}, {seconds:.1f} seconds: "
                f"ratio {history.seconds / seconds:.2f}"
            )
        print(line, flush=True)
    if arguments.save:
        save_with_notes(model, arguments.save, arguments.seed[-1], accuracy)
    if len(ours) > 1:
        beside = f"; PyTorch {np.mean(theirs):.2%}" if theirs else ""
        print(f"mean of {len(ours)} seeds: test accuracy {np.mean(ours):.2%}{beside}")


if __name__ == "__main__":
    main()
