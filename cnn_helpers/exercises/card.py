"""The feedback as a small card of HTML, readable without its style sheet too."""

from __future__ import annotations

from functools import cache
from html import escape

import numpy as np

from cnn_helpers.exercises.calls import format_array, format_number
from cnn_helpers.exercises.comparing import differing

__all__ = ["card"]

MOST_CELLS = 120

_STYLE = """
.cnn-feedback { box-sizing: border-box; max-width: 860px; margin: 4px 0 10px; padding: 12px 16px;
  border: 1px solid var(--cnn-rule); border-left: 6px solid var(--state); border-radius: 8px;
  background: var(--cnn-paper); color: var(--cnn-ink); font: 14px/1.5 system-ui, sans-serif; }
.cnn-feedback p { margin: 0 0 8px; color: inherit; }
.cnn-feedback .cnn-heading { font-size: 16px; font-weight: 600; color: var(--state-text); }
.cnn-feedback .cnn-parts { display: flex; flex-wrap: wrap; gap: 12px 28px;
  align-items: flex-start; }
.cnn-feedback .cnn-part { min-width: 0; max-width: 100%; overflow-x: auto; }
.cnn-feedback .cnn-label { margin: 8px 0 2px; font-weight: 600; color: var(--cnn-muted); }
.cnn-feedback table { margin: 0; border-collapse: collapse; border: 0; font-size: 13px;
  font-variant-numeric: tabular-nums; }
.cnn-feedback caption { caption-side: top; padding: 0 0 3px; text-align: left; white-space: nowrap;
  font-size: 13px; color: var(--cnn-ink); }
.cnn-feedback tr, .cnn-feedback tbody tr:nth-child(odd), .cnn-feedback tbody tr:hover {
  background: none; }
.cnn-feedback th { padding: 1px 6px; border: 0; background: none; text-align: center;
  font-weight: 400; font-size: 11px; color: var(--cnn-muted); }
.cnn-feedback td { min-width: 26px; padding: 3px 8px; border: 1px solid var(--cnn-rule);
  text-align: right; white-space: nowrap; color: var(--cnn-ink); background: none; }
.cnn-feedback td.cnn-differs { border: 2px solid var(--cnn-gradient-text); font-weight: 700;
  background: var(--cnn-gradient-tint); }
.cnn-feedback .cnn-note { margin: 8px 0 0; font-size: 12px; color: var(--cnn-muted); }
.cnn-feedback pre { margin: 2px 0 0; padding: 6px 8px; overflow-x: auto; border-radius: 4px;
  border: 1px solid var(--cnn-rule); background: none; color: var(--cnn-ink);
  font: 12px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.cnn-feedback details { margin-top: 8px; }
.cnn-feedback summary { cursor: pointer; color: var(--cnn-muted); font-size: 13px; }
"""

_STATES = {"passed": "output", "not_written": "muted"}


@cache
def _style():
    from cnn_helpers.figures import palette

    def rules(selector, theme):
        text = palette.TEXT_ON_LIGHT if theme == "light" else palette.TEXT_ON_DARK
        values = {
            **palette.css_variables(theme),
            **{f"--cnn-state-{name}": palette.FILL[name] for name in ("output", "gradient")},
            "--cnn-state-muted": text["muted"],
            "--cnn-muted-text": text["muted"],
        }
        used = (f"{name}: {value};" for name, value in values.items() if f"({name})" in needed)
        return f"{selector} {{ {' '.join(used)} }}"

    states = "\n".join(
        f".cnn-feedback.cnn-is-{state} {{ --state: var(--cnn-state-{state}); "
        f"--state-text: var(--cnn-{state}-text); }}"
        for state in ("output", "gradient", "muted")
    )
    needed = _STYLE + states
    dark = '[data-jp-theme-light="false"] .cnn-feedback, .vscode-dark .cnn-feedback'
    return "\n".join([rules(".cnn-feedback", "light"), rules(dark, "dark"), states, _STYLE.strip()])


