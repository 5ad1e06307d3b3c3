"""How long a check takes, for every exercise: right answers and all known wrong ones.

    python benchmarks/exercise_checks.py

Processor time, which other work on the machine changes little. "first" is the first check with a
seed, when the known wrong answers are worked out too; "again" is what a learner waits for from the
second check on. The aim is 0.3 s.
"""

from __future__ import annotations

import statistics
import time

from cnn_helpers import exercises

AIM = 0.3
SEEDS = (101, 102, 103)


def seconds(id, function, seed):
    """Return the processor time of one check."""
    before = time.process_time()
    exercises.check(id, function, seed=seed)
    return time.process_time() - before


def times(id):
    """Return (right answer, first wrong answers, median of all wrong ones again, slowest)."""
    exercise = exercises.get(id)
    forms = [form for known in exercise.misconceptions.values() for form in known.forms]
    right, first, again = [], [], []
    for seed in SEEDS:
        right.append(seconds(id, exercise.reference, seed))
        first.append(seconds(id, forms[-1], seed))
        again += [seconds(id, form, seed) for form in forms]
    return max(right), max(first), statistics.median(again), max(again)


def main():
    """Print the table, and which checks miss the aim."""
    print(f"{'exercise':<32}{'right':>8}{'first':>8}{'again':>8}{'slowest':>9}   seconds")
    slow = []
    for id in exercises.ids():
        row = times(id)
        print(f"{id:<32}{row[0]:>8.3f}{row[1]:>8.3f}{row[2]:>8.3f}{row[3]:>9.3f}")
        if max(row) > AIM:
            slow.append(id)
    print(f"slower than {AIM} s: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
