"""The gradebook's part in ``coursework grade``: marks by hand, marks written, pages given back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

__all__ = ["give_back", "marked_by_hand", "put_into_gradebook", "who_waits"]


def marked_by_hand(assignment, options):
    """Return what people gave so far, by student; nothing without a gradebook."""
    if not options.gradebook or not Path(options.gradebook).is_file():
        return {}
    from cnn_coursework.gradebook import read_by_hand

    return read_by_hand(options.gradebook, assignment)


def put_into_gradebook(results, assignment, options):
    """Write marks to the gradebook; return results with what is marked by hand as it is now.

    Writing adds the answers of whoever is graded for the first time, and those that changed, to
    those that wait. It changes no points, so what lateness costs stays right.
    """
    from cnn_coursework.gradebook import write_gradebook

    write_gradebook(options.gradebook, results, assignment, options.settings)
    by_hand = marked_by_hand(assignment, options)
    return [replace(r, by_hand=by_hand.get(r.student.id)) if r.mark else r for r in results]


def who_waits(results):
    """Return a remark on whose answers wait, if there are any."""
    names = [r.student.id for r in results if r.by_hand and r.by_hand.waiting]
    return [f"Answers that still wait to be marked by hand: {', '.join(names)}."] if names else []


def give_back(results, pages, assignment, options):
    """Lay feedback pages where nbgrader looks for them; return remarks."""
    from cnn_coursework.gradebook import write_nbgrader_feedback

    remarks = [f"The marks are in nbgrader's gradebook, {options.gradebook}."]
    root = Path(options.gradebook).resolve().parent
    if write_nbgrader_feedback(root, results, pages, assignment.name):
        remarks.append(f"To give the pages back: nbgrader release_feedback {assignment.name}")
    return remarks
