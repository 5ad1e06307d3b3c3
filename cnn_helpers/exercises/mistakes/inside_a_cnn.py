"""Known wrong answers to the exercises of notebook 12."""

from __future__ import annotations

from cnn_helpers.exercises.mistakes.occlusion import OCCLUSION
from cnn_helpers.exercises.mistakes.saliency import SALIENCY

__all__ = ["MISTAKES"]


MISTAKES = {"occlusion_map": OCCLUSION, "saliency_map": SALIENCY}
