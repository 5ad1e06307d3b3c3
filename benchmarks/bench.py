"""Run all races and write each one's section of RESULTS.md beside this file: `make bench`.

    python benchmarks/bench.py
    python benchmarks/bench.py --without-training     (all but the long runs on MNIST)
    python benchmarks/bench.py --only torch mnist     (these parts; the other sections stay)
    python benchmarks/bench.py --only strong          (the deeper CNN: a part of its own)
    python benchmarks/bench.py --quick                (few rounds, no MNIST; only prints)

Close other programs first: a busy machine spoils the numbers. Without the deeper CNN it takes about
a quarter of an hour, with it nearly forty minutes.
"""

import argparse
import datetime
import os
import subprocess
import sys
from pathlib import Path

from results import FILE, write_section

HERE = Path(__file__).parent
THREE_SEEDS = ["--seed", "0", "1", "2", "--quiet"]
PARTS = {  # by name: title of the section, threads, command
    "torch": ("Against PyTorch, one thread", 1, ["race_torch.py", "--rounds", "300"]),
    "torch2": ("Against PyTorch, two threads", 2, ["race_torch.py", "--rounds", "300"]),
    "im2col": ("Against im2col, one thread", 1, ["race_im2col.py", "--rounds", "60"]),
    "batch": ("Batch size", 1, ["scaling.py"]),
    "checks": ("Checks of the exercises", 1, ["exercise_checks.py"]),
    "grading": ("Grading a class, beside nbgrader", 1, ["grade_class.py"]),
    "memory": ("Memory of training on MNIST", 1, ["scaling.py", "--memory"]),
    "mnist": (
        "Training on MNIST, beside PyTorch",
        1,
        ["train_mnist.py", *THREE_SEEDS, "--torch"],
    ),
    "strong": ("Training a deeper CNN on MNIST", 1, ["train_mnist_strong.py", *THREE_SEEDS]),
}
QUICK = ("torch", "torch2", "im2col", "batch")
ON_MNIST = ("memory", "mnist", "strong")
UNASKED = [name for name in PARTS if name != "strong"]


def run(command, threads):
    """Run one of the commands with so many threads; show and return what it prints.

    None if it fails: its section stays as it was, and the other parts still have their turn.
    """
    variables = os.environ | {"OPENBLAS_NUM_THREADS": str(threads)}
    command = [sys.executable, str(HERE / command[0]), *command[1:]]
    lines = []
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return None if process.returncode else "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=UNASKED, help="these parts")
    parser.add_argument("--without-training", action="store_true", help="no runs on MNIST")
    parser.add_argument("--quick", action="store_true", help="few rounds, no MNIST; only prints")
    arguments = parser.parse_args()
    quick = arguments.quick
    leave_out = ON_MNIST if arguments.without_training else ()
    names = [name for name in arguments.only if name not in leave_out]
    about = (
        f"Made by `benchmarks/bench.py` on {datetime.date.today():%d %B %Y}. Ratios below 1 mean "
        "that this package is faster. The works A to D are described in `race_torch.py`."
    )
    failed = []
    for name in [name for name in names if name in QUICK] if quick else names:
        title, threads, command = PARTS[name]
        if quick:
            command = [command[0], "--rounds", "10"]
        print(f"\n== {title}", flush=True)
        text = run(command, threads)
        shown = f"OPENBLAS_NUM_THREADS={threads} python benchmarks/{' '.join(command)}"
        if text is None:
            failed.append(name)
        elif not quick:
            write_section(title, f"{about}\n\n`{shown}`\n\n```\n{text.rstrip()}\n```")
    if not quick:
        print(f"\nWritten to {FILE}")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
