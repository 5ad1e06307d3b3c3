"""Race the layers that learners use against PyTorch: in one process, in turn.

    python benchmarks/race_torch.py
    python benchmarks/race_torch.py --only B --rounds 300

A: training step of a tiny CNN, batch 32 of 8x8.  B: training step of LeNet, batch 64 of 28x28.
C: one convolution layer, 32 images of 16 channels 32x32, 32 kernels 3x3, forward and backward, fed
batch-last memory as between layers.  D: one 3x3 kernel over one large grey image.

Each round runs every competitor once; for A and B there is a second race where each makes ten steps
in a row, as in training. A ratio below 1 means faster than PyTorch: once that of the
minima, then the quartiles of the rounds' ratios. OPENBLAS_NUM_THREADS=2 lets both use two threads.
"""

import argparse
import os
import sys

import machine  # first, since it sets how many threads NumPy will use
from racing import (
    LENET,
    RANDOM,
    TINY,
    matrix_product_peak,
    numbers,
    print_race,
    race,
    training_gigaflop,
)

from cnn_helpers import layers
from cnn_helpers.batch_last import batch_last
from cnn_helpers.convolution import conv2d
from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.training import SGD, Sequential

try:
    import torch
except ImportError:
    sys.exit('This race needs PyTorch. Install the "parity" extra: pip install -e ".[parity]"')
try:
    from scipy import ndimage
except ImportError:
    ndimage = None


def training_step(plan, images_shape):
    """Return one training step of SGD with momentum: ours, PyTorch's, and its channels_last."""
    images, labels = numbers(*images_shape), RANDOM.integers(0, 10, images_shape[0])
    model = Sequential(*(getattr(layers, name)(*args, **kw) for name, args, kw in plan), seed=0)
    optimizer = SGD(model, lr=0.01, momentum=0.9)

    def ours():
        logits = model(images)
        cross_entropy(logits, labels)
        model.backward(cross_entropy_backward(logits, labels))
        optimizer.step()

    def theirs(memory_format):
        network = torch.nn.Sequential(
            *(getattr(torch.nn, name)(*args, **kw) for name, args, kw in plan)
        ).to(memory_format=memory_format)
        batch = torch.from_numpy(images).to(memory_format=memory_format)
        targets = torch.from_numpy(labels)
        sgd = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)

        def step():
            sgd.zero_grad()
            torch.nn.functional.cross_entropy(network(batch), targets).backward()
            sgd.step()

        return step

    return {
        "ours": ours,
        "torch": theirs(torch.contiguous_format),
        "torch channels_last": theirs(torch.channels_last),
    }


def layer_forward():
    images = numbers(32, 16, 32, 32)
    ours, theirs = layers.Conv2d(16, 32, 3, padding=1), torch.nn.Conv2d(16, 32, 3, padding=1)
    inside, batch = batch_last(images), torch.from_numpy(images)
    channels_last = batch.to(memory_format=torch.channels_last)

    def without_gradient(images):
        with torch.no_grad():
            theirs(images)

    return {
        "ours": lambda: ours(inside),
        "torch": lambda: without_gradient(batch),
        "torch channels_last": lambda: without_gradient(channels_last),
        "ours, plain NCHW memory": lambda: ours(images),
    }


def layer_backward():
    images, grad_output = numbers(32, 16, 32, 32), numbers(32, 32, 32, 32)
    ours, theirs = layers.Conv2d(16, 32, 3, padding=1), torch.nn.Conv2d(16, 32, 3, padding=1)
    ours(batch_last(images))
    inside = batch_last(grad_output)

    def backward(memory_format):
        batch = torch.from_numpy(images).to(memory_format=memory_format).requires_grad_()
        gradient = torch.from_numpy(grad_output).to(memory_format=memory_format)
        output, inputs = theirs(batch), (batch, *theirs.parameters())
        return lambda: torch.autograd.grad(output, inputs, gradient, retain_graph=True)

    return {
        "ours": lambda: ours.backward(inside),
        "torch": backward(torch.contiguous_format),
        "torch channels_last": backward(torch.channels_last),
    }


def large_image(size):
    image, kernel = numbers(1, 1, size, size), numbers(1, 1, 3, 3)
    batch, weight = torch.from_numpy(image), torch.from_numpy(kernel)
    runners = {
        "ours": lambda: conv2d(image, kernel),
        "torch": lambda: torch.nn.functional.conv2d(batch, weight),
    }
    if ndimage is not None:
        runners["scipy.ndimage.correlate"] = lambda: ndimage.correlate(image[0, 0], kernel[0, 0])
    return runners


A_SHAPE, B_SHAPE = (32, 1, 8, 8), (64, 1, 28, 28)
LAYER_GIGAFLOP = 2 * 32 * 32 * 32 * 32 * 16 * 9 / 1e9
RACES = {  # titles, who races, and the billions of operations
    "A": [
        (
            "training step, tiny CNN",
            lambda: training_step(TINY, A_SHAPE),
            training_gigaflop(TINY, A_SHAPE),
        )
    ],
    "B": [
        (
            "training step, LeNet",
            lambda: training_step(LENET, B_SHAPE),
            training_gigaflop(LENET, B_SHAPE),
        )
    ],
    "C": [
        ("layer forward", layer_forward, LAYER_GIGAFLOP),
        ("layer backward", layer_backward, 2 * LAYER_GIGAFLOP),
    ],
    "D": [
        ("one 256x256 image", lambda: large_image(256), None),
        ("one 512x512 image", lambda: large_image(512), None),
    ],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--only", choices=RACES, nargs="+", default=list(RACES))
    arguments = parser.parse_args()
    threads = int(os.environ["OPENBLAS_NUM_THREADS"])
    torch.set_num_threads(threads)
    print(f"{machine.description()}\nPyTorch {torch.__version__}, {threads} thread(s), float32")
    peak = matrix_product_peak()
    print(f"the peak, of large matrix products: {peak:.0f} GFLOP/s\n")
    for letter in arguments.only:
        for title, make, gigaflop in RACES[letter]:
            runners = make()
            rounds = arguments.rounds * (5 if letter == "A" else 1)
            times = race(runners, rounds)
            title = f"{letter}: {title} (microseconds)"
            print_race(title, runners, times, "torch", gigaflop, peak)
            if letter in "AB":
                times = race(runners, -(-rounds // 10), in_a_row=10)
                print_race(f"{letter}: ten steps in a row", runners, times, "torch", gigaflop, peak)


if __name__ == "__main__":
    main()
