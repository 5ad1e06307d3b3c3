"""A trait that is checked in the course's own words and may hold a numpy array."""

from __future__ import annotations

from numbers import Real

import numpy as np
import traitlets

from cnn_helpers.kernels import PRESETS
from cnn_helpers.validation import check_array
from cnn_helpers.widgets.pictures import as_picture, frozen

__all__ = [
    "ImageSetting",
    "Setting",
    "SettingError",
    "as_cell",
    "as_kernel",
    "as_limits",
    "bounded_int",
    "bounded_number",
    "check_inside",
    "flag",
    "list_to_page",
    "one_of",
]

LARGEST_WEIGHT = 1000
LARGEST_STRIDE = 8
LARGEST_PADDING = 8


class SettingError(traitlets.TraitError, ValueError):
    """A setting that can't be; one line that names the actual value beside the expected one."""


class Setting(traitlets.TraitType):
    """A trait whose values pass through ``check``.

    Parameters
    ----------
    default : object
        The first value.
    check : callable
        Takes a value and returns it in the form that is kept, or raises TypeError or ValueError.
    **keywords
        Passed on, for example ``read_only=True``.
    """

    def __init__(self, default, check, **keywords):
        self.check = check
        super().__init__(default, **keywords)

    def validate(self, obj, value):
        """Return the checked value, or raise ``SettingError``."""
        try:
            return self.check(value)
        except (TypeError, ValueError) as error:
            raise SettingError(str(error)) from None

    def set(self, obj, value):
        """Keep the value and tell the observers if it differs; arrays are compared as a whole."""
        new = self._validate(obj, value)
        old = obj._trait_values.get(self.name, self.default_value)
        obj._trait_values[self.name] = new
        if not np.array_equal(old, new):
            obj._notify_trait(self.name, old, new)


class ImageSetting(Setting):
    """An image by name or as an array; the trait holds its values from 0 to 1.

    They are grey (H, W), or (H, W, 3) where its widget has ``channels`` and these are ``"rgb"``.
    The widget keeps the whole ``Picture``, with name and look, as ``_picture``. Another ``check``
    may give another kind of picture, with ``values`` of another shape.
    """

    def __init__(self, check=as_picture, default=None):
        super().__init__(np.zeros((3, 3)) if default is None else default, check)

    def validate(self, obj, value):
        """Return the picture's values, in colour where the widget asks for it."""
        picture = super().validate(obj, value)
        return picture.pixels("rgb") if getattr(obj, "channels", None) == "rgb" else picture.values

    def set(self, obj, value):
        """Keep the values, and the picture that they came from."""
        if value is not obj._trait_values.get(self.name):
            obj._picture = super().validate(obj, value)
            super().set(obj, obj._picture)


def bounded_int(name, low, high):
    """Return a check for a whole number from ``low`` to ``high``.

    Examples
    --------
    >>> bounded_int("stride", 1, 8)(0)
    Traceback (most recent call last):
        ...
    ValueError: stride must be a whole number from 1 to 8, but is 0
    """

    def check(value):
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        if not whole or not low <= value <= high:
            raise ValueError(
                f"{name} must be a whole number from {low} to {high}, but is {value!r}"
            )
        return int(value)

    return check


def bounded_number(name, limit, *, optional=False):
    """Return a check for a finite number of at most ``limit`` in size; None too, if ``optional``.

    Examples
    --------
    >>> bounded_number("bias", 1000)(float("nan"))
    Traceback (most recent call last):
        ...
    ValueError: bias must be a number from -1000 to 1000, but is nan
    """

    def check(value):
        if value is None and optional:
            return None
        real = isinstance(value, Real) and not isinstance(value, (bool, np.bool_))
        if not real or not abs(value) <= limit:
            raise ValueError(f"{name} must be a number from -{limit} to {limit}, but is {value!r}")
        return float(value)

    return check


def flag(name):
    """Return a check for True or False."""

    def check(value):
        if not isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{name} must be True or False, but is {value!r}")
        return bool(value)

    return check


def one_of(name, choices):
    """Return a check for one of a few words.

    Examples
    --------
    >>> one_of("look", ("ink", "photo"))("sepia")
    Traceback (most recent call last):
        ...
    ValueError: look must be one of 'ink', 'photo', but is 'sepia'
    """

    def check(value):
        if not isinstance(value, str) or value not in choices:
            raise ValueError(
                f"{name} must be one of {', '.join(map(repr, choices))}, but is {value!r}"
            )
        return value

    return check


def as_kernel(kernel):
    """Return a preset by its name, or a checked copy of nine numbers; read-only float64 (3, 3).

    Examples
    --------
    >>> as_kernel([[1, 0], [0, 1]])
    Traceback (most recent call last):
        ...
    ValueError: kernel must have shape (3, 3), but has (2, 2)
    """
    if isinstance(kernel, str):
        names = [name for name in PRESETS if name.lower() == kernel.lower()]
        names = names or [name for name in PRESETS if kernel.lower() in name.lower()]
        if len(names) != 1:
            raise ValueError(
                f"kernel must be one of {', '.join(map(repr, PRESETS))}, "
                f"or an array, but is {kernel!r}"
            )
        return frozen(PRESETS[names[0]])
    array = check_array(kernel, "kernel", axes=("rows", "columns"))
    if array.shape != (3, 3):
        raise ValueError(f"kernel must have shape (3, 3), but has {array.shape}")
    allowed = np.abs(array) <= LARGEST_WEIGHT
    if not allowed.all():
        raise ValueError(
            f"kernel must hold numbers from -{LARGEST_WEIGHT} to {LARGEST_WEIGHT}, "
            f"but holds {array[~allowed][0]:g}"
        )
    return frozen(array)


def as_cell(cell):
    """Return a cell's (row, column) as a tuple of ints."""
    if not isinstance(cell, (tuple, list)) or len(cell) != 2:
        raise ValueError(f"cell must be a pair (row, column), but is {cell!r}")
    check = bounded_int("cell", 0, 10_000)
    return check(cell[0]), check(cell[1])


def check_inside(cell, shape):
    """Return ``cell`` if it lies in an array of that shape."""
    if not (cell[0] < shape[0] and cell[1] < shape[1]):
        raise SettingError(
            f"cell must lie inside the feature map of {shape[0]} x {shape[1]}, but is {cell}"
        )
    return cell


def as_limits(limits):
    """Return None or the pair (low, high) with low below high."""
    if limits is None:
        return None
    if not isinstance(limits, (tuple, list)) or len(limits) != 2:
        raise ValueError(f"map_limits must be None or a pair (low, high), but is {limits!r}")
    low, high = (bounded_number("map_limits", 1e9)(limit) for limit in limits)
    if not low < high:
        raise ValueError(f"map_limits must have low below high, but is {limits!r}")
    return low, high


def list_to_page(value, _):
    """Return an array or a tuple as lists, anything else as it is."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return list(value) if isinstance(value, tuple) else value