def card(feedback):
    """Return the card as HTML; everything that came from the student is escaped.

    Parameters
    ----------
    feedback : Feedback
        What to show.

    Returns
    -------
    str
        One ``<div>`` with its own ``<style>``; the same for the same feedback.
    """
    state = _STATES.get(feedback.kind, "gradient")
    inner = [f'<p class="cnn-heading" role="heading" aria-level="4">{escape(feedback.heading)}</p>']
    inner.append(f"<p>{escape(feedback.message)}</p>")
    if feedback.failing_call:
        inner += _failure(feedback)
    if feedback.printed:
        inner.append(f'<p class="cnn-label">It printed</p>\n<pre>{escape(feedback.printed)}</pre>')
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


def _failure(feedback):
    exercise, call = feedback.exercise, feedback.failing_call
    given = [
        _part(argument.name, call.values[argument.name])
        for argument in exercise.arguments
        if argument.name in call.values
    ]
    blocks = [_row(f"We called {exercise.id} with", given)]
    names = [result.name for result in exercise.results]
    expected, got = feedback.expected_results, feedback.got_results
    masks = [None] * len(got)
    if len(got) == len(expected):
        masks = [differing(*pair) for pair in zip(got, expected, exercise.results, strict=True)]
        masks = [
            mask if ours.shape == yours.shape else None
            for mask, ours, yours in zip(masks, expected, got, strict=True)
        ]
    blocks.append(_row("We expected", [_part(n, e) for n, e in zip(names, expected, strict=True)]))
    if got:
        names = names if len(names) == len(got) else [f"result {n + 1}" for n in range(len(got))]
        shown = zip(names, got, masks, strict=True)
        blocks.append(_row("You returned", [_part(n, g, m) for n, g, m in shown]))
        if any(mask is not None and mask.any() for mask in masks):
            blocks.append('<p class="cnn-note">≠ marks the numbers that differ.</p>')
    return blocks


def _row(label, parts):
    return (
        f'<p class="cnn-label">{escape(label)}</p>\n<div class="cnn-parts">{"".join(parts)}</div>'
    )


def _part(name, value, mask=None):
    """Return one named value: a table for an array, the number itself for a number."""
    name = escape(name)
    if not isinstance(value, np.ndarray):
        return f'<div class="cnn-part">{name} = {escape(_plain(value))}</div>'
    if value.ndim == 0:
        mark = "≠ " if mask is not None and mask.any() else ""
        return f'<div class="cnn-part">{name} = <b>{mark}{format_number(value)}</b></div>'
    shape = " × ".join(str(length) for length in value.shape)
    words = f"{name}, shape {value.shape}" if value.ndim == 1 else f"{name}, {shape}"
    if not 0 < value.size <= MOST_CELLS:
        text = escape(format_array(value))
        return f'<div class="cnn-part">{words}<pre>{text}</pre></div>'
    tables = [
        _table(
            words + _place(index, value.ndim),
            np.atleast_2d(value[index]),
            None if mask is None else np.atleast_2d(mask[index]),
            rows=value.ndim > 1,
        )
        for index in np.ndindex(value.shape[:-2])
    ]
    return "".join(f'<div class="cnn-part">{table}</div>' for table in tables)


def _plain(value):
    return format_number(value) if isinstance(value, (int, float)) else str(value)


def _place(index, dimensions):
    if dimensions <= 2:
        return ""
    return f": [{', '.join(str(number) for number in index)}]"


def _table(caption, array, mask, *, rows):
    head = "".join(f'<th scope="col">{column}</th>' for column in range(array.shape[1]))
    lines = []
    for row, numbers in enumerate(array):
        cells = [
            _cell(number, mask is not None and mask[row, column])
            for column, number in enumerate(numbers)
        ]
        first = f'<th scope="row">{row}</th>' if rows else ""
        lines.append(f"<tr>{first}{''.join(cells)}</tr>")
    corner = '<th scope="col">row</th>' if rows else ""
    return (
        f"<table><caption>{caption}</caption><thead><tr>{corner}{head}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _cell(number, differs):
    text = format_number(number)
    return f'<td class="cnn-differs">≠ {text}</td>' if differs else f"<td>{text}</td>"
