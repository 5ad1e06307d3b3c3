"""Misconceptions that can happen in every exercise, made from its reference."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["everywhere"]


def everywhere(exercise):
    """Return the general misconceptions of an exercise, as a list of ``Misconception``."""
    known = [
        Misconception(
            "printed",
            "Your function prints its answer and returns nothing. Printing shows a number to you; "
            "the code that called your function gets None. End with return.",
            (_printed(exercise.reference),),
        ),
        Misconception(
            "no_return",
            "Your function works, but hands nothing back: Python returns None when a function ends "
            "without return. Which variable holds your answer?",
            (_no_return(exercise.reference),),
        ),
    ]
    if any(argument.axes or argument.listed for argument in exercise.arguments):
        known.append(
            Misconception(
                "changed_input",
                "Your function writes into an array that was handed to it. Whoever calls it still "
                "needs that array: put the answer into a new one. Beware of +=, -=, *= and of "
                "assigning to slices of an argument.",
                (_changed_input(exercise.reference),),
            )
        )
    if not all(result.whole for result in exercise.results):
        known.append(
            Misconception(
                "integer_buffer",
                "Everything after the decimal point is gone. An integer array, or int(...), cuts "
                "what is put into it: what type of number does your answer need?",
                _cuts(exercise),
            )
        )
    return known


def _printed(reference):
    def printed(*arguments, **keywords):
        print(reference(*arguments, **keywords))

    return printed


def _no_return(reference):
    def no_return(*arguments, **keywords):
        reference(*arguments, **keywords)

    return no_return


def _changed_input(reference):
    def changed_input(*arguments, **keywords):
        result = reference(*arguments, **keywords)
        first = next(value for value in arguments if isinstance(value, (np.ndarray, list)))
        first += [1] if isinstance(first, list) else 1
        return result

    return changed_input


def _cuts(exercise):
    """Return forms that cut all results, and each one alone where there are several."""
    everything = range(len(exercise.results))
    parts = [set(everything), *({part} for part in everything if len(everything) > 1)]
    return tuple(_cut(exercise.reference, cut_parts) for cut_parts in parts)


def _cut(reference, parts):
    def cut(*arguments, **keywords):
        result = reference(*arguments, **keywords)
        if not isinstance(result, tuple):
            return np.trunc(result)
        return tuple(np.trunc(one) if part in parts else one for part, one in enumerate(result))

    return cut
