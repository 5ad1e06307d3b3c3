"""The feedback as a drawing: what was expected, what came, and the difference."""

from __future__ import annotations

import textwrap

import numpy as np

from cnn_helpers.exercises.calls import format_number
from cnn_helpers.exercises.comparing import differing

__all__ = ["feedback_figure"]

MOST_ROWS, MOST_COLUMNS = 12, 14
WIDEST = 236
TOP = 158


def feedback_figure(feedback):
    """Return a matplotlib figure of a ``Feedback``.

    Where there are numbers to compare it shows one table of them (the first that differs), at most
    12 rows by 14 columns; otherwise the ice cream says what happened.
    """
    from cnn_helpers.figures import Scene

    tables = _tables(feedback)
    if not tables:
        return _only_words(Scene, feedback)
    longest = max(array.shape[1] for _, array, _, _ in tables)
    tallest = max(array.shape[0] for _, array, _, _ in tables)
    cell = min(52, WIDEST / longest, 330 / tallest)
    scene = Scene(
        TOP + tallest * cell + 74,
        title=feedback.heading[2:],
        subtitle=f"{feedback.exercise.id}: {_subtitle(feedback)}",
    )
    left = 34
    blocks = []
    for label, array, role, mask in tables:
        wide = max(array.shape[1] * cell, 120)
        texts = [format_number(number).replace("-", "−") for number in array.ravel()]
        block = scene.cells(
            array,
            left + (wide - array.shape[1] * cell) / 2,
            TOP,
            cell,
            role=role,
            label=label,
            label_side="above",
            numbers=texts if cell >= 22 else False,
        )
        blocks.append((block, mask))
        left += wide + 48
    for block, mask in blocks[1:2]:
        if mask is not None:
            for row, column in np.argwhere(mask)[:40]:
                scene.circle_cell(block, row, column)
    scene.caption("Circled: what differs." if blocks[1:] and blocks[1][1] is not None else "")
    return scene.figure


def _subtitle(feedback):
    """Return one line that leads to the numbers."""
    if feedback.kind == "shape":
        return "the shapes differ"
    return "the smallest call of ours that goes wrong"


def _only_words(scene_class, feedback):
    moods = {"passed": "proud", "not_written": "asks"}
    scene = scene_class(230, title=feedback.heading[2:])
    words = textwrap.shorten(feedback.message, 150, placeholder=" ...")
    scene.ice_cream(
        770,
        120,
        140,
        mood=moods.get(feedback.kind, "puzzled"),
        says=textwrap.fill(words, 42),
        bubble_at=(400, 140),
    )
    return scene.figure


def _tables(feedback):
    """Return (label, table, role, which cells to circle) for what there is to draw."""
    expected, got = feedback.expected_results, feedback.got_results
    if not expected:
        return []
    part, index = _first_difference(feedback)
    name = feedback.exercise.results[part].name
    tables = [(f"{name}: expected", _slice(expected[part], index), "output", None)]
    if part >= len(got):
        return tables
    same_shape = got[part].shape == expected[part].shape
    wrong = differing(got[part], expected[part], feedback.exercise.results[part])
    theirs = _slice(got[part], index)
    tables.append(("yours", theirs, "input", _slice(wrong, index) if same_shape else None))
    if same_shape and np.isfinite(theirs.astype(float)).all():
        difference = theirs.astype(float) - tables[0][1]
        tables.append(("yours minus expected", difference, "gradient", None))
    return tables


def _first_difference(feedback):
    """Return the number of the first wrong result and the place of its first wrong table."""
    pairs = zip(feedback.got_results, feedback.expected_results, strict=False)
    for part, (got, expected) in enumerate(pairs):
        if part < len(feedback.expected_results):
            wrong = differing(got, expected, feedback.exercise.results[part])
            if got.shape != expected.shape:
                return part, ()
            if wrong.any():
                return part, tuple(int(number) for number in np.argwhere(wrong)[0][:-2])
    return 0, ()


def _slice(array, index):
    """Return a table of at most 12 × 14 numbers of an array with any number of axes."""
    array = np.atleast_2d(array[index] if len(index) == array.ndim - 2 else array)
    while array.ndim > 2:
        array = array[0]
    return array[:MOST_ROWS, :MOST_COLUMNS]
