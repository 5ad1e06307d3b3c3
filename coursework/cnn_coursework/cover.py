"""The cell on top of an assignment: points, due date, attempts, rules."""

from __future__ import annotations

from cnn_coursework.feedback_pages import POLICY
from cnn_coursework.lateness import LatePolicy

__all__ = ["cover_text"]

HOW = (
    "Write in the cells that say *your code here*; leave the cells that check alone. "
    "`exercises.check` tells you at once, as often as you like. Grading calls your functions in "
    "the same way, with inputs that nobody has seen. Before you hand in: *Kernel, Restart Kernel "
    "and Run All Cells*, save, and look once more."
)


def cover_text(assignment, settings, written=()):
    """Return the cover as Markdown.

    Parameters
    ----------
    assignment : Assignment
    settings : CourseSettings
    written : list of NotebookNode
        Cells that are marked by hand.
    """
    rows = [f"| `{id}` | {points:g} |" for id, points in assignment.points.items()]
    by_hand = [
        (about["grade_id"], about["points"])
        for cell in written
        for about in [cell.metadata.get("nbgrader")]
        if about
    ]
    rows += [f"| in words: {id.removeprefix('written-')} | {points:g} |" for id, points in by_hand]
    total = sum(assignment.points.values()) + sum(points for _, points in by_hand)
    lines = [
        f"**Coursework: {total:g} {'point' if total == 1 else 'points'}**",
        "",
        "| exercise | points |",
        "|---|---:|",
        *rows,
    ]
    lines += ["", HOW]
    due = settings.due.get(assignment.name)
    if due:
        lines += ["", f"**Due** {settings.shown(due)}. {LatePolicy(**settings.late).words()}"]
    lines += ["", f"**Handing in.** {settings.hand_in} {POLICY[settings.attempts]}".strip()]
    if settings.help_by_ai:
        lines += ["", f"**Help by AI.** {' '.join(settings.help_by_ai.split())}"]
    return "\n".join(lines)
