"""The settings of the neuron tuner: what each may be, and which go together."""

from __future__ import annotations

import numpy as np

from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.settings import SettingError, bounded_int, bounded_number, one_of
from cnn_helpers.widgets.tiny_network import parameter_names

__all__ = [
    "LARGEST_PARAMETER",
    "SECTIONS",
    "as_axes",
    "as_parameters",
    "as_rate",
    "as_sections",
    "as_temperature",
    "check_fits",
    "too_far",
]

LARGEST_PARAMETER = 10
SECTIONS = ("weights", "landscape", "start", "question")
_COLDEST, _WARMEST = -10.0, 40.0


def as_parameters(values):
    """Return all weights and biases in one read-only vector."""
    array = check_finite(check_array(values, "parameters", axes="P"), "parameters")
    if np.abs(array).max(initial=0) > LARGEST_PARAMETER:
        worst = array[np.abs(array).argmax()]
        raise ValueError(
            f"parameters must lie between -{LARGEST_PARAMETER} and {LARGEST_PARAMETER}, "
            f"but one is {worst:g}"
        )
    return frozen(array)


def as_axes(axes):
    """Return the positions of two different parameters."""
    if not isinstance(axes, (tuple, list)) or len(axes) != 2 or axes[0] == axes[1]:
        raise ValueError(f"axes must be two different positions of parameters, but are {axes!r}")
    check = bounded_int("axes", 0, 8)
    return check(axes[0]), check(axes[1])


def as_rate(lr):
    """Return a learning rate."""
    lr = bounded_number("lr", 10)(lr)
    if lr <= 0:
        raise ValueError(f"lr must be above 0 and at most 10, but is {lr:g}")
    return lr


def as_temperature(value):
    """Return a temperature in degrees Celsius."""
    value = bounded_number("temperature", 100)(value)
    if not _COLDEST <= value <= _WARMEST:
        raise ValueError(
            f"temperature must lie between {_COLDEST:g} and {_WARMEST:g} degrees, but is {value:g}"
        )
    return value


def as_sections(names):
    """Return names of sections as a tuple."""
    names = (names,) if isinstance(names, str) else tuple(names)
    for name in names:
        one_of("sections", SECTIONS)(name)
    return names


def check_fits(name, value, network):
    """Complain if parameters or axes are not those of a network."""
    count = len(parameter_names(network))
    if name == "parameters" and len(value) != count:
        raise SettingError(f"{network} needs {count} parameters, but got {len(value)}")
    if name == "axes" and max(value) >= count:
        raise SettingError(f"axes must lie between 0 and {count - 1}, but are {value}")


def too_far(names, thrown, lr):
    """Say which parameter a step would throw beyond its slider, and what helps.

    Examples
    --------
    >>> too_far(["a", "b"], np.array([1.0, -25.0]), 0.5).partition(":")[0]
    'the next step would throw “b” to -25'
    """
    worst = int(np.abs(thrown).argmax())
    return (
        f"the next step would throw “{names[worst]}” to {thrown[worst]:.3g}: "
        f"the learning rate {lr:g} is too large here, try a smaller one"
    )
