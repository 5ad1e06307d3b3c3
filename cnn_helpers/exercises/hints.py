"""Three hints, each folded away until it is wanted."""

from __future__ import annotations

from html import escape

__all__ = ["Hints"]

_STEPS = ("A nudge", "More", "Nearly all of it")


class Hints:
    """The hints of one exercise; in a notebook each opens with a click or the Enter key.

    Parameters
    ----------
    exercise : Exercise
        Whose hints.
    """

    def __init__(self, exercise):
        self.exercise = exercise

    def __repr__(self):
        lines = [f"Hints for {self.exercise.id}"]
        lines += [
            f"{number}. {step}: {hint}"
            for number, (step, hint) in enumerate(
                zip(_STEPS, self.exercise.hints, strict=True), start=1
            )
        ]
        return "\n".join(lines)

    def _repr_html_(self):
        inner = ""
        for number, (step, hint) in reversed(
            list(enumerate(zip(_STEPS, self.exercise.hints, strict=True), start=1))
        ):
            inner = (
                f'<details style="margin: 0.3em 0 0.3em 0.2em">'
                f'<summary style="cursor: pointer">Hint {number} of 3: {step.lower()}</summary>'
                f'<p style="margin: 0.3em 0 0.3em 1.2em; white-space: pre-wrap">{escape(hint)}</p>'
                f"{inner}</details>"
            )
        return inner
