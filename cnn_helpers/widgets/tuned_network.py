"""The tuner's network at one moment: its parameters, the chosen day, and all that follows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnn_helpers.widgets import tiny_network as tiny
from cnn_helpers.widgets.pictures import frozen

__all__ = ["TunedNetwork", "picture_of", "usual", "window_around"]

_GRID = 41
_CURVE = np.linspace(-0.5, 3.7, 85)


class TunedNetwork(NamedTuple):
    """A network with its parameters, and a day to ask it about.

    Examples
    --------
    >>> line = TunedNetwork("straight line", np.array([1.0, 0.5, 0.5]), 20.0, weekend=True)
    >>> line.revenue
    300.0
    """

    network: str
    parameters: np.ndarray
    temperature: float
    weekend: bool

    @property
    def day(self):
        """The chosen day as the network takes it, (1, 2)."""
        return np.array([[self.temperature / tiny.DEGREES, float(self.weekend)]])

    @property
    def losses(self):
        """Training and validation loss."""
        days = tiny.revenue_days()
        parts = (days[:2], days[2:])
        return tuple(tiny.squared_error(self.network, self.parameters, *part) for part in parts)

    @property
    def gradient(self):
        """Derivative of the training loss by each parameter, (P,)."""
        inputs, targets = tiny.revenue_days()[:2]
        return tiny.loss_and_gradient(self.network, self.parameters, inputs, targets)[1]

    @property
    def neuron_sums(self):
        """What each hidden neuron adds up on the chosen day, before ReLU, (H,)."""
        return tiny.neuron_sums(self.network, self.parameters, self.day)[0]

    @property
    def revenue(self):
        """What the network predicts for the chosen day, in euros."""
        answer = tiny.predict_revenue(self.network, self.parameters, self.day)[0]
        return float(answer) * tiny.EUROS


def window_around(value):
    """Return (low, high) of the loss landscape along a parameter: it moves in steps of 1.

    Examples
    --------
    >>> window_around(0.6), window_around(2.6)
    ((-2.0, 4.0), (0.0, 6.0))
    """
    middle = float(np.floor(value + 0.5))
    return middle - 3, middle + 3


def usual(network, seed, known):
    """Return the parameters and axes with which a network is met: those known, or a random start.

    Examples
    --------
    >>> usual("straight line", 1, known={})["axes"]
    (0, 2)
    """
    start = known.get(network)
    start = frozen(tiny.random_parameters(network, seed)) if start is None else start
    axes = {"two neurons": (6, 7), "one neuron": (2, 3), "straight line": (0, 2)}[network]
    return {"parameters": start, "axes": axes}


def picture_of(tuner):
    """Return what the static picture of a tuner shows, as keywords of ``figures``."""
    state = tuner.state
    days = tiny.revenue_days()
    curves = {}
    for name, weekend in (("weekday", 0.0), ("weekend", 1.0)):
        inputs = np.column_stack([_CURVE, np.full(len(_CURVE), weekend)])
        curves[name] = tiny.predict_revenue(state.network, state.parameters, inputs)
    axes = tuner.axes
    windows = [window_around(state.parameters[axis]) for axis in axes]
    across, up = (np.linspace(*window, _GRID) for window in windows)
    return {
        "names": tuner.names,
        "parameters": state.parameters,
        "hidden": tiny.hidden_count(state.network),
        "day": (state.temperature, state.weekend),
        "sums": state.neuron_sums,
        "revenue": state.revenue,
        "temperatures": days.inputs[:, 0] * tiny.DEGREES,
        "weekends": days.inputs[:, 1] > 0,
        "revenues": days.targets[:, 0] * tiny.EUROS,
        "curve_temperatures": _CURVE * tiny.DEGREES,
        "curves": {name: values * tiny.EUROS for name, values in curves.items()},
        "losses": state.losses,
        "steps": tuner.steps,
        "axes": axes,
        "windows": windows,
        "surface": tiny.loss_surface(
            state.network, state.parameters, axes, across, up, days.inputs, days.targets
        ),
        "trail": tuner.trail[:, list(axes)],
        "gradient": None if tuner.asking else state.gradient[list(axes)],
        "question": tuner.question["text"] if tuner.asking else None,
        "hide_neuron": tuner.question["about"]
        if tuner.asking and tuner.question["kind"] == "neuron"
        else None,
    }
