"""What the races share: the networks, the turns, the table."""

import time

import machine  # noqa: F401 - first, since it sets how many threads NumPy will use
import numpy as np

RANDOM = np.random.default_rng(0)
TINY = [
    ("Conv2d", (1, 8, 3), {}),
    ("ReLU", (), {}),
    ("MaxPool2d", (2,), {}),
    ("Conv2d", (8, 16, 3), {}),
    ("ReLU", (), {}),
    ("Flatten", (), {}),
    ("Linear", (16, 10), {}),
]
LENET = [
    ("Conv2d", (1, 6, 5), {"padding": 2}),
    ("ReLU", (), {}),
    ("MaxPool2d", (2,), {}),
    ("Conv2d", (6, 16, 5), {}),
    ("ReLU", (), {}),
    ("MaxPool2d", (2,), {}),
    ("Flatten", (), {}),
    ("Linear", (400, 120), {}),
    ("ReLU", (), {}),
    ("Linear", (120, 84), {}),
    ("ReLU", (), {}),
    ("Linear", (84, 10), {}),
]


def numbers(*shape):
    return RANDOM.standard_normal(shape).astype(np.float32)


def race(runners, rounds, in_a_row=1):
    """Return the microseconds of each runner in each round, (runners, rounds).

    With several runs in a row a turn's time is divided by them. A turn of one run finds the
    processor's caches full of what the runner before has left there, which training never meets.
    """
    times = np.empty((len(runners), rounds))
    for count in range(-5, rounds):  # the first rounds warm up
        for number, run in enumerate(runners.values()):
            started = time.perf_counter()
            for _ in range(in_a_row):
                run()
            if count >= 0:
                times[number, count] = 1e6 * (time.perf_counter() - started) / in_a_row
    return times


def print_race(title, runners, times, against, gigaflop=None, peak=None):
    """Print each runner's minimum and quartiles in microseconds, and the ratio to one of them.

    For our own runs also the billions of operations a second, and their share of a peak.
    """
    print(f"{title:42}{'minimum':>9}{'ratio':>7}{'quartiles of the ratio':>24}")
    base = times[list(runners).index(against)]
    for name, of_runner in zip(runners, times, strict=True):
        low, middle, high = np.percentile(of_runner / base, (25, 50, 75))
        line = f"  {name:40}{of_runner.min():9.0f}{of_runner.min() / base.min():7.2f}"
        line += f"{low:10.2f}{middle:7.2f}{high:7.2f}"
        if gigaflop is not None and name.startswith("ours"):
            speed = gigaflop / of_runner.min() * 1e6
            line += f"   {speed:.0f} GFLOP/s, {speed / peak:.0%} of the peak"
        print(line, flush=True)


def matrix_product_peak():
    """Return the billions of operations a second of NumPy's best product of two large matrices."""
    best = 0
    for size in (256, 384, 512, 1024):
        left, right, out = (numbers(size, size) for _ in range(3))
        for _ in range(30):
            started = time.perf_counter()
            np.matmul(left, right, out=out)
            best = max(best, 2 * size**3 / (time.perf_counter() - started))
    return best / 1e9


def training_gigaflop(plan, images_shape):
    """Return the billions of operations of one training step, counting the products only."""
    count, _, height, width = images_shape
    total, gradients = 0, 2  # the first layer needs no gradient by its images
    for name, arguments, settings in plan:
        if name == "Conv2d":
            channels, filters, size = arguments
            padding = settings.get("padding", 0)
            height, width = (side + 2 * padding - size + 1 for side in (height, width))
            products = filters * channels * size**2 * height * width
        elif name == "MaxPool2d":
            height, width = height // arguments[0], width // arguments[0]
            continue
        elif name == "Linear":
            products = arguments[0] * arguments[1]
        else:
            continue
        total += gradients * products
        gradients = 3
    return 2 * count * total / 1e9
