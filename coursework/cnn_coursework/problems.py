"""What was odd about a submission, in one plain sentence each."""

from __future__ import annotations

__all__ = ["TEXTS", "found", "limit_met", "status"]

TEXTS = {
    "time_limit": "It was still running when its time was over, and was stopped.",
    "memory_limit": "It asked for more memory than a submission may have.",
    "file_limit": "It wrote more to files than a submission may.",
    "process_limit": "It started more processes than a submission may have.",
    "nonsense": "It answered our calls with something that is no result.",
    "died": "It ended its own process.",
}
_BY_ERROR = {
    "time": "time_limit",
    "MemoryError": "memory_limit",
    "BlockingIOError": "process_limit",
    "RuntimeError: can't start new thread": "process_limit",
}


def limit_met(error):
    """Return which limit an error of the submission speaks of, or None."""
    return next((kind for words, kind in _BY_ERROR.items() if error.startswith(words)), None)


def status(kind):
    """Return the status of an exercise that could not be checked."""
    return "time_limit" if kind == "time_limit" else "error"


def found(session, assignment):
    """Return the problems of a submission's cells, as a list of ``{"kind", "text"}``."""
    listed = []
    for number, kind in session.broken.items():
        listed.append(_cell(session, number, kind))
    for number, error in session.errors.items():
        kind = limit_met(error)
        if kind:
            listed.append(_cell(session, number, kind))
    if not session.python:
        text = "The notebook says that its kernel is not Python; it was run as Python."
        listed.append({"kind": "other_kernel", "text": text})
    forbidden = sorted(session.forbidden)
    if forbidden:
        text = f"It imports what the assignment does not allow: {', '.join(forbidden)}."
        listed.append({"kind": "forbidden_import", "text": text})
    if session.reached:
        text = f"Worth reading: its code reaches for {', '.join(sorted(session.reached))}."
        listed.append({"kind": "reaches", "text": text})
    return [*listed, *_grade_ids(session, assignment)]


def _cell(session, number, kind):
    line = session.cells[number][3] if number < len(session.cells) else ""
    named = f" It begins with: {line}" if line else ""
    return {"kind": kind, "text": f"Code cell {number + 1}: {TEXTS[kind]}{named}"}


def _grade_ids(session, assignment):
    solutions = [cell[0] for cell in session.cells if cell[1]]
    listed = []
    for id in assignment.exercises:
        count = solutions.count(id)
        if count > 1:
            text = f"There are {count} cells for {id}; the last one that holds an answer counts."
            listed.append({"kind": "duplicate_cells", "text": text})
        if count == 0:
            text = f"The cell for {id} is missing or has lost its mark; any cell's {id} counts."
            listed.append({"kind": "edited_cells", "text": text})
        if id not in session.checks:
            text = f"The check of {id} was changed or removed; ours ran all the same."
            listed.append({"kind": "edited_cells", "text": text})
    return listed
