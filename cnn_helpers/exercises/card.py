"""The feedback as a small card of HTML, readable without its style sheet too."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

import numpy as np

from cnn_helpers.exercises.calls import format_array, format_number
from cnn_helpers.exercises.comparing import differences, differing
from cnn_helpers.exercises.functions import NamedFunction

__all__ = ["card"]

MOST_CELLS = 120

_STATES = {"passed": "output", "not_written": "muted", "unfinished": "muted"}


@cache
def _style():
    """Return the style sheet with those colours of the palette that it uses."""
    from cnn_helpers.figures import palette

    style = (Path(__file__).parent / "card.css").read_text(encoding="utf-8").strip()

    def colors(selector, theme):
        variables = palette.css_variables(theme)
        used = [f"{name}: {value};" for name, value in variables.items() if f"({name})" in style]
        return f"{selector} {{ {' '.join(used)} }}"

    dark = '[data-jp-theme-light="false"] .cnn-feedback, .vscode-dark .cnn-feedback'
    return "\n".join([colors(".cnn-feedback", "light"), colors(dark, "dark"), style])


def card(feedback):
    """Return the card as HTML; everything that came from the student is escaped.

    Parameters
    ----------
    feedback : Feedback
        What to show.

    Returns
    -------
    str
        A ``<style>`` and one ``<div>``; the same for the same feedback.
    """
    state = _STATES.get(feedback.kind, "gradient")
    inner = [
        f'<p class="cnn-heading" role="heading" aria-level="4">{escape(feedback.heading)}</p>',
        f"<p>{escape(feedback.message)}</p>",
    ]
    if feedback.error:
        inner.append(_block("Python says", "\n".join(filter(None, feedback.error))))
    if feedback.failing_call:
        inner.append(_comparison(feedback))
    if feedback.printed:
        inner.append(_block("It printed", feedback.printed))
    if feedback.failing_call:
        code = escape(feedback.failing_call.code(feedback.exercise.id))
        inner.append(
            f"<details><summary>Try this call yourself</summary>\n<pre>{code}</pre></details>"
        )
    label = escape(f"Feedback on {feedback.exercise.id}")
    return (
        f"<style>\n{_style()}\n</style>\n"
        f'<div class="cnn-feedback cnn-is-{state}" role="group" aria-label="{label}">\n'
        + "\n".join(inner)
        + "\n</div>"
    )


def _block(label, text):
    return f'<p class="cnn-label">{escape(label)}</p>\n<pre>{escape(text)}</pre>'


def _comparison(feedback):
    """Return the call, what was expected, and what came, side by side."""
    exercise, call = feedback.exercise, feedback.failing_call
    given = [
        _part(argument.name, call.values[argument.name])
        for argument in call.arguments
        if argument.name in call.values
    ]
    names = [result.name for result in exercise.results]
    expected, got = feedback.expected_results, feedback.got_results
    ours = [_part(name, array) for name, array in zip(names, expected, strict=True)]
    groups = [_group(f"We called {exercise.id} with", given), _group("We expected", ours)]
    note = ""
    if got:
        theirs, marked = _returned(exercise, expected, got)
        groups.append(_group("You returned", theirs))
        note = '\n<p class="cnn-note">≠ marks what differs.</p>' if marked else ""
        off = [
            _part(result.name, array, signed=True)
            for result, array in differences(exercise.results, expected, got)
            if array.size <= MOST_CELLS
        ]
        if off:
            groups.append(_group("Difference: yours − expected", off))
    elif feedback.kind == "none":
        groups.append(_group("You returned", ['<div class="cnn-part"><b>None</b></div>']))
    return f'<div class="cnn-groups">\n{"".join(groups)}</div>{note}'


def _returned(exercise, expected, got):
    """Return the parts that show the results, and whether anything in them is marked."""
    if len(got) != len(expected):
        return [_part(f"result {number + 1}", array) for number, array in enumerate(got)], False
    parts, marked = [], False
    for array, right, result in zip(got, expected, exercise.results, strict=True):
        same_shape = array.shape == right.shape
        mask = differing(array, right, result) if same_shape else None
        parts.append(_part(result.name, array, mask, wrong_shape=not same_shape))
        marked = marked or not same_shape or mask.any()
    return parts, marked


def _group(label, parts):
    return (
        f'<div class="cnn-group"><p class="cnn-label">{escape(label)}</p>\n'
        f'<div class="cnn-parts">{"".join(parts)}</div></div>\n'
    )


def _part(name, value, mask=None, *, wrong_shape=False, signed=False):
    """Return one named value: tables for an array, the number itself for a number."""
    name = escape(name)
    if isinstance(value, NamedFunction):
        return _function(name, value)
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        plain = value is None or isinstance(value, (str, bool))
        number = escape(str(value)) if plain else format_number(value)
        differs = mask is not None and mask.any()
        text = f'<b class="cnn-differs">≠ {number}</b>' if differs else f"<b>{number}</b>"
        return f'<div class="cnn-part">{name} = {text}</div>'
    shape = f"shape {value.shape}"
    shape = f'<b class="cnn-differs">≠ {shape}</b>' if wrong_shape else shape
    return (
        f'<figure class="cnn-part"><figcaption>{name}, {shape}</figcaption>'
        f"{_tables(value, mask, signed)}</figure>"
    )


def _function(name, function):
    words = f"{name} = <b>{escape(function.name)}</b>: {escape(function.words)}"
    parts = "".join(_part(key, array) for key, array in function.arrays.items())
    return f'<div class="cnn-part"><p>{words}</p><div class="cnn-parts">{parts}</div></div>'


def _tables(array, mask, signed):
    if not 0 < array.size <= MOST_CELLS:
        return f"<pre>{escape(format_array(array))}</pre>"
    strongest = np.abs(array).max() if signed else 0
    if array.ndim == 1:
        mask = None if mask is None else mask[None]
        return _table("", array[None], mask, rows=False, strongest=strongest)
    tables = [
        _table(
            str(list(index)) if index else "",
            array[index],
            None if mask is None else mask[index],
            strongest=strongest,
        )
        for index in np.ndindex(array.shape[:-2])
    ]
    return f'<div class="cnn-tables">{"".join(tables)}</div>'


def _table(caption, array, mask, *, rows=True, strongest=0):
    head = "".join(f'<th scope="col">{column}</th>' for column in range(array.shape[1]))
    lines = []
    for row, numbers in enumerate(array):
        cells = [
            _signed_cell(number, strongest)
            if strongest
            else _cell(number, mask is not None and mask[row, column])
            for column, number in enumerate(numbers)
        ]
        first = f'<th scope="row">{row}</th>' if rows else ""
        lines.append(f"<tr>{first}{''.join(cells)}</tr>")
    caption = f"<caption>{caption}</caption>" if caption else ""
    corner = '<th scope="col">row</th>' if rows else ""
    return (
        f"<table>{caption}<thead><tr>{corner}{head}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _cell(number, differs):
    text = format_number(number)
    return f'<td class="cnn-differs">≠ {text}</td>' if differs else f"<td>{text}</td>"


def _signed_cell(number, strongest):
    """Return a cell that is filled the more the larger its number is, in a colour for each sign."""
    if number == 0:
        return "<td>0</td>"
    sign, side = ("+", "above") if number > 0 else ("−", "below")
    strength = min(3, 1 + int(3 * abs(number) / strongest))
    return f'<td class="cnn-{side}-{strength}">{sign}{format_number(abs(number))}</td>'
