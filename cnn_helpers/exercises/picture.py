"""The feedback as a drawing: what was expected, what came, and the difference."""

from __future__ import annotations

import textwrap

import numpy as np

from cnn_helpers.exercises.calls import format_number
from cnn_helpers.exercises.comparing import differing

__all__ = ["feedback_figure"]

MOST_ROWS, MOST_COLUMNS = 12, 14
TOP, PITCH, CELL = 164, 264, 58


def feedback_figure(feedback):
    """Return a matplotlib figure of a ``Feedback``.

    Where there are numbers to compare it shows one table of them (the first that differs), at most
    12 rows by 14 columns; otherwise the ice cream says what happened.
    """
    tables = _tables(feedback)
    return _compared(feedback, tables) if len(tables) > 1 else _only_words(feedback)


def _compared(feedback, tables):
    from cnn_helpers.figures import Scene

    tallest = max(array.shape[0] for _, _, array, _ in tables)
    longest = max(array.shape[1] for _, _, array, _ in tables)
    cell = min(CELL, (PITCH - 24) / max(longest, 1), 360 / max(tallest, 1))
    scene = Scene(
        TOP + max(tallest, 1) * cell + 66, title=feedback.heading[2:], subtitle=_subtitle(feedback)
    )
    for number, (label, role, array, mask) in enumerate(tables):
        middle = 34 + (number + 0.5) * PITCH
        scene.words(label, middle, TOP - 26, size="label", role=role)
        if not array.size:
            scene.words("(empty)", middle, TOP + cell / 2, role="muted")
            continue
        texts = [format_number(value).replace("-", "−") for value in array.ravel()]
        block = scene.cells(
            array,
            middle - array.shape[1] * cell / 2,
            TOP,
            cell,
            role=role,
            numbers=texts if cell >= 22 else False,
        )
        if mask is not None:
            for row, column in np.argwhere(mask):
                scene.circle_cell(block, row, column)
    if any(mask is not None for *_, mask in tables):
        scene.caption("Circled: what differs.")
    return scene.figure


def _subtitle(feedback):
    part, index = _first_difference(feedback)
    name = feedback.exercise.results[part].name
    place = f"{list(index)} of it" if index else ""
    return (
        f"{feedback.exercise.id}: {name}{place and ', ' + place}, in the smallest call that fails."
    )


def _only_words(feedback):
    from cnn_helpers.figures import Scene

    moods = {"passed": "proud", "not_written": "asks", "unfinished": "asks"}
    words = textwrap.fill(textwrap.shorten(feedback.message, 230, placeholder=" ..."), 48)
    lines = words.count("\n") + 1
    middle = 96 + 15 * lines
    scene = Scene(middle * 2 - 40, title=feedback.heading[2:])
    scene.ice_cream(
        764,
        middle - 6,
        140,
        mood=moods.get(feedback.kind, "puzzled"),
        says=words,
        bubble_at=(430, middle + 14),
    )
    return scene.figure


def _tables(feedback):
    """Return (label, role, table, which cells to circle) for what there is to draw."""
    if not feedback.expected_results:
        return []
    part, index = _first_difference(feedback)
    right = feedback.expected_results[part]
    tables = [("expected", "output", _table(right, index), None)]
    if part < len(feedback.got_results):
        yours = feedback.got_results[part]
        shown = _table(yours, index)
        if yours.shape != right.shape:
            tables.append((f"yours, shape {yours.shape}", "input", shown, None))
            tables[0] = (f"expected, shape {right.shape}", *tables[0][1:])
        else:
            wrong = _table(differing(yours, right, feedback.exercise.results[part]), index)
            tables.append(("yours", "input", shown, wrong))
            if np.isfinite(shown).all():
                difference = shown.astype(float) - tables[0][2]
                tables.append(("yours − expected", "gradient", difference, None))
    return tables


def _first_difference(feedback):
    """Return the number of the first wrong result and the place of its first wrong table."""
    pairs = zip(feedback.got_results, feedback.expected_results, strict=False)
    for part, (got, expected) in enumerate(pairs):
        if got.shape != expected.shape:
            return part, ()
        wrong = np.argwhere(differing(got, expected, feedback.exercise.results[part]))
        if len(wrong):
            return part, tuple(int(number) for number in wrong[0][:-2])
    return 0, ()


def _table(array, index):
    """Return a table of at most 12 × 14 numbers of an array with any number of axes."""
    array = np.atleast_2d(array[index] if len(index) == array.ndim - 2 else array)
    while array.ndim > 2:
        array = array[0] if len(array) else array.reshape(0, 0)
    return array[:MOST_ROWS, :MOST_COLUMNS]
