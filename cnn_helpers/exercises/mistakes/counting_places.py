"""Known wrong answers to ``output_size``."""

from __future__ import annotations

import math

from cnn_helpers.exercises.definition import Misconception

__all__ = ["OUTPUT_SIZE"]


def _sizes(formula):
    """Turn ``formula(n, k, s, p)`` into a whole answer."""
    return lambda n, k, s=1, p=0: formula(n, k, s, p)


OUTPUT_SIZE = (
    Misconception(
        "no_plus_one",
        "One place is missing. A kernel of 3 on a row of 5 can move on by 2 steps: at how many "
        "places has it stood then, the first one included?",
        (
            _sizes(lambda n, k, s, p: (n + 2 * p - k) // s),
            _sizes(lambda n, k, s, p: math.ceil((n + 2 * p - k) / s)),
        ),
    ),
    Misconception(
        "ceil",
        "You round up: the last place of the kernel sticks out beyond the border. Only places "
        "where it lies wholly on the row count. Which way must a part of a step be rounded?",
        (_sizes(lambda n, k, s, p: math.ceil((n + 2 * p - k) / s) + 1),),
    ),
    Misconception(
        "rounded",
        "You round to the nearest whole number. Half a step, or more, is still no whole one: the "
        "kernel would stick out.",
        (
            _sizes(lambda n, k, s, p: round((n + 2 * p - k) / s) + 1),
            _sizes(lambda n, k, s, p: math.floor((n + 2 * p - k) / s + 0.5) + 1),
            _sizes(lambda n, k, s, p: round((n + 2 * p - k) / s + 1)),
        ),
    ),
    Misconception(
        "not_whole",
        "Your answer has a fraction. There are no half places: which division leaves the fraction "
        "out?",
        (
            _sizes(lambda n, k, s, p: (n + 2 * p - k) / s + 1),
            _sizes(lambda n, k, s, p: (n + 2 * p - k + 1) / s),
        ),
    ),
    Misconception(
        "padding_once",
        "padding counts only once in your formula. The zeros stand at both ends of the row: by how "
        "much does it get longer?",
        (_sizes(lambda n, k, s, p: (n + p - k) // s + 1),),
    ),
    Misconception(
        "padding_ignored",
        "padding has no effect on your answer. How long is the row once the zeros stand at its "
        "ends?",
        (_sizes(lambda n, k, s, p: (n - k) // s + 1),),
    ),
    Misconception(
        "padding_subtracted",
        "Your padding makes the result smaller. Zeros are added at both ends: is there a sign "
        "turned round, perhaps by a bracket?",
        (
            _sizes(lambda n, k, s, p: (n - 2 * p - k) // s + 1),
            _sizes(lambda n, k, s, p: (n - (k + 2 * p)) // s + 1 - 2 * p),
            _sizes(lambda n, k, s, p: (n - p - k) // s + 1),
        ),
    ),
    Misconception(
        "padding_after_stride",
        "You add the padding to the number of places. It makes the row longer, before the kernel "
        "takes its steps: with stride 2, two zeros make room for one place more only.",
        (
            _sizes(lambda n, k, s, p: (n - k) // s + 1 + 2 * p),
            _sizes(lambda n, k, s, p: (n - k) // s + 1 + p),
        ),
    ),
    Misconception(
        "one_inside_the_division",
        "The first place needs no step, but in your formula its 1 is divided by the stride too. "
        "Which part of the formula counts steps, and which places?",
        (
            _sizes(lambda n, k, s, p: (n + 2 * p - k + 1) // s),
            _sizes(lambda n, k, s, p: round((n + 2 * p - k + 1) / s)),
        ),
    ),
    Misconception(
        "kernel_outside_the_division",
        "You divide the whole row by the stride and take the kernel away afterwards. The kernel "
        "takes room on the row: what is left of it is what the steps share.",
        (
            _sizes(lambda n, k, s, p: (n + 2 * p) // s - k + 1),
            _sizes(lambda n, k, s, p: n // s + 2 * p - k + 1),
            _sizes(lambda n, k, s, p: n + 2 * p - k // s + 1),
            _sizes(lambda n, k, s, p: n + (2 * p - k) // s + 1),
        ),
    ),
    Misconception(
        "kernel_ignored",
        "The size of the kernel has no effect on your answer. A wider kernel fits at fewer places.",
        (
            _sizes(lambda n, k, s, p: (n + 2 * p) // s),
            _sizes(lambda n, k, s, p: math.ceil((n + 2 * p) / s)),
            _sizes(lambda n, k, s, p: n // s),
            _sizes(lambda n, k, s, p: (n + 2 * p) // s + 1),
        ),
    ),
    Misconception(
        "kernel_for_stride",
        "You divide by the size of the kernel, as if it moved on by its own width. How far it "
        "moves on is told by stride.",
        (
            _sizes(lambda n, k, s, p: (n + 2 * p) // k),
            _sizes(lambda n, k, s, p: (n + 2 * p - k) // k + 1),
            _sizes(lambda n, k, s, p: (n + 2 * p - s) // k + 1),
        ),
    ),
    Misconception(
        "stride_ignored",
        "stride has no effect on your answer. A kernel that moves on by 2 stands at fewer places "
        "than one that moves on by 1.",
        (_sizes(lambda n, k, s, p: n + 2 * p - k + 1),),
    ),
    Misconception(
        "stride_multiplied",
        "Longer steps give you more places. Would you count more trees, or fewer, if you looked at "
        "every second one?",
        (
            _sizes(lambda n, k, s, p: (n + 2 * p - k) * s + 1),
            _sizes(lambda n, k, s, p: (n + 2 * p - k + 1) * s),
        ),
    ),
    Misconception(
        "stride_subtracted",
        "You take stride away instead of dividing by it. How often does a step of 3 fit into 7?",
        (
            _sizes(lambda n, k, s, p: n + 2 * p - k - s + 1),
            _sizes(lambda n, k, s, p: n + 2 * p - k - s),
            _sizes(lambda n, k, s, p: n + 2 * p - k + 1 - (s - 1)),
        ),
    ),
    Misconception(
        "stride_and_padding_swapped",
        "stride and padding have changed places. In which order does your function take its "
        "arguments?",
        (
            lambda n, k, p=0, s=1: (n + 2 * p - k) // s + 1,
            lambda n, k, p=1, s=0: (n + 2 * p - k) // s + 1,
        ),
    ),
    Misconception(
        "input_and_kernel_swapped",
        "The row and the kernel have changed places in your formula: the larger the input, the "
        "fewer places you count.",
        (_sizes(lambda n, k, s, p: (k + 2 * p - n) // s + 1),),
    ),
    Misconception(
        "both_axes",
        "You count places on a whole square. Here it is about a single axis: rows, or columns.",
        (_sizes(lambda n, k, s, p: ((n + 2 * p - k) // s + 1) ** 2),),
    ),
    Misconception(
        "other_defaults",
        "Called without stride or padding, your function takes something else than stride 1 and "
        "padding 0. What stands in its first line?",
        (
            lambda n, k, s=2, p=0: (n + 2 * p - k) // s + 1,
            lambda n, k, s=1, p=1: (n + 2 * p - k) // s + 1,
            lambda n, k, s=2, p=1: (n + 2 * p - k) // s + 1,
            lambda n, k, s=None, p=0: (n + 2 * p - k) // (s or k) + 1,
        ),
    ),
)
