"""The finite difference beside backpropagation, and why the two may disagree."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.figures.shading import format_number
from cnn_helpers.widgets.story_arrays import INPUTS, forward
from cnn_helpers.widgets.story_paths import winner

__all__ = ["SlopeCheck", "check_slope"]

AGREE = 5e-6
"""So close that five decimals are the same."""

ROUNDING = 1e-7
"""Below this epsilon the rounding of float64 shows in the difference of two losses."""


class SlopeCheck(NamedTuple):
    """What a central difference says.

    Attributes
    ----------
    below, above : float
        The loss with the cell's value smaller and larger by epsilon; NaN if there is none.
    slope : float
        ``(above - below) / (2 * epsilon)``.
    agrees : bool
        Whether it equals the gradient to five decimals.
    why : str
        A sentence on the comparison.
    """

    below: float
    above: float
    slope: float
    agrees: bool
    why: str


def check_slope(cell, inputs, label, epsilon, gradient):
    """Move one cell by epsilon both ways, compute the loss, and compare with its gradient.

    A cell inside the network is moved where it stands: the layers after it are computed anew.

    Parameters
    ----------
    cell : tuple
        Array name and index.
    inputs : dict of str to numpy.ndarray
        As for ``story_arrays.forward``.
    label : {0, 1}
        The right class.
    epsilon : float
        How far to move, above 0.
    gradient : float
        What backpropagation says.

    Returns
    -------
    SlopeCheck
    """
    here = forward(inputs, label)
    name, index = cell[0], cell[1:]
    if name == "probabilities" and here[name][index] <= epsilon:
        why = (
            f"A probability of {here[name][index]:.2g} can't become smaller by {epsilon:g}: "
            "there is no logarithm of a number below 0. Choose a smaller epsilon."
        )
        return SlopeCheck(np.nan, np.nan, np.nan, False, why)
    below, above = (
        _moved(name, index, here[name], step, inputs, label) for step in (-epsilon, epsilon)
    )
    losses = float(below["loss"]), float(above["loss"])
    slope = (losses[1] - losses[0]) / (2 * epsilon)
    agrees = abs(slope - gradient) <= AGREE
    return SlopeCheck(
        *losses, slope, agrees, _why(agrees, here, below, above, epsilon, slope - gradient)
    )


def _moved(name, index, array, step, inputs, label):
    array = array.astype(float)
    array[index] += step
    if name in INPUTS:
        return forward({**inputs, name: array}, label)
    return forward(inputs, label, {name: array})


def _why(agrees, here, below, above, epsilon, off):
    if agrees:
        return "They agree to five decimals."
    apart = f"They lie {format_number(abs(off), 5 if abs(off) < 0.001 else 3)} apart"
    kinks = [*_relu_kinks(here, below, above)] or [*_pool_kinks(here, below, above)]
    if kinks:
        others = f" (and {len(kinks) - 1} more)" if len(kinks) > 1 else ""
        return (
            f"{apart}: {kinks[0]}{others}. The loss has a kink there; backpropagation speaks "
            "of this very point, the difference of the way across it."
        )
    if epsilon < ROUNDING:
        return f"{apart}: epsilon is so small that the rounding of float64 shows. Choose a larger."
    return f"{apart}: the loss bends between the two points. A smaller epsilon comes closer."


def _relu_kinks(here, *moved):
    gates = here["feature_maps"] > 0
    for index in np.ndindex(gates.shape):
        if any((values["feature_maps"][index] > 0) != gates[index] for values in moved):
            verb = "closes" if gates[index] else "opens"
            yield f"the ReLU of {_place('feature_maps', index)} {verb} on the way"


def _pool_kinks(here, *moved):
    for index in np.ndindex(here["pooled"].shape):
        first = winner(here["rectified"], *index)
        others = {winner(values["rectified"], *index) for values in moved} - {first}
        if others:
            other = _place("rectified", (index[0], *others.pop()))
            yield f"{other} wins the window of {_place('pooled', index)} on the way"


def _place(name, index):
    return f"{name}[{', '.join(map(str, index))}]"
