"""The exercises as a submission sees them: their cells run through, and nothing is told."""

from cnn_coursework.inside.quiet import Quiet
from cnn_helpers.exercises.functions import function
from cnn_helpers.exercises.withholding import WithheldError

__all__ = ["WithheldError", "check", "function", "get", "hints", "ids", "progress", "withheld"]

check = get = hints = ids = progress = withheld = Quiet()
