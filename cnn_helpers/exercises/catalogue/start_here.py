"""Exercises of notebook 00, ``00_start_here``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import distinct, with_gaps

__all__ = ["EXERCISES"]

_WARM_UP = (
    Argument("scoops", ("N",)),
    Argument("prices", ("N",), simple=(0.5, 1, 2)),
)


def _warm_up_calls(random):
    def order(count, layout=np.asarray):
        scoops = random.permutation(np.arange(1, count + 3))[:count]
        return Call(
            _WARM_UP,
            {"scoops": layout(scoops), "prices": layout(distinct(random, (count,), lowest=0.5))},
        )

    calls = [order(count) for count in (2, 3, 1, 5)]
    calls.append(order(4, with_gaps))
    nothing_of_one = order(4)
    nothing_of_one.values["scoops"][int(random.integers(1, 3))] = 0
    return [*calls, nothing_of_one]


EXERCISES = (
    Exercise(
        id="warm_up",
        title="what does the order cost?",
        notebook="00_start_here",
        points=1,
        signature="warm_up(scoops (N,) int, prices (N,)) -> float",
        statement=(
            "An order lists how many scoops of each flavour somebody wants, and what one scoop of "
            "that flavour costs. Return what the whole order costs, as one number: multiply scoops "
            "and price flavour by flavour, and add the products up."
        ),
        stub=(
            "def warm_up(scoops, prices):\n"
            '    """Return what the order costs: scoops times price, added up."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Do it by hand first: 2 scoops at 1.50 and 1 scoop at 2.00. What did you multiply, "
            "what did you add, and in which order?",
            "scoops * prices multiplies number by number and gives an array as long as the two. "
            "What is left to do with that array?",
            "An array has a method .sum() that adds all of its numbers. Put the product in round "
            "brackets, call .sum() on it, and return what comes out.",
        ),
        arguments=_WARM_UP,
        results=(Result("the price"),),
        make_calls=_warm_up_calls,
        is_valid=lambda call: True,
        part="start_here",
    ),
)
