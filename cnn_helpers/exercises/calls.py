"""One call of a student's function: its arguments, fresh copies, and how to write it down."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from cnn_helpers.exercises.definition import Argument
from cnn_helpers.exercises.functions import NamedFunction
from cnn_helpers.exercises.probing import with_gaps

__all__ = ["Call", "array_code", "changed_names", "format_array", "format_number"]


@dataclass(frozen=True, eq=False)
class Call:
    """Values for the arguments of an exercise.

    Attributes
    ----------
    arguments : tuple of Argument
        What the exercise declares.
    values : dict
        Argument name to value; a declared argument may be missing if it has a default.
    count : int
        How many results the exercise asks for.

    Examples
    --------
    >>> call = Call((Argument("scoops", ("N",)), Argument("lr", (), (1.0,), keyword_only=True)),
    ...             {"scoops": np.array([2, 1]), "lr": 0.5})
    >>> print(call.code("f"))
    f(np.array([2, 1]), lr=0.5)
    """

    arguments: tuple[Argument, ...]
    values: dict
    count: int = 1

    def given(self):
        """Yield (argument, value, whether it is handed over by its name)."""
        by_name = False
        for argument in self.arguments:
            if argument.name in self.values:
                yield argument, self.values[argument.name], by_name or argument.keyword_only
            else:
                # What comes after an argument that was left out can't be told by its place.
                by_name = True

    def fresh(self):
        """Return new copies as ``(positional, keywords)``; memory layouts are kept."""
        positional, keywords = [], {}
        for argument, value, by_name in self.given():
            value = value.tolist() if argument.listed else _copy(value)
            if by_name:
                keywords[argument.name] = value
            else:
                positional.append(value)
        return positional, keywords

    def replaced(self, **values):
        """Return a call in which some values differ."""
        return Call(self.arguments, {**self.values, **values}, self.count)

    def sizes(self):
        """Return the length of each named axis."""
        sizes = {}
        for argument, value, _ in self.given():
            for axes, array in _arrays(argument, value):
                sizes.update(zip(axes, array.shape, strict=True))
        return sizes

    def without(self, axis, index):
        """Return a call in which one index of the named axis is missing from every array."""
        changed = {}
        for argument, value, _ in self.given():
            if isinstance(value, NamedFunction):
                changed[argument.name] = value.without(axis, index)
            elif axis in argument.axes and isinstance(value, np.ndarray):
                changed[argument.name] = np.delete(value, index, argument.axes.index(axis))
        return self.replaced(**changed)

    @property
    def size(self):
        """How many numbers the call holds."""
        return sum(
            sum(map(np.size, value.arrays.values()))
            if isinstance(value, NamedFunction)
            else np.size(value)
            for value in self.values.values()
        )

    def code(self, name):
        """Return the call as Python that can be pasted into a cell."""
        parts = []
        for argument, value, by_name in self.given():
            text = repr(value.tolist()) if argument.listed else _code(value)
            parts.append(f"{argument.name}={text}" if by_name else text)
        return f"{name}({', '.join(parts)})"


def _arrays(argument, value):
    """Yield (axis names, array) for the arrays whose sizes hang together."""
    if isinstance(value, NamedFunction):
        for name, axes in value.axes.items():
            yield axes, value.arrays[name]
    elif argument.axes and isinstance(value, np.ndarray):
        yield argument.axes, value


def _copy(value):
    if isinstance(value, NamedFunction):
        return value.build()
    if not isinstance(value, np.ndarray):
        return value
    if value.flags.c_contiguous or value.flags.f_contiguous:
        return value.copy(order="K")
    # A view with gaps stays one: functions that expect neighbours in memory should be found out.
    return with_gaps(value)


def changed_names(call, positional, keywords):
    """Return the names of the arguments that no longer hold what the call gave.

    Rounding is forgiven: adding a small step and taking it back counts as unchanged.
    """
    names = [argument.name for argument in call.arguments if argument.name in call.values]
    now = dict(zip([name for name in names if name not in keywords], positional, strict=True))
    now.update(keywords)
    return tuple(name for name in names if not _unchanged(call.values[name], now[name]))


def _unchanged(before, after):
    if not isinstance(before, np.ndarray):
        return True
    if isinstance(after, list):
        return after == before.tolist()
    if before.shape != after.shape or before.dtype != after.dtype:
        return False
    return np.allclose(before, after, rtol=1e-9, atol=1e-9, equal_nan=True)


def format_number(value):
    """Return a number as the cards show it.

    Examples
    --------
    >>> format_number(3.0), format_number(-0.25), format_number(1 / 3), format_number(float("nan"))
    ('3', '-0.25', '0.3333', 'nan')
    """
    number = float(value)
    if np.isfinite(number) and number == round(number) and abs(number) < 1e15:
        return str(round(number))
    return f"{number:.4g}"


def format_array(array):
    """Return an array as nested brackets, long ones shortened.

    Examples
    --------
    >>> print(format_array(np.array([[1.0, 0.5], [0.0, 2.0]])))
    [[  1, 0.5],
     [  0,   2]]
    """
    if array.ndim == 0:
        return format_number(array)
    texts = [format_number(value) for value in array.ravel()]
    width = max((len(text) for text in texts), default=0)
    text = np.array2string(
        array,
        separator=", ",
        threshold=80,
        max_line_width=88,
        formatter={"all": lambda value: format_number(value).rjust(width)},
    )
    # numpy sets the tables of an array with many axes apart by empty lines.
    return re.sub(r"\n\s*\n", "\n", text)


def _code(value):
    if isinstance(value, NamedFunction):
        return value.code()
    return array_code(value) if isinstance(value, np.ndarray) else repr(value)


def array_code(value):
    """Return an array as Python that makes it.

    Examples
    --------
    >>> print(array_code(np.array([1, 2], dtype=np.uint8)))
    np.array([1, 2], dtype=np.uint8)
    """
    listed = value.tolist()
    usual = np.asarray(listed).dtype == value.dtype
    text = f"np.array({listed})" if usual else f"np.array({listed}, dtype=np.{value.dtype})"
    return text if value.flags.c_contiguous else f"np.asfortranarray({text})"
