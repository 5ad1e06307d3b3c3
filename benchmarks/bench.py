"""Run all races and write each one's section of RESULTS.md beside this file: `make bench`.

    python benchmarks/bench.py
    python benchmarks/bench.py --quick           (few rounds, no MNIST; only prints)

Close other programs first: a busy machine spoils the numbers. It takes some minutes.
"""

import argparse
import datetime
import os
import subprocess
import sys
from pathlib import Path

from results import FILE, write_section

HERE = Path(__file__).parent
RACES = (  # title, threads, command, is it long
    ("Against PyTorch, one thread", 1, ["race_torch.py", "--rounds", "300"], False),
    ("Against PyTorch, two threads", 2, ["race_torch.py", "--rounds", "300"], False),
    ("Against im2col, one thread", 1, ["race_im2col.py", "--rounds", "60"], False),
    ("Batch size", 1, ["scaling.py"], False),
    ("Checks of the exercises", 1, ["exercise_checks.py"], True),
    ("Memory of training on MNIST", 1, ["scaling.py", "--memory"], True),
    (
        "Training on MNIST, beside PyTorch",
        1,
        ["train_mnist.py", "--seed", "0", "1", "2", "--torch", "--quiet"],
        True,
    ),
)


def run(command, threads):
    """Run one of the commands with so many threads; show and return what it prints."""
    variables = os.environ | {"OPENBLAS_NUM_THREADS": str(threads)}
    command = [sys.executable, str(HERE / command[0]), *command[1:]]
    lines = []
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        sys.exit(process.returncode)
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="few rounds, no MNIST; only prints")
    quick = parser.parse_args().quick
    about = (
        f"Made by `make bench` on {datetime.date.today():%d %B %Y}. Ratios below 1 mean that this "
        "package is faster. The works A to D are described in `race_torch.py`."
    )
    for title, threads, command, is_long in RACES:
        if quick and is_long:
            continue
        if quick:
            command = [command[0], "--rounds", "10"]
        print(f"\n== {title}", flush=True)
        text = run(command, threads).rstrip()
        shown = f"OPENBLAS_NUM_THREADS={threads} python benchmarks/{' '.join(command)}"
        if not quick:
            write_section(title, f"{about}\n\n`{shown}`\n\n```\n{text}\n```")
    if not quick:
        print(f"\nWritten to {FILE}")


if __name__ == "__main__":
    main()
